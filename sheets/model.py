"""A sheet is rows of cells, and every cell is text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.messages import translate
from core.problems import Problem

MOST_ROWS = 20_000
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, from the first column on."""

    number: int  #: As the spreadsheet shows it: the first row is 1.
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file gave: the rows that could be read and are not empty, and what could not be read."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One row below the header: values by the column's name, without those that are empty."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose first row names the columns."""

    columns: tuple[str, ...]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, sheet: Sheet, source: str = "") -> Table:
        """The sheet's rows by column. A column without a name is left out; of two alike the first is taken."""
        if not sheet.rows:
            return cls((), (), sheet.problems)
        header, *rows = sheet.rows
        places: dict[str, int] = {}
        problems = list(sheet.problems)
        for place, cell in enumerate(header.cells):
            name = column_name(cell)
            if name in places:
                message = translate("two columns are called “{name}”; the first is taken", name=cell.strip())
                problems.append(Problem(message, header.number, source))
            elif name:
                places[name] = place
        records = tuple(_record(row, places) for row in rows)
        return cls(tuple(places), records, tuple(problems))


def column_name(heading: str) -> str:
    """A heading so that spelling does not matter.

    >>> column_name("When to use (no)"), column_name(" Name [EN] ")
    ('when_to_use_no', 'name_en')
    """
    return re.sub(r"\W+", "_", heading.casefold()).strip("_")


def _record(row: Row, places: Mapping[str, int]) -> Record:
    found = {name: row.cells[place] for name, place in places.items() if place < len(row.cells)}
    return Record(row.number, {name: text for name, text in found.items() if text.strip()})
