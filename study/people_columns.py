"""Which column of a table means what: headings as teams write them, in Norwegian and English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.design import Attribute
from core.errors import InputError
from core.messages import translate
from core.problems import Problem
from sheets import Row, Sheet
from study.people_words import refuse_identity_numbers


class NoColumnError(InputError):
    """A table lacks the column that says what each row is about."""

    template = (
        "“{source}” has no column “{column}”, so its rows say nothing about anybody. Take the template, or name the "
        "column so."
    )

    def __init__(self, source: str, column: str) -> None:
        super().__init__(source=source, column=column)


#: Field, then its heading in the template, then what else it may be called. Compared by `heading_key`.
PARTICIPANT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "pseudonym": ("Pseudonym", "participant", "participant id", "deltaker", "deltakar", "deltaker id", "id"),
    "role": ("Role", "rolle"),
    "role_since": (
        "Role since",
        "in role since",
        "rolle siden",
        "rolle fra",
        "i rollen siden",
        "rolle frå",
        "start i rollen",
    ),
    "site": ("Site", "sted", "stad", "kommune", "municipality", "place"),
    "consent_on": (
        "Consent given on",
        "consent date",
        "consent",
        "samtykke gitt",
        "samtykkedato",
        "samtykke dato",
        "samtykke",
    ),
    "consent_recording": ("Consent to recording", "samtykke til opptak", "samtykke opptak", "opptak"),
    "consent_quotation": ("Consent to quotation", "samtykke til sitering", "samtykke sitat", "sitering", "sitat"),
    "consent_archiving": ("Consent to archiving", "samtykke til arkivering", "samtykke arkivering", "arkivering"),
    "consent_voice_profiles": (
        "Consent to voice profiles",
        "samtykke til stemmeprofil",
        "samtykke til stemmeprofiler",
        "stemmeprofil",
        "stemmeprofiler",
    ),
    "consent_note": ("Consent note", "samtykke merknad", "merknad til samtykke"),
    "attributes_since": (
        "Attributes since",
        "attributes as of",
        "as of",
        "opplysninger per",
        "opplysninger fra",
        "per dato",
    ),
}

INTERVIEW_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "label": (
        "Interview",
        "label",
        "name",
        "interview name",
        "intervju",
        "navn",
        "namn",
        "intervju id",
        "interview id",
    ),
    "kind": ("Kind", "type", "form", "slag", "intervjuform"),
    "wave": ("Wave", "bølge", "bølgje", "runde", "round", "timepoint", "tidspunkt"),
    "site": ("Site", "sted", "stad", "kommune", "municipality", "place"),
    "held_on": ("Date", "held on", "dato", "interview date", "intervjudato", "dag"),
    "participants": (
        "Participants",
        "participant",
        "deltakere",
        "deltakarar",
        "deltaker",
        "deltakar",
        "pseudonym",
        "pseudonyms",
    ),
    "languages": ("Languages", "language", "språk"),
    "interviewer": ("Interviewer", "intervjuer", "intervjuar"),
    "interpreter": ("Interpreter", "tolk"),
    "mode": ("How it was held", "mode", "måte", "gjennomføring", "gjennomført"),
    "setting": ("Setting", "setting of the interview", "ramme", "rammer", "lokale"),
    "field_notes": ("Field notes", "notes", "feltnotater", "feltnotat", "notater"),
}

#: Columns nobody should hand over: real people, not pseudonyms.
_PERSONAL = {
    "name",
    "full name",
    "first name",
    "last name",
    "surname",
    "real name",
    "navn",
    "namn",
    "fullt navn",
    "fornavn",
    "etternavn",
    "fødselsnummer",
    "personnummer",
    "fnr",
    "national id",
    "phone",
    "telephone",
    "mobile",
    "telefon",
    "mobil",
    "email",
    "e mail",
    "epost",
    "e post",
    "address",
    "adresse",
}


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What is done with one column."""

    heading: str  #: As the file has it.
    field: str | None  #: One of the fields above; None when it is an attribute, or is left out.
    attribute: Attribute | None = None

    @property
    def is_taken(self) -> bool:
        return self.field is not None or self.attribute is not None


def heading_key(heading: str) -> str:
    """What two headings share that mean the same.

    >>> heading_key(" Role_since: ")
    'role since'
    """
    return " ".join(re.sub(r"[\W_]+", " ", heading).split()).casefold()


def uses_of(
    headings: Sequence[str], columns: Mapping[str, tuple[str, ...]], attributes: Sequence[Attribute] = ()
) -> tuple[ColumnUse, ...]:
    """What each column is for. A field or attribute is taken from the first column that fits."""
    fields = {heading_key(name): field for field, names in columns.items() for name in names}
    known = {heading_key(attribute.name): attribute for attribute in attributes}
    taken: set[object] = set()
    uses = []
    for heading in headings:
        key = heading_key(heading)
        use = ColumnUse(heading, fields.get(key), None if key in fields else known.get(key))
        target = use.field or (use.attribute and use.attribute.id)
        uses.append(ColumnUse(heading, None) if target in taken else use)
        taken.add(target)
        taken.discard(None)
    return tuple(uses)


def columns_of(
    sheet: Sheet,
    source: str,
    columns: Mapping[str, tuple[str, ...]],
    key: str,
    attributes: Sequence[Attribute] | None = None,
) -> tuple[tuple[ColumnUse, ...], list[Problem]]:
    """What each column of a sheet is for, and the sheet's problems with those columns that are left out.

    `attributes` None: the table is about something that has none. NoColumnError when no column is for `key`.
    """
    heading = sheet.rows[0] if sheet.rows else Row(1, ())
    uses = uses_of(heading.cells, columns, attributes or ())
    if key not in {use.field for use in uses}:
        raise NoColumnError(source, columns[key][0])
    left_out = [use.heading for use in uses if not use.is_taken and use.heading.strip()]
    return uses, [
        *sheet.problems,
        *(Problem(_why_left_out(name, attributes), heading.number, source) for name in left_out),
    ]


def cells_of(row: Row, uses: Sequence[ColumnUse]) -> Mapping[ColumnUse, str]:
    """The cells that say something, by column. IdentityNumberError when one holds what nobody may hand over."""
    cells = {use: text.strip() for use, text in zip(uses, row.cells, strict=False) if use.is_taken and text.strip()}
    refuse_identity_numbers({use.heading: text for use, text in cells.items()})
    return cells


def in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems as somebody meets them who reads the table from its top."""
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def _why_left_out(heading: str, attributes: Sequence[Attribute] | None) -> str:
    if heading_key(heading) in _PERSONAL:
        return translate(
            "The column “{heading}” looks as if it named real people. It is left out: the workbench knows pseudonyms "
            "only.",
            heading=heading,
        )
    if attributes is None:
        return translate(
            "The column “{heading}” is not known, or stands here twice, and is left out. The template has those that "
            "are taken.",
            heading=heading,
        )
    return translate(
        "The column “{heading}” is not known, or stands here twice, and is left out. To take it, add an attribute of "
        "that name.",
        heading=heading,
    )
