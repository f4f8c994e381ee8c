"""From recording to transcript: each stage is a plain function from what came before to its own result.

probe -> decode -> recognise -> time_words -> diarize -> assign_speakers -> make_turns. The first two and the last two
live in `pipeline.media`, `pipeline.speakers` and `pipeline.turns`; here are those that call an engine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from pipeline import speakers
from pipeline.engines import DIARIZERS, RECOGNISERS, alignment, diarizer_for
from pipeline.engines.devices import Device
from pipeline.models import Model
from pipeline.results import Recognition, SpokenWords, TimedWords, Voices
from pipeline.settings import TranscriptionSettings
from pipeline.speech import hold_to_speech

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.checkpoint import Parts

Report = Callable[[float], None]


class HasSamples(Protocol):
    """Sound that is decoded when it is first asked for."""

    @property
    def samples(self) -> NDArray[np.float32]: ...


def recognise(
    sound: NDArray[np.float32],
    model: Model,
    settings: TranscriptionSettings,
    device: Device,
    report: Report,
    parts: Parts,
) -> Recognition:
    """What is said, by the recogniser of the settings."""
    return RECOGNISERS[settings.recognition](sound, model, settings, device, report, parts)


def time_words(
    recognition: Recognition,
    sound: HasSamples,
    aligner: Model | None,
    device: Device,
    report: Report,
) -> TimedWords:
    """When each word is said: by the alignment model when there is one, else as the recogniser heard it."""
    words = tuple(word for segment in recognition.segments for word in segment.words)
    if aligner is not None and recognition.segments:
        words = alignment.align(sound.samples, recognition.segments, aligner, recognition.language, device.name, report)
    return TimedWords(hold_to_speech(words, recognition.speech))


def diarize(
    sound: NDArray[np.float32], model: Model, settings: TranscriptionSettings, device: Device, report: Report
) -> Voices:
    """Who speaks when, by the diarization of the settings."""
    return DIARIZERS[diarizer_for(settings.diarization)](sound, model, settings, device, report)


def assign_speakers(timed: TimedWords, voices: Voices) -> SpokenWords:
    """Who says each word."""
    words, names = speakers.assign_speakers(timed.words, voices.exclusive)
    return SpokenWords(words, speakers.renamed(voices.spans, names))
