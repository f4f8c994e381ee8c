"""A transcript is an ordered list of turns; a turn is one speaker's uninterrupted stretch of talk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from transcripts.heard import Heard
from transcripts.translations import Gloss


@dataclass(frozen=True, slots=True)
class Word:
    """One token of a turn: its characters (half-open, code points of the turn's text) and its time."""

    start: int
    end: int
    start_ms: int | None = None
    end_ms: int | None = None
    confidence: float | None = None  #: 0 to 1, the engine's own; None when a person typed it.


@dataclass(frozen=True, slots=True)
class Check:
    """A person has compared the turn with the recording."""

    by: str  #: The person's id.
    at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's uninterrupted stretch of talk."""

    id: str
    speaker: str  #: The label of a Speaker of the same transcript.
    text: str
    start_ms: int | None = None  #: None when typed, not timed.
    end_ms: int | None = None
    words: tuple[Word, ...] = ()
    revision: int = 0  #: Goes up by one with every change of the text.
    checked: Check | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A diarized voice, until a person says who it is."""

    label: str  #: SPEAKER_00, as the diarization named it.
    participant_id: str | None = None
    role: str | None = None  #: Set for interviewer and interpreter; a participant's role is dated and lives there.
    name: str = ""  #: What the pages show when no participant is mapped.


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of one interview, as one engine or person made them."""

    language: str  #: ISO 639 code of the recognised speech.
    turns: tuple[Turn, ...]
    speakers: tuple[Speaker, ...]
    made_by: Mapping[str, object] = field(default_factory=dict)
    """How it was made: engines, models with the sha256 of their weights, library versions, parameters, language,
    device, compute type, seconds per stage, sha256 of the recording. JSON values only."""

    heard: Heard | None = None  #: What the engines heard beside the words; None: no machine made this transcript.
    gloss: Gloss | None = None  #: A machine's, of the same sound; where that was asked for.

    @property
    def duration_ms(self) -> int:
        return max((turn.end_ms or 0 for turn in self.turns), default=0)
