"""New texts for turns, one or many in one step; and taking that back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from coding.operations.fields import BadOperationError
from coding.operations.words import Edit, EditTurns
from storage import turn_text_rows
from storage.turn_text_rows import Came, Change, TextState
from study.desk import anchoring, turns
from study.desk.action import Action, Inverse, listed
from study.desk.drafts import Conflict, edit_conflict
from transcripts.differences import Difference, difference
from transcripts.editing import edited
from transcripts.model import Turn

if TYPE_CHECKING:
    from study.desk.session import DeskSession


@dataclass(frozen=True, slots=True)
class NewText:
    """What a turn becomes, and how its words got there."""

    turn: Turn
    found: Difference
    text_id: str | None
    change: Change = Change.EDIT


def edit(session: DeskSession, operation: EditTurns, payload: dict[str, Any]) -> Inverse:
    inverse = take_edits(session, [edit for edit in operation.edits if not edit.unchanged])
    changed = {row[0] for row in inverse["turns"]}
    payload["edits"] = [
        edit.kept() if edit.turn_id in changed else edit.kept() | {"unchanged": True} for edit in operation.edits
    ]
    return inverse


def take_edits(session: DeskSession, edits: Sequence[Edit]) -> Inverse:
    """Give turns their new texts; those that read so already are left alone. Raises EditConflictError."""
    present = turns.require_turns(session, [edit.turn_id for edit in edits])
    new = []
    for asked in edits:
        turn = present[asked.turn_id]
        text = asked.text if asked.text is not None else _text_again(session, asked)
        if text == turn.text:
            continue
        if not turns.is_as_seen(session, turn, asked.revision, again=asked.text is None):
            raise edit_conflict(session, Conflict(turn, asked, text, keep=len(edits) == 1))
        new.append(NewText(turn, difference(turn.text, text), asked.text_id))
    return write_texts(session, new)


def write_texts(session: DeskSession, new: Sequence[NewText]) -> Inverse:
    """Write new texts, move what is coded on them, and give what takes that back."""
    differences = {text.turn.id: text.found for text in new}
    moves = anchoring.moves(session, differences.keys(), anchoring.by_edits(session, differences))
    kept = []
    for text in new:
        before = text.turn
        after = replace(edited(before, text.found), checked=turns.check_after(session, before.checked))
        turns.write(session, before, after, Came(text.change), text.text_id)
        kept.append([before.id, before.revision, after.revision, turns.check_kept(before.checked)])
    anchoring.write(session, moves)
    return {"kind": "texts", "turns": kept, **moves.kept()}


def take_back(session: DeskSession, inverse: Inverse) -> None:
    before = turns.require_still(session, {turn: after for turn, _, after, _ in inverse["turns"]})
    earlier = {turn: turns.earlier_text(session, turn, old) for turn, old, _, _ in inverse["turns"]}
    differences = {turn: difference(before[turn].text, was.turn.text) for turn, was in earlier.items()}
    carry = anchoring.by_edits(session, differences)
    moves = anchoring.moves_back(session, differences.keys(), inverse, carry)
    for turn, _, _, check in inverse["turns"]:
        turns.write(session, before[turn], turns.back(before[turn], earlier[turn], check), Came(Change.EDIT))
    anchoring.write_back(session, moves, inverse)
    if inverse.get("draft"):
        turn_text_rows.set_state(session.connection, inverse["draft"], TextState.DRAFT)
        session.touched.drafts = True


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    edits = [edit for edit in listed(raw.get("edits")) if isinstance(edit, dict)]
    rows = [row for row in listed(raw.get("turns")) if isinstance(row, list) and row]
    session.touched.words.update([*(str(edit.get("turn")) for edit in edits), *(str(row[0]) for row in rows)])
    session.touched.drafts = session.touched.drafts or "draft" in raw
    anchoring.touch(session, raw)


ACTIONS = (Action(EditTurns, edit, {"texts": take_back}, touch),)


def _text_again(session: DeskSession, asked: Edit) -> str:
    """The text of an edit that is done again after an undo."""
    row = turn_text_rows.read_text(session.connection, asked.text_id)
    if row is None:
        raise turns.EarlierTextErasedError
    if row.turn.id != asked.turn_id or row.state is not TextState.TEXT:
        raise BadOperationError("text")
    return row.turn.text
