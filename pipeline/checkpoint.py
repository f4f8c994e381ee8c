"""Finished stages on disk, so that a job that was killed goes on where it stopped.

A checkpoint is a folder: `job.json` says which recording and settings it belongs to, `<stage>.json` holds a stage's
result, `<stage>.part-<name>.json` what a stage that takes long has finished of it so far. Each file is written beside
its place, forced to disk and renamed: it is there whole, or not at all. The folder holds participants' words; whoever
owns the study folder removes it with the transcript.
"""

from __future__ import annotations

import json
import os
import types
from dataclasses import asdict, dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Protocol, TypeVar, get_args, get_origin, get_type_hints

from pipeline.results import HeardPart

FORMAT = 3  #: Goes up when a stage's result changes its form: older checkpoints are then begun anew.
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The folder of one job."""

    folder: Path

    def begin(self, recording_sha256: str, settings: str) -> None:
        """Keep what an earlier run of the same job finished; forget anything else that lies here."""
        key = {"format": FORMAT, "recording": recording_sha256, "settings": settings}
        if self._read("job") == key:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        for stale in self.folder.glob("*.json"):
            stale.unlink()
        self._write("job", key)

    def load(self, stage: str, result: type[Result]) -> tuple[Result, dict[str, Any]] | None:
        """A finished stage's result and the record of how it was made; None when it is still to do."""
        stored = self._read(stage)
        if stored is None:
            return None
        found: Result = _built(result, stored["result"])
        return found, stored["record"]

    def save(self, stage: str, result: Any, record: dict[str, Any]) -> None:
        """Put a stage's result on disk before the next begins."""
        self._write(stage, {"record": record, "result": asdict(result)})
        for part in self.folder.glob(f"{stage}.part-*.json"):
            part.unlink()

    def settings(self) -> str | None:
        """The settings of the job, as JSON; None where there is no job."""
        job = self._read("job")
        return str(job["settings"]) if job and job.get("format") == FORMAT else None

    def parts(self, stage: str) -> Parts:
        """A place for what a stage finishes on its way."""
        return _StageParts(self, stage)

    def _read(self, name: str) -> Any:
        try:
            return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None

    def _write(self, name: str, content: Any) -> None:
        waiting = self.folder / f"{name}.tmp"
        with waiting.open("w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(self.folder / f"{name}.json")
        _sync_folder(self.folder)


class Parts(Protocol):
    """What a recogniser keeps while it works, by a name that is the same when it works on the same sound again."""

    def load(self, name: str) -> HeardPart | None: ...

    def save(self, name: str, part: HeardPart) -> None: ...


@dataclass(frozen=True, slots=True)
class _StageParts:
    """Parts in the folder of a job, forced to disk one by one."""

    checkpoint: Checkpoint
    stage: str

    def load(self, name: str) -> HeardPart | None:
        part: HeardPart | None = _built(HeardPart, self.checkpoint._read(f"{self.stage}.part-{name}"))
        return part

    def save(self, name: str, part: HeardPart) -> None:
        self.checkpoint._write(f"{self.stage}.part-{name}", asdict(part))


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut; Windows needs and knows no such thing."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _built(kind: Any, value: Any) -> Any:
    """`value`, as JSON gives it, in the form of the dataclass or type `kind`."""
    if value is None:
        return None
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{f.name: _built(hints[f.name], value[f.name]) for f in fields(kind)})  # type: ignore[operator]
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], item) for item in value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if isinstance(kind, types.UnionType):
        return _built(next(part for part in get_args(kind) if part is not type(None)), value)
    return value
