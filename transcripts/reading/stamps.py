"""Times as programs write them into transcripts, as integer milliseconds.

`[0:12:31]` · `(00:12:31)` · `00:12:31.5` · `#00:12:31-5#` (f4, MAXQDA: tenths) · `0:0:5.1 --> 0:0:8.25` (Teams)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONG = r"\d{1,3}:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
_SHORT = r"\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_ANY = rf"(?:{_LONG}|{_SHORT})"
_TENTHS = r"#\s?\d{1,2}:\d{2}:\d{2}-\d\s?#"
_ARROW = r"\s*(?:-->|-|\u2013|\u2014)\s*"

_LEADING = re.compile(
    rf"(?:(?P<tenths>{_TENTHS})"
    rf"|\[(?P<from_b>{_ANY}){_ARROW}(?P<to_b>{_ANY})\]|(?P<from>{_LONG}){_ARROW}(?P<to>{_LONG})"
    rf"|\[(?P<square>{_ANY})\]|\((?P<round>{_ANY})\)|(?P<bare>{_LONG})(?![\d:]))"
)
_ALONE = re.compile(rf"(?:{_ANY})\Z")
_TAIL = re.compile(rf"\s*(?:(?P<tenths>{_TENTHS})|\[(?P<square>{_LONG})\])\Z")
INLINE = re.compile(rf"(?P<tenths>{_TENTHS})|\[(?P<square>{_LONG})\](?: - )?")
_DASH = re.compile(r"\s-\s")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time in a line, and where the words go on."""

    start_ms: int
    end_ms: int | None
    length: int  #: Characters.
    tenths: bool = False  #: Written as f4 does.


def milliseconds(clock: str) -> int | None:
    """`1:02:31.5`, `62:31`; None for what is no time.

    >>> milliseconds("1:02:31,5"), milliseconds("00:12"), milliseconds("0:75:00")
    (3751500, 12000, None)
    """
    whole, _, fraction = clock.replace(",", ".").partition(".")
    parts = [int(part) for part in whole.split(":")]
    if parts[-1] > 59 or (len(parts) == 3 and parts[1] > 59):
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + part
    return seconds * 1000 + int(fraction.ljust(3, "0")[:3] or 0)


def leading(text: str) -> Stamp | None:
    """The time a line begins with."""
    found = _LEADING.match(text)
    if not found:
        alone = _ALONE.match(text)
        start = milliseconds(text) if alone else None
        return None if start is None else Stamp(start, None, len(text))
    values = found.groupdict()
    if values["tenths"]:
        return _tenths(values["tenths"], found.end())
    start = milliseconds(next(values[n] for n in ("from_b", "from", "square", "round", "bare") if values[n]))
    end = next((milliseconds(values[n]) for n in ("to_b", "to") if values[n]), None)
    return None if start is None else Stamp(start, end, found.end())


def trailing(text: str) -> tuple[int, int] | None:
    """The time a paragraph ends with, as milliseconds and where the words before it end."""
    found = _TAIL.search(text, max(0, len(text) - 24))
    if not found:
        return None
    values = found.groupdict()
    ms = _tenths_ms(values["tenths"]) if values["tenths"] else milliseconds(values["square"])
    return None if ms is None else (ms, found.start())


def inline(found: re.Match[str]) -> int | None:
    """Milliseconds of a match of INLINE."""
    return _tenths_ms(found["tenths"]) if found["tenths"] else milliseconds(found["square"])


def after_dash(text: str) -> int:
    """How many characters aTrain puts between time and words: those of ` - `."""
    found = _DASH.match(text)
    return found.end() if found else 0


def _tenths(mark: str, length: int) -> Stamp | None:
    ms = _tenths_ms(mark)
    return None if ms is None else Stamp(ms, None, length, tenths=True)


def _tenths_ms(mark: str) -> int | None:
    return milliseconds(mark.strip("# ").replace("-", "."))
