"""“mm”, “ja”, “mhm” inside another's talk: listening, not speaking.

As own turns they break what the other one says into pieces; folded, they stand in brackets inside it, as transcription
conventions have it: “og så dro vi (mm) hjem”. Only where there are two speakers, since a bracket does not say whose it
is, and only in the middle of a sentence, since after one “ja” may be an answer. No word is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from pipeline.results import SpokenWord

MOST_WORDS = 2
LONGEST_MS = 1_000
LONGEST_GAP_MS = 2_000  #: Between the other's words around it; after a longer pause the talk was over.
ENDS = (".", "!", "?", "…", "。", "؟", "۔", "፧", "።")  #: After these the other one may be waiting for an answer.

#: Sounds and words of listening, in the languages of the studies. “No” is none in any: it says something.
_LISTENING = (
    "m mm mmm mhm mhmm hm hmm aha ah å åh oh eh ehe uhu uhhuh uh huh ok okay okei "
    "ja jo jaja jada nettopp akkurat riktig visst precis just yes yeah yep right sure "
    "oui genau haa haye ndiyo "
    "так ага угу да نعم ايوه أيوه اه آه بله آره اره خب አዎ እሺ"
)
LISTENING = frozenset(_LISTENING.split())


def fold(words: Sequence[SpokenWord]) -> tuple[SpokenWord, ...]:
    """Words with listening sounds moved into the talk they stand in, in brackets, at their own times."""
    runs = [list(run) for _, run in groupby(words, key=attrgetter("speaker"))]
    folded = [_bracketed(run, around[0].speaker) if around else run for run, around in _with_neighbours(runs)]
    speakers = {spoken.speaker for spoken in words}
    if len(speakers) != 2 or {spoken.speaker for run in folded for spoken in run} != speakers:
        return tuple(words)  # whose it is would be lost
    return tuple(spoken for run in folded for spoken in run)


def _with_neighbours(
    runs: Sequence[list[SpokenWord]],
) -> list[tuple[list[SpokenWord], list[SpokenWord] | None]]:
    """Each run, and the talk it is listening to; None where it is not listening."""
    inside = zip(runs, runs[1:], runs[2:], strict=False)
    listening = [before if _is_listening(before, run, after) else None for before, run, after in inside]
    return list(zip(runs, [None, *listening, None], strict=False))


def _is_listening(before: Sequence[SpokenWord], run: Sequence[SpokenWord], after: Sequence[SpokenWord]) -> bool:
    first, last, goes_on = before[-1].word, run[-1].word, after[0].word
    return (
        len(run) <= MOST_WORDS
        and last.end_ms - run[0].word.start_ms <= LONGEST_MS
        and all(_plain(spoken.word.text) in LISTENING for spoken in run)
        and not first.text.endswith(ENDS)
        and goes_on.start_ms - first.end_ms <= LONGEST_GAP_MS
    )


def _bracketed(run: Sequence[SpokenWord], speaker: str) -> list[SpokenWord]:
    texts = [spoken.word.text for spoken in run]
    texts[0] = f"({texts[0]}"
    texts[-1] = f"{texts[-1]})"
    return [SpokenWord(replace(spoken.word, text=text), speaker) for spoken, text in zip(run, texts, strict=True)]


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
