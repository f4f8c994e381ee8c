"""A turn that was not there before: what the recogniser left out, typed by a person; and taking that back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coding.operations.fields import BadOperationError
from coding.operations.inserting import InsertTurn
from core.errors import ConflictError
from core.spans import Passage
from storage import memo_rows, passage_rows, transcript_rows, turn_rows, turn_text_rows
from storage.turn_text_rows import Came, Change, TextState
from study.desk import anchoring, turns
from study.desk.action import Action, Inverse
from study.desk.checks import CheckedBySomebodyError, number_of
from study.desk.voices import SpokenSinceError, forget_voice, know_voice
from transcripts.editing import typed
from transcripts.model import Turn

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class NotedOnItError(ConflictError):
    """Somebody has written about the turn that would go."""

    template = (
        "A memo has been written about this turn since, so taking the turn away is refused. Delete the memo first."
    )


def insert_turn(session: DeskSession, operation: InsertTurn, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    beside, is_before = _place(session, operation)
    turns.require_turns(session, [beside])
    if turn_rows.read_turns_by_id(session.connection, session.transcript_id, [operation.new_turn]):
        raise BadOperationError("new_turn")
    text = operation.text if operation.text is not None else _text_again(session, operation)
    made = know_voice(session, operation.speaker)
    if operation.speaker in transcript_rows.hidden_speakers(session.connection, session.transcript_id):
        raise BadOperationError("speaker")
    revision = turn_text_rows.next_revision(session.connection, operation.new_turn)
    turn = typed(operation.new_turn, operation.speaker, text, operation.start_ms, operation.end_ms, revision)
    if is_before:
        turn_rows.insert_turn_before(session.connection, session.transcript_id, beside, turn)
    else:
        turn_rows.insert_turn_after(session.connection, session.transcript_id, beside, turn)
    turn_text_rows.insert_text(
        session.connection,
        session.transcript_id,
        turn,
        session.person,
        Came(Change.INSERT),
        text_id=operation.text_id,
    )
    _came_or_went(session, turn.id)
    return {
        "kind": "inserted",
        "new_turn": turn.id,
        "revision": turn.revision,
        "beside": beside,
        "speaker": operation.speaker,
        "made": made,
    }


def _place(session: DeskSession, operation: InsertTurn) -> tuple[str, bool]:
    """Beside which turn, and whether in front of it: where it stood when it was taken back, if that turn is there."""
    stood = operation.stood_beside
    if stood and turn_rows.read_turns_by_id(session.connection, session.transcript_id, [stood]):
        return stood, operation.stood_before
    return operation.beside, operation.before


def take_back(session: DeskSession, inverse: Inverse) -> None:
    turn_id = inverse["new_turn"]
    now = turns.require_still(session, {turn_id: inverse["revision"]})[turn_id]
    if now.speaker != inverse["speaker"]:
        raise SpokenSinceError
    if now.checked and now.checked.by != session.person.id:
        raise CheckedBySomebodyError(session.name_of(now.checked.by), number_of(session, turn_id))
    if memo_rows.is_noted(session.connection, "turn", turn_id):
        raise NotedOnItError
    _move_codings(session, now)
    beside = _neighbour(session, turn_id)
    is_first = number_of(session, turn_id) == 1
    inverse["again"] = {"stood_beside": beside.id, "stood_before": is_first}
    turn_rows.move_memos(session.connection, turn_id, beside.id)  # deleted ones: they go where their words went
    turn_text_rows.insert_first(session.connection, session.transcript_id, now)
    turn_text_rows.move_drafts(session.connection, turn_id, beside.id)
    turn_rows.delete_turn(session.connection, session.transcript_id, turn_id)
    _came_or_went(session, turn_id)
    if inverse["made"]:
        forget_voice(session, inverse["speaker"])


def _move_codings(session: DeskSession, gone: Turn) -> None:
    """A coding that begins or ends in the turn refuses the way back.

    One that nobody may be told of, or that was taken away, waits on the review list beside the neighbour.
    """
    beside = _neighbour(session, gone.id)
    refuge = Passage(beside.id, 0, beside.id, max(1, len(beside.text)))
    rows = passage_rows.read_touching(session.connection, [gone.id])
    moves = anchoring.moves_back_of(session, rows, {"moved": [], "lost": []}, lambda _: None)
    anchoring.write(session, moves)
    for row, _ in moves.lost:
        passage_rows.move_coding(session.connection, row.coding.id, refuge)
    anchoring.write_waiting(session, gone.id, lambda _: refuge)


def _neighbour(session: DeskSession, turn_id: str) -> Turn:
    """The turn before, or after the first."""
    order = transcript_rows.read_turn_order(session.connection, session.transcript_id)
    at = order.index(turn_id)
    beside = order[at - 1] if at else order[at + 1]
    return turn_rows.read_turns_by_id(session.connection, session.transcript_id, [beside])[beside]


def _came_or_went(session: DeskSession, turn_id: str) -> None:
    session.touched.words.add(turn_id)
    session.touched.order = True


def _text_again(session: DeskSession, operation: InsertTurn) -> str:
    """The text of a turn that comes back after an undo."""
    row = turn_text_rows.read_text(session.connection, operation.text_id)
    if row is None:
        raise turns.EarlierTextErasedError
    if row.turn.id != operation.new_turn or row.state is not TextState.TEXT:
        raise BadOperationError("text")
    return row.turn.text


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    session.touched.words.update(str(raw.get(name)) for name in ("new_turn", "beside") if raw.get(name))
    session.touched.order = True
    session.touched.speakers = True


ACTIONS = (Action(InsertTurn, insert_turn, {"inserted": take_back}, touch),)
