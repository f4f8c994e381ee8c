"""The disk is full: what was saved stays, what was not is gone altogether, and there is a sentence about it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import migrating
from storage.backup import back_up
from storage.database import Database, DiskFullError, open_database
from storage.disk_space import LowDiskSpaceError
from storage.media import MediaStore
from tests.storage.conftest import fill

PADDING = "x" * 20_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    if not sys.platform.startswith("linux"):
        pytest.skip("a small disk is made with Linux's tmpfs")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"mounting is not permitted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def count(database: Database) -> int:
    with database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM site").scalar_one())


def add(database: Database, number: int) -> None:
    with database.write() as connection:
        connection.exec_driver_sql(f"INSERT INTO site VALUES ('{number:032}', '{number} {PADDING}')")


@pytest.mark.parametrize("single_user", [False, True], ids=["local disk", "network disk"])
def test_a_write_that_does_not_fit_changes_nothing_and_work_goes_on_when_there_is_room(
    small_disk: Path, single_user: bool
) -> None:
    database = open_database(small_disk / "study.sqlite", single_user=single_user)
    migrating.create(database)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(1_000_000))
    written = 0
    with pytest.raises(DiskFullError, match="is full.*was not saved"):
        while True:
            add(database, written)
            written += 1
    assert count(database) == written > 10
    database.check(thoroughly=True)
    ballast.unlink()
    add(database, written)
    assert count(database) == written + 1
    database.close()


def test_a_recording_that_does_not_fit_leaves_nothing(small_disk: Path) -> None:
    store = MediaStore(small_disk / "media")
    incoming = store.incoming()
    with pytest.raises(OSError, match="No space left"):
        for _ in range(100):
            incoming.write(bytes(100_000))
    incoming.abandon()
    assert list(store) == [] and not list((small_disk / "media").rglob("?" * 32))


def test_a_backup_asks_for_room_first(small_disk: Path) -> None:
    database = open_database(small_disk / "study.sqlite")
    migrating.create(database)
    fill(small_disk, database)
    with pytest.raises(LowDiskSpaceError, match="Make room"):
        back_up(database, small_disk, reason="by-hand", with_media=True)
    database.close()
