"""Memos written, edited and deleted at the desk. Their words live in the memos' rows; the log names versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coding.model import Memo
from coding.operations import EditMemo, RemoveMemo, WriteMemo
from core.clock import now
from core.errors import NotFoundError
from storage import memo_rows, transcript_rows
from study import memo_changes
from study.desk.action import Action, Inverse
from study.desk.codes import coding_here

if TYPE_CHECKING:
    from study.desk.session import DeskSession


def write(session: DeskSession, operation: WriteMemo, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    connection, person = session.connection, session.person
    session.touched.memos.add(operation.memo_id)
    if memo_rows.is_memo(connection, operation.memo_id):  # done again after an undo
        memo_changes.restore(connection, person, operation.memo_id)
    else:
        _require_here(session, operation.about_kind, operation.about_id)
        memo = Memo(
            operation.memo_id,
            operation.about_kind,
            operation.about_id,
            operation.text,
            person.id,
            now(),
            operation.memo_kind,
        )
        memo_changes.write(connection, person, memo)
    return {"kind": "delete_memo", "id": operation.memo_id}


def edit(session: DeskSession, operation: EditMemo, payload: dict[str, Any]) -> Inverse:
    connection, person, memo_id = session.connection, session.person, operation.memo_id
    session.touched.memos.add(memo_id)
    if operation.again is not None:
        made = operation.again
        memo_changes.go_to_version(connection, person, memo_id, expected=operation.seen, wanted=made)
    else:
        made = memo_changes.edit(
            connection, person, memo_id, operation.text, operation.memo_kind, operation.seen
        ).version
        payload["made"] = made  # so that doing it again finds the text
    return {"kind": "memo_text", "id": memo_id, "expected": made, "wanted": operation.seen}


def remove(session: DeskSession, operation: RemoveMemo, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    session.touched.memos.add(operation.memo_id)
    memo_changes.remove(session.connection, session.person, operation.memo_id)
    return {"kind": "bring_memo_back", "id": operation.memo_id}


def take_back_writing(session: DeskSession, inverse: Inverse) -> None:
    """A memo that was deleted on another page meanwhile is away already."""
    session.touched.memos.add(inverse["id"])
    row = memo_rows.read_memo(session.connection, session.person, inverse["id"])
    if row is not None and row.removed_by is None:
        memo_changes.remove(session.connection, session.person, inverse["id"])


def take_back_edit(session: DeskSession, inverse: Inverse) -> None:
    session.touched.memos.add(inverse["id"])
    memo_changes.go_to_version(
        session.connection, session.person, inverse["id"], expected=inverse["expected"], wanted=inverse["wanted"]
    )


def take_back_removal(session: DeskSession, inverse: Inverse) -> None:
    session.touched.memos.add(inverse["id"])
    memo_changes.restore(session.connection, session.person, inverse["id"])


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    session.touched.memos.add(str(raw.get("id")))


ACTIONS = (
    Action(WriteMemo, write, {"delete_memo": take_back_writing}, touch),
    Action(EditMemo, edit, {"memo_text": take_back_edit}, touch),
    Action(RemoveMemo, remove, {"bring_memo_back": take_back_removal}, touch),
)


def _require_here(session: DeskSession, about_kind: str, about_id: str) -> None:
    """Raises PassageGoneError or NotFoundError when the thing belongs to another interview."""
    if about_kind == "coding":
        coding_here(session, about_id)
    elif (
        about_kind == "turn" and transcript_rows.interview_of_turn(session.connection, about_id) != session.interview_id
    ):
        raise NotFoundError("turn", about_id)
    elif about_kind == "interview" and about_id != session.interview_id:
        raise NotFoundError("interview", about_id)
