"""Tables from any spreadsheet, in any encoding; and files that only look like tables."""

from __future__ import annotations

import csv
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import sheets
from core.errors import InputError
from sheets import zipped
from sheets.model import MOST_COLUMNS, MOST_ROWS
from sheets.reading import OldWorkbookError, TableTooLargeError
from sheets.separated import write_csv
from sheets.text import NotTextError
from sheets.workbook import CellTooLongError, Page, UnreadableWorkbookError, write_xlsx
from sheets.zipped import DamagedZipError, ZipBombError

NORWEGIAN = "navn;definisjon\r\nÅ høre til;Ærlig, på godt og vondt\r\n"
READ = (("navn", "definisjon"), ("Å høre til", "Ærlig, på godt og vondt"))


def cells(content: bytes, name: str = "koder.csv") -> tuple[tuple[str, ...], ...]:
    return tuple(row.cells for row in sheets.read(content, name).rows)


def problems(content: bytes, name: str = "koder.csv") -> list[str]:
    return [str(problem) for problem in sheets.read(content, name).problems]


def workbook(*rows: tuple[object, ...], **members: bytes) -> bytes:
    """A workbook as Excel would save it; `members` replace parts of the zip (`/` written as `__`)."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = BytesIO()
    book.save(written)
    return repacked(written.getvalue(), {name.replace("__", "/"): part for name, part in members.items()})


def repacked(content: bytes, parts: dict[str, bytes]) -> bytes:
    if not parts:
        return content
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, parts.get(name, source.read(name)))
    return packed.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_a_spreadsheet_writes_is_understood(encoding):
    assert cells(NORWEGIAN.encode(encoding)) == READ


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_commas_semicolons_and_tabs_are_told_apart(separator):
    line = separator.join(['"name, in; all"', "definition", "x"])
    assert cells(f"{line}\n1{separator}2{separator}3\n".encode()) == (
        ("name, in; all", "definition", "x"),
        ("1", "2", "3"),
    )


def test_the_first_line_that_only_excel_writes_is_not_a_row():
    assert cells(b"sep=;\r\nname;colour\r\nA;b,c\r\n") == (("name", "colour"), ("A", "b,c"))
    assert [row.number for row in sheets.read(b"sep=;\r\nname;colour\r\n", "a.csv").rows] == [2]


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers():
    rows = sheets.read(b"name;x\n\n;;\nA;\n", "a.csv").rows
    assert [(row.number, row.cells[0]) for row in rows] == [(1, "name"), (4, "A")]


def test_cells_may_hold_line_breaks_and_quotation_marks():
    assert cells(b'name,definition\n"A","first\nsecond ""quoted"""\n')[1] == ("A", 'first\nsecond "quoted"')


def test_a_quotation_mark_that_is_never_closed_ends_the_reading_and_is_told():
    content = b'name,definition\nA,fine\nB,"never closed\nC,swallowed\n'
    assert cells(content) == (("name", "definition"), ("A", "fine"))
    assert problems(content)[0].startswith("koder.csv line 3: a quotation mark is opened and never closed")


def test_a_row_whose_quotation_marks_do_not_fit_is_told_and_the_next_is_read():
    content = b'name,definition\n"A"b,x\nC,y\n'
    assert cells(content) == (("name", "definition"), ("C", "y"))
    assert problems(content)[0].startswith("koder.csv line 2: the quotation marks in this row do not fit")


def test_a_huge_cell_is_told_and_not_taken():
    content = b"name,definition\nA," + b"x" * 2 * csv.field_size_limit() + b"\n"
    assert cells(content) == (("name", "definition"),)
    assert "more than" in problems(content)[0]


def test_too_many_rows_and_columns_are_told():
    rows = b"name\n" + b"A\n" * (MOST_ROWS + 5)
    assert len(cells(rows)) == MOST_ROWS
    assert problems(rows) == [f"koder.csv line {MOST_ROWS}: only the first {MOST_ROWS} rows were read"]
    wide = b"name\n" + b"," * (MOST_COLUMNS + 1) + b"\n"
    assert "cells" in problems(wide)[0]


def test_what_is_no_text_and_no_workbook_is_refused_in_words():
    for content in (b"\x00\x01\x02\x03" * 50, b"\xff\xfe\x00", b"ab\x81\x8d\0"):
        with pytest.raises(NotTextError, match="not a text file"):
            sheets.read(content, "bilde.csv")
    with pytest.raises(OldWorkbookError, match="Save it as XLSX"):
        sheets.read(b"\xd0\xcf\x11\xe0" + b"\0" * 500, "gammel.xls")
    with pytest.raises(TableTooLargeError, match="20 MB"):
        sheets.read(b"a" * 20_000_001, "stor.csv")


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n")), min_size=2),
        min_size=1,
    )
)
def test_any_table_comes_back_from_csv(rows):
    filled = [("x", *row) for row in rows]
    assert cells(write_csv(filled)) == tuple(tuple(row) for row in filled)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(content):
    for beginning in (b"", b"PK\x03\x04"):
        try:
            sheets.read(beginning + content, "x")
        except InputError as error:
            assert str(error)


# --- workbooks


def test_a_workbook_is_read_as_people_see_it():
    content = workbook(("name", "number", "yes"), ("Ærlig", 3.0, True), (None, 2.5, None))
    assert cells(content, "k.xlsx") == (("name", "number", "yes"), ("Ærlig", "3", "TRUE"), ("", "2.5"))


def test_a_workbook_is_known_by_its_bytes_not_by_its_name():
    assert cells(workbook(("name",)), "koder.csv") == (("name",),)


def test_a_row_with_a_formula_or_an_error_is_told_and_the_others_are_taken():
    content = workbook(("name", "definition"), ("A", "=1+1"), ("B", "fine"), ("#REF!", "x"))
    assert cells(content, "k.xlsx") == (("name", "definition"), ("B", "fine"))
    first, second = problems(content, "k.xlsx")
    assert first.startswith("k.xlsx line 2: cell B holds a formula, which is not run here")
    assert second.startswith("k.xlsx line 4: cell A shows an error: #REF!")


def test_hidden_sheets_are_not_read():
    book = Workbook()
    book.active.append(("hidden",))
    book.active.sheet_state = "hidden"
    book.create_sheet("shown").append(("name",))
    written = BytesIO()
    book.save(written)
    assert cells(written.getvalue()) == (("name",),)


def test_a_single_cell_at_the_far_corner_costs_nothing():
    book = Workbook()
    book.active["A1"] = "name"
    book.active.cell(1_048_576, 16_384).value = "far"
    written = BytesIO()
    book.save(written)
    assert cells(written.getvalue()) == (("name",),)


WRITTEN = (
    "=1+1",
    "+47",
    "-ja, det stemmer",
    "@x",
    "\tx",
    "'=x",
    '=HYPERLINK("http://x")',
    "_x0041_",
    "Æ\nø",
    "1e5",
    "TRUE",
    "#REF!",
)


def test_what_is_written_is_text_in_every_cell_and_comes_back():
    content = write_xlsx([Page("codes", (("name",), *((text,) for text in WRITTEN)))])
    book = load_workbook(BytesIO(content))
    for row in book["codes"].iter_rows():
        for cell in row:
            assert cell.data_type == "s"
            assert cell.quotePrefix
    assert cells(content) == (("name",), *((text,) for text in WRITTEN))
    sheet = ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet and b"<f " not in sheet


def test_a_written_workbook_names_no_author():
    book = load_workbook(BytesIO(write_xlsx([Page("codes", (("name",),))])))
    assert not book.properties.creator and not book.properties.lastModifiedBy


def test_a_text_longer_than_a_cell_is_refused_not_cut():
    with pytest.raises(CellTooLongError, match="32768 characters"):
        write_xlsx([Page("codes", (("x" * 32_768,),))])


# --- hostile workbooks


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def with_document_type(doctype: str, part: str) -> bytes:
    """A workbook one of whose parts begins with a document type and uses its entity `&l9;` in a cell."""
    content = workbook(("name",))
    declared = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED}"/></Types>'.encode()
    parts = ZipFile(BytesIO(content))
    types = parts.read("[Content_Types].xml").replace(b"</Types>", declared)
    texts = {
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>&l9;</t></si></sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is>'
        "<t>&l9;</t></is></c></row></sheetData></worksheet>",
    }
    text = texts.get(part, f'<x xmlns="{MAIN}" a="&l9;">&l9;</x>')
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in {*parts.namelist(), part}:
            if name != part:
                target.writestr(name, types if name == "[Content_Types].xml" else parts.read(name))
        target.writestr(part, f'<?xml version="1.0"?>{doctype}{text}')
    return packed.getvalue()


def test_workbooks_are_read_through_the_careful_reader_of_xml():
    assert openpyxl.DEFUSEDXML, "defusedxml is a requirement for this alone"


PARTS = ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml")


@pytest.mark.parametrize("part", PARTS)
def test_a_file_of_the_machine_is_not_drawn_in(part, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    with pytest.raises(UnreadableWorkbookError) as raised:
        sheets.read(with_document_type(f'<!DOCTYPE x [<!ENTITY l9 SYSTEM "{secret.as_uri()}">]>', part), "x.xlsx")
    assert "SECRET" not in str(raised.value)


@pytest.mark.parametrize("part", PARTS)
def test_an_entity_bomb_is_refused(part):
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    with pytest.raises(UnreadableWorkbookError):
        sheets.read(with_document_type(f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]>', part), "x.xlsx")


def test_a_zip_bomb_is_not_unpacked():
    with pytest.raises(ZipBombError, match="1 : "):
        sheets.read(repacked(workbook(("name",)), {"xl/styles.xml": b" " * 50_000_000}), "x.xlsx")
    with pytest.raises(ZipBombError, match="MB > 200 MB"):
        zipped.check(_claiming(300_000_000), "x.xlsx")
    many = BytesIO()
    with ZipFile(many, "w", ZIP_STORED) as target:
        for number in range(zipped.MOST_MEMBERS + 1):
            target.writestr(f"{number}", b"")
    with pytest.raises(ZipBombError, match="2001 > 2000"):
        sheets.read(many.getvalue(), "x.xlsx")


def _claiming(size: int) -> bytes:
    """A zip whose directory says that its one member is this large."""
    packed = BytesIO()
    with ZipFile(packed, "w") as target:
        target.writestr(ZipInfo("a"), b"x")
    content = bytearray(packed.getvalue())
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = size.to_bytes(4, "little")
    return bytes(content)


def test_a_damaged_or_locked_workbook_is_refused_in_words():
    content = workbook(("name",))
    for broken in (content[:200], content[:-30], content.replace(b"PK\x01\x02", b"PK\x09\x09")):
        with pytest.raises((DamagedZipError, UnreadableWorkbookError)):
            sheets.read(broken, "x.xlsx")
    locked = bytearray(content)
    place = locked.index(b"PK\x01\x02")
    locked[place + 8] |= 1
    with pytest.raises(DamagedZipError, match="password"):
        sheets.read(bytes(locked), "x.xlsx")


def test_a_zip_that_is_another_document_is_refused_in_words():
    packed = BytesIO()
    with ZipFile(packed, "w") as target:
        target.writestr("word/document.xml", "<w/>")
    with pytest.raises(UnreadableWorkbookError, match="save it as XLSX anew"):
        sheets.read(packed.getvalue(), "brev.docx")


# --- columns


def test_columns_are_found_whatever_their_spelling_and_doubled_ones_are_told():
    table = sheets.Table.of(sheets.read(b"Name (NO); Definition_EN ;name no;;x\nA;b;c;d\n", "k.csv"), "k.csv")
    assert table.columns == ("name_no", "definition_en", "x")
    assert table.records[0].values == {"name_no": "A", "definition_en": "b"}
    assert [str(problem) for problem in table.problems] == [
        "k.csv line 1: two columns are called “name no”; the first is taken"
    ]


def test_an_empty_file_is_an_empty_table():
    assert sheets.Table.of(sheets.read(b"", "k.csv")).records == ()
