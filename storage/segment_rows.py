"""Rows of coded segments as the desk changes them, and who has changed them since."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import func, insert, select, update

from coding.model import Coding
from core.clock import now
from core.design import Person
from core.spans import Passage
from storage import tables as t
from storage.coding_rows import CodingRow, coding_of, coding_values, in_force_since
from storage.database import Connection
from storage.sight import codings_seen_by

AT_ONCE = 500  # SQLite takes a limited number of values in one statement
IDENTIFIER = re.compile(r"\b[0-9a-f]{32}\b")


def read_some(connection: Connection, viewer: Person, coding_ids: Collection[str]) -> dict[str, CodingRow]:
    """Those of these codings that the person may see, by id, standing or taken away."""
    found = {}
    for ids in _parts(sorted(coding_ids)):
        for row in connection.execute(select(t.coding).where(t.coding.c.id.in_(ids), codings_seen_by(viewer))):
            found[row.id] = CodingRow(coding_of(row), row.removed_by)
    return found


def taken_among(connection: Connection, coding_ids: Collection[str]) -> set[str]:
    """Those of these identifiers that codings have, whoever may see them."""
    found: set[str] = set()
    for ids in _parts(sorted(coding_ids)):
        found.update(connection.execute(select(t.coding.c.id).where(t.coding.c.id.in_(ids))).scalars())
    return found


def insert_codings(connection: Connection, codings: Sequence[Coding]) -> None:
    if codings:
        connection.execute(insert(t.coding), [coding_values(coding) for coding in codings])


def remove_some(connection: Connection, coding_ids: Sequence[str], person: Person) -> None:
    """Take codings away, but for those that somebody has taken away already."""
    c = t.coding.c
    for ids in _parts(coding_ids):
        where = (c.id.in_(ids), c.removed_at.is_(None))
        connection.execute(update(t.coding).where(*where).values(removed_at=now(), removed_by=person.id))


def restore_some(connection: Connection, coding_ids: Sequence[str]) -> None:
    for ids in _parts(coding_ids):
        connection.execute(update(t.coding).where(t.coding.c.id.in_(ids)).values(removed_at=None, removed_by=None))


def set_passage(connection: Connection, coding_id: str, passage: Passage) -> None:
    values = {
        "start_turn": passage.start_turn,
        "start_offset": passage.start,
        "end_turn": passage.end_turn,
        "end_offset": passage.end,
    }
    connection.execute(update(t.coding).where(t.coding.c.id == coding_id).values(**values))


def set_code(connection: Connection, coding_id: str, code_id: str) -> None:
    connection.execute(update(t.coding).where(t.coding.c.id == coding_id).values(code_id=code_id))


def set_discuss(connection: Connection, coding_id: str, discuss: bool) -> None:
    connection.execute(update(t.coding).where(t.coding.c.id == coding_id).values(discuss=discuss))


def has_twin(connection: Connection, coding: Coding) -> bool:
    """Whether the same person has the same code on the same words in the same round already, in another coding."""
    c, passage = t.coding.c, coding.passage
    query = select(c.id).where(
        c.id != coding.id,
        c.removed_at.is_(None),
        c.code_id == coding.code_id,
        c.coder_id == coding.coder_id,
        c.round_id == coding.round_id,
        c.start_turn == passage.start_turn,
        c.start_offset == passage.start,
        c.end_turn == passage.end_turn,
        c.end_offset == passage.end,
    )
    return connection.execute(query.limit(1)).first() is not None


# --- who came later


def last_operation(connection: Connection) -> int:
    """The number of the operation received last; 0 before the first."""
    return int(connection.execute(select(func.max(t.operation.c.number))).scalar() or 0)


def changed_by_others(
    connection: Connection, person: Person, interview_id: str, since: int, coding_ids: Collection[str]
) -> str | None:
    """Whose operation, done or done again after number `since` and standing, names one of these; a person's id."""
    for person_id, _, payload in in_force_since(connection, interview_id, since):
        if person_id != person.id and not set(identifiers(payload)).isdisjoint(coding_ids):
            return person_id
    return None


def identifiers(value: object) -> Iterable[str]:
    """Every identifier in a JSON value, wherever it stands."""
    return IDENTIFIER.findall(json.dumps(value))


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
