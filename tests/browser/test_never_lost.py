"""Whatever happens while somebody codes: afterwards exactly what was acknowledged and what waits is there, once.

A burst puts a code on one turn after the other, as fast as nobody can, and counts in the browser's storage what it has
done, so that the number outlives the page.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from tests.browser.desks import Desk, coded, ready, saved, select, there_are

pytestmark = pytest.mark.browser

CODINGS = 200
SECONDS = 2
BURST = """([count, pause]) => {
    localStorage.setItem('burst', '0');
    void (async () => {
        for (let i = 0; i < count; i += 1) {
            const area = document.querySelector('.iw-desk[data-ready="1"] .iw-turns');
            if (!area) return; // the page has been left
            const { firstChild: text } = area.querySelectorAll('.iw-text')[i];
            document.getSelection().setBaseAndExtent(text, 0, text, 3);
            area.dispatchEvent(new KeyboardEvent('keydown', { key: String(1 + i % 9), bubbles: true }));
            localStorage.setItem('burst', String(i + 1));
            await new Promise((done) => { setTimeout(done, pause); });
        }
    })();
}"""
DONE = "Number(localStorage.getItem('burst'))"
WAITING = """Object.entries(localStorage).filter(([name]) => name.startsWith('workbench/outbox/'))
    .flatMap(([, kept]) => JSON.parse(kept).operations.map(({ passage }) => passage.start_turn))"""


@pytest.fixture
def burst(open_desk: Any, wait_until: Callable[..., None]) -> Callable[..., tuple[Any, Desk]]:
    """Open a desk and code: `made, page = burst(until=50)` returns while the rest is still being coded."""

    def go(until: int = CODINGS) -> tuple[Any, Desk]:
        made, page = open_desk(turns=CODINGS)
        page.on("dialog", lambda dialog: dialog.accept())  # “Leave the page? Changes may not be saved.”
        page.evaluate(BURST, [CODINGS, 1000 * SECONDS / CODINGS])
        wait_until(page, f"{DONE} >= {until}")
        return made, page

    return go


def turns_coded(made: Any) -> list[int]:
    """The number of the turn of each coding on the disk, in order."""
    order = [turn.id for turn in made.study.transcript(made.person, made.interview.id).turns]
    codings = made.study.desk.open(made.person, made.interview.id).codings
    return sorted(order.index(coding.passage.start_turn) for coding in codings)


def assert_all_there_once(made: Any, page: Desk) -> None:
    """Nothing waits, and each turn of the burst has its one coding."""
    saved(page)
    page.get_by_text("Saved", exact=True).wait_for()
    assert page.evaluate(WAITING) == []
    assert turns_coded(made) == list(range(page.evaluate(DONE)))


def assert_known_or_waiting(made: Any, page: Desk) -> None:
    """Every coding made is on the disk or in the browser's outbox; while its answer is on the way, in both."""
    order = [turn.id for turn in made.study.transcript(made.person, made.interview.id).turns]
    done, turns = page.evaluate(f"[{DONE}, {WAITING}]")  # at one moment: the burst may be going on
    waiting, stored = [order.index(turn) for turn in turns], turns_coded(made)
    assert len(waiting) == len(set(waiting))
    assert len(stored) == len(set(stored))
    assert set(range(done)) <= {*waiting, *stored}


@contextmanager
def locked(made: Any) -> Iterator[None]:
    """Somebody else writes, and takes their time."""
    other = sqlite3.connect(made.study.folder / "study.sqlite", isolation_level=None, timeout=0)
    while not other.in_transaction:  # SQLite's own waiting pauses longer and longer: the burst would be over
        with suppress(sqlite3.OperationalError):
            other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


# --- two hundred codings in two seconds, and in the middle of them


def test_two_hundred_codings_in_two_seconds(burst: Any) -> None:
    made, page = burst()
    assert_all_there_once(made, page)


def test_another_page_is_opened_and_the_desk_again(burst: Any, settled: Callable[[Any], None]) -> None:
    made, page = burst(until=60)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Study").click()
    settled(page)
    there_are(0, page.locator(".iw-desk"))
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Code", exact=True).click()
    ready(page)
    assert_all_there_once(made, page)


def test_the_page_is_reloaded(burst: Any) -> None:
    made, page = burst(until=60)
    page.reload()
    ready(page)
    assert 60 <= page.evaluate(DONE) < CODINGS
    assert_all_there_once(made, page)


def test_the_tab_is_closed(burst: Any, context: Any, server: Any) -> None:
    made, page = burst(until=60)
    page.close(run_before_unload=False)
    later = context.new_page()
    later.goto(f"{server.address}/code?study={made.study.id}")
    ready(later)
    assert 60 <= later.evaluate(DONE) < CODINGS
    assert_all_there_once(made, later)


def test_the_server_is_killed_and_started_again(burst: Any, server: Any, wait_until: Callable[..., None]) -> None:
    made, page = burst(until=60)
    server.kill()
    wait_until(page, f"{DONE} === {CODINGS}")
    page.get_by_text("changes kept here").wait_for()
    assert_known_or_waiting(made, page)
    server.start()
    assert_all_there_once(made, page)


def test_the_server_is_killed_and_the_tab_closed_before_it_is_back(
    burst: Any, context: Any, server: Any, wait_until: Callable[..., None]
) -> None:
    made, page = burst(until=60)
    server.kill()
    wait_until(page, f"{DONE} === {CODINGS}")
    page.close(run_before_unload=False)
    server.start()
    assert len(turns_coded(made)) < CODINGS
    later = context.new_page()
    later.goto(f"{server.address}/code?study={made.study.id}")
    ready(later)
    assert_all_there_once(made, later)


def test_the_database_is_locked_for_three_seconds(burst: Any, wait_until: Callable[..., None]) -> None:
    made, page = burst(until=60)
    with locked(made):
        page.get_by_text("Saving…").wait_for()
        page.wait_for_timeout(3_000)
        assert page.get_by_text("Saving…").is_visible()
        assert page.evaluate(DONE) > 60, "coding goes on"
        assert_known_or_waiting(made, page)
    wait_until(page, f"{DONE} === {CODINGS}")
    assert_all_there_once(made, page)


def test_the_network_goes_and_comes_back(burst: Any, context: Any, wait_until: Callable[..., None]) -> None:
    made, page = burst(until=60)
    context.set_offline(True)
    wait_until(page, f"{DONE} === {CODINGS}")
    page.get_by_text("changes kept here").wait_for()
    assert_known_or_waiting(made, page)
    context.set_offline(False)
    assert_all_there_once(made, page)


def test_answers_are_lost_on_the_way(burst: Any, wait_until: Callable[..., None]) -> None:
    """The server has taken the changes, the browser does not know: sent again, they happen once."""
    lost = []

    def lose(route: Any) -> None:
        if len(lost) >= 3:
            return route.continue_()
        lost.append(route.fetch().json()["acknowledged"])
        return route.abort()

    made, page = burst(until=20)
    page.route("**/operations", lose)
    wait_until(page, f"{DONE} === {CODINGS}")
    assert_all_there_once(made, page)
    assert len(lost) == 3


# --- what people see meanwhile


@pytest.mark.slow
def test_offline_for_a_minute(open_desk: Any, context: Any) -> None:
    made, page = open_desk()
    select(page, 0, 0, 3)
    page.keyboard.press("1")
    saved(page)
    context.set_offline(True)
    for turn in (1, 2, 3):
        select(page, turn, 0, 3)
        page.keyboard.press("1")
    page.get_by_text("Offline, 3 changes kept here").wait_for()
    page.wait_for_timeout(60_000)
    assert page.get_by_text("Offline, 3 changes kept here").is_visible()
    there_are(4, page.locator(".iw-stripe"))
    there_are(3, page.locator(".iw-stripe.iw-is-waiting"))
    assert len(page.evaluate(WAITING)) == 3
    assert turns_coded(made) == [0]
    context.set_offline(False)
    saved(page)
    page.get_by_text("Saved", exact=True).wait_for()
    assert turns_coded(made) == [0, 1, 2, 3]
    there_are(0, page.locator(".iw-stripe.iw-is-waiting"))


def test_a_killed_server_loses_nothing_and_says_so_meanwhile(open_desk: Any, server: Any) -> None:
    made, page = open_desk()
    server.kill()
    for turn in (1, 2, 3):
        select(page, turn, 0, 3)
        page.keyboard.press("1")
    page.get_by_text("Offline, 3 changes kept here").wait_for()
    there_are(3, page.locator(".iw-stripe"))
    server.start()
    saved(page)
    assert len(coded(made)) == 3
    page.get_by_text("Saved", exact=True).wait_for()


def test_changes_of_a_closed_tab_are_sent_when_the_interview_is_opened_again(
    open_desk: Any, server: Any, context: Any
) -> None:
    made, page = open_desk()
    server.kill()
    select(page, 1, 0, 2)
    page.keyboard.press("1")
    page.get_by_text("Offline, 1 change kept here").wait_for()
    kept = page.evaluate("JSON.stringify(Object.entries(localStorage))")
    assert "workbench/outbox" in kept
    assert "begynnelsen" not in kept
    page.close(run_before_unload=False)
    server.start()
    assert coded(made) == []
    later = context.new_page()
    later.goto(f"{server.address}/code?study={made.study.id}")
    ready(later)
    saved(later)
    assert len(coded(made)) == 1
    there_are(1, later.locator(".iw-stripe"))
    assert "workbench/outbox" not in later.evaluate("JSON.stringify(Object.entries(localStorage))")


def test_a_database_that_is_busy_only_delays(open_desk: Any) -> None:
    made, page = open_desk()
    other = sqlite3.connect(made.study.folder / "study.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    select(page, 1, 0, 2)
    page.keyboard.press("1")
    page.get_by_text("Saving…").wait_for()
    page.wait_for_timeout(1_500)
    there_are(1, page.locator(".iw-stripe.iw-is-waiting"))
    other.execute("ROLLBACK")
    other.close()
    saved(page)
    assert len(coded(made)) == 1


def test_going_to_another_page_at_once_keeps_the_last_change(open_desk: Any, settled: Callable[..., None]) -> None:
    made, page = open_desk()
    select(page, 1, 0, 2)
    page.keyboard.press("1")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Study").click()
    settled(page)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Code", exact=True).click()
    ready(page)
    saved(page)
    assert len(coded(made)) == 1
    there_are(1, page.locator(".iw-stripe"))
