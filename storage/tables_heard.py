"""Table of what engines heard beside the words: times only, never words."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, String, Table

from storage.tables import metadata

heard = Table(
    "heard",
    metadata,
    Column("transcript_id", String(32), ForeignKey("transcript.id", ondelete="CASCADE"), primary_key=True),
    Column("content", JSON, nullable=False),  # see storage.heard_rows
)
