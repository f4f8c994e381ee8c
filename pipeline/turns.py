"""Words become turns: one speaker's uninterrupted stretch of talk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from core.clock import new_id
from pipeline.results import SpokenWord
from transcripts.heard import Heard
from transcripts.model import Speaker, Transcript, Turn, Word

UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})  #: Languages written without blanks between words.
LONGEST_PAUSE_MS = 4_000  #: After a longer silence the same speaker begins a new turn, so that a page stays readable.
LONG_TURN_MS = 60_000  #: From here on, a new turn begins at the next end of a sentence.
SENTENCE_ENDS = (".", "!", "?", "…", "。", "؟", "۔")


def make_turns(
    words: Sequence[SpokenWord], language: str, made_by: Mapping[str, object], heard: Heard | None = None
) -> Transcript:
    """The transcript: words gathered into turns with fresh ids, speakers in the order they first speak."""
    blank = "" if language in UNSPACED else " "
    turns = tuple(_turn(group, blank) for group in _groups(words))
    labels = dict.fromkeys(turn.speaker for turn in turns)
    return Transcript(language, turns, tuple(Speaker(label) for label in labels), made_by, heard)


def _groups(words: Iterable[SpokenWord]) -> Iterable[list[SpokenWord]]:
    for _, run in groupby(words, key=lambda spoken: spoken.speaker):
        group: list[SpokenWord] = []
        for spoken in run:
            if group and _begins_anew(group, spoken):
                yield group
                group = []
            group.append(spoken)
        yield group


def _begins_anew(group: Sequence[SpokenWord], spoken: SpokenWord) -> bool:
    first, last = group[0].word, group[-1].word
    if spoken.word.start_ms - last.end_ms > LONGEST_PAUSE_MS:
        return True
    return last.end_ms - first.start_ms > LONG_TURN_MS and last.text.endswith(SENTENCE_ENDS)


def _turn(group: Sequence[SpokenWord], blank: str) -> Turn:
    text, words = "", []
    for spoken in group:
        heard = spoken.word
        start = len(text) + (len(blank) if text else 0)
        text += (blank if text else "") + heard.text
        words.append(Word(start, len(text), heard.start_ms, heard.end_ms, heard.confidence))
    return Turn(
        id=new_id(),
        speaker=group[0].speaker,
        text=text,
        start_ms=group[0].word.start_ms,
        end_ms=max(spoken.word.end_ms for spoken in group),
        words=tuple(words),
    )
