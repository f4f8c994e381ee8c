"""Who else has an interview open: whose desks have asked within the last seconds. Kept in memory only."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from core.design import Person

SECONDS = 10.0  #: A desk in sight asks every two seconds, one that cannot reach the server less often.


class Presence:
    """Who was heard of where. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, dict[str, tuple[str, float]]] = {}

    def seen(self, person: Person, interview_id: str) -> None:
        """The person has just been heard of at the interview."""
        with self._lock:
            self._seen.setdefault(interview_id, {})[person.id] = (person.name, self._clock())

    def others(self, person: Person, interview_id: str) -> list[dict[str, str]]:
        """Everybody else who is there, in alphabetical order, as JSON."""
        with self._lock:
            oldest = self._clock() - SECONDS
            here = {key: heard for key, heard in self._seen.get(interview_id, {}).items() if heard[1] >= oldest}
            self._seen[interview_id] = here
        there = [{"id": key, "name": name} for key, (name, _) in here.items() if key != person.id]
        return sorted(there, key=lambda each: (each["name"].casefold(), each["id"]))
