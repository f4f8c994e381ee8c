"""Coded segments as a list: order, counts of how many people, and what an empty list means."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from coding.looking import Looking, Mark
from coding.model import Origin
from coding.retrieval import SegmentFilter, coded_segments
from coding.segment_list import SegmentOrder, findings, in_order, summarise
from tests.interviews import NOW, interview, on, study

SPRING = interview(
    "spring", "I: Hva betyr rollen?", "H03: Jeg er trygg nå.", "H05: Jeg er sliten.", "?: Jeg også.", wave="w1"
)
AUTUMN = interview("autumn", "H03: Nå veileder jeg.", wave="w2")
CODINGS = (
    on(AUTUMN, 0, "identity"),
    replace(on(SPRING, 2, "strain"), created_at=NOW + timedelta(hours=2)),
    replace(on(SPRING, 1, "wellbeing", "trygg"), created_at=NOW + timedelta(hours=1)),
)
STUDY = study(SPRING, AUTUMN, codings=CODINGS)


def listed(order: SegmentOrder) -> list[str]:
    return [segment.text for segment in in_order(STUDY, coded_segments(STUDY), order)]


def test_the_codebook_the_talk_or_the_newest_comes_first() -> None:
    assert listed(SegmentOrder.CODEBOOK) == ["Nå veileder jeg.", "trygg", "Jeg er sliten."]
    assert listed(SegmentOrder.TALK) == ["trygg", "Jeg er sliten.", "Nå veileder jeg."]
    assert listed(SegmentOrder.NEWEST) == ["Jeg er sliten.", "trygg", "Nå veileder jeg."]
    assert listed(SegmentOrder.OLDEST) == ["Nå veileder jeg.", "trygg", "Jeg er sliten."]
    assert listed(SegmentOrder.LONGEST)[-1] == "trygg"


def test_every_count_says_of_how_many() -> None:
    chosen = SegmentFilter(code_ids=("wellbeing",))
    summary = summarise(STUDY, coded_segments(STUDY, chosen), chosen)
    assert (summary.segments, len(summary.people), len(summary.of_people)) == (2, 2, 2)
    assert (len(summary.interviews), len(summary.of_interviews)) == (1, 2)


def test_the_same_words_coded_twice_are_two_segments_and_one_passage() -> None:
    twice = study(SPRING, codings=(on(SPRING, 1, "identity"), on(SPRING, 1, "identity", coder="ola", round_="alone")))
    summary = summarise(twice, coded_segments(twice), SegmentFilter())
    assert (summary.segments, summary.passages, summary.has_double_coding) == (2, 1, True)


def test_questions_and_unnamed_voices_are_no_people() -> None:
    spoken = study(SPRING, codings=(on(SPRING, 0, "identity", to=3),))
    asked = SegmentFilter(with_staff_turns=True)
    assert summarise(spoken, coded_segments(spoken, asked), asked).people == {"p-h03", "p-h05"}


def test_an_accepted_suggestion_can_be_told_from_what_a_person_saw() -> None:
    machine = replace(on(SPRING, 1, "identity"), origin=Origin.ACCEPTED_SUGGESTION)
    both = study(SPRING, codings=(machine, on(SPRING, 2, "identity")))
    found = coded_segments(both, SegmentFilter(origins=(Origin.ACCEPTED_SUGGESTION,)))
    assert [segment.text for segment in found] == ["Jeg er trygg nå."]


def test_nothing_found_is_a_nought_only_where_somebody_has_looked() -> None:
    chosen = SegmentFilter(code_ids=("helped",))
    looked = tuple(Mark(each.interview.id, "helped", "person-kari", NOW, NOW) for each in STUDY.interviews)
    (nobody,) = findings(STUDY, coded_segments(STUDY, chosen), chosen)
    (partly,) = findings(replace(STUDY, looking=Looking(looked[:1])), (), chosen)
    (everywhere,) = findings(replace(STUDY, looking=Looking(looked)), (), chosen)
    assert (nobody.segments, nobody.looked_in, nobody.of_interviews) == (None, 0, 2)
    assert (partly.segments, partly.looked_in) == (None, 1)
    assert (everywhere.segments, everywhere.looked_in) == (0, 2)


def test_a_code_counts_with_its_subcodes_when_they_are_asked_for() -> None:
    with_them = SegmentFilter(code_ids=("wellbeing",))
    alone = replace(with_them, with_subcodes=False)
    assert findings(STUDY, coded_segments(STUDY, with_them), with_them)[0].segments == 2
    assert findings(STUDY, coded_segments(STUDY, alone), alone)[0].segments == 1


def test_a_branch_is_no_nought_while_a_code_below_it_was_not_looked_for() -> None:
    chosen = SegmentFilter(code_ids=("wellbeing",))

    def looked(*codes: str) -> Looking:
        talks = (SPRING.interview.id, AUTUMN.interview.id)
        return Looking(tuple(Mark(talk, code, "person-kari", NOW, NOW) for talk in talks for code in codes))

    (some,) = findings(replace(STUDY, looking=looked("wellbeing")), (), chosen)
    (all_of_it,) = findings(replace(STUDY, looking=looked("wellbeing", "strain")), (), chosen)
    assert (some.segments, some.looked_in) == (None, 0)
    assert (all_of_it.segments, all_of_it.looked_in) == (0, 2)
