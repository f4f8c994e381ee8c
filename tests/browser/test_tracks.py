"""Second tracks at the desk: translating by keyboard, and a machine's gloss that can be read but never coded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.clock import new_id
from storage import gloss_rows, translation_rows
from tests.browser.conftest import TALK, StudyAtHand
from tests.browser.desks import click_into, coded, ready, saved, select
from transcripts.translations import Gloss, GlossLine

pytestmark = pytest.mark.browser

FIELD = ".iw-track-editor textarea"
ENGLISH = ("Can you tell how it was?", "I was very unsure at first.", "What did that mean to you?")


def translated(made: Any) -> dict[int, tuple[str, str, str]]:
    """What is on the disk, by the turn's number: language, text, status."""
    turns = made.study.transcript(made.person, made.interview.id).turns
    (version,) = made.study.versions(made.person, made.interview.id)
    with made.study.reading(made.person) as connection:
        shown = translation_rows.read_shown(connection, made.interview.id, version.id, turns)
    place = {turn.id: number for number, turn in enumerate(turns)}
    return {place[each.turn_id]: (each.language, each.text, each.status.value) for each in shown}


def keep_gloss(made: StudyAtHand) -> None:
    """A gloss of the made-up talk, as the worker keeps it."""
    assert made.interview is not None
    lines = (
        GlossLine(0, 3_000, "Can you tell us how it was?"),
        GlossLine(6_100, 9_000, "In the beginning I was unsure."),
    )
    with made.study.writing(made.person) as connection:
        recording = new_id()
        connection.exec_driver_sql(
            "INSERT INTO recording (id, interview_id, sha256, media_format, original_name, size_bytes, duration_ms, "
            "added_at, added_by) VALUES (?, ?, 'x', 'wav', 'a.wav', 1, 7000, '2026-01-01', ?)",
            (recording, made.interview.id, made.person.id),
        )
        gloss = Gloss("en", lines, {"model": "whisper-base"})
        gloss_rows.insert_gloss(connection, made.interview.id, recording, gloss, made.person)


def test_three_turns_are_translated_by_keyboard_kept_and_taken_back(open_desk: Callable[..., Any]) -> None:
    made, page = open_desk()
    click_into(page, 0)
    page.keyboard.press("Shift+T")
    page.keyboard.insert_text(ENGLISH[0])
    page.keyboard.press("Control+Enter")
    page.keyboard.insert_text(ENGLISH[1])
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    click_into(page, 4)  # Arabic
    page.keyboard.press("Shift+T")
    page.keyboard.insert_text("I was afraid at first, but I learnt to listen.")
    page.locator(".iw-track-editor select").select_option("approved")
    page.locator(FIELD).focus()
    page.keyboard.press("Enter")
    saved(page)
    expected = {
        0: ("en", ENGLISH[0], "draft"),
        1: ("en", ENGLISH[1], "draft"),
        4: ("en", "I was afraid at first, but I learnt to listen.", "approved"),
    }
    assert translated(made) == expected
    page.reload()
    ready(page)
    shown = page.locator(".iw-translation .iw-track-text")
    assert shown.all_inner_texts() == [text for _, text, _ in expected.values()]
    page.locator(".iw-turns").focus()
    page.keyboard.press("Control+z")
    saved(page)
    assert translated(made) == {number: expected[number] for number in (0, 1)}
    shown.nth(2).wait_for(state="detached")


def test_a_translation_out_of_an_arabic_turn_runs_left_to_right_and_into_arabic_right_to_left(open_desk: Any) -> None:
    made, page = open_desk()
    page.locator("[aria-controls=iw-view]").click()
    page.locator(".iw-track-language").select_option("ar")
    page.keyboard.press("Escape")
    click_into(page, 2)
    page.keyboard.press("Shift+T")
    page.keyboard.insert_text("ماذا كان يعني لك؟")
    page.keyboard.press("Enter")
    saved(page)
    assert translated(made) == {2: ("ar", "ماذا كان يعني لك؟", "draft")}
    text = page.locator(".iw-translation .iw-track-text")
    assert (text.get_attribute("dir"), text.get_attribute("lang")) == ("auto", "ar")
    assert text.evaluate("element => element.matches(':dir(rtl)')")


def test_when_somebody_was_faster_what_was_typed_comes_back(open_desk: Any) -> None:
    made, page = open_desk()
    click_into(page, 0)
    page.keyboard.press("Shift+T")
    page.keyboard.insert_text("Mine")
    turn = made.study.transcript(made.person, made.interview.id).turns[0]
    text = {"turn": turn.id, "revision": 0, "id": new_id(), "text": "Theirs", "seen": None}
    operation = {"seq": 1, "kind": "translate_turn", "language": "en", "status": "draft", "texts": [text]}
    made.study.desk.apply(made.study.person("Ola"), made.interview.id, new_id(), [operation])
    page.keyboard.press("Enter")
    page.get_by_text("Yours, not kept").wait_for()
    assert page.locator(FIELD).input_value() == "Mine"
    assert translated(made) == {0: ("en", "Theirs", "draft")}
    page.keyboard.press("Enter")
    saved(page)
    assert translated(made) == {0: ("en", "Mine", "draft")}


def test_a_gloss_is_shown_marked_and_nothing_in_it_can_be_coded(interview_study: Any, visit: Any) -> None:
    made = interview_study()
    keep_gloss(made)
    page = visit(made, "code")
    ready(page)
    gloss = page.get_by_role("note", name="Machine gloss: not for coding or quoting")
    assert gloss.count() == 2 and "In the beginning I was unsure." in gloss.nth(1).inner_text()
    gloss.nth(1).locator(".iw-track-text").dblclick()
    page.keyboard.press("1")
    inside = """() => {
        const node = document.querySelectorAll('.iw-gloss .iw-track-text')[1].firstChild;
        document.querySelector('.iw-turns').focus();
        document.getSelection().setBaseAndExtent(node, 0, node, 12);
    }"""
    page.evaluate(inside)
    page.keyboard.press("1")
    assert coded(made) == []
    start = TALK[1][1].index("usikker")
    select(page, 1, start, start + 7)
    page.keyboard.press("1")
    saved(page)
    assert [words for _, words in coded(made)] == ["usikker"]
    page.locator("[aria-controls=iw-view]").click()
    page.get_by_role("button", name="Delete the machine gloss").click()
    saved(page)
    gloss.first.wait_for(state="detached")
    page.keyboard.press("Escape")
    page.locator(".iw-turns").focus()
    page.keyboard.press("Control+z")
    saved(page)
    gloss.nth(1).wait_for()


def test_the_caret_and_a_selection_go_past_what_stands_between_the_turns(interview_study: Any, visit: Any) -> None:
    made = interview_study()
    keep_gloss(made)
    page = visit(made, "code")
    ready(page)
    page.locator(".iw-gloss").nth(1).wait_for()
    click_into(page, 0)
    where = """() => {
        const { focusNode } = document.getSelection();
        return [...document.querySelectorAll('.iw-text')].findIndex((text) => text.contains(focusNode));
    }"""
    seen = {page.evaluate(where)}
    for _ in range(8):
        page.keyboard.press("ArrowDown")
        seen.add(page.evaluate(where))
    assert {0, 1, 2} <= seen and -1 not in seen
    select(page, 0, 0, 3)
    for _ in range(3):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("1")
    saved(page)
    ((_, words),) = coded(made)
    assert words.startswith(TALK[0][1]) and " / " in words and "Can you tell us" not in words
