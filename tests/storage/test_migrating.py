from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent, indent

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine

from storage import backup, migrating
from storage.database import Database, open_database
from storage.migrating import MIGRATIONS, NewerStudyError, NotAStudyDatabaseError, UpgradeFailedError
from storage.tables import metadata
from tests.storage.conftest import SmallStudy


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path / "study.sqlite")
    yield database
    database.close()


class Steps:
    """A folder of migrations after the shipped ones, as a later version of the program will have."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reasons: list[str] = []
        self._newest = migrating_newest()

    def add(self, revision: str, upgrade: str, more: str = "") -> None:
        (self.folder / f"m{revision}.py").write_text(
            f"import sqlalchemy as sa\nfrom alembic import op\nrevision = {revision!r}\n"
            f"down_revision = {self._newest!r}\n{more}\ndef upgrade():\n{indent(dedent(upgrade), '    ')}\n"
        )
        self._newest = revision

    def run(self, database: Database) -> tuple[str, ...]:
        return migrating.upgrade(database, self.reasons.append, migrations=(MIGRATIONS, self.folder))


def migrating_newest() -> str:
    return max(path.stem[1:5] for path in MIGRATIONS.glob("m*.py"))


@pytest.fixture
def steps(tmp_path: Path) -> Steps:
    (tmp_path / "later").mkdir()
    return Steps(tmp_path / "later")


def counts(database: Database) -> dict[str, int]:
    with database.read() as connection:
        return migrating.row_counts(connection)


def shape(connection: Connection) -> dict[str, object]:
    """Every table's columns, links and indexes, as SQLite itself sees them."""
    tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").scalars()
    found: dict[str, object] = {}
    for table in [name for name in tables if not name.startswith(("sqlite_", "alembic_"))]:
        columns = connection.exec_driver_sql(f"PRAGMA table_xinfo('{table}')").all()
        links = connection.exec_driver_sql(f"PRAGMA foreign_key_list('{table}')").all()
        indexes = connection.exec_driver_sql(f"PRAGMA index_list('{table}')").all()
        found[table] = (
            sorted(row[1:] for row in columns),
            sorted(row[2:] for row in links),
            sorted((row[2], *connection.exec_driver_sql(f"PRAGMA index_info('{row[1]}')").all()) for row in indexes),
        )
    return found


def as_declared() -> Engine:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    return engine


def test_the_migrations_make_exactly_the_tables_of_the_program(database: Database) -> None:
    migrating.create(database)
    with database.read() as made, as_declared().connect() as declared:
        context = MigrationContext.configure(made, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        assert shape(made) == shape(declared)


def test_a_new_study_has_the_newest_form_and_nothing_is_pending(database: Database) -> None:
    migrating.create(database)
    assert migrating.form(database) == migrating_newest()
    assert migrating.pending(database) == ()


def test_a_parent_table_is_remade_and_every_row_below_it_survives(small_study: SmallStudy, steps: Steps) -> None:
    steps.add(
        "9001",
        """
        with op.batch_alter_table("interview", recreate="always") as table:
            table.add_column(sa.Column("weather", sa.Text(), nullable=False, server_default="rain"))
        """,
    )
    before = counts(small_study.database)
    assert before["turn"] == 2 and before["recording"] == 1
    assert steps.run(small_study.database) == ("9001",)
    assert counts(small_study.database) == before
    with small_study.database.read() as connection:
        assert connection.exec_driver_sql("SELECT weather FROM interview").scalars().all() == ["rain"]
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_same_step_with_foreign_keys_on_would_empty_the_tables_below(small_study: SmallStudy) -> None:
    # The trap this guards against: should SQLite or Alembic ever change, this says that the guard can go.
    with small_study.database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE copy AS SELECT * FROM interview")
        connection.exec_driver_sql("DROP TABLE interview")
        assert connection.exec_driver_sql("SELECT count(*) FROM turn").scalar() == 0


def test_each_step_waits_for_its_backup(small_study: SmallStudy, steps: Steps) -> None:
    steps.add("9001", "op.execute('CREATE TABLE one (x)')")
    steps.add("9002", "op.execute('CREATE TABLE two (x)')")
    assert steps.run(small_study.database) == ("9001", "9002")
    assert steps.reasons == ["before-upgrade-9001", "before-upgrade-9002"]


def test_without_a_backup_there_is_no_step(small_study: SmallStudy, steps: Steps) -> None:
    steps.add("9001", "op.execute('CREATE TABLE one (x)')")

    def no_room(reason: str) -> None:
        raise backup.BackupFailedError("disk full")

    with pytest.raises(backup.BackupFailedError):
        migrating.upgrade(small_study.database, no_room, migrations=(MIGRATIONS, steps.folder))
    assert migrating.form(small_study.database) == migrating_newest()


def test_the_backup_before_a_step_is_a_real_one(small_study: SmallStudy, steps: Steps) -> None:
    steps.add("9001", "op.execute('DROP TABLE memo')")

    def back_up(reason: str) -> object:
        return backup.back_up(small_study.database, small_study.folder, reason=reason, with_media=False)

    with pytest.raises(Exception, match="memo"):
        steps.add("9002", "op.execute('INSERT INTO memo VALUES (1)')")
        migrating.upgrade(small_study.database, back_up, migrations=(MIGRATIONS, steps.folder))
    reasons = [file.reason for file in backup.list_backups(small_study.folder)]
    assert sorted(reasons) == ["before-upgrade-9001", "before-upgrade-9002"]


@pytest.mark.parametrize(
    ("upgrade", "complaint"),
    [
        ("op.execute('DELETE FROM coding'); op.execute('DELETE FROM turn')", "“turn” would have 0 rows instead of 2"),
        ("op.execute('DROP TABLE recording')", "“recording” would have 0 rows instead of 1"),
        ("op.execute('UPDATE turn SET transcript_id = 0')", "2 rows of “turn” would point to nothing"),
        ("op.execute('DROP TABLE nowhere')", "no such table"),
    ],
)
def test_a_step_that_would_lose_something_leaves_no_trace(
    small_study: SmallStudy, steps: Steps, upgrade: str, complaint: str
) -> None:
    steps.add("9001", f"op.execute('CREATE TABLE new (x)'); {upgrade}")
    before = counts(small_study.database)
    with pytest.raises(UpgradeFailedError, match=complaint):
        steps.run(small_study.database)
    assert counts(small_study.database) == before
    assert migrating.form(small_study.database) == migrating_newest()


def test_a_step_may_change_rows_when_it_says_which(small_study: SmallStudy, steps: Steps) -> None:
    steps.add("9001", "op.execute('DELETE FROM turn')", more="ROWS_CHANGE = frozenset({'turn'})")
    steps.run(small_study.database)
    assert counts(small_study.database)["turn"] == 0


def test_a_study_of_a_newer_version_is_not_opened(small_study: SmallStudy, steps: Steps) -> None:
    steps.add("9001", "op.execute('CREATE TABLE one (x)')")
    steps.run(small_study.database)
    with pytest.raises(NewerStudyError, match=r"newer version.*Update the program.*Nothing was changed"):
        migrating.upgrade(small_study.database, steps.reasons.append)


def test_another_programs_database_is_left_alone(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE addresses (name TEXT)")
    with pytest.raises(NotAStudyDatabaseError, match=r"study\.sqlite was not made by"):
        migrating.create(database)
    assert counts(database) == {"addresses": 0}
