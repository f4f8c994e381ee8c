"""Coded segments that are there already: moving their ends, giving them another code, flagging them.

Every member may change every coding that they see; whose it was stays written in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from codebooks.tree import called
from coding.model import Coding
from coding.operations import Flag, MoveCoding, Recode
from core.errors import ConflictError
from core.spans import Passage
from storage import codebook_log, codebook_rows, segment_rows, transcript_rows
from study.desk import anchoring
from study.desk.action import Action, Inverse
from study.desk.codes import carried, coding_here, removed_already, require_living_code, selected
from study.desk.later import ChangedBySomebodyError, now_at, require_nobody_since, require_not_redacted_since

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class CodedAlreadyError(ConflictError):
    """The same person's same code would be on the same words twice."""

    template = "“{code}” is on exactly these words already."

    def __init__(self, code: str) -> None:
        super().__init__(code=code)


class WaitsForReviewError(ConflictError):
    """The coding stands nowhere until a person has said where it belongs."""

    template = (
        "{name} has changed the words of this coded segment: it is on the review list. Say there where it belongs."
    )

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


def move(session: DeskSession, operation: MoveCoding, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    before = standing(session, operation.coding_id)
    inverse = {"kind": "move_back", "id": before.id, **place_of(session, before), "since": now_at(session)}
    passage = selected(session, operation.passage, operation.quote, operation.turn_revisions)
    require_no_twin(session, replace(before, passage=passage))
    segment_rows.set_passage(session.connection, before.id, passage)
    return inverse


def take_back_move(session: DeskSession, inverse: Inverse) -> None:
    standing(session, inverse["id"])
    require_nobody_since(session, inverse, [inverse["id"]])
    put_back(session, inverse["id"], inverse)


def recode(session: DeskSession, operation: Recode, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    before = standing(session, operation.coding_id)
    require_living_code(session, operation.code_id)
    if before.code_id != operation.code_id:
        require_no_twin(session, replace(before, code_id=operation.code_id))
    segment_rows.set_code(session.connection, before.id, operation.code_id)
    codes = {"before": before.code_id, "after": operation.code_id}
    return {"kind": "recode_back", "id": before.id, **codes, "since": now_at(session)}


def take_back_recode(session: DeskSession, inverse: Inverse) -> None:
    coding = standing(session, inverse["id"])
    require_nobody_since(session, inverse, [coding.id])
    if coding.code_id != inverse["after"]:  # codes were merged or split meanwhile
        raise ChangedBySomebodyError(codebook_log.who_moved(session.connection, session.person, coding.id))
    require_living_code(session, inverse["before"])
    segment_rows.set_code(session.connection, coding.id, inverse["before"])


def flag(session: DeskSession, operation: Flag, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    """In every round, a released one too: what was coded stays as it is, and is discussed."""
    before = seen_standing(session, operation.coding_id)
    segment_rows.set_discuss(session.connection, before.id, operation.discuss)
    return {"kind": "flag_back", "id": before.id, "discuss": before.discuss, "since": now_at(session)}


def take_back_flag(session: DeskSession, inverse: Inverse) -> None:
    seen_standing(session, inverse["id"])
    require_nobody_since(session, inverse, [inverse["id"]])
    segment_rows.set_discuss(session.connection, inverse["id"], inverse["discuss"])


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    session.touched.codings.add(str(raw.get("id")))


ACTIONS = (
    Action(MoveCoding, move, {"move_back": take_back_move}, touch),
    Action(Recode, recode, {"recode_back": take_back_recode}, touch),
    Action(Flag, flag, {"flag_back": take_back_flag}, touch),
)


def standing(session: DeskSession, coding_id: str) -> Coding:
    """A coding of this interview that the person may change; it is reported in the answer.

    Raises PassageGoneError, RemovedBySomebodyError, and why nothing is changed in its round any more.
    """
    coding = seen_standing(session, coding_id)
    session.require_codable(coding.round_id)
    return coding


def seen_standing(session: DeskSession, coding_id: str) -> Coding:
    """A coding of this interview that the person sees and nobody has taken away; it is reported in the answer.

    Raises PassageGoneError, WaitsForReviewError, RemovedBySomebodyError.
    """
    session.touched.codings.add(coding_id)
    row = coding_here(session, coding_id)
    review = anchoring.review_of(session, coding_id)
    if review is not None and review.hidden_by is None:
        raise WaitsForReviewError(session.name_of(review.by))
    if row.removed_by is not None:
        raise removed_already(session, row)
    return row.coding


def require_no_twin(session: DeskSession, coding: Coding) -> None:
    """Raises CodedAlreadyError when the coding, as it would be, says what another one says."""
    if segment_rows.has_twin(session.connection, coding):
        code = codebook_rows.read_code(session.connection, coding.code_id)
        raise CodedAlreadyError(called(code) if code else "?")


def place_of(session: DeskSession, coding: Coding) -> dict[str, Any]:
    """Where a coding lies, as an inverse keeps it: offsets, and the revisions of the texts they count in."""
    passage = coding.passage
    turns = transcript_rows.read_stretch(
        session.connection, session.transcript_id, passage.start_turn, passage.end_turn
    )
    return {"passage": asdict(passage), "turn_revisions": {turn.id: turn.revision for turn in turns}}


def put_back(session: DeskSession, coding_id: str, place: Mapping[str, Any]) -> None:
    """Put a coding where it was, as `place_of` has kept it, in the text as it is now."""
    require_not_redacted_since(session)
    passage = carried(session, Passage(**place["passage"]), None, place["turn_revisions"])
    segment_rows.set_passage(session.connection, coding_id, passage)
