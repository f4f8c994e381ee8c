"""Where words stand in a turn: as a phrase or all of them anywhere in it, in whole words or inside longer ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.spans import TextSpan
from transcripts.folding import fold, fold_with_places

_SENTENCE_END = re.compile(r"[.!?…؟۔።]+[\"'”’»)\]]*\s+|[\n\r\u2028\u2029]+")
_INSIDE_WORDS = frozenset("_'’\u00ad\u200c\u200d\u0640")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. Letter case, accents and the forms of Arabic letters do not matter; see `fold`."""

    words: str
    together: bool = True  #: As one phrase; else every word, anywhere in the turn.
    whole_words: bool = False

    @property
    def is_empty(self) -> bool:
        return not fold(self.words).split()


class Finder:
    """Looks for the same words in many texts."""

    def __init__(self, wanted: Wanted) -> None:
        words = fold(wanted.words).split()
        phrases = [r"\s+".join(map(re.escape, words))] if wanted.together else map(re.escape, dict.fromkeys(words))
        edge = (r"(?<!\w)", r"(?!\w)") if wanted.whole_words else ("", "")
        self._needed = [re.compile(edge[0] + phrase + edge[1]) for phrase in phrases if phrase]

    def count(self, text: str) -> int:
        """How often the words stand in the text; 0 when one of several is missing, or nothing is looked for."""
        folded = fold(text)
        counts = [sum(1 for _ in needed.finditer(folded)) for needed in self._needed]
        return sum(counts) if all(counts) else 0

    def places(self, text: str) -> tuple[TextSpan, ...]:
        """Where they stand, in order, in code points of the text; places that run into each other are one."""
        folded = fold_with_places(text)
        found = [[match.span() for match in needed.finditer(folded.text)] for needed in self._needed]
        return joined(folded.span(*span) for spans in found for span in spans) if all(found) else ()


def joined(spans: Iterable[TextSpan]) -> tuple[TextSpan, ...]:
    """The spans in order, those that overlap made one.

    >>> joined([TextSpan(4, 6), TextSpan(0, 2), TextSpan(1, 3)])
    (TextSpan(start=0, end=3), TextSpan(start=4, end=6))
    """
    result: list[TextSpan] = []
    for span in sorted(spans):
        if result and span.start < result[-1].end:
            result[-1] = TextSpan(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


class Reach(StrEnum):
    """How much around a found place a code is put on."""

    WORDS = "words"
    SENTENCE = "sentence"
    TURN = "turn"


def widened(text: str, span: TextSpan, reach: Reach) -> TextSpan:
    """The whole words, the sentence or the turn around a place, without space at its ends.

    >>> text = "Ja. Det var tungt. Nå er det bra."
    >>> place = TextSpan(9, 11)
    >>> [text[wide.start : wide.end] for wide in (widened(text, place, reach) for reach in Reach)]
    ['var', 'Det var tungt.', 'Ja. Det var tungt. Nå er det bra.']
    """
    start, end = span.start, span.end
    if reach is Reach.WORDS:
        while start > 0 and _is_in_word(text[start - 1]) and _is_in_word(text[start]):
            start -= 1
        while end < len(text) and _is_in_word(text[end - 1]) and _is_in_word(text[end]):
            end += 1
        return TextSpan(start, end)
    if reach is Reach.TURN:
        return _without_space(text, 0, len(text))
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    first = max((at for at in ends if at <= start), default=0)
    last = min((at for at in ends if at >= end), default=len(text))
    return _without_space(text, first, last)


def _is_in_word(character: str) -> bool:
    is_mark = unicodedata.category(character).startswith("M")
    return character.isalnum() or is_mark or character in _INSIDE_WORDS


def _without_space(text: str, start: int, end: int) -> TextSpan:
    stretch = text[start:end]
    before = len(stretch) - len(stretch.lstrip())
    return TextSpan(start + before, start + max(before + 1, len(stretch.rstrip())))
