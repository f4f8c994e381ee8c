"""Whether anybody has worked on an interview's current transcript."""

from __future__ import annotations

from sqlalchemy import Select, select

from storage import tables as t
from storage import tables_tracks as tt
from storage import tables_words as tw
from storage.database import Connection


def is_worked_on(connection: Connection, interview_id: str) -> bool:
    """Somebody has coded, corrected, checked, translated or noted something: no other version may come unasked."""
    return any(connection.execute(query.limit(1)).first() for query in _traces_of_work(interview_id))


def _traces_of_work(interview_id: str) -> tuple[Select[tuple[str]], ...]:
    current = select(t.interview.c.current_transcript_id).where(t.interview.c.id == interview_id).scalar_subquery()
    turns = select(t.turn.c.id).where(t.turn.c.transcript_id == current)
    return (
        select(t.coding.c.id).where(t.coding.c.interview_id == interview_id, t.coding.c.removed_at.is_(None)),
        select(tw.review.c.coding_id).where(tw.review.c.interview_id == interview_id),
        select(tw.turn_text.c.id).where(tw.turn_text.c.transcript_id == current),
        select(t.turn.c.id).where(t.turn.c.transcript_id == current, t.turn.c.checked_by.is_not(None)),
        select(tt.translation.c.id).where(tt.translation.c.interview_id == interview_id, tt.translation.c.shown),
        select(t.memo.c.id).where(t.memo.c.about_kind == "turn", t.memo.c.about_id.in_(turns)),
    )
