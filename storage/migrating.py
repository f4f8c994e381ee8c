"""Bring a study's database to the newest form, one step at a time, so that no row is ever lost on the way.

Each step runs in one transaction with foreign keys off (SQLite remakes a table to change it, which would empty the
tables that point to it), after a backup has been made and verified. Links and row counts are checked before it counts.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from core.errors import FailedError, InputError
from core.messages import translate
from storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"

_one_at_a_time = threading.Lock()  # Alembic's `op` is one for the whole program


class NewerStudyError(InputError):
    """The study has been used with a newer version of the program."""

    template = (
        "This study was last opened with a newer version of the Interview Workbench (form {found}; this version knows "
        "forms up to {newest}). Update the program, then open the study again. Nothing was changed."
    )

    def __init__(self, found: str, newest: str) -> None:
        super().__init__(found=found, newest=newest)


class NotAStudyDatabaseError(InputError):
    """The database belongs to another program."""

    template = "{path} was not made by the Interview Workbench. Choose the folder of a study."

    def __init__(self, path: str) -> None:
        super().__init__(path=path)


class UpgradeFailedError(FailedError):
    """A step could not be made; the study is as it was before."""

    template = (
        "The study could not be upgraded to form {step}: {detail} Nothing was changed. "
        "Use the version of the program you had before, and report this."
    )

    def __init__(self, step: str, detail: str) -> None:
        super().__init__(step=step, detail=detail)


@cache  # reading the steps takes longer than making them
def _directory(migrations: tuple[Path, ...]) -> ScriptDirectory:
    return ScriptDirectory(MIGRATIONS, version_locations=list(migrations))


def create(database: Database) -> None:
    """Make the tables of the newest form in an empty database."""
    upgrade(database, back_up=_nothing_to_lose)


def upgrade(
    database: Database, back_up: Callable[[str], object], *, migrations: tuple[Path, ...] = (MIGRATIONS,)
) -> tuple[str, ...]:
    """Make every step the database has not seen yet, and answer which those were.

    `back_up(reason)` is called before each step that changes an existing study, and must raise when the backup cannot
    be trusted. Raises NewerStudyError, NotAStudyDatabaseError, UpgradeFailedError; a failed step leaves no trace.
    """
    done = []
    for step in pending(database, migrations=migrations):
        if step.down_revision is not None:
            back_up(f"before-upgrade-{step.revision}")
        with _one_at_a_time:
            _make(step, database, _directory(migrations))
        done.append(step.revision)
    return tuple(done)


def pending(database: Database, *, migrations: tuple[Path, ...] = (MIGRATIONS,)) -> tuple[Script, ...]:
    """The steps the database has not seen yet, oldest first."""
    known = tuple(_directory(migrations).walk_revisions())[::-1]
    found = form(database)
    if found is None:
        return known
    names = [step.revision for step in known]
    if found not in names:
        raise NewerStudyError(found, names[-1])
    return known[names.index(found) + 1 :]


def check_known(found: str) -> None:
    """NewerStudyError when `found` is a form this version of the program does not know."""
    names = [step.revision for step in _directory((MIGRATIONS,)).walk_revisions()]
    if found not in names:
        raise NewerStudyError(found, names[0])


def form(database: Database) -> str | None:
    """The last step the database has seen; None for an empty one."""
    with database.read() as connection:
        tables = inspect(connection).get_table_names()
        if tables and VERSION_TABLE not in tables:
            raise NotAStudyDatabaseError(database.path)
        return MigrationContext.configure(connection).get_current_revision() if tables else None


def row_counts(connection: Connection) -> dict[str, int]:
    """How many rows each table holds."""
    quote = connection.dialect.identifier_preparer.quote
    tables = [name for name in inspect(connection).get_table_names() if name != VERSION_TABLE]
    return {name: connection.exec_driver_sql(f"SELECT count(*) FROM {quote(name)}").scalar_one() for name in tables}


def _nothing_to_lose(reason: str) -> None:  # noqa: ARG001
    """The backup of an empty database."""


def _make(step: Script, database: Database, directory: ScriptDirectory) -> None:
    try:
        with database.restructure() as connection:
            before = row_counts(connection)
            context = MigrationContext.configure(connection)
            with Operations.context(context):
                step.module.upgrade()
            _check_links(step, connection)
            _check_rows(step, before, row_counts(connection))
            context.stamp(directory, step.revision)
    except DBAPIError as error:
        raise UpgradeFailedError(step.revision, f"{error.orig}.") from error


def _check_links(step: Script, connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        detail = translate("{count} rows of “{table}” would point to nothing.", count=len(broken), table=broken[0][0])
        raise UpgradeFailedError(step.revision, detail)


def _check_rows(step: Script, before: Mapping[str, int], after: Mapping[str, int]) -> None:
    may_change: frozenset[str] = getattr(step.module, "ROWS_CHANGE", frozenset())
    for table, count in before.items():
        left = after.get(table, 0)
        if left != count and table not in may_change:
            detail = translate(
                "“{table}” would have {left} rows instead of {count}.", table=table, left=left, count=count
            )
            raise UpgradeFailedError(step.revision, detail)
