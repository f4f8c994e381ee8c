"""Where each person stopped reading: kept for them alone, never a word, gone with the interview."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.design import Interview, Person
from core.errors import NotFoundError
from storage.place_rows import ReadingPlace
from study import Study, registry
from study.base import NotAMemberError
from study.desk_places import BadPlaceError
from tests.desks import conversation


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return registry.create(tmp_path / "study", "PM+ Bergen", "Kari")


@pytest.fixture
def kari(study: Study) -> Person:
    return study.person("Kari")


@pytest.fixture
def interview(study: Study, kari: Person) -> Interview:
    interview = study.add_interview(kari, label="H03")
    study.keep_transcript(kari, interview.id, conversation(), machine_made=True)
    return interview


def turn_ids(study: Study, person: Person, interview: Interview) -> list[str]:
    transcript = study.transcript(person, interview.id)
    assert transcript is not None
    return [turn.id for turn in transcript.turns]


def test_at_the_first_visit_nobody_has_stopped_anywhere(study: Study, kari: Person, interview: Interview) -> None:
    state = study.desk.open(kari, interview.id)
    assert state.place is None
    assert state.to_json()["place"] is None


def test_the_last_place_is_the_one_that_holds(study: Study, kari: Person, interview: Interview) -> None:
    first, second, _ = turn_ids(study, kari, interview)
    study.desk.keep_place(kari, interview.id, first, None)
    study.desk.keep_place(kari, interview.id, second, 1700)
    assert study.desk.open(kari, interview.id).place == ReadingPlace(second, 1700)
    assert study.desk.open(kari, interview.id).to_json()["place"] == {"turn": second, "ms": 1700}


def test_everybody_has_a_place_of_their_own(study: Study, kari: Person, interview: Interview) -> None:
    ola = study.person("Ola")
    first, second, _ = turn_ids(study, kari, interview)
    study.desk.keep_place(kari, interview.id, first, 0)
    study.desk.keep_place(ola, interview.id, second, 9)
    assert study.desk.open(kari, interview.id).place == ReadingPlace(first, 0)
    assert study.desk.open(ola, interview.id).place == ReadingPlace(second, 9)


def test_a_place_is_no_change_of_the_interview(study: Study, kari: Person, interview: Interview) -> None:
    before = study.desk.open(kari, interview.id)
    study.desk.keep_place(kari, interview.id, turn_ids(study, kari, interview)[1], 0)
    after = study.desk.open(kari, interview.id)
    assert after.revision == before.revision
    with study.database.read() as connection:
        verbs = {row[0] for row in connection.exec_driver_sql("SELECT verb FROM audit")}
        operations = connection.exec_driver_sql("SELECT count(*) FROM operation").scalar_one()
    assert "keep_place" not in verbs
    assert operations == 0


def test_a_turn_of_another_interview_is_no_place_in_this_one(study: Study, kari: Person, interview: Interview) -> None:
    other = study.add_interview(kari, label="V01")
    study.keep_transcript(kari, other.id, conversation(), machine_made=True)
    with pytest.raises(NotFoundError):
        study.desk.keep_place(kari, interview.id, turn_ids(study, kari, other)[0], 0)
    with pytest.raises(NotFoundError):
        study.desk.keep_place(kari, interview.id, "nowhere", 0)
    assert study.desk.open(kari, interview.id).place is None


@pytest.mark.parametrize("ms", [-1, 10**12])
def test_a_time_that_no_recording_has_is_refused(study: Study, kari: Person, interview: Interview, ms: int) -> None:
    with pytest.raises(BadPlaceError):
        study.desk.keep_place(kari, interview.id, turn_ids(study, kari, interview)[0], ms)


def test_a_stranger_leaves_no_place(study: Study, kari: Person, interview: Interview) -> None:
    stranger = Person("0" * 32, "Nobody")
    with pytest.raises(NotAMemberError):
        study.desk.keep_place(stranger, interview.id, turn_ids(study, kari, interview)[0], 0)


def test_a_place_in_a_turn_that_is_shown_no_longer_is_none(study: Study, kari: Person, interview: Interview) -> None:
    study.desk.keep_place(kari, interview.id, turn_ids(study, kari, interview)[1], 0)
    study.keep_transcript(kari, interview.id, conversation(), machine_made=True)
    assert study.desk.open(kari, interview.id).place is None


def test_places_go_with_the_interview(study: Study, kari: Person, interview: Interview) -> None:
    study.desk.keep_place(kari, interview.id, turn_ids(study, kari, interview)[1], 0)
    with study.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM interview WHERE id = ?", (interview.id,))
        assert connection.exec_driver_sql("SELECT count(*) FROM desk_place").scalar_one() == 0
