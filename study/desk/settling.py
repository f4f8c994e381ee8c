"""What waits for a person's choice: a draft beside somebody else's text, a coding none of whose words survived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Any

from coding.operations.words import SettleDraft, SettleReview
from core.errors import NotFoundError
from core.messages import translate
from core.spans import Passage
from storage import coding_rows, passage_rows, turn_rows, turn_text_rows
from storage.turn_text_rows import TextState
from study.desk import anchoring, codes, earlier
from study.desk.action import Action, Inverse, PassageGoneError
from study.desk.drafts import EditConflictError
from study.desk.edits import take_edits
from study.desk.later import ChangedBySomebodyError
from study.desk.state import coding_json

if TYPE_CHECKING:
    from study.desk.session import DeskSession


# --- drafts


def settle_draft(session: DeskSession, operation: SettleDraft, payload: dict[str, Any]) -> Inverse:
    draft = turn_text_rows.read_text(session.connection, operation.draft_id)
    session.touched.drafts = True
    if draft is None or draft.by != session.person.id or draft.state is not TextState.DRAFT:
        raise NotFoundError(translate("draft"), operation.draft_id)
    turn_text_rows.set_state(session.connection, draft.id, TextState.SETTLED)
    if operation.edit is None:
        return {"kind": "draft", "draft": draft.id}
    try:
        inverse = take_edits(session, [operation.edit])
    except EditConflictError as error:
        error.conflict.instead_of = draft.id
        raise
    if not inverse["turns"]:  # the turn reads so already: that is dropping the draft, also when it is done again
        payload["drop"] = True
        return {"kind": "draft", "draft": draft.id}
    return {**inverse, "draft": draft.id}


def take_back_draft(session: DeskSession, inverse: Inverse) -> None:
    turn_text_rows.set_state(session.connection, inverse["draft"], TextState.DRAFT)
    session.touched.drafts = True


def touch_draft(session: DeskSession, raw: Mapping[str, Any]) -> None:
    session.touched.words.add(str(raw.get("turn")))
    session.touched.drafts = True


# --- the review list


def settle_review(session: DeskSession, operation: SettleReview, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    session.touched.codings.add(operation.coding_id)
    session.touched.review = True
    row = codes.coding_here(session, operation.coding_id)
    review = anchoring.review_of(session, operation.coding_id)
    if review is None:
        raise NotFoundError(translate("coded segment on the review list"), operation.coding_id)
    if review.hidden_by is not None:
        raise codes.removed_already(session, replace(row, removed_by=review.hidden_by))
    beside = row.coding.passage
    if operation.passage is not None:
        passage = codes.selected(session, operation.passage, "", operation.turn_revisions)
        codes.require_living_code(session, row.coding.code_id)
        passage_rows.move_coding(session.connection, operation.coding_id, passage)
    placed = operation.passage is not None
    passage_rows.settle_review(session.connection, operation.coding_id, session.person, placed=placed)
    if placed:
        coding_rows.restore_coding(session.connection, operation.coding_id)
    else:
        coding_rows.remove_coding(session.connection, operation.coding_id, session.person)
    return {"kind": "review", "id": operation.coding_id, "beside": astuple(beside)}


def take_back_review(session: DeskSession, inverse: Inverse) -> None:
    coding_id = inverse["id"]
    session.touched.codings.add(coding_id)
    session.touched.review = True
    row = codes.coding_here(session, coding_id)
    review = passage_rows.read_review(session.connection, coding_id)
    if review is None:
        raise PassageGoneError
    if review.settled_by != session.person.id:
        raise ChangedBySomebodyError(session.name_of(review.settled_by or review.by))
    if row.removed_by not in (None, session.person.id):
        raise codes.removed_already(session, row)
    passage_rows.reopen_review(session.connection, coding_id)
    if "beside" in inverse and earlier.is_shown(session, Passage(*inverse["beside"])):
        passage_rows.move_coding(session.connection, coding_id, Passage(*inverse["beside"]))


def touch_review(session: DeskSession, raw: Mapping[str, Any]) -> None:
    session.touched.codings.add(str(raw.get("coding") or raw.get("id")))
    session.touched.review = True


ACTIONS = (
    Action(SettleDraft, settle_draft, {"draft": take_back_draft}, touch_draft),
    Action(SettleReview, settle_review, {"review": take_back_review}, touch_review),
)


def review_json(session: DeskSession) -> list[dict[str, Any]]:
    """The interview's review list; what was said by hidden voices is absent, and so are codings hidden from the
    person."""
    waiting = passage_rows.read_waiting(session.connection, session.person, session.interview_id)
    if not waiting:
        return []
    hidden = turn_text_rows.hidden_turns(session.connection, session.transcript_id)
    ids = {coding.passage.start_turn for _, coding in waiting}
    turns = turn_rows.read_turns_by_id(session.connection, session.transcript_id, ids)
    return [
        {
            "coding": coding_json(replace(coding, passage=row.was)),
            "before": row.words,
            "turn": coding.passage.start_turn,
            "by": session.name_of(row.by),
            "at": row.at.isoformat(),
            "now": turns[coding.passage.start_turn].text,
        }
        for row, coding in waiting
        if coding.passage.start_turn in turns and _may_be_shown(row.was, coding.passage, hidden)
    ]


def _may_be_shown(was: Passage, now: Passage, hidden: set[str]) -> bool:
    """Over several turns, any in the middle may have been a hidden voice's."""
    if hidden and was.start_turn != was.end_turn:
        return False
    return hidden.isdisjoint({was.start_turn, was.end_turn, now.start_turn})
