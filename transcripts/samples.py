"""What to play of a voice so that a person knows whose it is: stretches in which it speaks alone.

Who speaks in a stretch is what the turns say now, after every correction; where several speak at once is what the
engines heard.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from core.spans import TimeSpan
from transcripts.heard import Heard, overlaps
from transcripts.model import Turn

SAMPLES = 3
LONGEST_SAMPLE_MS = 10_000
LONGEST_PAUSE_MS = 1_500  #: A longer silence ends a stretch.
LONGEST_LAP_MS = 200  #: Word times of one voice may reach a little into each other.
GOOD_SHARE = 1 / 3  #: A sample with less sure speech than this part of the best one is not worth being elsewhere.
UNKNOWN_CONFIDENCE = 0.7  #: Of words that a person has typed, or that were imported.


@dataclass(frozen=True, slots=True)
class Sample:
    """A stretch of one voice, and what it says there."""

    start_ms: int | None  #: This and the next are None in a transcript without times.
    end_ms: int | None
    words: str
    is_alone: bool = True  #: False: others speak too; nothing better was found.


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word with its time, or a whole turn whose words have none."""

    turn: int  #: Its place in the transcript.
    start: int
    end: int
    start_ms: int
    end_ms: int
    confidence: float

    @property
    def weight(self) -> float:
        """Milliseconds of speech that the engine is sure of."""
        return (self.end_ms - self.start_ms) * self.confidence


Stretch = tuple[_Piece, ...]


def clean_samples(
    turns: Sequence[Turn], label: str, heard: Heard | None = None, *, count: int = SAMPLES
) -> tuple[Sample, ...]:
    """Up to `count` samples of a voice in order, spread over what it says.

    Each is as much sure speech as fits into LONGEST_SAMPLE_MS without a pause or another voice. A voice that never
    speaks alone gets one sample all the same, and a transcript without times gets the words of its longest turns.
    """
    own = list(_pieces(turns, label))
    if not own:
        return _untimed(turns, label, count)
    windows = [window for stretch in stretches(turns, label, heard) for window in _windows(stretch)]
    if not windows:
        longest = max(own, key=lambda piece: piece.end_ms - piece.start_ms)
        near = [p for p in own if longest.start_ms <= p.start_ms and p.end_ms <= longest.start_ms + LONGEST_SAMPLE_MS]
        return (_sample(turns, near or [longest], is_alone=False),)
    return tuple(_sample(turns, window) for window in _spread(windows, count))


def alone_spans(
    turns: Sequence[Turn], label: str, heard: Heard | None, *, shortest_ms: int, most_ms: int
) -> tuple[TimeSpan, ...]:
    """Where a voice speaks alone for `shortest_ms` or longer; the longest of these, up to `most_ms` together."""
    spans = [TimeSpan(each[0].start_ms, each[-1].end_ms) for each in stretches(turns, label, heard)]
    chosen, total = [], 0
    for span in sorted(spans, key=lambda span: (-span.length_ms, span.start_ms)):
        if span.length_ms < shortest_ms or total >= most_ms:
            break
        chosen.append(TimeSpan(span.start_ms, min(span.end_ms, span.start_ms + most_ms - total)))
        total += chosen[-1].length_ms
    return tuple(sorted(chosen))


def stretches(turns: Sequence[Turn], label: str, heard: Heard | None) -> Iterator[Stretch]:
    """What a voice says in one go without anybody else speaking in between or at the same time."""
    busy = _Busy.of(turns, label, heard)
    run: list[_Piece] = []
    for piece in sorted(_pieces(turns, label), key=lambda piece: (piece.start_ms, piece.end_ms)):
        is_busy = busy.touches(piece.start_ms, piece.end_ms)
        goes_on = bool(run) and not is_busy and _follows(run[-1], piece, busy)
        if run and not goes_on:
            yield tuple(run)
            run = []
        if not is_busy:
            run.append(piece)
    if run:
        yield tuple(run)


def _follows(before: _Piece, piece: _Piece, busy: _Busy) -> bool:
    pause = piece.start_ms - before.end_ms
    is_next = -LONGEST_LAP_MS <= pause <= LONGEST_PAUSE_MS and piece.end_ms >= before.end_ms
    return is_next and not (pause > 0 and busy.touches(before.end_ms, piece.start_ms))


def _pieces(turns: Iterable[Turn], label: str) -> Iterator[_Piece]:
    for place, turn in enumerate(turns):
        if turn.speaker == label:
            yield from _pieces_of(place, turn)


def _pieces_of(place: int, turn: Turn) -> Iterator[_Piece]:
    timed = [w for w in turn.words if w.start_ms is not None and w.end_ms is not None and w.end_ms > w.start_ms]
    for word in timed:
        assert word.start_ms is not None and word.end_ms is not None
        sure = UNKNOWN_CONFIDENCE if word.confidence is None else word.confidence
        yield _Piece(place, word.start, word.end, word.start_ms, word.end_ms, sure)
    if not timed and turn.start_ms is not None and turn.end_ms is not None and turn.end_ms > turn.start_ms:
        end_ms = min(turn.end_ms, turn.start_ms + LONGEST_SAMPLE_MS)
        yield _Piece(place, 0, len(turn.text), turn.start_ms, end_ms, UNKNOWN_CONFIDENCE)


@dataclass(frozen=True, slots=True)
class _Busy:
    """When somebody else speaks: spans that do not touch each other, in order."""

    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, turns: Sequence[Turn], label: str, heard: Heard | None) -> _Busy:
        others = [
            (piece.start_ms, piece.end_ms)
            for place, turn in enumerate(turns)
            if turn.speaker != label
            for piece in _pieces_of(place, turn)
        ]
        crowd = [(flag.start_ms, flag.end_ms) for flag in overlaps(heard.voices)] if heard else []
        merged: list[tuple[int, int]] = []
        for start, end in sorted([*others, *crowd]):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return cls([start for start, _ in merged], [end for _, end in merged])

    def touches(self, start_ms: int, end_ms: int) -> bool:
        """Whether any of it lies within; edges may meet."""
        return bisect_left(self.starts, end_ms) > bisect_right(self.ends, start_ms)


def _windows(stretch: Stretch) -> Iterator[Stretch]:
    """From each piece on, as many as fit into a sample."""
    end = 0
    for first, piece in enumerate(stretch):
        end = max(end, first + 1)
        while end < len(stretch) and stretch[end].end_ms - piece.start_ms <= LONGEST_SAMPLE_MS:
            end += 1
        yield stretch[first:end]


def _spread(windows: Sequence[Stretch], count: int) -> list[Stretch]:
    """The best window of each of `count` equal parts of the time; where one has no good one, the best of the rest."""
    first, last = windows[0][0].start_ms, max(window[-1].end_ms for window in windows)
    part_ms = max(1, -(-(last - first) // count))
    weighed = sorted(((sum(p.weight for p in window), window) for window in windows), key=lambda pair: -pair[0])
    good = [window for weight, window in weighed if weight >= GOOD_SHARE * weighed[0][0]]
    chosen: list[Stretch] = []
    for part in range(count):
        here = (window for window in good if (_middle(window) - first) // part_ms == part)
        chosen += [window for window in here if _is_apart(window, chosen)][:1]
    for _, window in weighed:
        if len(chosen) < count and _is_apart(window, chosen):
            chosen.append(window)
    return sorted(chosen, key=lambda window: window[0].start_ms)


def _middle(window: Stretch) -> int:
    return (window[0].start_ms + window[-1].end_ms) // 2


def _is_apart(window: Stretch, chosen: Iterable[Stretch]) -> bool:
    return not any(_overlap(window, other) for other in chosen)


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one[0].start_ms < other[-1].end_ms and other[0].start_ms < one[-1].end_ms


def _sample(turns: Sequence[Turn], pieces: Sequence[_Piece], *, is_alone: bool = True) -> Sample:
    texts = []
    for place, group in groupby(pieces, key=lambda piece: piece.turn):
        within = list(group)
        texts.append(turns[place].text[within[0].start : within[-1].end])
    end_ms = max(piece.end_ms for piece in pieces)
    return Sample(pieces[0].start_ms, end_ms, " ".join(texts), is_alone)


def _untimed(turns: Sequence[Turn], label: str, count: int) -> tuple[Sample, ...]:
    own = [(place, turn) for place, turn in enumerate(turns) if turn.speaker == label]
    longest = sorted(own, key=lambda pair: -len(pair[1].text))[:count]
    return tuple(Sample(None, None, turn.text) for _, turn in sorted(longest, key=lambda pair: pair[0]))
