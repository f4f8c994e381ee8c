"""Back up a study while people work in it, into one file that has been read back before it counts.

`storage.bundle` describes the file. It is written beside its place, flushed to the disk, verified, and renamed only
then: whatever is called `.studybackup` in the folder was a backup that could be restored when it was made.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from core.clock import new_id, now
from core.errors import ConflictError, FailedError, InputError
from core.messages import translate, translate_count
from core.problems import Problem
from storage.bundle import (
    DATABASE,
    MANIFEST,
    SUFFIX,
    Manifest,
    Member,
    OnBytes,
    OnProgress,
    copy_hashing,
    counted,
    open_bundle,
)
from storage.database import Database, open_alone
from storage.disk_space import check_room
from storage.media import MediaStore, flush_folder
from storage.profile_rows import leave_out
from storage.verifying import PART, read_facts, verify

BACKUPS = "backups"


class BackupRunningError(ConflictError):
    """One backup at a time."""

    template = "Another backup of this study is being made. Wait until it is finished."


class BackupFailedError(FailedError):
    """The backup could not be written, or did not stand the test."""

    template = "The backup failed ({detail}) and was thrown away. Check the disk of the study, then try again."

    def __init__(self, detail: str) -> None:
        super().__init__(detail=detail)


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup in the study's folder."""

    path: Path
    made_at: datetime
    reason: str
    size_bytes: int
    with_media: bool
    problem: Problem | None = None  #: Why it cannot be used; None when its table of contents is sound.


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was backed up, and what should have been but was not there."""

    file: BackupFile
    rows: dict[str, int]  #: Table to number of rows.
    media_files: int
    problems: tuple[Problem, ...] = ()


def back_up(
    database: Database, folder: Path, *, reason: str, with_media: bool, on_progress: OnProgress | None = None
) -> BackupReport:
    """Make and verify a backup of the study in `folder`, in its folder `backups`.

    `reason` becomes part of the file's name: lower-case letters, digits and hyphens. Raises LowDiskSpaceError,
    BackupRunningError, BackupFailedError, DamagedDatabaseError; then nothing is left behind.
    """
    with only_backup(folder):
        return back_up_alone(database, folder, reason=reason, with_media=with_media, on_progress=on_progress)


def back_up_alone(
    database: Database, folder: Path, *, reason: str, with_media: bool, on_progress: OnProgress | None = None
) -> BackupReport:
    """As `back_up`, for a caller who holds `only_backup` already."""
    backups = folder / BACKUPS
    part, copy = (backups / f".{new_id()}{ending}{PART}" for ending in ("", ".sqlite"))
    check_room(folder, _room_needed(folder, with_media=with_media))
    try:
        database.copy(copy)
        leave_out(copy)
        store = MediaStore(folder / "media") if with_media else None
        manifest, problems = _write(part, copy, store, reason, on_progress)
        target = _place(part, backups, manifest)
    except (OSError, InputError) as error:  # InputError: what was just written cannot be read back
        raise BackupFailedError(str(error)) from error
    finally:
        copy.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    file = BackupFile(target, manifest.made_at, reason, target.stat().st_size, with_media)
    return BackupReport(file, manifest.rows, len(manifest.members) - 1, problems)


def renew_alone(database: Database, folder: Path) -> BackupReport | None:
    """Replace all backups by one of the study as it is now: the old ones go once the new one is verified. None when
    there were none. For a caller who holds `only_backup`; recordings are kept when any old backup had them."""
    old = list_backups(folder)
    if not old:
        return None
    with_media = any(file.with_media for file in old)
    report = back_up_alone(database, folder, reason="after-erasure", with_media=with_media)
    for file in old:
        file.path.unlink()
    flush_folder(folder / BACKUPS)
    return report


def list_backups(folder: Path) -> tuple[BackupFile, ...]:
    """The backups of the study in `folder`, newest first; those that cannot be read say why."""
    paths = (folder / BACKUPS).glob(f"*{SUFFIX}")
    return tuple(sorted(map(_describe, paths), key=lambda backup: (backup.made_at, backup.path.name), reverse=True))


@contextmanager
def only_backup(folder: Path) -> Iterator[None]:
    """Keep other backups of this study waiting outside, and sweep up after one that was killed."""
    backups = folder / BACKUPS
    backups.mkdir(exist_ok=True)
    lock = FileLock(backups / ".lock", timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise BackupRunningError from error
    try:
        for leftover in backups.glob(f".*{PART}*"):
            leftover.unlink()
        yield
    finally:
        lock.release()


def _room_needed(folder: Path, *, with_media: bool) -> int:
    """Bytes: the copy of the database, the copy in the bundle, the copy taken out to be checked, the recordings."""
    database = sum(path.stat().st_size for path in folder.glob(f"{DATABASE}*"))
    media = sum(m.path.stat().st_size for m in MediaStore(folder / "media")) if with_media else 0
    return 3 * database + media


def _write(
    part: Path, copy: Path, store: MediaStore | None, reason: str, on_progress: OnProgress | None
) -> tuple[Manifest, tuple[Problem, ...]]:
    facts = read_facts(copy)
    wanted = _media_named_in(copy) if store else ()
    media = {f"media/{name[:2]}/{name}": store.path(name) for name in wanted if store and store.path(name).is_file()}
    sources = {DATABASE: copy, **media}
    on_bytes = counted(2 * sum(path.stat().st_size for path in sources.values()), on_progress)
    with part.open("xb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            members = tuple(_add(archive, name, path, on_bytes) for name, path in sources.items())
            manifest = Manifest(
                made_at=now(),
                reason=reason,
                study_id=facts.study_id,
                study_title=facts.study_title,
                form=facts.form,
                with_media=store is not None,
                rows=facts.rows,
                broken_links=facts.broken_links,
                members=members,
            )
            archive.writestr(MANIFEST, manifest.to_json())
        file.flush()
        os.fsync(file.fileno())
    verify(part, on_bytes)
    return manifest, tuple(_problems(manifest, wanted))


def _media_named_in(copy: Path) -> tuple[str, ...]:
    """The sha256 of every recording and playback copy the copied database knows."""
    database = open_alone(copy)
    try:
        with database.read() as connection:
            names = connection.exec_driver_sql(
                "SELECT sha256 FROM recording UNION SELECT playback_sha256 FROM recording ORDER BY 1"
            ).scalars()
            return tuple(name for name in names if name)
    finally:
        database.close()


def _add(archive: zipfile.ZipFile, name: str, path: Path, on_bytes: OnBytes) -> Member:
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as sink:
        return copy_hashing(name, source, sink, on_bytes)


def _problems(manifest: Manifest, wanted: tuple[str, ...]) -> Iterator[Problem]:
    """What was wrong with the study before it was backed up: the backup keeps it as it was."""
    saved = {member.name.rpartition("/")[2]: member.sha256 for member in manifest.members}
    for name in wanted:
        if name not in saved:
            yield Problem(translate("The recording {name} is missing from the media folder.", name=name[:12]))
        elif saved[name] != name:
            yield Problem(translate("The recording {name} has changed since it was added.", name=name[:12]))
    if manifest.broken_links:
        one, many = "{count} row of the database points to nothing.", "{count} rows of the database point to nothing."
        yield Problem(translate_count(one, many, manifest.broken_links))


def _place(part: Path, backups: Path, manifest: Manifest) -> Path:
    """Give a finished backup its name; a second one within a second gets a number."""
    stem = f"{manifest.made_at:%Y%m%dT%H%M%SZ}-{manifest.reason}"
    names = (stem if number == 0 else f"{stem}_{number}" for number in range(1000))
    target = next(path for path in (backups / f"{name}{SUFFIX}" for name in names) if not path.exists())
    os.replace(part, target)
    flush_folder(backups)
    return target


def _describe(path: Path) -> BackupFile:
    try:
        with open_bundle(path) as bundle:
            m = bundle.manifest
            return BackupFile(path, m.made_at, m.reason, path.stat().st_size, m.with_media)
    except InputError as error:
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return BackupFile(path, changed, "", path.stat().st_size, False, Problem(str(error)))
