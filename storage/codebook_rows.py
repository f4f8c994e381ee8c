"""Rows of the study's codebook: its codes, themes, and what it is called."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from codebooks.model import Code, Codebook, CodeStatus, Theme
from core.clock import new_id
from storage import tables as t
from storage import tables_codebook as tc
from storage.database import Connection

TEXTS = ("name", "definition", "when_to_use", "when_not_to_use", "anchor_example", "borderline_example")
LANGUAGES = ("no", "en")  #: Of a codebook about which nobody has said so.


def _values(code: Code) -> dict[str, Any]:
    return {
        "id": code.id,
        "parent_id": code.parent_id,
        "position": code.position,
        "colour": code.colour,
        "examples_constructed": code.examples_constructed,
        "status": code.status.value,
        "author": code.author or None,
        "created_at": code.created_at,
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
        author=row.author or "",
        created_at=row.created_at,
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
    return tuple(_code(row) for row in connection.execute(select(t.code).order_by(t.code.c.position, t.code.c.id)))


def read_code(connection: Connection, code_id: str) -> Code | None:
    row = connection.execute(select(t.code).where(t.code.c.id == code_id)).first()
    return _code(row) if row else None


def next_position(connection: Connection, parent_id: str | None) -> int:
    query = select(func.max(t.code.c.position)).where(
        t.code.c.parent_id.is_(None) if parent_id is None else t.code.c.parent_id == parent_id
    )
    last = connection.execute(query).scalar()
    return 0 if last is None else last + 1


# --- the codebook as a whole


def read_codebook(connection: Connection) -> Codebook:
    """Every code, retired ones too, and the themes."""
    facts = connection.execute(select(tc.codebook)).first()
    return Codebook(
        title=facts.title if facts else {},
        codes=read_codes(connection),
        languages=tuple(facts.languages) if facts else LANGUAGES,
        sources=tuple(facts.sources) if facts else (),
        themes=read_themes(connection),
    )


def write_facts(connection: Connection, codebook: Codebook) -> None:
    """Keep what the codebook is called, its languages and its sources."""
    values = {
        "title": dict(codebook.title),
        "languages": list(codebook.languages),
        "sources": list(codebook.sources),
    }
    if not connection.execute(update(tc.codebook).values(**values)).rowcount:
        connection.execute(insert(tc.codebook).values(id=new_id(), **values))


def read_themes(connection: Connection) -> tuple[Theme, ...]:
    rows = connection.execute(select(tc.theme).order_by(tc.theme.c.position, tc.theme.c.id))
    return tuple(Theme(row.id, row.name, row.memo, tuple(row.code_ids)) for row in rows)
