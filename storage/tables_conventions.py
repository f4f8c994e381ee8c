"""Table of what a study has agreed on about its transcripts: signs and keys, no participant's word."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, String, Table

from storage.tables import metadata

convention = Table(
    "convention",
    metadata,
    Column("study_id", String(32), ForeignKey("study.id", ondelete="CASCADE"), primary_key=True),
    Column("content", JSON, nullable=False),  # see storage.convention_rows
)
