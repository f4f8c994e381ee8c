"""Passages stay on their words while the words are corrected: through edits, splits and joins of turns.

A covered word that survives (is the same, or mended in its letters) stays covered; an uncovered one stays uncovered.
What is new belongs to the passage when it stands strictly inside, between two covered words; at an edge it does not.
None is the answer where no covered word survives: then a person has to look, see the review list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from core.spans import BadSpanError, Passage
from transcripts.differences import ANYTHING, LETTER, SIGN, Difference


def through_edits(
    passage: Passage, stretch: Sequence[tuple[str, str]], differences: Mapping[str, Difference]
) -> Passage | None:
    """Where the passage's words are after some of its turns were edited.

    `stretch`: the passage's turns in order, each with its text as it was; `differences`: of those that were edited.

    >>> from transcripts.differences import difference
    >>> edit = {"a": difference("det var tungt", "men det var veldig tungt")}
    >>> through_edits(Passage("a", 4, "a", 13), [("a", "det var tungt")], edit)
    Passage(start_turn='a', start=8, end_turn='a', end=24)
    """
    if differences.keys().isdisjoint(turn for turn, _ in stretch):
        return passage
    said = _what_counts(passage, stretch)
    left = []
    speaks = False
    for number, (turn, text) in enumerate(stretch):
        start = passage.start if number == 0 else 0
        end = passage.end if number == len(stretch) - 1 else len(text)
        place = _after(differences.get(turn), start, end)
        if place is not None:
            left.append((turn, *place))
            speaks = speaks or said.search(text, start, end) is not None
    if not speaks:
        return None
    return Passage(left[0][0], left[0][1], left[-1][0], left[-1][2])


def _what_counts(passage: Passage, stretch: Sequence[tuple[str, str]]) -> re.Pattern[str]:
    """What has to survive: words, where the passage has any; else signs (an emoji), else white space."""
    texts = [text for _, text in stretch]
    texts[-1] = texts[-1][: passage.end]
    texts[0] = texts[0][passage.start :]
    covered = "\n".join(texts)
    return next((what for what in (LETTER, SIGN) if what.search(covered)), ANYTHING)


def _after(edit: Difference | None, start: int, end: int) -> tuple[int, int] | None:
    if edit is None:
        return start, end
    place = edit.carry(start, end) if start < end else None
    return (place.start, place.end) if place else None


def through_split(passage: Passage, turn: str, cut: int, resume: int, new_turn: str) -> Passage | None:
    """Where the passage is after its turn was split: the first part ends at `cut`, the second begins at `resume`.

    None for a passage of nothing but the white space between them.

    >>> through_split(Passage("a", 4, "a", 13), "a", 3, 4, "b")
    Passage(start_turn='b', start=0, end_turn='b', end=9)
    """
    start_turn, start, end_turn, end = passage.start_turn, passage.start, passage.end_turn, passage.end
    if start_turn == turn and start >= cut:
        start_turn, start = new_turn, max(0, start - resume)
    if end_turn == turn and end > resume:
        end_turn, end = new_turn, end - resume
    elif end_turn == turn:
        end = min(end, cut)
    if (start_turn, end_turn) == (new_turn, turn):
        return None
    try:
        return Passage(start_turn, start, end_turn, end)
    except BadSpanError:
        return None


def through_join(passage: Passage, first: str, second: str, cut: int, resume: int) -> Passage:
    """Where the passage is after `second` was appended to `first`, whose own text ends at `cut`, at `resume`.

    >>> through_join(Passage("a", 2, "b", 5), "a", "b", 9, 10)
    Passage(start_turn='a', start=2, end_turn='a', end=15)
    """
    start_turn, start, end_turn, end = passage.start_turn, passage.start, passage.end_turn, passage.end
    if start_turn == second:
        start_turn, start = first, resume + start
    if end_turn == second:
        end_turn, end = first, resume + end if end else cut
    if (start_turn, end_turn) == (first, first) and start >= end:  # of `first` nothing, of `second` nothing
        start = max(0, end - 1)
    return Passage(start_turn, start, end_turn, end)
