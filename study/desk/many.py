"""Many codes at once, in one act that is undone as one. Thousands are read and written together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coding.model import Coding
from coding.operations import CodeMany
from coding.operations.many import NewCoding
from core.errors import ConflictError
from core.spans import Passage
from storage import passage_rows, segment_rows, transcript_rows
from storage.coding_rows import CodingRow
from study.desk.action import Action, Inverse, PassageGoneError
from study.desk.codes import coding_here, new_coding, quoted, require_living_code, restore, selected, take_away
from study.desk.later import now_at
from transcripts.model import Turn

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class SomeChangedBySomebodyError(ConflictError):
    """Somebody else has worked on with one of the coded segments that undoing would take away."""

    template = "{name} has worked on with one of these {count} coded segments since, so this cannot be undone."

    def __init__(self, name: str, count: int) -> None:
        super().__init__(name=name, count=count)


def put_many(session: DeskSession, operation: CodeMany, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    """All of them, or none: what cannot be put on one passage refuses the whole act."""
    since = now_at(session)
    ids = [coding.id for coding in operation.codings]
    session.touched.codings.update(ids)
    known = segment_rows.read_some(session.connection, session.person, ids)
    if segment_rows.taken_among(session.connection, ids) - known.keys():  # somebody else's, hidden
        raise PassageGoneError
    fresh = [coding for coding in operation.codings if coding.id not in known]
    for code_id in {coding.code_id for coding in fresh} | {row.coding.code_id for row in known.values()}:
        require_living_code(session, code_id)
    _require_here(session, known.values())
    _require_codable(session, known.values())
    _bring_back(session, known)  # done again after an undo
    segment_rows.insert_codings(session.connection, _made(session, fresh, operation.turn_revisions))
    return {"kind": "remove_many", "ids": ids, "since": since}


def take_back(session: DeskSession, inverse: Inverse) -> None:
    ids = inverse["ids"]
    session.touched.codings.update(ids)
    _require_codable(session, segment_rows.read_some(session.connection, session.person, ids).values())
    other = segment_rows.changed_by_others(
        session.connection, session.person, session.interview_id, inverse["since"], ids
    )
    if other:
        raise SomeChangedBySomebodyError(session.name_of(other), len(ids))
    waiting = passage_rows.waiting_among(session.connection, ids)
    for coding_id in sorted(waiting):
        take_away(session, coding_id)
    segment_rows.remove_some(session.connection, [each for each in ids if each not in waiting], session.person)


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    many = raw.get("codings")
    ids = [each.get("id") for each in many if isinstance(each, dict)] if isinstance(many, list) else []
    known = raw.get("ids")
    ids += known if isinstance(known, list) else []
    session.touched.codings.update(str(each) for each in ids)


ACTIONS = (Action(CodeMany, put_many, {"remove_many": take_back}, touch),)


def _require_here(session: DeskSession, rows: Iterable[CodingRow]) -> None:
    """Raises PassageGoneError when one of the codings is of another interview, or not for this person to see."""
    for row in rows:
        if row.coding.interview_id != session.interview_id:
            raise PassageGoneError
        if row.coding.coder_id != session.person.id:
            coding_here(session, row.coding.id)


def _require_codable(session: DeskSession, rows: Iterable[CodingRow]) -> None:
    """Raises why what is coded in one of their rounds may not be changed: closed, finished, released."""
    for round_id in sorted({row.coding.round_id for row in rows}):
        session.require_codable(round_id)


def _bring_back(session: DeskSession, known: Mapping[str, CodingRow]) -> None:
    """Those that have lost their words meanwhile come back to the review list."""
    waiting = passage_rows.waiting_among(session.connection, list(known))
    for coding_id in sorted(waiting):
        restore(session, known[coding_id])
    segment_rows.restore_some(session.connection, [each for each in known if each not in waiting])


def _made(session: DeskSession, fresh: Sequence[NewCoding], turn_revisions: Mapping[str, int]) -> list[Coding]:
    if not fresh:
        return []
    text = _Text(session, turn_revisions)
    first = new_coding(session, fresh[0].id, fresh[0].code_id, text.place(fresh[0]))
    rest = [replace(first, id=one.id, code_id=one.code_id, passage=text.place(one)) for one in fresh[1:]]
    return [first, *rest]


class _Text:
    """The whole transcript, read once: most passages of a long list lie in a text that nobody has changed."""

    def __init__(self, session: DeskSession, turn_revisions: Mapping[str, int]) -> None:
        self.session = session
        self.turn_revisions = turn_revisions
        order = transcript_rows.read_turn_order(session.connection, session.transcript_id)
        ends = (order[0], order[-1]) if order else ("", "")
        self.turns: Sequence[Turn] = transcript_rows.read_stretch(session.connection, session.transcript_id, *ends)
        self.number = {turn.id: number for number, turn in enumerate(self.turns)}

    def place(self, coding: NewCoding) -> Passage:
        """Where the coding goes in the text as it is now. Raises what `selected` raises."""
        if self._reads_as_seen(coding.passage, coding.quote):
            return coding.passage
        return selected(self.session, coding.passage, coding.quote, self.turn_revisions)

    def _reads_as_seen(self, passage: Passage, quote: str) -> bool:
        first, last = self.number.get(passage.start_turn), self.number.get(passage.end_turn)
        if first is None or last is None or first > last:
            return False
        turns = tuple(self.turns[first : last + 1])
        same = all(self.turn_revisions.get(turn.id, turn.revision) == turn.revision for turn in turns)
        return same and bool(quote) and quoted(turns, passage) == quote
