"""A whole wave from one table: good rows are taken, what is wrong with the others is listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.design import InterviewKind, Person
from storage.job_rows import JobState
from study import Study
from study.commands import app
from study.people_columns import NoColumnError
from tests.sounds import tone

TABLE = """Fil;Intervju;Form;Bølge;Sted;Dato;Språk;Deltaker;Stemmer
h03.wav;W2-H03;individuelt;Bølge 2;Bergen;14.03.2026;norsk;;2
grupper/fg1.wav;W2-FG1;fokusgruppe;Bølge 2;Fredrikstad;2026-03-15;;;7-8
borte.wav;W2-H04;individuelt;Bølge 2;Bergen;;;;
h03.wav;W2-H05;individuelt;Bølge 2;Bergen;;;;
;W2-H06;individuelt;Bølge 2;Bergen;;;;
ikke-lyd.wav;W2-H07;individuelt;Bølge 2;Bergen;;;;
æøå.wav;W2-H08;individuelt;Bølge 2;Bergen;;;;mange
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "grupper").mkdir()
    tone(tmp_path / "h03.wav", hertz=300)
    tone(tmp_path / "grupper" / "fg1.wav", hertz=310)
    tone(tmp_path / "æøå.wav", hertz=320)
    (tmp_path / "ikke-lyd.wav").write_text("#EXTM3U\nother.wav\n")
    path = tmp_path / "bølge 2.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_preview_says_what_would_be_taken_and_does_nothing(study: Study, kari: Person, table: Path) -> None:
    plan = study.preview_manifest(kari, table)
    assert [(row.label, row.file.name, row.speakers) for row in plan.rows] == [
        ("W2-H03", "h03.wav", {"speakers": 2}),
        ("W2-FG1", "fg1.wav", {"min_speakers": 7, "max_speakers": 8}),
        ("W2-H07", "ikke-lyd.wav", {}),
    ]
    assert [(problem.line, problem.message) for problem in plan.problems] == [
        (4, "There is no file “borte.wav” beside the table. Write its path as seen from the table's folder."),
        (5, "“h03.wav” stands in row 2 already. One row for each recording."),
        (6, "No file is named for “W2-H06”. Write one in the column “File”, or take the row out."),
        (
            8,
            "“mange” is no number of speakers between 1 and 30, and no range such as 6-8. Leave it empty where nobody "
            "knows.",
        ),
    ]
    assert study.interviews(kari) == () and study.recordings(kari) == ()


def test_the_good_rows_become_interviews_with_recordings_that_wait(study: Study, kari: Person, table: Path) -> None:
    told: list[str] = []
    done = study.add_manifest(kari, table, lambda row: told.append(row.label))
    assert [row.label for row in done.rows] == told == ["W2-H03", "W2-FG1"]
    assert 7 in [problem.line for problem in done.problems], "what is no recording is found when it is copied"
    first, group = (study.interview_named(kari, label) for label in ("W2-H03", "W2-FG1"))
    waves = {wave.id: wave.label for wave in study.waves(kari)}
    assert (first.kind, waves[first.wave_id or ""], str(first.held_on)) == (
        InterviewKind.INDIVIDUAL,
        "Bølge 2",
        "2026-03-14",
    )
    assert group.kind is InterviewKind.FOCUS_GROUP
    jobs = study.jobs(kari)
    assert [job.state for job in jobs] == [JobState.WAITING, JobState.WAITING]
    assert {job.interview_id for job in jobs} == {first.id, group.id}


def test_a_mended_table_may_be_handed_over_again(study: Study, kari: Person, table: Path) -> None:
    study.add_manifest(kari, table)
    tone(table.parent / "borte.wav", hertz=330)
    again = study.add_manifest(kari, table)
    assert [row.label for row in again.rows] == ["W2-H04"]
    assert "“W2-H03” has a recording already" in str(again.problems[0])
    assert len(study.recordings(kari)) == 3


def test_a_table_without_files_is_refused(study: Study, kari: Person, tmp_path: Path) -> None:
    path = tmp_path / "interviews.csv"
    path.write_text("Intervju\nW1-H01\n", encoding="utf-8")
    with pytest.raises(NoColumnError, match="File"):
        study.preview_manifest(kari, path)


def test_from_the_command_line(study: Study, table: Path) -> None:
    study.close()
    said = CliRunner().invoke(app, ["add-wave", str(study.folder), str(table)])
    assert said.exit_code == 0
    assert "3 rows can be taken" in said.output
    taken = CliRunner().invoke(app, ["add-wave", str(study.folder), str(table), "--apply"])
    assert "Waiting to be transcribed: 2." in taken.output
    rests = CliRunner().invoke(app, ["pause", str(study.folder), "--interview", "W2-FG1"])
    assert "W2-FG1: paused" in rests.output
    goes_on = CliRunner().invoke(app, ["resume", str(study.folder)])
    assert "W2-FG1: waiting" in goes_on.output
    first = CliRunner().invoke(app, ["put-first", str(study.folder), "W2-FG1"])
    assert first.output.strip() == "W2-FG1: waiting"
