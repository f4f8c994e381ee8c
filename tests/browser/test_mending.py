"""Correcting the words at the desk: in a real browser, on a real server, and what is on the disk afterwards."""

from __future__ import annotations

import re
from typing import Any

import pytest

from core.clock import new_id
from tests.browser.conftest import TALK
from tests.browser.desks import click_into, coded, first_codes, ready, saved, select, there_are

pytestmark = pytest.mark.browser

SECOND = TALK[1][1]
FIELD = ".iw-editor-field"


def texts(made: Any) -> list[str]:
    return [turn.text for turn in made.study.transcript(made.person, made.interview.id).turns]


def speakers(made: Any) -> list[str]:
    return [turn.speaker for turn in made.study.transcript(made.person, made.interview.id).turns]


def code(page: Any, turn: int, words: str) -> None:
    start = TALK[turn][1].index(words)
    select(page, turn, start, start + len(words))
    page.keyboard.press("1")
    saved(page)


def correct(page: Any, turn: int, text: str) -> None:
    click_into(page, turn)
    page.keyboard.press("e")
    page.locator(FIELD).fill(text)
    page.keyboard.press("Enter")


def test_a_turn_is_corrected_where_it_stands_and_the_code_stays_on_its_words(open_desk: Any) -> None:
    made, page = open_desk()
    code(page, 1, "usikker på meg selv")
    correct(page, 1, SECOND.replace("veldig usikker", "svært usikker").replace("Ja, i", "Ja … i"))
    saved(page)
    assert texts(made)[1].startswith("Ja … i begynnelsen var jeg svært usikker på meg selv")
    assert coded(made) == [(first_codes(made, 1)[0], "usikker på meg selv")]
    assert page.locator(".iw-text").nth(1).inner_text() == texts(made)[1]
    there_are(0, page.locator(FIELD))
    page.locator(".iw-turns").focus()
    page.keyboard.press("Control+z")
    saved(page)
    assert texts(made)[1] == SECOND
    assert coded(made) == [(first_codes(made, 1)[0], "usikker på meg selv")]
    page.reload()
    ready(page)
    assert page.locator(".iw-text").nth(1).inner_text() == SECOND


def test_one_pencil_goes_to_the_turn_under_the_pointer(open_desk: Any) -> None:
    _, page = open_desk()
    there_are(0, page.locator(".iw-edit"))
    for turn in (3, 1):
        row = page.locator(".iw-turn").nth(turn)
        row.hover()
        height = row.bounding_box()["height"]
        there_are(1, page.locator(".iw-edit"))
        there_are(1, row.locator(".iw-edit"))
        assert row.bounding_box()["height"] == height
    page.locator(".iw-edit").click()
    assert page.locator(FIELD).input_value() == SECOND


def test_escape_gives_up_only_when_it_was_meant(open_desk: Any) -> None:
    made, page = open_desk()
    click_into(page, 1)
    page.keyboard.press("e")
    page.keyboard.type("noe nytt ")
    page.keyboard.press("Escape")
    assert page.locator(FIELD).is_visible()
    assert "Esc again" in page.locator(".iw-editor-note").inner_text()
    page.keyboard.press("Escape")
    there_are(0, page.locator(FIELD))
    saved(page)
    assert texts(made)[1] == SECOND


def test_a_turn_is_split_while_it_is_corrected_and_joined_again(open_desk: Any) -> None:
    made, page = open_desk()
    code(page, 1, "veilederen støttet meg")
    click_into(page, 1)
    page.keyboard.press("e")
    at = SECOND.index("men veilederen")
    page.locator(FIELD).evaluate("(field, at) => field.setSelectionRange(at, at)", at)
    page.keyboard.press("Alt+Enter")
    saved(page)
    assert texts(made)[1:3] == [SECOND[: at - 1], SECOND[at:]]
    there_are(len(TALK) + 1, page.locator(".iw-turn"))
    assert coded(made) == [(first_codes(made, 1)[0], "veilederen støttet meg")]
    click_into(page, 2)
    page.keyboard.press("Shift+Backspace")
    saved(page)
    assert texts(made)[1] == SECOND
    there_are(len(TALK), page.locator(".iw-turn"))
    assert coded(made) == [(first_codes(made, 1)[0], "veilederen støttet meg")]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    saved(page)
    assert texts(made)[1] == SECOND


def test_ctrl_enter_goes_on_to_the_next_turn(open_desk: Any) -> None:
    made, page = open_desk()
    click_into(page, 0)
    page.keyboard.press("e")
    page.keyboard.type("Takk. ")
    page.keyboard.press("Control+Enter")
    page.locator(FIELD).wait_for()
    assert page.locator(FIELD).input_value() == SECOND
    page.keyboard.press("Escape")
    saved(page)
    assert "Takk. " in texts(made)[0]


def test_turns_get_another_speaker(open_desk: Any) -> None:
    made, page = open_desk()
    click_into(page, 2)
    page.keyboard.press("Shift+S")
    page.locator(".iw-voices .iw-code").last.click()
    saved(page)
    assert speakers(made)[2] == "SPEAKER_02"
    assert page.locator(".iw-speaker").nth(2).inner_text() == "Speaker 3"
    page.keyboard.press("Control+z")
    saved(page)
    assert speakers(made)[2] == "SPEAKER_00"


def test_words_are_replaced_after_a_preview_as_one_step(open_desk: Any) -> None:
    made, page = open_desk()
    click_into(page, 0)
    page.keyboard.press("Control+h")
    page.get_by_label("Find", exact=True).fill("meg")
    page.get_by_label("Replace with").fill("oss <b>")
    page.locator(".iw-places li").nth(2).wait_for()
    page.locator(".iw-places input").first.uncheck()
    page.get_by_role("button", name="Replace").click()
    saved(page)
    places = re.findall(r"\bmeg\b", " ".join(text for _, text in TALK))
    assert " ".join(texts(made)).count("oss <b>") == len(places) - 1 > 0
    assert "usikker på meg selv" in texts(made)[1], "the place that was left out"
    page.keyboard.press("Control+z")
    saved(page)
    assert texts(made) == [text for _, text in TALK]


def test_two_people_in_one_turn_the_second_sees_both_texts_and_chooses(open_desk: Any) -> None:
    made, page = open_desk()
    other = made.study.person("Ola Nordmann")
    turn = made.study.transcript(made.person, made.interview.id).turns[1]
    click_into(page, 1)
    page.keyboard.press("e")
    page.locator(FIELD).fill("Min tekst")
    edit = {"turn": turn.id, "revision": turn.revision, "text_id": new_id(), "text": "Olas tekst"}
    answer = made.study.desk.apply(
        other, made.interview.id, new_id(), [{"seq": 1, "kind": "edit_turns", "edits": [edit]}]
    )
    assert answer["results"][0]["refused"] is None
    page.keyboard.press("Enter")
    dialog = page.locator(".iw-both")
    dialog.wait_for()
    assert "Ola Nordmann wrote" in dialog.inner_text()
    assert "Olas tekst" in dialog.inner_text()
    assert texts(made)[1] == "Olas tekst"
    dialog.get_by_role("button", name="Later").click()
    page.reload()
    ready(page)
    page.locator(".iw-tosettle").click()
    dialog.get_by_role("button", name="Use mine").click()
    saved(page)
    assert texts(made)[1] == "Min tekst"
    assert page.locator(".iw-tosettle").is_hidden()


def test_a_segment_that_lost_its_words_waits_for_a_person(open_desk: Any) -> None:
    made, page = open_desk()
    code(page, 1, "usikker")
    correct(page, 1, "Noe helt annet ble sagt her.")
    saved(page)
    assert coded(made) == []
    page.locator(".iw-tosettle").click()
    review = page.locator(".iw-reviewing")
    assert "usikker" in review.locator("del").inner_text()
    review.get_by_role("button", name="Choose its words").click()
    select(page, 1, 4, 14)
    page.keyboard.press("Enter")
    saved(page)
    assert coded(made) == [(first_codes(made, 1)[0], "helt annet")]
    assert page.locator(".iw-tosettle").is_hidden()


def test_a_correction_made_without_a_server_is_shown_kept_and_saved_later(open_desk: Any, context: Any) -> None:
    made, page = open_desk()
    context.set_offline(True)
    correct(page, 1, "Uten nett")
    assert page.locator(".iw-turn").nth(1).inner_text().endswith("Uten nett")
    assert texts(made)[1] == SECOND
    context.set_offline(False)
    saved(page)
    assert texts(made)[1] == "Uten nett"
    assert page.locator(".iw-text").nth(1).inner_text() == "Uten nett"
