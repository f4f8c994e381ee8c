"""Marking an interview as finished in an independent round; with the last coder's mark everybody sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coding.operations import FinishInterview
from storage import round_rows
from study import round_rules
from study.desk.action import Action, Inverse

if TYPE_CHECKING:
    from study.desk.session import DeskSession


def finish(session: DeskSession, operation: FinishInterview, payload: dict[str, Any]) -> Inverse:
    round_ = session.round_asked_for()
    payload["round"] = round_.id
    change = round_rules.finish if operation.finished else round_rules.take_back_finish
    changed = change(session.connection, session.person, round_, session.interview_id)
    _touch(session, round_.id)
    return {"kind": "finished", "round": round_.id, "before": operation.finished is not changed}


def take_back(session: DeskSession, inverse: Inverse) -> None:
    round_ = round_rules.find_round(session.connection, inverse["round"])
    change = round_rules.finish if inverse["before"] else round_rules.take_back_finish
    change(session.connection, session.person, round_, session.interview_id)
    _touch(session, round_.id)


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    _touch(session, str(raw.get("round")))


ACTIONS = (Action(FinishInterview, finish, {"finished": take_back}, touch),)


def _touch(session: DeskSession, round_id: str) -> None:
    """How the round stands, and all that was coded in it where that has just become visible."""
    session.touched.rounds = True
    if (round_id, session.interview_id) in round_rows.read_releases(session.connection, session.interview_id):
        session.touched.codings.update(round_rows.coding_ids(session.connection, round_id, session.interview_id))
