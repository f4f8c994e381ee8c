"""The Segments page: what is asked for, what the numbers say, and what its list of passages is given."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from streamlit.testing.v1 import AppTest

Draw = Callable[..., AppTest]


def words_of(at: AppTest) -> str:
    return " ".join(element.value for element in [*at.subheader, *at.markdown, *at.caption])


def given(at: AppTest) -> dict[str, Any]:
    """What the list of passages was given."""
    (component,) = at.get("bidi_component")
    return dict(json.loads(component.proto.json))


def test_an_empty_study_sends_people_to_what_comes_first(draw: Draw, at_hand: Any) -> None:
    at = draw("segments", at_hand)
    assert "No transcript yet" in words_of(at)
    at_hand.add_transcript()
    at = draw("segments", at_hand)
    assert "Nothing is coded yet" in words_of(at)
    assert at.get("page_link")[0].proto.page == "code"


def test_a_segment_comes_with_its_context_its_place_and_its_memos(draw: Draw, at_hand: Any) -> None:
    interview = at_hand.add_transcript()
    quote = at_hand.code(interview, 1, 4, 17)
    (coding,) = at_hand.study.snapshot(at_hand.person).codings
    at_hand.study.write_memo(at_hand.person, "coding", coding.id, "<b>bold</b> idea")
    at = draw("segments", at_hand)
    assert "**1 coded segment**" in words_of(at)
    assert "1 of 1 interviews" in words_of(at)
    (item,) = given(at)["items"]
    assert [(piece["text"], piece["on"]) for piece in item["turns"][1]["pieces"]][1] == (quote, True)
    assert [turn["around"] for turn in item["turns"]] == ["before", "", "after"]
    assert item["open"]["query"] == {"interview": interview.id, "coding": coding.id}
    assert [memo["text"] for memo in item["memos"]] == ["<b>bold</b> idea"]
    assert item["play"] is None  # there is no recording


def test_questions_are_left_out_until_they_are_asked_for(draw: Draw, at_hand: Any) -> None:
    interview = at_hand.add_transcript()
    named = {"seq": 1, "kind": "name_speaker", "speaker": "SPEAKER_00", "role": "interviewer", "name": ""}
    at_hand.study.desk.apply(at_hand.person, interview.id, "a" * 32, [named])
    at_hand.code(interview, 0, 0, 7)
    at = draw("segments", at_hand)
    assert "No coded segment fits these choices" in words_of(at)
    at.toggle(key="segments_staff").set_value(True).run()
    assert len(given(at)["items"]) == 1


def test_a_code_nobody_has_looked_for_is_not_a_nought(draw: Draw, at_hand: Any) -> None:
    interview = at_hand.add_transcript()
    at_hand.code(interview, 1, 0, 3)
    codes = [code for _, code in at_hand.study.codebook(at_hand.person).walk() if code.parent_id is None]
    at = draw("segments", at_hand)
    at.multiselect(key="segments_codes").set_value([codes[-1].id]).run()
    assert "was looked for in 0 of 1 interviews" in words_of(at)
    at_hand.study.mark_looked_for(at_hand.person, interview.id, [codes[-1].id])
    at.run()
    assert "was looked for in 0 of 1 interviews" in words_of(at)  # its sub-codes are asked for too
    at_hand.study.mark_looked_for(at_hand.person, interview.id)
    at.run()
    assert "this is a true 0" in words_of(at)


def test_a_long_list_comes_a_page_at_a_time(draw: Draw, at_hand: Any) -> None:
    interview = at_hand.add_transcript()
    for start in range(30):
        at_hand.code(interview, 1, start, start + 1)
    at = draw("segments", at_hand)
    assert "**30 coded segments**" in words_of(at)
    assert len(given(at)["items"]) == 25
    assert "1 to 25 of 30" in words_of(at)


def test_a_code_in_the_address_is_chosen(draw: Draw, at_hand: Any) -> None:
    interview = at_hand.add_transcript()
    at_hand.code(interview, 1, 0, 3)
    codes = [code.id for _, code in at_hand.study.codebook(at_hand.person).walk()]
    at = draw("segments", at_hand)
    at.query_params["code"] = codes[-1]
    at.run()
    assert at.multiselect(key="segments_codes").value == [codes[-1]]


def test_what_is_to_be_discussed_is_marked_in_the_list_and_can_be_asked_for(draw: Draw, at_hand: Any) -> None:
    interview = at_hand.add_transcript()
    at_hand.code(interview, 1, 0, 3)
    at_hand.code(interview, 1, 4, 17)
    first, second = at_hand.study.snapshot(at_hand.person).codings
    at_hand.study.mark_to_discuss(at_hand.person, second.id, True)
    at = draw("segments", at_hand)
    assert {item["id"]: item["discuss"] for item in given(at)["items"]} == {first.id: False, second.id: True}
    for to_discuss, wanted in ((True, second), (False, first)):
        at.selectbox(key="segments_discuss").set_value(to_discuss).run()
        assert [item["id"] for item in given(at)["items"]] == [wanted.id]
