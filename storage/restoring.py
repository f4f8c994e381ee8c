"""Put a backup back: onto an empty folder, on this machine or another, whole or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from core.errors import FailedError
from storage.bundle import DATABASE, Bundle, Manifest, Member, OnBytes, OnProgress, counted, open_bundle
from storage.disk_space import check_room
from storage.media import flush_folder
from storage.migrating import check_known
from storage.verifying import check_database

RESTORING = ".restoring"  #: Where a restore works until everything is there; survives only when it was killed.
MEDIA = "media"


class RestoreFailedError(FailedError):
    """The disk refused."""

    template = "The backup could not be unpacked into {folder} ({detail}). Nothing was left there."

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(folder=folder, detail=detail)


def restore(file: Path, folder: Path, on_progress: OnProgress | None = None) -> Manifest:
    """Unpack the backup `file` into `folder`, which holds nothing but, perhaps, what a killed restore left.

    Every member is compared with its sha256 and the database is checked before anything gets its final name; the
    database comes last, so that a folder with one is complete. Raises NotABackupError, DamagedBackupError,
    NewerBackupError, NewerStudyError, LowDiskSpaceError, RestoreFailedError; then the folder is as empty as before.
    """
    with open_bundle(file) as bundle:
        check_known(bundle.manifest.form)
        check_room(folder, bundle.manifest.size_bytes)
        is_new = not folder.exists()
        try:
            _clear(folder)
            _unpack(bundle, folder / RESTORING, counted(bundle.manifest.size_bytes, on_progress))
            _activate(folder)
        except OSError as error:
            raise RestoreFailedError(folder, error.strerror or str(error)) from error
        finally:
            if not (folder / DATABASE).exists():
                _leave_empty(folder, is_new=is_new)
        return bundle.manifest


def _clear(folder: Path) -> None:
    """Remove what a killed restore left: with its working folder there, `media` is of its making too."""
    if (folder / RESTORING).exists():
        shutil.rmtree(folder / MEDIA, ignore_errors=True)
        shutil.rmtree(folder / RESTORING)


def _unpack(bundle: Bundle, work: Path, on_bytes: OnBytes) -> None:
    (work / MEDIA).mkdir(parents=True)
    for member in bundle.manifest.members:
        _unpack_one(bundle, member, work / member.name, on_bytes)
    check_database(bundle, work / DATABASE)


def _unpack_one(bundle: Bundle, member: Member, target: Path, on_bytes: OnBytes) -> None:
    target.parent.mkdir(exist_ok=True)
    with target.open("xb") as sink:
        bundle.extract(member, sink, on_bytes)
        sink.flush()
        os.fsync(sink.fileno())
    flush_folder(target.parent)


def _activate(folder: Path) -> None:
    work = folder / RESTORING
    (work / MEDIA).rename(folder / MEDIA)
    flush_folder(folder)
    (work / DATABASE).rename(folder / DATABASE)
    shutil.rmtree(work)
    flush_folder(folder)


def _leave_empty(folder: Path, *, is_new: bool) -> None:
    shutil.rmtree(folder / RESTORING, ignore_errors=True)
    shutil.rmtree(folder / MEDIA, ignore_errors=True)
    if is_new:
        with suppress(OSError):  # somebody else has put a file there meanwhile
            folder.rmdir()
