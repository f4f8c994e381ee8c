"""The last snapshot of a study, kept until anybody changes the study: pages that are redrawn read nothing anew.

It holds participants' words, in memory only, and is let go with the first change this program makes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from coding.model import Snapshot


class SnapshotMemory:
    """One snapshot, with the state of the database it is true for (`Database.state`)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: object = None
        self._snapshot: Snapshot | None = None

    def recall(self, state: object, read: Callable[[], Snapshot]) -> Snapshot:
        """The snapshot of this state, read when it is another one than the last. `state` was asked for before: what
        is read may be newer than it, never older."""
        with self._lock:
            known = self._snapshot if self._state == state else None
        if known is None:
            known = read()
            with self._lock:
                self._state, self._snapshot = state, known
        return known

    def forget(self) -> None:
        """Hold no words any more."""
        with self._lock:
            self._state = self._snapshot = None
