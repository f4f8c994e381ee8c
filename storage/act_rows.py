"""Desk operations that one person made together, over several interviews."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from storage import tables as t
from storage.coding_rows import OperationState
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class ActPart:
    """What the act did in one interview."""

    number: int  #: Of the operation.
    interview_id: str
    person_id: str
    state: OperationState


def read_act(connection: Connection, client: str) -> tuple[ActPart, ...]:
    """The operations sent under one client's name, in order; what was refused is left out."""
    o = t.operation.c
    query = select(o.number, o.interview_id, o.person_id, o.state).where(o.client == client).order_by(o.number)
    parts = (ActPart(r.number, r.interview_id, r.person_id, OperationState(r.state)) for r in connection.execute(query))
    return tuple(part for part in parts if part.state is not OperationState.REFUSED)
