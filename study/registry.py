"""The one registry of open studies: whoever names a study, by folder or by id, gets the same open one."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from codebooks.library import load
from codebooks.model import Codebook
from coding.model import Round, RoundKind
from core.clock import new_id
from core.errors import NotFoundError
from core.messages import translate
from storage import backup, coding_rows, design_rows, migrating, restoring
from storage.bundle import Manifest, OnProgress
from storage.database import Database, open_database
from study import erasure, home
from study.base import tidy_name
from study.codebook import insert_codebook
from study.file_systems import is_on_network
from study.location import DATABASE, check_study, check_vacant
from study.study import Study

FIRST_CODEBOOK = "pmplus-helpers"
FOLDERS = ("media", "exports", "backups", "jobs")

_open: dict[Path, Study] = {}
_lock = threading.RLock()


def create(folder: Path, title: str, person_name: str, *, codebook: str | None = FIRST_CODEBOOK) -> Study:
    """Make a study in an empty or new folder, with a shipped codebook (None: without codes), and open it."""
    title, person_name = tidy_name(title, "title"), tidy_name(person_name, "name")
    first = load(codebook) if codebook else None
    folder = check_vacant(folder)
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    database = open_database(folder / DATABASE, single_user=is_on_network(folder))
    try:
        migrating.create(database)
        _fill(database, title, person_name, first)
    finally:
        database.close()
    return open_study(folder)


def _fill(database: Database, title: str, person_name: str, codebook: Codebook | None) -> None:
    with database.write() as connection:
        design_rows.insert_study(connection, new_id(), title)
        design_rows.find_or_insert_person(connection, person_name)
        coding_rows.insert_round(connection, Round(new_id(), translate("Shared coding"), RoundKind.CONSENSUS))
        if codebook and codebook.codes:
            insert_codebook(connection, codebook)


def open_study(folder: Path) -> Study:
    """Open the study in `folder`, bringing it to the newest form first; the same one when it is open already."""
    folder = check_study(folder)
    with _lock:
        if folder not in _open:
            _open[folder] = _opened(folder)
        study = _open[folder]
    home.remember_study(study.id, study.title, folder)
    return study


def _opened(folder: Path) -> Study:
    database = open_database(folder / DATABASE, single_user=is_on_network(folder))
    try:
        database.check()

        def keep_safe(reason: str) -> object:
            return backup.back_up(database, folder, reason=reason, with_media=False)

        migrating.upgrade(database, keep_safe)
        _make_distinct(database, folder)
        study = Study(folder, database)
        study.media.sweep()
        study.forget_unnamed_media()
        erasure.finish_interrupted(study)
    except BaseException:
        database.close()
        raise
    return study


def _make_distinct(database: Database, folder: Path) -> None:
    """A copied or restored folder carries the id of its original: where both are, this one gets an id of its own.

    Addresses and browsers name a study by its id; what is meant for one must never reach the other.
    """
    with database.read() as connection:
        study_id, _ = design_rows.read_study(connection)
    known = [(study.id, study.folder) for study in _open.values()]
    known += [(entry.id, Path(entry.folder)) for entry in home.recent_studies() if entry.exists]
    if any(other_id == study_id and not other.samefile(folder) for other_id, other in known):
        with database.write() as connection:
            design_rows.renew_study_id(connection)


def get(study_id: str) -> Study:
    """The study with that id, opened when it is one of the user's recent ones; NotFoundError otherwise."""
    with _lock:
        for study in _open.values():
            if study.id == study_id:
                return study
    for entry in home.recent_studies():
        if entry.id == study_id and entry.exists:
            return open_study(Path(entry.folder))
    raise NotFoundError("study", study_id)


def recent() -> tuple[home.RecentStudy, ...]:
    """The studies this user has opened, newest first."""
    return home.recent_studies()


def restore(file: Path, folder: Path, on_progress: OnProgress | None = None) -> Manifest:
    """Unpack a backup into an empty or new folder, verified; open it afterwards like any study."""
    return restoring.restore(file, check_vacant(folder), on_progress)


def close(study: Study) -> None:
    """Let go of a study, so that its folder can be moved."""
    with _lock:
        _open.pop(study.folder, None)
        study.close()


def close_all(studies: Iterable[Study] | None = None) -> None:
    """Let go of every open study."""
    for study in list(_open.values() if studies is None else studies):
        close(study)
