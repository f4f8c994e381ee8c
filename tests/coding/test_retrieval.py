"""From a snapshot to the words under each code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from codebooks.model import Code
from coding.retrieval import CodedSegment, SegmentFilter, coded_segments, with_subcodes
from core.spans import Passage
from tests.interviews import CODES, interview, on, study

SPRING = interview(
    "spring",
    "I: Hva betyr rollen for deg?",
    "H03: Før var jeg den som fikk hjelp. Nå er det jeg som hjelper.",
    "I: Kan du si litt mer?",
    "+H05: Jeg er ikke bare flyktning lenger.",
    "T: Hun sier at hun er stolt.",
    wave="w1",
    held_on=date(2025, 4, 2),
)
AUTUMN = interview("autumn", "+H03: Nå veileder jeg de nye.", wave="w2", site="fredrikstad", held_on=date(2026, 4, 2))


def texts(segments: tuple[CodedSegment, ...]) -> list[str]:
    return [segment.text for segment in segments]


def test_a_segment_is_the_words_of_its_passage():
    snapshot = study(SPRING, codings=(on(SPRING, 1, "helped", "den som fikk hjelp"),))

    (segment,) = coded_segments(snapshot)

    assert segment.text == "den som fikk hjelp"
    assert segment.code.id == "helped"
    assert (segment.role, segment.participant.pseudonym) == ("helper", "H03")
    assert (segment.wave.label, segment.site.name, segment.start_ms, segment.end_ms) == ("1", "Bergen", 30_000, 59_000)


def test_offsets_count_code_points_also_outside_the_basic_plane():
    talk = interview("emoji", "H03: 𝕁eg 👍🏽 er her")
    snapshot = study(talk, codings=(on(talk, 0, "identity", "er her"),))

    assert texts(coded_segments(snapshot)) == ["er her"]


def test_a_passage_over_several_turns_joins_them_by_a_line_break():
    talk = interview("group", "H03: Jeg var der.", "H05: Jeg også.", "V01: Og jeg.")
    snapshot = study(talk, codings=(on(talk, 0, "identity", to=2),))

    (segment,) = coded_segments(snapshot)

    assert segment.text == "Jeg var der.\nJeg også.\nOg jeg."
    assert segment.roles == ("helper", "supervisor")
    assert [participant.pseudonym for participant in segment.participants] == ["H03", "H05", "V01"]


def test_a_question_inside_a_passage_is_left_out_and_the_gap_is_known():
    snapshot = study(SPRING, codings=(on(SPRING, 1, "identity", to=3),))

    (segment,) = coded_segments(snapshot)

    assert [part.text for part in segment.parts] == [SPRING.turns[1].text, SPRING.turns[3].text]
    assert [part.after_gap for part in segment.parts] == [False, True]
    assert segment.staff_turns_left_out == 1


@pytest.mark.parametrize(
    "asked", [SegmentFilter(with_staff_turns=True), SegmentFilter(roles=("helper", "interviewer"))]
)
def test_questions_come_along_when_they_are_asked_for(asked):
    snapshot = study(SPRING, codings=(on(SPRING, 1, "identity", to=3),))

    (segment,) = coded_segments(snapshot, asked)

    assert segment.roles == ("helper", "interviewer")
    assert segment.staff_turns_left_out == 0
    assert segment.role == "helper", "the segment is the helper's, not the interviewer's"


def test_a_passage_of_staff_alone_is_no_data():
    snapshot = study(SPRING, codings=(on(SPRING, 0, "identity"), on(SPRING, 4, "identity")))

    assert coded_segments(snapshot) == ()
    assert [segment.staff for segment in coded_segments(snapshot, SegmentFilter(with_staff_turns=True))] == [True, True]


def test_the_role_is_the_one_held_on_the_day_of_the_interview():
    snapshot = study(SPRING, AUTUMN, codings=(on(SPRING, 1, "identity"), on(AUTUMN, 0, "identity")))

    assert [segment.role for segment in coded_segments(snapshot)] == ["helper", "supervisor"]
    assert texts(coded_segments(snapshot, SegmentFilter(roles=("supervisor",)))) == ["Nå veileder jeg de nye."]


def test_an_interview_without_a_date_takes_the_day_its_wave_began():
    undated = interview("undated", "H03: Jeg er hjelper.", wave="w1")
    snapshot = study(undated, codings=(on(undated, 0, "identity"),))

    assert coded_segments(snapshot)[0].role == "helper"


def test_a_speaker_nobody_has_named_is_kept_without_a_role():
    talk = interview("new", "?: Jeg heter ingenting ennå.")
    snapshot = study(talk, codings=(on(talk, 0, "identity"),))

    (segment,) = coded_segments(snapshot)

    assert (segment.role, segment.participant, segment.speaker.label) == (None, None, "SPEAKER_05")


def test_a_code_brings_its_subcodes_unless_told_not_to():
    snapshot = study(
        SPRING, codings=(on(SPRING, 1, "identity"), on(SPRING, 1, "helped", "Før"), on(SPRING, 3, "strain"))
    )

    assert len(coded_segments(snapshot, SegmentFilter(code_ids=("identity",)))) == 2
    assert len(coded_segments(snapshot, SegmentFilter(code_ids=("identity",), with_subcodes=False))) == 1


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (SegmentFilter(wave_ids=("w2",)), ["Nå veileder jeg de nye."]),
        (SegmentFilter(site_ids=("fredrikstad",)), ["Nå veileder jeg de nye."]),
        (SegmentFilter(interview_ids=("autumn",)), ["Nå veileder jeg de nye."]),
        (SegmentFilter(coder_ids=("person-ola",)), ["Før"]),
        (SegmentFilter(round_ids=("alone",)), ["Før"]),
        (SegmentFilter(checked=True), ["Nå veileder jeg de nye."]),
        (SegmentFilter(checked=False), ["Før"]),
        (SegmentFilter(wave_ids=("w1",), site_ids=("fredrikstad",)), []),
    ],
)
def test_filters_narrow_what_is_found(wanted, found):
    codings = (on(SPRING, 1, "identity", "Før", coder="ola", round_="alone"), on(AUTUMN, 0, "identity"))

    assert texts(coded_segments(study(SPRING, AUTUMN, codings=codings), wanted)) == found


def test_a_segment_is_checked_when_every_turn_is():
    half = on(SPRING, 1, "identity", to=3)
    whole = on(SPRING, 3, "identity")

    assert [s.checked for s in coded_segments(study(SPRING, codings=(half, whole)))] == [False, True]


def test_segments_come_in_codebook_order_then_by_wave_and_place_in_the_talk():
    codings = (
        on(SPRING, 3, "wellbeing"),
        on(AUTUMN, 0, "identity"),
        on(SPRING, 3, "identity"),
        on(SPRING, 1, "identity"),
        on(SPRING, 1, "helped"),
    )
    found = coded_segments(study(AUTUMN, SPRING, codings=codings))

    assert [(s.code.id, s.turns[0].id) for s in found] == [
        ("identity", "spring/1"),
        ("identity", "spring/3"),
        ("identity", "autumn/0"),
        ("helped", "spring/1"),
        ("wellbeing", "spring/3"),
    ]


def test_words_of_somebody_who_has_withdrawn_never_come_out():
    talk = interview("group", "H03: Før.", "gone: Dette skal ingen lese.", "H05: Etter.")
    snapshot = study(talk, codings=(on(talk, 0, "identity", to=2), on(talk, 1, "identity"), on(talk, 2, "identity")))

    assert texts(coded_segments(snapshot)) == ["Etter."]


def test_a_passage_whose_turn_is_not_in_the_snapshot_is_left_out():
    coding = on(SPRING, 1, "identity")
    shortened = interview("spring", "I: Hva betyr rollen for deg?")

    assert coded_segments(study(shortened, codings=(coding,))) == ()


def test_a_turn_of_which_nothing_is_covered_is_no_part():
    talk = interview("group", "H03: Ja.", "H05: Nei.")
    from_the_very_end = replace(on(talk, 0, "identity"), passage=Passage("group/0", 3, "group/1", 3))

    (segment,) = coded_segments(study(talk, codings=(from_the_very_end,)))

    assert [part.text for part in segment.parts] == ["Nei"]


def test_subcodes_are_found_however_deep():
    chain = tuple(Code(str(n), {"en": str(n)}, parent_id=str(n - 1) if n else None) for n in range(50))
    codebook = study(codes=CODES + chain).codebook

    assert with_subcodes(codebook, ["48"]) == {"48", "49"}
    assert len(with_subcodes(codebook, ["0", "identity"])) == 53
