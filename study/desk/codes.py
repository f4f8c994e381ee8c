"""Codes on passages: putting one on, taking one away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from codebooks.tree import RetiredCodeError, called
from coding.model import Coding
from coding.operations import PutCode, RemoveCode
from core.clock import now
from core.errors import ConflictError, NotFoundError
from core.spans import Passage
from storage import codebook_rows, coding_rows, transcript_rows
from study.desk.action import Action, Inverse, PassageGoneError
from transcripts.model import Turn

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class TextChangedError(ConflictError):
    """The passage no longer reads as the person saw it."""

    template = "The text of this passage has changed since you selected it. Select it again."


class RemovedBySomebodyError(ConflictError):
    """Somebody else has taken the coding away."""

    template = "{name} has removed “{code}” from this passage already."

    def __init__(self, name: str, code: str) -> None:
        super().__init__(name=name, code=code)


def put(session: DeskSession, operation: PutCode, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    session.touched.codings.add(operation.coding_id)
    standing = coding_rows.read_coding(session.connection, session.person, operation.coding_id)
    if standing is None:
        if coding_rows.is_coding(session.connection, operation.coding_id):  # somebody else's, hidden
            raise PassageGoneError
        _insert(session, operation)
    elif (standing.coding.interview_id, standing.coding.coder_id) != (session.interview_id, session.person.id):
        raise PassageGoneError
    else:  # done again after an undo
        _restore(session, standing)
    return {"kind": "remove_coding", "id": operation.coding_id}


def remove(session: DeskSession, operation: RemoveCode, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    _remove(session, operation.coding_id)
    return {"kind": "restore_coding", "id": operation.coding_id}


def take_back_put(session: DeskSession, inverse: Inverse) -> None:
    _remove(session, inverse["id"])


def take_back_removal(session: DeskSession, inverse: Inverse) -> None:
    session.touched.codings.add(inverse["id"])
    _restore(session, coding_here(session, inverse["id"]))


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    session.touched.codings.add(str(raw.get("id")))


ACTIONS = (
    Action(PutCode, put, {"remove_coding": take_back_put}, touch),
    Action(RemoveCode, remove, {"restore_coding": take_back_removal}, touch),
)


def coding_here(session: DeskSession, coding_id: str) -> coding_rows.CodingRow:
    """A coding of this interview that the person may see, standing or not; PassageGoneError when there is none."""
    row = coding_rows.read_coding(session.connection, session.person, coding_id)
    if row is None or row.coding.interview_id != session.interview_id:
        raise PassageGoneError
    return row


def require_living_code(session: DeskSession, code_id: str) -> None:
    """Raises NotFoundError or RetiredCodeError when the code cannot be put on anything."""
    code = codebook_rows.read_code(session.connection, code_id)
    if code is None:
        raise NotFoundError("code", code_id)
    if not code.is_living:
        raise RetiredCodeError(called(code))


def carried(session: DeskSession, passage: Passage, quote: str, turn_revisions: Mapping[str, int]) -> Passage:
    """The passage in the text as it is now.

    Turns that were edited since will be carried through their edits here; as long as turns cannot be edited, another
    revision can only mean another text. Raises PassageGoneError, TextChangedError.
    """
    turns = transcript_rows.read_stretch(
        session.connection, session.transcript_id, passage.start_turn, passage.end_turn
    )
    if not turns or turns[-1].id != passage.end_turn:
        raise PassageGoneError
    if any(turn_revisions.get(turn.id, turn.revision) != turn.revision for turn in turns):
        raise TextChangedError
    if quoted(turns, passage) != quote:
        raise TextChangedError
    return passage


def quoted(turns: tuple[Turn, ...], passage: Passage) -> str | None:
    """The passage's words, turns joined by a line break; None when it reaches beyond the text.

    >>> quoted((Turn("a", "S", "Ja, det"), Turn("b", "S", "var fint")), Passage("a", 4, "b", 3))
    'det\\nvar'
    """
    first, last = turns[0], turns[-1]
    if passage.start > len(first.text) or passage.end > len(last.text):
        return None
    if len(turns) == 1:
        return first.text[passage.start : passage.end]
    return "\n".join([first.text[passage.start :], *(t.text for t in turns[1:-1]), last.text[: passage.end]])


def _insert(session: DeskSession, operation: PutCode) -> None:
    passage = carried(session, operation.passage, operation.quote, operation.turn_revisions)
    require_living_code(session, operation.code_id)
    round_ = session.round_to_code_in()
    coding = Coding(
        id=operation.coding_id,
        interview_id=session.interview_id,
        code_id=operation.code_id,
        passage=passage,
        coder_id=session.person.id,
        round_id=round_.id,
        created_at=now(),
    )
    coding_rows.insert_coding(session.connection, coding)


def _restore(session: DeskSession, row: coding_rows.CodingRow) -> None:
    """Bring a coding back that was taken away, unless its code has been retired since, or its round moved on."""
    session.require_codable(row.coding.round_id)
    require_living_code(session, row.coding.code_id)
    coding_rows.restore_coding(session.connection, row.coding.id)


def _remove(session: DeskSession, coding_id: str) -> None:
    session.touched.codings.add(coding_id)
    row = coding_here(session, coding_id)
    session.require_codable(row.coding.round_id)
    if row.removed_by is None:
        coding_rows.remove_coding(session.connection, coding_id, session.person)
    elif row.removed_by != session.person.id:
        code = codebook_rows.read_code(session.connection, row.coding.code_id)
        raise RemovedBySomebodyError(session.name_of(row.removed_by), called(code) if code else "?")
