"""Rows of machines' glosses. An interview shows the newest that nobody has deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from core.clock import new_id, now
from core.design import Person
from storage import tables_tracks as tt
from storage.database import Connection
from transcripts.translations import Gloss, GlossLine


@dataclass(frozen=True, slots=True)
class GlossRow:
    """A gloss that is kept, and who has deleted it."""

    id: str
    interview_id: str
    gloss: Gloss
    created_at: datetime
    removed_by: str | None  #: The person's id; None while it stands.


def insert_gloss(connection: Connection, interview_id: str, recording_id: str, gloss: Gloss, person: Person) -> str:
    gloss_id = new_id()
    values = {
        "id": gloss_id,
        "interview_id": interview_id,
        "recording_id": recording_id,
        "language": gloss.language,
        "lines": [[line.start_ms, line.end_ms, line.text] for line in gloss.lines],
        "made_by": dict(gloss.made_by),
        "created_at": now(),
        "created_by": person.id,
    }
    connection.execute(insert(tt.gloss).values(**values))
    return gloss_id


def shown_id(connection: Connection, interview_id: str) -> str | None:
    """Which gloss is shown beside the interview; None where there is none."""
    g = tt.gloss.c
    query = select(g.id).where(g.interview_id == interview_id, g.removed_at.is_(None))
    return connection.execute(query.order_by(g.created_at.desc(), g.id).limit(1)).scalar_one_or_none()


def read_gloss(connection: Connection, gloss_id: str) -> GlossRow | None:
    row = connection.execute(select(tt.gloss).where(tt.gloss.c.id == gloss_id)).first()
    if row is None:
        return None
    gloss = Gloss(row.language, tuple(GlossLine(*line) for line in row.lines), row.made_by)
    return GlossRow(row.id, row.interview_id, gloss, row.created_at, row.removed_by)


def read_every_gloss(connection: Connection, interview_id: str) -> tuple[GlossRow, ...]:
    """All of an interview, deleted ones too."""
    ids = connection.execute(select(tt.gloss.c.id).where(tt.gloss.c.interview_id == interview_id)).scalars().all()
    return tuple(row for row in (read_gloss(connection, each) for each in ids) if row is not None)


def rewrite(connection: Connection, gloss_id: str, lines: Sequence[GlossLine]) -> None:
    """Give a gloss other words: for those that must not be there any more."""
    values = [[line.start_ms, line.end_ms, line.text] for line in lines]
    connection.execute(update(tt.gloss).where(tt.gloss.c.id == gloss_id).values(lines=values))


def remove_gloss(connection: Connection, gloss_id: str, person: Person) -> None:
    """Delete a gloss; its row stays, so that undo brings back the same one."""
    connection.execute(update(tt.gloss).where(tt.gloss.c.id == gloss_id).values(removed_at=now(), removed_by=person.id))


def restore_gloss(connection: Connection, gloss_id: str) -> None:
    connection.execute(update(tt.gloss).where(tt.gloss.c.id == gloss_id).values(removed_at=None, removed_by=None))
