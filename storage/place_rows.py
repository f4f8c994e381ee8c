"""Rows that say where each person stopped reading."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select, update

from core.clock import now
from core.design import Person
from storage.database import Connection
from storage.tables_desk import desk_place


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where a person stopped: a turn, and how far into the recording; None when the turn has no time."""

    turn_id: str
    ms: int | None


def read_place(connection: Connection, person: Person, interview_id: str) -> ReadingPlace | None:
    """Where the person stopped last; None at the first visit."""
    row = connection.execute(
        select(desk_place).where(desk_place.c.person_id == person.id, desk_place.c.interview_id == interview_id)
    ).first()
    return ReadingPlace(row.turn_id, row.ms) if row else None


def write_place(connection: Connection, person: Person, interview_id: str, place: ReadingPlace) -> None:
    """Keep the place, instead of the one before."""
    values = {"turn_id": place.turn_id, "ms": place.ms, "kept_at": now()}
    own = (desk_place.c.person_id == person.id, desk_place.c.interview_id == interview_id)
    if not connection.execute(update(desk_place).where(*own).values(**values)).rowcount:
        connection.execute(insert(desk_place).values(interview_id=interview_id, person_id=person.id, **values))
