"""Turns while their words are corrected: what the texts keep, and what becomes of the times of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts import matching
from transcripts.differences import Difference, difference, merged, replaced
from transcripts.editing import NothingToSplitError, edited, joined, split
from transcripts.model import Turn, Word


def turn(text: str, *, at: int = 1000, each: int = 100, name: str = "a") -> Turn:
    """A turn whose words take a tenth of a second each, as an engine would have timed them."""
    words, place = [], 0
    for number, word in enumerate(text.split()):
        place = text.index(word, place)
        words.append(Word(place, place + len(word), at + number * each, at + (number + 1) * each, 0.9))
        place += len(word)
    return Turn(name, "S", text, at, at + len(words) * each, tuple(words))


def times(of: Turn) -> list[tuple[str, int | None, int | None, float | None]]:
    return [(of.text[w.start : w.end], w.start_ms, w.end_ms, w.confidence) for w in of.words]


def changed(old: Turn, text: str) -> Turn:
    return edited(old, difference(old.text, text))


def test_a_changed_word_has_the_time_of_what_it_replaced_and_no_confidence() -> None:
    assert times(changed(turn("det var tungt da"), "det var lett da")) == [
        ("det", 1000, 1100, 0.9),
        ("var", 1100, 1200, 0.9),
        ("lett", 1200, 1300, None),
        ("da", 1300, 1400, 0.9),
    ]


def test_two_words_for_one_share_its_time_by_letters() -> None:
    assert times(changed(turn("det ubrukelig da"), "det u brukelig da"))[1:3] == [
        ("u", 1100, 1111, None),
        ("brukelig", 1111, 1200, None),
    ]


def test_an_inserted_word_lies_in_the_gap_between_its_neighbours() -> None:
    assert times(changed(turn("det tungt"), "det var tungt"))[1] == ("var", 1100, 1100, None)


def test_a_turn_nobody_has_timed_stays_so() -> None:
    assert changed(Turn("a", "S", "det var"), "det var tungt").words == ()


def test_an_edit_is_one_revision_more() -> None:
    assert changed(turn("ja"), "nei").revision == 1


def test_a_split_gives_each_part_its_words_and_their_times() -> None:
    first, second, seam = split(turn("det var  tungt da"), 8, "b", "T")
    assert (first.text, second.text, seam.cut, seam.resume) == ("det var", "tungt da", 7, 9)
    assert (first.start_ms, first.end_ms, second.start_ms, second.end_ms) == (1000, 1200, 1200, 1400)
    assert times(second) == [("tungt", 1200, 1300, 0.9), ("da", 1300, 1400, 0.9)]
    assert (first.id, first.speaker, second.id, second.speaker) == ("a", "S", "b", "T")


@pytest.mark.parametrize("at", [0, 1, 5, 6])
def test_a_part_without_words_is_refused(at: int) -> None:
    with pytest.raises(NothingToSplitError):
        split(Turn("a", "S", " tung "), at, "b", "S")


def test_a_join_puts_one_space_between_and_takes_the_times_along() -> None:
    whole, seam = joined(turn("det var"), turn("tungt da", at=2000, name="b"))
    assert (whole.text, whole.id, whole.start_ms, whole.end_ms) == ("det var tungt da", "a", 1000, 2200)
    assert times(whole)[2] == ("tungt", 2000, 2100, 0.9)
    assert (seam.cut, seam.resume) == (7, 8)


words = st.lists(st.sampled_from(["ja", "nei", "det", "var", "😊", "الآن", "tungt,"]), min_size=1, max_size=12)


@given(words, words)
def test_word_times_never_run_backwards_and_lie_inside_the_text(old: list[str], new: list[str]) -> None:
    after = changed(turn(" ".join(old)), " ".join(new))
    starts = [word.start_ms for word in after.words if word.start_ms is not None]
    assert starts == sorted(starts)
    assert all(0 <= w.start < w.end <= len(after.text) for w in after.words)
    assert [w.end for w in after.words][:-1] <= [w.start for w in after.words][1:]


@given(st.text(max_size=80), st.text(max_size=80))
def test_what_counts_as_the_same_is_the_same_and_in_order(old: str, new: str) -> None:
    found = difference(old, new)
    for kept in found.kept:
        if kept.same:
            assert old[kept.old_start : kept.old_end] == new[kept.new_start : kept.new_end]
    for before, after in zip(found.kept, found.kept[1:], strict=False):
        assert before.old_end <= after.old_start and before.new_end <= after.new_start


@given(words, words, words)
def test_changes_of_different_words_can_be_taken_together(
    first: list[str], second: list[str], third: list[str]
) -> None:
    base = " ".join([*first, "MIDT", "PÅ", *second])
    mine = " ".join([*third, "MIDT", "PÅ", *second])
    theirs = " ".join([*first, "MIDT", "PÅ", *third])
    assert merged(base, mine, theirs) == " ".join([*third, "MIDT", "PÅ", *third])


def test_changes_of_the_same_word_are_for_a_person() -> None:
    assert merged("det var tungt", "det var lett", "det var tyngre") is None
    assert merged("det var", "det var så", "det var slik") is None


def test_a_substitute_stands_for_what_it_replaced() -> None:
    found = replaced("min kollega Kari sa", [(12, 16)], "[kollega]")
    assert found.new == "min kollega [kollega] sa"
    assert found.carry(12, 16) == found.carry(13, 15)
    assert found.carry(17, 19) is not None


# --- very long texts: bounded by how much is compared, whatever the machine


def pairs_compared(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> tuple[Difference, int]:
    compared = 0
    original = matching.LCSseq.opcodes

    def count(a: list[int], b: list[int]) -> object:
        nonlocal compared
        compared += len(a) * len(b)
        return original(a, b)

    monkeypatch.setattr(matching.LCSseq, "opcodes", count)
    return difference(old, new), compared


LONG = 100_000


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        pytest.param(
            "ja " * LONG, "ja " * (LONG // 2) + "nei " + "ja " * (LONG // 2), 3 * LONG, id="one word inserted"
        ),
        pytest.param("a b " * LONG, "b c " * LONG, 0, id="nothing occurs once"),
        pytest.param(
            " ".join(map(str, range(LONG))), " ".join(map(str, range(1, LONG, 2))), None, id="every word occurs once"
        ),
    ],
)
def test_a_hundred_thousand_words_are_compared_in_bounds(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str, kept: int | None
) -> None:
    found, compared = pairs_compared(monkeypatch, old, new)
    assert compared <= 4 * matching.MOST_PAIRS
    letters = sum(k.old_end - k.old_start for k in found.kept if k.same)
    if kept is None:
        assert letters >= len(new) - 2 * LONG
    else:
        assert kept - 4 <= letters <= kept


def test_a_word_of_a_megabyte_is_compared_by_its_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> float:
        raise AssertionError("letter by letter")

    monkeypatch.setattr(matching.Indel, "normalized_similarity", never)
    word = "æ" * 1_000_000
    found = difference(f"det {word} var", f"det {word[:-9]}x{word[:8]} var")
    assert found.carry(4, 4 + len(word)) is not None
    assert difference(word, "å" * 1_000_000).kept == ()
