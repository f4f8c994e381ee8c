"""Counts that know what they counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.counts import Count, DoubleCodingError, count_codes, total
from coding.retrieval import SegmentFilter, coded_segments
from tests.interviews import interview, on, study

ONE = interview("one", "I: Hvordan går det?", "H03: Bra.", "H05: Sånn passe.", "?: Hm.", wave="w1")
TWO = interview("two", "V01: De gjør en god jobb.", "H05: Takk.", wave="w2")


def test_a_count_says_how_many_segments_participants_and_of_how_many_interviews():
    snapshot = study(ONE, TWO, codings=(on(ONE, 1, "identity"), on(ONE, 1, "identity", "Bra"), on(ONE, 2, "identity")))

    found = count_codes(snapshot).of({"identity"})

    assert (found.n_segments, found.n_participants, found.n_interviews) == (3, 2, 1)
    assert (found.of_participants, found.of_interviews) == (3, 2)
    assert found.share_of_interviews == 0.5


def test_counts_per_wave_and_role_know_where_they_looked():
    snapshot = study(ONE, TWO, codings=(on(ONE, 1, "identity"), on(TWO, 0, "identity")))
    counts = count_codes(snapshot)

    helpers = counts.of({"identity"}, wave_ids=["w1"], roles=["helper"])
    supervisors = counts.of({"identity"}, wave_ids=["w1"], roles=["supervisor"])

    assert (helpers.n_segments, helpers.of_interviews, helpers.of_participants) == (1, 1, 2)
    assert (supervisors.n_segments, supervisors.of_interviews) == (0, 0)
    assert supervisors.share_of_interviews is None, "no supervisor was interviewed then: there is no share"


def test_a_segment_with_two_roles_counts_for_both_and_once_in_their_sum():
    snapshot = study(TWO, codings=(on(TWO, 0, "identity", to=1),))
    counts = count_codes(snapshot)

    helper, supervisor = (counts.of({"identity"}, roles=[role]) for role in ("helper", "supervisor"))

    assert (helper.n_segments, supervisor.n_segments) == (1, 1)
    assert (helper.n_participants, supervisor.n_participants) == (1, 1)
    assert (helper + supervisor).n_segments == 1
    assert (helper + supervisor).n_participants == 2
    assert helper + supervisor == counts.of({"identity"})


def test_a_filter_on_roles_counts_no_other_role():
    snapshot = study(TWO, codings=(on(TWO, 0, "identity", to=1),))

    counts = count_codes(snapshot, SegmentFilter(roles=("helper",)))

    assert {cell.role for cell in counts.cells} == {"helper"}


def test_staff_is_not_counted_unless_asked_for():
    snapshot = study(ONE, codings=(on(ONE, 0, "identity"),))

    assert count_codes(snapshot).of({"identity"}).n_segments == 0
    asked = count_codes(snapshot, SegmentFilter(with_staff_turns=True)).of({"identity"})
    assert (asked.n_segments, asked.n_participants) == (1, 0)


def test_a_speaker_not_yet_named_counts_as_segment_but_as_no_participant():
    found = count_codes(study(ONE, codings=(on(ONE, 3, "identity"),))).of({"identity"})

    assert (found.n_segments, found.n_participants, found.n_interviews) == (1, 0, 1)


def test_the_team_counts_once_what_two_coders_marked_alike():
    codings = (on(ONE, 1, "identity", coder="kari"), on(ONE, 1, "identity", coder="ola"))

    assert count_codes(study(ONE, codings=codings)).of({"identity"}).n_segments == 1


def test_coders_who_share_the_interviews_are_added_up():
    codings = (
        on(ONE, 1, "identity", coder="kari", round_="alone"),
        on(TWO, 0, "identity", coder="ola", round_="alone"),
    )

    assert count_codes(study(ONE, TWO, codings=codings)).of({"identity"}).n_segments == 2


def test_two_readings_of_one_interview_are_never_added_up():
    codings = (
        on(ONE, 1, "identity", coder="kari", round_="alone"),
        on(ONE, 2, "identity", coder="ola", round_="alone"),
    )
    counts = count_codes(study(ONE, codings=codings))

    with pytest.raises(DoubleCodingError, match="Choose one round"):
        counts.of({"identity"})
    assert counts.of({"identity"}, coder_id="person-ola").n_segments == 1


def test_two_rounds_of_one_interview_are_never_added_up():
    codings = (on(ONE, 1, "identity", round_="alone"), on(ONE, 1, "identity", round_="team"))
    counts = count_codes(study(ONE, codings=codings))

    with pytest.raises(DoubleCodingError):
        counts.of({"identity"})
    assert counts.of({"identity"}, round_id="team").n_segments == 1


PLACES = [(talk, turn) for talk in (ONE, TWO) for turn in range(len(talk.turns))]


@given(st.sets(st.tuples(st.sampled_from(PLACES).map(PLACES.index), st.sampled_from(["identity", "strain"]))))
def test_counts_of_parts_add_up_to_the_count_of_the_whole(chosen):
    codings = tuple(on(*PLACES[place], code) for place, code in sorted(chosen))
    snapshot = study(ONE, TWO, codings=codings)
    counts = count_codes(snapshot)

    whole = counts.of({"identity", "strain"})

    per_wave = [counts.of({"identity", "strain"}, wave_ids=[wave]) for wave in ("w1", "w2")]
    per_code = [counts.of({code}) for code in ("identity", "strain")]
    assert total(per_wave) == total(per_code) == whole
    assert sum(per_code, start=Count()).n_segments == len(coded_segments(snapshot)) == whole.n_segments
