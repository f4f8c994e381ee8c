"""Hugging Face Whisper -> CTranslate2, in a child process that may take only so much memory and opens no connection.

Run as `python -m pipeline.models.conversion`, with what to do as JSON on its standard input; the last line it prints
says how it went.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.models.errors import ConversionError
from pipeline.models.weights import size_in_words
from pipeline.offline import VARIABLES, go_offline

LOOK_SECONDS = 0.2
BASE_BYTES = 4_000_000_000  #: What Python, torch and transformers take before any weights are read.
COPIES = 3  #: Of the weights: as stored, as torch holds them, as CTranslate2 writes them.
QUANTIZATION = "float16"
MEL_BINS = 80  #: Of every Whisper but large-v3.
IS_OK = "ok"


def convert(source: Path, target: Path, size: int, report: Callable[[float], None], bound: int | None = None) -> None:
    """Convert the model of `source` into the new folder `target`. `bound` is in bytes of memory.

    Raises ConversionError.
    """
    bound = bound or BASE_BYTES + COPIES * size
    told = {"source": str(source), "target": str(target), "bound": bound}
    paths = os.pathsep.join(path or os.getcwd() for path in sys.path)
    child = subprocess.Popen(
        [sys.executable, "-m", "pipeline.models.conversion"],
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


def main() -> None:
    """The child: convert, and say “ok” or the kind of what went wrong."""
    told = json.loads(sys.stdin.readline() or "{}")
    go_offline()
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    try:
        _limit_memory(told["bound"])
        _convert(Path(told["source"]), Path(told["target"]))
    except Exception as error:  # noqa: BLE001 - any library may raise anything; the parent says it in plain words
        print(type(error).__name__, file=answer, flush=True)
    else:
        print(IS_OK, file=answer, flush=True)


def _limit_memory(bound: int) -> None:
    """A model that does not fit ends this process, not the machine. Windows has no such limit."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))


def _convert(source: Path, target: Path) -> None:
    from ctranslate2.converters import TransformersConverter
    from transformers import WhisperTokenizerFast

    TransformersConverter(str(source), load_as_float16=True).convert(str(target), quantization=QUANTIZATION)
    WhisperTokenizerFast.from_pretrained(str(source), local_files_only=True).backend_tokenizer.save(
        str(target / "tokenizer.json")
    )
    given = source / "preprocessor_config.json"
    (target / given.name).write_text(given.read_text("utf-8") if given.is_file() else _preprocessor(source), "utf-8")


def _preprocessor(source: Path) -> str:
    """How sound becomes features: large-v3 has 128 mel bins, and faster-whisper would take 80 for granted."""
    config: dict[str, Any] = json.loads((source / "config.json").read_text("utf-8"))
    return json.dumps({"feature_size": config.get("num_mel_bins", MEL_BINS), "sampling_rate": 16_000, "n_fft": 400})


if __name__ == "__main__":
    main()
