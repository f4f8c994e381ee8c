"""Whose word is it? Each word goes to the voice that sounds during it, or else to the nearest one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.results import HeardWord, SpokenWord
from transcripts.heard import VoiceSpan

ONLY_SPEAKER = "SPEAKER_00"  #: When the diarization hears nobody, all words are one voice's.
REACH_MS = 60_000  #: How far around a word its voice is looked for before all spans are compared.


def assign_speakers(
    words: Sequence[HeardWord], voices: Sequence[VoiceSpan]
) -> tuple[tuple[SpokenWord, ...], Mapping[str, str]]:
    """Give each word the speaker of the voice span it shares most time with; and the speakers' names, by the voices'.

    A word in a gap goes to the span with the nearest *edge*; comparing midpoints would give the last word of a long
    turn to a short neighbour. Spans are exclusive and in order. Speakers are named in the order of their first words.
    """
    starts = [span.start_ms for span in voices]
    raw = [SpokenWord(word, _speaker(word, voices, starts)) for word in words]
    names: dict[str, str] = {}
    for spoken in raw:
        names.setdefault(spoken.speaker, f"SPEAKER_{len(names):02d}")
    return tuple(SpokenWord(spoken.word, names[spoken.speaker]) for spoken in raw), names


def renamed(voices: Sequence[VoiceSpan], names: Mapping[str, str]) -> tuple[VoiceSpan, ...]:
    """Voice spans under the speakers' names; a voice to which no word was given is left out."""
    return tuple(replace(span, speaker=names[span.speaker]) for span in voices if span.speaker in names)


def _speaker(word: HeardWord, voices: Sequence[VoiceSpan], starts: Sequence[int]) -> str:
    near = voices[
        max(0, bisect_left(starts, word.start_ms - REACH_MS) - 1) : bisect_left(starts, word.end_ms + REACH_MS) + 1
    ]
    if not near:
        return ONLY_SPEAKER
    shared: dict[str, int] = {}
    for span in near:
        common = min(span.end_ms, word.end_ms) - max(span.start_ms, word.start_ms)
        if common > 0:
            shared[span.speaker] = shared.get(span.speaker, 0) + common
    if shared:
        return max(shared, key=lambda speaker: shared[speaker])
    return min(near, key=lambda span: max(word.start_ms - span.end_ms, span.start_ms - word.end_ms)).speaker
