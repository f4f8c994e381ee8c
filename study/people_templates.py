"""Tables to fill in: the columns that an import takes, with the study's own attributes, waves, sites and roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.design import Attribute, AttributeKind
from core.messages import translate
from sheets.separated import write_csv
from study.people_columns import INTERVIEW_COLUMNS, PARTICIPANT_COLUMNS

LONGEST_CHOICES = 250  #: Characters; Excel takes no longer list in a cell.
WIDTH, WIDE = 18.0, 90.0


class TemplateKind(StrEnum):
    """What a table is about."""

    PARTICIPANTS = "participants"
    INTERVIEWS = "interviews"


@dataclass(frozen=True, slots=True)
class StudyWords:
    """The names a study has for things: what can be chosen in a template."""

    attributes: tuple[Attribute, ...] = ()
    roles: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    waves: tuple[str, ...] = ()


def template_csv(kind: TemplateKind, words: StudyWords) -> bytes:
    """The columns, and no rows."""
    return write_csv([_headings(kind, words.attributes)])


def template_xlsx(kind: TemplateKind, words: StudyWords) -> bytes:
    """The columns with lists to choose from, and a sheet that explains them."""
    from sheets.workbook import Page, write_xlsx

    headings = _headings(kind, words.attributes)
    own = {"Site": words.sites, "Wave": words.waves, "Role": words.roles}
    offered = {**_fixed_choices(), **own, **_own_choices(words.attributes)}
    choices = {place: listed for place, name in enumerate(headings) if (listed := _listable(offered.get(name, ())))}
    explained = ((translate("Column"), translate("What to write")), *_explained(kind, words.attributes))
    return write_xlsx(
        [
            Page(kind.value, (headings,), tuple(WIDTH for _ in headings), choices),
            Page("columns", explained, (WIDTH * 1.5, WIDE)),
        ]
    )


def _headings(kind: TemplateKind, attributes: Iterable[Attribute]) -> tuple[str, ...]:
    if kind is TemplateKind.INTERVIEWS:
        return tuple(names[0] for names in INTERVIEW_COLUMNS.values())
    return (*(names[0] for names in PARTICIPANT_COLUMNS.values()), *(attribute.name for attribute in attributes))


def _fixed_choices() -> dict[str, tuple[str, ...]]:
    consents = {names[0]: ("yes", "no") for field, names in PARTICIPANT_COLUMNS.items() if field in _YES_OR_NO}
    return {"Kind": ("individual", "focus group"), **consents}


def _own_choices(attributes: Iterable[Attribute]) -> dict[str, tuple[str, ...]]:
    return {each.name: each.choices for each in attributes if each.kind is AttributeKind.CHOICE}


def _listable(words: Iterable[str]) -> tuple[str, ...]:
    """The words when a spreadsheet can offer them: its lists are one text with commas, and without quotation marks."""
    listed = tuple(words)
    fits = not any(mark in word for word in listed for mark in ',"') and len(",".join(listed)) <= LONGEST_CHOICES
    return listed if fits else ()


def _explained(kind: TemplateKind, attributes: Iterable[Attribute]) -> Iterator[tuple[str, str]]:
    columns = PARTICIPANT_COLUMNS if kind is TemplateKind.PARTICIPANTS else INTERVIEW_COLUMNS
    for field, names in columns.items():
        yield names[0], translate(_ABOUT[field])
    for attribute in attributes if kind is TemplateKind.PARTICIPANTS else ():
        words = translate(_ABOUT_KINDS[attribute.kind], choices=", ".join(attribute.choices))
        yield attribute.name, words


_YES_OR_NO = {"consent_recording", "consent_quotation", "consent_archiving", "consent_voice_profiles"}
_ABOUT = {
    "pseudonym": "Such as H03; never a real name. Needed in every row. Several rows may be about one participant.",
    "role": "Helper, supervisor, ... Another role later is a row of its own, with its day.",
    "role_since": "The day on which the role began: 2026-03-31 or 31.03.2026. Empty: from the beginning.",
    "site": "Added to the study when it is new.",
    "consent_on": "The day on which the consent was given. Needed when one of the next columns says yes.",
    "consent_recording": "yes or no",
    "consent_quotation": "yes or no",
    "consent_archiving": "yes or no",
    "consent_voice_profiles": "yes or no: may their voice be recognised in later interviews?",
    "consent_note": "Such as the version of the form.",
    "attributes_since": "The day from which the attributes in this row hold. Empty: from the beginning.",
    "label": "What the team calls the interview, such as W1-H03. Needed in every row; one row for each interview.",
    "kind": "individual or focus group; individual when empty.",
    "wave": "A label such as Wave 1, or its number. Added to the study when it is new.",
    "held_on": "2026-03-31 or 31.03.2026.",
    "participants": "Pseudonyms, with commas between them. They must be in the study already.",
    "languages": "Codes or names, the main language first: no, ar, Somali.",
    "interviewer": "Who asked.",
    "interpreter": "Who interpreted, if anybody.",
    "mode": "In person, by telephone, by video.",
    "setting": "Where and how: the school's meeting room, a child present.",
    "field_notes": "What the recording does not tell.",
}
_ABOUT_KINDS = {
    AttributeKind.TEXT: "Text.",
    AttributeKind.NUMBER: "A number, such as 12 or 12,5.",
    AttributeKind.DATE: "A day: 2026-03-31 or 31.03.2026.",
    AttributeKind.CHOICE: "One of: {choices}.",
}
