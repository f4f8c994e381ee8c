"""The words of a turn in one packed column: JSON, `[[start, end, start_ms, end_ms, confidence], ...]`.

The browser reads the same JSON, so opening a long transcript needs no unpacking on the way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from transcripts.model import Word


def pack(words: Iterable[Word]) -> str:
    """Words as compact JSON; confidence keeps three decimals.

    >>> pack([Word(0, 2, 100, 340, 0.98765)])
    '[[0,2,100,340,0.988]]'
    """
    rows = [
        [w.start, w.end, w.start_ms, w.end_ms, None if w.confidence is None else round(w.confidence, 3)] for w in words
    ]
    return json.dumps(rows, separators=(",", ":"))


def unpack(packed: str) -> tuple[Word, ...]:
    """The inverse of `pack`, up to rounding."""
    return tuple(Word(*row) for row in json.loads(packed))
