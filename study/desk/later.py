"""What must hold before an act of one's own is taken back: nobody else has built on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from core.errors import ConflictError
from storage import coding_rows, segment_rows
from storage.sight import is_coding_hidden
from study.desk.action import Inverse

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class ChangedBySomebodyError(ConflictError):
    """Undoing would undo somebody else's work too."""

    template = "{name} has changed this coded segment since, so this cannot be undone."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class RedactedSinceError(ConflictError):
    """Earlier texts have other offsets since words were replaced in them too."""

    template = "{name} has replaced words in this interview since, so the earlier place is not known any more."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


def who_redacted_since(session: DeskSession) -> str | None:
    """Who has replaced words by a substitute after the operation that is being taken back or done again.

    Earlier texts have changed with it, so offsets kept in that operation may be right no longer.
    """
    done = coding_rows.in_force_since(session.connection, session.interview_id, session.stepping or 0)
    return next((person for person, kind, _ in done if kind == "redact"), None)


def require_not_redacted_since(session: DeskSession) -> None:
    """Raises RedactedSinceError."""
    person = who_redacted_since(session)
    if person is not None:
        raise RedactedSinceError(session.name_of(person))


def others_since(session: DeskSession, number: int, ids: Collection[str]) -> str | None:
    """Who else has worked on one of these things, or at least in this interview, after an operation; their name."""
    found = coding_rows.in_force_since(session.connection, session.interview_id, number)
    others = [
        (person, payload)
        for person, _, payload in found
        if person != session.person.id and not _is_hidden(session, payload)
    ]
    same = (person for person, payload in others if not set(segment_rows.identifiers(payload)).isdisjoint(ids))
    person = next(same, others[0][0] if others else None)
    return session.name_of(person) if person else None


def _is_hidden(session: DeskSession, payload: Mapping[str, Any]) -> bool:
    """Whether an operation names a coding that the person may not know of."""
    return any(is_coding_hidden(session.connection, session.person, i) for i in segment_rows.identifiers(payload))


def now_at(session: DeskSession) -> int:
    """Up to where the log goes now: an inverse keeps it as `since`."""
    return segment_rows.last_operation(session.connection)


def require_nobody_since(session: DeskSession, inverse: Inverse, coding_ids: Collection[str]) -> None:
    """Raises ChangedBySomebodyError when somebody else has changed one of the codings after this was done."""
    if "since" not in inverse:  # written down before acts could build on one another
        return
    other = segment_rows.changed_by_others(
        session.connection, session.person, session.interview_id, inverse["since"], coding_ids
    )
    if other:
        raise ChangedBySomebodyError(session.name_of(other))
