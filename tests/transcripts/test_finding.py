"""Where words stand in a turn, and how far a code on them reaches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.spans import TextSpan
from transcripts.finding import Finder, Reach, Wanted, joined, widened

TALK = "Jeg var så SLITEN, og sliten  igjen. Søvnen ble bedre."


def found(text: str, wanted: Wanted) -> list[str]:
    return [text[place.start : place.end] for place in Finder(wanted).places(text)]


def test_a_phrase_is_found_whatever_its_case_and_the_space_in_it() -> None:
    assert found(TALK, Wanted("SLITEN igjen")) == ["sliten  igjen"]
    assert found(TALK, Wanted("sliten")) == ["SLITEN", "sliten"]


def test_every_word_must_be_in_the_turn_when_they_need_not_stand_together() -> None:
    assert found(TALK, Wanted("bedre sliten", together=False)) == ["SLITEN", "sliten", "bedre"]
    assert found(TALK, Wanted("bedre glad", together=False)) == []


def test_whole_words_leave_longer_ones_alone() -> None:
    assert found(TALK, Wanted("søvn")) == ["Søvn"]
    assert found(TALK, Wanted("søvn", whole_words=True)) == []
    assert found("كتابي كتاب", Wanted("کتاب", whole_words=True)) == ["كتاب"]


def test_what_looks_like_a_pattern_is_looked_for_as_it_stands() -> None:
    assert found("a.b (c) axb", Wanted("a.b (c)")) == ["a.b (c)"]


@pytest.mark.parametrize("words", ["", "  ", "\u200d", "\u0301"])
def test_nothing_is_found_when_nothing_is_looked_for(words: str) -> None:
    assert Wanted(words).is_empty
    assert found(TALK, Wanted(words)) == []
    assert Finder(Wanted(words)).count(TALK) == 0


def test_places_that_run_into_each_other_are_one() -> None:
    assert found("ananas", Wanted("an ana", together=False)) == ["anan"]


@pytest.mark.parametrize(
    "reach, expected",
    [
        (Reach.WORDS, "erfaringene"),
        (Reach.SENTENCE, "Jeg brukte erfaringene mine!"),
        (Reach.TURN, "Ja. Jeg brukte erfaringene mine! Og nå?"),
    ],
)
def test_a_place_grows_to_words_sentence_or_turn(reach: Reach, expected: str) -> None:
    text = " Ja. Jeg brukte erfaringene mine! Og nå? "
    (place,) = Finder(Wanted("faring")).places(text)
    wide = widened(text, place, reach)
    assert text[wide.start : wide.end] == expected


@given(some.text(max_size=60), some.data())
def test_a_widened_place_still_covers_what_was_found(text: str, data: some.DataObject) -> None:
    if not text.strip():
        return
    start = data.draw(some.integers(0, len(text) - 1))
    end = data.draw(some.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    for reach in Reach:
        wide = widened(text, TextSpan(start, end), reach)
        assert text[start:end].strip() in text[wide.start : wide.end]
        assert 0 <= wide.start < wide.end <= len(text)


@given(some.lists(some.tuples(some.integers(0, 40), some.integers(1, 9)), max_size=12))
def test_joined_spans_cover_the_same_characters_without_overlap(pairs: list[tuple[int, int]]) -> None:
    spans = [TextSpan(start, start + length) for start, length in pairs]
    result = joined(spans)
    assert {c for s in result for c in range(s.start, s.end)} == {c for s in spans for c in range(s.start, s.end)}
    assert all(one.end <= other.start for one, other in zip(result, result[1:], strict=False))


@given(some.text(alphabet="abå ÅA\u030aÉ", max_size=30), some.text(alphabet="abåÅé ", min_size=1, max_size=4))
def test_count_and_places_agree_on_whether_anything_is_there(text: str, words: str) -> None:
    finder = Finder(Wanted(words))
    assert bool(finder.count(text)) == bool(finder.places(text))
