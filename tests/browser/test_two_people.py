"""Two people at one interview, each in a browser of their own: what arrives, what stays hidden, what is whose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from coding.model import RoundKind
from core.clock import new_id
from tests.browser.conftest import made_up_transcript
from tests.browser.desks import there_are
from tests.desks import Browser
from ui.gate import tokened_address

pytestmark = pytest.mark.browser

Tab = Any  # a page of Playwright, which may be absent where types are checked

OTHER = "Ola Nordmann"
SELECT = """([turn, start, end]) => {
    const node = document.querySelectorAll('.iw-text')[turn].firstChild;
    document.querySelector('.iw-turns').focus({ preventScroll: true });
    document.getSelection().setBaseAndExtent(node, start, node, end);
}"""
SCROLLED = "document.querySelector('.iw-scroller').scrollTop"


@pytest.fixture
def second(browser: Any, server: Any, own_home: Path) -> Iterator[Tab]:
    """A tab in another browser; who works there says so on the Study page."""
    usual = (own_home / "settings.json").read_bytes()
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(30_000)
    context.request.get(tokened_address(server.port, server.token))
    tab = context.new_page()
    yield tab
    context.close()
    (own_home / "settings.json").write_bytes(usual)


@pytest.fixture
def introduce(server: Any, settled: Callable[[Any], None]) -> Callable[..., None]:
    """`introduce(tab, made, "Ola")`: say who works in a browser."""

    def go(tab: Tab, made: Any, name: str) -> None:
        tab.goto(f"{server.address}/?study={made.study.id}")
        settled(tab)
        tab.get_by_text("You and this study").click()
        field = tab.get_by_label("You work as")
        field.fill(name)
        field.press("Enter")
        tab.get_by_test_id("stSidebar").get_by_text(name).wait_for()
        settled(tab)

    return go


@pytest.fixture
def desk(server: Any) -> Callable[[Tab, Any], None]:
    """`desk(tab, made)`: open the interview at the desk."""

    def go(tab: Tab, made: Any) -> None:
        tab.goto(f"{server.address}/code?study={made.study.id}&interview={made.interview.id}")
        tab.locator(".iw-desk[data-ready='1']").wait_for()

    return go


def code(tab: Tab, turn: int, start: int, end: int, key: str = "1") -> None:
    tab.evaluate(SELECT, [turn, start, end])
    tab.keyboard.press(key)
    tab.locator(".iw-desk[data-pending='0']").wait_for()


def stripes(tab: Tab, count: int) -> None:
    """Wait until so many coded segments can be seen in the margin."""
    tab.locator(".iw-stripe").nth(count - 1).wait_for()
    there_are(count, tab.locator(".iw-stripe"))


def test_what_one_codes_arrives_at_the_other_without_anything_moving(
    interview_study: Any, page: Tab, second: Tab, introduce: Any, desk: Any
) -> None:
    made = interview_study(turns=120)
    introduce(second, made, OTHER)
    desk(page, made)
    desk(second, made)
    page.locator(".iw-present", has_text=f"{OTHER} is here too").wait_for()
    page.locator(".iw-turn").nth(60).scroll_into_view_if_needed()
    page.evaluate(SELECT, [60, 0, 8])
    page.keyboard.press("c")  # a dialog is open while things arrive
    page.locator("dialog[open] input").fill("coping")
    before = page.evaluate(SCROLLED)
    code(second, 60, 0, 30)
    stripes(page, 1)
    assert page.evaluate(SCROLLED) == before
    assert page.locator("dialog[open] input").input_value() == "coping"
    page.keyboard.press("Escape")
    assert page.evaluate("document.getSelection().toString()") != ""
    second.keyboard.press("Control+z")
    page.locator(".iw-stripe").first.wait_for(state="detached")


def test_new_codes_checks_and_names_arrive_too(
    interview_study: Any, page: Tab, second: Tab, introduce: Any, desk: Any
) -> None:
    made = interview_study()
    introduce(second, made, OTHER)
    desk(page, made)
    ola = made.study.person(OTHER)
    code_id = made.study.add_code(ola, "Håp <b>og</b> framtid").id
    page.locator(f"[data-code='{code_id}']", has_text="Håp <b>og</b> framtid").wait_for()
    desk(second, made)
    second.locator(".iw-turn").nth(2).locator("[data-do=check]").click()
    page.locator(".iw-turn").nth(2).locator("[data-do=check][aria-pressed=true]").wait_for()


def test_each_alone_sees_only_their_own_until_both_have_finished(
    interview_study: Any, page: Tab, second: Tab, introduce: Any, desk: Any
) -> None:
    made = interview_study()
    introduce(second, made, OTHER)
    ola = made.study.person(OTHER)
    alone = made.study.add_round(made.person, "Each alone", RoundKind.INDEPENDENT, (made.person, ola))
    made.study.choose_round(ola, alone.id)
    desk(page, made)
    desk(second, made)
    page.locator(".iw-round-choice").select_option(label="Each alone")
    page.get_by_text("Coded alone: others' codes are hidden").wait_for()
    code(page, 1, 0, 2)
    code(second, 3, 0, 6)
    code(second, 3, 7, 9, "2")
    made.study.add_code(ola, "Arrives after what is hidden")
    page.get_by_text("Arrives after what is hidden").wait_for()
    stripes(page, 1)
    stripes(second, 2)
    page.get_by_role("button", name="Mark as finished").click()
    page.get_by_text(f"Waiting for {OTHER}").wait_for()
    stripes(page, 1)
    second.get_by_role("button", name="Mark as finished").click()
    page.get_by_text("Released: everybody's codes are shown").wait_for()
    stripes(page, 3)
    stripes(second, 3)


def test_a_desk_left_open_keeps_its_changes_for_the_person_who_made_them(
    interview_study: Any, page: Tab, context: Any, introduce: Any, desk: Any, own_home: Path
) -> None:
    usual = (own_home / "settings.json").read_bytes()
    made = interview_study()
    desk(page, made)
    other_tab = context.new_page()
    introduce(other_tab, made, OTHER)
    page.evaluate(SELECT, [1, 0, 2])
    page.keyboard.press("1")
    page.get_by_text("Closed, 1 change kept here").wait_for()
    page.get_by_text(f"You now work as {OTHER} in this browser").wait_for()
    assert made.study.snapshot(made.person).codings == ()
    introduce(other_tab, made, made.person.name)
    page.locator(".iw-desk[data-pending='0']").wait_for()
    assert [coding.coder_id for coding in made.study.snapshot(made.person).codings] == [made.person.id]
    (own_home / "settings.json").write_bytes(usual)


def test_turns_of_who_withdraws_leave_an_open_desk_and_a_new_transcript_takes_its_place(
    interview_study: Any, page: Tab, desk: Any, wait_until: Callable[..., None]
) -> None:
    made = interview_study(turns=80)
    study, person, interview = made.study, made.person, made.interview
    participant = study.add_participant(person, "H03", "helper")
    desk(page, made)
    operation = {"seq": 1, "kind": "name_speaker", "speaker": "SPEAKER_01", "participant_id": participant.id}
    study.desk.apply(person, interview.id, new_id(), [operation | {"role": None, "name": ""}])
    page.locator(".iw-speaker", has_text="H03").first.wait_for()
    study.withdraw(person, participant.id, date(2026, 5, 1))
    wait_until(page, "document.querySelectorAll('.iw-turn').length === 40")
    there_are(0, page.locator(".iw-speaker", has_text="H03"))
    study.take_back_withdrawal(person, participant.id)
    wait_until(page, "document.querySelectorAll('.iw-turn').length === 80")
    study.keep_transcript(person, interview.id, made_up_transcript(3), machine_made=True)
    wait_until(page, "document.querySelectorAll('.iw-turn').length === 3")
    code(page, 0, 0, 3)
    stripes(page, 1)


def test_a_correction_by_somebody_else_arrives_with_the_codes_on_their_words(
    interview_study: Any, page: Tab, desk: Any
) -> None:
    made = interview_study()
    desk(page, made)
    code(page, 1, 4, 15)
    olas = Browser(made.study, made.study.person(OTHER), made.interview.id)
    turn = olas.turns[1]
    edit = {"turn": turn.id, "revision": turn.revision, "text_id": new_id(), "text": f"Nei. {turn.text}"}
    assert olas.refusal("edit_turns", edits=[edit]) is None
    page.locator(".iw-text", has_text=f"Nei. {turn.text}").wait_for()
    stripes(page, 1)
    assert olas.coded_words() == [turn.text[4:15]]
