from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.database import (
    DamagedDatabaseError,
    Database,
    DatabaseUnavailableError,
    open_alone,
    open_database,
)

SECRET = "kanarifugl i gruva"


def pragma(database: Database, name: str) -> object:
    with database.read() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(params=[False, True], ids=["local disk", "network disk"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    database = open_database(tmp_path / "study.sqlite", single_user=request.param)
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE note (text TEXT)")
    request.addfinalizer(database.close)
    return database


def test_a_local_study_writes_ahead_and_flushes_every_commit(tmp_path: Path) -> None:
    database = open_database(tmp_path / "study.sqlite")
    found = {name: pragma(database, name) for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")}
    database.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000, "foreign_keys": 1}


def test_a_study_on_a_network_disk_has_a_rollback_journal_and_an_exclusive_lock(tmp_path: Path) -> None:
    database = open_database(tmp_path / "study.sqlite", single_user=True)
    found = {name: pragma(database, name) for name in ("journal_mode", "synchronous", "locking_mode")}
    files = {path.name for path in tmp_path.iterdir()}
    database.close()
    assert found == {"journal_mode": "delete", "synchronous": 3, "locking_mode": "exclusive"}
    assert not files & {"study.sqlite-wal", "study.sqlite-shm"}


def test_deleted_text_is_overwritten_and_temporary_tables_stay_in_memory(database: Database) -> None:
    assert (pragma(database, "secure_delete"), pragma(database, "temp_store")) == (1, 2)


def test_a_failed_transaction_changes_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO note VALUES ('half')")
        raise ZeroDivisionError
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM note").scalar() == 0


def test_many_threads_share_a_database(database: Database) -> None:
    def add(number: int) -> None:
        with database.write() as connection:
            connection.exec_driver_sql(f"INSERT INTO note VALUES ('{number}')")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(60)))
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(DISTINCT text) FROM note").scalar() == 60


def test_what_was_deleted_is_in_no_file_after_scrubbing(database: Database, tmp_path: Path) -> None:
    with database.write() as connection:
        for number in range(50):
            connection.exec_driver_sql(f"INSERT INTO note VALUES ('{number} {SECRET * 300}')")
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE note SET text = 'x' WHERE rowid % 2")
        connection.exec_driver_sql("DELETE FROM note WHERE rowid % 3")
        connection.exec_driver_sql("UPDATE note SET text = ''")
    database.scrub()
    assert SECRET.encode() not in bytes_below(tmp_path)


def test_scrubbing_says_so_when_somebody_keeps_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database.SHARED_PRAGMAS", ("busy_timeout=50", "secure_delete=ON"))
    database = open_database(tmp_path / "study.sqlite")
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE note (text TEXT)")
    reader = sqlite3.connect(tmp_path / "study.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM note").fetchall()
    with pytest.raises(DatabaseUnavailableError):
        database.scrub()
    reader.close()
    database.scrub()
    database.close()


def test_a_copy_holds_everything_and_needs_no_log_beside_it(database: Database, tmp_path: Path) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO note VALUES ('takk')")
    (tmp_path / "copy").mkdir()
    database.copy(tmp_path / "copy" / "copy.sqlite")
    copy = open_alone(tmp_path / "copy" / "copy.sqlite")
    with copy.read() as connection:
        assert connection.exec_driver_sql("SELECT text FROM note").scalars().all() == ["takk"]
    copy.close()
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["copy.sqlite"]


def test_a_folder_may_be_called_anything(tmp_path: Path) -> None:
    folder = tmp_path / "50 % ferdig? intervju#1 æøå مقابلة"
    folder.mkdir()
    for single_user in (False, True):
        open_database(folder / "study.sqlite", single_user=single_user).close()
    assert [path.name for path in folder.iterdir()] == ["study.sqlite"]


@pytest.mark.parametrize("single_user", [False, True])
def test_a_file_that_is_no_database_is_named(tmp_path: Path, single_user: bool) -> None:
    (tmp_path / "study.sqlite").write_bytes(b"not a database" * 1000)
    with pytest.raises(DamagedDatabaseError, match=r"study\.sqlite is damaged.*backup"):
        open_database(tmp_path / "study.sqlite", single_user=single_user)
    assert [path.name for path in tmp_path.iterdir()] == ["study.sqlite"]


def test_a_database_with_overwritten_pages_is_found_out(tmp_path: Path) -> None:
    database = open_alone(tmp_path / "study.sqlite")
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE note (text TEXT)")
        for number in range(500):
            connection.exec_driver_sql(f"INSERT INTO note VALUES ('{number:0200}')")
    database.check()
    database.close()
    content = bytearray((tmp_path / "study.sqlite").read_bytes())
    content[8192:16384] = b"\xff" * 8192
    (tmp_path / "study.sqlite").write_bytes(content)
    database = open_alone(tmp_path / "study.sqlite")
    with pytest.raises(DamagedDatabaseError):
        database.check()
    database.close()


def test_a_database_somebody_else_has_locked_is_said_to_be_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.SHARED_PRAGMAS", ("busy_timeout=50",))
    other = sqlite3.connect(tmp_path / "study.sqlite", isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("CREATE TABLE t (x)")
    for single_user in (True, False):
        with pytest.raises(DatabaseUnavailableError, match="locked"):
            open_database(tmp_path / "study.sqlite", single_user=single_user)
    other.close()
    open_database(tmp_path / "study.sqlite", single_user=True).close()
