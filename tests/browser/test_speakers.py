"""The page Speakers in a real browser: voices named by keyboard alone, merged, split, undone; sound that plays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.design import Interview
from tests.desks import Browser
from tests.voices import numbered, recorded, talk

pytestmark = pytest.mark.browser

Page = Any  # playwright may be absent where types are checked
PSEUDONYMS = ("H01", "H02", "H03", "H04", "H05", "المشاركة أ", "H07")
CURRENT = "document.querySelector('.sp-voice[tabindex=\"0\"]').dataset.label"
PLAYING = "document.querySelectorAll('.sp-play[aria-pressed=true]').length"
HOSTILE = '<img src=x onerror="window.hacked = 1"> \u202eomvendt\u202c'


@pytest.fixture
def focus_group(new_study: Callable[..., Any], tmp_path: Path) -> tuple[Any, Interview]:
    """Eight voices; seven participants take part, the first voice is the interviewer's."""
    made = new_study()
    people = [made.study.add_participant(made.person, pseudonym, "helper").id for pseudonym in PSEUDONYMS]
    transcript = talk(numbered(8), rounds=2)
    interview, _ = recorded(made.study, made.person, tmp_path, "FG-1", transcript, people)
    return made, interview


@pytest.fixture
def opened(focus_group: tuple[Any, Interview], visit: Callable[..., Page]) -> tuple[Any, Interview, Page]:
    made, interview = focus_group
    page = visit(made, "speakers", interview=interview.id)
    page.locator(".sp-list[data-ready='1']").wait_for()
    return made, interview, page


def quiet(page: Page) -> None:
    page.locator(".sp-list[data-pending='0']").wait_for()


def names(made: Any, interview: Interview) -> dict[str, str]:
    """What each voice is called in the study."""
    pseudonyms = {p.id: p.pseudonym for p in made.study.participants(made.person)}
    transcript = made.study.transcript(made.person, interview.id)
    return {s.label: pseudonyms.get(s.participant_id, "") or s.role or "" for s in transcript.speakers}


def owners(made: Any, interview: Interview) -> list[str]:
    return [turn.speaker for turn in made.study.transcript(made.person, interview.id).turns]


def test_a_focus_group_of_eight_is_named_by_keys_alone_while_it_plays(
    opened: tuple[Any, Interview, Page], wait_until: Callable[..., None]
) -> None:
    made, interview, page = opened
    assert page.locator(".sp-progress").text_content() == "0 of 8 voices named"
    heard: list[int] = []
    page.on("response", lambda r: heard.append(r.status) if r.url.endswith("/playback") else None)
    page.locator(".sp-voice").first.focus()
    for number, typed in enumerate(["interviewer", *PSEUDONYMS]):
        wait_until(page, f"{CURRENT} === 'SPEAKER_{number:02d}'")
        page.keyboard.press("Space")
        wait_until(page, f"{PLAYING} === 1")
        page.keyboard.press("Space")
        page.locator(f"[data-label='SPEAKER_{number:02d}'] .sp-sample:nth-child(2) [aria-pressed=true]").wait_for()
        page.keyboard.press("Enter")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        page.get_by_text(f"{number + 1} of 8 voices named").wait_for()
    quiet(page)
    assert names(made, interview) == dict(zip(numbered(8), ["interviewer", *PSEUDONYMS], strict=True))
    assert heard and set(heard) <= {200, 206}
    page.keyboard.press("Control+z")
    page.get_by_text("7 of 8 voices named").wait_for()
    assert page.get_by_text("Undone: the name of a voice").count() == 1
    assert names(made, interview)["SPEAKER_07"] == ""
    page.keyboard.press("Control+Shift+z")
    page.get_by_text("8 of 8 voices named").wait_for()
    assert names(made, interview)["SPEAKER_07"] == "H07"


def test_letters_begin_the_name_and_somebody_new_gets_a_role(opened: tuple[Any, Interview, Page]) -> None:
    made, interview, page = opened
    page.locator("[data-label='SPEAKER_01']").focus()
    page.keyboard.type("V09")
    assert page.get_by_role("combobox", name="Who is it?").input_value() == "V09"
    page.get_by_role("option", name="New participant “V09”").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="role").wait_for()
    page.keyboard.type("supervisor")
    page.keyboard.press("Enter")
    page.get_by_text("1 of 8 voices named").wait_for()
    assert names(made, interview)["SPEAKER_01"] == "V09"
    new = next(p for p in made.study.participants(made.person) if p.pseudonym == "V09")
    assert new.role_on(None) == "supervisor"


def test_a_pseudonym_that_is_markup_stays_text(opened: tuple[Any, Interview, Page]) -> None:
    made, interview, page = opened
    made.study.add_participant(made.person, HOSTILE, "helper")
    page.locator("[data-label='SPEAKER_01']").focus()
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Who is it?").fill(HOSTILE)
    page.keyboard.press("Escape")
    assert page.evaluate("window.hacked") is None and page.locator(".sp-list img").count() == 0


def test_merging_two_voices_is_one_step_that_undo_takes_back(opened: tuple[Any, Interview, Page]) -> None:
    made, interview, page = opened
    before = owners(made, interview)
    page.locator("[data-label='SPEAKER_02']").focus()
    page.keyboard.press("+")
    page.keyboard.type("speaker 1")
    page.keyboard.press("Enter")
    page.get_by_text("2 turns belong to Speaker 1 now.").wait_for()
    page.locator("[data-label='SPEAKER_02']").wait_for(state="detached")
    assert owners(made, interview).count("SPEAKER_00") == 4 and "SPEAKER_02" not in owners(made, interview)
    assert page.evaluate(CURRENT) == "SPEAKER_00"
    page.keyboard.press("Control+z")
    page.locator("[data-label='SPEAKER_02']").wait_for()
    assert owners(made, interview) == before


def test_some_turns_of_a_voice_become_a_new_voice(opened: tuple[Any, Interview, Page]) -> None:
    made, interview, page = opened
    page.locator("[data-label='SPEAKER_03']").focus()
    page.keyboard.press(".")
    page.get_by_role("listbox", name="Turns of this voice").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("new")
    page.keyboard.press("Enter")
    page.locator("[data-label='SPEAKER_08']").wait_for()
    assert owners(made, interview)[11] == "SPEAKER_08" and owners(made, interview)[3] == "SPEAKER_03"
    assert page.locator("[data-label='SPEAKER_08']").evaluate("e => e === document.activeElement")
    page.get_by_role("button", name="Undo").click()
    page.locator("[data-label='SPEAKER_08']").wait_for(state="detached")
    assert "SPEAKER_08" not in owners(made, interview)


def test_what_somebody_else_names_appears_and_what_is_typed_stays(opened: tuple[Any, Interview, Page]) -> None:
    made, interview, page = opened
    page.locator("[data-label='SPEAKER_02']").focus()
    page.keyboard.type("H0")
    ola = made.study.person("Ola")
    Browser(made.study, ola, interview.id).do("name_speaker", speaker="SPEAKER_05", role="interpreter")
    page.get_by_text("1 of 8 voices named").wait_for()
    assert page.locator("[data-label='SPEAKER_05'] .sp-name").text_content() == "Interpreter"
    assert page.get_by_role("combobox", name="Who is it?").input_value() == "H0"
    page.keyboard.press("Control+z")  # in a field: the typing, not the desk
    assert names(made, interview)["SPEAKER_05"] == "interpreter"


def test_what_does_not_arrive_is_said_and_can_be_sent_again(opened: tuple[Any, Interview, Page]) -> None:
    made, interview, page = opened
    page.locator("[data-label='SPEAKER_01']").focus()
    page.keyboard.type("H02")
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert names(made, interview)["SPEAKER_01"] == ""
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("1 of 8 voices named").wait_for()
    assert names(made, interview)["SPEAKER_01"] == "H02"


def test_the_desk_leads_to_all_voices(focus_group: tuple[Any, Interview], visit: Callable[..., Page]) -> None:
    made, interview = focus_group
    page = visit(made, "code", interview=interview.id)
    page.locator(".iw-desk[data-ready='1']").wait_for()
    page.locator(".iw-speaker").first.click()
    page.get_by_role("link", name="Listen to all voices").click()
    page.locator(".sp-list[data-ready='1']").wait_for()
    assert page.locator(".sp-voice").count() == 8
