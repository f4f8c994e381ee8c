"""The one way into a recording's bytes. A reader that decrypts will take its place without the pipeline knowing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable


@runtime_checkable
class RecordingReader(Protocol):
    """Opens a recording. Readers travel to the engines' process, so they are picklable."""

    @property
    def sha256(self) -> str:
        """Of the recording's bytes, hexadecimal."""

    def open(self) -> BinaryIO:
        """The bytes, seekable, from the start. The caller closes them."""


@dataclass(frozen=True, slots=True)
class FileReader:
    """A recording that lies on disk as it is."""

    path: Path
    sha256: str

    def open(self) -> BinaryIO:
        return self.path.open("rb")
