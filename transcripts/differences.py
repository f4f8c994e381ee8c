"""What became of a text's words when it was changed, word by word; and two changes of one text taken together.

A word that stands in both texts is *the same*. A word changed in its letters (a typo mended, two words drawn together)
is *mended*: it stands for the old one. Everything else of the old text is gone, everything else of the new one is new.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from core.spans import TextSpan
from transcripts.matching import match, shared_ends

# Signs that belong to the letter before them (Latin, Hebrew, Arabic, Ethiopic, variation selectors) and the joiners of
# Persian and Indic scripts. `\w` alone would cut a vocalised Arabic word into its letters.
_SIGNS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u135d-\u135f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\u200c\u200d"
)
TOKEN = re.compile(rf"\w[\w{_SIGNS}]*|[^\w\s]+")
LETTER, SIGN, ANYTHING = re.compile(r"\w"), re.compile(r"\S"), re.compile(r"[\s\S]")


@dataclass(frozen=True, slots=True)
class Kept:
    """A stretch of the old text and the stretch of the new one that stands for it. Both half-open, in code points."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    same: bool  #: The very same characters; False when mended.


@dataclass(frozen=True)
class Difference:
    """What of `old` is kept in `new`: stretches in order, none touching another of the same kind."""

    old: str
    new: str
    kept: tuple[Kept, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [kept.old_start for kept in self.kept]

    @cached_property
    def _ends(self) -> list[int]:
        return [kept.old_end for kept in self.kept]

    def within(self, start: int, end: int) -> Sequence[Kept]:
        """The kept stretches that share a character with `start` up to `end` of the old text."""
        return self.kept[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    def carry(self, start: int, end: int) -> TextSpan | None:
        """Where the words of `start` up to `end` stand in the new text: from the first that is kept to the last.

        None when no word is kept; punctuation that stayed beside words that went does not count.
        """
        found = self.within(start, end)
        if not any(self._speaks(kept, start, end) for kept in found):
            return None
        first, last = found[0], found[-1]
        new_start = self._inside(first, start, 0) if first.old_start < start else first.new_start
        new_end = self._inside(last, end, 1) if end < last.old_end else last.new_end
        return TextSpan(new_start, new_end) if new_start < new_end else None

    def _speaks(self, kept: Kept, start: int, end: int) -> bool:
        """Whether what is kept of a passage holds some of what the passage says: words, else signs, else spaces."""
        inside = max(kept.old_start, start), min(kept.old_end, end)
        said = next(said for said in (LETTER, SIGN, ANYTHING) if said.search(self.old, start, end))
        return said.search(self.old, *inside) is not None

    def _inside(self, kept: Kept, offset: int, is_end: int) -> int:
        """An offset inside a kept stretch; in a mended word the letters that differ stay on the covered side."""
        if kept.same:
            return kept.new_start + offset - kept.old_start
        old, new = self.old[kept.old_start : kept.old_end], self.new[kept.new_start : kept.new_end]
        before, after = shared_ends(old, new)
        place = offset - kept.old_start
        if place <= before:
            return kept.new_start + place
        if place >= len(old) - after:
            return kept.new_end - (len(old) - place)
        return kept.new_end - after if is_end else kept.new_start + before


def difference(old: str, new: str) -> Difference:
    """Compare two texts word by word. Never slow: see `transcripts.matching` for what very long texts give up.

    >>> found = difference("jeg var tungt sliten", "jeg var veldig sliten da")
    >>> [(found.new[k.new_start : k.new_end], k.same) for k in found.kept]
    [('jeg var', True), ('sliten', True)]
    """
    if old == new:
        return Difference(old, new, (Kept(0, len(old), 0, len(new), True),) if old else ())
    return Difference(old, new, tuple(_drawn_together(_with_spaces(old, new, _kept_words(old, new)))))


def replaced(old: str, places: Sequence[tuple[int, int]], substitute: str) -> Difference:
    """The difference that putting `substitute` in these places makes, in order: it stands for what was there.

    >>> replaced("Kari og Ola", [(0, 4), (8, 11)], "[navn]").new
    '[navn] og [navn]'
    """
    kept, parts = [], []
    at = length = 0
    for start, end in [*places, (len(old), len(old))]:
        kept.append(Kept(at, start, length, length + start - at, True))
        parts.append(old[at:start])
        length += start - at
        if start < end:
            kept.append(Kept(start, end, length, length + len(substitute), False))
            parts.append(substitute)
            length += len(substitute)
        at = end
    return Difference(old, "".join(parts), tuple(k for k in kept if k.old_start < k.old_end))


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Both changes of `base` in one text; None where they touch the same words, so that a person must choose.

    >>> merged("det var tungt i fjor", "Det var tungt i fjor", "det var tungt i 2024")
    'Det var tungt i 2024'
    """
    both = sorted({*changes(difference(base, mine)), *changes(difference(base, theirs))})
    if any(start <= end for (_, end, _), (start, _, _) in pairwise(both)):
        return None
    parts, at = [], 0
    for start, end, text in both:
        parts += [base[at:start], text]
        at = end
    return "".join([*parts, base[at:]])


def changes(found: Difference) -> Iterator[tuple[int, int, str]]:
    """What the new text has in place of a stretch of the old one: start, end, text."""
    old_at = new_at = 0
    for kept in [k for k in found.kept if k.same] + [Kept(len(found.old), len(found.old), len(found.new), 0, True)]:
        if old_at < kept.old_start or new_at < kept.new_start:
            yield old_at, kept.old_start, found.new[new_at : kept.new_start]
        old_at, new_at = kept.old_end, kept.new_end


def tokens(text: str) -> list[tuple[int, int]]:
    """Where the words and the runs of signs of a text stand, in order; white space lies between them."""
    return [found.span() for found in TOKEN.finditer(text)]


def _kept_words(old: str, new: str) -> Iterator[Kept]:
    olds, news = tokens(old), tokens(new)
    for pair in match([old[a:b] for a, b in olds], [new[a:b] for a, b in news]):
        before, after = olds[pair.old_start : pair.old_end], news[pair.new_start : pair.new_end]
        whole = Kept(before[0][0], before[-1][1], after[0][0], after[-1][1], pair.same)
        if not pair.same or old[whole.old_start : whole.old_end] == new[whole.new_start : whole.new_end]:
            yield whole
        else:  # the white space between them differs
            yield from (Kept(*here, *there, True) for here, there in zip(before, after, strict=True))


def _with_spaces(old: str, new: str, words: Iterable[Kept]) -> Iterator[Kept]:
    """The kept words, and the white space between two of them that still follow each other."""
    old_at = new_at = 0
    for kept in [*words, Kept(len(old), len(old), len(new), len(new), True)]:
        space = old[old_at : kept.old_start]
        if space.isspace() and space == new[new_at : kept.new_start]:
            yield Kept(old_at, kept.old_start, new_at, kept.new_start, True)
        if kept.old_start < kept.old_end:
            yield kept
        old_at, new_at = kept.old_end, kept.new_end


def _drawn_together(pieces: Iterable[Kept]) -> Iterator[Kept]:
    """Neighbours that are the same in both texts as one stretch."""
    at: Kept | None = None
    for kept in pieces:
        if at is None:
            at = kept
        elif at.same and kept.same and (at.old_end, at.new_end) == (kept.old_start, kept.new_start):
            at = Kept(at.old_start, kept.old_end, at.new_start, kept.new_end, True)
        else:
            yield at
            at = kept
    if at is not None:
        yield at
