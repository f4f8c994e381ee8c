"""Cells that a spreadsheet must not run.

Spreadsheets run a cell that begins with one of `= + - @`, a tab or a line break as a formula. In a CSV file such a cell
is given one apostrophe in front, and so is a cell that begins with apostrophes followed by one of these: taking one
apostrophe away (`without_guard`) therefore always gives the words back.
"""

from __future__ import annotations

import re

#: Also the full-width forms, which East Asian spreadsheets read as their plain ones (OWASP, "CSV Injection").
_DANGEROUS = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guarded(cell: str) -> str:
    """The cell so that no spreadsheet runs it.

    >>> guarded("-ja, det stemmer"), guarded("ja, det stemmer")
    ("'-ja, det stemmer", 'ja, det stemmer')
    """
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def without_guard(cell: str) -> str:
    """What `guarded` was given.

    >>> without_guard("'-ja, det stemmer")
    '-ja, det stemmer'
    """
    return cell[1:] if _GUARDED.match(cell) else cell
