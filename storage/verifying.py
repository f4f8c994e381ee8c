"""Read a backup back: every sha256, the database page by page and link by link, the number of rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.clock import new_id
from core.errors import FailedError
from storage.bundle import DATABASE, Bundle, DamagedBackupError, Manifest, OnBytes, open_bundle
from storage.database import open_alone
from storage.design_rows import read_study
from storage.migrating import form, row_counts

PART = ".part"  #: The ending of files that are not finished, or needed for a moment only.


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """What is compared when a copy of a database is read back."""

    form: str  #: The last migration step it has seen.
    rows: dict[str, int]
    broken_links: int  #: Rows that point to nothing.
    study_id: str
    study_title: str

    def agree_with(self, manifest: Manifest) -> bool:
        saved = (manifest.form, manifest.rows, manifest.broken_links, manifest.study_id)
        return (self.form, self.rows, self.broken_links, self.study_id) == saved


def verify(path: Path, on_bytes: OnBytes = int) -> Manifest:
    """Read a whole backup and say what it holds. Raises NotABackupError, DamagedBackupError, DamagedDatabaseError."""
    copy = path.with_name(f".{new_id()}.sqlite{PART}")
    try:
        with open_bundle(path) as bundle:
            for member in bundle.manifest.members:
                if member.name != DATABASE:
                    bundle.extract(member, None, on_bytes)
                    continue
                with copy.open("xb") as sink:
                    bundle.extract(member, sink, on_bytes)
            check_database(bundle, copy)
            return bundle.manifest
    finally:
        copy.unlink(missing_ok=True)


def check_database(bundle: Bundle, unpacked: Path) -> None:
    """An error unless the unpacked database is whole and holds what the bundle says."""
    try:
        facts = read_facts(unpacked)
    except FailedError as error:
        raise DamagedBackupError(bundle.file, DATABASE) from error
    if not facts.agree_with(bundle.manifest):
        raise DamagedBackupError(bundle.file, DATABASE)


def read_facts(path: Path) -> DatabaseFacts:
    """Check a database file nobody uses, and count its rows. DamagedDatabaseError when it is not sound."""
    database = open_alone(path)
    try:
        database.check(thoroughly=True)
        with database.read() as connection:
            broken = len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
            rows, (study_id, title) = row_counts(connection), read_study(connection)
        return DatabaseFacts(form(database) or "", rows, broken, study_id, title)
    finally:
        database.close()
