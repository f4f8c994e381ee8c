"""XLSX through openpyxl: formulas are never run, neither here nor in the spreadsheet that opens what we write."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from core.characters import visible_controls
from core.clock import now
from core.errors import InputError
from core.messages import translate
from core.problems import Problem
from sheets import zipped
from sheets.model import MOST_COLUMNS, MOST_ROWS, Row, Sheet
from sheets.separated import too_many_rows

LONGEST_CELL = 32_767  #: Characters; Excel holds no more, and openpyxl would cut without a word.
#: What openpyxl raises at files that are no proper workbooks; entity bombs come as a ValueError of defusedxml.
_UNREADABLE = (
    BadZipFile, ParseError, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError,
    NotImplementedError, OverflowError, AssertionError, RecursionError, SyntaxError, RuntimeError,
)  # fmt: skip
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  #: Excel would read _x0041_ as A.


class UnreadableWorkbookError(InputError):
    """A file is named or packed like a workbook, and is none."""

    template = "“{name}” cannot be read as an Excel workbook. Open it in Excel or LibreOffice and save it as XLSX anew."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class CellTooLongError(InputError):
    """A text is longer than a cell of a workbook can be."""

    template = "“{beginning}…” has {length} characters; a cell of a workbook holds {most}. Export it as CSV or YAML."

    def __init__(self, beginning: str, length: int, most: int) -> None:
        super().__init__(beginning=beginning, length=length, most=most)


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a workbook to be written."""

    name: str
    rows: tuple[tuple[str, ...], ...]  #: The first is the header.
    widths: tuple[float, ...] = ()  #: Of the columns, in characters.
    choices: Mapping[int, tuple[str, ...]] | None = None  #: Column (counted from 0) to the words that may stand in it.


def read_xlsx(content: bytes, source: str = "") -> Sheet:
    """The rows of the first sheet that is shown. A row with a formula or an error in it is a problem, not data."""
    zipped.check(content, source)
    try:
        return _read(content, source)
    except _UNREADABLE as error:
        raise UnreadableWorkbookError(source) from error


def _read(content: bytes, source: str) -> Sheet:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        cells_by_row = shown[0].iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1)
        rows: list[Row] = []
        problems: list[Problem] = []
        for number, cells in enumerate(cells_by_row, 1):
            if number > MOST_ROWS:
                problems += [too_many_rows(source)] if any(cell.value is not None for cell in cells) else []
            elif why := next(_reasons(cells), None):
                problems.append(Problem(why, number, source))
            elif any(texts := tuple(_text(cell.value) for cell in cells)):
                rows.append(Row(number, _without_empty_end(texts)))
        return Sheet(tuple(rows), tuple(problems))
    finally:
        book.close()


def _reasons(cells: Sequence[Any]) -> Iterator[str]:
    """Why a row cannot be taken."""
    from openpyxl.utils import get_column_letter

    for place, cell in enumerate(cells, 1):
        if cell.value is None:
            continue
        column = get_column_letter(place)
        if place > MOST_COLUMNS:
            yield translate("there are more than {most} columns", most=MOST_COLUMNS)
        elif cell.data_type == "f":
            yield translate("cell {column} holds a formula, which is not run here: put its value there", column=column)
        elif cell.data_type == "e":
            yield translate("cell {column} shows an error: {value}", column=column, value=cell.value)


def _text(value: object) -> str:
    """A cell's value as a person would type it.

    >>> _text(3.0), _text(2.5), _text(True), _text(datetime(2026, 5, 17))
    ('3', '2.5', 'TRUE', '2026-05-17')
    """
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date() | time() | timedelta():
            return str(value)
    return _unescaped(str(value))


def _unescaped(text: str) -> str:
    """Excel writes a carriage return as _x000D_, and _x005F_ for the underscore of a text that only looks like that."""
    return text.replace("_x000D_", "\r").replace("_x005F_", "_").replace("\r\n", "\n").replace("\r", "\n")


def _without_empty_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = max((place for place, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:last]


def write_xlsx(pages: Iterable[Page]) -> bytes:
    """A workbook of text only: every cell is a string to the spreadsheet, also when it begins with “=”.

    Raises CellTooLongError. The workbook names no author.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.creator, book.properties.lastModifiedBy = "", ""
    book.properties.created = book.properties.modified = now().replace(tzinfo=None, microsecond=0)
    for page in pages:
        _write_page(book.create_sheet(page.name), page)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _write_page(sheet: Any, page: Page) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    shaded = PatternFill("solid", fgColor="E8EDF2")
    for row, texts in enumerate(page.rows, 1):
        for column, text in enumerate(texts, 1):
            if text or row == 1:
                cell = _put(sheet, row, column, text)
                cell.alignment = wrapped
                if row == 1:
                    cell.font, cell.fill = bold, shaded
    for column, width in enumerate(page.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for place, words in (page.choices or {}).items():
        _offer(sheet, get_column_letter(place + 1), words)
    sheet.freeze_panes = "A2"


def _put(sheet: Any, row: int, column: int, text: str) -> Any:
    """Text as text. `quotePrefix` keeps it so when somebody edits the cell; an escape-like text is escaped."""
    shown = _ESCAPE_LIKE.sub("_x005F_", visible_controls(text))
    if len(shown) > LONGEST_CELL:
        raise CellTooLongError(text[:40], len(shown), LONGEST_CELL)
    cell = sheet.cell(row, column)
    cell.value = shown
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _offer(sheet: Any, letter: str, words: tuple[str, ...]) -> None:
    """A list to choose from in every cell of the column; other words can still be typed."""
    from openpyxl.worksheet.datavalidation import DataValidation

    offered = DataValidation(
        type="list", formula1='"' + ",".join(words) + '"', allow_blank=True, showErrorMessage=False
    )
    offered.add(f"{letter}2:{letter}{MOST_ROWS}")
    sheet.add_data_validation(offered)
