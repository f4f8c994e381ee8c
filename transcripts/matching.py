"""Which words of one list stand for which words of another: the longest common sequence, then mended words.

Why RapidFuzz: its bit-parallel comparison of two lists of 4,000 words takes milliseconds where `difflib` without its
junk heuristic takes a second. Where even that would grow too large (the table has a bit for each pair of words), the
words that occur once in both lists divide them first; a part that is still too large counts as replaced altogether.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel, LCSseq

MOST_PAIRS = 1 << 24  #: So many pairs of words are compared at once: a table of 2 MB.
MOST_LOOKALIKES = 900  #: Mended words are looked for between runs of up to about 30 words each.
MOST_COMPARED = 20_000_000  #: ... and while the longest of them, so often, has no more letters than this.
MOST_LETTERS = 200  #: Longer words are compared by how they begin and end only.
ALIKE = 0.51  #: More than half of the letters of a mended word are common to both.


@dataclass(frozen=True, slots=True)
class Match:
    """Words `old_start` up to `old_end` of the old list stand in the new one as `new_start` up to `new_end`."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    same: bool  #: Word for word the same; False for one mended word, or two drawn together, or one taken apart.


def match(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """The words that are kept, in order.

    >>> [(m.old_start, m.new_start, m.same) for m in match(["jeg", "er", "trøt"], ["jeg", "var", "trøtt"])]
    [(0, 0, True), (2, 2, False)]
    """
    found: list[Match] = []
    old_at = new_at = 0
    for same in [*_common(old, new), Match(len(old), len(old), len(new), len(new), True)]:
        found.extend(_mended(old, new, (old_at, same.old_start), (new_at, same.new_start)))
        if same.old_start < same.old_end:
            found.append(same)
        old_at, new_at = same.old_end, same.new_end
    return found


def shared_ends(old: Sequence[str] | str, new: Sequence[str] | str) -> tuple[int, int]:
    """How many items both begin with, and how many of the rest both end with."""
    least = min(len(old), len(new))
    before = _shared(old, new, least)
    after = _shared(old[::-1], new[::-1], least - before)
    return before, after


def _shared(old: Sequence[str] | str, new: Sequence[str] | str, least: int) -> int:
    """How many of the first `least` items agree; by halves instead of one by one, for very long words."""
    agreed = 0
    while agreed < least:
        half = (agreed + least + 1) // 2
        if old[agreed:half] == new[agreed:half]:
            agreed = half
        else:
            least = half - 1
    return agreed


def _common(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """The longest list of words common to both, as runs."""
    before, after = shared_ends(old, new)
    numbers: dict[str, int] = {}
    olds = [numbers.setdefault(word, len(numbers)) for word in old[before : len(old) - after]]
    news = [numbers.setdefault(word, len(numbers)) for word in new[before : len(new) - after]]
    runs = [Match(0, before, 0, before, True)] if before else []
    runs += _runs(olds, news, before, before)
    if after:
        runs.append(Match(len(old) - after, len(old), len(new) - after, len(new), True))
    return runs


def _runs(old: Sequence[int], new: Sequence[int], old_at: int, new_at: int) -> Iterator[Match]:
    """Runs of equal numbers; `old_at` and `new_at` say where the two lists begin in the whole."""
    if not old or not new:
        return
    if len(old) * len(new) <= MOST_PAIRS:
        for step in LCSseq.opcodes(old, new):
            if step.tag == "equal":
                yield Match(
                    old_at + step.src_start,
                    old_at + step.src_end,
                    new_at + step.dest_start,
                    new_at + step.dest_end,
                    True,
                )
        return
    a = b = 0
    anchors = _anchors(old, new)
    for x, y in anchors:
        yield from _runs(old[a:x], new[b:y], old_at + a, new_at + b)
        yield Match(old_at + x, old_at + x + 1, new_at + y, new_at + y + 1, True)
        a, b = x + 1, y + 1
    if anchors:
        yield from _runs(old[a:], new[b:], old_at + a, new_at + b)


def _anchors(old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
    """Where the numbers stand that occur once in each list: as many as keep their order."""
    once_old, once_new = Counter(old), Counter(new)
    place = {word: n for n, word in enumerate(new) if once_new[word] == 1}
    pairs = [(n, place[word]) for n, word in enumerate(old) if once_old[word] == 1 and word in place]
    return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest selection of pairs whose second numbers rise; the first ones rise already."""
    ends: list[int] = []  # the smallest last number of a rising selection of each length
    heads: list[int] = []  # which pair that is
    before: list[int] = []
    for n, (_, number) in enumerate(pairs):
        length = bisect_left(ends, number)
        ends[length : length + 1] = [number]
        heads[length : length + 1] = [n]
        before.append(heads[length - 1] if length else -1)
    chosen, n = [], heads[-1] if heads else -1
    while n >= 0:
        chosen.append(pairs[n])
        n = before[n]
    return chosen[::-1]


# --- mended words


def _mended(
    old: Sequence[str], new: Sequence[str], old_run: tuple[int, int], new_run: tuple[int, int]
) -> Iterator[Match]:
    """Of a run of words that another run replaces: those that are only changed in their letters."""
    olds = [word.casefold() for word in old[slice(*old_run)]]
    news = [word.casefold() for word in new[slice(*new_run)]]
    if not olds or not news or not _cheap(olds, news):
        return
    for a, b, width_old, width_new in _best_pairs(olds, news):
        x, y = old_run[0] + a, new_run[0] + b
        yield Match(x, x + width_old, y, y + width_new, False)


def _cheap(old: Sequence[str], new: Sequence[str]) -> bool:
    pairs = len(old) * len(new)
    return pairs <= MOST_LOOKALIKES and pairs * max(map(len, (*old, *new))) <= MOST_COMPARED


_STEPS = ((1, 1), (1, 2), (2, 1))  #: One word for one, one taken apart, two drawn together.


def _best_pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Pairs in order with as much likeness as there can be: where, and how many words on either side."""
    rows, columns = len(old) + 1, len(new) + 1
    best = [[0.0] * columns for _ in range(rows)]
    step: list[list[tuple[int, int] | None]] = [[None] * columns for _ in range(rows)]
    for a in range(len(old) - 1, -1, -1):
        for b in range(len(new) - 1, -1, -1):
            best[a][b] = max(best[a + 1][b], best[a][b + 1])
            for wide, broad in _STEPS:
                if a + wide > len(old) or b + broad > len(new):
                    continue
                alike = _alike(old[a : a + wide], new[b : b + broad])
                if alike and best[a + wide][b + broad] + alike > best[a][b]:
                    best[a][b] = best[a + wide][b + broad] + alike
                    step[a][b] = (wide, broad)
    return list(_path(best, step))


def _path(
    best: Sequence[Sequence[float]], step: Sequence[Sequence[tuple[int, int] | None]]
) -> Iterator[tuple[int, int, int, int]]:
    a = b = 0
    while a < len(best) - 1 and b < len(best[0]) - 1:
        if (taken := step[a][b]) is not None:
            yield a, b, *taken
            a, b = a + taken[0], b + taken[1]
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1


def _alike(old: Sequence[str], new: Sequence[str]) -> float:
    """How alike the letters are, from ALIKE to 1; 0 when they are not the same word."""
    if len(old) + len(new) == 2:
        return _likeness(old[0], new[0])
    return 1.5 if "".join(old) == "".join(new) else 0  # counts for more than the likeness of one of the parts


def _likeness(old: str, new: str) -> float:
    if old == new:
        return 1
    is_sign = _is_punctuation(old), _is_punctuation(new)
    if any(is_sign):
        return ALIKE if all(is_sign) else 0
    if max(len(old), len(new)) > MOST_LETTERS:
        ends = sum(shared_ends(old, new)) / max(len(old), len(new))
        return ends if ends >= ALIKE else 0
    return Indel.normalized_similarity(old, new, score_cutoff=ALIKE)


def _is_punctuation(word: str) -> bool:
    return unicodedata.category(word[0]).startswith("P")
