"""Many codes at once, in one act that is undone as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coding.operations import CodeMany, PutCode
from core.errors import ConflictError
from storage import coding_rows, segment_rows
from study.desk.action import Action, Inverse
from study.desk.codes import put
from study.desk.later import now_at

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class SomeChangedBySomebodyError(ConflictError):
    """Somebody else has worked on with one of the coded segments that undoing would take away."""

    template = "{name} has worked on with one of these {count} coded segments since, so this cannot be undone."

    def __init__(self, name: str, count: int) -> None:
        super().__init__(name=name, count=count)


def put_many(session: DeskSession, operation: CodeMany, payload: dict[str, Any]) -> Inverse:
    """All of them, or none: what cannot be put on one passage refuses the whole act."""
    since = now_at(session)
    for coding in operation.codings:
        one = PutCode(coding.id, coding.code_id, coding.passage, coding.quote, operation.turn_revisions)
        put(session, one, payload)
    return {"kind": "remove_many", "ids": [coding.id for coding in operation.codings], "since": since}


def take_back(session: DeskSession, inverse: Inverse) -> None:
    ids = inverse["ids"]
    session.touched.codings.update(ids)
    other = segment_rows.changed_by_others(
        session.connection, session.person, session.interview_id, inverse["since"], ids
    )
    if other:
        raise SomeChangedBySomebodyError(session.name_of(other), len(ids))
    for coding_id, row in segment_rows.read_some(session.connection, ids).items():
        if row.removed_by is None:
            coding_rows.remove_coding(session.connection, coding_id, session.person)


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    many = raw.get("codings")
    ids = [each.get("id") for each in many if isinstance(each, dict)] if isinstance(many, list) else []
    known = raw.get("ids")
    ids += known if isinstance(known, list) else []
    session.touched.codings.update(str(each) for each in ids)


ACTIONS = (Action(CodeMany, put_many, {"remove_many": take_back}, touch),)
