"""Roles, sites, attributes and reasons for absence: what can be written down, and what is refused in words."""

from __future__ import annotations

from datetime import date

import pytest

from core.design import Attribute, AttributeKind, DatedValue, Participant, Person
from core.errors import NotFoundError
from study import Study
from study.base import MissingTextError
from study.design import NameTakenError
from study.people_facts import AttributeUsedError, NoChoicesError, ReasonTooLongError, RoleHeldError
from study.people_memos import NotYourMemoError
from study.people_values import NotAChoiceError, NotADayError, NotANumberError, ValueTooLongError, read_day, read_value
from tests.desks import Browser

DAY = date(2026, 3, 1)


@pytest.fixture
def h03(study: Study, kari: Person) -> Participant:
    return study.add_participant(kari, "H03", "helper", date(2025, 1, 1))


def found(study: Study, kari: Person) -> Participant:
    (participant,) = study.participants(kari)
    return participant


# --- roles


def test_roles_are_those_defined_and_those_held(study: Study, kari: Person, h03: Participant) -> None:
    study.define_role(kari, "Supervisor", "Guides helpers every week.")
    study.define_role(kari, "supervisor", "Guides the helpers.")
    uses = [(use.role.name, use.role.meaning, use.held_by) for use in study.roles(kari)]
    assert uses == [("helper", "", 1), ("Supervisor", "Guides the helpers.", 0)]


def test_a_role_is_renamed_wherever_it_is_held(study: Study, kari: Person, browser: Browser) -> None:
    browser.do("name_speaker", speaker="SPEAKER_00", role="interpreter")
    browser.do("name_speaker", speaker="SPEAKER_01", new_participant={"pseudonym": "H03", "role": "helper"})
    study.rename_role(kari, "helper", "peer helper")
    assert [held.role for held in found(study, kari).roles] == ["peer helper"]
    assert [use.role.name for use in study.roles(kari)] == ["peer helper"]
    study.define_role(kari, "supervisor")
    with pytest.raises(NameTakenError, match="already a role “Supervisor”"):
        study.rename_role(kari, "peer helper", "Supervisor")
    study.rename_role(kari, "peer helper", "Peer helper")
    with pytest.raises(NotFoundError):
        study.rename_role(kari, "nobody", "somebody")


def test_a_role_that_is_held_is_not_deleted(study: Study, kari: Person, h03: Participant) -> None:
    study.define_role(kari, "helper")
    with pytest.raises(RoleHeldError, match="1 participants hold the role “helper”"):
        study.delete_role(kari, "helper")
    study.remove_role(kari, h03.id, "helper", date(2025, 1, 1))
    study.delete_role(kari, "helper")
    assert study.roles(kari) == ()
    with pytest.raises(NotFoundError):
        study.delete_role(kari, "helper")
    with pytest.raises(NotFoundError):
        study.remove_role(kari, h03.id, "helper")


# --- site and attributes


def test_a_participant_belongs_to_a_site(study: Study, kari: Person, h03: Participant) -> None:
    bergen = study.add_site(kari, "Bergen")
    study.set_site(kari, h03.id, bergen.id)
    assert found(study, kari).site_id == bergen.id
    study.set_site(kari, h03.id, None)
    assert found(study, kari).site_id is None
    with pytest.raises(NotFoundError):
        study.set_site(kari, h03.id, "0" * 32)


def test_values_have_a_day_and_the_same_day_is_replaced(study: Study, kari: Person, h03: Participant) -> None:
    age = study.add_attribute(kari, " Age  band ", AttributeKind.CHOICE, ["18-29", "30-44", " ", "30-44"])
    assert (age.name, age.choices) == ("Age band", ("18-29", "30-44"))
    study.set_value(kari, h03.id, age.id, "30-44")
    study.set_value(kari, h03.id, age.id, "18-29")
    study.set_value(kari, h03.id, age.id, "30-44", DAY)
    assert found(study, kari).attributes == (DatedValue(age.id, "18-29"), DatedValue(age.id, "30-44", DAY))
    assert study.attribute_uses(kari) == {age.id: 2}
    study.remove_value(kari, h03.id, age.id)
    assert found(study, kari).attributes == (DatedValue(age.id, "30-44", DAY),)
    with pytest.raises(NotFoundError):
        study.remove_value(kari, h03.id, age.id)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (AttributeKind.TEXT, " Øst \n for  sola ", "Øst for sola"),
        (AttributeKind.NUMBER, "12,50", "12.5"),
        (AttributeKind.NUMBER, "12 500", "12500"),
        (AttributeKind.NUMBER, "\u22123", "-3"),
        (AttributeKind.NUMBER, "-0,0", "0"),
        (AttributeKind.DATE, "1.3.2026", "2026-03-01"),
        (AttributeKind.DATE, "2026-03-01 00:00:00", "2026-03-01"),
        (AttributeKind.CHOICE, "KVINNE", "Kvinne"),
    ],
)
def test_a_value_is_kept_in_one_form(kind: AttributeKind, typed: str, kept: str) -> None:
    assert read_value(Attribute("1", "X", kind, ("Kvinne", "Mann")), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        (AttributeKind.NUMBER, "mange", NotANumberError),
        (AttributeKind.NUMBER, "1e5", NotANumberError),
        (AttributeKind.NUMBER, "٣", NotANumberError),
        (AttributeKind.DATE, "03/04/2026", NotADayError),
        (AttributeKind.DATE, "31.02.2026", NotADayError),
        (AttributeKind.CHOICE, "Annet", NotAChoiceError),
        (AttributeKind.TEXT, "x" * 501, ValueTooLongError),
    ],
)
def test_what_is_no_value_is_refused_in_words(kind: AttributeKind, typed: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_value(Attribute("1", "X", kind, ("Kvinne", "Mann")), typed)


def test_days_are_read_in_one_way_only() -> None:
    assert read_day("2026-3-1") == read_day("01.03.2026") == DAY
    with pytest.raises(NotADayError, match="“1/3/2026” is not a day"):
        read_day("1/3/2026")


def test_an_attribute_that_is_used_keeps_its_kind_and_its_choices(study: Study, kari: Person, h03: Participant) -> None:
    tongue = study.add_attribute(kari, "Mother tongue", AttributeKind.CHOICE, ["Arabic", "Dari", "Somali"])
    study.set_value(kari, h03.id, tongue.id, "Dari")
    shorter = Attribute(tongue.id, "Language", AttributeKind.CHOICE, ("Dari", "Tigrinya"))
    assert study.change_attribute(kari, shorter).choices == ("Dari", "Tigrinya")
    with pytest.raises(AttributeUsedError, match="“Language” has 1 values"):
        study.change_attribute(kari, Attribute(tongue.id, "Language", AttributeKind.CHOICE, ("Arabic", "Tigrinya")))
    with pytest.raises(AttributeUsedError):
        study.change_attribute(kari, Attribute(tongue.id, "Language", AttributeKind.NUMBER))
    with pytest.raises(AttributeUsedError):
        study.delete_attribute(kari, tongue.id)
    study.remove_value(kari, h03.id, tongue.id)
    study.delete_attribute(kari, tongue.id)
    assert study.attributes(kari) == ()


def test_attributes_need_a_name_of_their_own_and_something_to_choose(study: Study, kari: Person) -> None:
    study.add_attribute(kari, "Age")
    with pytest.raises(NameTakenError, match="attribute “AGE”"):
        study.add_attribute(kari, "AGE")
    with pytest.raises(NoChoicesError):
        study.add_attribute(kari, "Sex", AttributeKind.CHOICE, ["one"])
    with pytest.raises(MissingTextError):
        study.add_attribute(kari, "  ")


# --- absences and memos


def test_a_reason_for_absence_is_kept_replaced_and_taken_back(study: Study, kari: Person, h03: Participant) -> None:
    wave = study.add_wave(kari, "Wave 1")
    study.record_absence(kari, h03.id, wave.id, "ill")
    study.record_absence(kari, h03.id, wave.id, "  moved   away ")
    assert [absence.reason for absence in study.snapshot(kari).absences] == ["moved away"]
    study.record_absence(kari, h03.id, wave.id, "")
    assert study.snapshot(kari).absences == ()
    with pytest.raises(ReasonTooLongError):
        study.record_absence(kari, h03.id, wave.id, "x" * 501)
    with pytest.raises(NotFoundError):
        study.record_absence(kari, h03.id, "0" * 32, "ill")


def test_memos_about_a_participant_are_deleted_by_their_author_only(
    study: Study, kari: Person, ola: Person, h03: Participant
) -> None:
    memo = study.add_participant_memo(kari, h03.id, " Speaks of the group as a family.\n\nSee wave 2. ")
    assert [m.text for m in study.snapshot(ola).memos] == ["Speaks of the group as a family.\n\nSee wave 2."]
    with pytest.raises(NotYourMemoError):
        study.delete_participant_memo(ola, memo.id)
    study.delete_participant_memo(kari, memo.id)
    assert study.snapshot(kari).memos == ()
    with pytest.raises(NotFoundError):
        study.delete_participant_memo(kari, memo.id)
    with pytest.raises(MissingTextError):
        study.add_participant_memo(kari, h03.id, " \n ")


# --- withdrawal, and undo at the desk


def test_nothing_of_who_has_withdrawn_is_in_the_snapshot_but_their_number(
    study: Study, kari: Person, h03: Participant
) -> None:
    wave = study.add_wave(kari, "Wave 1")
    study.record_absence(kari, h03.id, wave.id, "ill")
    study.add_participant_memo(kari, h03.id, "memo")
    own = study.add_interview(kari, label="W1-H03", wave="Wave 1", participant_ids=[h03.id])
    other = study.add_participant(kari, "H04")
    shared = study.add_interview(kari, label="W1-group", wave="Wave 1", participant_ids=[h03.id, other.id])
    assert {i.id for i in study.snapshot(kari).every_interview} == {own.id, shared.id}
    study.withdraw(kari, h03.id, DAY)
    snapshot = study.snapshot(kari)
    assert snapshot.withdrawn == 1
    assert (snapshot.absences, snapshot.memos) == ((), ())
    assert [(i.id, i.participant_ids) for i in snapshot.every_interview] == [(shared.id, (other.id,))]
    assert h03.id not in repr(snapshot) and "H03" not in repr(snapshot).replace("W1-H03", "")


def test_undo_at_the_desk_keeps_a_participant_about_whom_something_is_known(
    study: Study, kari: Person, browser: Browser
) -> None:
    browser.do("name_speaker", speaker="SPEAKER_01", new_participant={"pseudonym": "H03", "role": "helper"})
    age = study.add_attribute(kari, "Age")
    study.set_value(kari, found(study, kari).id, age.id, "40")
    browser.do("undo")
    assert found(study, kari).attributes == (DatedValue(age.id, "40"),)


def test_undo_at_the_desk_keeps_a_participant_with_a_memo_or_a_site(
    study: Study, kari: Person, browser: Browser
) -> None:
    site = study.add_site(kari, "Oslo")
    for pseudonym, voice in (("H03", "SPEAKER_00"), ("H04", "SPEAKER_01")):
        browser.do("name_speaker", speaker=voice, new_participant={"pseudonym": pseudonym, "role": "helper"})
    by_name = {participant.pseudonym: participant.id for participant in study.participants(kari)}
    study.set_site(kari, by_name["H03"], site.id)
    study.add_participant_memo(kari, by_name["H04"], "Note.")
    browser.do("undo")
    browser.do("undo")
    assert {participant.pseudonym for participant in study.participants(kari)} == {"H03", "H04"}
