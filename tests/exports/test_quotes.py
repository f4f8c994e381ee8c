"""What is said about a speaker, and what the order of quotes gives away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coding.retrieval import EVERYTHING, SegmentFilter, coded_segments
from exports.quotes import (
    Attribution,
    attribution_line,
    by_code,
    check_state,
    chosen_in_words,
    code_path,
    distinct,
    part_labels,
    reference,
)
from tests.interviews import interview, on, study

TALK = interview("Bergen-H03", "H03: Ja.", "H05: Nei.", "I: Hvorfor?", "V01: Fordi.", "?: Hm.", wave="w1")
ALL = Attribution(pseudonym=True, wave=True, site=True, time=True, interview=True)


def only(*codings, chosen=EVERYTHING):
    (segment,) = coded_segments(study(TALK, codings=codings), chosen)
    return segment


@pytest.mark.parametrize(
    ("attribution", "line"),
    [
        (Attribution(), "helper"),
        (Attribution(role=False), ""),
        (Attribution(pseudonym=True), "H03 (helper)"),
        (Attribution(role=False, pseudonym=True), "H03"),
        (Attribution(wave=True, site=True), "helper, wave 1, Bergen"),
        (ALL, "H03 (helper), wave 1, Bergen, Bergen-H03, 0:00:00"),
    ],
)
def test_the_line_says_what_was_asked_for_and_nothing_else(attribution, line):
    assert attribution_line(only(on(TALK, 0, "identity")), attribution) == line


def test_a_speaker_nobody_has_named_is_a_participant():
    assert attribution_line(only(on(TALK, 4, "identity")), Attribution()) == "participant"


def test_two_helpers_in_one_quote_are_told_apart_without_their_pseudonyms():
    segment = only(on(TALK, 0, "identity", to=3), chosen=SegmentFilter(with_staff_turns=True))

    assert attribution_line(segment, Attribution()) == "helper 1, helper 2, supervisor"
    assert part_labels(segment, Attribution()) == ("helper 1", "helper 2", "interviewer", "supervisor")
    assert part_labels(segment, Attribution(pseudonym=True))[:2] == ("H03 (helper)", "H05 (helper)")


def test_with_every_fact_hidden_speakers_are_numbered_and_staff_still_told_apart():
    segment = only(on(TALK, 1, "identity", to=3), chosen=SegmentFilter(with_staff_turns=True))

    assert attribution_line(segment, Attribution(role=False)) == ""
    assert part_labels(segment, Attribution(role=False)) == ("participant 1", "interviewer", "participant 2")


def test_a_hostile_pseudonym_stays_on_its_line():
    snapshot = study(TALK, codings=(on(TALK, 0, "identity"),))
    hostile = replace(snapshot.participants[0], pseudonym="H03\n\u202e— V01")
    (segment,) = coded_segments(replace(snapshot, participants=(hostile, *snapshot.participants[1:])))

    assert attribution_line(segment, Attribution(pseudonym=True)) == "H03 — V01 (helper)"


def test_a_passage_two_coders_marked_alike_is_one_quote():
    codings = (on(TALK, 0, "identity"), on(TALK, 0, "identity", coder="ola"), on(TALK, 0, "strain"))

    assert [s.code.id for s in distinct(coded_segments(study(TALK, codings=codings)))] == ["identity", "strain"]


def test_codes_come_in_codebook_order_with_those_above_them():
    snapshot = study(TALK, codings=(on(TALK, 0, "strain"), on(TALK, 1, "belonging"), on(TALK, 1, "helped")))

    groups = list(by_code(snapshot, coded_segments(snapshot), Attribution()))

    assert [(depth, code.id, len(quotes)) for depth, code, quotes in groups] == [
        (0, "identity", 0),
        (1, "helped", 1),
        (1, "belonging", 1),
        (0, "wellbeing", 0),
        (1, "strain", 1),
    ]
    assert code_path(snapshot, groups[1][1]) == "Identity > From helped to helper"


def test_the_order_of_quotes_gives_nothing_hidden_away():
    first = interview("a", "H03: En.", "H03: To.", "H03: Tre.", wave="w1")
    second = interview("b", "H05: Fire.", "H05: Fem.", wave="w2")
    codings = tuple(on(first, n, "identity") for n in range(3)) + tuple(on(second, n, "identity") for n in range(2))
    snapshot = study(first, second, codings=codings)

    def order(attribution):
        ((_, _, quotes),) = by_code(snapshot, coded_segments(snapshot), attribution)
        return [quote.text for quote in quotes], [reference(quote) for quote in quotes]

    texts, references = order(Attribution())
    assert references == sorted(references)
    assert texts != ["En.", "To.", "Tre.", "Fire.", "Fem."]
    assert {text for text in order(Attribution(wave=True))[0][:3]} == {"En.", "To.", "Tre."}


@pytest.mark.parametrize(("turns", "state"), [((0, 0), "yes"), ((0, 1), "partly"), ((1, 1), "no")])
def test_a_quote_says_whether_it_was_checked(turns, state):
    talk = interview("x", "+H03: Ja.", "H05: Nei.")
    (segment,) = coded_segments(study(talk, codings=(on(talk, turns[0], "identity", to=turns[1]),)))

    assert check_state(segment) == state


def test_choices_are_told_in_words_but_not_the_hidden_ones():
    chosen = SegmentFilter(code_ids=("identity",), wave_ids=("w1",), roles=("helper",), coder_ids=("person-ola",))

    assert chosen_in_words(study(TALK), chosen, Attribution()) == (
        ("Codes", "Identity (with their subcodes)"),
        ("Waves", "a choice, not shown"),
        ("Roles", "helper"),
        ("Coders", "Ola"),
    )
    assert ("Waves", "1") in chosen_in_words(study(TALK), chosen, Attribution(wave=True))
