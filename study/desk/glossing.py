"""A machine's gloss beside the turns: shown, deleted, brought back. It has no turns and no offsets, so nothing can be
coded in it, and no export reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coding.operations import RemoveGloss
from core.errors import NotFoundError
from core.messages import translate
from storage import design_rows, gloss_rows
from study.desk.action import Action, Inverse

if TYPE_CHECKING:
    from study.desk.session import DeskSession


def remove(session: DeskSession, operation: RemoveGloss, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    row = gloss_rows.read_gloss(session.connection, operation.gloss_id)
    if row is None or row.interview_id != session.interview_id or row.removed_by is not None:
        raise NotFoundError(translate("gloss"), operation.gloss_id)
    gloss_rows.remove_gloss(session.connection, row.id, session.person)
    session.touched.gloss = True
    design_rows.insert_audit(session.connection, session.person, "remove_gloss", "gloss", row.id)
    return {"kind": "bring_gloss_back", "id": row.id}


def take_back(session: DeskSession, inverse: Inverse) -> None:
    if gloss_rows.read_gloss(session.connection, inverse["id"]) is None:
        raise NotFoundError(translate("gloss"), inverse["id"])
    gloss_rows.restore_gloss(session.connection, inverse["id"])
    session.touched.gloss = True


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:  # noqa: ARG001
    session.touched.gloss = True


ACTIONS = (Action(RemoveGloss, remove, {"bring_gloss_back": take_back}, touch),)
