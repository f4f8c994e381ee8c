"""A study on disk, a session at the gate, and pages drawn without a browser."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from core.clock import new_id
from core.design import Interview, Person
from study import Study, registry
from transcripts.model import Speaker, Transcript, Turn
from ui import sessions
from ui.routes import all_routes

ROOT = Path(__file__).resolve().parents[2]
CODER = "Kari Nordmann"
SLOW_MACHINE_SECONDS = 60
WORDS = ("Hvordan var det å begynne?", "Jeg var usikker, men <b>veilederen</b> støttet meg.", "كنت خائفة في البداية")


@dataclass(frozen=True)
class AtHand:
    """An open study and the person who works in it."""

    study: Study
    person: Person

    def add_transcript(self, label: str = "H03") -> Interview:
        """An interview with three turns of two voices."""
        interview = self.study.add_interview(self.person, label=label, wave="Wave 1", site="Bergen")
        turns = tuple(
            Turn(new_id(), f"SPEAKER_0{n % 2}", text, n * 5000, n * 5000 + 4000) for n, text in enumerate(WORDS)
        )
        transcript = Transcript("no", turns, (Speaker("SPEAKER_00"), Speaker("SPEAKER_01")), {"model": "made up"})
        self.study.keep_transcript(self.person, interview.id, transcript, machine_made=True)
        return interview

    def code(self, interview: Interview, turn: int, start: int, end: int) -> str:
        """Put the codebook's first code on a passage, as the desk does; the quoted words."""
        transcript = self.study.transcript(self.person, interview.id)
        assert transcript
        chosen = transcript.turns[turn]
        _, code = next(self.study.codebook(self.person).walk())
        operation = {
            "seq": 1, "kind": "code", "id": new_id(), "code": code.id, "quote": chosen.text[start:end],
            "passage": {"start_turn": chosen.id, "start": start, "end_turn": chosen.id, "end": end},
            "turn_revisions": {chosen.id: chosen.revision},
        }  # fmt: skip
        client = "-".join((new_id()[:8], "0000", "4000", "8000", new_id()[:12]))
        answer = self.study.desk.apply(self.person, interview.id, client, [operation])
        assert answer["results"][0]["refused"] is None
        return chosen.text[start:end]


@pytest.fixture
def at_hand(tmp_path: Path) -> Iterator[AtHand]:
    study = registry.create(tmp_path / "study", "PM+ Bergen", CODER)
    yield AtHand(study, study.person(CODER))
    registry.close(study)


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> sessions.Sessions:
    """The gate's sessions, empty."""
    fresh = sessions.Sessions("sessions-8501.json")
    monkeypatch.setattr(sessions, "table", lambda: fresh)
    monkeypatch.setattr(sessions, "served_port", lambda: 8501)
    return fresh


@pytest.fixture
def in_browser(table: sessions.Sessions, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Come through the gate under a name ("" before one has been given); the session's id."""

    def enter(name: str = CODER) -> str:
        session_id = table.begin(name)
        monkeypatch.setattr(ContextProxy, "cookies", property(lambda self: {"workbench-8501": session_id}))
        return session_id

    return enter


@pytest.fixture
def ask() -> Callable[..., httpx.Response]:
    """Ask our own routes, as a browser inside the gate does: `ask("GET", "/studies/...", session_id)`."""
    transport = httpx.ASGITransport(Starlette(routes=all_routes()))

    def send(method: str, path: str, session_id: str, **kwargs: Any) -> httpx.Response:
        async def once() -> httpx.Response:
            cookies = {"workbench-8501": session_id}
            async with httpx.AsyncClient(
                transport=transport, base_url="http://127.0.0.1:8501", cookies=cookies
            ) as http:
                return await http.request(method, path, **kwargs)

        return asyncio.run(once())

    return send


@pytest.fixture
def draw(in_browser: Callable[[str], str]) -> Callable[..., AppTest]:
    """Draw a page: `draw("people", at_hand)`."""

    def run(page: str = "study", at_hand: AtHand | None = None, name: str = CODER) -> AppTest:
        in_browser(name)
        at = AppTest.from_file(str(ROOT / "main.py"), default_timeout=SLOW_MACHINE_SECONDS)
        if at_hand:
            at.query_params["study"] = at_hand.study.id
        at.run()
        if page != "study":
            at.switch_page(f"ui/pages/{page}.py").run()
        assert not at.exception
        return at

    return run
