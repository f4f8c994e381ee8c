"""Turns while their words are corrected: edited, split, joined; the times of words follow the words.

A changed word takes the time of what it replaced, shared out by letters where the numbers of words differ. A word that
replaced nothing lies in the gap between its neighbours. What a person typed has no confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.errors import ConflictError
from transcripts.differences import Difference
from transcripts.model import Turn, Word

_CHUNK = re.compile(r"\S+")


class NothingToSplitError(ConflictError):
    """One of the two parts would have no words."""

    template = "There are no words on one side of the cut. Put the cursor between two words of the turn."


@dataclass(frozen=True, slots=True)
class Seam:
    """Where two texts meet in one: the first ends at `cut`, the second begins at `resume`."""

    cut: int
    resume: int


def edited(turn: Turn, found: Difference) -> Turn:
    """The turn with its new text, one revision on."""
    return replace(turn, text=found.new, words=rebased(turn.words, found), revision=turn.revision + 1)


def split(turn: Turn, at: int, new_id: str, speaker: str) -> tuple[Turn, Turn, Seam]:
    """The turn up to `at`, the rest as a turn of its own, and the seam: white space at the cut goes."""
    cut = len(turn.text[:at].rstrip())
    resume = len(turn.text) - len(turn.text[at:].lstrip())
    if cut == 0 or resume >= len(turn.text):
        raise NothingToSplitError
    seam = Seam(cut, resume)
    before, after = _split_words(turn.words, seam)
    until, since = _border(turn, before, after, seam)
    first = replace(turn, text=turn.text[:cut], words=before, end_ms=until, revision=turn.revision + 1)
    second = replace(turn, id=new_id, speaker=speaker, text=turn.text[resume:], words=after, start_ms=since, revision=0)
    return first, second, seam


def typed(turn_id: str, speaker: str, text: str, start_ms: int | None, end_ms: int | None, revision: int) -> Turn:
    """A turn that a person typed; its words share its time by letters.

    >>> [(word.start_ms, word.end_ms) for word in typed("t", "SPEAKER_00", "ja da", 1000, 2000, 0).words]
    [(1000, 1500), (1500, 2000)]
    """
    time = None if start_ms is None or end_ms is None else (start_ms, end_ms)
    words = tuple(_shares([chunk.span() for chunk in _CHUNK.finditer(text)], time)) if time else ()
    return Turn(turn_id, speaker, text, start_ms, end_ms, words, revision)


def joined(first: Turn, second: Turn) -> tuple[Turn, Seam]:
    """`second` appended to `first` with one space; the first keeps its id and speaker."""
    space = " " if first.text and second.text else ""
    seam = Seam(len(first.text), len(first.text + space))
    words = (*first.words, *(_moved(word, seam.resume) for word in second.words))
    start_ms = first.start_ms if first.start_ms is not None else second.start_ms
    end_ms = second.end_ms if second.end_ms is not None else first.end_ms
    text = f"{first.text}{space}{second.text}"
    whole = replace(first, text=text, words=words, start_ms=start_ms, end_ms=end_ms, revision=first.revision + 1)
    return whole, seam


def rebased(words: Sequence[Word], found: Difference) -> tuple[Word, ...]:
    """The words of the old text where they stand in the new one, and what a person typed between them."""
    if not words:
        return ()
    kept = [(word, _place(word, found)) for word in words]
    new = list(_new_chunks(found, [place for _, place in kept if place is not None]))
    return tuple(_woven(kept, new))


def _moved(word: Word, by: int) -> Word:
    return replace(word, start=word.start + by, end=word.end + by)


def _place(word: Word, found: Difference) -> Word | None:
    """The word in the new text; None when its characters are not all there."""
    around = found.within(word.start, word.end)
    if len(around) != 1 or not around[0].same:
        return None
    whole = around[0].old_start <= word.start and word.end <= around[0].old_end
    return _moved(word, around[0].new_start - around[0].old_start) if whole else None


def _new_chunks(found: Difference, kept: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Stretches of the new text between white space that are not the old text's and that no kept word touches."""
    same = iter([(k.new_start, k.new_end) for k in found.kept if k.same])
    words = iter([(word.start, word.end) for word in kept])
    stretch, word = next(same, None), next(words, None)
    for chunk in _CHUNK.finditer(found.new):
        start, end = chunk.span()
        while stretch and stretch[1] < end:
            stretch = next(same, None)
        while word and word[1] <= start:
            word = next(words, None)
        is_old = stretch is not None and stretch[0] <= start and end <= stretch[1]
        if not is_old and not (word and word[0] < end):
            yield start, end


def _woven(kept: Sequence[tuple[Word, Word | None]], new: list[tuple[int, int]]) -> Iterator[Word]:
    """The kept words in order, and before each of them what is new there, with the times of what was lost there."""
    lost: list[Word] = []
    before: Word | None = None
    at = 0
    for old, place in kept:
        if place is None:
            lost.append(old)
            continue
        until = at
        while until < len(new) and new[until][1] <= place.start:
            until += 1
        yield from _timed(new[at:until], lost, before, place)
        yield place
        at, lost, before = until, [], place
    yield from _timed(new[at:], lost, before, None)


def _timed(
    chunks: Sequence[tuple[int, int]], lost: Sequence[Word], before: Word | None, after: Word | None
) -> Iterator[Word]:
    """New words with the time of the words lost there, or of the gap between the words around them."""
    if len(chunks) == len(lost):
        for (start, end), word in zip(chunks, lost, strict=True):
            yield Word(start, end, word.start_ms, word.end_ms)
        return
    yield from _shares(chunks, _time_of(lost) or _gap(before, after))


def _shares(chunks: Sequence[tuple[int, int]], time: tuple[int, int] | None) -> Iterator[Word]:
    letters = sum(end - start for start, end in chunks)
    done = 0
    for start, end in chunks:
        yield _share(start, end, time, done, letters)
        done += end - start


def _share(start: int, end: int, time: tuple[int, int] | None, done: int, letters: int) -> Word:
    """A word that has its letters' share of a stretch of time; `done` letters of all come before it."""
    if time is None:
        return Word(start, end)
    begin, length = time[0], time[1] - time[0]
    share = done + end - start
    return Word(start, end, begin + length * done // letters, begin + length * share // letters)


def _time_of(words: Sequence[Word]) -> tuple[int, int] | None:
    starts = [word.start_ms for word in words if word.start_ms is not None]
    ends = [word.end_ms for word in words if word.end_ms is not None]
    return (min(starts), max(ends)) if starts and ends and min(starts) <= max(ends) else None


def _gap(before: Word | None, after: Word | None) -> tuple[int, int] | None:
    """From the end of the word before to the start of the word after; a moment where only one of them has a time."""
    since = before.end_ms if before else None
    until = after.start_ms if after else None
    if since is None or until is None:
        moment = since if since is not None else until
        return None if moment is None else (moment, moment)
    return since, max(since, until)


def _split_words(words: Sequence[Word], seam: Seam) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    before, after = [], []
    for word in words:
        if word.end <= seam.cut:
            before.append(word)
        elif word.start >= seam.resume:
            after.append(_moved(word, -seam.resume))
        else:  # the cut goes through the word: its time is shared out by letters
            for part, side, by in (
                ((word.start, min(word.end, seam.cut)), before, 0),
                ((max(word.start, seam.resume), word.end), after, -seam.resume),
            ):
                if part[0] < part[1]:
                    side.append(_moved(_part(word, *part), by))
    return tuple(before), tuple(after)


def _part(word: Word, start: int, end: int) -> Word:
    time = None if word.start_ms is None or word.end_ms is None else (word.start_ms, word.end_ms)
    return _share(start, end, time, start - word.start, word.end - word.start)


def _border(turn: Turn, before: Sequence[Word], after: Sequence[Word], seam: Seam) -> tuple[int | None, int | None]:
    """When the first part ends and when the second begins: by their words, else by how much text there is."""
    until = next((word.end_ms for word in reversed(before) if word.end_ms is not None), None)
    since = next((word.start_ms for word in after if word.start_ms is not None), None)
    if turn.start_ms is None or turn.end_ms is None:
        return until, since
    middle = turn.start_ms + (turn.end_ms - turn.start_ms) * seam.cut // len(turn.text)
    until = until if until is not None else since if since is not None else middle
    since = since if since is not None else until
    return until, max(since, until) if since < until else since
