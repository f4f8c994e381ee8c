"""A database says whether anybody has changed it; a study's snapshot is read once for each state of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from core.design import Person
from storage.database import open_database, open_in_memory
from study import registry
from study import snapshots as module
from study.snapshot_memory import MOST_PEOPLE, SnapshotMemory
from tests.interviews import study as snapshot
from tests.rounds import Team


@pytest.mark.parametrize("single_user", [False, True])
def test_the_state_is_another_after_every_change_and_the_same_while_nothing_changes(
    tmp_path: Path, single_user: bool
) -> None:
    database = open_database(tmp_path / "a.sqlite", single_user=single_user)
    seen = [database.state()]
    for statement in ("CREATE TABLE a (b)", "INSERT INTO a VALUES (1)", "DELETE FROM a"):
        with database.write() as connection:
            connection.exec_driver_sql(statement)
        with database.read() as connection:
            connection.exec_driver_sql("SELECT * FROM a").all()
        seen.append(database.state())
        assert database.state() == seen[-1]
    assert len(set(map(str, seen))) == 4
    database.close()


def test_changes_of_another_program_are_seen(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.sqlite")
    before = database.state()
    with sqlite3.connect(tmp_path / "a.sqlite") as other:
        other.execute("CREATE TABLE a (b)")
    other.close()
    assert database.state() != before
    database.close()


def test_a_failed_change_in_memory_is_another_state_to_be_on_the_safe_side() -> None:
    database = open_in_memory()
    before = database.state()
    with pytest.raises(ZeroDivisionError), database.write():
        raise ZeroDivisionError
    assert database.state() != before
    database.close()


def test_a_snapshot_is_read_once_until_somebody_changes_the_study(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = registry.create(tmp_path / "s", "PM+", "Kari")
    kari = study.person("Kari")
    read, reads = module.read_snapshot, []
    monkeypatch.setattr(module, "read_snapshot", lambda connection, viewer: reads.append(1) or read(connection, viewer))
    first, second = study.snapshot(kari), study.snapshot(kari)
    assert len(reads) == 1
    assert first.participants is second.participants and first.taken_at <= second.taken_at
    study.add_participant(kari, "H03")
    assert [p.pseudonym for p in study.snapshot(kari).participants] == ["H03"]
    with sqlite3.connect(tmp_path / "s" / "study.sqlite") as other:
        other.execute("UPDATE participant SET pseudonym = 'H04'")
    other.close()
    assert [p.pseudonym for p in study.snapshot(kari).participants] == ["H04"]
    assert len(reads) == 3
    registry.close_all()


def test_nobody_is_given_the_snapshot_of_somebody_else(tmp_path: Path) -> None:
    study = registry.create(tmp_path / "s", "PM+", "Kari")
    team = Team.of(study)
    study.add_code(team.kari, "Hope")
    karis, olas = (team.desk(person).code("bra", "Hope", team.alone)["id"] for person in (team.kari, team.ola))
    for _ in range(2):  # the second time from memory
        assert [coding.id for coding in study.snapshot(team.kari).codings] == [karis]
        assert [coding.id for coding in study.snapshot(team.ola).codings] == [olas]
        assert study.snapshot(team.ida).codings == ()
    registry.close_all()


def test_the_snapshots_of_a_few_people_are_kept_until_the_study_changes() -> None:
    memory = SnapshotMemory()
    people = [Person(str(n), f"Coder {n}") for n in range(MOST_PEOPLE + 1)]
    first = [memory.recall(person, 1, snapshot) for person in people]
    assert all(memory.recall(person, 1, snapshot) is known for person, known in zip(people[1:], first[1:], strict=True))
    assert memory.recall(people[0], 1, snapshot) is not first[0], "whoever looked longest ago was forgotten"
    last = memory.recall(people[-1], 1, snapshot)
    assert memory.recall(people[-1], 1, snapshot) is last
    assert memory.recall(people[-1], 2, snapshot) is not last
    kept = memory.recall(people[-1], 2, snapshot)
    memory.forget()
    assert memory.recall(people[-1], 2, snapshot) is not kept
