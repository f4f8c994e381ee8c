"""Who holds a study that only one program may use: on a network disk, where locks do not reliably reach across.

The holder writes `study.lock` beside the database. Making a file that must not exist yet is the one step every network
file system does for one machine only.
"""

from __future__ import annotations

import ctypes
import getpass
import json
import os
import socket
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from core.clock import new_id, now
from core.errors import ConflictError

LOCK_FILE = "study.lock"


@dataclass(frozen=True, slots=True)
class Holder:
    """A program that has a study to itself."""

    host: str
    pid: int
    person: str  #: The account it runs under.
    since: str  #: ISO 8601, UTC.
    token: str  #: Tells two programs apart that happen to have the same number.

    @classmethod
    def this_program(cls) -> Holder:
        return cls(socket.gethostname(), os.getpid(), _account(), now().isoformat(timespec="seconds"), new_id())

    @property
    def is_gone(self) -> bool:
        """True when the program ran on this machine and has ended; another machine cannot be asked."""
        return self.host == socket.gethostname() and not _is_alive(self.pid)


class StudyInUseError(ConflictError):
    """Another program has the study open, and the disk allows only one."""

    template = (
        "This study is open on the computer “{host}” ({person}, since {since} UTC). It lies on a network disk, where "
        "only one program can use it at a time: close it there first. If that computer was switched off, delete {lock}."
    )

    def __init__(self, holder: Holder, lock: Path) -> None:
        since = datetime.fromisoformat(holder.since).strftime("%Y-%m-%d %H:%M") if holder.since else "?"
        super().__init__(host=holder.host, person=holder.person, since=since, pid=holder.pid, lock=lock)


class Hold:
    """The right to be the only program that uses a study, from `take` until `release`."""

    def __init__(self, lock: Path, holder: Holder) -> None:
        self.lock = lock
        self.holder = holder

    @classmethod
    def take(cls, folder: Path) -> Hold:
        """Become the holder of the study in `folder`, also after a dead program; StudyInUseError names who is."""
        lock = folder / LOCK_FILE
        mine = Holder.this_program()
        if not _write_new(lock, mine):
            theirs = read_holder(lock)
            if theirs is not None and not (theirs.is_gone and _clear(lock, theirs)):
                raise StudyInUseError(theirs, lock)
            if not _write_new(lock, mine):  # somebody was quicker
                raise StudyInUseError(read_holder(lock) or mine, lock)
        return cls(lock, mine)

    def release(self) -> None:
        """Let others in. Harmless when done twice, or when the lock has become somebody else's."""
        if read_holder(self.lock) == self.holder:
            self.lock.unlink(missing_ok=True)


def refuse_if_held(folder: Path) -> None:
    """StudyInUseError when a program holds the study in `folder`; a dead program's lock is left where it is."""
    holder = read_holder(folder / LOCK_FILE)
    if holder is not None and not holder.is_gone:
        raise StudyInUseError(holder, folder / LOCK_FILE)


def read_holder(lock: Path) -> Holder | None:
    """Who holds the study; None when nobody does. A lock that cannot be read is somebody's all the same."""
    try:
        return Holder(**json.loads(lock.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        return Holder(host="?", pid=0, person="?", since="", token="")


def _write_new(lock: Path, holder: Holder) -> bool:
    """Write the lock in one step, complete from the first moment anybody sees it; False when there is one already."""
    draft = lock.with_name(f"{LOCK_FILE}.{holder.token}")
    draft.write_text(json.dumps(asdict(holder)), encoding="utf-8")
    try:
        os.link(draft, lock)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links (SMB, exFAT)
        return _write_exclusively(lock, draft.read_bytes())
    finally:
        draft.unlink()
    return True


def _write_exclusively(lock: Path, content: bytes) -> bool:
    try:
        with lock.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        return False
    return True


def _clear(lock: Path, theirs: Holder) -> bool:
    """Remove a dead program's lock; False when another program has been quicker and holds it by now.

    The lock is renamed first: of two programs that clear it at once, only one finds the dead one's name inside.
    """
    aside = lock.with_name(f"{LOCK_FILE}.{new_id()}")
    try:
        lock.rename(aside)
    except FileNotFoundError:
        return True
    if read_holder(aside) == theirs:
        aside.unlink()
        return True
    aside.rename(lock)
    return False


if sys.platform == "win32":

    def _is_alive(pid: int) -> bool:
        """Whether a process of this machine with that number runs."""
        query_limited_information, still_active = 0x1000, 259
        handle = ctypes.windll.kernel32.OpenProcess(query_limited_information, False, pid)
        if not handle:
            return False
        code = ctypes.c_ulong()
        ctypes.windll.kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
        ctypes.windll.kernel32.CloseHandle(handle)
        return code.value == still_active

else:

    def _is_alive(pid: int) -> bool:
        """Whether a process of this machine with that number runs."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True  # another person's
        return True


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container's user without a name
        return "?"
