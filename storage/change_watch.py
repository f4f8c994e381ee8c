"""Whether anybody has changed a database since: a connection that never changes anything, and asks SQLite.

`PRAGMA data_version` is another number after every commit of another connection, in this program or in any other;
asking costs microseconds. https://www.sqlite.org/pragma.html#pragma_data_version
"""

from __future__ import annotations

import sqlite3
import threading


class ChangeWatch:
    """Asks for one database file on a local disk. Opened when it is first asked; open across threads."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def version(self) -> int:
        """A number that is another one after every change."""
        with self._lock:
            if self._connection is None:
                self._connection = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
            (number,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(number)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
