"""`import-transcript` and `export-transcript`: the same verbs as the pages, previewed before anything happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from study import registry
from tests.sounds import tone
from tests.study.test_commands import Command

TALK = "Intervju\n\nI: Hvordan gikk det?\n\nAmina: Bra.\n\nMerk: ok.\n\nI: Fint.\n\nAmina: Ja.\n"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)


@pytest.fixture
def folder(run: Command, tmp_path: Path) -> Iterator[Path]:
    assert run("new", tmp_path / "s", "--title", "PM+ Bergen", "--as", "Kari").code == 0
    yield tmp_path / "s"
    registry.close_all()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "W1-H03.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


def test_the_preview_says_what_would_happen_and_does_nothing(run: Command, folder: Path, file: Path) -> None:
    ran = run("import-transcript", folder, file)

    assert ran.code == 0
    assert ran.out.splitlines() == [
        "TXT: 5 turns",
        "I: 2 turns, 4 words",
        "Amina: 3 turns, 4 words",
        "  I: Hvordan gikk det?",
        "  Amina: Bra.",
        "  Amina: Merk: ok.",
        "  I: Fint.",
        "  Amina: Ja.",
        "problems: 1",
        "Nothing was done yet. Add --apply to do it.",
    ]
    assert "line 1: it stands before the first speaker and is not taken: “Intervju”" in ran.err
    assert run("show", folder, "W1-H03").code == 3


def test_with_apply_it_is_taken_shown_and_written_out(run: Command, folder: Path, file: Path, tmp_path: Path) -> None:
    who = ("--speaker", "I=interviewer", "--speaker", "Amina=H03", "--role", "helper")

    ran = run("import-transcript", folder, file, "--apply", "--wave", 1, "--date", "2026-03-05", "--by-a-person", *who)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "W1-H03: 5 turns taken.")
    assert "interviewer: Hvordan gikk det?\nH03: Bra." in run("show", folder, "w1-h03").out
    assert run("people", "list", folder).out == "H03\thelper\t\t\n"
    out = tmp_path / "out.txt"
    assert run("export-transcript", folder, "W1-H03", out, "--numbers", "turns").code == 0
    assert "\n1\tinterviewer: Hvordan gikk det?\n2\tH03: Bra.\n" in out.read_text(encoding="utf-8")
    assert run("export-transcript", folder, "W1-H03", tmp_path / "out.docx").code == 0
    assert (tmp_path / "out.docx").read_bytes().startswith(b"PK")


def test_labels_can_be_made_words_and_speakers(run: Command, folder: Path, file: Path) -> None:
    ran = run("import-transcript", folder, file, "--words", "Amina", "--also", "Merk")

    assert ran.out.splitlines()[1:3] == ["I: 4 turns, 8 words", "Merk: 1 turns, 1 words"]


def test_sound_added_to_it_is_not_transcribed(run: Command, folder: Path, file: Path, tmp_path: Path) -> None:
    run("import-transcript", folder, file, "--apply")

    ran = run("add", folder, tone(tmp_path / "h03.wav"), "--interview", "W1-H03")

    assert ran.out == "W1-H03: its sound waits to be made ready\n"
    assert run("work", folder, "--idle", 0).code == 0
    study = registry.open_study(folder)
    assert study.recordings(study.person("Kari"))[0].playback_sha256


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--speaker", "Amina"), "is not of the form"),
        (("--date", "i går"), "is not a day"),
        (("--speaker", "Ola=H03"), "is no speaker of this file"),
    ],
)
def test_what_cannot_be_used_is_one_line(
    run: Command, folder: Path, file: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = run("import-transcript", folder, file, "--apply", *arguments)

    assert ran.code == 2 and said in ran.err


def test_files_that_are_missing_or_of_another_kind_are_said(run: Command, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"%PDF-1.7")

    assert run("import-transcript", folder, tmp_path / "none.txt").code == 2
    assert "is a PDF file" in run("import-transcript", folder, tmp_path / "a.docx").err
    assert run("export-transcript", folder, "W1", tmp_path / "a.rtf").code == 2
