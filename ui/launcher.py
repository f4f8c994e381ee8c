"""Start the workbench: `python -m ui.launcher [--port N] [--no-browser]`.

Checks the speech models, starts the server as a child process on a free port of this machine, opens the browser at
the address that carries the token, and stops everything on Ctrl+C.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from core.messages import translate
from ui import PRODUCT
from ui.components import building
from ui.gate import TOKEN_VARIABLE, ticket_of, tokened_address

ROOT = Path(__file__).resolve().parents[1]
FIRST_PORT = 8501  #: The same port each time where it is free, so that open tabs come back after a restart.
PORTS_TRIED = 100
START_SECONDS = 90.0  #: The first start on a slow disk compiles and loads a lot.
STOP_SECONDS = 8.0


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 after Ctrl+C, 1 when the server could not be started, 2 when no port is free."""
    wanted = _parser().parse_args(arguments)
    port = wanted.port or free_port()
    if port is None or not is_free(port):
        print(translate("Port {port} is in use. Choose another with --port.", port=port), file=sys.stderr)
        return 2
    _say_whether_models_are_whole()
    token = secrets.token_urlsafe(32)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _end)
    server = start(port, token)
    try:
        if not is_answering(server, port):
            print(translate("The workbench could not be started. The lines above say why."), file=sys.stderr)
            return 1
        announce(port, token, with_browser=not wanted.no_browser)
        return server.wait()
    except KeyboardInterrupt:
        print("\n" + translate("The workbench is closed. Transcriptions that are running go on by themselves."))
        return 0
    finally:
        stop(server)


def _end(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ui.launcher", description=translate("Start the Interview Workbench.")
    )
    parser.add_argument("--port", type=int, help=translate("the port on this machine; the first free one from 8501"))
    parser.add_argument("--no-browser", action="store_true", help=translate("only print the address"))
    return parser


def is_free(port: int) -> bool:
    """Whether nothing on this machine listens at `port`."""
    with socket.socket() as probe:
        if os.name != "nt":  # there it would allow two servers on one port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port() -> int | None:
    """The first free port from FIRST_PORT on; None when all of them are taken."""
    return next((port for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED) if is_free(port)), None)


def _say_whether_models_are_whole() -> None:
    """A damaged model stops transcription, not the work on finished transcripts: say so and go on."""
    check = subprocess.run(
        [sys.executable, "-m", "pipeline.models"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if check.returncode != 0:
        print(check.stdout + check.stderr, file=sys.stderr)
        print(
            translate("The speech models are not complete: recordings cannot be transcribed until they are."),
            file=sys.stderr,
        )


def start(port: int, token: str) -> subprocess.Popen[bytes]:
    """The server as a child process. The token travels in the environment, where no other user can read it."""
    building.build_all()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), f"--server.port={port}"]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, TOKEN_VARIABLE: token})


def is_answering(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server listens; False when it ended instead, or took too long."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


def announce(port: int, token: str, *, with_browser: bool) -> None:
    """Print the address, and open it."""
    address = tokened_address(port, token)
    print(f"\n  {PRODUCT}\n")
    print(f"  {translate('Open')}    {address}")
    print(f"  {translate('Close')}   {translate('press Ctrl+C in this window')}\n", flush=True)
    if with_browser:
        webbrowser.open(tokened_address(port, ticket_of(token)))


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server, gently first."""
    if server.poll() is not None:
        return
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    raise SystemExit(main())
