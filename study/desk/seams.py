"""Turns split in two and joined to one; each takes the other back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coding.operations.fields import BadOperationError
from coding.operations.words import JoinTurns, SplitTurn
from core.errors import ConflictError
from storage import turn_rows, turn_text_rows
from storage.turn_text_rows import Came, Change
from study.desk import anchoring, turns
from study.desk.action import Action, Inverse, listed
from study.desk.checks import CheckedBySomebodyError, number_of
from study.desk.later import who_redacted_since
from study.desk.voices import SpokenSinceError, forget_voice, know_voice
from transcripts.editing import Seam, joined, split
from transcripts.model import Turn

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class NotNextError(ConflictError):
    """Only a turn and the one after it can be joined."""

    template = "These two turns do not follow each other any longer. Look at them as they are now, then join again."


class PutBetweenError(ConflictError):
    """Somebody has put a turn where one was split."""

    template = (
        "A turn has been put between the two parts since, so the split is not taken back. Take that turn away first."
    )


# --- splitting


def split_turn(session: DeskSession, operation: SplitTurn, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    again = session.is_redo
    before = turns.require_seen(session, {operation.turn_id: operation.revision}, again=again)[operation.turn_id]
    if turn_rows.read_turns_by_id(session.connection, session.transcript_id, [operation.new_turn]):
        raise BadOperationError("new_turn")
    made = know_voice(session, operation.speaker) if operation.speaker else False
    speaker = operation.speaker or before.speaker
    first, second, seam = split(before, operation.at, operation.new_turn, speaker)
    check = turns.check_after(session, before.checked)
    first = replace(first, checked=check)
    second = replace(second, checked=check, revision=turn_text_rows.next_revision(session.connection, second.id))
    moves = anchoring.moves(session, [before.id], anchoring.by_split(before.id, seam, second.id))
    _write_split(session, before, first, second, seam, (operation.text_id, operation.new_text_id))
    anchoring.write(session, moves)
    return {
        "kind": "split",
        "turn": before.id,
        "new_turn": second.id,
        "revisions": [before.revision, first.revision, second.revision],
        "seam": [seam.cut, seam.resume],
        "check": turns.check_kept(before.checked),
        "speaker": speaker,
        "made": made,
        **moves.kept(),
    }


def take_back_split(session: DeskSession, inverse: Inverse) -> None:
    first_id, second_id = inverse["turn"], inverse["new_turn"]
    old, first_revision, second_revision = inverse["revisions"]
    now = turns.require_still(session, {first_id: first_revision, second_id: second_revision})
    if turn_rows.next_turn(session.connection, session.transcript_id, first_id) != second_id:
        raise PutBetweenError
    second = now[second_id]
    if second.speaker != inverse["speaker"]:
        raise SpokenSinceError
    if second.checked and second.checked.by != session.person.id:
        raise CheckedBySomebodyError(session.name_of(second.checked.by), number_of(session, second_id))
    was = turns.earlier_text(session, first_id, old)
    seam = _seam(session, inverse, was.turn, now[first_id], second)
    moves = anchoring.moves_back(session, [first_id, second_id], inverse, anchoring.by_join(first_id, second_id, seam))
    whole = turns.back(now[first_id], was, inverse["check"])
    _write_join(session, now[first_id], second, whole, seam, None)
    anchoring.write_back(session, moves, inverse)
    _take_out(session, first_id, second_id, seam)
    if inverse["made"]:
        forget_voice(session, inverse["speaker"])


# --- joining


def join_turns(session: DeskSession, operation: JoinTurns, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    now = turns.require_seen(session, operation.revisions, again=session.is_redo)
    first, second = now[operation.first], now[operation.second]
    if turn_rows.next_turn(session.connection, session.transcript_id, first.id) != second.id:
        raise NotNextError
    whole, seam = joined(first, second)
    whole = replace(whole, checked=turns.check_after(session, first.checked, second.checked))
    moves = anchoring.moves(session, [second.id], anchoring.by_join(first.id, second.id, seam))
    _write_join(session, first, second, whole, seam, operation.text_id)
    anchoring.write(session, moves)
    memos, drafts = _take_out(session, first.id, second.id, seam)
    return {
        "kind": "join",
        "first": first.id,
        "second": second.id,
        "revisions": [first.revision, second.revision, whole.revision],
        "seam": [seam.cut, seam.resume],
        "checks": [turns.check_kept(first.checked), turns.check_kept(second.checked)],
        "memos": memos,
        "drafts": drafts,
        "speaker": second.speaker,
        **moves.kept(),
    }


def take_back_join(session: DeskSession, inverse: Inverse) -> None:
    first_id, second_id = inverse["first"], inverse["second"]
    first_revision, second_revision, revision = inverse["revisions"]
    now = turns.require_still(session, {first_id: revision})[first_id]
    first = turns.back(now, turns.earlier_text(session, first_id, first_revision), inverse["checks"][0])
    was = turns.earlier_text(session, second_id, second_revision).turn
    seam = _seam(session, inverse, now, first, was)
    again = turn_text_rows.next_revision(session.connection, second_id)
    speaker = inverse.get("speaker", was.speaker)  # who may have been corrected since its text was written
    know_voice(session, speaker)
    second = replace(was, speaker=speaker, revision=again, checked=turns.check_read(inverse["checks"][1]))
    moves = anchoring.moves_back(session, [first_id], inverse, anchoring.by_split(first_id, seam, second_id))
    _write_split(session, now, first, second, seam, (None, None))
    anchoring.write_back(session, moves, inverse)
    session.touched.memos.update(turn_rows.move_memos(session.connection, first_id, second_id, inverse["memos"]))
    if turn_text_rows.move_drafts(session.connection, first_id, second_id, inverse.get("drafts", [])):
        session.touched.drafts = True


def _seam(session: DeskSession, inverse: Inverse, whole: Turn, first: Turn, second: Turn) -> Seam:
    """Where two turns meet in the whole one, also where words were replaced in all three of them since."""
    if not who_redacted_since(session):
        return Seam(*inverse["seam"])
    if not (whole.text.startswith(first.text) and whole.text.endswith(second.text)):
        raise turns.changed_since(session, first.id)
    return Seam(len(first.text), len(whole.text) - len(second.text))


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    session.touched.words.update(str(raw.get(name)) for name in ("turn", "new_turn", "first", "second"))
    session.touched.order = True
    session.touched.speakers = True
    session.touched.memos.update(str(memo) for memo in listed(raw.get("memos")))
    anchoring.touch(session, raw)


ACTIONS = (
    Action(SplitTurn, split_turn, {"split": take_back_split}, touch),
    Action(JoinTurns, join_turns, {"join": take_back_join}, touch),
)


def _write_split(
    session: DeskSession, before: Turn, first: Turn, second: Turn, seam: Seam, text_ids: tuple[str | None, str | None]
) -> None:
    turns.write(session, before, first, Came(Change.SPLIT, second.id, seam), text_ids[0])
    turn_rows.insert_turn_after(session.connection, session.transcript_id, first.id, second)
    came = Came(Change.FIRST)
    turn_text_rows.insert_text(
        session.connection, session.transcript_id, second, session.person, came, text_id=text_ids[1]
    )
    session.touched.words.add(second.id)
    session.touched.order = True


def _write_join(session: DeskSession, first: Turn, second: Turn, whole: Turn, seam: Seam, text_id: str | None) -> None:
    turn_text_rows.insert_first(session.connection, session.transcript_id, second)
    turns.write(session, first, whole, Came(Change.JOIN, second.id, seam), text_id)


def _take_out(session: DeskSession, first: str, second: str, seam: Seam) -> tuple[list[str], list[str]]:
    """The second turn goes; memos about it, drafts of it and what waits beside it go to the first. Which memos, and
    which drafts."""
    anchoring.write_waiting(session, second, anchoring.by_join(first, second, seam))
    memos = turn_rows.move_memos(session.connection, second, first)
    session.touched.memos.update(memos)
    drafts = turn_text_rows.move_drafts(session.connection, second, first)
    turn_rows.delete_turn(session.connection, session.transcript_id, second)
    session.touched.words.add(second)
    session.touched.order = True
    return memos, drafts
