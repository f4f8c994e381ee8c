"""A participant withdraws: from that moment their words are in no count, no retrieval, no export, on no desk."""

from __future__ import annotations

from datetime import date

import pytest

from core.design import Consent, Person
from core.errors import NotFoundError
from study import ExportFormat, QuoteChoices, Study
from study.design import NameTakenError
from study.exporting import NothingToExportError
from tests.desks import ANSWER, FOLLOW_UP, QUESTION, Browser

DAY = date(2026, 11, 1)


def texts(browser: Browser) -> list[str]:
    return [turn.text for turn in browser.turns]


def named(browser: Browser) -> str:
    """Voice 01 is H03, who is interviewed; the id."""
    browser.do("name_speaker", speaker="SPEAKER_01", new_participant={"pseudonym": "H03", "role": "helper"})
    browser.do("name_speaker", speaker="SPEAKER_00", role="interviewer")
    (h03,) = browser.study.participants(browser.person)
    return h03.id


def test_a_withdrawn_participants_turns_are_gone_at_once_and_the_others_stay(browser: Browser) -> None:
    participant = named(browser)
    browser.study.withdraw(browser.person, participant, DAY)
    assert texts(browser) == [QUESTION, FOLLOW_UP]


def test_their_codings_leave_desk_snapshot_and_export_and_come_back_when_it_was_a_mistake(
    study: Study, kari: Person, browser: Browser
) -> None:
    participant = named(browser)
    browser.send(browser.coding_of("tungt", "Coping"))
    study.withdraw(kari, participant, DAY)
    assert study.desk.open(kari, browser.interview_id).codings == ()
    assert study.snapshot(kari).codings == ()
    assert study.snapshot(kari).participants == ()
    with pytest.raises(NothingToExportError):
        study.export_quotes(kari, QuoteChoices(), ExportFormat.CSV)
    study.take_back_withdrawal(kari, participant)
    assert texts(browser) == [QUESTION, ANSWER, FOLLOW_UP]
    assert "tungt" in study.export_quotes(kari, QuoteChoices(), ExportFormat.CSV).content.decode("utf-8-sig")


def test_a_coding_that_reaches_over_a_withdrawn_turn_is_left_out(study: Study, kari: Person, browser: Browser) -> None:
    first, _, last = browser.turns
    operation = browser.coding_of("går", "Coping", turn=0)
    operation |= {
        "passage": {"start_turn": first.id, "start": 0, "end_turn": last.id, "end": 3},
        "quote": f"{QUESTION}\n{ANSWER}\n{FOLLOW_UP[:3]}",
    }
    assert browser.send(operation)["results"][0]["refused"] is None
    study.withdraw(kari, named(browser), DAY)
    assert study.snapshot(kari).codings == ()


def test_before_the_voices_are_named_all_of_them_are_hidden(study: Study, kari: Person, browser: Browser) -> None:
    h03 = study.add_participant(kari, "H03", "helper")
    study.change_interview(kari, browser.interview_id, participant_ids=(h03.id,))
    study.withdraw(kari, h03.id, DAY)
    assert texts(browser) == []
    study.take_back_withdrawal(kari, h03.id)
    browser.do("name_speaker", speaker="SPEAKER_00", role="interviewer")
    study.withdraw(kari, h03.id, DAY)
    assert texts(browser) == [QUESTION, FOLLOW_UP]


def test_consents_are_kept_in_their_order_and_the_newest_holds(study: Study, kari: Person) -> None:
    h03 = study.add_participant(kari, " H03 ", "helper", date(2025, 3, 1))
    study.record_consent(kari, h03.id, Consent(date(2025, 3, 1), recording=True, quotation=True))
    study.record_consent(kari, h03.id, Consent(date(2026, 3, 1), recording=True))
    (found,) = study.participants(kari)
    assert found.pseudonym == "H03"
    assert [c.quotation for c in found.consents] == [True, False]


def test_a_role_is_the_one_held_on_the_day(study: Study, kari: Person) -> None:
    h03 = study.add_participant(kari, "H03", "helper")
    study.add_role(kari, h03.id, "supervisor", date(2026, 1, 1))
    (found,) = study.participants(kari)
    assert found.role_on(date(2025, 6, 1)) == "helper"
    assert found.role_on(date(2026, 6, 1)) == "supervisor"


def test_a_pseudonym_is_given_once(study: Study, kari: Person) -> None:
    study.add_participant(kari, "H03")
    with pytest.raises(NameTakenError, match="already a participant “H03”"):
        study.add_participant(kari, "H03")
    with pytest.raises(NotFoundError):
        study.withdraw(kari, "0" * 32, DAY)
