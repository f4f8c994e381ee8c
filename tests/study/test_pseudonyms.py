"""Nobody is called as a client is, however the participant comes into the study."""

from __future__ import annotations

from datetime import date

import pytest

from core.design import Person
from study import Study
from study.people_words import IdentityNumberError
from study.pseudonyms import LikeAClientError
from tests.desks import Browser, conversation


@pytest.fixture(autouse=True)
def client(study: Study, kari: Person) -> None:
    study.withdraw_client(kari, study.add_client(kari, "K01").id, date(2026, 3, 1))


def test_a_participant_is_not_added_nor_renamed_to_a_clients_label(study: Study, kari: Person) -> None:
    with pytest.raises(LikeAClientError, match="“ k01”|“k01”"):
        study.add_participant(kari, " k01", "helper")
    known = study.add_participant(kari, "H01", "helper")
    with pytest.raises(LikeAClientError):
        study.rename_participant(kari, known.id, "K01")
    assert [each.pseudonym for each in study.participants(kari)] == ["H01"]


def test_nobody_is_called_by_a_national_identity_number(study: Study, kari: Person) -> None:
    with pytest.raises(IdentityNumberError):
        study.add_participant(kari, "010190 12345")


def test_a_row_with_a_clients_label_is_not_taken_and_the_others_are(study: Study, kari: Person) -> None:
    content = b"Pseudonym,Role\nH01,helper\nK01,helper\n"
    plan = study.import_participants(kari, content, "p.csv")
    assert [(problem.line, "client's label" in problem.message) for problem in plan.problems] == [(3, True)]
    assert [each.pseudonym for each in study.participants(kari)] == ["H01"]


def test_a_voice_is_not_named_by_a_clients_label(study: Study, kari: Person) -> None:
    interview = study.add_interview(kari, label="W1-H03")
    study.keep_transcript(kari, interview.id, conversation(), machine_made=True)
    browser = Browser(study, kari, interview.id)
    (result,) = browser.do(
        "name_speaker", speaker="SPEAKER_01",
        new_participant={"pseudonym": "K01", "role": "helper"},
    )["results"]  # fmt: skip
    assert "client's label" in result["refused"]
    assert study.participants(kari) == ()
