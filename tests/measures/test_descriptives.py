"""n, mean, sd and missing of a group."""

from __future__ import annotations

import pytest

from measures.descriptives import describe
from measures.model import Score


def scores(*values: float | None) -> list[Score]:
    return [Score("mean", value, 25, 25) for value in values]


def test_mean_and_sample_sd_by_hand() -> None:
    figures = describe(scores(1, 2, 3, 4), people=6)
    assert (figures.n, figures.mean) == (4, 2.5)
    assert figures.sd == pytest.approx((5 / 3) ** 0.5)  # (2.25 + 0.25 + 0.25 + 2.25) / 3
    assert (figures.incomplete, figures.without_form, figures.missing) == (0, 2, 2)


def test_one_score_has_a_mean_and_no_spread() -> None:
    figures = describe(scores(2.0))
    assert (figures.n, figures.mean, figures.sd) == (1, 2.0, None)


def test_no_score_has_neither_and_zero_is_not_invented() -> None:
    figures = describe(scores(None, None), people=2)
    assert (figures.n, figures.mean, figures.sd) == (0, None, None)
    assert (figures.incomplete, figures.without_form, figures.missing) == (2, 0, 2)
    assert not figures.is_small


def test_nobody_knows_who_lacks_a_form_when_it_is_not_said() -> None:
    figures = describe(scores(1, None))
    assert figures.without_form is None and figures.missing == 1


@pytest.mark.parametrize(("n", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_fewer_than_five_are_a_small_group(n: int, small: bool) -> None:
    assert describe(scores(*[1.0] * n)).is_small is small
