"""Rows of codings, rounds, and of the operations that made them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, insert, select, update

from coding.model import Coding, Origin
from core.clock import now
from core.design import Person
from core.spans import Passage
from storage import tables as t
from storage.database import Connection
from storage.round_rows import insert_round as insert_round
from storage.round_rows import read_rounds as read_rounds
from storage.sight import codings_seen_by

# --- codings


def insert_coding(connection: Connection, coding: Coding) -> None:
    connection.execute(insert(t.coding).values(**coding_values(coding)))


def coding_values(coding: Coding) -> dict[str, Any]:
    """The row of a coding that stands."""
    return {
        "id": coding.id,
        "interview_id": coding.interview_id,
        "code_id": coding.code_id,
        "start_turn": coding.passage.start_turn,
        "start_offset": coding.passage.start,
        "end_turn": coding.passage.end_turn,
        "end_offset": coding.passage.end,
        "coder_id": coding.coder_id,
        "round_id": coding.round_id,
        "origin": coding.origin.value,
        "created_at": coding.created_at,
        "discuss": coding.discuss,
    }


@dataclass(frozen=True, slots=True)
class CodingRow:
    """A coding, and whether somebody has taken it away."""

    coding: Coding
    removed_by: str | None  #: The person's id; None while it stands.


def coding_of(r: Row[Any]) -> Coding:
    """The coding in a row that has all columns of its table."""
    return Coding(
        id=r.id,
        interview_id=r.interview_id,
        code_id=r.code_id,
        passage=Passage(r.start_turn, r.start_offset, r.end_turn, r.end_offset),
        coder_id=r.coder_id,
        round_id=r.round_id,
        created_at=r.created_at,
        origin=Origin(r.origin),
        discuss=r.discuss,
    )


_PARTS = tuple(
    t.coding.c[name]
    for name in (
        "id", "interview_id", "code_id", "start_turn", "start_offset", "end_turn", "end_offset", "coder_id", "round_id",
        "created_at", "origin", "discuss",
    )
)  # fmt: skip
_ORIGINS = {origin.value: origin for origin in Origin}


def _coding(row: Any) -> Coding:
    """The coding in a row of `_PARTS`: as `coding_of`, by place, for the many of a whole study."""
    coding_id, interview, code, first, start, last, end, coder, round_id, made_at, origin, discuss = row
    passage = Passage(first, start, last, end)
    return Coding(coding_id, interview, code, passage, coder, round_id, made_at, _ORIGINS[origin], discuss)


def read_coding(connection: Connection, viewer: Person, coding_id: str) -> CodingRow | None:
    """None when there is none, or the person may not see it."""
    row = connection.execute(select(t.coding).where(t.coding.c.id == coding_id, codings_seen_by(viewer))).first()
    return CodingRow(coding_of(row), row.removed_by) if row else None


def read_standing(connection: Connection, viewer: Person, coding_ids: Iterable[str]) -> dict[str, Coding]:
    """Those of the codings, by id, that stand and that the person may see."""
    c = t.coding.c
    query = select(t.coding).where(c.id.in_(list(coding_ids)), c.removed_at.is_(None), codings_seen_by(viewer))
    return {row.id: coding_of(row) for row in connection.execute(query)}


def is_coding(connection: Connection, coding_id: str) -> bool:
    """Whether the identifier is taken, whoever may see the coding."""
    return connection.execute(select(t.coding.c.id).where(t.coding.c.id == coding_id)).first() is not None


def read_codings(connection: Connection, viewer: Person, interview_id: str | None = None) -> tuple[Coding, ...]:
    """The codings that stand and that the person may see, oldest first; of one interview, or of all."""
    query = _standing(interview_id).where(codings_seen_by(viewer)).with_only_columns(*_PARTS)
    return tuple(map(_coding, connection.execute(query).all()))


def ids_seen(connection: Connection, viewer: Person, coding_ids: Iterable[str]) -> set[str]:
    """Those of the codings, standing or taken away, that the person may see."""
    c = t.coding.c
    query = select(c.id).where(c.id.in_(list(coding_ids)), codings_seen_by(viewer))
    return set(connection.execute(query).scalars())


def read_every_coding(connection: Connection, interview_id: str | None = None) -> tuple[Coding, ...]:
    """The codings that stand, whoever may see them: for what must reach all of them, and is shown to nobody."""
    return tuple(map(_coding, connection.execute(_standing(interview_id).with_only_columns(*_PARTS)).all()))


def _standing(interview_id: str | None) -> Select[Any]:
    query = select(t.coding).where(t.coding.c.removed_at.is_(None)).order_by(t.coding.c.created_at, t.coding.c.id)
    return query if interview_id is None else query.where(t.coding.c.interview_id == interview_id)


def remove_coding(connection: Connection, coding_id: str, person: Person) -> None:
    """Take a coding away; its row stays, so that undo brings back the same one."""
    connection.execute(
        update(t.coding).where(t.coding.c.id == coding_id).values(removed_at=now(), removed_by=person.id)
    )


def restore_coding(connection: Connection, coding_id: str) -> None:
    connection.execute(update(t.coding).where(t.coding.c.id == coding_id).values(removed_at=None, removed_by=None))


def read_uses(connection: Connection, code_id: str) -> tuple[CodingRow, ...]:
    """Every coding that has ever carried the code, also those taken away since, whoever may see them."""
    rows = connection.execute(select(t.coding).where(t.coding.c.code_id == code_id))
    return tuple(CodingRow(coding_of(row), row.removed_by) for row in rows)


# --- operations


class OperationState(StrEnum):
    """Where an operation stands in its person's undo history."""

    DONE = "done"
    UNDONE = "undone"  #: can be redone
    DROPPED = "dropped"  #: was undone, and something else was done since
    LEFT = "left"  #: done, and stays so: undo has passed it over, since it could not be taken back
    REFUSED = "refused"
    STEP = "step"  #: an undo or redo itself


@dataclass(frozen=True, slots=True)
class OperationRow:
    """An operation as it was received, with what would take it back."""

    number: int
    seq: int
    kind: str
    payload: dict[str, Any]
    inverse: dict[str, Any] | None
    state: OperationState
    refusal: str | None
    person_id: str = ""
    revision: int | None = None  #: The interview's that it raised; None: made before that was noted.


def _operation(r: Row[Any]) -> OperationRow:
    state = OperationState(r.state)
    return OperationRow(r.number, r.seq, r.kind, r.payload, r.inverse, state, r.refusal, r.person_id, r.revision)


def insert_operation(
    connection: Connection,
    *,
    client: str,
    seq: int,
    person: Person,
    interview_id: str,
    kind: str,
    payload: dict[str, Any],
    inverse: dict[str, Any] | None,
    state: OperationState,
    refusal: str | None = None,
    revision: int | None = None,
) -> None:
    connection.execute(
        insert(t.operation).values(
            client=client,
            seq=seq,
            person_id=person.id,
            interview_id=interview_id,
            kind=kind,
            payload=payload,
            inverse=inverse,
            state=state.value,
            refusal=refusal,
            made_at=now(),
            revision=revision,
        )
    )


def read_since(connection: Connection, interview_id: str, revision: int) -> tuple[OperationRow, ...]:
    """What was done in an interview after a revision, in order; refused operations too."""
    o = t.operation.c
    query = select(t.operation).where(o.interview_id == interview_id, o.revision > revision).order_by(o.number)
    return tuple(_operation(row) for row in connection.execute(query))


def read_operations(connection: Connection, numbers: Iterable[int]) -> tuple[OperationRow, ...]:
    """Operations by their number."""
    query = select(t.operation).where(t.operation.c.number.in_(list(numbers)))
    return tuple(_operation(row) for row in connection.execute(query))


def last_by_others(
    connection: Connection, person: Person, interview_id: str, kind: str, names: Callable[[dict[str, Any]], bool]
) -> str | None:
    """The id of whoever else did the last operation of a kind that `names` what is asked about (its payload decides);
    None when nobody has."""
    o = t.operation.c
    query = (
        select(o.person_id, o.payload)
        .where(o.interview_id == interview_id, o.kind == kind, o.person_id != person.id)
        .where(o.state == OperationState.DONE.value)
        .order_by(o.number.desc())
    )
    return next((row.person_id for row in connection.execute(query) if names(row.payload)), None)


def read_received(connection: Connection, client: str, seqs: Iterable[int]) -> dict[int, OperationRow]:
    """Those of a client's operations that were received before, by their number."""
    o = t.operation
    rows = connection.execute(select(o).where(o.c.client == client, o.c.seq.in_(list(seqs))))
    return {row.seq: _operation(row) for row in rows}


def read_operation(connection: Connection, number: int) -> OperationRow | None:
    row = connection.execute(select(t.operation).where(t.operation.c.number == number)).first()
    return _operation(row) if row else None


def next_to_undo(connection: Connection, person: Person, interview_id: str) -> OperationRow | None:
    return _own(connection, person, interview_id, OperationState.DONE, newest=True)


def undo_refused_just_now(connection: Connection, person: Person, interview_id: str) -> tuple[int, str] | None:
    """What the person has just asked to undo, and could not, and what they were told; None after anything else."""
    o = t.operation.c
    query = select(o.kind, o.state, o.payload, o.refusal).where(
        o.person_id == person.id, o.interview_id == interview_id
    )
    row = connection.execute(query.order_by(o.number.desc()).limit(1)).first()
    if row is None or (row.kind, row.state) != ("undo", OperationState.REFUSED.value):
        return None
    return (row.payload["of"], row.refusal) if "of" in row.payload else None


def in_force_since(connection: Connection, interview_id: str, since: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What was done, or done again, after operation number `since` and stands, newest first: whose, kind, payload."""
    o = t.operation.c
    states = [OperationState.DONE.value, OperationState.LEFT.value, OperationState.STEP.value]
    query = select(t.operation).where(o.interview_id == interview_id, o.number > since, o.state.in_(states))
    for row in connection.execute(query.order_by(o.number.desc())).all():
        done = row if row.kind != "redo" else _again_in_force(connection, row.payload.get("of"))
        if done is not None and done.kind != "undo" and done.number != since:
            yield done.person_id, done.kind, done.payload


def _again_in_force(connection: Connection, number: int | None) -> Row[Any] | None:
    o = t.operation.c
    states = [OperationState.DONE.value, OperationState.LEFT.value]
    return connection.execute(select(t.operation).where(o.number == number, o.state.in_(states))).first()


def next_to_redo(connection: Connection, person: Person, interview_id: str) -> OperationRow | None:
    return _own(connection, person, interview_id, OperationState.UNDONE, newest=False)


def _own(
    connection: Connection, person: Person, interview_id: str, state: OperationState, *, newest: bool
) -> OperationRow | None:
    o = t.operation.c
    query = (
        select(t.operation)
        .where(o.person_id == person.id, o.interview_id == interview_id, o.state == state.value)
        .order_by(o.number.desc() if newest else o.number)
        .limit(1)
    )
    row = connection.execute(query).first()
    return _operation(row) if row else None


def set_operation(
    connection: Connection, number: int, state: OperationState, inverse: dict[str, Any] | None = None
) -> None:
    values: dict[str, Any] = {"state": state.value}
    if inverse is not None:
        values["inverse"] = inverse
    connection.execute(update(t.operation).where(t.operation.c.number == number).values(**values))


def drop_undone(connection: Connection, person: Person, interview_id: str) -> None:
    """Something new was done: what had been undone before can no longer be redone."""
    o = t.operation.c
    connection.execute(
        update(t.operation)
        .where(o.person_id == person.id, o.interview_id == interview_id, o.state == OperationState.UNDONE.value)
        .values(state=OperationState.DROPPED.value)
    )
