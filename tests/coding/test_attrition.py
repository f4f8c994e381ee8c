"""Who was interviewed in which wave, in which form, and why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from coding.attrition import Attendance, AttritionChoices, attrition
from coding.model import Snapshot
from core.design import Absence, DatedRole, Interview, InterviewKind, Participant, Wave
from tests.interviews import H03, H05, V01, study
from tests.interviews import interview as talk

ALONE, GROUP = InterviewKind.INDIVIDUAL, InterviewKind.FOCUS_GROUP
INTERVIEWER = Participant("p-i", "I01", (DatedRole("interviewer"),))


def met(
    label: str, wave: str | None, *people: Participant, kind: InterviewKind = ALONE, on: date | None = None
) -> Interview:
    return Interview(label, label, kind, wave_id=wave, held_on=on, participant_ids=tuple(p.id for p in people))


def snapshot(*interviews: Interview, absences: tuple[Absence, ...] = (), **more: object) -> Snapshot:
    made = replace(study(), every_interview=interviews, absences=absences)
    return replace(made, **more)  # type: ignore[arg-type]


def cells(made: Snapshot, chosen: AttritionChoices = AttritionChoices()) -> dict[str, list[Attendance]]:  # noqa: B008
    return {row.participant.pseudonym: [cell.attendance for cell in row.cells] for row in attrition(made, chosen).rows}


def test_each_participant_has_a_cell_for_each_wave():
    made = snapshot(
        met("one", "w1", H03),
        met("two", "w1", H05, V01, kind=GROUP),
        met("three", "w2", H03),
        met("four", "w2", H03, kind=GROUP),
    )

    assert cells(made) == {
        "H03": [Attendance.INDIVIDUAL, Attendance.BOTH],
        "H05": [Attendance.FOCUS_GROUP, Attendance.UNEXPLAINED],
        "V01": [Attendance.FOCUS_GROUP, Attendance.UNEXPLAINED],
    }


def test_numbers_per_wave_keep_whom_they_count_and_of_how_many():
    made = snapshot(
        met("one", "w1", H03),
        met("two", "w1", H03, V01, kind=GROUP),
        absences=(Absence("p-h05", "w1", "ill"), Absence("p-h03", "w1", "was not reached at first")),
    )

    first, second = attrition(made).per_wave

    assert (first.n, first.of, first.share) == (2, 3, 2 / 3)
    assert (len(first.individual), len(first.focus_group)) == (1, 2), "forms overlap where somebody was in both"
    assert first.reasons == {"ill": {"p-h05"}}, "who was interviewed after all needs no reason"
    assert (second.n, second.unexplained) == (0, {"p-h03", "p-h05", "p-v01"})


def test_reasons_are_counted_the_most_frequent_first():
    reasons = (
        Absence("p-h03", "w2", "moved away"),
        Absence("p-h05", "w2", "ill"),
        Absence("p-v01", "w2", "moved away"),
    )

    _, second = attrition(snapshot(absences=reasons)).per_wave

    assert [(reason, len(ids)) for reason, ids in second.reasons.items()] == [("moved away", 2), ("ill", 1)]


def test_an_interview_that_lies_in_the_future_is_planned_and_one_without_a_day_was_held():
    made = snapshot(met("later", "w2", H03, on=date(2027, 1, 1)), met("some day", "w2", H05))

    assert [row[1] for row in cells(made).values()] == [
        Attendance.PLANNED,
        Attendance.INDIVIDUAL,
        Attendance.UNEXPLAINED,
    ]


def test_a_wave_that_has_not_begun_asks_for_no_reason():
    waves = (Wave("w1", "1", 1, starts_on=date(2025, 3, 1)), Wave("w9", "9", 2))
    made = snapshot(met("one", "w1", H03), met("later", "w9", H05, on=date(2027, 1, 1)), waves=waves)

    assert [row[1] for row in cells(made).values()] == [Attendance.NOT_BEGUN, Attendance.PLANNED, Attendance.NOT_BEGUN]
    assert attrition(made).every_wave == {"p-h03"}


def test_who_is_named_as_a_voice_took_part_without_being_listed():
    heard = talk("one", "H05: Ja.", wave="w1", kind=ALONE)
    made = replace(study(heard), every_interview=(heard.interview,))

    assert cells(made)["H05"][0] is Attendance.INDIVIDUAL


def test_staff_and_those_who_have_withdrawn_are_not_in_the_table_and_their_number_is_said():
    made = snapshot(met("one", "w1", INTERVIEWER), participants=(H03, INTERVIEWER), withdrawn=2)

    table = attrition(made)

    assert [row.participant.pseudonym for row in table.rows] == ["H03"]
    assert (table.per_wave[0].n, table.per_wave[0].of, table.withdrawn) == (0, 1, 2)


def test_the_table_can_be_about_some_roles_and_sites():
    at_bergen = replace(H05, site_id="bergen")
    made = snapshot(participants=(H03, at_bergen, V01))

    assert list(cells(made, AttritionChoices(roles=("helper",)))) == ["H03", "H05"], "H03 has been a helper"
    assert list(cells(made, AttritionChoices(site_ids=("bergen",)))) == ["H05"]


def test_interviews_of_no_wave_are_named_and_count_nowhere():
    table = attrition(snapshot(met("one", None, H03)))

    assert [interview.label for interview in table.without_wave] == ["one"]
    assert all(each.n == 0 for each in table.per_wave)


def test_without_waves_or_people_there_is_no_number():
    assert attrition(snapshot(waves=())).every_wave == frozenset()
    assert attrition(snapshot(participants=())).per_wave[0].share is None
