"""Segments, Find and Memos in a real browser: in place, in context, and back at the desk."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from study.playback import make_playable
from tests.browser.desks import choose, there_are
from tests.desks import Browser

pytestmark = pytest.mark.browser

Page = Any  # playwright may be absent where types are checked

MARKUP = '<img src=x onerror="window.hacked = 1"> **fet** [lenke](javascript:alert(1)) \u202eomvendt\u202c'


@pytest.fixture
def coded(interview_study: Callable[..., Any]) -> Any:
    """A study with one interview in which H03's words on being safe are coded."""
    made = interview_study()
    browser = Browser(made.study, made.person, made.interview.id)
    browser.do("name_speaker", speaker="SPEAKER_01", new_participant={"pseudonym": "H03", "role": "helper"})
    browser.do("name_speaker", speaker="SPEAKER_00", role="interviewer", name="Kari")
    browser.send(browser.coding_of("trygghet", "Identity", turn=3))
    return made


@pytest.fixture
def playable(coded: Any) -> Any:
    """The same study with a recording that browsers play: half a minute from inside pyannote.audio."""
    package = importlib.util.find_spec("pyannote.audio")
    if package is None or not package.origin:
        pytest.skip("pyannote.audio, whose sample is played here, is not installed")
    sample = Path(package.origin).parent / "sample" / "sample.wav"
    recording = coded.study.receive_file(coded.person, sample, label=coded.interview.label)
    make_playable(coded.study, recording, coded.study.folder)
    return coded


def memos(made: Any) -> list[str]:
    return [memo.text for memo in made.study.snapshot(made.person).memos]


def saved(page: Page) -> None:
    page.locator(".ps-list[data-pending='0']").wait_for()


def search(page: Page, words: str) -> None:
    field = page.get_by_placeholder("A word or a phrase")
    field.fill(words)
    field.press("Enter")


def at_desk(page: Page) -> None:
    page.locator(".iw-desk[data-ready='1']").wait_for()


def test_a_memo_is_written_edited_and_deleted_where_the_segment_is_read(coded: Any, visit: Callable[..., Page]) -> None:
    page = visit(coded, "segments")
    passage = page.locator(".ps-passage")
    assert passage.locator("mark").text_content() == "trygghet"
    passage.get_by_role("button", name="Write a memo").click()
    passage.get_by_label("Memo", exact=True).fill(MARKUP)
    passage.get_by_role("button", name="Keep the memo").click()
    passage.locator(".ps-memo").wait_for()
    assert memos(coded) == [MARKUP]
    assert passage.locator(".ps-text").text_content() == MARKUP
    assert page.evaluate("window.hacked") is None and page.locator(".ps-text img, .ps-text a").count() == 0
    passage.get_by_role("button", name="Edit").click()
    passage.get_by_label("Memo", exact=True).fill("Bedre")
    passage.get_by_label("Memo", exact=True).press("Control+Enter")
    passage.get_by_text("Bedre").wait_for()
    assert memos(coded) == ["Bedre"]
    passage.get_by_role("button", name="Delete").click()
    passage.get_by_text("The memo is deleted.").wait_for()
    assert memos(coded) == []
    passage.get_by_role("button", name="Undo").click()
    passage.get_by_text("Bedre").wait_for()
    assert memos(coded) == ["Bedre"]


def test_segments_are_marked_to_be_discussed_where_they_are_read(
    coded: Any, visit: Callable[..., Page], settled: Callable[[Page], None]
) -> None:
    page = visit(coded, "segments")
    segment = page.locator(".ps-passage").first.get_attribute("data-id")
    passage = page.locator(f".ps-passage[data-id='{segment}']")
    for is_on in (True, False):
        passage.locator(".ps-flag").click()
        passage.locator(f".ps-flag[aria-pressed='{str(is_on).lower()}']").wait_for()
        settled(page)
        marked = {coding.id: coding.discuss for coding in coded.study.snapshot(coded.person).codings}
        assert marked[segment] is is_on


def test_what_was_written_stays_when_it_cannot_be_saved(coded: Any, visit: Callable[..., Page]) -> None:
    page = visit(coded, "segments")
    page.get_by_role("button", name="Write a memo").click()
    page.get_by_label("Memo", exact=True).fill("Ikke mist meg")
    page.context.set_offline(True)
    page.get_by_role("button", name="Keep the memo").click()
    page.locator(".ps-problem").wait_for()
    assert page.get_by_label("Memo", exact=True).input_value() == "Ikke mist meg"
    page.context.set_offline(False)
    page.get_by_role("button", name="Keep the memo").click()
    page.locator(".ps-memo").wait_for()
    assert memos(coded) == ["Ikke mist meg"]


def test_the_talk_around_is_shown_on_request_and_a_segment_opens_at_the_desk(
    coded: Any, visit: Callable[..., Page]
) -> None:
    page = visit(coded, "segments")
    page.locator(".ps-turn").first.wait_for()
    there_are(1, page.locator(".ps-turn"))
    page.get_by_role("button", name="What was said around it").click()
    there_are(3, page.locator(".ps-turn"))
    page.get_by_role("link", name="Open at the desk").click()
    at_desk(page)
    page.locator(".iw-stripe.iw-is-chosen").wait_for()
    assert f"interview={coded.interview.id}" in page.url


def test_found_words_are_selected_at_the_desk(
    coded: Any, visit: Callable[..., Page], wait_until: Callable[..., None]
) -> None:
    page = visit(coded, "find")
    search(page, "البدايه")
    page.locator(".ps-list mark", has_text="البداية").wait_for()
    page.get_by_role("link", name="Open at the desk").click()
    at_desk(page)
    wait_until(page, "document.getSelection().toString() === 'البداية'")


def test_everything_found_but_what_was_unticked_gets_the_code(
    coded: Any, visit: Callable[..., Page], settled: Callable[[Page], None]
) -> None:
    page = visit(coded, "find")
    search(page, "ble")
    page.get_by_text("2 places").or_(page.get_by_text("1 place")).first.wait_for()
    search(page, "begynne")
    page.locator(".ps-list mark").nth(1).wait_for()
    page.locator(".ps-tick input").first.uncheck()
    page.get_by_text("Code what was found").click()
    choose(page, page.get_by_label("Code", exact=True), "Coping")
    page.get_by_role("button", name="Put the code on 1 passage").click()
    page.get_by_role("button", name="Take it back").wait_for()
    settled(page)
    snapshot = coded.study.snapshot(coded.person)
    assert len(snapshot.codings) == 2
    page.get_by_role("button", name="Take it back").click()
    page.get_by_role("button", name="Take it back").wait_for(state="detached")
    assert len(coded.study.snapshot(coded.person).codings) == 1


def test_a_memo_at_the_desk_is_kept_signed_and_undone(coded: Any, visit: Callable[..., Page]) -> None:
    (coding,) = coded.study.snapshot(coded.person).codings
    page = visit(coded, "code", interview=coded.interview.id, coding=coding.id)
    at_desk(page)
    page.locator(".iw-stripe.iw-is-chosen").wait_for()
    page.keyboard.press("m")
    page.locator("dialog[open] textarea").fill(MARKUP)
    page.keyboard.press("Control+Enter")
    sign = page.locator(".iw-memo-sign")
    sign.wait_for()
    page.locator(".iw-desk[data-pending='0']").wait_for()
    assert memos(coded) == [MARKUP]
    assert sign.get_attribute("title") == MARKUP
    assert not page.evaluate("JSON.stringify(localStorage)").count("onerror")
    sign.click()
    assert page.locator("dialog[open] .iw-memo-text").text_content() == MARKUP
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    page.keyboard.press("Control+z")
    sign.wait_for(state="detached")
    page.locator(".iw-desk[data-pending='0']").wait_for()
    assert memos(coded) == []


def test_memos_in_one_place_are_linked(coded: Any, visit: Callable[..., Page], settled: Callable[[Page], None]) -> None:
    study, person = coded.study, coded.person
    study.write_memo(person, "study", study.id, "Om studien", "method")
    study.write_memo(person, "interview", coded.interview.id, "Om intervjuet")
    page = visit(coded, "memos")
    card = page.locator(".ps-passage", has_text="Om studien")
    card.get_by_role("button", name="Link to…").click()
    window = page.get_by_role("dialog")
    choose(page, window.get_by_placeholder("Type to search").or_(window.get_by_label("Which")).first, "Om intervjuet")
    page.get_by_role("button", name="Make the link").click()
    page.locator(".ps-link", has_text="Om intervjuet").wait_for()
    (link,) = study.snapshot(person).memo_links
    assert link.target_kind == "memo"
    settled(page)
    card.get_by_role("button", name="Take the link").click()
    page.locator(".ps-link").wait_for(state="detached")
    assert study.snapshot(person).memo_links == ()


def test_a_passage_plays_from_where_it_is_said_and_stops_where_it_ends(
    playable: Any, visit: Callable[..., Page]
) -> None:
    page = visit(playable, "segments")
    with page.expect_request("**/playback") as asked:
        page.get_by_role("button", name="Play").click()
    assert "range" in asked.value.all_headers()
    page.get_by_role("button", name="Stop").wait_for()
    page.get_by_role("button", name="Play").wait_for()
