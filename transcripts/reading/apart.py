"""Reading in a child process with limits: a file from outside may want any amount of time and memory.

The child gets the file through its standard input and answers with the reading or the error; it writes no file. Memory
and processor time are limited by the operating system where it can (not on Windows), the wall clock always.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from core.errors import WorkbenchError
from core.messages import language, translate
from transcripts.reading.errors import TooDemandingError, TranscriptTooLargeError
from transcripts.reading.model import ReadingChoices, TranscriptReading
from transcripts.reading.sniffing import MOST_BYTES, read

MOST_SECONDS = 30  #: By the clock on the wall; the processor's own time is limited to two thirds of it.
MOST_MEMORY_BYTES = 1_500_000_000
_HOUSE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the child is told."""

    content: bytes
    name: str
    choices: ReadingChoices
    language: str
    most_seconds: int
    most_memory_bytes: int


def read_apart(
    content: bytes,
    name: str,
    choices: ReadingChoices | None = None,
    *,
    most_seconds: int = MOST_SECONDS,
    most_memory_bytes: int = MOST_MEMORY_BYTES,
) -> TranscriptReading:
    """As `transcripts.reading.read`, in a child. TooDemandingError at a limit, or when no answer comes."""
    if len(content) > MOST_BYTES:
        size = f"{-(-len(content) // 1_000_000)} MB"
        raise TranscriptTooLargeError(name, size, f"{MOST_BYTES // 1_000_000} MB")
    asked = Asked(content, name, choices or ReadingChoices(), language.get(), most_seconds, most_memory_bytes)
    outcome = _outcome(asked)
    if isinstance(outcome, TranscriptReading):
        return outcome
    raise outcome


def _outcome(asked: Asked) -> TranscriptReading | WorkbenchError:
    paths = os.pathsep.join([str(_HOUSE), *(path for path in sys.path if path)])
    try:
        child = subprocess.run(
            [sys.executable, "-m", "transcripts.reading"],
            input=pickle.dumps(asked),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback could hold words
            env={**os.environ, "PYTHONPATH": paths},
            timeout=asked.most_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return TooDemandingError(asked.name, translate("time"))
    if child.returncode == 0 and child.stdout:
        answer: TranscriptReading | WorkbenchError = pickle.loads(child.stdout)
        return answer
    is_time = child.returncode in (-24, -9)  # SIGXCPU, SIGKILL
    return TooDemandingError(asked.name, translate("time") if is_time else translate("memory"))


def main() -> None:
    """The child's life: limits first, then the file."""
    asked: Asked = pickle.load(sys.stdin.buffer)
    _limit(asked)
    language.set(asked.language)
    answer: TranscriptReading | WorkbenchError
    try:
        answer = read(asked.content, asked.name, asked.choices)
    except WorkbenchError as error:
        answer = error
    except MemoryError:
        answer = TooDemandingError(asked.name, translate("memory"))
    sys.stdout.buffer.write(pickle.dumps(answer))
    sys.stdout.buffer.flush()


def _limit(asked: Asked) -> None:
    if sys.platform == "win32":
        return
    import resource

    seconds = max(1, asked.most_seconds * 2 // 3)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (asked.most_memory_bytes, asked.most_memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it has no file to write
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # whose image would hold words
