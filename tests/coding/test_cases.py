"""One participant over the waves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from codebooks.model import CodeStatus
from coding.cases import Case, case_of, context_of
from coding.counts import DoubleCodingError
from coding.looking import Looking, Mark
from coding.model import CodedInterview, Coding, Memo, Snapshot
from coding.retrieval import EVERYTHING, SegmentFilter
from core.design import InterviewKind
from tests.interviews import CODES, H03, NOW, interview, on, study

ONE = interview(
    "one",
    "I: Hvordan går det?",
    "H03: Bra nå.",
    "H05: Sånn passe.",
    "I: Og så?",
    "H03: Tungt i fjor.",
    wave="w1",
    held_on=date(2025, 4, 1),
    kind=InterviewKind.FOCUS_GROUP,
)
TWO = interview("two", "H03: Jeg er veileder nå.", wave="w2", held_on=date(2026, 4, 15), kind=InterviewKind.INDIVIDUAL)
CODINGS = (
    on(ONE, 1, "helped"),
    on(ONE, 1, "belonging", "Bra"),
    on(ONE, 2, "helped"),
    on(ONE, 4, "strain"),
    on(TWO, 0, "identity"),
)


def snapshot(*interviews: CodedInterview, codings: tuple[Coding, ...] = CODINGS, **more: object) -> Snapshot:
    made = study(*interviews, codings=codings)
    return replace(made, **{"every_interview": tuple(each.interview for each in interviews), **more})  # type: ignore[arg-type]


def table(case: Case) -> dict[str, list[int | None]]:
    return {row.code.id: [count.n_segments if count else None for count in row.counts] for row in case.codes}


def test_interviews_come_in_the_order_of_waves_with_role_and_time_in_it():
    case = case_of(snapshot(TWO, ONE), H03.id)

    assert [(i.interview.label, i.role, i.months_in_role, i.segments) for i in case.interviews] == [
        ("one", "helper", None, 3),
        ("two", "supervisor", 3, 1),
    ]


def test_codes_over_waves_count_this_participants_segments_with_their_subcodes():
    case = case_of(snapshot(ONE, TWO), H03.id)

    assert table(case) == {
        "identity": [2, 1],
        "helped": [1, 0],
        "belonging": [1, 0],
        "wellbeing": [1, 0],
        "strain": [1, 0],
    }
    assert [row.depth for row in case.codes] == [0, 1, 1, 0, 1]
    first = case.codes[0].counts[0]
    assert first and (first.participants, first.interviews, first.of_interviews) == ({H03.id}, {"one"}, 1)


def test_a_wave_without_a_transcript_to_look_in_has_no_number():
    case = case_of(snapshot(ONE), H03.id)

    assert table(case)["identity"] == [2, None]


def test_an_interview_of_no_wave_gets_a_column_of_its_own():
    loose = replace(TWO, interview=replace(TWO.interview, wave_id=None))
    case = case_of(snapshot(ONE, loose), H03.id)

    assert [wave.id if wave else None for wave in case.waves] == ["w1", "w2", None]
    assert table(case)["identity"] == [2, None, 1]


def test_every_living_code_is_shown_when_asked_for():
    case = case_of(snapshot(TWO, codings=()), H03.id, every_code=True)

    assert set(table(case)) == {"identity", "belonging", "helped", "wellbeing", "strain"}
    assert table(case)["strain"] == [None, 0]


def test_two_readings_of_the_same_words_are_never_added_up():
    twice = (on(ONE, 1, "helped", round_="alone", coder="kari"), on(ONE, 1, "helped", round_="alone", coder="ola"))
    with pytest.raises(DoubleCodingError):
        case_of(snapshot(ONE, codings=twice), H03.id)

    case = case_of(snapshot(ONE, codings=twice), H03.id, SegmentFilter(coder_ids=("person-ola",)))

    assert table(case)["helped"] == [1, None]


def test_memos_on_the_participant_their_interviews_and_segments_are_gathered():
    def memo(about_kind: str, about_id: str) -> Memo:
        return Memo(f"m-{about_id}", about_kind, about_id, "…", "person-kari", datetime(2026, 1, 1, tzinfo=UTC))

    memos = (
        memo("participant", H03.id),
        memo("interview", "one"),
        memo("coding", CODINGS[0].id),
        memo("coding", CODINGS[2].id),
        memo("participant", "p-h05"),
        memo("turn", "one/1"),
    )

    case = case_of(snapshot(ONE, memos=memos), H03.id)

    assert [each.about_id for each in case.memos] == [H03.id, "one", CODINGS[0].id, "one/1"]


def looked_for(*codes: str, coder: str = "person-kari") -> Looking:
    return Looking(tuple(Mark("two", code, coder, NOW, NOW) for code in codes))


def test_an_interview_without_segments_has_a_nought_only_where_somebody_has_looked():
    def segments(looking: Looking, chosen: SegmentFilter = EVERYTHING) -> int | None:
        (only,) = case_of(snapshot(TWO, codings=(), looking=looking), H03.id, chosen).interviews
        return only.segments

    assert segments(Looking()) is None
    assert segments(looked_for("strain")) == 0
    assert segments(looked_for("strain"), SegmentFilter(coder_ids=("person-ola",))) is None


def test_a_branch_is_absent_where_every_living_code_of_it_was_looked_for():
    retired = replace(CODES[4], status=CodeStatus.RETIRED)
    codebook = replace(study().codebook, codes=(*CODES[:4], retired))
    case = case_of(snapshot(TWO, codings=(), codebook=codebook), H03.id, every_code=True)
    asked = {row.code.id: row.asked for row in case.codes}

    assert asked["identity"] == {"identity", "belonging", "helped"}
    assert asked["wellbeing"] == {"wellbeing"}


def test_who_is_not_in_the_snapshot_is_no_case():
    with pytest.raises(KeyError):
        case_of(snapshot(ONE), "p-withdrawn")


def test_the_context_is_what_was_said_before_and_after():
    case = case_of(snapshot(ONE), H03.id)
    segment = next(s for s in case.segments if s.code.id == "strain")

    context = context_of(ONE, segment, turns=2)

    assert [turn.text for turn in context.before] == ["Sånn passe.", "Og så?"] and context.after == ()
