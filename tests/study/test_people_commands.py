"""Participants, interviews and attrition from the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from study import commands, registry


class Command:
    """`python -m study`, in this process: exit code, output, errors."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: object) -> tuple[int, list[str], list[str]]:
        self._monkeypatch.setattr(sys, "argv", ["study", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            commands.main()
            raise SystemExit(0)
        out, err = self._capsys.readouterr()
        return int(ended.value.code or 0), out.splitlines(), err.splitlines()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)


@pytest.fixture
def folder(run: Command, tmp_path: Path) -> Iterator[Path]:
    assert run("new", tmp_path / "s", "--as", "Kari")[0] == 0
    yield tmp_path / "s"
    registry.close_all()


def table(tmp_path: Path, name: str, *lines: str) -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_without_apply_nothing_happens_and_the_plan_is_said(run: Command, folder: Path, tmp_path: Path) -> None:
    people = table(tmp_path, "p.csv", "Pseudonym;Rolle;Sted;Navn", "H03;hjelper;Bergen;Kari", ";hjelper;;")
    code, out, err = run("people", "import", folder, people)
    assert code == 0
    assert out == [
        "new: 1", "additions to known ones: 0", "left as they are: 0", "nothing new: 0", "problems: 2",
        "Nothing was done yet. Add --apply to do it.",
    ]  # fmt: skip
    assert len(err) == 2 and err[0].startswith("p.csv line 1") and err[1].startswith("p.csv line 3: Give a pseudonym")
    assert run("people", "list", folder)[1] == []


def test_people_are_taken_listed_and_replaced_only_when_asked(run: Command, folder: Path, tmp_path: Path) -> None:
    people = table(tmp_path, "p.csv", "Pseudonym,Role,Site", "H03,helper,Bergen", "H04,helper,Bergen")
    assert run("people", "import", folder, people, "--apply")[1][0] == "new: 2"
    assert run("people", "list", folder)[1] == ["H03\thelper\tBergen\t", "H04\thelper\tBergen\t"]
    moved = table(tmp_path, "p2.csv", "Pseudonym,Site", "H03,Oslo")
    _, out, _ = run("people", "import", folder, moved, "--apply")
    assert out[0] == "H03: the site: “Bergen”, in the table “Oslo”" and "left as they are: 1" in out
    assert run("people", "import", folder, moved, "--apply", "--overwrite")[1][3] == "replaced: 1"
    assert run("people", "list", folder)[1][0] == "H03\thelper\tOslo\t"


def test_interviews_are_taken_and_the_attrition_table_counts_them(run: Command, folder: Path, tmp_path: Path) -> None:
    people = table(tmp_path, "p.csv", "Pseudonym,Role", "H03,helper", "H04,helper")
    run("people", "import", folder, people, "--apply")
    interviews = table(tmp_path, "i.csv", "Interview,Wave,Kind,Participants", "W1-H03,1,individual,H03", "W1-X,1,,H09")
    code, out, err = run("interviews", "import", folder, interviews, "--apply")
    assert (code, out[0]) == (0, "new: 1") and "There is no participant “H09”" in err[0]
    numbers = "Wave 1\t1 of 2 interviewed\tindividual 1\tfocus group 0\tno reason recorded: 1"
    assert run("attrition", folder)[1] == [numbers]
    assert run("attrition", folder, "--participants")[1] == [
        numbers, "H03\tindividual", "H04\tnot interviewed, no reason recorded"
    ]  # fmt: skip
    assert run("attrition", folder, "--out", tmp_path / "a.csv")[0] == 0
    assert "H03" not in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    run("attrition", folder, "--participants", "--out", tmp_path / "a.csv")
    assert "H03" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("kind", ["people", "interviews"])
def test_a_template_is_written_and_can_be_read_back(run: Command, folder: Path, tmp_path: Path, kind: str) -> None:
    for ending in ("csv", "xlsx"):
        code, _, _ = run(kind, "template", folder, tmp_path / f"t.{ending}")
        assert code == 0
        assert run(kind, "import", folder, tmp_path / f"t.{ending}")[1][0] == "new: 0"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["people", "import", "{folder}", "{folder}/none.csv"], 2, "There is no file"),
        (["people", "import", "{folder}", "{folder}/study.sqlite"], 2, "study.sqlite"),
        (["people", "template", "{folder}", "{folder}/t.docx"], 2, "does not end in .csv or .xlsx"),
        (["people", "list", "{folder}/none"], 2, "none"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_an_exit_code(
    run: Command, folder: Path, arguments: list[str], code: int, said: str
) -> None:
    ended, out, err = run(*(argument.format(folder=folder) for argument in arguments))
    assert (ended, out, len(err)) == (code, [], 1), err
    assert said in err[0]
