"""Rows of the study's codebook."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from codebooks.model import Code, CodeStatus
from storage import tables as t
from storage.database import Connection

TEXTS = ("name", "definition", "when_to_use", "when_not_to_use", "anchor_example", "borderline_example")


def _values(code: Code) -> dict[str, Any]:
    return {
        "id": code.id,
        "parent_id": code.parent_id,
        "position": code.position,
        "colour": code.colour,
        "examples_constructed": code.examples_constructed,
        "status": code.status.value,
        **{text: dict(getattr(code, text)) for text in TEXTS},
    }


def _code(row: Row[Any]) -> Code:
    return Code(
        id=row.id,
        parent_id=row.parent_id,
        position=row.position,
        colour=row.colour,
        examples_constructed=row.examples_constructed,
        status=CodeStatus(row.status),
        **{text: getattr(row, text) for text in TEXTS},
    )


def insert_code(connection: Connection, code: Code) -> None:
    connection.execute(insert(t.code).values(**_values(code)))


def update_code(connection: Connection, code: Code) -> None:
    connection.execute(update(t.code).where(t.code.c.id == code.id).values(**_values(code)))


def delete_code(connection: Connection, code_id: str) -> None:
    """Delete a code no coding has ever carried; the database refuses otherwise."""
    connection.execute(delete(t.code).where(t.code.c.id == code_id))


def read_codes(connection: Connection) -> tuple[Code, ...]:
    return tuple(_code(row) for row in connection.execute(select(t.code).order_by(t.code.c.position)))


def next_position(connection: Connection, parent_id: str | None) -> int:
    query = select(func.max(t.code.c.position)).where(
        t.code.c.parent_id.is_(None) if parent_id is None else t.code.c.parent_id == parent_id
    )
    last = connection.execute(query).scalar()
    return 0 if last is None else last + 1
