"""Text files in whatever encoding a program wrote them: told by their first bytes, else by what fits."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE

from core.errors import InputError

#: Longer marks first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (BOM_UTF8, "utf-8"),
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)
#: In what was guessed to be text these say that it is none.
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f]")


class NotTextError(InputError):
    """A file that should hold text holds something else."""

    template = "“{name}” is not a text file. Save it as CSV (UTF-8), XLSX, YAML or QDC, and choose it again."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


def decoded(content: bytes, name: str) -> str:
    """The text of a file, without a byte order mark. Without one: UTF-8 when the bytes are that, else Windows-1252.

    Excel on a Norwegian Windows writes Windows-1252 (æ ø å) or UTF-16. Raises NotTextError when nothing fits.

    >>> decoded("Mestring på norsk".encode("cp1252"), "koder.csv")
    'Mestring på norsk'
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _as(content[len(mark) :], encoding, name)
    if (silent := _utf16_without_mark(content)) is not None:
        text = _as(content, silent, name)
        if _CONTROL.search(text):
            raise NotTextError(name)
        return text
    try:
        return _as(content, "utf-8", name)
    except NotTextError:
        return _as(content, "cp1252", name)


def _as(content: bytes, encoding: str, name: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotTextError(name) from error
    if "\0" in text:
        raise NotTextError(name)
    return text


def _utf16_without_mark(content: bytes) -> str | None:
    """Every second byte of Latin text is 0 in UTF-16; which one tells the order."""
    beginning = content[:200]
    even, odd = beginning[::2].count(0), beginning[1::2].count(0)
    enough = len(beginning) // 4
    if not enough or even == odd or max(even, odd) < enough or min(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"
