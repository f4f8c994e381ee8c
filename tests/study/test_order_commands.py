"""Waves, sites and interview guides from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.study.test_people_commands import Command, folder, run, table

__all__ = ["folder", "run"]


def test_waves_are_added_dated_renamed_ordered_and_deleted(run: Command, folder: Path) -> None:
    assert run("waves", "list", folder) == (0, [], [])
    assert run("waves", "add", folder, "Wave 1", "--starts", "1.3.2026", "--ends", "2026-05-31")[1] == ["Wave 1: added"]
    run("waves", "add", folder, "Pilot")
    assert run("waves", "list", folder)[1] == ["1\tWave 1\t2026-03-01\t2026-05-31", "2\tPilot\t\t"]
    assert run("waves", "move", folder, "pilot", 1)[1] == ["1\tPilot\t\t", "2\tWave 1\t2026-03-01\t2026-05-31"]
    assert run("waves", "dates", folder, 2, "--ends", "")[1] == ["Wave 1\t2026-03-01\t"]
    assert run("waves", "rename", folder, "Wave 1", "First")[1] == ["Wave 1: now First"]
    assert run("waves", "delete", folder, "Pilot")[1] == ["Pilot: deleted"]
    assert run("waves", "list", folder)[1] == ["1\tFirst\t2026-03-01\t"]


def test_sites_are_added_renamed_listed_and_deleted(run: Command, folder: Path) -> None:
    run("sites", "add", folder, "Bergen")
    run("sites", "add", folder, "Fredrikstad")
    assert run("sites", "rename", folder, "bergen", "Bergen kommune")[1] == ["Bergen: now Bergen kommune"]
    assert run("sites", "delete", folder, "Fredrikstad")[0] == 0
    assert run("sites", "list", folder)[1] == ["Bergen kommune"]


def test_what_cannot_be_done_with_waves_and_sites_is_said_in_one_line(
    run: Command, folder: Path, tmp_path: Path
) -> None:
    run("waves", "add", folder, "Wave 1")
    guide = table(tmp_path, "g.csv", "Wave,Question (no)", "1,Hva?")
    run("guides", "import", folder, guide, "--apply")
    for arguments, code, said in (
        (("waves", "delete", folder, "Wave 1"), 4, "1 question of the interview guide"),
        (("waves", "delete", folder, "Wave 9"), 3, "Wave 9"),
        (("waves", "move", folder, "Wave 1", 2), 2, "place 1 to 1, not 2"),
        (("waves", "dates", folder, "Wave 1", "--starts", "3/4/2026"), 2, "not a day"),
        (("waves", "dates", folder, 1, "--starts", "2026-03-02", "--ends", "2026-03-01"), 2, "2026-03-02"),
        (("waves", "add", folder, "Wave 1"), 4, "already"),
        (("sites", "rename", folder, "Oslo", "Bergen"), 3, "Oslo"),
        (("guides", "export", folder, tmp_path / "g.docx"), 2, ".csv or .xlsx"),
        (("guides", "show", folder, "--wave", "9"), 3, "9"),
    ):
        ended, out, err = run(*arguments)
        assert (ended, out, len(err)) == (code, [], 1), (arguments, err)
        assert said in err[0]


def test_a_guide_is_taken_shown_written_and_previewed(run: Command, folder: Path, tmp_path: Path) -> None:
    guide = table(tmp_path, "g.csv", "Wave,Codes,Question (no)", "1,Identity,Hvem er du?", "1,Nope,Hva?")
    code, out, err = run("guides", "import", folder, guide)
    assert (code, out[0], out[-1]) == (0, "new: 1", "Nothing was done yet. Add --apply to do it.")
    assert len(err) == 1 and err[0].startswith("g.csv line 3: There is no code “Nope”")
    assert run("guides", "show", folder)[1] == ["No question has been written."]
    run("guides", "import", folder, guide, "--apply")
    assert run("guides", "show", folder)[1] == ["Wave 1\t1\tHvem er du?\tIdentity"]
    for ending in ("csv", "xlsx"):
        assert run("guides", "export", folder, tmp_path / f"out.{ending}", "--wave", "Wave 1")[0] == 0
        assert "nothing new: 1" in run("guides", "import", folder, tmp_path / f"out.{ending}")[1]
        assert run("guides", "template", folder, tmp_path / f"t.{ending}")[0] == 0
        assert "new: 0" in run("guides", "import", folder, tmp_path / f"t.{ending}")[1]
    changed = table(tmp_path, "c.csv", "Wave,Number,Question (no)", "1,1,Hvem er du nå?")
    assert run("guides", "import", folder, changed)[1][0] == (
        "Wave 1: Hvem er du nå?: no: “Hvem er du?”, in the table “Hvem er du nå?”"
    )
