"""Which words before a colon, or alone on a line, are a speaker: those that come again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transcripts.reading.model import LabelUse
from transcripts.reading.stamps import leading

MOST_CHARACTERS = 48
MOST_WORDS = 6
TWICE = 2
_COLON = re.compile(
    r"(?P<open>\[?)(?P<label>[^\W_][^:\uff1a\t\n?!;\"“”«»\[\]]{0,47}?)(?P<close>\]?)\s?[:\uff1a](?=\s|\Z)"
)
_TAB = re.compile(r"(?P<label>[^\W\d_]{1,4}\d{0,4})\t(?=\S)")
#: What programs and people call voices by: SPEAKER_00, Speaker 1, S00, H03, I, B2.
_CODE = re.compile(r"(?:SPEAKER|Speaker|Sprecher|Taler)[_ ]?\d{1,3}\Z|[A-ZÆØÅ]{1,4}[-_ ]?\d{1,4}\Z|[A-ZÆØÅ]\Z")
ALONE = re.compile(r"(?:SPEAKER_\d{1,3}|Speaker \d{1,3}|Sprecher \d{1,3}|Speaker undefined|UNKNOWN)\Z")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Where a label may stand."""

    label: str
    line: int
    sure: bool = False  #: Its place in the line says so, whether it comes again or not.


def before_colon(text: str) -> tuple[str, int] | None:
    """The label a line may begin with, and where the words after it begin.

    >>> before_colon("[SPEAKER_00]: Hei"), before_colon("Klokka 12:30 gikk vi"), before_colon("http://x")
    (('SPEAKER_00', 13), None, None)
    """
    found = _COLON.match(text)
    if found and bool(found["open"]) != bool(found["close"]):
        found = None
    found = found or _TAB.match(text)
    if not found or not is_name(found["label"]):
        return None
    return found["label"], found.end()


def is_name(text: str) -> bool:
    """Short enough for a name, and more than a number or a time."""
    return (
        0 < len(text) <= MOST_CHARACTERS
        and len(text.split()) <= MOST_WORDS
        and any(character.isalpha() for character in text)
        and leading(text) is None
    )


def is_code(label: str) -> bool:
    """H03, I, SPEAKER_00: nothing one would say before a colon in other words."""
    return _CODE.match(label) is not None


def uses(candidates: Iterable[Candidate], wanted: frozenset[str] | None) -> tuple[LabelUse, ...]:
    """Every candidate with its count, in order of appearance; `wanted` is what a person has ticked."""
    listed = list(candidates)
    counts = Counter(candidate.label for candidate in listed)
    first: dict[str, int] = {}
    for candidate in listed:
        first.setdefault(candidate.label, candidate.line)
    taken = frozenset(counts) & wanted if wanted is not None else frozenset(_usual(listed, counts))
    return tuple(LabelUse(label, count, label in taken, first[label]) for label, count in counts.items())


def _usual(candidates: list[Candidate], counts: Counter[str]) -> Iterator[str]:
    """Labels that come again; one that comes once when its place is sure, or when others look just like it."""
    repeated = {label for label, count in counts.items() if count >= TWICE}
    sure = {candidate.label for candidate in candidates if candidate.sure}
    codes = any(is_code(label) for label in repeated) or sum(map(is_code, counts)) >= TWICE
    for label in counts:
        if label in repeated or label in sure or (codes and is_code(label)):
            yield label
