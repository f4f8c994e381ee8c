"""Any table file: what it is, its first bytes say, not its name."""

from __future__ import annotations

from core.errors import InputError
from sheets.model import Sheet
from sheets.separated import read_csv
from sheets.text import decoded
from sheets.workbook import read_xlsx

MOST_BYTES = 20_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  #: OLE: XLS, and XLSX that is locked with a password.


class TableTooLargeError(InputError):
    """A table is larger than any that people keep by hand."""

    template = "“{name}” has {size} MB; a table may have {most} MB."

    def __init__(self, name: str, size: int, most: int) -> None:
        super().__init__(name=name, size=size, most=most)


class OldWorkbookError(InputError):
    """An old Excel file, or one with a password."""

    template = "“{name}” is an old Excel file (XLS), or is locked with a password. Save it as XLSX without a password."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


def read(content: bytes, name: str) -> Sheet:
    """The rows of a CSV or XLSX file. `name` is what the person calls it, for sentences only.

    Raises an InputError in plain words for what is neither.
    """
    check_size(content, name)
    if content.startswith(b"PK"):
        return read_xlsx(content, name)
    if content.startswith(_OLD_OFFICE):
        raise OldWorkbookError(name)
    return read_csv(decoded(content, name), name)


def check_size(content: bytes, name: str) -> None:
    """TableTooLargeError for more than MOST_BYTES."""
    if len(content) > MOST_BYTES:
        raise TableTooLargeError(name, -(-len(content) // 1_000_000), MOST_BYTES // 1_000_000)
