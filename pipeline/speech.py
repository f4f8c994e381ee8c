"""Where somebody speaks, how the recording is cut into passages for a recogniser, and words held to the speech.

Long silences are never heard by a recogniser, so it cannot invent words in them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.spans import TimeSpan
from pipeline.results import HeardWord

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEP_MS = 32  #: The voice activity model judges every 512 samples at 16 kHz.
ONSET = 0.30  #: Probability at which speech begins. Low: a missed quiet voice costs more than a second of room noise.
OFFSET = 0.18  #: It goes on until the probability falls below this
SHORTEST_PAUSE_MS = 500  #: for at least this long.
PADDING_MS = 300  #: Kept on both sides, for soft first and last sounds.

LEAD_MS = 700  #: More sound around a passage: without a second of it Whisper skips first sentences (measured).
LONGEST_SILENCE_MS = 6_000  #: Inside a passage; a longer one is left out.
LONGEST_PASSAGE_MS = 120_000  #: Long enough to cost few cut-off windows, short enough to share among workers.

SHORTEST_DENSE_MS = 15_000  #: Half of Whisper's window: the rest of a shorter passage's window would be silence.
LONGEST_DENSE_SILENCE_MS = 3_000
DENSE_SHARE = 0.8

FARTHEST_MS = 500  #: A word farther than this from any speech was invented.
LONGEST_WORD_MS = 3_000
LATEST_MS = 1 << 60  #: Later than any recording lasts.


def speech_regions(probabilities: NDArray[np.float32], duration_ms: int) -> tuple[TimeSpan, ...]:
    """Stretches with speech, from one speech probability per STEP_MS; in order, never touching."""
    regions: list[TimeSpan] = []
    speaking = False
    for index, probability in enumerate(probabilities):
        start = index * STEP_MS
        if probability < (OFFSET if speaking else ONSET):
            speaking = speaking and start - regions[-1].end_ms < SHORTEST_PAUSE_MS
        elif speaking:
            regions[-1] = TimeSpan(regions[-1].start_ms, start + STEP_MS)
        else:
            regions.append(TimeSpan(start, start + STEP_MS))
            speaking = True
    return _padded(regions, PADDING_MS, duration_ms, closing=0)


def _padded(spans: Iterable[TimeSpan], padding_ms: int, duration_ms: int, closing: int) -> tuple[TimeSpan, ...]:
    """Spans made longer on both sides, inside the recording; joined where at most `closing` ms lie between."""
    joined: list[TimeSpan] = []
    for span in spans:
        start, end = max(0, span.start_ms - padding_ms), min(duration_ms, span.end_ms + padding_ms)
        if joined and start - joined[-1].end_ms <= closing:
            joined[-1] = TimeSpan(joined[-1].start_ms, max(end, joined[-1].end_ms))
        else:
            joined.append(TimeSpan(start, end))
    return tuple(joined)


def passages(speech: Sequence[TimeSpan], duration_ms: int) -> tuple[TimeSpan, ...]:
    """What a recogniser hears: speech with a lead on both sides, without long silences, at most two minutes each."""
    closing = max(0, LONGEST_SILENCE_MS - 2 * LEAD_MS)
    whole = _padded(speech, LEAD_MS, duration_ms, closing)
    return tuple(part for passage in whole for part in _cut(passage, speech))


def _cut(passage: TimeSpan, speech: Sequence[TimeSpan]) -> Iterable[TimeSpan]:
    """`passage` in parts that fit, each cut in the widest pause between half of the longest length and all of it."""
    while passage.length_ms > LONGEST_PASSAGE_MS:
        early, late = passage.start_ms + LONGEST_PASSAGE_MS // 2, passage.start_ms + LONGEST_PASSAGE_MS
        pauses = [
            TimeSpan(before.end_ms, after.start_ms)
            for before, after in zip(speech, speech[1:], strict=False)
            if before.end_ms >= early and after.start_ms <= late
        ]
        widest = max(pauses, key=lambda pause: pause.length_ms, default=TimeSpan(late, late))
        at = (widest.start_ms + widest.end_ms) // 2
        yield TimeSpan(passage.start_ms, at)
        passage = TimeSpan(at, passage.end_ms)
    yield passage


def united(spans: Iterable[TimeSpan]) -> tuple[TimeSpan, ...]:
    """The same stretches in order, those that touch or overlap as one."""
    return _padded(sorted(spans), 0, LATEST_MS, closing=0)


def without(spans: Iterable[TimeSpan], taken: Iterable[TimeSpan]) -> Iterator[TimeSpan]:
    """What is left of each span when the stretches in `taken` are taken out of it; nothing empty."""
    away = united(taken)
    ends = [part.end_ms for part in away]
    for span in spans:
        start = span.start_ms
        for part in away[bisect_right(ends, span.start_ms) :]:
            if part.start_ms >= span.end_ms:
                break
            if part.start_ms > start:
                yield TimeSpan(start, part.start_ms)
            start = part.end_ms
        if start < span.end_ms:
            yield TimeSpan(start, span.end_ms)


def is_dense(passage: TimeSpan, speech: Sequence[TimeSpan]) -> bool:
    """Whether somebody speaks nearly throughout. Only there are expected words safe: in silence they are invented."""
    silences = [silence.length_ms for silence in without([passage], speech)]
    return (
        passage.length_ms >= SHORTEST_DENSE_MS
        and max(silences, default=0) <= LONGEST_DENSE_SILENCE_MS
        and sum(silences) <= (1 - DENSE_SHARE) * passage.length_ms
    )


def hold_to_speech(words: Iterable[HeardWord], speech: Sequence[TimeSpan]) -> tuple[HeardWord, ...]:
    """Words with their times inside speech and none longer than a word is; those far from any speech are left out.

    Cross-attention lets a word before a pause last until the next one; here it ends with the sound. Words come out in
    the order they came in.
    """
    starts = [region.start_ms for region in speech]
    held = []
    for word in words:
        near = speech[max(0, bisect_right(starts, word.start_ms) - 1) : bisect_right(starts, word.end_ms) + 1]
        region = min(near, key=lambda span: (_distance_ms(span, word), -_shared_ms(span, word)), default=None)
        if region is not None and _distance_ms(region, word) <= FARTHEST_MS:
            held.append(_held(word, region))
    return tuple(held)


def _distance_ms(span: TimeSpan, word: HeardWord) -> int:
    """Between the nearest edges; 0 when they touch or overlap."""
    return max(0, word.start_ms - span.end_ms, span.start_ms - word.end_ms)


def _shared_ms(span: TimeSpan, word: HeardWord) -> int:
    return min(span.end_ms, word.end_ms) - max(span.start_ms, word.start_ms)


def _held(word: HeardWord, region: TimeSpan) -> HeardWord:
    start = min(max(word.start_ms, region.start_ms), region.end_ms)
    end = max(start, min(word.end_ms, region.end_ms, start + LONGEST_WORD_MS))
    return replace(word, start_ms=start, end_ms=end)
