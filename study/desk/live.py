"""What others have done at a desk since it was last told, from the log of operations."""

from __future__ import annotations

from typing import Any

from core.design import Person
from core.errors import NotFoundError
from storage import coding_rows, design_rows, history_rows, memo_rows
from storage.coding_rows import OperationRow, OperationState
from storage.database import Connection
from study.desk.changes import changes
from study.desk.session import DeskSession

MOST_OPERATIONS = 300  #: More than these, and telling everything anew is quicker.


def since(
    connection: Connection,
    person: Person,
    interview_id: str,
    revision: int,
    transcript_id: str | None,
    codebook_stamp: int | None,
) -> dict[str, Any]:
    """The answer without who is present; `"state": None` in it where the whole state is to be told."""
    position = design_rows.read_position(connection, interview_id)
    if position is None:
        raise NotFoundError("interview", interview_id)
    now, current = position
    stamp = history_rows.read_stamp(connection)
    answer: dict[str, Any] = {"revision": now, "codebook": stamp, "changes": {}, "reload": False}
    if current is None or (transcript_id is not None and transcript_id != current):
        return answer | {"reload": True}
    session = DeskSession(connection, person, interview_id, current, client="")
    session.touched.codes = codebook_stamp is not None and codebook_stamp != stamp
    if now != revision:
        rows = coding_rows.read_since(connection, interview_id, revision)
        if not _all_told(rows, revision, now):
            return answer | {"state": None}
        _touch(session, rows)
    elif not session.touched.codes:
        return answer
    return answer | {"changes": changes(session)}


def _all_told(rows: tuple[OperationRow, ...], revision: int, now: int) -> bool:
    """Whether the log explains every step of the revision. What it does not was done elsewhere: on the codebook's
    page, by a withdrawal, by a new transcript."""
    explained = {row.revision for row in rows}
    return len(rows) <= MOST_OPERATIONS and len(explained) == now - revision


def _touch(session: DeskSession, rows: tuple[OperationRow, ...]) -> None:
    """Note what was named, without those codings, and memos on them, that the person may not see: not even their
    identifiers are told."""
    for row in rows:
        if row.state is not OperationState.REFUSED:
            session.touch_row(row)
    touched = session.touched
    touched.codings = coding_rows.ids_seen(session.connection, session.person, touched.codings)
    touched.memos = memo_rows.memo_ids_seen(session.connection, session.person, touched.memos)
