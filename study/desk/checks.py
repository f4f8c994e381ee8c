"""Checking turns against the recording."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coding.operations import CheckTurns
from core.clock import now
from core.errors import ConflictError
from storage import transcript_rows
from study.desk.action import Action, Inverse, PassageGoneError
from transcripts.model import Check

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class UncheckedSinceError(ConflictError):
    """The mark has gone: somebody took it away, or changed the words."""

    template = "This turn is not marked as checked any longer, so this cannot be undone."


class CheckedBySomebodyError(ConflictError):
    """Somebody else has changed the mark since."""

    template = "{name} has checked this turn since, so this cannot be undone."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


def check(session: DeskSession, operation: CheckTurns, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    before = transcript_rows.read_checks(session.connection, session.transcript_id, operation.turn_ids)
    if before.keys() != set(operation.turn_ids):
        raise PassageGoneError
    session.touched.turns.update(before)
    changed = {turn: mark for turn, mark in before.items() if (mark is None) == operation.checked}
    mark = Check(session.person.id, now()) if operation.checked else None
    transcript_rows.set_checked(session.connection, changed, mark)
    return {
        "kind": "checks",
        "by": session.person.id if operation.checked else None,
        "before": [[turn, old.by, old.at.isoformat()] if old else [turn] for turn, old in changed.items()],
    }


def take_back(session: DeskSession, inverse: Inverse) -> None:
    before = {turn: Check(old[0], datetime.fromisoformat(old[1])) if old else None for turn, *old in inverse["before"]}
    session.touched.turns.update(before)
    for mark in transcript_rows.read_checks(session.connection, session.transcript_id, before).values():
        if (mark.by if mark else None) != inverse["by"]:
            raise CheckedBySomebodyError(session.name_of(mark.by)) if mark else UncheckedSinceError
    for turn, mark in before.items():
        transcript_rows.set_checked(session.connection, [turn], mark)


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    turns = raw.get("turns")
    session.touched.turns.update(str(turn) for turn in (turns if isinstance(turns, list) else ()))


ACTIONS = (Action(CheckTurns, check, {"checks": take_back}, touch),)
