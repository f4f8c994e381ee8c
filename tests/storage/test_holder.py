from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.database import open_database
from storage.holder import LOCK_FILE, Hold, StudyInUseError, read_holder

ELSEWHERE = {"host": "lab-7", "pid": 4711, "person": "kari", "since": "2026-03-01T09:30:00+00:00", "token": "f" * 32}


def write_lock(folder: Path, **changes: object) -> None:
    (folder / LOCK_FILE).write_text(json.dumps(ELSEWHERE | changes))


def a_dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_the_lock_says_who_holds_the_study_and_goes_when_released(tmp_path: Path) -> None:
    hold = Hold.take(tmp_path)
    holder = read_holder(tmp_path / LOCK_FILE)
    assert holder and (holder.host, holder.pid) == (socket.gethostname(), os.getpid())
    hold.release()
    hold.release()
    assert list(tmp_path.iterdir()) == []


def test_a_second_program_is_told_which_machine_and_person_hold_it(tmp_path: Path) -> None:
    write_lock(tmp_path)
    with pytest.raises(StudyInUseError) as refusal:
        Hold.take(tmp_path)
    assert "“lab-7” (kari, since 2026-03-01 09:30 UTC)" in str(refusal.value)
    assert refusal.value.fields["pid"] == 4711


@pytest.mark.parametrize("single_user", [True, False])
def test_a_study_held_elsewhere_is_not_opened(tmp_path: Path, single_user: bool) -> None:
    write_lock(tmp_path)
    with pytest.raises(StudyInUseError):
        open_database(tmp_path / "study.sqlite", single_user=single_user)
    assert [path.name for path in tmp_path.iterdir()] == [LOCK_FILE]


def test_the_lock_of_a_dead_program_on_this_machine_is_taken_over(tmp_path: Path) -> None:
    write_lock(tmp_path, host=socket.gethostname(), pid=a_dead_process())
    hold = Hold.take(tmp_path)
    assert read_holder(tmp_path / LOCK_FILE) == hold.holder
    assert [path.name for path in tmp_path.iterdir()] == [LOCK_FILE]


def test_the_lock_of_a_program_elsewhere_is_never_taken_over(tmp_path: Path) -> None:
    write_lock(tmp_path, pid=a_dead_process())
    with pytest.raises(StudyInUseError):
        Hold.take(tmp_path)


def test_a_lock_that_cannot_be_read_counts_as_held(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).write_text("{")
    with pytest.raises(StudyInUseError):
        Hold.take(tmp_path)


def test_releasing_leaves_a_lock_that_has_become_somebody_elses(tmp_path: Path) -> None:
    hold = Hold.take(tmp_path)
    write_lock(tmp_path)
    hold.release()
    assert (tmp_path / LOCK_FILE).exists()


def test_of_many_who_try_at_once_one_gets_the_study(tmp_path: Path) -> None:
    def attempt(_: int) -> Hold | None:
        try:
            return Hold.take(tmp_path)
        except StudyInUseError:
            return None

    with ThreadPoolExecutor(12) as threads:
        winners = [hold for hold in threads.map(attempt, range(48)) if hold]
    assert len(winners) == 1


def test_where_hard_links_do_not_exist_the_lock_still_admits_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError("not supported")

    monkeypatch.setattr("os.link", no_links)
    hold = Hold.take(tmp_path)
    with pytest.raises(StudyInUseError):
        Hold.take(tmp_path)
    hold.release()
    assert list(tmp_path.iterdir()) == []


def test_closing_the_study_lets_the_next_one_in(tmp_path: Path) -> None:
    for _ in range(2):
        open_database(tmp_path / "study.sqlite", single_user=True).close()
    assert not (tmp_path / LOCK_FILE).exists()


def test_a_study_that_was_kept_on_a_local_disk_opens_on_a_network_disk(tmp_path: Path) -> None:
    local = open_database(tmp_path / "study.sqlite")
    with local.write() as connection:
        connection.exec_driver_sql("CREATE TABLE note (text TEXT)")
        connection.exec_driver_sql("INSERT INTO note VALUES ('flyttet')")
    local.close()
    moved = open_database(tmp_path / "study.sqlite", single_user=True)
    with moved.read() as connection:
        assert connection.exec_driver_sql("SELECT text FROM note").scalars().all() == ["flyttet"]
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
    moved.close()
