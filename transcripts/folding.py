"""Text made alike for searching, and the way back: which characters of the turn a found stretch covers.

Letter case, accents, Arabic vowel signs and the many forms of alef do not matter to who searches; the letters å, ä, ö,
æ and ø do. The coding desk's own search follows the same rules, so that both find the same places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from core.spans import TextSpan

ALIKE = {
    **dict(zip("ßıłđðþœς", ("ss", "i", "l", "d", "d", "th", "oe", "σ"), strict=True)),
    "ٱ": "ا",  # alefs with hamza or madda lose theirs as marks
    **dict.fromkeys("ىیې", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ةەہھۀ", "ه"),
    **dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True)),
    **dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True)),
    **dict.fromkeys("’‘ʼ", "'"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‐‑–—", "-"),
}
STRETCH = "\u0640"  #: Tatweel only makes a word longer.
LETTERS_OF_THEIR_OWN = {"a\u030a": "å", "a\u0308": "ä", "o\u0308": "ö"}  #: Their ring or dots are no accent.

_LETTER = re.compile("(?:a[\u0300-\u036f]*?[\u030a\u0308])|(?:o[\u0300-\u036f]*?\u0308)")


class _Rules(dict[int, str | None]):
    """What becomes of each character of decomposed text, worked out when it is first met."""

    def __missing__(self, point: int) -> str | None:
        character = chr(point)
        is_left_out = character == STRETCH or unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
        self[point] = None if is_left_out else ALIKE.get(character, character)
        return self[point]


_RULES = _Rules()


def fold(text: str) -> str:
    """The text as it is compared.

    >>> fold("É Blåbær, أحمد"), fold("STRASSE") == fold("Straße")
    ('e blåbær, احمد', True)
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _LETTER.sub(_letter, decomposed).translate(_RULES)


def _letter(found: re.Match[str]) -> str:
    return LETTERS_OF_THEIR_OWN[found[0][0] + found[0][-1]]


@dataclass(frozen=True, slots=True)
class FoldedText:
    """Folded text that knows where each of its characters comes from."""

    text: str
    starts: tuple[int, ...]  #: For each folded character: where the original begins that it stands for, …
    ends: tuple[int, ...]  #: … and where that ends, in code points, half-open.

    def span(self, start: int, end: int) -> TextSpan:
        """The original characters behind the folded ones `start` up to `end`, with the marks that belong to them."""
        return TextSpan(self.starts[start], self.ends[end - 1])


def fold_with_places(text: str) -> FoldedText:
    """The same as `fold`, character by character, with the way back."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        piece = fold(text[start:end])
        pieces.append(piece)
        starts += [start] * len(piece)
        ends += [end] * len(piece)
    return FoldedText("".join(pieces), tuple(starts), tuple(ends))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Each character with the marks that follow it."""
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not unicodedata.category(text[position]).startswith("M"):
            yield start, position
            start = position
