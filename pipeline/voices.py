"""What a voice sounds like, as numbers that can be compared: for recognising a voice that returns in a later wave.

A voice profile is personal data about a body. Nothing here keeps one: the study does, where the participant's consent
allows it, and erases it with the participant.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from core.errors import InputError
from core.spans import TimeSpan
from pipeline.engines import profile
from pipeline.engines.devices import choose_device
from pipeline.media import SAMPLE_RATE, RecordingReader
from pipeline.media.sound import sound_pieces
from pipeline.models import find_model
from pipeline.offline import go_offline
from pipeline.settings import TranscriptionSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PER_MS = SAMPLE_RATE // 1000
WINDOW = profile.WINDOW_MS * PER_MS
MODEL = "embedded"  #: Profiles can be compared only with those of the same model.


class NoCleanSpeechError(InputError):
    """A voice cannot be described: it is never heard alone and undistorted for a second."""

    template = (
        "This voice is never heard alone and clearly for a second, so nothing can be kept to recognise it by. "
        "Choose other passages in which nobody else speaks."
    )


def voice_profile(reader: RecordingReader, spans: Sequence[TimeSpan], device: str = "cpu") -> tuple[float, ...]:
    """192 numbers of length 1 that say what the voice of `spans` sounds like, from the minute of its longest spans.

    Only speech that is alone and undistorted counts. Raises NoCleanSpeechError, and the errors of `pipeline.media` and
    `pipeline.models`.
    """
    (found,) = voice_profiles(reader, [spans], device)
    if found is None:
        raise NoCleanSpeechError
    return found


def voice_profiles(
    reader: RecordingReader, voices: Sequence[Sequence[TimeSpan]], device: str = "cpu"
) -> tuple[tuple[float, ...] | None, ...]:
    """As `voice_profile`, for many voices of a recording that is read once; None for one that cannot be described."""
    go_offline()
    places = [profile.places(spans) for spans in voices]
    sounds = iter(list(_windows(sound_pieces(reader, SAMPLE_RATE), [place for own in places for place in own])))
    chosen, model = choose_device(TranscriptionSettings(device=device)), find_model(MODEL, "diarization")
    found = []
    for own in places:
        heard = list(islice(sounds, len(own)))
        numbers = profile.profile(heard, [place.length_ms for place in own], model, chosen) if own else None
        found.append(None if numbers is None else tuple(float(number) for number in numbers))
    return tuple(found)


def voice_likeness(one: Sequence[float], other: Sequence[float]) -> float:
    """How alike two profiles are: their cosine, -1 to 1; 0 when one of them is empty of sound.

    >>> voice_likeness((1.0, 0.0), (0.6, 0.8))
    0.6
    """
    lengths = math.hypot(*one) * math.hypot(*other)
    return sum(a * b for a, b in zip(one, other, strict=True)) / lengths if lengths else 0.0


def _windows(pieces: Iterator[NDArray[np.float32]], places: Sequence[TimeSpan]) -> Iterator[NDArray[np.float32]]:
    """Ten seconds of sound from the start of each place; the recording is read once and never held whole."""
    import numpy as np

    wanted = [(place.start_ms * PER_MS, place.start_ms * PER_MS + WINDOW) for place in places]
    kept = [np.zeros(WINDOW, np.float32) for _ in places]
    at = 0
    for piece in pieces:
        for (start, end), sound in zip(wanted, kept, strict=True):
            first, last = max(start, at), min(end, at + len(piece))
            if first < last:
                sound[first - start : last - start] = piece[first - at : last - at]
        at += len(piece)
    yield from kept
