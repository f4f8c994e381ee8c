"""The Find page: words in every transcript, and a code on everything that was found."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from streamlit.testing.v1 import AppTest

Draw = Callable[..., AppTest]


def words_of(at: AppTest) -> str:
    return " ".join(element.value for element in [*at.subheader, *at.markdown, *at.caption])


def items(at: AppTest) -> list[dict[str, Any]]:
    (component,) = at.get("bidi_component")
    return list(json.loads(component.proto.json)["items"])


def marked(at: AppTest) -> list[str]:
    turns = [turn for item in items(at) for turn in item["turns"]]
    return [piece["text"] for turn in turns for piece in turn["pieces"] if piece["on"]]


def search(draw: Draw, at_hand: Any, words: str) -> AppTest:
    at = draw("find", at_hand)
    at.text_input(key="find_words").set_value(words).run()
    assert not at.exception
    return at


def test_without_transcripts_there_is_nothing_to_look_in(draw: Draw, at_hand: Any) -> None:
    assert "Nothing to look in yet" in words_of(draw("find", at_hand))


def test_words_are_found_in_every_transcript_in_any_case(draw: Draw, at_hand: Any) -> None:
    first, _ = at_hand.add_transcript("H03"), at_hand.add_transcript("V01")
    at = search(draw, at_hand, "VEILEDEREN")
    assert marked(at) == ["veilederen", "veilederen"]
    assert "**2 places** · in 2 turns · 2 interviews" in words_of(at)
    query = items(at)[0]["open"]["query"]
    assert (query["interview"], query["start"], query["end"]) == (first.id, "24", "34")


def test_arabic_is_found_in_any_of_its_forms(draw: Draw, at_hand: Any) -> None:
    at_hand.add_transcript()
    assert marked(search(draw, at_hand, "البدايه")) == ["البداية"]


def test_nothing_found_says_what_to_try(draw: Draw, at_hand: Any) -> None:
    at_hand.add_transcript()
    assert "Nothing found" in words_of(search(draw, at_hand, "finnes ikke"))


def test_what_was_found_is_coded_and_taken_back_as_one(draw: Draw, at_hand: Any) -> None:
    at_hand.add_transcript("H03")
    at_hand.add_transcript("V01")
    codes = [code.id for _, code in at_hand.study.codebook(at_hand.person).walk()]
    at = search(draw, at_hand, "veileder")
    at.selectbox(key="find_code").set_value(codes[2]).run()
    button = at.button(key="find_code_all")
    assert button.label == "Put the code on 2 passages"
    button.click().run()
    snapshot = at_hand.study.snapshot(at_hand.person)
    texts = {turn.id: turn.text for coded in snapshot.interviews for turn in coded.turns}
    coded = [texts[c.passage.start_turn][c.passage.start : c.passage.end] for c in snapshot.codings]
    assert coded == ["veilederen", "veilederen"]
    assert {coding.code_id for coding in snapshot.codings} == {codes[2]}
    at.button(key="find_take_back").click().run()
    assert at_hand.study.snapshot(at_hand.person).codings == ()
    assert not at.button or all(button.key != "find_take_back" for button in at.button)


def test_what_was_unticked_is_left_out(draw: Draw, at_hand: Any) -> None:
    at_hand.add_transcript("H03")
    at_hand.add_transcript("V01")
    codes = [code.id for _, code in at_hand.study.codebook(at_hand.person).walk()]
    at = search(draw, at_hand, "veileder")
    (component,) = at.get("bidi_component")
    batch = json.loads(component.proto.json)["batch"]
    at.session_state["find_off"] = (batch, (items(at)[0]["id"],))
    at.selectbox(key="find_code").set_value(codes[0]).run()
    assert at.button(key="find_code_all").label == "Put the code on 1 passage"
