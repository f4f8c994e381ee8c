"""Two transcripts of one interview, word beside word: speaker changes and the borders of turns may differ.

What stands in one turn here may stand in two there. Passages are carried over, turns that correspond are found, and
what differs can be read turn by turn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from core.spans import BadSpanError, Passage
from transcripts.differences import Difference, Kept, difference
from transcripts.model import Turn

LEAST_IN_COMMON = 0.5  #: Turns correspond when this share of either's letters is common to both.
BORDER = "\n"


@dataclass(frozen=True)
class Alignment:
    """The turns of an older and a newer transcript, and what of the older words is kept in the newer."""

    old: tuple[Turn, ...]
    new: tuple[Turn, ...]
    found: Difference  #: Of all turns' texts in a row, a line break between two.

    @cached_property
    def _old_bases(self) -> list[int]:
        return _bases(self.old)

    @cached_property
    def _new_bases(self) -> list[int]:
        return _bases(self.new)

    @cached_property
    def _old_place(self) -> Mapping[str, int]:
        return {turn.id: number for number, turn in enumerate(self.old)}

    def carry(self, passage: Passage) -> Passage | None:
        """The passage in the newer transcript; None when none of its words is there."""
        start = self._old_bases[self._old_place[passage.start_turn]] + passage.start
        end = self._old_bases[self._old_place[passage.end_turn]] + passage.end
        place = self.found.carry(start, end) if start < end else None
        if place is None:
            return None
        first, last = self._new_turn(place.start), self._new_turn(place.end - 1)
        begin, until = place.start - self._new_bases[first], place.end - self._new_bases[last]
        if begin >= len(self.new[first].text) and first < last:  # it would begin with the border
            first, begin = first + 1, 0
        try:
            return Passage(self.new[first].id, begin, self.new[last].id, min(until, len(self.new[last].text)))
        except BadSpanError:
            return None

    def beside(self, old_turn: str) -> str:
        """The newer turn to look at for an older one: with most of its words, else the one that stands there."""
        number = self._old_place[old_turn]
        shares = [(letters, new) for (old, new), letters in self._common.items() if old == number]
        if shares:
            return self.new[max(shares)[1]].id
        before = [kept for kept in self.found.kept if kept.old_end <= self._old_bases[number]]
        return self.new[self._new_turn(before[-1].new_end - 1) if before else 0].id

    @cached_property
    def corresponding(self) -> Mapping[str, str]:
        """Older turns to newer ones that say the same, each the best match of the other."""
        best_of_old = _best(self._common)
        best_of_new = _best({(new, old): letters for (old, new), letters in self._common.items()})
        return {
            self.old[old].id: self.new[new].id
            for old, new in best_of_old.items()
            if best_of_new[new] == old and self._alike(old, new)
        }

    @cached_property
    def voices(self) -> Mapping[str, str]:
        """Newer speakers' labels to the older label that says most of the same words: more than half of them."""
        shares: dict[tuple[str, str], int] = defaultdict(int)
        for (old, new), letters in self._common.items():
            shares[self.new[new].speaker, self.old[old].speaker] += letters
        said: dict[str, int] = defaultdict(int)
        for (new_label, _), letters in shares.items():
            said[new_label] += letters
        return {new: old for (new, old), letters in shares.items() if 2 * letters > said[new]}

    @cached_property
    def _common(self) -> Mapping[tuple[int, int], int]:
        """How many letters each pair of turns has in common, by their numbers."""
        letters: dict[tuple[int, int], int] = defaultdict(int)
        for kept in self.found.kept:
            for old, old_end, new in self._pieces(kept):
                letters[self._old_turn(old), self._new_turn(new)] += old_end - old
        return letters

    def _pieces(self, kept: Kept) -> Iterator[tuple[int, int, int]]:
        """A kept stretch cut at the borders of older turns: start and end there, start in the newer text."""
        at = kept.old_start
        while at < kept.old_end:
            turn = self._old_turn(at)
            until = min(kept.old_end, self._old_bases[turn] + len(self.old[turn].text) + 1)
            yield at, until, min(kept.new_start + at - kept.old_start, kept.new_end - 1)
            at = until

    def _alike(self, old: int, new: int) -> bool:
        longest = max(len(self.old[old].text), len(self.new[new].text), 1)
        return self._common[old, new] >= LEAST_IN_COMMON * longest

    def _old_turn(self, at: int) -> int:
        return bisect_right(self._old_bases, at) - 1

    def _new_turn(self, at: int) -> int:
        return bisect_right(self._new_bases, at) - 1


def align(old: Sequence[Turn], new: Sequence[Turn]) -> Alignment:
    """Lay two transcripts of one interview beside each other."""
    joined = [BORDER.join(turn.text for turn in turns) for turns in (old, new)]
    return Alignment(tuple(old), tuple(new), difference(*joined))


# --- reading what differs


class PartKind(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of words that both have, or only the older, or only the newer transcript."""

    kind: PartKind
    text: str


@dataclass(frozen=True, slots=True)
class ComparedTurn:
    """One turn of the newer transcript with what is gone and what is new in it."""

    turn: Turn
    parts: tuple[Part, ...]

    @property
    def is_changed(self) -> bool:
        return any(part.kind is not PartKind.SAME for part in self.parts)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a newer transcript has that an older one has not, turn by turn, and how much in all."""

    turns: tuple[ComparedTurn, ...]
    old_words: int
    new_words: int
    gone_words: int
    added_words: int


def compare(old: Sequence[Turn], new: Sequence[Turn]) -> Comparison:
    """The newer transcript, turn by turn, with every word that is gone or new.

    >>> found = compare([Turn("a", "S", "det var tungt")], [Turn("b", "S", "det var lett")])
    >>> [(part.kind.value, part.text) for part in found.turns[0].parts]
    [('same', 'det var'), ('gone', ' tungt'), ('new', ' lett')]
    """
    return _compared(align(old, new))


def _compared(alignment: Alignment) -> Comparison:
    parts: dict[int, list[Part]] = defaultdict(list)
    for turn, part in _parts(alignment):
        if part.text:
            parts[turn].append(part)
    turns = tuple(ComparedTurn(turn, tuple(parts[n])) for n, turn in enumerate(alignment.new))
    every = [part for turn in turns for part in turn.parts]
    return Comparison(
        turns,
        old_words=len(alignment.found.old.split()),
        new_words=len(alignment.found.new.split()),
        gone_words=sum(len(part.text.split()) for part in every if part.kind is PartKind.GONE),
        added_words=sum(len(part.text.split()) for part in every if part.kind is PartKind.NEW),
    )


def _parts(alignment: Alignment) -> Iterator[tuple[int, Part]]:
    """Every stretch in the order of the newer transcript, with the number of the turn it is read in."""
    found = alignment.found
    old_at = new_at = 0
    end = Kept(len(found.old), len(found.old), len(found.new), len(found.new), True)
    for kept in [*(kept for kept in found.kept if kept.same), end]:
        gone = found.old[old_at : kept.old_start]
        if gone.strip():
            at = min(new_at, max(0, len(found.new) - 1))
            yield alignment._new_turn(at), Part(PartKind.GONE, gone.replace(BORDER, " "))
        yield from _by_turn(alignment, new_at, kept.new_start, PartKind.NEW)
        yield from _by_turn(alignment, kept.new_start, kept.new_end, PartKind.SAME)
        old_at, new_at = kept.old_end, kept.new_end


def _by_turn(alignment: Alignment, start: int, end: int, kind: PartKind) -> Iterator[tuple[int, Part]]:
    """A stretch of the newer text cut at the borders of its turns."""
    bases = alignment._new_bases
    while start < end:
        turn = alignment._new_turn(start)
        until = min(end, bases[turn] + len(alignment.new[turn].text))
        text = alignment.found.new[start:until]
        yield turn, Part(PartKind.SAME if not text.strip() else kind, text)
        start = max(until, start) + (until < end)


def _bases(turns: Sequence[Turn]) -> list[int]:
    """Where each turn begins when all stand in a row."""
    bases, at = [], 0
    for turn in turns:
        bases.append(at)
        at += len(turn.text) + len(BORDER)
    return bases


def _best(common: Mapping[tuple[int, int], int]) -> dict[int, int]:
    best: dict[int, tuple[int, int]] = {}
    for (one, other), letters in common.items():
        if one not in best or letters > best[one][0]:
            best[one] = (letters, other)
    return {one: other for one, (_, other) in best.items()}
