"""A real server on a free port with a home of its own, a study on disk, and Chromium through Playwright."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from codebooks.model import Codebook
from core.clock import new_id
from core.design import Interview, Person
from study import Study, registry
from tests.browser.desks import Desk, ready
from transcripts.model import Speaker, Transcript, Turn, Word
from ui.gate import TOKEN_VARIABLE, tokened_address

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CODER = "Kari Nordmann"
PATIENCE_MS = 30_000  #: The machine may be busy with other things.

#: Made-up turns: speaker, text. Norwegian letters, Arabic, an astral character, markup posing as words.
TALK = (
    ("SPEAKER_00", "Kan du fortelle hvordan det var å begynne som hjelper i programmet?"),
    ("SPEAKER_01", "Ja, i begynnelsen var jeg veldig usikker på meg selv, men veilederen støttet meg hele veien."),
    ("SPEAKER_00", "Hva betydde det for deg?"),
    (
        "SPEAKER_01",
        "Det ga meg trygghet. Jeg følte at jeg endelig kunne bruke erfaringene mine til noe godt 🙂 for andre.",
    ),
    ("SPEAKER_01", "كنت خائفة في البداية، لكنني تعلمت أن أستمع قبل أن أتكلم."),
    ("SPEAKER_00", "Og hvordan gikk det med <b>søvnen</b> & [stresset](http://example.invalid) **underveis**?"),
    (
        "SPEAKER_01",
        "Jeg sov dårlig de første ukene. Etter hvert lærte jeg pusteøvelsen, og da ble det roligere om natten.",
    ),
    ("SPEAKER_00", "Takk for at du ville dele dette med oss."),
)


def made_up_transcript(turns: int = len(TALK)) -> Transcript:
    """A timed transcript of two voices; the same few sentences again and again when more turns are wanted."""
    return Transcript(
        language="no",
        turns=tuple(_turn(n, *TALK[n % len(TALK)]) for n in range(turns)),
        speakers=(Speaker("SPEAKER_00"), Speaker("SPEAKER_01")),
        made_by={"model": "made up for a test"},
    )


def _turn(number: int, speaker: str, text: str) -> Turn:
    words: list[Word] = []
    position, clock = 0, number * 6_000
    for token in text.split(" "):
        words.append(Word(position, position + len(token), clock, clock + 280, 0.9))
        position, clock = position + len(token) + 1, clock + 300
    return Turn(new_id(), speaker, text, number * 6_000, clock, tuple(words))


@dataclass
class Server:
    """The running workbench."""

    port: int
    token: str
    home: Path
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {**os.environ, TOKEN_VARIABLE: self.token, "WORKBENCH_HOME": str(self.home)}
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), f"--server.port={self.port}"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE_MS / 1000
        while time.monotonic() < until and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError(self.log.read_text(errors="replace"))

    def kill(self) -> None:
        """As a crash or a power cut would: no goodbye."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


@dataclass(frozen=True)
class StudyAtHand:
    """A study on disk that the server shows, and what the test needs to look inside it."""

    study: Study
    person: Person
    interview: Interview | None = None

    @property
    def codebook(self) -> Codebook:
        return self.study.codebook(self.person)


@pytest.fixture(scope="session")
def server_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("workbench-home")
    (home / "settings.json").write_text(json.dumps({"person_name": CODER}))
    return home


@pytest.fixture(autouse=True)
def own_home(server_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Here the test and the server share one home, so that the server knows the studies the test makes."""
    monkeypatch.setenv("WORKBENCH_HOME", str(server_home))
    return server_home


@pytest.fixture(scope="session")
def server(server_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    running = Server(port, secrets.token_urlsafe(16), server_home, tmp_path_factory.mktemp("log") / "server.log")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def new_study(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., StudyAtHand]:
    """Make an empty study on disk: `new_study("PM+ Bergen")`."""

    def make(title: str = "PM+ Bergen") -> StudyAtHand:
        study = registry.create(tmp_path_factory.mktemp("study") / "files", title, CODER)
        return StudyAtHand(study, study.person(CODER))

    return make


@pytest.fixture
def interview_study(new_study: Callable[..., StudyAtHand]) -> Callable[..., StudyAtHand]:
    """Make a study with one transcribed interview: `interview_study(turns=600, label="H03")`."""

    def make(turns: int = len(TALK), label: str = "H03", title: str = "PM+ Bergen") -> StudyAtHand:
        made = new_study(title)
        interview = made.study.add_interview(made.person, label=label, wave="Wave 1", site="Bergen", languages=("no",))
        made.study.keep_transcript(made.person, interview.id, made_up_transcript(turns), machine_made=True)
        return StudyAtHand(made.study, made.person, interview)

    return make


@pytest.fixture(scope="module")  # not session: Playwright keeps an event loop running, and later tests start their own
def browser() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM} (set CHROMIUM)")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Any, server: Server) -> Iterator[Any]:
    """A browser that has come through the gate, as the coder; it watches what its pages do."""
    opened = browser.new_context(
        viewport={"width": 1280, "height": 800}, reduced_motion="reduce", accept_downloads=True, locale="en-GB"
    )
    opened.set_default_timeout(PATIENCE_MS)
    opened.request.get(tokened_address(server.port, server.token))
    yield opened
    opened.close()


@pytest.fixture
def page(context: Any, server: Server) -> Iterator[Any]:
    """A tab. The test fails on any error in its scripts, and on any request that leaves this machine."""
    tab = context.new_page()
    errors: list[str] = []
    outside: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("request", lambda request: outside.append(request.url) if is_outside(request.url) else None)
    yield tab
    tab.close()
    assert errors == []
    assert outside == []


def is_outside(address: str) -> bool:
    """Whether a request goes anywhere but to this machine."""
    parts = urlsplit(address)
    return parts.scheme not in ("data", "blob", "about") and parts.hostname not in ("127.0.0.1", "localhost")


@pytest.fixture
def visit(page: Any, server: Server) -> Callable[..., Any]:
    """Open a page of a study and wait until it is drawn: `visit(at_hand, "recordings")`."""

    def go(at_hand: StudyAtHand, path: str = "", **parameters: str) -> Any:
        query = "&".join(f"{k}={v}" for k, v in {"study": at_hand.study.id, **parameters}.items())
        page.goto(f"{server.address}/{path}?{query}")
        settled(page)
        return page

    return go


@pytest.fixture
def open_desk(interview_study: Callable[..., Any], visit: Callable[..., Any]) -> Callable[..., tuple[Any, Desk]]:
    """Make a study with one interview and open it at the desk: `made, page = open_desk(turns=8)`."""

    def go(**details: Any) -> tuple[Any, Desk]:
        made = interview_study(**details)
        page = visit(made, "code")
        ready(page)
        return made, page

    return go


@pytest.fixture(name="settled")
def settled_fixture() -> Callable[[Any], None]:
    """`settled(page)`: wait until Streamlit has drawn the page."""
    return settled


@pytest.fixture(name="wait_until")
def wait_until_fixture() -> Callable[..., None]:
    """`wait_until(page, "JavaScript")`: wait until that is true in the page."""
    return wait_until


def settled(page: Any) -> None:
    """Wait until Streamlit has drawn the page and nothing is running."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.locator("[data-testid=stMainBlockContainer] [data-testid=stVerticalBlock]").first.wait_for()
    wait_until(page, "!document.querySelector('[data-stale=true]')")


def wait_until(page: Any, expression: str, seconds: float = PATIENCE_MS / 1000) -> None:
    """Wait until JavaScript is true in the page. Playwright's wait_for_function needs eval, which our CSP forbids."""
    until = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < until, f"never true: {expression}"
        page.wait_for_timeout(25)
