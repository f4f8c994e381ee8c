"""Checking turns against the recording."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coding.operations import CheckTurns
from core.clock import now
from core.errors import ConflictError
from storage import transcript_rows, turn_rows
from study.desk.action import Action, Inverse, PassageGoneError
from transcripts.model import Check

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class CheckedBySomebodyError(ConflictError):
    """Somebody else has checked the turn since."""

    template = "{name} has checked turn {number} since, so this cannot be undone."

    def __init__(self, name: str, number: int) -> None:
        super().__init__(name=name, number=number)


class UncheckedBySomebodyError(ConflictError):
    """Somebody else has taken the mark away since."""

    template = "{name} has taken the mark off turn {number} since, so this cannot be undone."

    def __init__(self, name: str, number: int) -> None:
        super().__init__(name=name, number=number)


class ChangedSinceCheckedError(ConflictError):
    """The words a mark was put on are others now."""

    template = "The words of turn {number} have been changed since, so the old mark on them cannot come back."

    def __init__(self, number: int) -> None:
        super().__init__(number=number)


def check(session: DeskSession, operation: CheckTurns, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    before = transcript_rows.read_checks(session.connection, session.transcript_id, operation.turn_ids)
    if before.keys() != set(operation.turn_ids):
        raise PassageGoneError
    session.touched.turns.update(before)
    changed = {turn: mark for turn, mark in before.items() if (mark is None) == operation.checked}
    revisions = turn_rows.read_revisions(session.connection, session.transcript_id, changed)
    mark = Check(session.person.id, now()) if operation.checked else None
    transcript_rows.set_checked(session.connection, changed, mark)
    return {
        "kind": "checks",
        "by": session.person.id if operation.checked else None,
        "before": [
            [turn, old.by, old.at.isoformat(), revisions[turn]] if old else [turn] for turn, old in changed.items()
        ],
    }


def take_back(session: DeskSession, inverse: Inverse) -> None:
    before = {turn: Check(old[0], datetime.fromisoformat(old[1])) if old else None for turn, *old in inverse["before"]}
    session.touched.turns.update(before)
    for turn, mark in transcript_rows.read_checks(session.connection, session.transcript_id, before).items():
        if (mark.by if mark else None) != inverse["by"]:
            raise _changed_since(session, turn, mark)
    _require_same_words(session, {turn: old[2] for turn, *old in inverse["before"] if len(old) > 2})
    for turn, mark in before.items():
        transcript_rows.set_checked(session.connection, [turn], mark)


def _require_same_words(session: DeskSession, revisions: Mapping[str, int]) -> None:
    """A mark comes back only on the words it was put on."""
    for turn, revision in turn_rows.read_revisions(session.connection, session.transcript_id, revisions).items():
        if revision != revisions[turn]:
            raise ChangedSinceCheckedError(number_of(session, turn))


def _changed_since(session: DeskSession, turn: str, mark: Check | None) -> ConflictError:
    number = number_of(session, turn)
    if mark is not None:
        return CheckedBySomebodyError(session.name_of(mark.by), number)
    who = session.name_of_last("uncheck", lambda payload: turn in payload["turns"])
    return UncheckedBySomebodyError(who, number)


def number_of(session: DeskSession, turn: str) -> int:
    """Which turn of the transcript it is, counted from 1, for a sentence."""
    return transcript_rows.read_turn_order(session.connection, session.transcript_id).index(turn) + 1


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    turns = raw.get("turns")
    session.touched.turns.update(str(turn) for turn in (turns if isinstance(turns, list) else ()))


ACTIONS = (Action(CheckTurns, check, {"checks": take_back}, touch),)
