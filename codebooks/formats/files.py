"""A codebook file of any form: told by its first bytes and its ending, read or written by the module for it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePath

from codebooks.formats import qdc, table, yaml
from codebooks.formats.reading import CodebookReading, check_count
from codebooks.model import Codebook
from core.errors import InputError
from sheets.reading import check_size
from sheets.text import decoded

MOST_YAML_BYTES = 4_000_000  #: YAML takes about ten seconds for each million.


class CodebookFormat(StrEnum):
    """Forms a codebook can be exchanged in."""

    YAML = "yaml"
    QDC = "qdc"
    CSV = "csv"
    XLSX = "xlsx"


class CodebookTooLargeError(InputError):
    """A codebook as text that nobody has written by hand."""

    template = "“{name}” has {size} MB; a codebook as YAML may have {most} MB."

    def __init__(self, name: str, size: int, most: int) -> None:
        super().__init__(name=name, size=size, most=most)


def read(content: bytes, name: str, language: str = "en") -> CodebookReading:
    """What a file of any of the forms holds. `name` is what the person calls it; it is never a path.

    `language` is that of names and texts which do not say theirs. Raises an InputError in plain words.
    """
    check_size(content, name)
    reading = _read(content, name, language)
    check_count(len(reading.codebook.codes), name)
    return reading


def _read(content: bytes, name: str, language: str) -> CodebookReading:
    match format_of(content, name):
        case CodebookFormat.QDC:
            return qdc.read(content, name, language)
        case CodebookFormat.YAML:
            if len(content) > MOST_YAML_BYTES:
                raise CodebookTooLargeError(name, -(-len(content) // 1_000_000), MOST_YAML_BYTES // 1_000_000)
            return yaml.read(decoded(content, name), name)
    return table.read(content, name, language)


def format_of(content: bytes, name: str) -> CodebookFormat:
    """What the file is.

    >>> format_of(b"PK...", "koder.csv"), format_of(b"name;definition", "koder.txt")
    (<CodebookFormat.XLSX: 'xlsx'>, <CodebookFormat.CSV: 'csv'>)
    """
    beginning = content[:400].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")  # also of UTF-16
    ending = PurePath(name).suffix.lower()
    if content.startswith(b"PK"):
        return CodebookFormat.XLSX
    if beginning.startswith(b"<"):
        return CodebookFormat.QDC
    if ending in (".yaml", ".yml") or beginning.startswith((b"codebook:", b"#")):
        return CodebookFormat.YAML
    return CodebookFormat.QDC if ending == ".qdc" else CodebookFormat.CSV


def write(codebook: Codebook, form: CodebookFormat, language: str = "en") -> bytes:
    """The codebook as a file. `language` is that of names where the form has room for one."""
    writers: dict[CodebookFormat, Callable[[], bytes]] = {
        CodebookFormat.YAML: lambda: yaml.dump(codebook).encode(),
        CodebookFormat.QDC: lambda: qdc.dump(codebook, language),
        CodebookFormat.CSV: lambda: table.dump_csv(codebook),
        CodebookFormat.XLSX: lambda: table.dump_xlsx(codebook),
    }
    return writers[form]()


def losses(codebook: Codebook, form: CodebookFormat) -> tuple[str, ...]:
    """What a file of this form would not hold, in words: to be said before it is handed out. YAML holds everything."""
    told: dict[CodebookFormat, Callable[[Codebook], tuple[str, ...]]] = {
        CodebookFormat.QDC: qdc.losses,
        CodebookFormat.CSV: table.losses,
        CodebookFormat.XLSX: table.losses,
    }
    return told[form](codebook) if form in told else ()


MEDIA_TYPES = {
    CodebookFormat.YAML: "application/yaml",
    CodebookFormat.QDC: "application/xml",
    CodebookFormat.CSV: "text/csv; charset=utf-8",
    CodebookFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
