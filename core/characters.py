"""Words on their way into a file that cannot hold every character: made visible, never dropped."""

from __future__ import annotations

import re

#: Characters that XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets), and those that steer a terminal.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: Characters that turn the direction of what follows them; in a name they would rearrange the whole line.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")  #: Line breaks of every kind among them.


def visible_controls(text: str) -> str:
    """The text with every control character as its picture: U+0001 becomes ␁; what has no picture becomes �.

    Line breaks and tabs stay. The result may stand in XML, in CSV and on a terminal.

    >>> visible_controls("ja\\x01, det\\tstemmer")
    'ja␁, det\\tstemmer'
    """
    return _CONTROL.sub(lambda found: _picture(found[0]), text)


def replaced_controls(text: str) -> tuple[str, ...]:
    """Which characters `visible_controls` would replace: `U+0001`, ..., each once, in order of appearance."""
    return tuple(dict.fromkeys(f"U+{ord(found):04X}" for found in _CONTROL.findall(text)))


def one_line(text: str) -> str:
    """A name or label that keeps to its place: no line breaks, no turned direction, no control characters.

    >>> one_line(" H03\\nIntervjuar: ja ")
    'H03 Intervjuar: ja'
    """
    return visible_controls(_DIRECTION.sub("", _SPACE.sub(" ", text))).strip()


def _picture(character: str) -> str:
    point = ord(character)
    if point < 0x20:
        return chr(0x2400 + point)
    return "\u2421" if point == 0x7F else "\ufffd"
