"""One code on many passages, put on and taken back together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coding.operations import PutCodes
from storage import coding_rows
from study.desk import codes
from study.desk.action import Action, Inverse

if TYPE_CHECKING:
    from study.desk.session import DeskSession


def put(session: DeskSession, operation: PutCodes, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    for one in operation.codings:
        row = coding_rows.read_coding(session.connection, one.coding_id)
        if row is None or row.removed_by in (None, session.person.id):  # what somebody else took away stays away
            codes.put(session, one, {})
    return {"kind": "remove_codings", "ids": [one.coding_id for one in operation.codings]}


def take_back(session: DeskSession, inverse: Inverse) -> None:
    """Those that somebody else has taken away meanwhile are away already."""
    for coding_id in inverse["ids"]:
        session.touched.codings.add(coding_id)
        row = coding_rows.read_coding(session.connection, coding_id)
        if row is not None and row.removed_by is None:
            coding_rows.remove_coding(session.connection, coding_id, session.person)


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    named = raw.get("codings", raw.get("ids"))
    for each in named if isinstance(named, list) else ():
        session.touched.codings.add(str(each.get("id") if isinstance(each, dict) else each))


ACTIONS = (Action(PutCodes, put, {"remove_codings": take_back}, touch),)
