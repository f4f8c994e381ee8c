"""Sessions survive a killed server, expire, and are kept so that reading the file opens nothing."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ui import sessions
from ui.sessions import IDLE_SECONDS, LONGEST_SECONDS, Sessions

FILE = "sessions-8501.json"


class Clock:
    """A time of day that the test moves."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_session_is_found_by_its_id_and_by_nothing_else(clock: Clock) -> None:
    table = Sessions(FILE, clock)
    session_id = table.begin("Kari")
    found = table.find(session_id)
    assert found is not None
    assert found.person_name == "Kari"
    assert (
        table.find(None) is table.find("") is table.find("made up") is table.find(sessions.hashed(session_id)) is None
    )


def test_a_session_survives_a_killed_server(clock: Clock) -> None:
    before = Sessions(FILE, clock)
    session_id = before.begin("Kari")
    before.change(session_id, person_name="Ola", study_id="abc")
    after = Sessions(FILE, clock).find(session_id)  # nothing was closed or saved on the way out
    assert after is not None
    assert (after.person_name, after.study_id) == ("Ola", "abc")


def test_a_session_nobody_uses_expires(clock: Clock) -> None:
    table = Sessions(FILE, clock)
    session_id = table.begin()
    clock.now += IDLE_SECONDS - 1
    assert table.find(session_id)
    clock.now += IDLE_SECONDS - 1
    assert table.find(session_id)
    clock.now += IDLE_SECONDS + 1
    assert table.find(session_id) is None


def test_a_session_in_constant_use_ends_all_the_same(clock: Clock) -> None:
    table = Sessions(FILE, clock)
    session_id = table.begin()
    for _ in range(int(LONGEST_SECONDS / 600)):
        clock.now += 600
        assert table.find(session_id)
    clock.now += 600
    assert table.find(session_id) is None


def test_an_expired_session_stays_expired_after_a_restart(clock: Clock) -> None:
    session_id = Sessions(FILE, clock).begin()
    clock.now += LONGEST_SECONDS + 1
    assert Sessions(FILE, clock).find(session_id) is None


def test_an_ended_session_stays_ended_after_a_restart(clock: Clock) -> None:
    table = Sessions(FILE, clock)
    session_id = table.begin()
    table.end(session_id)
    assert table.find(session_id) is None
    assert Sessions(FILE, clock).find(session_id) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_the_file_is_for_this_user_only_and_holds_no_id(own_home: Path, clock: Clock) -> None:
    session_id = Sessions(FILE, clock).begin("Kari")
    assert stat.S_IMODE((own_home / FILE).stat().st_mode) == 0o600
    assert session_id not in (own_home / FILE).read_text()


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"a": 1}', '{"a": {"began_at": 1}}', '{"a": {"unknown": 1}}', "\x00"]
)
def test_a_damaged_file_means_no_sessions(own_home: Path, content: str) -> None:
    (own_home / FILE).write_text(content)
    table = Sessions(FILE)
    assert table.find("a") is None
    assert table.find(table.begin())


def test_expired_sessions_are_forgotten_when_a_new_one_begins(own_home: Path, clock: Clock) -> None:
    table = Sessions(FILE, clock)
    for _ in range(5):
        table.begin()
    clock.now += LONGEST_SECONDS + 1
    table.begin()
    assert (own_home / FILE).read_text().count("began_at") == 1


def test_changing_an_unknown_session_does_nothing(own_home: Path) -> None:
    Sessions(FILE).change("made up", person_name="Mallory")
    assert not (own_home / FILE).exists()


def test_many_threads_may_begin_and_find_at_once() -> None:
    table = Sessions(FILE)
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda n: table.begin(str(n)), range(40)))
        found = list(pool.map(table.find, ids))
    assert [f.person_name if f else None for f in found] == [str(n) for n in range(40)]
    assert len(set(ids)) == 40
    assert all(Sessions(FILE).find(i) for i in ids)


def test_the_cookies_name_holds_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "served_port", lambda: 8642)
    assert sessions.cookie_name() == "workbench-8642"
