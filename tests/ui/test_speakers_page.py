"""The page Speakers without a browser: what it is given, what its route answers, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from core.clock import new_id
from study import voice_profiles
from tests.ui.conftest import AtHand
from tests.voices import numbered, recorded, talk
from ui.routes import voices

Draw = Callable[..., Any]
Ask = Callable[..., Any]
OWN = {"X-Workbench": "1"}


def test_a_study_without_transcripts_sends_people_to_recordings(draw: Draw, at_hand: AtHand) -> None:
    at = draw("speakers", at_hand)
    assert not at.exception
    assert "No voices yet" in [heading.value for heading in at.subheader]


def test_an_interview_is_chosen_and_can_be_read(draw: Draw, at_hand: AtHand) -> None:
    at_hand.add_transcript("H03")
    at = draw("speakers", at_hand)
    assert not at.exception
    assert at.selectbox(key="speakers_interview").options == ["H03"]


def test_the_route_tells_the_voices_and_then_nothing_until_something_changes(
    at_hand: AtHand, in_browser: Callable[[str], str], ask: Ask
) -> None:
    interview, session = at_hand.add_transcript(), in_browser("Kari Nordmann")
    address = voices.address(at_hand.study, interview.id)
    told = ask("GET", address, session)
    assert told.status_code == 200 and told.headers["cache-control"] == "no-store"
    state = told.json()
    assert [voice["label"] for voice in state["voices"]] == ["SPEAKER_00", "SPEAKER_01"]
    known = f"since={state['revision']}&transcript={state['transcript']}"
    assert ask("GET", f"{address}?{known}", session).status_code == 204
    turns = ask("GET", f"{address}?turns=SPEAKER_01", session).json()["turns"]
    assert [turn["start_ms"] for turn in turns] == [5000]
    assert ask("GET", f"{address}?turns=nobody", session).status_code == 404


def test_a_page_opened_by_somebody_else_is_refused(at_hand: AtHand, in_browser: Callable[[str], str], ask: Ask) -> None:
    interview, session = at_hand.add_transcript(), in_browser("Kari Nordmann")
    address = voices.address(at_hand.study, interview.id)
    assert ask("GET", f"{address}?coder={new_id()}", session).status_code == 403
    assert ask("POST", address, session, json={"act": "learn", "coder": new_id()}, headers=OWN).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"act": "erase"}',
        b'{"act": []}',
        b'{"act": "no", "label": 7, "participant": "x"}',
        b"[" * 900,
    ],
)
def test_what_the_page_never_sends_is_refused_in_words(
    at_hand: AtHand, in_browser: Callable[[str], str], ask: Ask, body: bytes
) -> None:
    interview, session = at_hand.add_transcript(), in_browser("Kari Nordmann")
    answer = ask("POST", voices.address(at_hand.study, interview.id), session, content=body, headers=OWN)
    assert answer.status_code == 422 and "could not be understood" in answer.json()["error"]


def test_acts_need_the_header_only_our_pages_send(at_hand: AtHand, in_browser: Callable[[str], str], ask: Ask) -> None:
    interview, session = at_hand.add_transcript(), in_browser("Kari Nordmann")
    assert ask("POST", voices.address(at_hand.study, interview.id), session, json={"act": "learn"}).status_code == 403


def test_learning_and_comparing_ask_for_consent_first(
    at_hand: AtHand,
    in_browser: Callable[[str], str],
    ask: Ask,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[Sequence[object]] = []
    monkeypatch.setattr(voice_profiles, "describe", lambda _, asked: heard.append(asked) or [None for _ in asked])
    h07 = at_hand.study.add_participant(at_hand.person, "H07", "helper")
    interview, _ = recorded(at_hand.study, at_hand.person, tmp_path, "W1", talk(numbered(2), rounds=2), [h07.id])
    session, address = in_browser("Kari Nordmann"), voices.address(at_hand.study, interview.id)
    assert ask("POST", address, session, json={"act": "learn"}, headers=OWN).json() == {"made": 0}
    refused = ask("POST", address, session, json={"act": "compare", "everybody_agrees": True}, headers=OWN)
    assert refused.status_code == 403 and "H07" in refused.json()["error"]
    assert heard == []
    no = {"act": "no", "label": "SPEAKER_00", "participant": h07.id}
    assert ask("POST", address, session, json=no, headers=OWN).status_code == 404
