"""What a questionnaire is: items, the answers that can be given, scores, and the occasions it is filled in on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

#: In the order of the items; None: not answered. `measures.answers.read_answers` makes them.
Answers: TypeAlias = tuple[int | None, ...]


class Occasion(StrEnum):
    """When a client fills in a questionnaire, seen from the programme."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after-14-days"  #: About 14 days after the last conversation.
    LATER = "after-6-months"


@dataclass(frozen=True, slots=True)
class Score:
    """One number from one filled-in form, and how much of the form it rests on."""

    name: str  #: As in `ScoreKind`.
    value: float | None  #: None: too much of the form is empty, so there is no such number.
    answered: int  #: Of the items this score is made of.
    items: int

    @property
    def missing(self) -> int:
        """Items without an answer; where there is a value, the missing-item rule stood in for them."""
        return self.items - self.answered


@dataclass(frozen=True, slots=True)
class CutOff:
    """A value that researchers have agreed to look at; a convention, never a diagnosis."""

    value: float
    source: str


@dataclass(frozen=True, slots=True)
class ScoreKind:
    """One of the numbers an instrument gives."""

    name: str
    label: str  #: For a page; to be translated.
    lowest: float
    highest: float
    cut_off: CutOff | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """A published questionnaire, as far as it is needed to enter answers and to score them."""

    id: str
    name: str
    items: tuple[str, ...]  #: Neutral labels of our own in English, to be translated; never the published wording.
    lowest: int  #: The lowest answer to an item.
    highest: int
    scores: tuple[ScoreKind, ...]  #: The first is the one that is drawn.
    score: Callable[[Answers], tuple[Score, ...]]  #: In the order of `scores`.
    scoring: str  #: How it is scored, in a sentence; to be translated, like the next three.
    missing_rule: str
    wording: str  #: Who owns the items' wording.
    source: str
