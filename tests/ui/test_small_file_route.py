"""A small file is kept in memory for whoever sent it, for one purpose, until it is used or replaced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from ui.routes import small_file


@pytest.fixture
def put(at_hand: Any, in_browser: Callable[[], str], ask: Callable[..., Any]) -> Callable[..., Any]:
    session_id = in_browser()

    def send(body: bytes, name: str = "p.csv", purpose: str = "people", **headers: str) -> Any:
        sent = {"X-Workbench": "1", "X-File-Name": quote(name, safe="")} | headers
        address = f"/studies/{at_hand.study.id}/files/{purpose}"
        return ask("PUT", address, session_id, content=body, headers=sent)

    return send


def kept(at_hand: Any, purpose: str = "people") -> small_file.SmallFile | None:
    return small_file.kept(at_hand.study, at_hand.person, purpose)


def test_a_file_is_kept_under_its_name_until_it_is_put_away(put: Callable[..., Any], at_hand: Any) -> None:
    assert put("Åse,هبة".encode(), "Deltakere هبة.csv").json() == {"name": "Deltakere هبة.csv"}
    file = kept(at_hand)
    assert file and (file.name, file.content) == ("Deltakere هبة.csv", "Åse,هبة".encode())
    assert "Åse" not in repr(file) and kept(at_hand, "interviews") is None
    small_file.put_away(at_hand.study, at_hand.person, "people")
    assert kept(at_hand) is None


def test_the_newest_takes_the_place_of_the_one_before_and_of_others_files_nothing_is_seen(
    put: Callable[..., Any], at_hand: Any
) -> None:
    put(b"one")
    put(b"two")
    file = kept(at_hand)
    assert file and file.content == b"two"
    assert small_file.kept(at_hand.study, at_hand.study.person("Ola"), "people") is None


def test_a_file_that_is_too_large_is_refused_in_words(
    put: Callable[..., Any], at_hand: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_file.put_away(at_hand.study, at_hand.person, "people")
    monkeypatch.setattr(small_file, "MOST_BYTES", 1_000_000)
    answer = put(b"x" * 1_000_001)
    assert answer.status_code == 422 and "larger than 1 MB" in answer.json()["error"]
    assert kept(at_hand) is None


def test_another_website_cannot_send_one(put: Callable[..., Any], at_hand: Any) -> None:
    assert put(b"x", **{"X-Workbench": "0"}).status_code == 403


def test_only_so_many_are_kept(put: Callable[..., Any], at_hand: Any) -> None:
    for number in range(small_file.MOST_FILES + 1):
        put(b"x", purpose=f"p{number}")
    assert kept(at_hand, "p0") is None and kept(at_hand, f"p{small_file.MOST_FILES}")


def test_an_old_file_is_forgotten(put: Callable[..., Any], at_hand: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    put(b"x")
    assert kept(at_hand)
    monkeypatch.setattr(small_file, "KEPT_SECONDS", -1)
    assert kept(at_hand) is None
