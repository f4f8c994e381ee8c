"""Rows of what became of codes: their history, lineage, splits, examples from interviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, func, insert, select, update

from codebooks.difference import Lineage, LineageKind
from codebooks.model import Localised
from core.clock import now
from core.design import Person
from storage import tables as t
from storage import tables_codebook as tc
from storage.codebook_log import RowEdit
from storage.coding_rows import OperationState
from storage.database import Connection
from storage.sight import codings_seen_by


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One code, changed by one person."""

    number: int
    code_id: str
    person_name: str
    at: datetime
    step: str  #: done, undone or redone.
    kind: str
    name: Localised  #: What the code was called then.
    fields: Mapping[str, Sequence[Any]]  #: Field to its value before and after.


def insert_history(
    connection: Connection,
    person: Person,
    kind: str,
    changes: Iterable[tuple[str, Localised, Mapping[str, Sequence[Any]]]],
    step: str = "done",
) -> None:
    """Write down what one step did to each code: its id, its name, its fields before and after."""
    at = now()
    rows = [
        {
            "code_id": code_id,
            "person_id": person.id,
            "at": at,
            "step": step,
            "kind": kind,
            "name": dict(name),
            "fields": {field: list(values) for field, values in fields.items()},
        }
        for code_id, name, fields in changes
    ]
    if rows:
        connection.execute(insert(tc.code_history), rows)


def read_history(
    connection: Connection, code_id: str | None = None, limit: int | None = None
) -> tuple[HistoryRow, ...]:
    """The newest first; of one code, or of all."""
    h = tc.code_history
    query = select(h, t.person.c.name.label("person_name")).join(t.person).order_by(h.c.number.desc()).limit(limit)
    if code_id is not None:
        query = query.where(h.c.code_id == code_id)
    return tuple(
        HistoryRow(r.number, r.code_id, r.person_name, r.at, r.step, r.kind, r.name, r.fields)
        for r in connection.execute(query)
    )


def read_stamp(connection: Connection) -> int:
    """Goes up with every change of the codebook that anybody could see."""
    return int(connection.execute(select(func.max(tc.code_history.c.number))).scalar() or 0)


def last_changer(connection: Connection, code_id: str) -> str | None:
    """The name of the person who last changed a code; None when nobody has."""
    history = read_history(connection, code_id, limit=1)
    return history[0].person_name if history else None


# --- lineage and splits


def read_lineage(connection: Connection) -> tuple[Lineage, ...]:
    """Every merge and split that stands, oldest first."""
    rows = connection.execute(select(tc.code_lineage).order_by(tc.code_lineage.c.at))
    return tuple(Lineage(LineageKind(r.kind), r.code_id, r.other_id) for r in rows)


@dataclass(frozen=True, slots=True)
class SplitRow:
    """A code that is being split, and into which codes."""

    id: str
    code_id: str
    part_ids: tuple[str, ...]
    finished_at: datetime | None


def read_splits(connection: Connection) -> tuple[SplitRow, ...]:
    """Every split, finished or not, oldest first."""
    rows = connection.execute(select(tc.code_split).order_by(tc.code_split.c.at))
    return tuple(SplitRow(r.id, r.code_id, tuple(r.part_ids), r.finished_at) for r in rows)


def sorted_codings(split_id: str) -> Any:
    """The query for the ids of the codings that a split's worklist has dealt with."""
    change, o = tc.coding_change, tc.codebook_operation
    return (
        select(change.c.coding_id)
        .join(o, o.c.number == change.c.operation)
        .where(o.c.split_id == split_id, o.c.state == OperationState.DONE.value)
    )


def count_sorted(connection: Connection, viewer: Person, split_id: str) -> int:
    c = t.coding.c
    query = select(func.count()).where(c.id.in_(sorted_codings(split_id)), codings_seen_by(viewer))
    return int(connection.execute(query).scalar_one())


def read_unsorted(connection: Connection, viewer: Person, split: SplitRow) -> tuple[str, ...]:
    """The standing codings of the split code that nobody has dealt with and the person may see, by id."""
    c = t.coding.c
    query = select(c.id).where(
        c.code_id == split.code_id,
        c.removed_at.is_(None),
        c.id.not_in(sorted_codings(split.id)),
        codings_seen_by(viewer),
    )
    return tuple(connection.execute(query.order_by(c.interview_id, c.created_at, c.id)).scalars())


# --- examples


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """What stands behind a code's example: a coding, or text somebody typed; and whether it may leave the study."""

    id: str
    code_id: str
    kind: str
    coding_id: str | None
    approved_by: str | None
    approved_at: datetime | None

    def made(self) -> RowEdit:
        """The edit that makes this row."""
        values = {"code_id": self.code_id, "kind": self.kind, "coding_id": self.coding_id}
        at = self.approved_at.isoformat() if self.approved_at else None
        return RowEdit("code_example", self.id, None, {**values, "approved_by": self.approved_by, "approved_at": at})


def read_examples(connection: Connection) -> tuple[ExampleRow, ...]:
    e = tc.code_example.c
    rows = connection.execute(select(tc.code_example).order_by(e.code_id, e.kind))
    return tuple(ExampleRow(r.id, r.code_id, r.kind, r.coding_id, r.approved_by, r.approved_at) for r in rows)


# --- for erasing


def rewrite_records(connection: Connection, rewrite: Callable[[Any], Any]) -> int:
    """Put every recorded JSON value through `rewrite`: versions, history, old changes; how many rows were changed.

    A change of the codebook whose rows would be rewritten loses them, and with them its way back.
    """
    version, history, operation = tc.codebook_version, tc.code_history, tc.codebook_operation
    count = _rewritten(connection, version, version.c.id, ("label", "note", "content"), rewrite)
    count += _rewritten(connection, history, history.c.number, ("name", "fields"), rewrite)
    for row in connection.execute(select(operation.c.number, operation.c.names, operation.c.edits)).all():
        if rewrite(row.edits) != row.edits or rewrite(row.names) != row.names:
            cleared = {"names": rewrite(row.names), "edits": [], "state": OperationState.DROPPED.value}
            connection.execute(update(operation).where(operation.c.number == row.number).values(**cleared))
            count += 1
    return count


def _rewritten(
    connection: Connection, table: Table, key: Column[Any], columns: Sequence[str], rewrite: Callable[[Any], Any]
) -> int:
    count = 0
    for row in connection.execute(select(key.label("key"), *(table.c[name] for name in columns))).mappings().all():
        values = {name: rewrite(row[name]) for name in columns}
        if any(values[name] != row[name] for name in columns):
            connection.execute(update(table).where(key == row["key"]).values(**values))
            count += 1
    return count
