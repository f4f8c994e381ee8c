"""What engines heard of a recording beside its words: where there is speech, whose voice it is, what is doubtful.

Times only, never words. Flags are tied to times, not to turns: corrections of the words never break them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.spans import TimeSpan


class FlagKind(StrEnum):
    """Why a stretch of the recording should be listened to again."""

    REPETITION = "repetition"  #: The recogniser may have gone round in a circle.
    SPEECH_WITHOUT_TEXT = "speech_without_text"
    TEXT_WITHOUT_SPEECH = "text_without_speech"
    DOUBTFUL = "doubtful"  #: The recogniser itself was unsure.
    OVERLAP = "overlap"  #: Two voices at once, of which a recogniser writes one.


@dataclass(frozen=True, slots=True)
class Flag:
    """A stretch of the recording to listen to again, and why. Half-open, milliseconds."""

    kind: FlagKind
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class VoiceSpan:
    """A voice speaks here. Half-open, milliseconds."""

    start_ms: int
    end_ms: int
    speaker: str  #: SPEAKER_00, SPEAKER_01, ... in the order of their first words.


@dataclass(frozen=True, slots=True)
class Heard:
    """What engines heard of one recording beside its words, as the transcript was made."""

    speech: tuple[TimeSpan, ...] = ()  #: Where voice activity detection hears speech.
    voices: tuple[VoiceSpan, ...] = ()  #: Who speaks when, with overlaps; labels are those of the transcript.
    flags: tuple[Flag, ...] = ()  #: In the order of time.


SHORTEST_OVERLAP_MS = 500  #: Shorter ones are breaths and edges that two voices share.


def overlaps(voices: Sequence[VoiceSpan]) -> tuple[Flag, ...]:
    """Where two voices or more are heard at once, for half a second at least.

    >>> overlaps([VoiceSpan(0, 3_000, "A"), VoiceSpan(2_000, 5_000, "B")])
    (Flag(kind=<FlagKind.OVERLAP: 'overlap'>, start_ms=2000, end_ms=3000),)
    """
    edges = sorted([(v.start_ms, 1) for v in voices] + [(v.end_ms, -1) for v in voices])
    found, talking, since = [], 0, 0
    for at, step in edges:
        if talking < 2 <= talking + step:
            since = at
        elif talking >= 2 > talking + step and at - since >= SHORTEST_OVERLAP_MS:
            found.append(Flag(FlagKind.OVERLAP, since, at))
        talking += step
    return tuple(found)
