"""People, cases and interview guides as pages: drawn empty and filled, and what their buttons do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from coding.attrition import AttritionChoices
from core.design import AttributeKind, InterviewKind
from core.guide import Asked
from study.guide_exchange import GuideFile
from study.people_exports import AttritionFile, AttritionForm, TemplateFile
from study.people_templates import TemplateKind
from ui.routes import download, small_file

HOSTILE = "<script>alert(1)</script> [x](http://evil.invalid) **هبة** :material/lock:"


def words(at: Any) -> str:
    parts = [at.title, at.subheader, at.markdown, at.caption, at.text, at.error, at.warning, at.info]
    return "\n".join(element.value for elements in parts for element in elements).translate({ord("\\"): "", 0x2060: ""})


def press(at: Any, label: str, number: int = 0) -> Any:
    [button for button in at.button if button.label == label][number].click()
    at.run()
    assert not at.exception
    return at


def press_inside(at: Any, opener: str, label: str) -> Any:
    """Press a button of the dialog behind `opener`; the test runner redraws the page, which closes the dialog."""
    next(button for button in at.button if button.label == opener).click()
    return press(at, label)


def field(at: Any, kind: str, label: str) -> Any:
    return next(each for each in getattr(at, kind) if each.label == label)


@pytest.fixture
def tab(draw: Callable[..., Any], at_hand: Any) -> Callable[[str], Any]:
    """The People page at one of its tabs."""

    def open_tab(name: str) -> Any:
        at = draw("people", at_hand)
        at.session_state["people_tab"] = name
        at.run()
        assert not at.exception
        return at

    return open_tab


@pytest.fixture
def filled(at_hand: Any) -> Any:
    """Three participants, two waves, three interviews, one of them with a transcript and a coded passage of H03."""
    study, kari = at_hand.study, at_hand.person
    bergen = study.add_site(kari, "Bergen")
    age = study.add_attribute(kari, "Age band", AttributeKind.CHOICE, ["18-29", "30-44"])
    h03, h04, _ = (study.add_participant(kari, f"H0{n}", "helper", date(2025, 1, 1)) for n in (3, 4, 5))
    study.set_site(kari, h03.id, bergen.id)
    study.set_value(kari, h03.id, age.id, "30-44")
    talk = at_hand.add_transcript("W1-H03")
    study.change_interview(kari, talk.id, participant_ids=(h03.id,), held_on=date(2026, 3, 5), setting="School")
    transcript = study.transcript(kari, talk.id)
    client = "00000000-0000-4000-8000-000000000000"
    name = {
        "seq": 1,
        "kind": "name_speaker",
        "speaker": "SPEAKER_01",
        "participant_id": h03.id,
        "role": None,
        "name": "",
    }
    study.desk.apply(kari, talk.id, client, [name])
    at_hand.code(talk, 1, 0, 20)
    study.add_wave(kari, "Wave 2", date(2026, 9, 1), date(2026, 11, 30))
    study.add_interview(
        kari, label="W2-group", kind=InterviewKind.FOCUS_GROUP, wave="Wave 2", participant_ids=(h03.id, h04.id)
    )
    assert transcript
    return at_hand


# --- participants


def test_a_line_says_role_site_and_attributes_and_leads_to_the_case(filled: Any, tab: Callable[[str], Any]) -> None:
    assert "helper · Bergen · Age band: 30-44" in words(tab("Participants"))


def test_site_and_attributes_are_written_down_in_the_details(filled: Any, tab: Callable[[str], Any]) -> None:
    at = press(tab("Participants"), "Details", 1)
    field(at, "selectbox", "Age band").set_value("18-29")
    field(at, "date_input", "Since").set_value(date(2026, 1, 1))
    press_again = [button for button in at.button if button.label == "Details"][1]
    press_again.click()
    press(at, "Write down")
    h04 = filled.study.participants(filled.person)[1]
    assert [value.value for value in h04.attributes] == ["18-29"]


def test_roles_are_taken_away_again(filled: Any, tab: Callable[[str], Any]) -> None:
    at = press(tab("Participants"), "Details", 2)
    [button for button in at.button if button.label == "Details"][2].click()
    press(at, "Take away")
    assert filled.study.participants(filled.person)[2].roles == ()


def test_many_participants_are_searched_and_turned_like_pages(at_hand: Any, tab: Callable[[str], Any]) -> None:
    for number in range(25):
        at_hand.study.add_participant(at_hand.person, f"P{number:02}", "helper" if number % 2 else "supervisor")
    at = tab("Participants")
    assert "P19" in words(at) and "P20" not in words(at)
    at.text_input(key="find_participant").set_value("p24").run()
    assert "P24" in words(at) and "P19" not in words(at)


# --- interviews, waves, sites, roles, attributes


def test_interviews_say_who_took_part_and_for_how_long_they_had_been_in_their_role(
    filled: Any, tab: Callable[[str], Any]
) -> None:
    shown = words(tab("Interviews"))
    assert "Wave 1 · 2026-03-05 · Individual interview · H03 (helper, 14 months) · Bergen" in shown
    assert "Wave 2 · Focus group · H03, H04" in shown


def test_an_interview_can_be_planned_before_its_recording(at_hand: Any, tab: Callable[[str], Any]) -> None:
    at_hand.study.add_wave(at_hand.person, "Wave 1")
    at = press(tab("Interviews"), "Add an interview")
    field(at, "text_input", "Name of the interview").set_value("W1-H09")
    field(at, "text_input", "Setting").set_value("At home")
    field(at, "text_input", "Interpreter").set_value("Amal")
    press_inside(at, "Add an interview", "Add")
    (interview,) = at_hand.study.interviews(at_hand.person)
    assert (interview.label, interview.setting, interview.interpreter) == ("W1-H09", "At home", "Amal")


def test_saving_an_interview_keeps_a_participant_who_has_withdrawn(filled: Any, tab: Callable[[str], Any]) -> None:
    h04 = filled.study.participants(filled.person)[1]
    filled.study.withdraw(filled.person, h04.id, date(2026, 6, 1))
    at = tab("Interviews")
    [button for button in at.button if button.label == "Details"][1].click()
    at.run()
    field(at, "text_area", "Field notes").set_value("Rain.")
    [button for button in at.button if button.label == "Details"][1].click()
    press(at, "Save")
    interview = filled.study.interview_named(filled.person, "W2-group")
    assert interview.field_notes == "Rain." and h04.id in interview.participant_ids


def test_a_wave_is_moved_changed_and_deleted_only_while_it_is_empty(filled: Any, tab: Callable[[str], Any]) -> None:
    at = tab("Waves")
    [button for button in at.button if button.label == "Move up"][1].click()
    at.run()
    assert [wave.label for wave in filled.study.waves(filled.person)] == ["Wave 2", "Wave 1"]
    press(at, "Change")
    press_inside(at, "Change", "Delete this wave")
    assert "cannot be deleted while these belong to it: 1 interview" in words(at)


def test_a_site_is_renamed(filled: Any, tab: Callable[[str], Any]) -> None:
    at = press(tab("Sites"), "Change")
    field(at, "text_input", "Name of the site").set_value("Bergen sentrum")
    press_inside(at, "Change", "Save")
    assert [site.name for site in filled.study.sites(filled.person)] == ["Bergen sentrum"]


def test_roles_and_attributes_are_defined_for_the_study(at_hand: Any, tab: Callable[[str], Any]) -> None:
    at = tab("Roles and attributes")
    assert "No attributes yet" in words(at)
    field(at, "text_input", "New role").set_value("communicator")
    field(at, "text_input", "What it means").set_value("Leads circles")
    press(at, "Add role")
    field(at, "text_input", "Name of the attribute").set_value("Mother tongue")
    press(at, "Add")
    (use,) = at_hand.study.roles(at_hand.person)
    assert (use.role.name, use.role.meaning) == ("communicator", "Leads circles")
    assert [attribute.name for attribute in at_hand.study.attributes(at_hand.person)] == ["Mother tongue"]


# --- attrition


def test_attrition_shows_of_how_many_and_takes_reasons(filled: Any, tab: Callable[[str], Any]) -> None:
    at = tab("Attrition")
    assert "of 3 · 1 individual" in words(at) and "of 3 · 2 focus group" in words(at)
    assert list(at.dataframe[0].value["Wave 1"]) == ["● individual", "– no reason yet", "– no reason yet"]
    press(at, "Write down why somebody was not interviewed")
    field(at, "selectbox", "Reason").set_value("Ill")
    press_inside(at, "Write down why somebody was not interviewed", "Save")
    (absence,) = filled.study.snapshot(filled.person).absences
    assert absence.reason == "Ill"
    assert "– Ill" in list(at.dataframe[0].value["Wave 1"])


def test_pseudonyms_in_the_file_bring_the_warning(filled: Any, tab: Callable[[str], Any]) -> None:
    at = tab("Attrition")
    assert not at.warning
    at.toggle(key="attrition_people").set_value(True).run()
    assert "Small groups are recognised" in at.warning[0].value


def test_without_waves_attrition_says_what_is_missing(at_hand: Any, tab: Callable[[str], Any]) -> None:
    assert "Nobody to follow over the waves yet" in words(tab("Attrition"))


# --- import


def keep(at_hand: Any, content: str, kind: str = "participants") -> None:
    key = (at_hand.study.id, at_hand.person.id, f"people-{kind}")
    small_file._keep(key, small_file.SmallFile("p.csv", content.encode()))


def test_a_table_is_looked_at_before_anything_happens_and_then_taken(filled: Any, tab: Callable[[str], Any]) -> None:
    keep(filled, f"Pseudonym;Role;Site\nH09;helper;Oslo\nH03;helper;Oslo\n{HOSTILE};x;\n;helper;\n")
    at = tab("Import")
    shown = words(at)
    assert (
        "Row 5: Give a pseudonym" in shown and "H09: helper, Oslo" in shown and "“Bergen”, in the table “Oslo”" in shown
    )
    assert not any("<script>" in element.value for element in at.markdown)
    assert len(filled.study.participants(filled.person)) == 3
    press(at, "Take it")
    people = {p.pseudonym: p for p in filled.study.participants(filled.person)}
    sites = {site.id: site.name for site in filled.study.sites(filled.person)}
    assert len(people) == 5 and sites[people["H03"].site_id or ""] == "Bergen"
    assert small_file.kept(filled.study, filled.person, "people-participants") is None


def test_what_is_different_is_replaced_when_the_box_is_ticked(filled: Any, tab: Callable[[str], Any]) -> None:
    keep(filled, "Pseudonym;Site\nH03;Oslo\n")
    at = tab("Import")
    assert "There is nothing to take" in words(at)
    field(at, "checkbox", "Also replace what is different with what the table says").check().run()
    press(at, "Take it")
    sites = {site.id: site.name for site in filled.study.sites(filled.person)}
    assert sites[filled.study.participants(filled.person)[0].site_id or ""] == "Oslo"


def test_what_is_no_table_is_said(filled: Any, tab: Callable[[str], Any]) -> None:
    keep(filled, "Name\nKari\n")
    at = tab("Import")
    assert "has no column “Pseudonym”" in at.error[0].value.replace("\\", "")


# --- cases


def test_a_case_gathers_interviews_codes_attributes_memos_and_segments(filled: Any, draw: Callable[..., Any]) -> None:
    filled.study.add_participant_memo(
        filled.person, filled.study.participants(filled.person)[0].id, "Likens it to a family."
    )
    at = draw("cases", filled)
    shown = words(at)
    assert "Wave 1 · 2026-03-05 · Individual interview · helper, 14 months · 1 coded segment" in shown
    assert "Wave 2 · No date · Focus group · Role then not known · No transcript" in shown
    assert "Likens it to a family." in shown
    codes = at.dataframe[0].value
    assert list(codes["Wave 1"]) == ["1"] and list(codes["Wave 2"]) == ["–"]
    assert "Jeg var usikker, men" in shown and "SPEAKER_00: Hvordan var det å begynne?" in shown


def test_a_case_shows_the_scores_that_are_the_participants_own(filled: Any, draw: Callable[..., Any]) -> None:
    study, kari = filled.study, filled.person
    (wave, *_) = study.waves(kari)
    h03 = study.participants(kari)[0]
    scale = study.add_scale(kari, wave.id, "Belonging", ("I belong here", "I am needed"), 1, 5)
    study.record_scale_answers(kari, scale.id, h03.id, (4, 5))
    scores = next(table.value for table in draw("cases", filled).dataframe if "Score" in table.value)
    assert (list(scores["Score"]), list(scores["Answered"]), list(scores["Possible"])) == (
        ["4.50"],
        ["2 of 2"],
        ["1–5"],
    )


def test_a_code_nobody_looked_for_is_not_zero(filled: Any, draw: Callable[..., Any]) -> None:
    at = draw("cases", filled)
    at.toggle(key="case_every_code").set_value(True).run()
    assert set(at.dataframe[0].value["Wave 1"]) == {"1", "not looked for"}


def test_an_interview_nobody_has_looked_at_has_no_nought(filled: Any, draw: Callable[..., Any]) -> None:
    study, kari = filled.study, filled.person
    interview = next(each for each in study.interviews(kari) if study.transcript(kari, each.id))
    with study.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM coding")
    assert "Codes not looked for" in words(draw("cases", filled))
    study.mark_looked_for(kari, interview.id)
    assert "0 coded segments" in words(draw("cases", filled))


def test_a_memo_is_written_and_deleted_by_its_author(filled: Any, draw: Callable[..., Any]) -> None:
    at = draw("cases", filled)
    field(at, "text_area", "New memo about H03").set_value("Note.")
    press(at, "Keep the memo")
    assert "Note." in words(at)
    press(at, "Delete")
    assert "Note." not in words(at)


def test_without_participants_there_is_no_case(at_hand: Any, draw: Callable[..., Any]) -> None:
    assert "No cases yet" in words(draw("cases", at_hand))


# --- interview guides


def test_a_guide_begins_with_a_wave(at_hand: Any, draw: Callable[..., Any]) -> None:
    assert "No waves yet" in words(draw("guide", at_hand))


def test_questions_are_written_marked_and_summed_up(filled: Any, draw: Callable[..., Any]) -> None:
    at = draw("guide", filled)
    assert "No questions in this wave yet" in words(at)
    press(at, "Add a question")
    field(at, "text_area", "Norwegian (bokmål)").set_value("Hva betyr rollen?")
    press_inside(at, "Add a question", "Save")
    assert "Hva betyr rollen?" in words(at)
    at.session_state["guide_tab"] = "Was it asked?"
    at.run()
    at.button_group[0].set_value(str(Asked.UNPROMPTED)).run()
    (mark,) = filled.study.marks(filled.person)
    assert (mark.asked, mark.marked_by) == (Asked.UNPROMPTED, filled.person.id)
    assert "Marked by Kari Nordmann" in words(at)
    at.session_state["guide_tab"] = "Summary"
    at.run()
    assert list(at.dataframe[0].value["Covered"]) == ["1 of 1"]


def test_what_another_coder_marks_meanwhile_is_not_undone_by_looking(filled: Any, draw: Callable[..., Any]) -> None:
    study, kari, ola = filled.study, filled.person, filled.study.person("Ola")
    (first, *_) = study.waves(kari)
    question = study.add_question(kari, first.id, {"en": "How?"})
    talk = study.interview_named(kari, "W1-H03")
    study.mark_asked(kari, talk.id, question.id, Asked.ASKED)
    at = draw("guide", filled)
    at.session_state["guide_tab"] = "Was it asked?"
    at.run()
    study.mark_asked(ola, talk.id, question.id, Asked.NOT_ASKED)
    at.run()
    assert [mark.asked for mark in study.marks(kari)] == [Asked.NOT_ASKED]


def test_hostile_words_are_text_on_every_page_and_tab(
    at_hand: Any, draw: Callable[..., Any], tab: Callable[[str], Any]
) -> None:
    study, kari = at_hand.study, at_hand.person
    talk = at_hand.add_transcript(HOSTILE)
    h = study.add_participant(kari, HOSTILE, HOSTILE)
    site = study.add_site(kari, HOSTILE)
    study.set_site(kari, h.id, site.id)
    attribute = study.add_attribute(kari, HOSTILE)
    study.set_value(kari, h.id, attribute.id, HOSTILE)
    study.define_role(kari, HOSTILE, HOSTILE)
    study.change_interview(kari, talk.id, participant_ids=(h.id,), interviewer=HOSTILE, setting=HOSTILE, mode=HOSTILE)
    (wave,) = study.waves(kari)
    study.add_question(kari, wave.id, {"en": HOSTILE, "no": HOSTILE + "!"})
    study.change_wave(kari, wave.id, label=HOSTILE)
    study.add_participant_memo(kari, h.id, HOSTILE)
    keep(at_hand, f"Pseudonym;{HOSTILE};Navn\n{HOSTILE}2;{HOSTILE};\n")
    drawn = [
        tab(name)
        for name in ("Participants", "Interviews", "Waves", "Sites", "Roles and attributes", "Attrition", "Import")
    ]
    drawn += [draw("cases", at_hand), draw("guide", at_hand)]
    for at in drawn:
        shown = [e.value for elements in (at.markdown, at.caption, at.subheader, at.title) for e in elements]
        assert not [value for value in shown if "<script>" in value or "](http" in value]
        assert not any(element.proto.allow_html for element in at.markdown)


# --- files


def test_the_table_and_the_templates_leave_by_our_own_route(
    filled: Any, in_browser: Callable[[], str], ask: Callable[..., Any]
) -> None:
    session_id = in_browser()
    for make in (
        AttritionFile(),
        AttritionFile(AttritionChoices(roles=("helper",)), AttritionForm.PARTICIPANTS),
        TemplateFile(TemplateKind.INTERVIEWS),
    ):
        address = download.offer_file(filled.study, filled.person.id, make)
        assert download.offer_file(filled.study, filled.person.id, make) == address
        answer = ask("GET", address, session_id)
        assert answer.status_code == 200 and answer.content
        assert "attachment" in answer.headers["content-disposition"]


def test_a_table_of_questions_is_looked_at_and_taken(filled: Any, draw: Callable[..., Any]) -> None:
    study, kari = filled.study, filled.person
    at = draw("guide", filled)
    at.session_state["guide_tab"] = "In and out"
    at.run()
    content = b"Wave,Codes,Question (no)\n1,Identity,Hva betyr rollen?\n1,Nope,Hva?\n"
    small_file._keep((study.id, kari.id, "guides"), small_file.SmallFile("g.csv", content))
    at.run()
    assert not at.exception
    assert "Row 3: There is no code “Nope”" in words(at)
    assert [line for line in words(at).splitlines() if "Hva betyr" in line] == ["- Wave 1: Hva betyr rollen?: 1 code"]
    press(at, "Take it")
    (question,) = study.questions(kari)
    assert dict(question.text) == {"no": "Hva betyr rollen?"}
    assert GuideFile(question.wave_id)(study, kari).name.endswith(".xlsx")
    assert GuideFile(empty=True)(study, kari).content


def test_a_retired_code_is_shown_as_such_in_the_guide(filled: Any, draw: Callable[..., Any]) -> None:
    study, kari = filled.study, filled.person
    code = study.add_code(kari, "Pride")
    (first, *_) = study.waves(kari)
    study.add_question(kari, first.id, {"en": "What are you proud of?"}, [code.id])
    study.retire_code(kari, code.id, with_questions=True)
    assert "Pride (retired)" in words(draw("guide", filled))
