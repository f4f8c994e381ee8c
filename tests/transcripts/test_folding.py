"""Text made alike for searching, and the way back to the turn's own characters."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from transcripts.folding import fold, fold_with_places

#: Letters, marks, joiners and controls that get in each other's way.
TRICKY = (
    "aAoOuåÄöæØéßİıſﬁ ơậ\u030a\u0308\u0301\u0323\u0327\u0345\u200d\u200b\u202e\u00ad\ufe0f😀👍🏽"
    "كـةىیکأإآٱؤئ\u064e\u0670각ΣςЙёᾳ"
)
HOSTILE = some.text(alphabet=some.sampled_from(TRICKY), max_size=24) | some.text(max_size=24)


CASES = json.loads((Path(__file__).parent / "folding_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("one, other", CASES["alike"])
def test_what_a_person_means_by_the_same_word_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("one, other", CASES["apart"])
def test_letters_of_their_own_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_ring_stays_a_letter_beside_another_mark() -> None:
    assert fold("a\u0323\u030a") == fold("a\u030a\u0323") == "å"


def test_what_is_found_covers_the_original_characters_with_their_marks() -> None:
    text = "I café\u0301n: مُدَرِّس!"
    folded = fold_with_places(text)
    start = folded.text.index("مدرس")
    span = folded.span(start, start + 4)
    assert text[span.start : span.end] == "مُدَرِّس"


@given(HOSTILE)
def test_both_ways_of_folding_agree(text: str) -> None:
    assert fold_with_places(text).text == fold(text)


@given(HOSTILE)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(HOSTILE)
def test_composed_or_not_is_all_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(unicodedata.normalize("NFC", text)) == fold(text)


@given(HOSTILE)
def test_every_place_lies_in_the_text_and_in_order(text: str) -> None:
    folded = fold_with_places(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))


@given(HOSTILE, some.data())
def test_a_found_stretch_folds_to_what_was_looked_for(text: str, data: some.DataObject) -> None:
    folded = fold_with_places(text)
    if not folded.text:
        return
    start = data.draw(some.integers(0, len(folded.text) - 1))
    end = data.draw(some.integers(start + 1, len(folded.text)))
    span = folded.span(start, end)
    assert folded.text[start:end] in fold(text[span.start : span.end])
