"""Recordings on disk, named by the sha256 of their bytes: `media/ab/ab12...`.

A file is written beside its place, flushed to the disk and renamed, before any row names it. Encryption will come in
through `StoredMedia.open` and `IncomingFile`, and nowhere else.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.clock import new_id
from core.errors import FailedError
from core.failpoints import failpoint

INCOMING = "incoming"


class MediaMissingError(FailedError):
    """A row names a media file that is not on the disk."""

    template = "A recording of this study is missing from its media folder ({sha256}). Restore it from a backup."

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256=sha256[:12])


@dataclass(frozen=True, slots=True)
class StoredMedia:
    """A recording that can be read, also by another process: what the pipeline calls a reader."""

    path: Path
    sha256: str

    @property
    def age_s(self) -> float:
        """Seconds since the file was written."""
        return time.time() - self.path.stat().st_mtime

    def open(self) -> BinaryIO:
        """A seekable stream of the recording's bytes."""
        try:
            return self.path.open("rb")
        except FileNotFoundError as error:
            raise MediaMissingError(self.sha256) from error


class IncomingFile:
    """A recording on its way in: written in pieces, hashed on the way, kept only when finished."""

    def __init__(self, store: MediaStore) -> None:
        self._store = store
        self.path = store.folder / INCOMING / new_id()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("xb")
        self._hash = hashlib.sha256()
        self.size_bytes = 0

    def write(self, chunk: bytes) -> None:
        """Append bytes."""
        self._file.write(chunk)
        self._hash.update(chunk)
        self.size_bytes += len(chunk)

    def open(self) -> BinaryIO:
        """Read what has arrived so far."""
        self._file.flush()
        return self.path.open("rb")

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def finish(self) -> StoredMedia:
        """Make the file part of the study's media; it is on the disk when this returns."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        failpoint("media.before_rename")
        target = self._store.path(self.sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(self.path, target)
        flush_folder(target.parent)
        flush_folder(self._store.folder)
        return StoredMedia(target, self.sha256)

    def abandon(self) -> None:
        """Forget what has arrived. Safe to call after `finish`."""
        self._file.close()
        self.path.unlink(missing_ok=True)


class MediaStore:
    """The `media` folder of a study."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def incoming(self) -> IncomingFile:
        return IncomingFile(self)

    def reader(self, sha256: str) -> StoredMedia:
        return StoredMedia(self.path(sha256), sha256)

    def remove(self, sha256: str) -> None:
        """Delete a file no row names any longer."""
        self.path(sha256).unlink(missing_ok=True)

    def sweep(self, *, older_than_s: float = 86_400) -> None:
        """Delete what interrupted uploads left behind; what is younger may still be arriving."""
        for path in (self.folder / INCOMING).glob("*"):
            if time.time() - path.stat().st_mtime > older_than_s:
                path.unlink(missing_ok=True)

    def __iter__(self) -> Iterator[StoredMedia]:
        """Every finished file."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            yield StoredMedia(path, path.name)


def flush_folder(folder: Path) -> None:
    """Make a rename inside `folder` survive a power cut; Windows does so by itself and refuses the call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
