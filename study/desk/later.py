"""What must hold before an act of one's own is taken back: nobody else has built on it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from core.errors import ConflictError
from storage import segment_rows
from study.desk.action import Inverse

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class ChangedBySomebodyError(ConflictError):
    """Undoing would undo somebody else's work too."""

    template = "{name} has changed this coded segment since, so this cannot be undone."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


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
