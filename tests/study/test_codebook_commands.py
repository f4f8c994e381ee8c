"""`python -m study codebook`: export, import, template."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from study import registry
from study.study import Study
from tests.study.test_commands import Command


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    return Command(monkeypatch, capsys)


@pytest.fixture
def folder(run: Any, tmp_path: Path) -> Iterator[Path]:
    assert run("new", tmp_path / "s", "--title", "PM+ Bergen", "--as", "Kari").code == 0
    yield tmp_path / "s"
    registry.close_all()


def codebook_names(folder: Path) -> list[str]:
    study: Study = registry.open_study(folder)
    return [code.name.get("en", "") for _, code in study.codebook(study.person("Kari")).walk()]


@pytest.mark.parametrize("ending", ["yaml", "yml", "qdc", "csv", "xlsx", "docx"])
def test_the_codebook_is_written_in_the_form_of_the_file_s_ending(
    run: Any, folder: Path, tmp_path: Path, ending: str
) -> None:
    ran = run("codebook", "export", folder, tmp_path / f"codes.{ending}", "--languages", "no,en")
    assert (ran.code, ran.out) == (0, f"{tmp_path / f'codes.{ending}'}\n")
    assert (tmp_path / f"codes.{ending}").stat().st_size > 1000


def test_the_word_file_is_in_the_languages_asked_for(run: Any, folder: Path, tmp_path: Path) -> None:
    run("codebook", "export", folder, tmp_path / "codes.docx", "--languages", "no")
    assert "1  Identitet" in [p.text for p in Document(str(tmp_path / "codes.docx")).paragraphs]


def test_what_the_form_cannot_hold_is_said(run: Any, folder: Path, tmp_path: Path) -> None:
    told = "Not in the file: The codebook's title and its list of sources.\n"
    assert run("codebook", "export", folder, tmp_path / "codes.qdc").err == told
    assert run("codebook", "export", folder, tmp_path / "codes.xlsx").err == told
    assert run("codebook", "export", folder, tmp_path / "codes.yaml").err == ""


def test_an_ending_that_says_no_form_is_refused(run: Any, folder: Path, tmp_path: Path) -> None:
    ran = run("codebook", "export", folder, tmp_path / "codes.pdf")
    assert ran.code == 2
    assert (
        ran.err
        == "“codes.pdf” does not end in .yaml, .qdc, .csv, .xlsx, .docx. Name the file after what it shall be.\n"
    )
    assert run("codebook", "template", tmp_path / "codes.docx").code == 2


def test_an_import_only_says_what_would_happen_unless_asked(run: Any, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "koder.csv"
    file.write_text(
        "name_en;definition_en;parent\nIdentity;Other words.;\nHope;;Identity\n;no name;\n", encoding="utf-8"
    )
    before = codebook_names(folder)

    ran = run("codebook", "import", folder, file)
    assert ran.code == 0
    assert "new: Identity > Hope" in ran.out
    assert "changed: Identity" in ran.out
    assert "definition (en): “How helpers and supervisors" in ran.out
    assert ran.out.endswith("1 new, 1 changed, 0 clashing, 0 identical\n")
    assert ran.err == "koder.csv line 4: the row has no name\n"
    assert codebook_names(folder) == before

    assert run("codebook", "import", folder, file, "--apply", "new").out.endswith("1 brought in\n")
    assert set(codebook_names(folder)) - set(before) == {"Hope"}
    assert "0 new, 1 changed" in run("codebook", "import", folder, file, "--apply", "all").out.replace(
        "1 identical", ""
    )
    assert "0 changed" in run("codebook", "import", folder, file).out


def test_a_file_that_is_not_there_or_no_codebook_is_one_line(run: Any, folder: Path, tmp_path: Path) -> None:
    missing = run("codebook", "import", folder, tmp_path / "gone.csv")
    assert (missing.code, missing.err) == (2, f"There is no file {tmp_path / 'gone.csv'}.\n")
    (tmp_path / "x.qdc").write_bytes(b"<html/>")
    ran = run("codebook", "import", folder, tmp_path / "x.qdc")
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1


def test_the_template_is_filled_in_and_brought_in(run: Any, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "mal.xlsx"
    assert run("codebook", "template", file, "--languages", "no").code == 0
    book = load_workbook(file)
    headings = [cell.value for cell in book["codes"][1]]
    book["codes"].cell(2, headings.index("name_no") + 1, "Håp")
    book.save(file)

    assert "new: Håp" in run("codebook", "import", folder, file, "--apply", "all").out
