"""Starting and stopping the workbench: a free port, a secret that stays secret, nothing left behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui import launcher

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_port_somebody_listens_on_is_not_free(taken_port: int) -> None:
    assert not launcher.is_free(taken_port)


def test_a_taken_port_is_said_and_nothing_is_started(
    taken_port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launcher, "start", lambda *_: pytest.fail("started"))
    assert launcher.main(["--port", str(taken_port), "--no-browser"]) == 2
    assert f"Port {taken_port} is in use" in capsys.readouterr().err


def test_the_first_free_port_is_taken(taken_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher, "FIRST_PORT", taken_port)
    found = launcher.free_port()
    assert found is not None
    assert found > taken_port


def test_the_browser_gets_a_ticket_and_never_the_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(launcher.webbrowser, "open", opened.append)
    launcher.announce(8501, "the-token", with_browser=True)
    assert "?token=the-token" in capsys.readouterr().out
    (address,) = opened
    assert "the-token" not in address
    assert address.startswith("http://127.0.0.1:8501/?token=")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals work otherwise on Windows")
def test_the_workbench_starts_answers_and_ends_on_ctrl_c(own_home: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "ui.launcher", "--no-browser", "--port", str(port)]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        address = _printed_address(running)
        token = address.partition("token=")[2]
        assert token not in _command_lines()
        with urllib.request.urlopen(address, timeout=30) as answer:  # a redirect leads on; the cookie is not kept
            assert token not in answer.url
    except urllib.error.HTTPError as refused:
        assert refused.code == 401  # after the redirect, as urllib keeps no cookies
        refused.close()
    finally:
        running.send_signal(signal.SIGINT)
        rest, _ = running.communicate(timeout=30)
    assert running.returncode == 0
    assert "The workbench is closed" in rest
    assert launcher.is_free(port)


def _printed_address(running: subprocess.Popen[str]) -> str:
    assert running.stdout
    until = time.monotonic() + 120
    while time.monotonic() < until and (line := running.stdout.readline()):
        found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", line)
        if found:
            return found[0]
    raise AssertionError("no address was printed")


def _command_lines() -> str:
    if not Path("/proc").is_dir():
        return ""
    lines = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(path.read_text(errors="replace"))
        except OSError:  # ended meanwhile
            continue
    return "\n".join(lines)
