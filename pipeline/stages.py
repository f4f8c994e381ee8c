"""From recording to transcript: each stage is a plain function from what came before to its own result.

probe -> decode -> recognise -> time_words -> diarize -> assign_speakers -> make_turns. The first two and the last two
live in `pipeline.media`, `pipeline.speakers` and `pipeline.turns`; here are those that call an engine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol

from pipeline import channels, speakers
from pipeline.engines import DIARIZERS, RECOGNISERS, alignment, diarizer_for
from pipeline.engines.devices import Device
from pipeline.engines.whisper import hear_speech
from pipeline.models import Model
from pipeline.results import (
    HeardPart,
    HeardSegment,
    HeardWord,
    Recognition,
    SpokenWord,
    SpokenWords,
    TimedWords,
    Voices,
)
from pipeline.settings import TranscriptionSettings
from pipeline.speech import hold_to_speech

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.checkpoint import Parts

Report = Callable[[float], None]


class HasSound(Protocol):
    """Sound that is decoded when it is first asked for."""

    @property
    def samples(self) -> NDArray[np.float32]: ...

    @property
    def apart(self) -> channels.Apart: ...


def recognise(
    sound: HasSound,
    model: Model,
    settings: TranscriptionSettings,
    device: Device,
    report: Report,
    parts: Parts,
    voices: Voices | None = None,
) -> Recognition:
    """What is said, by the recogniser of the settings; on each channel for itself, where one speaker is on each.

    `voices`, where they are known already, tell who may speak another language.
    """
    hear = RECOGNISERS[settings.recognition]
    if settings.channels == "mix":
        known = voices.exclusive if voices else ()
        return hear(sound.samples, model, settings, device, report, parts, voices=known)
    heard = []
    for number, channel in enumerate(sound.apart.sound):

        def told(part: float, before: int = number) -> None:
            report((before + part) / 2)

        heard.append(hear(channel, model, settings, device, told, _PartsOf(parts, f"channel{number}-")))
    return channels.joined(heard, sound.apart)


@dataclass(frozen=True, slots=True)
class _PartsOf:
    """What is kept of one channel, beside the other's."""

    parts: Parts
    prefix: str

    def load(self, name: str) -> HeardPart | None:
        return self.parts.load(self.prefix + name)

    def save(self, name: str, part: HeardPart) -> None:
        self.parts.save(self.prefix + name, part)


def time_words(
    recognition: Recognition,
    sound: HasSound,
    aligner: Model | None,
    device: Device,
    report: Report,
) -> TimedWords:
    """When each word is said: by the alignment model when there is one, else as the recogniser heard it."""
    if not recognition.channels:
        words = _timed(recognition.segments, lambda: sound.samples, aligner, recognition.language, device, report)
        return TimedWords(hold_to_speech(words, recognition.speech))
    found: list[HeardWord] = []
    for number, speech in enumerate(recognition.channels):
        segments = tuple(segment for segment in recognition.segments if segment.channel == number)
        words = _timed(
            segments,
            lambda number=number: sound.apart.sound[number],  # type: ignore[misc]  # mypy infers no default of a lambda
            aligner,
            recognition.language,
            device,
            report,
        )
        found += (replace(word, channel=number) for word in hold_to_speech(words, speech))
    return TimedWords(channels.in_utterances(found))


def _timed(
    segments: tuple[HeardSegment, ...],
    sound: Callable[[], NDArray[np.float32]],
    aligner: Model | None,
    language: str,
    device: Device,
    report: Report,
) -> tuple[HeardWord, ...]:
    if aligner is None or not segments:
        return tuple(word for segment in segments for word in segment.words)
    of_model = tuple(segment for segment in segments if segment.language in (None, language))
    aligned = alignment.align(sound(), of_model, aligner, language, device.name, report)
    if len(of_model) == len(segments):
        return aligned
    others = (word for segment in segments if segment not in of_model for word in segment.words)
    return tuple(sorted((*aligned, *others), key=attrgetter("start_ms")))


def hear_voices_first(
    sound: HasSound, model: Model, settings: TranscriptionSettings, device: Device, report: Report
) -> Voices:
    """As `hear_voices`, before anything is recognised: for talk in which people speak different languages."""
    return diarize(sound.samples, model, settings, device, report) if hear_speech(sound.samples) else Voices((), ())


def hear_voices(
    recognition: Recognition,
    sound: HasSound,
    model: Model | None,
    settings: TranscriptionSettings,
    device: Device,
    report: Report,
) -> Voices:
    """Who speaks when: on each channel its speaker; else by diarization, unless nobody speaks at all."""
    if recognition.channels:
        spans = channels.voices_of(recognition.channels)
        return Voices(spans, spans)
    if model is None or not recognition.speech:
        return Voices((), ())
    return diarize(sound.samples, model, settings, device, report)


def diarize(
    sound: NDArray[np.float32], model: Model, settings: TranscriptionSettings, device: Device, report: Report
) -> Voices:
    """Who speaks when, by the diarization of the settings."""
    return DIARIZERS[diarizer_for(settings.diarization)](sound, model, settings, device, report)


def assign_speakers(timed: TimedWords, voices: Voices) -> SpokenWords:
    """Who says each word: the channel's speaker, where there is one on each; else the voice that is heard."""
    if any(word.channel is not None for word in timed.words):
        spoken = tuple(SpokenWord(word, channels.speaker_of(word.channel or 0)) for word in timed.words)
        return SpokenWords(spoken, speakers.renamed(voices.spans, {word.speaker: word.speaker for word in spoken}))
    words, names = speakers.assign_speakers(timed.words, voices.exclusive)
    return SpokenWords(words, speakers.renamed(voices.spans, names))
