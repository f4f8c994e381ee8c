"""The engines' own process: one per job.

A native crash or a full graphics card ends only this child; its memory is free when it ends. Parent and child speak
over the child's standard input and output: the parent sends the job, the child sends progress and at last the
transcript or an error. Both channels live and die with the processes, so a child whose parent is gone ends itself.
"""

from __future__ import annotations

import logging
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from core.clock import now
from core.errors import ConflictError, FailedError, WorkbenchError
from pipeline.media import RecordingReader
from pipeline.offline import VARIABLES
from pipeline.progress import Progress
from pipeline.settings import TranscriptionSettings
from transcripts.model import Transcript

LOG = "engines.log"  #: In the checkpoint folder: what the engines complained of. Never a word of a transcript.
LOOK_SECONDS = 0.2  #: How often the parent asks whether the job is cancelled.
GRACE_SECONDS = 5.0  #: Given to a cancelled child before it is killed.


class JobCancelledError(ConflictError):
    """Somebody stopped the job."""

    template = "The transcription was cancelled. It goes on where it stopped when you start it again."


class EngineError(FailedError):
    """An engine reported a failure that has no words of its own."""

    template = (
        "The speech engine failed ({kind}). Start the job again; if it fails again, send {log} to whoever helps you."
    )

    def __init__(self, kind: str, log: str) -> None:
        super().__init__(kind=kind, log=log)


class EngineCrashedError(FailedError):
    """The engines' process ended without a word: a fault in native code, or the system took its memory."""

    template = (
        "The speech engine stopped suddenly ({reason}); often the machine had too little memory. "
        "What was finished is kept: start the job again, with a smaller model if it happens again."
    )

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


@dataclass(frozen=True, slots=True)
class _Job:
    """What the child is told."""

    reader: RecordingReader
    settings: TranscriptionSettings
    checkpoint: Path
    only_cpu_because: str = ""


@dataclass(frozen=True, slots=True)
class _Uses:
    """The child says where it computes, before it loads any model."""

    device: str


@dataclass(frozen=True, slots=True)
class _CardFailed:
    """The graphics card gave up: reported by the child, or concluded when it dies while using one."""

    reason: str


def transcribe(
    reader: RecordingReader,
    settings: TranscriptionSettings,
    checkpoint: Path,
    on_progress: Callable[[Progress], None],
    is_cancelled: Callable[[], bool],
) -> Transcript:
    """`pipeline.run` in a child process. A failing graphics card is left for the processor, and the record says so.

    Raises JobCancelledError, EngineCrashedError, EngineError, and the errors of `pipeline.media` and `pipeline.models`.
    """
    checkpoint.mkdir(parents=True, exist_ok=True)
    outcome = _in_child(_Job(reader, settings, checkpoint), on_progress, is_cancelled)
    if isinstance(outcome, _CardFailed):
        again = _Job(reader, settings, checkpoint, only_cpu_because=outcome.reason)
        outcome = _in_child(again, on_progress, is_cancelled)
    if isinstance(outcome, Transcript):
        return outcome
    raise EngineCrashedError(outcome.reason) if isinstance(outcome, _CardFailed) else outcome


Outcome = Transcript | WorkbenchError | _CardFailed


def _in_child(job: _Job, on_progress: Callable[[Progress], None], is_cancelled: Callable[[], bool]) -> Outcome:
    """Run one child to its end; JobCancelledError when the person does not want it any more."""
    device = ""
    with _started(job) as (child, messages):
        while True:
            if is_cancelled():
                raise JobCancelledError
            try:
                message = messages.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                continue
            if message is None:
                return _death(child.wait(), device)
            if isinstance(message, Progress):
                on_progress(message)
            elif isinstance(message, _Uses):
                device = message.device
            else:
                outcome: Outcome = message
                return outcome


def _death(code: int, device: str) -> Outcome:
    """What to make of a child that ended without an outcome."""
    reason = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
    return _CardFailed(reason) if device == "cuda" else EngineCrashedError(reason)


@contextmanager
def _started(job: _Job) -> Iterator[tuple[subprocess.Popen[bytes], queue.SimpleQueue[Any]]]:
    """A running child and the queue of its messages (None at its end); whatever happens, it is gone afterwards."""
    paths = [path or os.getcwd() for path in sys.path]
    environment = {**os.environ, **VARIABLES, "PYTHONPATH": os.pathsep.join(paths)}
    with (job.checkpoint / LOG).open("ab") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "pipeline"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=environment,
        )
    if child.stdin is None or child.stdout is None:  # for the type checker: both are pipes
        raise EngineCrashedError("no pipes")
    messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
    listener = threading.Thread(target=_listen, args=(child.stdout, messages), daemon=True)
    try:
        with suppress(BrokenPipeError):  # a child that died at once is noticed by its silence
            pickle.dump(job, child.stdin)
            child.stdin.flush()
        listener.start()
        yield child, messages
    finally:
        _end(child)
        if listener.ident is not None:
            listener.join()
        with suppress(BrokenPipeError):
            child.stdin.close()
        child.stdout.close()


def _listen(stdout: BinaryIO, messages: queue.SimpleQueue[Any]) -> None:
    try:
        while True:
            messages.put(pickle.load(stdout))
    except (EOFError, pickle.UnpicklingError):  # the child has ended, perhaps in the middle of a message
        messages.put(None)


def _end(child: subprocess.Popen[bytes]) -> None:
    try:
        child.terminate()
        child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def main() -> None:
    """The child's life: read the job, do it, say how it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as channel:
        with open(
            os.devnull, "w"
        ) as nowhere:  # a library that prints must neither talk into the channel nor into the log
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        job: _Job = pickle.load(sys.stdin.buffer)
        threading.Thread(target=_end_with_parent, daemon=True).start()
        lock = threading.Lock()

        def say(message: object) -> None:
            with lock:
                pickle.dump(message, channel)
                channel.flush()

        say(_outcome(job, say))


def _end_with_parent() -> None:
    """The parent never writes again; its pipe closes when it ends, however it ends."""
    sys.stdin.buffer.read(1)
    os._exit(1)


def _outcome(job: _Job, say: Callable[[object], None]) -> Outcome:
    from pipeline.engines.devices import choose_device, is_card_failure
    from pipeline.job import run

    _keep_words_out_of_the_log()
    device = choose_device(job.settings, only_cpu=bool(job.only_cpu_because)).name
    say(_Uses(device))
    try:
        return run(job.reader, job.settings, job.checkpoint, say, only_cpu_because=job.only_cpu_because)
    except WorkbenchError as error:
        return error
    except Exception as error:  # noqa: BLE001 - any library may raise anything; it must reach a person as plain words
        kind = type(error).__name__
        print(f"{now().isoformat()} {kind}", *traceback.format_tb(error.__traceback__), sep="\n", file=sys.stderr)
        if device == "cuda" and is_card_failure(error):
            return _CardFailed(str(error))
        return EngineError(kind, str(job.checkpoint / LOG))


def _keep_words_out_of_the_log() -> None:
    """whisperX and others log the text they cannot place: of foreign messages only the place in the code is kept."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(filename)s:%(lineno)d"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
