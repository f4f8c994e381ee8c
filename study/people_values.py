"""What people type for a day, a number, a choice, and how the study keeps it: one form each, so that values compare."""

from __future__ import annotations

import re
from datetime import date, datetime

from core.design import Attribute, AttributeKind
from core.errors import InputError

MOST_CHARACTERS = 500
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NORWEGIAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")  #: What spreadsheets add to a day.
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(\D|$))")  #: The space in 12 500


class NotADayError(InputError):
    """A text is no day that can be read in one way only."""

    template = "“{text}” is not a day that can be read in one way only. Write it as 2026-03-31 or 31.03.2026."

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class NotANumberError(InputError):
    """A text is no number."""

    template = "“{text}” is not a number, which “{attribute}” needs. Write digits, such as 12 or 12,5."

    def __init__(self, text: str, attribute: str) -> None:
        super().__init__(text=text, attribute=attribute)


class NotAChoiceError(InputError):
    """A text is none of an attribute's choices."""

    template = (
        "“{text}” is none of the choices of “{attribute}”: {choices}. Add it to the choices, or write one of them."
    )

    def __init__(self, text: str, attribute: str, choices: str) -> None:
        super().__init__(text=text, attribute=attribute, choices=choices)


class ValueTooLongError(InputError):
    """A value is a story rather than a value."""

    template = (
        "The value of “{attribute}” has {length} characters; {limit} is the most. Keep it short, and write a memo."
    )

    def __init__(self, attribute: str, length: int, limit: int) -> None:
        super().__init__(attribute=attribute, length=length, limit=limit)


def read_day(text: str) -> date:
    """A day written 2026-03-31 or 31.03.2026; NotADayError for anything else, 03/04/2026 among it.

    >>> read_day("31.3.2026")
    datetime.date(2026, 3, 31)
    """
    written = _MIDNIGHT.sub("", text.strip())
    iso, norwegian = _ISO_DAY.fullmatch(written), _NORWEGIAN_DAY.fullmatch(written)
    parts = iso.groups() if iso else norwegian.groups()[::-1] if norwegian else None
    if parts is None:
        raise NotADayError(text)
    year, month, day = map(int, parts)
    try:
        return datetime(year, month, day).date()
    except ValueError as error:
        raise NotADayError(text) from error


def read_value(attribute: Attribute, text: str) -> str:
    """A value as the study keeps it. NotADayError, NotANumberError, NotAChoiceError, ValueTooLongError.

    >>> read_value(Attribute("1", "Months", AttributeKind.NUMBER), "12,50")
    '12.5'
    """
    text = " ".join(text.split())
    match attribute.kind:
        case AttributeKind.DATE:
            return read_day(text).isoformat()
        case AttributeKind.NUMBER:
            return _number(attribute, text)
        case AttributeKind.CHOICE:
            return _choice(attribute, text)
    if len(text) > MOST_CHARACTERS:
        raise ValueTooLongError(attribute.name, len(text), MOST_CHARACTERS)
    return text


def _number(attribute: Attribute, text: str) -> str:
    written = _GROUPED.sub("", text).replace("\u2212", "-").replace(",", ".")
    if not _NUMBER.fullmatch(written) or len(written) > 30:
        raise NotANumberError(text, attribute.name)
    whole, _, decimals = written.removeprefix("+").partition(".")
    sign = "-" if whole.startswith("-") else ""
    whole, decimals = whole.removeprefix("-").lstrip("0") or "0", decimals.rstrip("0")
    number = f"{whole}.{decimals}" if decimals else whole
    return number if number == "0" else sign + number


def _choice(attribute: Attribute, text: str) -> str:
    for choice in attribute.choices:
        if choice.casefold() == text.casefold():
            return choice
    raise NotAChoiceError(text, attribute.name, ", ".join(attribute.choices))
