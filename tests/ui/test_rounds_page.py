"""The Rounds page: drawn for one and for several rounds, and what its buttons do; pages that count say which round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from coding.model import RoundKind
from coding.rounds import counted_in_words

HOSTILE = "<script>alert(1)</script> [x](http://evil.invalid) **هبة**"

Draw = Callable[..., Any]


def words(at: Any) -> str:
    parts = [at.title, at.subheader, at.markdown, at.caption, at.text, at.error, at.info]
    return "\n".join(element.value for elements in parts for element in elements).translate({ord("\\"): "", 0x2060: ""})


def press(at: Any, label: str) -> Any:
    next(button for button in at.button if button.label == label).click()
    at.run()
    assert not at.exception
    return at


@pytest.fixture
def alone(at_hand: Any) -> Any:
    """A round that the person at work and Ola code alone, and one interview."""
    at_hand.add_transcript("W1-H03")
    ola = at_hand.study.person("Ola")
    return at_hand.study.add_round(at_hand.person, "Each alone", RoundKind.INDEPENDENT, (at_hand.person, ola))


def test_a_new_study_shows_the_round_of_the_team(draw: Draw, at_hand: Any) -> None:
    at = draw("rounds", at_hand)
    assert "Shared coding" in words(at)
    assert "Together" in words(at)


def test_a_round_is_added_with_coders_some_of_them_new_to_the_study(draw: Draw, at_hand: Any) -> None:
    at = draw("rounds", at_hand)
    next(each for each in at.text_input if each.key == "new_round_label").input(HOSTILE)
    at.run()
    next(each for each in at.multiselect if each.key == "new_round_coders").set_value([at_hand.person.name])
    at = press(at, "Add the round")
    assert "Name at least two coders" in words(at)
    at_hand.study.person("Ola")
    at = draw("rounds", at_hand)
    next(each for each in at.text_input if each.key == "new_round_label").input(HOSTILE)
    next(each for each in at.multiselect if each.key == "new_round_coders").set_value([at_hand.person.name, "Ola"])
    at.run()
    at = press(at, "Add the round")
    assert [each.label for each in at_hand.study.rounds(at_hand.person)] == ["Shared coding", HOSTILE]
    assert HOSTILE in words(at)


def test_one_chooses_ones_own_round_and_finishes_an_interview_in_it(draw: Draw, at_hand: Any, alone: Any) -> None:
    at = draw("rounds", at_hand)
    next(each for each in at.selectbox if each.label == "You code in").set_value(alone.id).run()
    assert at_hand.study.current_round(at_hand.person) == alone
    at = press(draw("rounds", at_hand), "Mark as finished")
    (row,) = at_hand.study.round_progress(at_hand.person, alone.id)
    assert row.finished_by == (at_hand.person.id,)
    press(at, "Take the mark back")
    (row,) = at_hand.study.round_progress(at_hand.person, alone.id)
    assert row.finished_by == ()


def test_a_round_is_closed_and_opened_again(draw: Draw, at_hand: Any, alone: Any) -> None:
    at = draw("rounds", at_hand)
    next(button for button in at.button if button.key == f"close_{alone.id}").click().run()
    assert [each.closed for each in at_hand.study.rounds(at_hand.person)] == [False, True]
    press(at, "Open again")
    assert [each.closed for each in at_hand.study.rounds(at_hand.person)] == [False, False]


def test_the_study_page_says_which_rounds_are_counted(draw: Draw, at_hand: Any, alone: Any) -> None:
    study, person = at_hand.study, at_hand.person
    interview = study.interviews(person)[0]
    at_hand.code(interview, 1, 0, 5)
    study.choose_round(person, alone.id)
    at_hand.code(interview, 1, 0, 8)
    said = counted_in_words(study.snapshot(person))
    assert said == "Counted: Shared coding (1 interview)"
    assert said in words(draw("study", at_hand))


def test_what_the_desk_is_given_names_the_round_of_each_coding(at_hand: Any, alone: Any) -> None:
    study, person = at_hand.study, at_hand.person
    interview = study.interviews(person)[0]
    study.choose_round(person, alone.id)
    at_hand.code(interview, 1, 0, 5)
    data = study.desk.open(person, interview.id).to_json()
    assert data["round"] == alone.id
    assert [each["round"] for each in data["codings"]] == [alone.id]
    assert [(each["label"], each["alone"], each["mine"]) for each in data["rounds"]] == [
        ("Shared coding", False, True), ("Each alone", True, True),
    ]  # fmt: skip
