"""What is said about a group of scores: how many, their mean and spread, and how many are missing. Nothing more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean, stdev

from measures.model import Instrument, Occasion, Score, ScoreKind

SMALL_GROUP = 5  #: Below this many people, a mean is nearly somebody's answer.


@dataclass(frozen=True, slots=True)
class Descriptive:
    """A group of scores, with its counts."""

    n: int  #: Scores.
    mean: float | None  #: None when n is 0.
    sd: float | None  #: Of the sample, divided by n - 1; None when n is below 2.
    incomplete: int  #: Forms with too many empty items for a score.
    without_form: int | None = None  #: People without a form; None when nobody knows how many should have one.

    @property
    def missing(self) -> int:
        """People known to lack the score: those without a form, and those whose form is too empty."""
        return self.incomplete + (self.without_form or 0)

    @property
    def is_small(self) -> bool:
        """So few that the numbers may lead to a person."""
        return 0 < self.n < SMALL_GROUP


@dataclass(frozen=True, slots=True)
class OccasionRow:
    """One score on one occasion."""

    instrument: Instrument
    kind: ScoreKind
    occasion: Occasion
    figures: Descriptive


def describe(scores: Iterable[Score], people: int | None = None) -> Descriptive:
    """Describe the scores of one kind; `people` is how many should have one.

    >>> describe([Score("mean", 1.0, 25, 25), Score("mean", 2.0, 25, 25), Score("mean", None, 3, 25)], people=4)
    Descriptive(n=2, mean=1.5, sd=0.7071067811865476, incomplete=1, without_form=1)
    """
    forms = list(scores)
    values = [score.value for score in forms if score.value is not None]
    return Descriptive(
        n=len(values),
        mean=fmean(values) if values else None,
        sd=stdev(values) if len(values) > 1 else None,
        incomplete=len(forms) - len(values),
        without_form=None if people is None else people - len(forms),
    )
