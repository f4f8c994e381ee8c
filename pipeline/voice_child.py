"""Describing voices in a process of its own: the networks need a gigabyte, which is free again when it ends.

The parent hands over what to listen to and gets numbers back, both over the child's standard input and output; nothing
is written to a disk.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import FailedError, WorkbenchError
from core.spans import TimeSpan
from pipeline.media import RecordingReader
from pipeline.models.registry import known_models
from pipeline.offline import VARIABLES
from pipeline.voices import MODEL

Floats = tuple[float, ...]
Voices = Sequence[Sequence[TimeSpan]]


class ListeningFailedError(FailedError):
    """The process that listens to voices ended without an answer."""

    template = (
        "The voices could not be listened to ({reason}). Often the machine had too little memory: close other "
        "programs, then try again."
    )

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


@dataclass(frozen=True, slots=True)
class _Task:
    reader: RecordingReader
    voices: Voices


def voice_model() -> str:
    """sha256 of the weights that describe voices; descriptions by others cannot be compared."""
    return next(file.sha256 for file in known_models()[MODEL].files if file.name == "voices.pt")


def describe_voices(reader: RecordingReader, voices: Voices) -> tuple[Floats | None, ...]:
    """What each voice sounds like, from the spans in which it speaks alone; None when it is never heard clearly.

    Raises ListeningFailedError, and the errors of `pipeline.media` and `pipeline.models`.
    """
    paths = [path or os.getcwd() for path in sys.path]
    environment = {**os.environ, **VARIABLES, "PYTHONPATH": os.pathsep.join(paths)}
    task = pickle.dumps(_Task(reader, voices))
    command = [sys.executable, "-m", "pipeline.voice_child"]
    child = subprocess.run(command, input=task, stdout=subprocess.PIPE, env=environment, check=False)
    if child.returncode:
        code = child.returncode
        raise ListeningFailedError(f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}")
    answer: tuple[Floats | None, ...] | WorkbenchError = pickle.loads(child.stdout)
    if isinstance(answer, WorkbenchError):
        raise answer
    return answer


def main() -> None:
    """The child's life: read the task, do it, say how it went."""
    from pipeline.voices import voice_profiles

    logging.disable()  # whatever a library has to say goes nowhere
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as channel, open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
        task: _Task = pickle.load(sys.stdin.buffer)
        try:
            answer: object = voice_profiles(task.reader, task.voices)
        except WorkbenchError as error:
            answer = error
        pickle.dump(answer, channel)


if __name__ == "__main__":
    main()
