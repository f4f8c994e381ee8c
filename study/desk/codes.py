"""Codes on passages: putting one on, taking one away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from codebooks.tree import RetiredCodeError, called
from coding.model import Coding
from coding.operations import PutCode, RemoveCode
from core.clock import now
from core.errors import ConflictError, NotFoundError
from core.spans import Passage
from storage import codebook_rows, coding_rows, passage_rows, transcript_rows
from study.desk import anchoring, earlier
from study.desk.action import Action, Inverse, PassageGoneError
from study.desk.later import now_at, require_nobody_since
from transcripts.model import Turn

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class TextChangedError(ConflictError):
    """The passage no longer reads as the person saw it."""

    template = "The text of this passage has changed since you selected it. Select it again."


class WordsGoneError(ConflictError):
    """Somebody has taken the very words away meanwhile."""

    template = "The words you selected have been changed by somebody meanwhile. Look at the turn, then select again."


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
        restore(session, standing)
    return {"kind": "remove_coding", "id": operation.coding_id, "since": now_at(session)}


def remove(session: DeskSession, operation: RemoveCode, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    take_away(session, operation.coding_id)
    return {"kind": "restore_coding", "id": operation.coding_id}


def take_back_put(session: DeskSession, inverse: Inverse) -> None:
    row = coding_here(session, inverse["id"])
    if row.removed_by is None:
        require_nobody_since(session, inverse, [inverse["id"]])
    take_away(session, inverse["id"])


def take_back_removal(session: DeskSession, inverse: Inverse) -> None:
    session.touched.codings.add(inverse["id"])
    restore(session, coding_here(session, inverse["id"]))


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


def removed_already(session: DeskSession, row: coding_rows.CodingRow) -> RemovedBySomebodyError:
    """What to say of a coding that somebody has taken away."""
    code = codebook_rows.read_code(session.connection, row.coding.code_id)
    return RemovedBySomebodyError(session.name_of(row.removed_by or ""), called(code) if code else "?")


def require_living_code(session: DeskSession, code_id: str) -> None:
    """Raises NotFoundError or RetiredCodeError when the code cannot be put on anything."""
    code = codebook_rows.read_code(session.connection, code_id)
    if code is None:
        raise NotFoundError("code", code_id)
    if not code.is_living:
        raise RetiredCodeError(called(code))


def selected(session: DeskSession, passage: Passage, quote: str, turn_revisions: Mapping[str, int]) -> Passage:
    """Where a person's selection is now; without its words, the revisions of both ends have to vouch for it.

    Raises what `carried` raises.
    """
    if not quote and not {passage.start_turn, passage.end_turn} <= turn_revisions.keys():
        raise TextChangedError
    return carried(session, passage, quote or None, turn_revisions)


def carried(session: DeskSession, passage: Passage, quote: str | None, turn_revisions: Mapping[str, int]) -> Passage:
    """The passage in the text as it is now, through every change since the text the person saw.

    The quoted words are compared with that text. `quote` is None where the place comes from the study itself, or the
    words are not known any more: then the revisions alone vouch for it. Raises PassageGoneError, TextChangedError.
    """
    turns = transcript_rows.read_stretch(
        session.connection, session.transcript_id, passage.start_turn, passage.end_turn
    )
    is_whole = bool(turns) and turns[-1].id == passage.end_turn
    if not is_whole or any(turn_revisions.get(turn.id, turn.revision) != turn.revision for turn in turns):
        return _carried_forward(session, passage, quote, turn_revisions)
    words = quoted(turns, passage)
    if words is None or (quote is not None and words != quote):
        raise TextChangedError
    return passage


def _carried_forward(session: DeskSession, passage: Passage, quote: str | None, seen: Mapping[str, int]) -> Passage:
    turns = earlier.turns_as_seen(session, passage, seen)
    if not turns:
        raise TextChangedError if earlier.is_shown(session, passage) else PassageGoneError
    words = quoted(turns, passage)
    if words is None or (quote is not None and words != quote):
        raise TextChangedError
    found = earlier.forward(session, passage, seen, is_quoted=quote is not None)
    if found is None:
        raise WordsGoneError
    if not earlier.is_shown(session, found):
        raise PassageGoneError
    return found


def carried_point(session: DeskSession, turn_id: str, offset: int, seen: Mapping[str, int]) -> tuple[str, int]:
    """A place between words in the text as it is now: turn and offset, through every change since the text seen.

    It stays before the word that followed it, or behind the one before it where the first is gone. Raises
    TextChangedError, WordsGoneError, PassageGoneError.
    """
    (turn,) = transcript_rows.read_stretch(session.connection, session.transcript_id, turn_id, turn_id) or (None,)
    if turn_id not in seen or (turn is not None and turn.revision == seen[turn_id]):
        return turn_id, offset
    shown = earlier.turns_as_seen(session, Passage(turn_id, 0, turn_id, 1), seen)
    if not shown or offset > len(shown[0].text):
        raise PassageGoneError if turn is None else TextChangedError
    for start, end, is_behind in _words_around(shown[0].text, offset):
        found = earlier.forward(session, Passage(turn_id, start, turn_id, end), {turn_id: seen[turn_id]})
        if found is not None and earlier.is_shown(session, found):
            return (found.start_turn, found.start) if is_behind else (found.end_turn, found.end)
    raise WordsGoneError


def _words_around(text: str, offset: int) -> Iterator[tuple[int, int, bool]]:
    """The word behind a place, then the one before it: where each is, and whether it is the one behind."""
    behind = re.compile(r"\S+").search(text, offset)
    if behind:
        yield *behind.span(), True
    before = re.search(r"\S+\s*$", text[:offset])
    if before:
        yield before.start(), len(text[:offset].rstrip()), False


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


def new_coding(session: DeskSession, coding_id: str, code_id: str, passage: Passage) -> Coding:
    """The person's own coding, made now, in the round the operation was made in. Raises why they may not."""
    round_ = session.round_to_code_in()
    return Coding(
        id=coding_id,
        interview_id=session.interview_id,
        code_id=code_id,
        passage=passage,
        coder_id=session.person.id,
        round_id=round_.id,
        created_at=now(),
    )


def _insert(session: DeskSession, operation: PutCode) -> None:
    passage = selected(session, operation.passage, operation.quote, operation.turn_revisions)
    require_living_code(session, operation.code_id)
    coding = new_coding(session, operation.coding_id, operation.code_id, passage)
    coding_rows.insert_coding(session.connection, coding)


def restore(session: DeskSession, row: coding_rows.CodingRow) -> None:
    """Bring a coding back that was taken away, unless its code has been retired since, or its round moved on.

    Raises RemovedBySomebodyError when it had lost its words, and a person has decided that it goes.
    """
    session.require_codable(row.coding.round_id)
    require_living_code(session, row.coding.code_id)
    if passage_rows.waiting_among(session.connection, [row.coding.id]):  # it comes back to the review list
        review = passage_rows.read_review(session.connection, row.coding.id)
        if review and review.settled_by is not None:
            raise removed_already(session, replace(row, removed_by=review.settled_by))
        passage_rows.hide_review(session.connection, row.coding.id, None)
        session.touched.review = True
    else:
        coding_rows.restore_coding(session.connection, row.coding.id)


def take_away(session: DeskSession, coding_id: str) -> None:
    """Take a coding away, from the text or from the review list. Raises RemovedBySomebodyError."""
    session.touched.codings.add(coding_id)
    row = coding_here(session, coding_id)
    session.require_codable(row.coding.round_id)
    waiting = anchoring.review_of(session, coding_id)
    taken_by = waiting.hidden_by if waiting else row.removed_by
    if taken_by is not None and taken_by != session.person.id:
        raise removed_already(session, replace(row, removed_by=taken_by))
    if waiting:
        passage_rows.hide_review(session.connection, coding_id, session.person)
        session.touched.review = True
    elif taken_by is None:
        coding_rows.remove_coding(session.connection, coding_id, session.person)
