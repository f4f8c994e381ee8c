"""What is said in a turn, in another language: a person's translation, or a machine's gloss.

A translation belongs to a whole turn and can be quoted as its translator's. A gloss is what a recogniser makes of the
sound: it has times, no turns, and is never anybody's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transcripts.model import Turn


class TranslationStatus(StrEnum):
    """How far a translation has come."""

    DRAFT = "draft"
    REVISED = "revised"  #: Somebody has gone through it.
    APPROVED = "approved"  #: Ready to be quoted.


@dataclass(frozen=True, slots=True)
class Translation:
    """A whole turn in another language, as a person has translated it."""

    id: str  #: Of this text; "" where it is only what turns joined into this one had.
    turn_id: str
    language: str  #: ISO 639 code of the translation.
    text: str
    translator: str  #: The name of who translated.
    status: TranslationStatus
    revision: int  #: Of the turn's text that was translated.
    by: str  #: The id of the person who entered it.
    at: datetime
    changed: bool = False  #: The original has changed since.


@dataclass(frozen=True, slots=True)
class GlossLine:
    """What a machine makes of a stretch of sound, in another language."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Gloss:
    """A machine's rendering of a recording in another language. For finding one's way, never for quoting."""

    language: str
    lines: tuple[GlossLine, ...]  #: In order of time.
    made_by: Mapping[str, object]  #: As a transcript's.


def lines_by_turn(lines: Iterable[GlossLine], turns: Sequence[Turn]) -> dict[str, tuple[GlossLine, ...]]:
    """The lines of a gloss beside the turn that each overlaps most, or else the nearest one; by turn id.

    Worked out whenever it is shown, so that turns may be split, joined and corrected.
    """
    timed = [turn for turn in turns if turn.start_ms is not None and turn.end_ms is not None]
    found: dict[str, list[GlossLine]] = {}
    for line in lines if timed else ():
        turn = max(timed, key=lambda turn: _shared_ms(line, turn))
        found.setdefault(turn.id, []).append(line)
    return {turn: tuple(own) for turn, own in found.items()}


def _shared_ms(line: GlossLine, turn: Turn) -> int:
    """How long both last together; below 0: how far apart they are."""
    return min(line.end_ms, turn.end_ms or 0) - max(line.start_ms, turn.start_ms or 0)
