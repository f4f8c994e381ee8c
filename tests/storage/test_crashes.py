"""The process is killed at any moment: what it has said it saved is saved, and nothing is half there."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.failpoints import EXIT_CODE
from storage import migrating
from storage.database import Database, open_database
from storage.media import INCOMING, MediaStore
from tests.conftest import ROOT
from tests.storage.conftest import fill

WRITER = """
import sys
from pathlib import Path
from storage.database import open_database
database = open_database(Path(sys.argv[1]), single_user=sys.argv[2] == "True")
for number in range(int(sys.argv[3]), 10**9):
    with database.write() as connection:
        connection.exec_driver_sql(f"INSERT INTO saved VALUES ({number}, hex(randomblob(400)))")
    print(number, flush=True)
"""
RECORDER = """
import os, sys
from pathlib import Path
from sqlalchemy import text
from storage.database import open_database
from storage.media import MediaStore
folder = Path(sys.argv[1])
database = open_database(folder / "study.sqlite")
while True:
    incoming = MediaStore(folder / "media").incoming()
    for _ in range(20):
        incoming.write(os.urandom(5000))
    media = incoming.finish()
    with database.write() as connection:
        connection.execute(text("INSERT INTO saved VALUES (NULL, :name)"), {"name": media.sha256})
    print(media.sha256, flush=True)
"""


def run(script: str, *arguments: object, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True)


def kill_after(process: subprocess.Popen[str], lines: int, seconds: float) -> list[str]:
    """Let the process say `lines` lines, go on a moment, and kill it; everything it has said."""
    assert process.stdout
    said = [process.stdout.readline() for _ in range(lines)]
    time.sleep(seconds)
    process.kill()
    said += process.stdout.readlines()
    process.stdout.close()
    process.wait()
    assert process.returncode == -9
    return [line.strip() for line in said if line.endswith("\n")]  # the last may have been cut off


def saved(database: Database) -> list[tuple[int, str]]:
    with database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT id, text FROM saved ORDER BY id")]


def empty_database(folder: Path) -> Path:
    database = open_database(folder / "study.sqlite")
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE saved (id INTEGER PRIMARY KEY, text TEXT)")
    database.close()
    return folder / "study.sqlite"


@pytest.mark.parametrize(
    ("single_user", "kills"),
    [
        pytest.param(False, 12, id="local disk"),
        pytest.param(True, 6, id="network disk"),
        pytest.param(False, 60, id="local disk, often", marks=pytest.mark.slow),
        pytest.param(True, 30, id="network disk, often", marks=pytest.mark.slow),
    ],
)
def test_nothing_acknowledged_is_lost(tmp_path: Path, single_user: bool, kills: int) -> None:
    path = empty_database(tmp_path)
    chance = random.Random(4)
    acknowledged: list[int] = []
    for _ in range(kills):
        writer = run(WRITER, path, single_user, len(acknowledged) * 10 + 10**6)
        acknowledged += map(int, kill_after(writer, chance.randint(1, 15), chance.random() * 0.01))
        database = open_database(path, single_user=single_user)  # also takes over the dead writer's hold
        found = saved(database)
        database.check(thoroughly=True)
        database.close()
        assert set(acknowledged) <= {number for number, _ in found}
        assert all(len(text) == 800 for _, text in found)
    assert len(acknowledged) >= kills


@pytest.mark.parametrize("kills", [4, pytest.param(40, marks=pytest.mark.slow)])
def test_no_row_is_without_its_recording(tmp_path: Path, kills: int) -> None:
    path = empty_database(tmp_path)
    chance = random.Random(5)
    for _ in range(kills):
        said = kill_after(run(RECORDER, tmp_path), chance.randint(1, 8), chance.random() * 0.02)
        database = open_database(path)
        named = {text for _, text in saved(database)}
        database.close()
        assert set(said) <= named
        for sha256 in named:
            assert hashlib.sha256(MediaStore(tmp_path / "media").path(sha256).read_bytes()).hexdigest() == sha256
        for media in MediaStore(tmp_path / "media"):
            assert hashlib.sha256(media.path.read_bytes()).hexdigest() == media.sha256


def test_what_was_arriving_when_the_power_went_is_swept_later(tmp_path: Path) -> None:
    empty_database(tmp_path)
    recorder = run(RECORDER, tmp_path, WORKBENCH_FAILPOINT="media.before_rename")
    assert recorder.communicate() == ("", None) and recorder.returncode == EXIT_CODE
    store = MediaStore(tmp_path / "media")
    assert list(store) == []
    (left,) = (tmp_path / "media" / INCOMING).iterdir()
    store.sweep()
    assert left.exists()  # it may still be arriving, through another program
    long_ago = time.time() - 7 * 86_400
    os.utime(left, (long_ago, long_ago))
    store.sweep()
    assert not left.exists()


BACKUP = """
import sys
from pathlib import Path
from storage.backup import back_up
from storage.database import open_database
folder = Path(sys.argv[1])
database = open_database(folder / "study.sqlite")
print("ready", flush=True)
while True:
    print(back_up(database, folder, reason="again", with_media=True).file.path.name, flush=True)
"""


def test_a_killed_backup_leaves_only_whole_ones(tmp_path: Path) -> None:
    from storage.backup import back_up, list_backups
    from storage.verifying import verify

    database = open_database(tmp_path / "study.sqlite")
    migrating.create(database)
    fill(tmp_path, database)
    chance = random.Random(6)
    for _ in range(4):
        kill_after(run(BACKUP, tmp_path), 1, chance.random() * 0.2)
        for file in list_backups(tmp_path):
            assert file.problem is None
            verify(file.path)
    back_up(database, tmp_path, reason="last", with_media=True)
    database.close()
    assert not list((tmp_path / "backups").glob(".*part*"))
    shutil.rmtree(tmp_path / "backups")
