"""The route that takes where a person stopped reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from core.design import Interview
from ui import sessions

OWN = {"X-Workbench": "1"}

Put = Callable[..., httpx.Response]


@pytest.fixture
def interview(at_hand: Any) -> Interview:
    found: Interview = at_hand.add_transcript()
    return found


@pytest.fixture
def put(ask: Callable[..., httpx.Response], table: sessions.Sessions, at_hand: Any, interview: Interview) -> Put:
    """Send a place as the coder's browser; `stranger`: as a browser nobody has come in with."""
    known, unknown = table.begin(at_hand.person.name), table.begin()
    path = f"/studies/{at_hand.study.id}/interviews/{interview.id}/place"

    def once(*, stranger: bool = False, headers: dict[str, str] = OWN, **kwargs: Any) -> httpx.Response:
        return ask("PUT", path, unknown if stranger else known, headers=headers, **kwargs)

    return once


def turn_of(at_hand: Any, interview: Interview) -> str:
    return str(at_hand.study.transcript(at_hand.person, interview.id).turns[1].id)


def test_a_place_is_kept_without_an_answer(put: Put, at_hand: Any, interview: Interview) -> None:
    turn = turn_of(at_hand, interview)
    answer = put(json={"turn": turn, "ms": 5200})
    assert (answer.status_code, answer.content) == (204, b"")
    place = at_hand.study.desk.open(at_hand.person, interview.id).place
    assert (place.turn_id, place.ms) == (turn, 5200)


def test_only_our_own_pages_may_send_it(put: Put, at_hand: Any, interview: Interview) -> None:
    turn = turn_of(at_hand, interview)
    assert put(json={"turn": turn, "ms": 0}, headers={}).status_code == 403
    assert put(json={"turn": turn, "ms": 0}, stranger=True).status_code == 403
    assert at_hand.study.desk.open(at_hand.person, interview.id).place is None


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"turn": 1, "ms": 0}', b'{"turn": "x", "ms": true}', b'{"turn": "x", "ms": 1.5}', b"{" * 400,
     b'{"turn": "' + b"x" * 600 + b'", "ms": 0}'],
    ids=["nothing", "a list", "a number", "a truth", "a fraction", "no JSON", "too long"],
)  # fmt: skip
def test_what_is_no_place_is_refused_in_words(put: Put, body: bytes) -> None:
    answer = put(content=body)
    assert answer.status_code == 422
    assert "no place in the interview" in answer.json()["error"]


def test_a_turn_of_nowhere_is_not_found(put: Put) -> None:
    assert put(json={"turn": "0" * 32, "ms": None}).status_code == 404
