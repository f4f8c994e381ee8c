"""Two transcripts of one interview beside each other: borders of turns and speakers differ, words are found again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.spans import Passage
from transcripts.aligning import PartKind, align, compare
from transcripts.model import Turn

WORDS = ["alpe", "bokk", "dymt", "wuxz", "gjerv", "húø", "بيت", "سوق", "😊", "ψω", "жд", "kle"]


def turns(*texts: str, name: str = "o", speakers: str = "AB") -> list[Turn]:
    return [Turn(f"{name}{n}", speakers[n % len(speakers)], text) for n, text in enumerate(texts)]


def test_a_passage_is_found_where_its_words_are_whatever_the_borders() -> None:
    found = align(
        turns("det var tungt da", "ja men fint også"), turns("det var", "tungt da ja men", "fint også", name="n")
    )
    assert found.carry(Passage("o0", 8, "o1", 6)) == Passage("n1", 0, "n1", 15)
    assert found.carry(Passage("o1", 3, "o1", 16)) == Passage("n1", 12, "n2", 9)
    assert found.carry(Passage("o0", 0, "o0", 7)) == Passage("n0", 0, "n0", 7)


def test_what_nobody_says_any_more_is_for_a_person() -> None:
    found = align(turns("det var tungt", "ja"), turns("noe annet", "ja", name="n"))
    assert found.carry(Passage("o0", 0, "o0", 13)) is None
    assert found.beside("o0") in ("n0", "n1") and found.beside("o1") == "n1"


def test_turns_correspond_where_each_is_the_others_best_match() -> None:
    found = align(turns("det var tungt da", "mm", "men fint"), turns("det var tyngt", "da men fint", name="n"))
    assert found.corresponding == {"o0": "n0", "o2": "n1"}


def test_voices_are_told_by_most_of_their_words() -> None:
    found = align(turns("en to tre fire", "fem seks"), turns("en to tre", "fire fem seks", name="n", speakers="XY"))
    assert found.voices == {"X": "A", "Y": "B"}


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """The same words in two layouts of turns."""

    def cut() -> list[str]:
        borders = sorted(draw(st.sets(st.integers(1, len(WORDS) - 1), max_size=5)))
        return [" ".join(WORDS[a:b]) for a, b in zip([0, *borders], [*borders, len(WORDS)], strict=True)]

    return cut(), cut()


@given(layouts(), st.integers(0, 11), st.integers(0, 11))
def test_the_same_words_in_other_turns_keep_every_passage(layout: tuple[list[str], list[str]], a: int, b: int) -> None:
    old, new = turns(*layout[0]), turns(*layout[1], name="n")
    first, last = min(a, b), max(a, b)
    found = align(old, new).carry(_covering(old, first, last))
    assert found == _covering(new, first, last)


def _covering(spoken: list[Turn], first: int, last: int) -> Passage:
    start = next((t.id, t.text.split().index(WORDS[first]), t) for t in spoken if WORDS[first] in t.text.split())
    end = next((t.id, t.text.split().index(WORDS[last]), t) for t in spoken if WORDS[last] in t.text.split())
    begin = len(" ".join(start[2].text.split()[: start[1]])) + bool(start[1])
    return Passage(start[0], begin, end[0], len(" ".join(end[2].text.split()[: end[1] + 1])))


@given(st.lists(st.sampled_from(WORDS), max_size=9), st.lists(st.sampled_from(WORDS), max_size=9), st.integers(1, 4))
def test_a_comparison_reads_as_the_newer_transcript_and_loses_no_older_word(
    old: list[str], new: list[str], size: int
) -> None:
    def laid_out(words: list[str], name: str) -> list[Turn]:
        return turns(*(" ".join(words[n : n + size]) for n in range(0, len(words), size)), name=name)

    newer = laid_out(new, "n")
    if not newer:
        return
    found = compare(laid_out(old, "o"), newer)
    for turn, compared in zip(newer, found.turns, strict=True):
        assert "".join(part.text for part in compared.parts if part.kind is not PartKind.GONE) == turn.text
    parts = [part for compared in found.turns for part in compared.parts]
    kept = " ".join(part.text for part in parts if part.kind is not PartKind.NEW).split()
    assert sorted(kept) == sorted(old)
    assert found.old_words - found.gone_words == found.new_words - found.added_words
