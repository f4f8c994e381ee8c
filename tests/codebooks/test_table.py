"""A codebook as CSV and XLSX: there and back, the template, and rows that cannot be used."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

import sheets
from codebooks import library
from codebooks.formats import files, table
from codebooks.formats.files import CodebookFormat, CodebookTooLargeError
from codebooks.formats.reading import MOST_CODES, TooManyCodesError
from codebooks.model import CodeStatus
from codebooks.naming import DEEPEST
from core.errors import InputError
from tests.codebook_making import codebooks, one_line, small, typed

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
DUMPS = {"csv": table.dump_csv, "xlsx": table.dump_xlsx}


def read(text: str, language: str = "en"):
    return table.read(text.encode(), "koder.csv", language)


def names(text: str) -> list[str]:
    return [code.name["en"] for code in read(text).codebook.codes]


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read(text).problems]


# --- there and back


@pytest.mark.parametrize("dump", DUMPS.values(), ids=DUMPS)
def test_codes_come_back_as_they_were(dump):
    reading = table.read(dump(small()))

    assert reading.codebook.codes == small().codes
    assert reading.problems == ()
    assert [(t.name, t.code_ids) for t in reading.codebook.themes] == [(t.name, t.code_ids) for t in small().themes]


@pytest.mark.parametrize("dump", DUMPS.values(), ids=DUMPS)
@pytest.mark.parametrize("name", library.names())
def test_every_shipped_codebook_comes_back(name, dump):
    codebook = library.load(name)

    assert table.read(dump(codebook)).codebook.codes == codebook.codes


@given(codebooks(texts=typed, names=one_line))
@settings(max_examples=60)
def test_any_codebook_comes_back_from_csv(codebook):
    written = [name for code in codebook.codes for name in code.name.values()]
    if len({" ".join(name.split()).casefold() for name in written}) < len(written):
        return
    reading = table.read(table.dump_csv(codebook))
    kept = {code.id: (code.parent_id, code.definition, code.status, code.created_at) for code in codebook.codes}

    assert {c.id: (c.parent_id, c.definition, c.status, c.created_at) for c in reading.codebook.codes} == kept


@pytest.mark.parametrize("dump", DUMPS.values(), ids=DUMPS)
def test_nothing_in_the_file_runs_in_a_spreadsheet(dump):
    dangerous = small(codes=tuple(replace_name(code, f"={number}+1") for number, code in enumerate(small().codes)))
    content = dump(dangerous)
    if content.startswith(b"PK"):
        cells = [cell for row in load_workbook(BytesIO(content))["codes"].iter_rows() for cell in row]
        assert {cell.data_type for cell in cells if cell.value} == {"s"}
    else:
        assert '"=' not in content.decode("utf-8-sig")
    assert [code.name["en"] for code in table.read(content).codebook.codes] == ["=0+1", "=1+1", "=2+1"]


def replace_name(code, name):
    from dataclasses import replace

    return replace(code, name={"en": name})


def test_what_a_table_cannot_hold_is_known():
    assert table.losses(small()) == ("Memos of themes, and their names in further languages.",)
    assert files.losses(small(sources=("A book",), themes=()), CodebookFormat.CSV) == (
        "The codebook's title and its list of sources.",
    )
    assert files.losses(small(sources=("A book",)), CodebookFormat.YAML) == ()


# --- the template


def test_the_template_is_a_codebook_without_codes():
    for content in (table.template_csv(), table.template_xlsx()):
        reading = table.read(content)
        assert reading.codebook.codes == ()
        assert reading.problems == ()


def test_the_workbook_explains_every_column_and_offers_the_words_there_are():
    book = load_workbook(BytesIO(table.template_xlsx(("no", "en"))))
    explained = [row[0].value for row in book["columns"].iter_rows(min_row=2)]
    offered = {rule.formula1 for rule in book["codes"].data_validations.dataValidation}

    assert explained == [column.name for column in table.columns(("no", "en"))]
    assert all(row[1].value for row in book["columns"].iter_rows(min_row=2))
    assert offered == {'"constructed,collected"', '"draft,agreed,retired"'}


def test_the_page_lists_the_columns_of_the_file():
    listed = PAGE.partition("<!-- codebook columns -->")[2].partition("\n\n")[0]
    told = [re.sub(r"_no$", "", name) for name in re.findall(r"^\| `(\w+)`", listed, flags=re.MULTILINE)]

    assert told == list(dict.fromkeys(column.field for column in table.columns(("no",))))


# --- what people type


def test_a_list_from_norwegian_excel_is_understood():
    text = "Name (no);Definition_no;parent\r\nIdentitet;Hvem de er;\r\nÅ høre til;Æ, ø og å;Identitet\r\n"
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        first, second = table.read(text.encode(encoding)).codebook.codes
        assert (second.name, second.definition, second.parent_id) == (
            {"no": "Å høre til"},
            {"no": "Æ, ø og å"},
            first.id,
        )


def test_columns_without_a_language_are_in_the_one_that_is_chosen():
    (code,) = read("code,description\nMestring,Å klare seg\n", "no").codebook.codes
    assert (code.name, code.definition) == ({"no": "Mestring"}, {"no": "Å klare seg"})


def test_a_parent_is_known_by_name_path_or_identifier_and_may_come_later():
    text = "id,name_en,parent\nx,C,A > B\n,B,a\ny,A,\n,D,x\n"
    codes = {code.name["en"]: code for code in read(text).codebook.codes}
    parents = {
        name: next((n for n, c in codes.items() if c.id == code.parent_id), None) for name, code in codes.items()
    }

    assert parents == {"A": None, "B": "A", "C": "B", "D": "C"}
    assert list(codes) == ["A", "B", "C", "D"], "each parent before its children"


def test_a_parent_that_is_not_in_the_file_is_remembered_for_the_study():
    reading = read("name_en,parent\nHope,Identity\n")

    assert reading.problems == ()
    assert list(reading.parents_elsewhere.values()) == ["Identity"]


def test_bad_rows_are_listed_with_number_and_reason_and_good_rows_are_taken():
    text = (
        "id,name_en,parent,status,colour,shoe size\n"
        "a,Identity,,agreed,#0960D9,\n"
        ",,,,,\n"
        "b,,,draft,,\n"
        "c,identity,,,,\n"
        "a,Twice,,,,\n"
        "d,Below the bad one,Twice,,,\n"
        "e,Coping,,final,blue,\n"
    )
    assert names(text) == ["Identity", "Coping"]
    assert problems(text) == [
        "koder.csv line 1: the column “shoe_size” is not known and was left out",
        "koder.csv line 4: the row has no name",
        "koder.csv line 5: row 2 is called “identity” too",
        "koder.csv line 6: row 2 has the same id “a”",
        "koder.csv line 7: the row of its parent “Twice” could not be used",
        "koder.csv line 8: “blue” is not a colour like #0f6cbd; the code is taken without",
        "koder.csv line 8: “final” is not one of: draft, agreed, retired; taken as “draft”",
    ]


def test_codes_that_hang_below_each_other_are_told():
    text = "name_en,parent\nA,B\nB,A\nC,C\nD,\n"
    assert names(text) == ["D"]
    assert [problem.split(":")[0] for problem in problems(text)] == [f"koder.csv line {n}" for n in (2, 3, 4)]


def test_a_chain_deeper_than_any_codebook_is_told():
    text = "name_en,parent\n" + "".join(f"n{n},{f'n{n - 1}' if n else ''}\n" for n in range(3_000))
    assert len(names(text)) == DEEPEST
    assert "within 25 levels" in problems(text)[0]


def test_examples_nobody_has_called_made_up_count_as_words_of_interviews():
    collected, constructed = read("name_en,anchor_example_en,examples\nA,Words,\nB,Words,constructed\n").codebook.codes
    assert (collected.examples_constructed, constructed.examples_constructed) == (False, True)


def test_a_table_without_a_name_column_says_so():
    assert (
        problems("a,b\n1,2\n")[-1]
        == "koder.csv line 1: no column is called “name_en”; the first row must name the columns"
    )


def test_a_formula_in_a_workbook_makes_its_row_unusable_and_no_other():
    book = load_workbook(BytesIO(table.template_xlsx(("en",))))
    columns = [cell.value for cell in book["codes"][1]]
    for row, (name, definition) in enumerate((("A", "fine"), ("B", "=1+1")), 2):
        book["codes"].cell(row, columns.index("name_en") + 1, name)
        book["codes"].cell(row, columns.index("definition_en") + 1, definition)
    written = BytesIO()
    book.save(written)
    reading = table.read(written.getvalue(), "koder.xlsx")

    assert [code.name["en"] for code in reading.codebook.codes] == ["A"]
    assert "koder.xlsx line 3: cell" in str(reading.problems[0])


# --- any file


@pytest.mark.parametrize("form", CodebookFormat)
def test_a_file_is_known_by_what_is_in_it(form):
    content = files.write(small(), form)

    assert files.format_of(content, f"codes.{form}") is form
    assert files.read(content, f"codes.{form}").codebook.codes == small().codes


@pytest.mark.parametrize("name", ["x", "x.yaml", "x.qdc", "x.csv", "x.xlsx", "x.exe"])
@pytest.mark.parametrize(
    "content",
    [b"", b"\0\1\2\3" * 40, b"<a>", b"PK\x03\x04", b"\xff\xfe", b"name_en\nA\n", b"codebook: 1", b"MZ" + b"\x90" * 200],
)
def test_any_bytes_under_any_name_are_read_or_refused_in_words(content, name):
    try:
        files.read(content, name)
    except InputError as error:
        assert str(error)


def test_more_codes_than_anybody_could_hold_apart_are_refused():
    text = "name_en\n" + "".join(f"n{n}\n" for n in range(MOST_CODES + 1))
    with pytest.raises(TooManyCodesError, match="2001 codes"):
        files.read(text.encode(), "x.csv")


def test_a_yaml_file_nobody_has_written_by_hand_is_refused_at_once():
    with pytest.raises(CodebookTooLargeError, match="4 MB"):
        files.read(b"#" * (files.MOST_YAML_BYTES + 1), "x.yaml")


def test_a_retired_code_may_share_its_name():
    text = "name_en,status\nHope,retired\nHope,draft\n"
    assert [code.status for code in read(text).codebook.codes] == [CodeStatus.RETIRED, CodeStatus.DRAFT]
    assert sheets.read(text.encode(), "x").rows[0].number == 1
