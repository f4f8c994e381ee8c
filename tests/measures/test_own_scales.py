"""Scales of the study's own, scored by hand beside each number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from measures import own
from measures.own import BadScaleError, OwnScale, Scoring

FIVE = OwnScale("s", "w", "Job satisfaction", ("a", "b", "c", "d", "e"), 1, 5, (2, 5), Scoring.MEAN, 1)


@pytest.mark.parametrize(
    ("answers", "mean", "total"),
    [
        ((5, 1, 5, 5, 1), 5, 25),  # 5, 6-1, 5, 5, 6-1
        ((1, 5, 1, 1, 5), 1, 5),
        ((4, 2, 3, 5, 4), 3.6, 18),  # 4 + 4 + 3 + 5 + 2 = 18
        ((4, None, 3, 5, 4), 3.5, 17.5),  # 4 + 3 + 5 + 2 = 14 of four items; 14 / 4 * 5
        ((4, None, None, 5, 4), None, None),
        ((None,) * 5, None, None),
    ],
)
def test_reversed_items_are_turned_and_a_missing_one_counts_as_the_mean_of_the_others(
    answers: tuple[int | None, ...], mean: float | None, total: float | None
) -> None:
    assert own.score(FIVE, answers).value == mean
    assert own.score(replace(FIVE, scoring=Scoring.SUM), answers).value == total


def test_answers_that_begin_at_zero_are_turned_within_their_own_range() -> None:
    scale = replace(FIVE, items=("a", "b"), lowest=0, highest=10, reversed=(2,), most_missing=0)
    assert own.score(scale, (10, 3)).value == 8.5  # (10 + (0 + 10 - 3)) / 2


def test_the_range_of_a_sum_is_that_of_all_items() -> None:
    assert FIVE.score_range == (1, 5)
    assert replace(FIVE, scoring=Scoring.SUM).score_range == (5, 25)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"items": ()}, "it has 0 items"),
        ({"items": ("x",) * 101}, "it has 101 items"),
        ({"lowest": 5}, "from 5 to 5"),
        ({"lowest": 9}, "from 9 to 5"),
        ({"reversed": (2, 6)}, "no item 6 to reverse"),
        ({"reversed": (0,)}, "no item 0 to reverse"),
        ({"most_missing": 5}, "5 missing items would leave nothing"),
        ({"most_missing": -1}, "-1 missing items"),
    ],
)
def test_a_scale_that_cannot_be_scored_says_why(change: dict[str, object], said: str) -> None:
    with pytest.raises(BadScaleError, match=said):
        own.check(replace(FIVE, **change))  # type: ignore[arg-type]
    own.check(FIVE)
