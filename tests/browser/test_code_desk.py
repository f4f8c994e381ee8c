"""The coding desk in a real browser on a real server: what a person does there, and what is on the disk afterwards."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from study.playback import make_playable
from tests.browser.desks import BOXES, Desk, click_into, coded, drag, first_codes, ready, saved, select, there_are

pytestmark = pytest.mark.browser

# --- selecting and coding


def test_words_selected_with_the_mouse_get_a_code_from_the_card(open_desk: Any) -> None:
    made, page = open_desk()
    drag(page, 1, 4, 16)
    page.locator(".iw-popover .iw-chip").first.click()
    saved(page)
    assert coded(made) == [(first_codes(made, 1)[0], "i begynnelse")]
    page.reload()
    ready(page)
    there_are(1, page.locator(".iw-stripe"))


def test_everything_by_keyboard_and_two_codes_on_the_same_words(open_desk: Any) -> None:
    made, page = open_desk()
    page.locator(".iw-turns").focus()
    select(page, 1, 0, 0)
    for _ in range(2):
        page.keyboard.press("Shift+Control+ArrowRight")
    page.keyboard.press("2")
    page.keyboard.press("3")
    saved(page)
    _, second, third = first_codes(made, 3)
    (one, words), (other, same) = coded(made)
    assert {one, other} == {second, third}
    assert words == same != ""
    there_are(2, page.locator(".iw-stripe"))


def test_the_transcript_cannot_be_typed_over(open_desk: Any) -> None:
    made, page = open_desk()
    select(page, 1, 0, 2)
    before = page.locator(".iw-turns").inner_text()
    page.keyboard.type("qwu")  # letters that are no keys of the desk
    for key in ("Enter", "Backspace", "Control+x", "Control+v"):
        page.keyboard.press(key)
    assert page.locator(".iw-turns").inner_text() == before


@pytest.mark.parametrize("turn", [3, 4], ids=["emoji", "arabic"])
def test_offsets_are_code_points_on_the_disk(open_desk: Any, turn: int) -> None:
    made, page = open_desk()
    text = made.study.transcript(made.person, made.interview.id).turns[turn].text
    units = len(text.encode("utf-16-le")) // 2
    select(page, turn, units - 8, units)
    page.keyboard.press("1")
    saved(page)
    ((_, words),) = coded(made)
    assert words == text[-len(words) :]
    assert len(words.encode("utf-16-le")) // 2 == 8


def test_arabic_is_selected_with_the_mouse_from_right_to_left(open_desk: Any) -> None:
    made, page = open_desk()
    text = made.study.transcript(made.person, made.interview.id).turns[4].text
    drag(page, 4, 0, 9)
    page.keyboard.press("1")
    saved(page)
    ((_, words),) = coded(made)
    assert text.startswith(words)
    assert len(words) >= 7
    assert page.evaluate("getComputedStyle(document.querySelectorAll('.iw-text')[4]).textAlign") == "start"


def test_a_passage_may_reach_over_several_turns(open_desk: Any) -> None:
    made, page = open_desk()
    page.evaluate(
        """() => { const texts = document.querySelectorAll('.iw-text');
            document.querySelector('.iw-turns').focus({ preventScroll: true });
            document.getSelection().setBaseAndExtent(texts[1].firstChild, 4, texts[3].firstChild, 3); }"""
    )
    page.keyboard.press("1")
    saved(page)
    ((_, words),) = coded(made)
    assert words.startswith("i begynnelsen")
    assert words.endswith(" / Hva betydde det for deg? / Det")
    there_are(3, page.locator(".iw-text[aria-describedby]"))


def test_a_code_is_found_by_typing_and_a_new_one_made_without_leaving(open_desk: Any) -> None:
    made, page = open_desk()
    wanted = next(code for depth, code in made.codebook.walk() if depth == 1).name["en"]
    select(page, 1, 0, 2)
    page.keyboard.press("c")
    page.keyboard.type(wanted[:8].upper())
    page.keyboard.press("Enter")
    select(page, 2, 0, 3)
    page.keyboard.press("c")
    page.keyboard.type("Håp <i>")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Make the code").click()
    saved(page)
    assert coded(made) == [(wanted, "Ja"), ("Håp <i>", "Hva")]
    there_are(1, page.locator(".iw-code", has_text="Håp <i>"))


def test_the_same_code_is_not_put_on_the_same_words_twice(open_desk: Any) -> None:
    made, page = open_desk()
    select(page, 1, 0, 2)
    page.keyboard.press("1")
    page.keyboard.press("1")
    saved(page)
    assert len(coded(made)) == 1


# --- removing, undo, redo


def test_a_stripe_tells_its_code_and_delete_removes_it(open_desk: Any) -> None:
    made, page = open_desk()
    select(page, 1, 0, 2)
    page.keyboard.press("1")
    saved(page)
    page.keyboard.press("Escape")
    page.locator(".iw-stripe").hover()
    assert page.locator(".iw-stripe-label").inner_text() == first_codes(made, 1)[0]
    page.locator(".iw-stripe").click()
    assert first_codes(made, 1)[0] in page.locator(".iw-popover").inner_text()
    page.keyboard.press("Delete")
    saved(page)
    assert coded(made) == []
    there_are(0, page.locator(".iw-stripe"))


def test_undo_and_redo_by_key_and_by_button_also_after_a_reload(open_desk: Any) -> None:
    made, page = open_desk()
    select(page, 1, 0, 2)
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("Control+z")
    saved(page)
    assert len(coded(made)) == 1
    page.keyboard.press("Control+Shift+z")
    saved(page)
    assert len(coded(made)) == 2
    page.reload()
    ready(page)
    for left in (1, 0):
        page.get_by_role("button", name="Undo").click()
        saved(page)
        assert len(coded(made)) == left
    there_are(0, page.locator(".iw-stripe"))


def test_what_is_refused_is_said_and_the_outbox_moves_on(open_desk: Any) -> None:
    made, page = open_desk()
    page.locator(".iw-turns").focus()
    page.keyboard.press("Control+z")
    assert "nothing of yours to undo" in page.locator(".iw-notice[role=alert]").inner_text()
    select(page, 1, 0, 2)
    page.keyboard.press("1")
    saved(page)
    assert len(coded(made)) == 1


# --- turns


def test_a_turn_is_marked_as_checked_and_the_head_counts_it(open_desk: Any) -> None:
    made, page = open_desk()
    assert page.locator(".iw-origin").inner_text().startswith("Machine rendering")
    select(page, 1, 0, 0)
    page.keyboard.press("k")
    saved(page)
    assert "1 of 8 turns checked (12 %)" in page.locator(".iw-head").inner_text()
    turns = made.study.transcript(made.person, made.interview.id).turns
    assert [turn.checked.by for turn in turns if turn.checked] == [made.person.id]
    assert made.person.name in page.locator(".iw-check[aria-pressed=true]").get_attribute("title")
    page.locator(".iw-check").nth(1).click()
    saved(page)
    assert "0 of 8" in page.locator(".iw-head").inner_text()


def test_a_voice_is_named_once_and_everywhere(open_desk: Any) -> None:
    made, page = open_desk()
    page.locator(".iw-speaker").nth(1).click()
    page.get_by_placeholder("Pseudonym").fill("H03 <b>")
    page.get_by_placeholder("Role").fill("helper")
    page.get_by_role("button", name="Save").click()
    saved(page)
    names = page.locator(".iw-speaker").all_inner_texts()
    assert names.count("H03 <b>") == 4
    assert names.count("Speaker 1") == 4
    (participant,) = made.study.participants(made.person)
    assert participant.pseudonym == "H03 <b>"
    page.locator(".iw-speaker").nth(0).click()
    page.get_by_label("Interviewer").check()
    page.get_by_role("button", name="Save").click()
    saved(page)
    assert page.locator(".iw-speaker").first.inner_text() == "Interviewer"


# --- the page


def test_coding_sends_nothing_through_the_websocket(open_desk: Any, page: Any) -> None:
    sent: list[Any] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    _, desk = open_desk()
    page.wait_for_timeout(500)
    sent.clear()
    for turn in (1, 2, 3):
        select(desk, turn, 0, 3)
        desk.keyboard.press("1")
    saved(desk)
    page.wait_for_timeout(300)
    assert sent == []


def test_streamlits_own_shortcuts_stay_off(open_desk: Any) -> None:
    _, page = open_desk()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("c")
    page.get_by_role("combobox", name="Find a code").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.press("?")
    page.get_by_role("heading", name="All keys").wait_for()
    there_are(0, page.get_by_text("Clear caches"))


def test_light_and_dark_follow_the_system_while_the_desk_is_open(
    open_desk: Any, wait_until: Callable[..., None]
) -> None:
    _, page = open_desk()
    select(page, 1, 0, 20)
    page.keyboard.press("1")
    saved(page)
    paint = """() => JSON.stringify([getComputedStyle(document.querySelector('.iw-stripe')).backgroundColor,
        document.adoptedStyleSheets.map((sheet) => [...sheet.cssRules].map((rule) => rule.cssText).join()).join()])"""
    light = page.evaluate(paint)
    page.emulate_media(color_scheme="dark")
    wait_until(page, f"({paint})() !== {json.dumps(light)}")
    there_are(1, page.locator(".iw-stripe"))


def test_hostile_words_are_shown_as_words(open_desk: Any) -> None:
    made, page = open_desk(label="<img src=x onerror=alert(1)>")
    assert "<b>søvnen</b> & [stresset](http://example.invalid)" in page.locator(".iw-turns").inner_text()
    assert page.locator(".iw-turns b, .iw-turns a, .iw-head img").count() == 0
    assert page.locator(".iw-interview option").inner_text() == "<img src=x onerror=alert(1)>"


def test_it_fits_a_laptop(open_desk: Any) -> None:
    _, page = open_desk(turns=60, label="Fokusgruppe med hjelpere i Fredrikstad våren 2027, andre runde")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.wait_for_timeout(300)
    wide, tall = page.evaluate(
        """() => { const main = document.querySelector('[data-testid=stMain]');
            return [document.documentElement.scrollWidth - innerWidth, main.scrollHeight - main.clientHeight]; }"""
    )
    assert (wide, tall) == (0, 0)
    box = page.locator(".iw-desk").bounding_box()
    assert box["y"] + box["height"] <= 720


def test_another_interview_is_opened_inside_the_desk(open_desk: Any, wait_until: Callable[..., None]) -> None:
    from core.clock import new_id
    from transcripts.model import Speaker, Transcript, Turn

    made, page = open_desk()
    other = made.study.add_interview(made.person, label="V01")
    words = Transcript("no", (Turn(new_id(), "SPEAKER_00", "Bare én replikk."),), (Speaker("SPEAKER_00"),))
    made.study.keep_transcript(made.person, other.id, words, machine_made=True)
    page.reload()
    ready(page)
    page.locator(".iw-interview").select_option(label="V01")
    page.get_by_text("Bare én replikk.").wait_for()
    ready(page)
    select(page, 0, 0, 4)
    page.keyboard.press("1")
    saved(page)
    assert len(made.study.desk.open(made.person, other.id).codings) == 1
    page.reload()
    ready(page)
    there_are(1, page.get_by_text("Bare én replikk."))


# --- listening


@pytest.fixture
def with_sound(open_desk: Any, page: Any) -> tuple[Any, Desk]:
    """The desk of an interview with a playable recording: half a minute from inside pyannote.audio."""
    package = importlib.util.find_spec("pyannote.audio")
    if package is None or not package.origin:
        pytest.skip("pyannote.audio, whose sample is played here, is not installed")
    made, desk = open_desk()
    recording = made.study.receive_file(
        made.person, Path(package.origin).parent / "sample" / "sample.wav", label=made.interview.label
    )
    make_playable(made.study, recording, made.study.folder)
    desk.reload()
    ready(desk)
    return made, desk


def test_a_click_on_a_word_plays_from_there_and_shows_what_is_spoken(
    with_sound: Any, wait_until: Callable[..., None]
) -> None:
    made, page = with_sound
    turn = made.study.transcript(made.person, made.interview.id).turns[2]
    word = turn.words[3]
    click_into(page, 2, word.start + 1)
    wait_until(page, f"document.querySelector('.iw-desk').dataset.spoken === '{turn.id}:3'")
    assert page.evaluate("CSS.highlights.get('iw-now').size") == 1
    wait_until(page, f"document.querySelector('.iw-desk').dataset.spoken > '{turn.id}:3'")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Play", exact=True).wait_for()


def test_a_double_click_selects_a_word_and_plays_nothing(with_sound: Any) -> None:
    _, page = with_sound
    box = page.evaluate(BOXES, [1, 8, 9])
    page.mouse.dblclick(box["left"] + 1, box["top"])
    page.wait_for_timeout(600)
    there_are(1, page.get_by_role("button", name="Play", exact=True))
    assert page.locator(".iw-popover").is_visible()
