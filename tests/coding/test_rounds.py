"""Which round of an interview is counted where several rounds have codings."""

from __future__ import annotations

from dataclasses import replace

from coding.model import Round, RoundKind, Snapshot
from coding.rounds import counted_in_words, counted_once, counted_rounds, segments_per_interview
from tests.interviews import interview, on, study


def coded(*places: tuple[str, str, str]) -> Snapshot:
    """A snapshot whose codings are (interview, round, coder), all with the first coding's code and passage."""
    talk = interview("a", "H03: Det var tungt.")
    whole, first = study(talk), on(talk, 0, "strain", "tungt")
    rounds = (
        Round("first", "Each alone", RoundKind.INDEPENDENT),
        Round("team", "Together", RoundKind.CONSENSUS),
        Round("second", "Each alone again", RoundKind.INDEPENDENT),
    )
    codings = tuple(
        replace(first, id=f"{number:032x}", interview_id=interview, round_id=round_id, coder_id=coder)
        for number, (interview, round_id, coder) in enumerate(places)
    )
    return replace(whole, rounds=rounds, codings=codings)


def test_the_teams_round_is_counted_where_it_has_codings_else_the_newest_of_single_coders() -> None:
    snapshot = coded(
        ("a", "first", "kari"), ("a", "team", "ola"), ("a", "second", "ola"), ("b", "first", "ola"),
        ("b", "second", "kari"), ("c", "first", "kari"),
    )  # fmt: skip
    assert counted_rounds(snapshot) == {"a": "team", "b": "second", "c": "first"}
    assert [coding.round_id for coding in counted_once(snapshot).codings] == ["team", "second", "first"]


def test_two_coders_with_the_same_code_on_the_same_words_are_one_segment() -> None:
    snapshot = coded(("a", "first", "kari"), ("a", "first", "ola"), ("b", "first", "ola"))
    assert segments_per_interview(snapshot) == {"a": 1, "b": 1}


def test_what_is_counted_is_said_where_rounds_would_mix_and_only_there() -> None:
    mixed = coded(("a", "first", "kari"), ("a", "team", "ola"), ("b", "first", "ola"))
    assert counted_in_words(mixed) == "Counted: Each alone (1 interview), Together (1 interview)"
    assert counted_in_words(coded(("a", "first", "kari"), ("b", "first", "ola"))) == ""
    assert counted_in_words(coded()) == ""
