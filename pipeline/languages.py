"""Which language is spoken when, in talk that goes back and forth between a few.

Whisper translates or drops what is spoken in another language than it was told, so each passage has to be told its own.
A model that judges a few seconds is often wrong; what makes it usable is that a person rarely changes language. So the
judgements of each voice are weighed together: the path through them that is most probable, where each change costs
something (Viterbi, with one state for each language). Another person may speak another language at no cost: an
interpreter changes with every sentence, and nobody else does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from core.spans import TimeSpan
from pipeline.results import HeardSegment
from pipeline.speech import passages
from transcripts.heard import LanguageSpan, VoiceSpan

LONGEST_PIECE_MS = 8_000  #: Judged at once: short enough to hear a change, long enough to be judged well.
JOINING_PAUSE_MS = 1_000  #: Speech with shorter pauses is judged together, up to that length.
SURE_FROM_MS = 3_000  #: Shorter pieces count less, by their length: “ja” is a word in many languages.
LEAST = 0.02  #: No language is less probable than this: one wrong judgement must not outweigh all others.
CHANGE = 1.0  #: What each change of language costs, in nats: one piece between others must be 7 times more probable.
SHORTEST_OWN_MS = 1_000  #: A shorter piece of a voice, “ja” or “mm”, is heard in the language of what it stands in.


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a recogniser hears in one go, and in which language (as Transcript.language)."""

    span: TimeSpan
    language: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A few seconds of speech whose language is judged at once."""

    span: TimeSpan
    voice: str = ""  #: Whose it is, as the diarization calls it; "" where nobody knows.


def pieces(speech: Iterable[TimeSpan], voices: Sequence[VoiceSpan] = ()) -> tuple[Piece, ...]:
    """Speech in pieces whose language is judged, none longer than LONGEST_PIECE_MS, each of one voice where `voices`
    (in order, never two at once) are known."""
    found: list[Piece] = []
    for part in (part for span in speech for part in _by_voice(span, voices)):
        last = found[-1] if found else None
        if (
            last
            and part.voice == last.voice
            and part.span.start_ms - last.span.end_ms < JOINING_PAUSE_MS
            and part.span.end_ms - last.span.start_ms <= LONGEST_PIECE_MS
        ):
            found[-1] = Piece(TimeSpan(last.span.start_ms, part.span.end_ms), last.voice)
        else:
            found += (Piece(span, part.voice) for span in _parts(part.span))
    return tuple(found)


def _by_voice(span: TimeSpan, voices: Sequence[VoiceSpan]) -> list[Piece]:
    """`span` cut half-way between the voices in it; one that is too short for a piece goes with the one before."""
    inside = [voice for voice in voices if voice.start_ms < span.end_ms and voice.end_ms > span.start_ms]
    turns: list[VoiceSpan] = []
    for voice in inside:
        is_short = min(voice.end_ms, span.end_ms) - max(voice.start_ms, span.start_ms) < SHORTEST_OWN_MS
        if turns and (voice.speaker == turns[-1].speaker or is_short):
            turns[-1] = VoiceSpan(turns[-1].start_ms, voice.end_ms, turns[-1].speaker)
        else:
            turns.append(voice)
    cuts = [(before.end_ms + after.start_ms) // 2 for before, after in pairwise(turns)]
    edges = [span.start_ms, *cuts, span.end_ms]
    names = [turn.speaker for turn in turns] or [""]
    return [Piece(TimeSpan(*edge), name) for edge, name in zip(pairwise(edges), names, strict=True)]


def _parts(span: TimeSpan) -> list[TimeSpan]:
    """`span` in equal parts that are short enough."""
    count = max(1, math.ceil(span.length_ms / LONGEST_PIECE_MS))
    edges = [span.start_ms + span.length_ms * n // count for n in range(count + 1)]
    return [TimeSpan(start, end) for start, end in pairwise(edges)]


def follow(heard: Sequence[Piece], judged: Sequence[Mapping[str, float]], languages: Sequence[str]) -> tuple[str, ...]:
    """The language of each piece. `judged` says how probable each of `languages` is in it; others do not count."""
    found: dict[int, str] = {}
    for voice in dict.fromkeys(piece.voice for piece in heard):
        own = [number for number, piece in enumerate(heard) if piece.voice == voice]
        path = _most_probable([heard[n].span for n in own], [judged[n] for n in own], languages)
        found |= zip(own, path, strict=True)
    return tuple(found[number] for number in range(len(heard)))


def _most_probable(
    spans: Sequence[TimeSpan], judged: Sequence[Mapping[str, float]], languages: Sequence[str]
) -> tuple[str, ...]:
    """The language of each piece of one voice."""
    best = [{language: (0.0, "") for language in languages}]
    for span, probable in zip(spans, judged, strict=True):
        before = best[-1]
        step = {}
        for language in languages:
            cost, origin = min((before[b][0] + CHANGE * (b != language), b) for b in languages)
            step[language] = (cost + _cost(language, probable, languages, span.length_ms), origin)
        best.append(step)
    path = [min(languages, key=lambda language: best[-1][language][0])]
    for step in reversed(best[2:]):
        path.append(step[path[-1]][1])
    return tuple(reversed(path))


def _cost(language: str, probable: Mapping[str, float], languages: Sequence[str], length_ms: int) -> float:
    total = sum(probable.get(each, 0.0) for each in languages) or 1.0
    return -math.log(max(LEAST, probable.get(language, 0.0) / total)) * min(1.0, length_ms / SURE_FROM_MS)


def stretches(spoken: Sequence[Stretch], duration_ms: int) -> tuple[Stretch, ...]:
    """What is heard in one go: as `passages`, but each in one language and none beyond where another begins."""
    runs = [
        (language, [piece.span for piece in run]) for language, run in groupby(spoken, key=lambda piece: piece.language)
    ]
    changes = [(before[-1].end_ms + after[0].start_ms) // 2 for (_, before), (_, after) in pairwise(runs)]
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
