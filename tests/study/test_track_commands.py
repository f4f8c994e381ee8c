"""Translations and glosses from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.design import Interview, Person
from sheets.separated import write_csv
from study import Study, commands
from tests.desks import FOLLOW_UP


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> None:
    monkeypatch.setattr("sys.argv", ["study", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        commands.main()
    assert ended.value.code == 0


def test_a_table_is_looked_at_then_taken_and_goes_out_again(
    study: Study,
    kari: Person,
    interview: Interview,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = tmp_path / "en.csv"
    table.write_bytes(write_csv([["#", "English"], ["3", "How do you feel?"], ["9", "?"]]))
    asked = ("import-translation", study.folder, "W1-H03", table, "--as", "Kari", "--translator", "Byrået")
    run(monkeypatch, *asked)
    told = capsys.readouterr().out
    assert "there is no turn 9" in told and "1 turn to translate anew" in told and "Nothing was done yet" in told
    assert study.translations(kari, interview.id) == ()
    run(monkeypatch, *asked, "--status", "approved", "--apply")
    (made,) = study.translations(kari, interview.id)
    assert (made.text, made.translator, made.status) == ("How do you feel?", "Byrået", "approved")
    out = tmp_path / "out.txt"
    run(monkeypatch, "export-transcript", study.folder, "W1-H03", out, "--translation", "en", "--as", "Kari")
    assert f"{FOLLOW_UP}\n\t= How do you feel? [translated by Byrået]" in out.read_text(encoding="utf-8")
