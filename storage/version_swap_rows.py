"""Turns of two transcript versions change their identifiers with each other.

What points at a turn (codings, memos, operations) points at what is said there now in the current version; so when
another version becomes current, its turns take over the identifiers of the turns that say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update

from storage import tables as t
from storage import tables_words as tw
from storage.database import Connection
from storage.turn_rows import turn_of, turn_values
from storage.turn_text_rows import Change, TextState
from transcripts.model import Turn


def exchange(connection: Connection, pairs: Sequence[tuple[Turn, Turn]]) -> None:
    """The row of each pair's first gets the place and content of the second, and the other way round.

    Revisions, marks and whatever else a turn holds are taken from the pair as given; the turn's id says which row.
    """
    places = {}
    for pair in pairs:
        for turn in pair:
            row = connection.execute(select(t.turn).where(t.turn.c.id == turn.id)).one()
            places[turn.id] = (row.transcript_id, row.position)
            _write(connection, turn.id, {"position": -(row.position + 1)})
    for one, other in pairs:
        for row_id, content in ((one.id, other), (other.id, one)):
            transcript_id, position = places[content.id]
            values = {"transcript_id": transcript_id, "position": position, **turn_values(content)}
            _write(connection, row_id, values)


def _write(connection: Connection, turn_id: str, values: dict[str, Any]) -> None:
    connection.execute(update(t.turn).where(t.turn.c.id == turn_id).values(**values))


def move_all_drafts(connection: Connection, from_version: str, to_version: str) -> None:
    """Drafts wait in the version that is current."""
    h = tw.turn_text.c
    waiting = update(tw.turn_text).where(h.transcript_id == from_version, h.state == TextState.DRAFT.value)
    connection.execute(waiting.values(transcript_id=to_version))


def newest_number(connection: Connection) -> int:
    """The number of the last text that was written down."""
    return connection.execute(select(func.max(tw.turn_text.c.number))).scalar() or 0


def changed_since(connection: Connection, transcript_id: str, number: int, but_by: str) -> str | None:
    """Who else has changed words of a version since; None for nobody."""
    h = tw.turn_text.c
    query = select(h.by).where(
        h.transcript_id == transcript_id,
        h.number > number,
        h.by != but_by,
        h.state == TextState.TEXT.value,
        h.change.not_in([Change.FIRST.value, Change.VERSION.value]),
    )
    return connection.execute(query.order_by(h.number.desc()).limit(1)).scalar_one_or_none()


def read_turn_home(connection: Connection, turn_ids: Sequence[str]) -> dict[str, tuple[str, Turn]]:
    """These turns, each with the version it is in."""
    rows = connection.execute(select(t.turn).where(t.turn.c.id.in_(list(turn_ids))))
    return {row.id: (row.transcript_id, turn_of(row)) for row in rows}
