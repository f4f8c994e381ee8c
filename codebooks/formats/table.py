"""A codebook as a table, one row per code: as CSV, and as an Excel workbook. docs/formats.md lists the columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sheets
from codebooks.formats.reading import CodebookReading
from codebooks.formats.table_rows import RowsReader
from codebooks.formats.yaml_codes import COLLECTED, CONSTRUCTED
from codebooks.model import Code, Codebook, CodeStatus, in_language
from codebooks.naming import NameIndex, languages_of
from core.messages import translate
from core.problems import Problem
from sheets.separated import write_csv
from sheets.workbook import Page, write_xlsx

TEXTS = ("name", "definition", "when_to_use", "when_not_to_use", "anchor_example", "borderline_example")
BEFORE, AFTER = ("id", "parent"), ("examples", "status", "colour", "themes", "author", "created")
#: What people and other programs call the columns.
ALIASES = {
    "code": "name",
    "description": "definition",
    "color": "colour",
    "parent_code": "parent",
    "parent_name": "parent",
}
_TEXT_COLUMN = re.compile(
    rf"({'|'.join(sorted(TEXTS, key=len, reverse=True))})(?:_([a-z]{{2,3}}(?:_[a-z0-9]{{2,8}})*))?"
)
WIDTHS = {
    "id": 12.0,
    "parent": 22.0,
    "name": 26.0,
    "examples": 13.0,
    "status": 10.0,
    "colour": 10.0,
    "themes": 26.0,
    "author": 18.0,
    "created": 20.0,
}
TEXT_WIDTH = 48.0
CODES_SHEET, ABOUT_SHEET = "codes", "columns"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a field of a code, and the language of its text where it is one."""

    field: str
    language: str = ""

    @property
    def name(self) -> str:
        return f"{self.field}_{self.language}" if self.language else self.field


def columns(languages: Iterable[str]) -> tuple[Column, ...]:
    """Every column of a codebook in these languages, in the order of the file."""
    spoken = tuple(languages)
    texts = (Column(text, language) for text in TEXTS for language in spoken)
    return (*map(Column, BEFORE), *texts, *map(Column, AFTER))


def dump_csv(codebook: Codebook) -> bytes:
    """The codebook as CSV: UTF-8 with a byte order mark, commas; nothing in it runs in a spreadsheet."""
    return write_csv(rows(codebook))


def dump_xlsx(codebook: Codebook) -> bytes:
    """The codebook as a workbook with a second sheet that explains the columns."""
    return write_xlsx(_pages(languages_of(codebook), rows(codebook)))


def losses(codebook: Codebook) -> tuple[str, ...]:
    """What a table of this codebook would not hold, in words."""
    found = []
    if codebook.title or codebook.sources:
        found.append(translate("The codebook's title and its list of sources."))
    if any(theme.memo or len(theme.name) > 1 for theme in codebook.themes):
        found.append(translate("Memos of themes, and their names in further languages."))
    return tuple(found)


def template_csv(languages: Iterable[str] = ("no", "en")) -> bytes:
    """A table with the columns and no codes, to be filled in."""
    return write_csv([tuple(column.name for column in columns(languages))])


def template_xlsx(languages: Iterable[str] = ("no", "en")) -> bytes:
    """As `template_csv`, with lists to choose from and an explanation of each column."""
    spoken = tuple(languages)
    return write_xlsx(_pages(spoken, (tuple(column.name for column in columns(spoken)),)))


def read(content: bytes, source: str = "", language: str = "en") -> CodebookReading:
    """The codes of a CSV or XLSX file. Rows that cannot be used are listed with their number; the others are taken.

    `language` is that of columns without one (`name`). Raises an InputError for what is no table at all.
    """
    table = sheets.Table.of(sheets.read(content, source), source)
    known, problems = _known_columns(table.columns, language, source)
    if not any(column.field == "name" for column in known.values()):
        example = f"name_{language}"
        message = translate("no column is called “{name}”; the first row must name the columns", name=example)
        return CodebookReading(Codebook({}, ()), (*table.problems, *problems, Problem(message, 1, source)))
    reader = RowsReader(source, language)
    reading = reader.read((record.number, _by_column(record, known)) for record in table.records)
    return CodebookReading(
        reading.codebook,
        tuple(sorted((*table.problems, *problems, *reading.problems), key=lambda problem: problem.line or 0)),
        reading.unsaid,
        reading.parents_elsewhere,
    )


def rows(codebook: Codebook) -> tuple[tuple[str, ...], ...]:
    """The header, then a row per code in reading order."""
    shown = columns(languages_of(codebook))
    index = NameIndex.of(codebook.codes)
    header = tuple(column.name for column in shown)
    return (header, *(tuple(_cell(codebook, index, code, each) for each in shown) for _, code in codebook.walk()))


def _cell(codebook: Codebook, index: NameIndex, code: Code, column: Column) -> str:
    if column.language:
        return str(getattr(code, column.field).get(column.language, ""))
    match column.field:
        case "parent":
            return _parent(index, code, codebook.languages)
        case "examples":
            return CONSTRUCTED if code.examples_constructed else COLLECTED
        case "created":
            return code.created_at.isoformat() if code.created_at else ""
        case "themes":
            return "\n".join(in_language(theme.name) for theme in codebook.themes if code.id in theme.code_ids)
    return str(getattr(code, column.field))


def _parent(index: NameIndex, code: Code, languages: tuple[str, ...]) -> str:
    """The parent's name; its identifier where the name would not lead back to it."""
    if code.parent_id is None or code.parent_id not in index.by_id:
        return ""
    name = in_language(index.by_id[code.parent_id].name, languages[0] if languages else "en")
    found = index.find(name)
    return name if found and found.id == code.parent_id and name == name.strip() else code.parent_id


def _known_columns(names: Iterable[str], language: str, source: str) -> tuple[dict[str, Column], list[Problem]]:
    """The file's columns that are known; those that are not, as problems."""
    known: dict[str, Column] = {}
    problems = []
    for name in names:
        column = _column(name, language)
        if column is None:
            message = translate("the column “{name}” is not known and was left out", name=name)
            problems.append(Problem(message, 1, source))
        elif column in known.values():
            message = translate("two columns hold “{name}”; the first is taken", name=column.name)
            problems.append(Problem(message, 1, source))
        else:
            known[name] = column
    return known, problems


def _column(name: str, language: str) -> Column | None:
    name = ALIASES.get(name, name)
    if name in (*BEFORE, *AFTER):
        return Column(name)
    found = _TEXT_COLUMN.fullmatch(name)
    return Column(found[1], (found[2] or language).replace("_", "-")) if found else None


def _by_column(record: sheets.Record, known: dict[str, Column]) -> dict[tuple[str, str], str]:
    return {(known[name].field, known[name].language): text for name, text in record.values.items() if name in known}


def _pages(languages: tuple[str, ...], table: tuple[tuple[str, ...], ...]) -> Iterator[Page]:

    shown = columns(languages)
    places = {column.field: place for place, column in enumerate(shown)}
    choices = {
        places["examples"]: (CONSTRUCTED, COLLECTED),
        places["status"]: tuple(status.value for status in CodeStatus),
    }
    yield Page(CODES_SHEET, table, tuple(WIDTHS.get(c.field, TEXT_WIDTH) for c in shown), choices)
    explained = tuple((column.name, _about(column)) for column in shown)
    yield Page(ABOUT_SHEET, ((translate("column"), translate("what it holds")), *explained), (26.0, 90.0))


def _about(column: Column) -> str:
    """What a person is told about a column."""
    return translate(ABOUT[column.field], language=column.language)


ABOUT = {
    "id": "Leave empty for a new code. In an exported codebook it says which code the row is.",
    "parent": "The code above this one: its name, or the path to it (Identity > Belonging). Empty: at the top.",
    "name": "What the code is called, in the language {language}. One language is enough. No two codes share a name.",
    "definition": "What the code means ({language}).",
    "when_to_use": "When to use it ({language}).",
    "when_not_to_use": "When not to use it, and what to use instead ({language}).",
    "anchor_example": "A typical passage ({language}).",
    "borderline_example": "A passage at the edge of the code, with the reason ({language}).",
    "examples": "constructed: the team made the examples up. collected: participants said them; also when left empty.",
    "status": "draft, agreed or retired; draft when left empty.",
    "colour": "Like #0f6cbd; chosen by the workbench when left empty.",
    "themes": "The themes the code belongs to, one to a line.",
    "author": "Who added the code.",
    "created": "When it was added, like 2026-05-17T12:00.",
}
