"""CSV: commas, semicolons (Excel in Norway) or tabs between the cells; written with commas (RFC 4180)."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from io import StringIO

from core.characters import visible_controls
from core.messages import translate
from core.problems import Problem
from sheets.cells import guarded, without_guard
from sheets.model import MOST_COLUMNS, MOST_ROWS, Row, Sheet

SEPARATORS = (";", "\t", ",")
_SAID = re.compile(r'"?sep=([;,\t|])"?\r?\n', re.IGNORECASE)  #: A first line only Excel writes and reads.
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def read_csv(text: str, source: str = "") -> Sheet:
    """The rows of a CSV file. A quotation mark that is never closed ends the reading, and is listed."""
    said = _SAID.match(text)
    separator = said[1] if said else separator_of(text)
    first = 1 if not said else 2
    lines = csv.reader(StringIO(text[said.end() :] if said else text, newline=""), delimiter=separator, strict=True)
    rows: list[Row] = []
    problems: list[Problem] = []
    number = first - 1
    while number < MOST_ROWS:
        number += 1
        try:
            cells = next(lines)
        except StopIteration:
            break
        except csv.Error as error:
            problems.append(Problem(_why(error), number, source))
            if not _can_go_on(error):
                break
            continue
        if len(cells) > MOST_COLUMNS:
            message = translate("the row has {count} cells; {most} is the most", count=len(cells), most=MOST_COLUMNS)
            problems.append(Problem(message, number, source))
        elif any(cell.strip() for cell in cells):
            rows.append(Row(number, tuple(without_guard(cell) for cell in cells)))
    else:
        problems.append(too_many_rows(source))
    return Sheet(tuple(rows), tuple(problems))


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, commas, every cell in quotation marks, CR LF; nothing a spreadsheet would run."""
    written = StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in rows:
        writer.writerow(guarded(visible_controls(cell)) for cell in row)
    return BOM_UTF8 + written.getvalue().encode()


def separator_of(text: str) -> str:
    """What stands between the cells: the separator that is most often in the first line that is not empty.

    >>> separator_of('id;"name, en";name_no')
    ';'
    """
    beginning = _QUOTED.sub("", text.lstrip()[:20_000])
    line = beginning.splitlines()[0] if beginning else ""
    return max(SEPARATORS, key=line.count) if any(mark in line for mark in SEPARATORS) else ","


def too_many_rows(source: str) -> Problem:
    message = translate("only the first {most} rows were read", most=MOST_ROWS)
    return Problem(message, MOST_ROWS, source)


def _can_go_on(error: csv.Error) -> bool:
    """After a cell that never ends, the next line is not the beginning of a row."""
    return "unexpected end" not in str(error) and "field limit" not in str(error)


def _why(error: csv.Error) -> str:
    if _can_go_on(error):
        return translate("the quotation marks in this row do not fit: a mark inside a cell is written twice")
    return translate(
        "a quotation mark is opened and never closed, or a cell has more than {most} characters; reading ended here",
        most=csv.field_size_limit(),
    )
