"""The text of a file, whatever program wrote it, and what had to be assumed about its encoding."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from core.messages import translate
from sheets.text import NotTextError, decoded
from transcripts.reading.errors import NoTranscriptFileError

_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MOST_CONTROLS = 0.01  #: Share of control characters in what is still text.
_BREAK = re.compile("\r\n|\r|\n")


def text_of(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text without a byte order mark, and notices. Its characters stay as they are, composed or not."""
    try:
        text = decoded(content, name)
    except NotTextError as error:
        raise NoTranscriptFileError(name, translate("not text")) from error
    if len(_CONTROL.findall(text)) > max(2, MOST_CONTROLS * len(text)):
        raise NoTranscriptFileError(name, translate("not text"))
    return text, _notices(content, text)


def lines_of(text: str) -> list[str]:
    """The lines, ended as Windows, Unix or old Macintosh programs end them; other separators are words' own."""
    return _BREAK.split(text)


def _notices(content: bytes, text: str) -> tuple[str, ...]:
    if content.startswith((BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE)) or text.isascii():
        return ()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if "\0" in content[:200].decode("latin-1"):
            return (translate("The file has no byte order mark; it was read as UTF-16."),)
        return (
            translate(
                "The file is not UTF-8 and was read as Windows-1252: look whether letters such as æ, ø, å are right."
            ),
        )
    return ()
