"""Words in the cells of a table, as teams write them in Norwegian and English."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.design import InterviewKind
from core.errors import InputError
from core.languages import LANGUAGES

YES = {"yes", "y", "true", "1", "x", "ja", "j", "sann", "✓", "✔"}
NO = {"no", "n", "false", "0", "nei", "usann", "-", "–"}

_KINDS = {
    "individual": InterviewKind.INDIVIDUAL,
    "individual interview": InterviewKind.INDIVIDUAL,
    "individuell": InterviewKind.INDIVIDUAL,
    "individuelt": InterviewKind.INDIVIDUAL,
    "individuelt intervju": InterviewKind.INDIVIDUAL,
    "enkeltintervju": InterviewKind.INDIVIDUAL,
    "focus group": InterviewKind.FOCUS_GROUP,
    "group": InterviewKind.FOCUS_GROUP,
    "group interview": InterviewKind.FOCUS_GROUP,
    "fokusgruppe": InterviewKind.FOCUS_GROUP,
    "fokusgruppeintervju": InterviewKind.FOCUS_GROUP,
    "gruppe": InterviewKind.FOCUS_GROUP,
    "gruppeintervju": InterviewKind.FOCUS_GROUP,
}

_LANGUAGES = {
    "no": ("norwegian", "norsk", "bokmål", "norwegian bokmål"),
    "nn": ("nynorsk", "norwegian nynorsk"),
    "en": ("english", "engelsk"),
    "ar": ("arabic", "arabisk", "العربية"),
    "fa": ("persian", "farsi", "persisk"),
    "prs": ("dari",),
    "ku": ("kurdish", "kurmanji", "kurdisk"),
    "ckb": ("sorani",),
    "uk": ("ukrainian", "ukrainsk"),
    "ru": ("russian", "russisk"),
    "so": ("somali", "somalisk"),
    "ti": ("tigrinya", "tigrinja"),
    "am": ("amharic", "amharisk"),
    "sw": ("swahili",),
    "sv": ("swedish", "svensk"),
    "da": ("danish", "dansk"),
    "fr": ("french", "fransk"),
    "nl": ("dutch", "nederlandsk"),
    "de": ("german", "tysk"),
    "ro": ("romanian", "rumensk"),
    "es": ("spanish", "spansk"),
    "tr": ("turkish", "tyrkisk"),
    "ps": ("pashto",),
    "ur": ("urdu",),
    "pl": ("polish", "polsk"),
}
_CODES = {name.casefold(): code for code, name in LANGUAGES.items()}
_CODES |= {name: code for code, names in _LANGUAGES.items() for name in names}
_CODE = re.compile(r"[a-z]{2,3}")
#: Six digits of a birthday and five more, as Norwegian identity numbers are written.
_IDENTITY_NUMBER = re.compile(r"(?<!\d)[0-7]\d[0-9]\d\d{2}[ -]?\d{5}(?!\d)")


class NotYesOrNoError(InputError):
    """A cell that should say yes or no says something else."""

    template = "“{text}” under “{column}” is neither yes nor no. Write “yes” or “no”."

    def __init__(self, text: str, column: str) -> None:
        super().__init__(text=text, column=column)


class UnknownKindError(InputError):
    """An interview is of a kind the workbench does not know."""

    template = "“{text}” is no kind of interview. Write “individual” or “focus group”."

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class UnknownLanguageError(InputError):
    """A language nobody knows by that name."""

    template = "“{text}” is no language that is known here. Write its ISO 639 code, such as “ar” or “so”."

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class IdentityNumberError(InputError):
    """A cell holds what looks like somebody's national identity number."""

    template = (
        "“{column}” holds what looks like a national identity number. Take it out of the table: the workbench knows "
        "pseudonyms only."
    )

    def __init__(self, column: str) -> None:
        super().__init__(column=column)


def read_yes(text: str, column: str) -> bool:
    """Yes or no in either language; an empty cell is no."""
    word = text.strip().casefold()
    if word in YES:
        return True
    if word and word not in NO:
        raise NotYesOrNoError(text, column)
    return False


def read_kind(text: str) -> InterviewKind:
    """The kind of an interview in either language."""
    word = " ".join(re.sub(r"[-_]", " ", text).split()).casefold()
    if word not in _KINDS:
        raise UnknownKindError(text)
    return _KINDS[word]


def read_languages(text: str) -> tuple[str, ...]:
    """ISO 639 codes from codes or names, the main one first.

    >>> read_languages("norsk; Arabic, so")
    ('no', 'ar', 'so')
    """
    codes = []
    for word in parts_of(text):
        code = _CODES.get(word.casefold()) or (word.lower() if _CODE.fullmatch(word.lower()) else None)
        if code is None:
            raise UnknownLanguageError(word)
        codes.append("no" if code == "nb" else code)
    return tuple(dict.fromkeys(codes))


def parts_of(text: str) -> tuple[str, ...]:
    """The parts of a cell that lists several things: by comma, semicolon, slash or line break."""
    return tuple(part.strip() for part in re.split(r"[,;/\n]", text) if part.strip())


def refuse_identity_numbers(cells: Mapping[str, str]) -> None:
    """IdentityNumberError when a cell, by heading, holds what looks like a national identity number."""
    for heading, text in cells.items():
        if _IDENTITY_NUMBER.search(text):
            raise IdentityNumberError(heading)
