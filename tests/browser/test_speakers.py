"""The page Speakers in a real browser: voices named by keyboard alone, merged, split, undone; sound that plays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.clock import new_id
from core.design import Consent, Interview
from storage import profile_rows
from storage.profile_rows import VoiceProposal
from tests.browser.desks import there_are
from tests.desks import Browser
from tests.voices import numbered, recorded, spoken, talk
from transcripts.model import Speaker, Transcript, Turn

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
    there_are(1, page.get_by_text("Undone: the name of a voice"))
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


def test_a_proposal_waits_for_a_person_and_a_no_is_remembered(
    focus_group: tuple[Any, Interview], visit: Callable[..., Page]
) -> None:
    made, interview = focus_group
    h03 = next(p.id for p in made.study.participants(made.person) if p.pseudonym == "H03")
    made.study.record_consent(made.person, h03, Consent(date(2026, 1, 1), voice_profiles=True))
    review = made.study.review_voices(made.person, interview.id)
    proposals = [VoiceProposal(label, h03, 0.712, 54_000, interview.id) for label in ("SPEAKER_01", "SPEAKER_02")]
    with made.study.database.write() as connection:
        profile_rows.replace_proposals(connection, review.transcript_id, proposals)
    page = visit(made, "speakers", interview=interview.id)
    first, second = page.locator("[data-label='SPEAKER_01']"), page.locator("[data-label='SPEAKER_02']")
    first.get_by_text("Sounds like H03 (likeness 0.71; 54 seconds heard in FG-1, Wave 1)").wait_for()
    assert names(made, interview)["SPEAKER_01"] == ""
    first.get_by_role("button", name="No", exact=True).click()
    first.get_by_text("You have said that this is not H03.").wait_for()
    page.reload()
    first.get_by_text("You have said that this is not H03.").wait_for()
    second.get_by_role("button", name="Yes, it is H03").click()
    page.get_by_text("1 of 8 voices named").wait_for()
    assert names(made, interview)["SPEAKER_02"] == "H03"
    page.locator(".sp-proposal, .sp-declined").first.wait_for(state="detached")


def test_a_word_of_a_million_letters_does_not_hold_the_page_up(
    new_study: Callable[..., Any], visit: Callable[..., Page]
) -> None:
    made = new_study()
    interview = made.study.add_interview(made.person, label="Long")
    endless = Turn(new_id(), "SPEAKER_00", "\u202e" + "a" * 1_000_000, 0, 9_000)
    transcript = Transcript(
        "no", (endless, spoken("SPEAKER_01", 10_000)), (Speaker("SPEAKER_00"), Speaker("SPEAKER_01"))
    )
    made.study.keep_transcript(made.person, interview.id, transcript, machine_made=True)
    page = visit(made, "speakers", interview=interview.id)
    page.locator(".sp-list[data-ready='1']").wait_for()
    assert page.locator(".sp-voice").count() == 2 and page.locator(".sp-play").count() == 0, "there is no recording"
    assert len(page.locator(".sp-sample p").first.text_content()) < 3_000
    page.locator("[data-label='SPEAKER_00']").focus()
    page.keyboard.press(".")
    page.get_by_role("listbox", name="Turns of this voice").wait_for()
    assert page.locator(".sp-list").evaluate("e => e.scrollWidth <= e.clientWidth")


def test_the_desk_leads_to_all_voices(focus_group: tuple[Any, Interview], visit: Callable[..., Page]) -> None:
    made, interview = focus_group
    page = visit(made, "code", interview=interview.id)
    page.locator(".iw-desk[data-ready='1']").wait_for()
    page.locator(".iw-speaker").first.click()
    page.get_by_role("link", name="Listen to all voices").click()
    page.locator(".sp-list[data-ready='1']").wait_for()
    there_are(8, page.locator(".sp-voice"))
