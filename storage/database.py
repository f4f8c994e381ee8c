"""The one place that opens a database: encryption and PostgreSQL will come in here, and nowhere else.

On a local disk: write-ahead log, every commit on the platter before it is acknowledged, writers wait for each other.
On a network disk: single-user mode, where one program holds the study (`storage.holder`), with one connection, a
rollback journal and SQLite's exclusive lock, because the write-ahead log needs memory that machines cannot share.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from itertools import count
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import IntegrityError as RowClash
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool, StaticPool

from core.errors import FailedError
from storage.change_watch import ChangeWatch
from storage.holder import Hold, refuse_if_held

__all__ = ["Connection", "Database", "RowClash", "open_database", "open_in_memory"]

BUSY_TIMEOUT_MS = 5000
POOL_SIZE = 48  # the web server answers on up to 40 threads at once; SQLAlchemy's own default is 15

LOCAL_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL")
NETWORK_PRAGMAS = (
    "locking_mode=EXCLUSIVE",
    "journal_mode=DELETE",
    "journal_size_limit=0",  # with an exclusive lock the journal stays: emptied, it keeps no old text
    "synchronous=EXTRA",
)
SHARED_PRAGMAS = (
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",  # else sorting and VACUUM write participants' words into the system's temporary folder
)


class DamagedDatabaseError(FailedError):
    """The file is no database, or parts of it cannot be read."""

    template = (
        "The study's database {path} is damaged ({detail}). Copy the whole study folder to a safe place first; "
        "then restore the newest backup in its folder “backups” into a new folder."
    )

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(path=path, detail=detail)


class DatabaseUnavailableError(FailedError):
    """The file is there, but cannot be used now."""

    template = (
        "The study's database {path} cannot be used now ({detail}). Close other programs that have it open, "
        "and check that its folder can be reached and written to."
    )

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(path=path, detail=detail)


class DiskFullError(FailedError):
    """There is no room for the change."""

    template = (
        "The disk with {path} is full. What you did last was not saved; everything before it is. "
        "Make room on that disk, then do it again."
    )

    def __init__(self, path: str, detail: str = "") -> None:
        super().__init__(path=path, detail=detail)


TROUBLES: dict[int, type[DamagedDatabaseError | DatabaseUnavailableError | DiskFullError]] = {
    sqlite3.SQLITE_CORRUPT: DamagedDatabaseError,
    sqlite3.SQLITE_NOTADB: DamagedDatabaseError,
    sqlite3.SQLITE_FULL: DiskFullError,
    sqlite3.SQLITE_BUSY: DatabaseUnavailableError,
    sqlite3.SQLITE_CANTOPEN: DatabaseUnavailableError,
    sqlite3.SQLITE_IOERR: DatabaseUnavailableError,
    sqlite3.SQLITE_PERM: DatabaseUnavailableError,
    sqlite3.SQLITE_READONLY: DatabaseUnavailableError,
}


class Database:
    """A study's database. `read` and `write` are the ways in for verbs; both end the transaction they begin."""

    def __init__(self, engine: Engine, *, hold: Hold | None = None) -> None:
        self.path = engine.url.database or ":memory:"
        self.single_user = hold is not None
        self._hold = hold
        self._reading = engine.execution_options(begin="BEGIN DEFERRED")
        self._writing = engine.execution_options(begin="BEGIN IMMEDIATE")
        # One connection for everybody (network disk, memory) cannot carry two transactions at a time.
        one_connection = self.single_user or isinstance(engine.pool, StaticPool)
        self._turnstile: AbstractContextManager[object] = threading.RLock() if one_connection else nullcontext()
        self._watch = None if one_connection else ChangeWatch(self.path)
        self._writes = count()
        self._own = 0  # how many writing transactions this object has begun and ended

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A short transaction that sees one moment of the study."""
        with self._turnstile, _plain_words(self.path), self._reading.begin() as connection:
            yield connection

    def state(self) -> object:
        """Something that is another thing after every change, by whichever program; to be compared, no more."""
        return (self._own, self._watch.version() if self._watch else None)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that has the right to write from its first statement; all of it happens, or nothing."""
        try:
            with self._turnstile, _plain_words(self.path), self._writing.begin() as connection:
                yield connection
        finally:
            self._own = next(self._writes) + 1

    @contextmanager
    def restructure(self) -> Iterator[Connection]:
        """For migrations: a writing transaction with foreign keys off, else remaking a table empties those below it."""
        with (
            self._turnstile,
            self._writing.connect() as connection,
            _foreign_keys_off(_driver(connection)),
            connection.begin(),
        ):
            yield connection

    def check(self, *, thoroughly: bool = False) -> None:
        """Read the whole file, `thoroughly` also index against rows; DamagedDatabaseError if it is not sound."""
        pragma = "integrity_check" if thoroughly else "quick_check"
        with self.read() as connection:
            (first, *_) = connection.exec_driver_sql(f"PRAGMA {pragma}(1)").scalars()
        if first != "ok":
            raise DamagedDatabaseError(self.path, first)

    def copy(self, target: Path) -> None:
        """Write the database as it is now into the new file `target`, while others go on reading and writing."""
        with self._turnstile, self._reading.connect() as connection:
            copy = sqlite3.connect(target, isolation_level=None)
            with closing(copy), _plain_words(self.path):
                _driver(connection).backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it

    def scrub(self) -> None:
        """Rewrite the file and empty the log, so that nothing deleted can be read from the disk any more.

        DatabaseUnavailableError when somebody has been reading or writing for longer than the busy timeout.
        """
        with self._turnstile, self._writing.connect() as connection:
            driver = _driver(connection)
            with _plain_words(self.path):
                driver.execute("VACUUM")
                (is_busy, *_) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if is_busy:
            raise DatabaseUnavailableError(self.path, "somebody else is reading it")

    def close(self) -> None:
        """Let go of the file; the database object is of no use afterwards."""
        self._reading.dispose()
        if self._watch:
            self._watch.close()
        if self._hold:
            self._hold.release()


def open_database(path: Path, *, single_user: bool = False) -> Database:
    """Open (or create) the database file at `path`; `single_user` for a disk that cannot lock between machines.

    StudyInUseError when another program has the study to itself; DamagedDatabaseError when the file is no database,
    DatabaseUnavailableError when it cannot be reached.
    """
    if not single_user:
        refuse_if_held(path.parent)  # by a program that reaches this disk over the network
    hold = Hold.take(path.parent) if single_user else None
    database = Database(_engine(path, single_user=single_user), hold=hold)
    try:
        with database.write() if single_user else database.read():
            pass  # in single-user mode the first transaction takes SQLite's own lock, and keeps it
    except BaseException:
        database.close()
        raise
    return database


def _engine(path: Path, *, single_user: bool) -> Engine:
    pragmas = SHARED_PRAGMAS + (NETWORK_PRAGMAS if single_user else LOCAL_PRAGMAS)
    engine = create_engine(
        _url(path),
        **({"poolclass": StaticPool} if single_user else {"poolclass": QueuePool, "pool_size": POOL_SIZE}),
        connect_args={"check_same_thread": False},
    )
    _prepare(engine, pragmas)
    return engine


def _url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))  # as a string, “?” and “%” in a folder's name would mean something


def open_alone(path: Path) -> Database:
    """Open a database file nobody else uses, such as a copy that is to be checked: no log, no lock beside it."""
    engine = create_engine(_url(path), poolclass=StaticPool, connect_args={"check_same_thread": False})
    _prepare(engine, (*SHARED_PRAGMAS, "journal_mode=DELETE", "synchronous=FULL"))
    return Database(engine)


def open_in_memory() -> Database:
    """A database that lives as long as this object: the tests' stand-in for a file."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    _prepare(engine, SHARED_PRAGMAS)
    return Database(engine)


def _prepare(engine: Engine, pragmas: tuple[str, ...]) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:  # noqa: ARG001
        assert isinstance(connection, sqlite3.Connection)
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN DEFERRED"))


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


@contextmanager
def _plain_words(path: str) -> Iterator[None]:
    """What the disk or other programs have done becomes an error for people; mistakes in our SQL stay as they are."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        kind = getattr(reason, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest says where
        if kind not in TROUBLES:
            raise
        raise TROUBLES[kind](path, str(reason)) from error


@contextmanager
def _foreign_keys_off(driver: sqlite3.Connection) -> Iterator[None]:
    """SQLite ignores this switch inside a transaction: it stands around one."""
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
