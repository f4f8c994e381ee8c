"""What people type as answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.answers import read_answers


def test_numbers_as_people_and_spreadsheets_write_them() -> None:
    assert read_answers(["1", " 2 ", 3, 4.0, "3,0", "+1"], 1, 4) == ((1, 2, 3, 4, 3, 1), ())


@pytest.mark.parametrize("nothing", [None, "", "  ", "-", "–", ".", "NA", "n/a", "mangler"])
def test_what_is_no_answer_stays_none_and_never_becomes_zero(nothing: object) -> None:
    assert read_answers([nothing], 0, 5) == ((None,), ())


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (5, "item 2: 5 is outside 1 to 4"),
        ("0", "item 2: 0 is outside 1 to 4"),
        ("99", "item 2: 99 is outside 1 to 4"),
        (-9, "item 2: -9 is outside 1 to 4"),
        ("2.5", "item 2: “2.5” is not a whole number"),
        (2.5, "item 2: “2.5” is not a whole number"),
        ("quite a bit", "item 2: “quite a bit” is not a whole number"),
        (True, "item 2: “True” is not a whole number"),
        (float("nan"), "item 2: “nan” is not a whole number"),
        ("٣", "item 2: “٣” is not a whole number"),
    ],
)
def test_what_cannot_be_an_answer_is_a_problem_and_counts_as_none(value: object, said: str) -> None:
    answers, (problem,) = read_answers([1, value, 1], 1, 4, line=7, source="a.csv")
    assert answers == (1, None, 1)
    assert str(problem).startswith("a.csv line 7: ") and said in str(problem)


@given(st.lists(st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans()), max_size=30))
def test_whatever_is_handed_over_comes_out_as_answers_in_range_or_problems(given_values: list[object]) -> None:
    answers, problems = read_answers(given_values, 1, 4)
    assert len(answers) == len(given_values)
    assert all(answer is None or 1 <= answer <= 4 for answer in answers)
    assert len(problems) <= sum(answer is None for answer in answers)
