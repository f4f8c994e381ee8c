"""Is there room for what is about to be written? Asked before the work, so that nobody meets a full disk in it."""

from __future__ import annotations

import shutil
from pathlib import Path

from core.errors import FailedError

SPARE_BYTES = 32 * 1024 * 1024  #: Left free, so that people can go on working.


class LowDiskSpaceError(FailedError):
    """There is no room for what is about to be written."""

    template = "{needed} MB are needed in {folder}, but only {free} MB are free. Make room there, then try again."

    def __init__(self, folder: Path, needed: int, free: int) -> None:
        super().__init__(folder=folder, needed=-(-needed // 10**6), free=free // 10**6)


def check_room(folder: Path, needed: int) -> None:
    """LowDiskSpaceError unless `needed` bytes and some more are free where `folder` is, or will be."""
    place = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(place).free
    if free < needed + SPARE_BYTES:
        raise LowDiskSpaceError(place, needed + SPARE_BYTES, free)
