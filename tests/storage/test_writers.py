"""Several programs write to one study at once, and no update is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from storage.database import open_database
from tests.conftest import ROOT

WRITERS, UPDATES = 6, 40

WRITER = """
import sys
from pathlib import Path
from storage.database import open_database
database = open_database(Path(sys.argv[1]))
sys.stdin.readline()
for _ in range(int(sys.argv[2])):
    with database.write() as connection:
        count = connection.exec_driver_sql("SELECT count FROM counter").scalar_one()
        connection.exec_driver_sql(f"UPDATE counter SET count = {count + 1}")
database.close()
"""


def test_six_programs_that_read_and_then_write_lose_no_update(tmp_path: Path) -> None:
    path = tmp_path / "study.sqlite"
    database = open_database(path)
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (count INTEGER)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0)")
    command = [sys.executable, "-c", WRITER, str(path), str(UPDATES)]
    writers = [subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, text=True) for _ in range(WRITERS)]
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count FROM counter").scalar_one() == WRITERS * UPDATES
    database.close()


def test_a_reader_sees_one_moment_while_others_write(tmp_path: Path) -> None:
    database = open_database(tmp_path / "study.sqlite")
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (count INTEGER)")
        connection.exec_driver_sql("INSERT INTO counter VALUES (0)")
    with database.read() as reading:
        first = reading.exec_driver_sql("SELECT count FROM counter").scalar_one()
        with database.write() as writing:
            writing.exec_driver_sql("UPDATE counter SET count = 1")
        assert reading.exec_driver_sql("SELECT count FROM counter").scalar_one() == first
    with database.read() as reading:
        assert reading.exec_driver_sql("SELECT count FROM counter").scalar_one() == 1
    database.close()
