"""Taguette (https://www.taguette.org), the peer: its own server, in an environment of its own, on this machine only."""

from __future__ import annotations

import html
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from core.spans import Passage
from transcripts.model import Turn

VERSION = "1.5.2"
START_SECONDS = 60.0
# Started without its question to its maker's server whether there is news: nothing leaves this machine.
COMMAND = (
    "from taguette.web.base import Application; Application.check_messages = lambda self: None; "
    "from taguette.main import main; main()"
)


class NotHereError(Exception):
    """Taguette cannot be run on this machine; the message says why."""


def environment() -> Path:
    """The interpreter of an environment that has Taguette; made once, kept in the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "interview-workbench" / f"taguette-{VERSION}"
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    complete = folder / ".complete"
    if not complete.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        ran = subprocess.run(
            [python, "-m", "pip", "install", "--quiet", f"taguette=={VERSION}"], capture_output=True, text=True
        )
        if ran.returncode:
            raise NotHereError(f"Taguette could not be installed: {ran.stderr.strip().splitlines()[-1]}")
        complete.touch()
    return python


def seconds_to_store(turns: Sequence[Turn], passages: Sequence[Passage]) -> float:
    """Time for one highlight per passage, each a request of its own that is answered before the next."""
    with tempfile.TemporaryDirectory() as folder, running(environment(), Path(folder)) as (port, token):
        visit = Visit(port, token)
        project = visit.new_project()
        document = visit.add_document(project, turns)
        tag = visit.add_tag(project)
        offsets = byte_offsets(turns, passages)
        began = time.perf_counter()
        for start, end in offsets:
            visit.highlight(project, document, tag, start, end)
        return time.perf_counter() - began


@contextmanager
def running(python: Path, folder: Path) -> Iterator[tuple[int, str]]:
    """Taguette's server on a free port of this machine: (port, the token of its one person)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log = folder / "log"
    options = [
        "--no-browser",
        "--bind",
        "127.0.0.1",
        "--port",
        str(port),
        "--database",
        str(folder / "taguette.sqlite3"),
    ]
    with log.open("wb") as out:
        settings = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "PYTHONUNBUFFERED": "1"}
        server = subprocess.Popen([python, "-c", COMMAND, *options], stdout=out, stderr=out, env=settings)
    try:
        yield port, _token(server, log)
    finally:
        server.terminate()
        server.wait()


def _token(server: subprocess.Popen[bytes], log: Path) -> str:
    """What Taguette prints when it is ready."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        found = re.search(r"\?token=(\w+)", log.read_text(errors="replace"))
        if found:
            return found[1]
        time.sleep(0.1)
    raise NotHereError(f"Taguette did not start: {log.read_text(errors='replace')[-500:]}")


class Visit:
    """A person's browser at Taguette: one connection, its cookies, its key against forged requests."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self._ask("GET", f"/?token={token}")
        self._ask("GET", "/project/new")

    def new_project(self) -> int:
        fields = f"name=Benchmark&description=&_xsrf={self._cookies['_xsrf']}"
        answer, _ = self._ask("POST", "/project/new", fields, "application/x-www-form-urlencoded")
        return _number(answer.getheader("Location"))

    def add_document(self, project: int, turns: Sequence[Turn]) -> int:
        paragraphs = "".join(f"<p>{html.escape(turn.text)}</p>" for turn in turns)
        boundary = uuid.uuid4().hex
        fields = {"name": "H03", "description": "", "text_direction": "LEFT_TO_RIGHT"}
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()
        ]
        parts.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="h03.html"\r\n'
            f"Content-Type: text/html\r\n\r\n<!DOCTYPE html><html><body>{paragraphs}</body></html>\r\n"
            f"--{boundary}--\r\n"
        )
        kind = f"multipart/form-data; boundary={boundary}"
        _, body = self._ask("POST", f"/api/project/{project}/document/new", "".join(parts), kind)
        return int(json.loads(body)["created"])

    def add_tag(self, project: int) -> int:
        return self._created(f"/api/project/{project}/tag/new", {"path": "Code", "description": ""})

    def highlight(self, project: int, document: int, tag: int, start: int, end: int) -> int:
        address = f"/api/project/{project}/document/{document}/highlight/new"
        return self._created(address, {"start_offset": start, "end_offset": end, "tags": [tag]})

    def _created(self, address: str, fields: dict[str, object]) -> int:
        _, body = self._ask("POST", address, json.dumps(fields), "application/json")
        return int(json.loads(body)["id"])

    def _ask(self, method: str, address: str, body: str = "", kind: str = "") -> tuple[HTTPResponse, bytes]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if method == "POST":
            headers |= {"Content-Type": kind, "X-XSRFToken": self._cookies["_xsrf"]}
        self._connection.request(method, address, body.encode(), headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 400:
            raise NotHereError(f"Taguette answered {answer.status} to {method} {address}: {content[:200]!r}")
        for header in answer.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self._cookies[name] = value.strip('"')
        return answer, content


def byte_offsets(turns: Sequence[Turn], passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """Where the passages are as Taguette counts: bytes of the whole document's text."""
    begins: dict[str, int] = {}
    at = 0
    for turn in turns:
        begins[turn.id] = at
        at += len(turn.text.encode())
    texts = {turn.id: turn.text for turn in turns}

    def offset(turn: str, point: int) -> int:
        return begins[turn] + len(texts[turn][:point].encode())

    return [(offset(p.start_turn, p.start), offset(p.end_turn, p.end)) for p in passages]


def _number(address: str | None) -> int:
    found = re.search(r"/project/(\d+)", address or "")
    if found is None:
        raise NotHereError("Taguette made no project")
    return int(found[1])
