"""What reading a transcript file gives: turns, the labels found, and everything that was not taken as it stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.problems import Problem
from transcripts.model import Turn, Word

NOBODY = ""  #: The speaker of words that the file gives to nobody.
MOST_PROBLEMS = 2_000  #: Listed one by one; what is beyond is counted.


class FileKind(StrEnum):
    """Kinds of transcript file that can be read."""

    DOCX = "docx"
    VTT = "vtt"
    SRT = "srt"
    TXT = "txt"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """What a person says about a file after having seen how it would be read."""

    labels: frozenset[str] | None = None  #: The labels that are speakers; None: those that are repeated.
    join: bool | None = None  #: Make one turn of what one speaker says without a pause; None: as fits the file.
    with_front: bool = False  #: Also take what stands before the first speaker.


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words as it stands in the file: a cue, a segment, a paragraph, a row of a table."""

    line: int  #: One-based, where it begins.
    text: str
    label: str = NOBODY
    start_ms: int | None = None
    end_ms: int | None = None
    words: tuple[Word, ...] = ()
    glue: str | None = None  #: What joins it to the piece before when one speaker goes on; None: never joined.
    id: str = ""  #: As a file of our own names its turn.


@dataclass(frozen=True, slots=True)
class LabelUse:
    """Something that may be a speaker's label, how often it stands in the file, and whether it was taken as one."""

    label: str
    count: int
    taken: bool
    line: int  #: Where it stands first.


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a reader of one format hands over; `transcripts.reading.assembling` makes turns of it."""

    kind: FileKind
    pieces: tuple[Piece, ...]
    labels: tuple[LabelUse, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    program: str = ""
    language: str | None = None
    made_by: Mapping[str, object] = field(default_factory=dict)
    joins: bool = False  #: Whether the format cuts turns into pieces, so that joining them is the usual wish.
    front: int = 0  #: Lines before the first speaker.


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerUse:
    """A speaker of the file with what they say."""

    label: str  #: NOBODY for words without a speaker.
    turns: int
    words: int  #: Counted by spaces.


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptReading:
    """A transcript file as it would be taken. Nothing is kept yet."""

    kind: FileKind
    sha256: str  #: Of the file.
    turns: tuple[Turn, ...]  #: Ids are those of a file of our own, else numbers; `Turn.speaker` is the file's label.
    lines: tuple[int, ...]  #: For every turn where it begins in the file.
    labels: tuple[LabelUse, ...] = ()
    problems: tuple[Problem, ...] = ()  #: What was not taken, with its words.
    notices: tuple[str, ...] = ()  #: What the reader did or assumed.
    program: str = ""  #: What seems to have written the file; "" when nothing tells.
    language: str | None = None
    made_by: Mapping[str, object] = field(default_factory=dict)
    can_join: bool = False
    joined: bool = False
    front: int = 0  #: Lines before the first speaker, taken or not.

    @property
    def speakers(self) -> tuple[SpeakerUse, ...]:
        """Who speaks, in order of appearance."""
        turns = Counter(turn.speaker for turn in self.turns)
        words: Counter[str] = Counter()
        for turn in self.turns:
            words[turn.speaker] += len(turn.text.split())
        return tuple(SpeakerUse(label=label, turns=count, words=words[label]) for label, count in turns.items())

    @property
    def is_timed(self) -> bool:
        return any(turn.start_ms is not None for turn in self.turns)

    @property
    def unit(self) -> str:
        """What `Problem.line` counts: line, paragraph or segment."""
        return {FileKind.DOCX: "paragraph", FileKind.JSON: "segment"}.get(self.kind, "line")
