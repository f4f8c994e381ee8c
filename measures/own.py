"""Scales of the study's own, for its participants: the items that one wave's form had, and how they are scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.errors import InputError
from core.messages import translate
from measures.answers import count_answered, mean_of_answered
from measures.model import Answers, Score

MOST_ITEMS = 100
LOWEST_ANSWER, HIGHEST_ANSWER = -10, 100


class Scoring(StrEnum):
    """What becomes of the answers."""

    MEAN = "mean"
    SUM = "sum"


class BadScaleError(InputError):
    """A scale cannot be scored as it is described."""

    template = "“{name}” cannot be scored: {why}."

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name=name, why=why)


@dataclass(frozen=True, slots=True)
class OwnScale:
    """A scale as it was used in one wave."""

    id: str
    wave_id: str
    name: str  #: Unique within its wave.
    items: tuple[str, ...]
    lowest: int
    highest: int
    reversed: tuple[int, ...] = ()  #: Numbers of the items, from 1, in which a high answer means little.
    scoring: Scoring = Scoring.MEAN
    most_missing: int = 0  #: How many items may be unanswered before there is no score.

    @property
    def score_range(self) -> tuple[int, int]:
        """The lowest and the highest score there can be."""
        times = len(self.items) if self.scoring is Scoring.SUM else 1
        return self.lowest * times, self.highest * times


def score(scale: OwnScale, answers: Answers) -> Score:
    """The mean of the answered items, reversed ones turned round (lowest + highest - answer); for a sum, that mean
    times the number of items, so that an unanswered item counts as the mean of the others.

    >>> scale = OwnScale("1", "w1", "Belonging", ("a", "b", "c"), 1, 5, (3,), Scoring.SUM, 1)
    >>> score(scale, (4, None, 1)).value
    13.5
    """
    turned = tuple(
        scale.lowest + scale.highest - answer if answer is not None and number in scale.reversed else answer
        for number, answer in enumerate(answers, 1)
    )
    value = mean_of_answered(turned, scale.most_missing)
    if value is not None and scale.scoring is Scoring.SUM:
        value *= len(scale.items)
    return Score(scale.scoring.value, value, count_answered(answers), len(scale.items))


def check(scale: OwnScale) -> None:
    """BadScaleError when the scale cannot be scored as it is described."""
    if why := next(_faults(scale), None):
        raise BadScaleError(scale.name, why)


def _faults(scale: OwnScale) -> Iterator[str]:
    count = len(scale.items)
    if not 1 <= count <= MOST_ITEMS:
        yield translate("it has {count} items; 1 to {most} are possible", count=count, most=MOST_ITEMS)
    if not LOWEST_ANSWER <= scale.lowest < scale.highest <= HIGHEST_ANSWER:
        yield translate(
            "answers cannot go from {lowest} to {highest}; whole numbers from {least} to {most}, the lower first",
            lowest=scale.lowest,
            highest=scale.highest,
            least=LOWEST_ANSWER,
            most=HIGHEST_ANSWER,
        )
    if unknown := [number for number in scale.reversed if not 1 <= number <= count]:
        yield translate("there is no item {number} to reverse", number=unknown[0])
    if not 0 <= scale.most_missing < count:
        yield translate("{count} missing items would leave nothing to score", count=scale.most_missing)


def usual_missing(items: int) -> int:
    """How many items may be missing unless the team says otherwise: a fifth, rounded down."""
    return items // 5
