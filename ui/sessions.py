"""Who has come through the gate: a table of browser sessions on this machine's disk.

The cookie holds a random id; the table holds only its SHA-256, so that reading the file opens nothing. The table is
written to the user's own folder so that open tabs survive a killed and restarted server. Each port has its own file,
since two servers may run at once.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cache

from streamlit import config

from study import home

IDLE_SECONDS = 4 * 3600  #: Nothing heard from the browser for so long: the session is over (a closed laptop).
LONGEST_SECONDS = 12 * 3600  #: A working day; after it the address of a running workbench has to be opened again.
_WRITE_AT_MOST_EVERY = 60.0  #: Seconds. “Last seen” may be a minute old on disk; everything else is written at once.


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that has shown the token."""

    began_at: float  #: Seconds since 1970.
    seen_at: float
    person_name: str = ""  #: Who says they are working; "" until they have said so.
    study_id: str = ""  #: The study opened last, so that a new tab shows it.


class Sessions:
    """The table: begin, find, change, end. Safe to use from several threads."""

    def __init__(self, file_name: str, clock: Callable[[], float] = time.time) -> None:
        self._file_name = file_name
        self._clock = clock
        self._lock = threading.Lock()
        self._written_at = 0.0
        self._sessions = _read(file_name)

    def begin(self, person_name: str = "", study_id: str = "") -> str:
        """A new session; the answer is the id for the cookie, which is kept nowhere else."""
        session_id = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            self._drop_expired(now)
            self._sessions[hashed(session_id)] = Session(now, now, person_name, study_id)
            self._write(now)
        return session_id

    def find(self, session_id: str | None) -> Session | None:
        """The session with this id, now seen again; None when there is none or it has expired."""
        if not session_id:
            return None
        now = self._clock()
        with self._lock:
            session = self._sessions.get(hashed(session_id))
            if session is None or _expired(session, now):
                return None
            session = replace(session, seen_at=now)
            self._sessions[hashed(session_id)] = session
            if now - self._written_at > _WRITE_AT_MOST_EVERY:
                self._write(now)
            return session

    def change(self, session_id: str, *, person_name: str | None = None, study_id: str | None = None) -> None:
        """Remember who works here, or which study is open; an unknown session is left alone."""
        with self._lock:
            session = self._sessions.get(hashed(session_id))
            if session is None:
                return
            changed = replace(
                session,
                person_name=session.person_name if person_name is None else person_name,
                study_id=session.study_id if study_id is None else study_id,
            )
            if changed != session:
                self._sessions[hashed(session_id)] = changed
                self._write(self._clock())

    def end(self, session_id: str) -> None:
        """Close the session: its cookie opens nothing any more."""
        with self._lock:
            if self._sessions.pop(hashed(session_id), None) is not None:
                self._write(self._clock())

    def _drop_expired(self, now: float) -> None:
        self._sessions = {key: s for key, s in self._sessions.items() if not _expired(s, now)}

    def _write(self, now: float) -> None:
        home.write_json(self._file_name, {key: asdict(session) for key, session in self._sessions.items()})
        self._written_at = now


def hashed(session_id: str) -> str:
    """What the table knows a session by. The id has 256 random bits, so a plain hash cannot be searched."""
    return hashlib.sha256(session_id.encode()).hexdigest()


def served_port() -> int:
    """The port this server listens on."""
    return int(config.get_option("server.port"))


def cookie_name() -> str:
    """The session cookie's name. Cookies ignore ports, so the port is part of the name."""
    return f"workbench-{served_port()}"


@cache
def table() -> Sessions:
    """The sessions of this server."""
    return Sessions(f"sessions-{served_port()}.json")


def _expired(session: Session, now: float) -> bool:
    return now - session.seen_at > IDLE_SECONDS or now - session.began_at > LONGEST_SECONDS


def _read(file_name: str) -> dict[str, Session]:
    """The sessions on disk; none when the file is absent or damaged: people open the tokened address again."""
    stored = home.read_json(file_name)
    try:
        return {key: Session(**fields) for key, fields in stored.items()}
    except (TypeError, AttributeError):
        return {}
