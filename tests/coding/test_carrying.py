"""Passages stay on their words: every property the corrections of words are built on, over made-up texts."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.carrying import through_edits, through_join, through_split
from core.spans import Passage
from transcripts.differences import difference

LATIN = ["alpe", "bukk", "dov", "fynn", "gjit", "hymn", "klo", "mørk", "nisse", "rør", "svaks", "wæz"]
ARABIC = ["بيت", "سوق", "نهر", "قلم", "شمع", "خط", "ذرة"]
EMOJI = ["😊", "👩‍🚀", "🏳️‍🌈", "🤝", "🌊"]
UNIQUE = [*LATIN, *ARABIC, *EMOJI]  #: No two of them share half their letters: none can be taken for another, mended.
NEW = ["0101", "2323", "4545", "6767", "8989", "ξψξ", "дждж", "ϟϟϟ"]


@dataclass(frozen=True)
class Change:
    """Words of a text, those that a passage covers (first, last), and what became of them."""

    before: list[str]
    covered: tuple[int, int]
    after: list[str]

    def covered_words(self) -> list[str]:
        return self.before[self.covered[0] : self.covered[1] + 1]


@st.composite
def changes(draw: st.DrawFn) -> Change:
    before = draw(st.permutations(UNIQUE))[: draw(st.integers(1, 12))]
    first = draw(st.integers(0, len(before) - 1))
    last = draw(st.integers(first, len(before) - 1))
    stay = [word for word in before if draw(st.integers(0, 3))]
    after = list(stay)
    for word in draw(st.lists(st.sampled_from(NEW), unique=True, max_size=4)):
        after.insert(draw(st.integers(0, len(after))), word)
    return Change(before, (first, last), after)


def covering(change: Change) -> Passage:
    start = len(" ".join(change.before[: change.covered[0]])) + bool(change.covered[0])
    return Passage("a", start, "a", start + len(" ".join(change.covered_words())))


def carried(change: Change) -> str | None:
    """The passage's words after the change."""
    old, new = " ".join(change.before), " ".join(change.after)
    passage = through_edits(covering(change), [("a", old)], {"a": difference(old, new)})
    return None if passage is None else new[passage.start : passage.end]


@given(changes())
def test_covered_words_that_survive_stay_covered_and_uncovered_ones_stay_uncovered(change: Change) -> None:
    words = (carried(change) or "").split()
    survivors = [word for word in change.covered_words() if word in change.after]
    letters = [word for word in change.covered_words() if word.isalpha()]
    if any(word in change.after for word in letters) or (survivors and not letters):
        assert [word for word in words if word in change.before] == survivors


@given(changes())
def test_words_inserted_strictly_inside_belong_and_at_the_edges_do_not(change: Change) -> None:
    words = carried(change)
    if words is not None:
        survivors = [word for word in change.covered_words() if word in change.after]
        first, last = change.after.index(survivors[0]), change.after.index(survivors[-1])
        assert words == " ".join(change.after[first : last + 1])


@given(changes())
def test_a_passage_none_of_whose_words_survive_is_for_the_review_list_and_no_other(change: Change) -> None:
    said = [word for word in change.covered_words() if word.isalpha()] or change.covered_words()
    assert (carried(change) is None) == (not any(word in change.after for word in said))


@given(changes())
def test_changing_nothing_moves_nothing(change: Change) -> None:
    text = " ".join(change.before)
    passage = covering(change)
    assert through_edits(passage, [("a", text)], {"a": difference(text, text)}) == passage


@given(changes(), st.data())
def test_a_split_and_the_join_that_takes_it_back_leave_every_passage_where_it_was(
    change: Change, data: st.DataObject
) -> None:
    text = " ".join(change.before)
    cut = data.draw(st.integers(1, len(text)))
    resume = len(text) - len(text[cut:].lstrip())
    cut = len(text[:cut].rstrip())
    passage = covering(change)
    halves = through_split(passage, "a", cut, resume, "b")
    assert halves is not None
    assert letters_of(halves, {"a": text[:cut], "b": text[resume:]}) == letters_of(passage, {"a": text})
    assert through_join(halves, "a", "b", cut, resume) == passage


def letters_of(passage: Passage, texts: dict[str, str]) -> str:
    """What a passage covers, without white space."""
    first, last = texts[passage.start_turn], texts[passage.end_turn]
    same = passage.start_turn == passage.end_turn
    said = first[passage.start : passage.end] if same else first[passage.start :] + last[: passage.end]
    return "".join(said.split())


@given(st.text(max_size=60), st.text(max_size=60), st.data())
def test_any_edit_of_any_text_ends_inside_the_new_text_or_on_the_review_list(
    old: str, new: str, data: st.DataObject
) -> None:
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    passage = Passage("a", start, "a", data.draw(st.integers(start + 1, len(old))))
    found = through_edits(passage, [("a", old)], {"a": difference(old, new)})
    assert found is None or 0 <= found.start < found.end <= len(new)


@pytest.mark.parametrize(
    ("old", "covered", "new", "left"),
    [
        ("det var tungt i fjor", "tungt", "det var tugnt i fjor", "tugnt"),
        ("jeg følte meg ubrukelig da", "ubrukelig", "jeg følte meg u brukelig da", "u brukelig"),
        ("en e pleier sa det", "pleier", "en epleier sa det", "pleier"),
        ("det var tungt.", "tungt.", "det var lett.", None),
        ("det var tungt.", "tungt", "det var tungt!", "tungt"),
        ("كيف تشعر الآن؟", "تشعر", "كيف تَشعُر الآن؟", "تَشعُر"),
        ("ja 👩‍🚀 det", "👩‍🚀", "ja så 👩‍🚀 det", "👩‍🚀"),
        ("ja 👩‍🚀 det", "👩‍🚀", "ja så det", None),
        ("var  det", "var  det", "var det", "var det"),
        ("ja ja ja", "ja ja ja", "ja ja", "ja ja"),
        ("a\u202eb c", "c", "a\u202eb x c", "c"),
    ],
)
def test_mended_words_keep_their_passage(old: str, covered: str, new: str, left: str | None) -> None:
    start = old.index(covered)
    passage = Passage("a", start, "a", start + len(covered))
    found = through_edits(passage, [("a", old)], {"a": difference(old, new)})
    assert (found and new[found.start : found.end]) == left


# --- passages over several turns

STRETCH = [("a", "det var tungt"), ("b", "mm"), ("c", "men fint også")]


def edited(passage: Passage, **texts: str) -> Passage | None:
    old = dict(STRETCH)
    return through_edits(passage, STRETCH, {turn: difference(old[turn], new) for turn, new in texts.items()})


def test_an_edit_in_the_middle_moves_nothing() -> None:
    assert edited(Passage("a", 8, "c", 3), b="ja?") == Passage("a", 8, "c", 3)


def test_an_edit_of_the_first_turn_moves_the_start_only() -> None:
    assert edited(Passage("a", 8, "c", 3), a="da var det tungt") == Passage("a", 11, "c", 3)


def test_where_nothing_is_left_in_the_first_turn_the_passage_begins_in_the_next() -> None:
    assert edited(Passage("a", 8, "c", 3), a="det var lett") == Passage("b", 0, "c", 3)


def test_where_nothing_is_left_in_the_last_turn_the_passage_ends_in_the_one_before() -> None:
    assert edited(Passage("a", 8, "c", 3), c="fint også") == Passage("a", 8, "b", 2)


def test_where_nothing_is_left_in_any_turn_a_person_has_to_look() -> None:
    assert edited(Passage("a", 8, "c", 3), a="x", b="y", c="z") is None


def test_a_split_moves_what_lies_behind_it_and_a_join_brings_it_back() -> None:
    over = Passage("a", 4, "c", 3)
    assert through_split(over, "a", 3, 4, "n") == Passage("n", 0, "c", 3)
    assert through_split(Passage("b", 0, "c", 13), "c", 8, 9, "n") == Passage("b", 0, "n", 4)
    assert through_split(Passage("a", 3, "a", 4), "a", 3, 4, "n") is None
    assert through_join(Passage("a", 4, "b", 2), "a", "b", 13, 14) == Passage("a", 4, "a", 16)
    assert through_join(Passage("b", 0, "c", 3), "a", "b", 13, 14) == Passage("a", 14, "c", 3)
