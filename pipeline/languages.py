"""Which language is spoken when, in talk that goes back and forth between a few.

Whisper translates or drops what is spoken in another language than it was told, so each passage has to be told its own.
A model that judges a few seconds is often wrong; what makes it usable is that people rarely change language. So the
judgements are weighed together: the path through them that is most probable, where each change costs something
(Viterbi, with one state for each language).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from core.spans import TimeSpan
from pipeline.results import HeardSegment
from pipeline.speech import passages
from transcripts.heard import LanguageSpan

LONGEST_PIECE_MS = 8_000  #: Judged at once: short enough to hear a change, long enough to be judged well.
JOINING_PAUSE_MS = 1_000  #: Speech with shorter pauses is judged together, up to that length.
SURE_FROM_MS = 3_000  #: Shorter pieces count less, by their length: “ja” is a word in many languages.
LEAST = 0.02  #: No language is less probable than this: one wrong judgement must not outweigh all others.
CHANGE = 1.0  #: What each change of language costs, in nats: one piece between others must be 7 times more probable.


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a recogniser hears in one go, and in which language (as Transcript.language)."""

    span: TimeSpan
    language: str


def pieces(speech: Iterable[TimeSpan]) -> tuple[TimeSpan, ...]:
    """Speech in pieces whose language is judged, none longer than LONGEST_PIECE_MS."""
    found: list[TimeSpan] = []
    for span in speech:
        if (
            found
            and span.start_ms - found[-1].end_ms < JOINING_PAUSE_MS
            and span.end_ms - found[-1].start_ms <= LONGEST_PIECE_MS
        ):
            found[-1] = TimeSpan(found[-1].start_ms, span.end_ms)
        else:
            found += _parts(span)
    return tuple(found)


def _parts(span: TimeSpan) -> list[TimeSpan]:
    """`span` in equal parts that are short enough."""
    count = max(1, math.ceil(span.length_ms / LONGEST_PIECE_MS))
    edges = [span.start_ms + span.length_ms * n // count for n in range(count + 1)]
    return [TimeSpan(start, end) for start, end in zip(edges, edges[1:], strict=False)]


def follow(
    heard: Sequence[TimeSpan], judged: Sequence[Mapping[str, float]], languages: Sequence[str]
) -> tuple[str, ...]:
    """The language of each piece. `judged` says how probable each of `languages` is in it; others do not count."""
    if not heard:
        return ()
    best = [{language: (0.0, "") for language in languages}]
    for piece, probable in zip(heard, judged, strict=True):
        before = best[-1]
        step = {}
        for language in languages:
            cost, origin = min((before[b][0] + CHANGE * (b != language), b) for b in languages)
            step[language] = (cost + _cost(language, probable, languages, piece.length_ms), origin)
        best.append(step)
    path = [min(languages, key=lambda language: best[-1][language][0])]
    for step in reversed(best[2:]):
        path.append(step[path[-1]][1])
    return tuple(reversed(path))


def _cost(language: str, probable: Mapping[str, float], languages: Sequence[str], length_ms: int) -> float:
    total = sum(probable.get(each, 0.0) for each in languages) or 1.0
    return -math.log(max(LEAST, probable.get(language, 0.0) / total)) * min(1.0, length_ms / SURE_FROM_MS)


def stretches(heard: Sequence[TimeSpan], languages: Sequence[str], duration_ms: int) -> tuple[Stretch, ...]:
    """What is heard in one go: as `passages`, but each in one language and none beyond where another begins."""
    runs = [
        (language, [piece for piece, _ in run])
        for language, run in groupby(zip(heard, languages, strict=True), key=lambda pair: pair[1])
    ]
    changes = [
        (before[-1].end_ms + after[0].start_ms) // 2 for (_, before), (_, after) in zip(runs, runs[1:], strict=False)
    ]
    return tuple(
        Stretch(TimeSpan(max(span.start_ms, begins), min(span.end_ms, ends)), language)
        for (language, run), begins, ends in zip(runs, [0, *changes], [*changes, duration_ms], strict=True)
        for span in passages(run, duration_ms)
    )


def spans_of(segments: Iterable[HeardSegment], language: str) -> tuple[LanguageSpan, ...]:
    """Where which language was recognised; empty when all of it is `language`."""
    named = [(segment.language or language, segment) for segment in segments]
    if all(each == language for each, _ in named):
        return ()
    found = []
    for each, run in groupby(named, key=lambda pair: pair[0]):
        heard = [segment for _, segment in run]
        found.append(LanguageSpan(heard[0].start_ms, max(segment.end_ms for segment in heard), each))
    return tuple(found)
