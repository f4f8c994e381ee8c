"""Hugging Face Whisper -> CTranslate2, in a child process that may take only so much memory and opens no connection."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pipeline.models.errors import ConversionError
from pipeline.models.weights import size_in_words
from pipeline.offline import VARIABLES

LOOK_SECONDS = 0.2
BASE_BYTES = 4_000_000_000  #: What Python, torch and transformers take before any weights are read.
COPIES = 3  #: Of the weights: as stored, as torch holds them, as CTranslate2 writes them.
IS_OK = "ok"


def convert(source: Path, target: Path, size: int, report: Callable[[float], None], bound: int | None = None) -> None:
    """Convert the model of `source` into the new folder `target`. `bound` is in bytes of memory.

    Raises ConversionError.
    """
    bound = bound or BASE_BYTES + COPIES * size
    told = {"source": str(source), "target": str(target), "bound": bound}
    paths = os.pathsep.join(path or os.getcwd() for path in sys.path)
    child = subprocess.Popen(
        [sys.executable, "-m", "pipeline.engines.conversion"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **VARIABLES, "PYTHONPATH": paths},
        text=True,
    )
    try:
        outcome = _watched(child, json.dumps(told), target, size, report)
    finally:
        end(child)
    if outcome != IS_OK:
        raise ConversionError(str(source), outcome, size_in_words(bound))


def _watched(child: subprocess.Popen[str], told: str, target: Path, size: int, report: Callable[[float], None]) -> str:
    """Wait for the child and tell how much it has written; "ok", or the kind of what went wrong."""
    waiting: str | None = told
    while True:
        try:
            out, _ = child.communicate(waiting, timeout=LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            waiting = None
            report(min(0.95, bytes_below(target) / max(1, size)))
            continue
        if child.returncode < 0:
            return f"signal {-child.returncode}"
        return (out.splitlines() or [f"exit code {child.returncode}"])[-1]


def bytes_below(folder: Path) -> int:
    """Bytes of all files in a folder that is being written."""
    total = 0
    for path in folder.rglob("*") if folder.is_dir() else ():
        with suppress(FileNotFoundError):  # renamed meanwhile
            total += path.stat().st_size if path.is_file() else 0
    return total


def end(child: subprocess.Popen[str]) -> None:
    """Whatever happened to its parent's wish, the child is gone."""
    if child.poll() is None:
        child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream:
            stream.close()
