"""The last snapshots of a study, kept until anybody changes the study: pages that are redrawn read nothing anew.

Each is one person's: what others code alone is not in it, so that it is never given to anybody else.

It holds participants' words, in memory only, and is let go with the first change this program makes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from coding.model import Snapshot
from core.design import Person

MOST_PEOPLE = 6  #: Whose snapshots are kept at once; whoever looked longest ago is forgotten first.


class SnapshotMemory:
    """The snapshots of a few people, with the state of the database they are true for (`Database.state`)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: object = None
        self._snapshots: dict[str, Snapshot] = {}  # by the person's id, whoever looked last at the end

    def recall(self, viewer: Person, state: object, read: Callable[[], Snapshot]) -> Snapshot:
        """The person's snapshot of this state, read when theirs is another one or none. `state` was asked for before:
        what is read may be newer than it, never older."""
        with self._lock:
            known = self._snapshots.pop(viewer.id, None) if self._state == state else None
        if known is None:
            known = read()
        with self._lock:
            if self._state != state:
                self._state, self._snapshots = state, {}
            self._snapshots[viewer.id] = known
            if len(self._snapshots) > MOST_PEOPLE:
                del self._snapshots[next(iter(self._snapshots))]
        return known

    def forget(self) -> None:
        """Hold no words any more."""
        with self._lock:
            self._state, self._snapshots = None, {}
