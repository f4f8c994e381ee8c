"""Other people's words inside Streamlit's markdown: always as text, never as formatting, links or pictures."""

from __future__ import annotations

import re
import string

WORD_JOINER = "\u2060"  #: Invisible, forbids a line break, and breaks up what a later stage would recognise.

_PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}]")
#: Streamlit turns these into links, icons, emoji, colours and arrows *after* markdown has taken the backslashes away.
_RECOGNISED_LATER = re.compile(r"(?<=[:@])|(?<=[wW]{3})(?=\.)|(?<=[<>~=-])(?=[<>~=-])")
_LINE_BREAKS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")  # control, direction overrides


def plain(text: str) -> str:
    """`text` so that Streamlit's markdown shows exactly these characters on one line.

    Line breaks become spaces; control characters and direction overrides (which could turn the rest of the line
    round) are left out of what is shown. The stored text is not touched.

    >>> plain("**not bold**")
    '\\\\*\\\\*not bold\\\\*\\\\*'
    """
    one_line = _LINE_BREAKS.sub(" ", _INVISIBLE.sub("", text))
    return _PUNCTUATION.sub(lambda found: "\\" + found[0], _RECOGNISED_LATER.sub(WORD_JOINER, one_line)).strip()
