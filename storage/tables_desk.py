"""Tables of the coding desk beside codings and operations: where each person stopped reading."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from storage.tables import UtcTime, metadata

#: A turn and a time, never a word. The turn may be gone when the row is read: then the row says nothing.
desk_place = Table(
    "desk_place",
    metadata,
    Column("interview_id", String(32), ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", String(32), ForeignKey("person.id"), primary_key=True),
    Column("turn_id", String(32), nullable=False),
    Column("ms", Integer),  # into the recording; null when the turn has no time
    Column("kept_at", UtcTime, nullable=False),
)
