"""Every page drawn by Streamlit's own test runner: empty, filled, and refused in plain words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.design import Consent
from study import registry
from ui import identity, sessions

PAGES = ("people", "guide", "recordings", "code", "cases", "codebook", "measures", "export", "backup")
HOSTILE = "<script>alert(1)</script> [x](http://evil.invalid) **هبة** :material/lock:"


def words(at: Any) -> str:
    """Everything a person reads on the page."""
    parts = [at.title, at.header, at.subheader, at.markdown, at.caption, at.text, at.error, at.warning, at.info]
    return "\n".join(element.value for elements in parts for element in elements).replace("\\", "")


def press(at: Any, label: str) -> Any:
    """Press the button with that label and draw the page again."""
    next(button for button in at.button if button.label == label).click()
    at.run()
    assert not at.exception
    return at


def press_inside(at: Any, label: str = "") -> Any:
    """As `press`, inside the dialog behind “Details”. The test runner redraws the page, which would close it."""
    next(button for button in at.button if button.label == "Details").click()
    return press(at, label) if label else at.run()


# --- who, and which study


def test_a_new_person_is_asked_for_a_name_first(draw: Callable[..., Any]) -> None:
    at = draw(name="")
    assert "Who are you?" in words(at)
    assert [field.label for field in at.text_input] == ["Your name"]


def test_the_name_is_kept_for_this_browser_and_the_next(draw: Callable[..., Any]) -> None:
    at = draw(name="")
    at.text_input[0].set_value("  Åse   Ødegård ")
    press(at, "Continue")
    assert identity.usual_name() == "Åse Ødegård"
    assert "Åse Ødegård" in words(at)
    assert "Open a study" in words(at)


@pytest.mark.parametrize("page", PAGES)
def test_without_a_study_every_page_leads_to_the_study_page(draw: Callable[..., Any], page: str) -> None:
    at = draw(page)
    assert "No study is open" in words(at)


@pytest.mark.parametrize("page", PAGES)
def test_without_a_name_every_page_asks_who_is_working(draw: Callable[..., Any], at_hand: Any, page: str) -> None:
    assert "Who is working?" in words(draw(page, at_hand, name=""))


def test_making_a_study_opens_it(draw: Callable[..., Any], tmp_path: Path) -> None:
    at = draw()
    at.text_input(key="new_title").set_value("PM+ i Fredrikstad").run()
    at.text_input(key="new_folder").set_value(str(tmp_path / "new")).run()
    press(at, "Make the study")
    assert at.title[0].value == "PM\\+ i Fredrikstad"
    (entry,) = registry.recent()
    assert Path(entry.folder) == tmp_path / "new"
    registry.close(registry.get(entry.id))


@pytest.mark.parametrize(
    ("codebook", "languages", "first"),
    [
        ("supportive-environments", "English · Swedish", "Psykisk hälsa och välbefinnande"),
        ("empty", None, None),
    ],
)
def test_a_new_study_begins_with_the_codebook_one_chooses(
    draw: Callable[..., Any], tmp_path: Path, codebook: str, languages: str | None, first: str | None
) -> None:
    at = draw()
    choice = at.selectbox(key="new_codebook")
    assert choice.value == registry.FIRST_CODEBOOK
    assert [choice.options[0], choice.options[-1]] == ["PM+ helpers and supervisors", "Without codes"]
    choice.set_value(codebook).run()
    assert (f"Definitions and examples in {languages}" in words(at)) == bool(languages)
    at.text_input(key="new_title").set_value("MILSA").run()
    at.text_input(key="new_folder").set_value(str(tmp_path / "new")).run()
    press(at, "Make the study")
    (entry,) = registry.recent()
    study = registry.get(entry.id)
    top = study.codebook(study.person("Kari Nordmann")).children(None)
    assert (top[0].name["sv"] if top else None) == first
    registry.close(study)


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Universitetet"])
def test_a_synced_folder_is_refused_in_plain_words(draw: Callable[..., Any], tmp_path: Path, name: str) -> None:
    at = draw()
    at.text_input(key="new_title").set_value("PM+").run()
    at.text_input(key="new_folder").set_value(str(tmp_path / name / "study")).run()
    press(at, "Make the study")
    assert "cloud" in at.error[0].value
    assert not (tmp_path / name / "study" / "study.sqlite").exists()


def test_a_folder_without_a_study_is_refused_in_plain_words(draw: Callable[..., Any], tmp_path: Path) -> None:
    at = draw()
    at.text_input(key="open_folder").set_value(str(tmp_path)).run()
    press(at, "Open this folder")
    assert "There is no study in" in at.error[0].value.replace("\\", "")


def test_a_recent_study_that_has_moved_can_be_forgotten(draw: Callable[..., Any], at_hand: Any, tmp_path: Path) -> None:
    registry.close(at_hand.study)
    (tmp_path / "study").rename(tmp_path / "elsewhere")
    at = draw()
    assert "not there any more" in words(at)
    press(at, "Forget")
    assert registry.recent() == ()


def test_the_study_survives_a_new_browser_session(
    draw: Callable[..., Any], at_hand: Any, table: sessions.Sessions
) -> None:
    at = draw("people", at_hand)
    again = draw("people", at_hand)  # as after a server restart: nothing in session state, the id in the address
    assert "No participants yet" in words(at)
    assert "No participants yet" in words(again)


def test_closing_a_study_leads_back_to_the_choice(draw: Callable[..., Any], at_hand: Any) -> None:
    at = press(draw("study", at_hand), "Close this study")
    assert "Open a study" in words(at)


def test_the_overview_counts_and_names_the_next_step(draw: Callable[..., Any], at_hand: Any) -> None:
    assert "Drop in your first recording" in words(draw("study", at_hand))
    interview = at_hand.add_transcript()
    at = draw("study", at_hand)
    assert "A transcript is ready" in words(at)
    assert list(at.dataframe[0].value["Coded segments"]) == ["not looked for"]
    at_hand.study.mark_looked_for(at_hand.person, interview.id)
    assert list(draw("study", at_hand).dataframe[0].value["Coded segments"]) == ["0"]
    at_hand.code(interview, 1, 0, 15)
    at = draw("study", at_hand)
    assert "Go on coding" in words(at)
    assert list(at.dataframe[0].value["Coded segments"]) == ["1"]


def test_session_state_holds_ids_only(draw: Callable[..., Any], at_hand: Any) -> None:
    at_hand.add_transcript()
    for page in ("study", *PAGES):
        at = draw(page, at_hand)
        components = ("coder", "recordings", "codebook_tree", "zone_measures-psychlops")
        state = {
            key: at.session_state[key]
            for key in at.session_state
            if key not in components and not str(key).startswith("zone_")
        }
        assert all(isinstance(value, str | int | float | bool | date | list | tuple | None) for value in state.values())


# --- people


def test_participants_are_added_with_a_dated_role(draw: Callable[..., Any], at_hand: Any) -> None:
    at = draw("people", at_hand)
    assert "No participants yet" in words(at)
    next(field for field in at.text_input if field.label == "Pseudonym").set_value("H03")
    next(field for field in at.selectbox if field.label == "Role").set_value("helper")
    next(field for field in at.date_input if field.label == "In this role since").set_value(date(2026, 1, 5))
    press(at, "Add")
    (participant,) = at_hand.study.participants(at_hand.person)
    assert (participant.pseudonym, participant.roles[0].role, participant.roles[0].since) == (
        "H03",
        "helper",
        date(2026, 1, 5),
    )
    assert "H03" in words(at)


def test_the_same_pseudonym_twice_is_refused_in_plain_words(draw: Callable[..., Any], at_hand: Any) -> None:
    at_hand.study.add_participant(at_hand.person, "H03")
    at = draw("people", at_hand)
    next(field for field in at.text_input if field.label == "Pseudonym").set_value("H03")
    press(at, "Add")
    assert "There is already a participant" in at.error[0].value


def details_of_the_first(draw: Callable[..., Any], at_hand: Any) -> Any:
    return press(draw("people", at_hand), "Details")


def test_consents_are_kept_with_their_day(draw: Callable[..., Any], at_hand: Any) -> None:
    at_hand.study.add_participant(at_hand.person, "H03", "helper")
    at = details_of_the_first(draw, at_hand)
    next(box for box in at.checkbox if box.label == "being quoted").check()
    press_inside(at, "Record consent")
    (participant,) = at_hand.study.participants(at_hand.person)
    assert participant.consents == (Consent(date.today(), recording=False, quotation=True, archiving=False),)


def test_a_consent_to_be_recognised_by_voice_is_asked_for_apart(draw: Callable[..., Any], at_hand: Any) -> None:
    at_hand.study.add_participant(at_hand.person, "H03", "helper")
    at = details_of_the_first(draw, at_hand)
    next(box for box in at.checkbox if box.label == "being recognised by voice in later interviews").check()
    press_inside(at, "Record consent")
    (participant,) = at_hand.study.participants(at_hand.person)
    assert participant.consents == (Consent(date.today(), voice_profiles=True),) and participant.allows_voice_profile


def test_withdrawal_asks_twice(draw: Callable[..., Any], at_hand: Any) -> None:
    at_hand.study.add_participant(at_hand.person, "H03", "helper")
    at = details_of_the_first(draw, at_hand)
    assert "Withdraw" not in [button.label for button in at.button]
    next(box for box in at.checkbox if "has withdrawn" in box.label).check()
    press_inside(press_inside(at), "Withdraw")
    (participant,) = at_hand.study.participants(at_hand.person)
    assert participant.withdrawn_on == date.today()


def test_erasing_shows_what_goes_and_wants_the_pseudonym_typed(draw: Callable[..., Any], at_hand: Any) -> None:
    participant = at_hand.study.add_participant(at_hand.person, "H03", "helper")
    interview = at_hand.add_transcript()
    at_hand.study.change_interview(at_hand.person, interview.id, participant_ids=(participant.id,))
    at = details_of_the_first(draw, at_hand)
    next(switch for switch in at.toggle if "erase everything" in switch.label).set_value(True)
    press_inside(at)
    assert "turns of speech" in words(at)
    button = next(b for b in at.button if b.label == "Erase for good")
    assert button.disabled
    next(field for field in at.text_input if "confirm" in field.label).set_value("H03")
    press_inside(press_inside(at), "Erase for good")
    assert [p.pseudonym for p in at_hand.study.participants(at_hand.person)] == []
    assert at_hand.study.snapshot(at_hand.person).interviews == ()


def test_waves_and_sites_are_added(draw: Callable[..., Any], at_hand: Any) -> None:
    at = draw("people", at_hand)
    at.session_state["people_tab"] = "Waves"
    at.run()
    next(field for field in at.text_input if field.label == "New wave").set_value("Wave 1")
    press(at, "Add wave")
    at.session_state["people_tab"] = "Sites"
    at.run()
    next(field for field in at.text_input if field.label == "New site").set_value("Bergen")
    press(at, "Add site")
    assert [wave.label for wave in at_hand.study.waves(at_hand.person)] == ["Wave 1"]
    assert [site.name for site in at_hand.study.sites(at_hand.person)] == ["Bergen"]


# --- recordings


def test_the_drop_zone_carries_the_details_chosen_on_the_page(draw: Callable[..., Any], at_hand: Any) -> None:
    at_hand.study.add_wave(at_hand.person, "Wave 7")
    at = draw("recordings", at_hand)
    assert "No recordings yet" in words(at)
    next(field for field in at.selectbox if field.label == "Wave").set_value("Wave 7")
    next(field for field in at.selectbox if field.label == "Language").set_value("no")
    next(field for field in at.text_input if field.label == "Number of speakers").set_value("2")
    next(switch for switch in at.toggle if switch.label == "Transcribe at once").set_value(False)
    at.run()
    data = json.loads(at.get("bidi_component")[0].proto.json)
    assert data["address"] == f"/studies/{at_hand.study.id}/uploads"
    assert data["details"] == {
        "kind": "individual", "wave": "Wave 7", "site": None, "language": "no", "speakers": "2", "participants": [],
        "start": False, "also_spoken": [], "channels": "mix", "backchannels": "own", "hotwords": "",
    }  # fmt: skip


def test_the_sound_of_a_planned_interview_is_heard_in_its_languages(draw: Callable[..., Any], at_hand: Any) -> None:
    planned = at_hand.study.add_interview(at_hand.person, label="FG-2", languages=("no", "fa"))
    at = draw("recordings", at_hand)
    next(field for field in at.selectbox if field.label == "The next file is the sound of").set_value(planned.id)
    at.run()
    next(field for field in at.text_input if field.label == "Number of speakers").set_value("6-8")
    at.run()
    details = json.loads(at.get("bidi_component")[0].proto.json)["details"]
    heard = ("label", "language", "also_spoken", "speakers")
    assert [details[name] for name in heard] == ["FG-2", "no", ["fa"], "6-8"]
    next(field for field in at.text_input if field.label == "Number of speakers").set_value("8-6")
    at.run()
    assert any("is no number of speakers" in error.value for error in at.error)


def test_an_interviews_details_can_be_changed(draw: Callable[..., Any], at_hand: Any) -> None:
    at_hand.add_transcript("H03")
    at = press(draw("recordings", at_hand), "Details")
    next(field for field in at.text_input if field.label == "Name of the interview").set_value("H03 annet intervju")
    next(field for field in at.text_area if field.label == "Field notes").set_value("Regn.")
    press_inside(at, "Save")
    (interview,) = at_hand.study.interviews(at_hand.person)
    assert (interview.label, interview.field_notes) == ("H03 annet intervju", "Regn.")
    assert [wave.id for wave in at_hand.study.waves(at_hand.person)] == [interview.wave_id]


# --- export and backup


def test_export_without_codings_tells_the_next_step(draw: Callable[..., Any], at_hand: Any) -> None:
    at_hand.add_transcript()
    assert "Nothing is coded yet" in words(draw("export", at_hand))


def test_the_preview_shows_the_quote_and_marks_it_unchecked(draw: Callable[..., Any], at_hand: Any) -> None:
    quote = at_hand.code(at_hand.add_transcript(), 1, 0, 34)
    at = draw("export", at_hand)
    assert quote in [element.value for element in at.text]
    assert "not checked against the recording" in words(at)
    assert "H03" not in words(at)
    assert not at.warning


def test_more_than_the_role_brings_the_warning(draw: Callable[..., Any], at_hand: Any) -> None:
    at_hand.code(at_hand.add_transcript(), 1, 0, 34)
    at = draw("export", at_hand)
    next(box for box in at.checkbox if box.label == "Wave").check().run()
    assert "Small groups are recognised" in at.warning[0].value
    assert "Wave 1" in words(at)


def test_a_backup_is_made_and_listed(draw: Callable[..., Any], at_hand: Any) -> None:
    at = draw("backup", at_hand)
    assert "No backup yet" in words(at)
    press(at, "Back up now")
    assert len(at_hand.study.backups(at_hand.person)) == 1
    assert "Made by hand" in words(at)


def test_a_backup_is_restored_into_another_folder_and_opened(
    draw: Callable[..., Any], at_hand: Any, tmp_path: Path
) -> None:
    at_hand.add_transcript("H03")
    file = at_hand.study.back_up(at_hand.person).file.path
    at = draw("backup", at_hand)
    at.selectbox(key="restore_file").set_value(str(file)).run()
    at.text_input(key="restore_folder").set_value(str(tmp_path / "restored")).run()
    press(at, "Restore")
    assert (tmp_path / "restored" / "study.sqlite").is_file()
    restored = registry.open_study(tmp_path / "restored")
    assert [i.label for i in restored.interviews(restored.person("Kari Nordmann"))] == ["H03"]
    registry.close(restored)


# --- other people's words


def test_hostile_names_are_shown_as_text_on_every_page(draw: Callable[..., Any], at_hand: Any) -> None:
    study, person = at_hand.study, at_hand.person
    study.add_participant(person, HOSTILE, HOSTILE)
    study.add_wave(person, HOSTILE)
    study.add_site(person, HOSTILE)
    interview = at_hand.add_transcript(HOSTILE)
    at_hand.code(interview, 1, 0, 34)
    for page in ("study", *PAGES):
        at = draw(page, at_hand)
        shown = [e.value for elements in (at.markdown, at.caption, at.subheader, at.title) for e in elements]
        assert not any("<script>" in value or "](http" in value for value in shown)
        assert not any(element.proto.allow_html for element in at.markdown)
