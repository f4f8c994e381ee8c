"""Files of models: their sha256, and places that are taken whole or not at all."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

BLOCK = 1 << 20
Told = Callable[[int], None]  #: Told how many bytes more have been read.


def nothing(_: int) -> None:
    """Tells nobody."""


def models_folder() -> Path:
    """Where joined models are kept: WORKBENCH_MODELS, or a folder of the Python environment."""
    default = Path(sys.prefix) / "share" / "interview-workbench" / "models"
    return Path(os.environ.get("WORKBENCH_MODELS") or default)


def sha256_of(file: Path, told: Told = nothing) -> str:
    """The file's sha256, hexadecimal."""
    digest = hashlib.sha256()
    with file.open("rb") as source:
        while block := source.read(BLOCK):
            digest.update(block)
            told(len(block))
    return digest.hexdigest()


def copy_and_hash(source: Path, target: Path, told: Told = nothing) -> str:
    """Copy a file to the disk itself, not only into its cache; the sha256 of what was copied."""
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as reading, target.open("xb") as writing:
        while block := reading.read(BLOCK):
            digest.update(block)
            writing.write(block)
            told(len(block))
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()


@contextmanager
def written_whole(place: Path) -> Iterator[Path]:
    """A place beside `place`; it takes that place only when the block ends well. Two processes may do so at once."""
    waiting = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        yield waiting
        waiting.replace(place)
    finally:
        waiting.unlink(missing_ok=True)


def size_in_words(size: int) -> str:
    """Bytes as people say them.

    >>> size_in_words(3_090_835_702), size_in_words(31_000_000), size_in_words(340)
    ('3.1 GB', '31 MB', '1 kB')
    """
    if size >= 1_000_000_000:
        return f"{size / 1e9:.1f} GB"
    return f"{size / 1e6:.0f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
