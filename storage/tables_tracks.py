"""Tables of what stands beside the turns in another language: people's translations, machines' glosses.

These hold participants' words, in another language: erasing a participant reaches them, see `storage.erasing`.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from storage.tables import UtcTime, metadata

#: Every text that a turn's translation has had; rows are only added. At most one of a turn and language is `shown`.
translation = Table(
    "translation",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("interview_id", String(32), ForeignKey("interview.id", ondelete="CASCADE"), nullable=False),
    Column("turn_id", String(32), nullable=False, index=True),  # no foreign key: a turn that was joined is gone
    Column("language", String(20), nullable=False),
    Column("text", Text, nullable=False),  # empty: taken away
    Column("translator", Text, nullable=False),
    Column("status", String(10), nullable=False),  # draft, revised, approved
    Column("revision", Integer, nullable=False),  # of the turn's text that was translated
    Column("by", String(32), ForeignKey("person.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("shown", Boolean, nullable=False),
    Index("ix_translation_interview_id_shown", "interview_id", "shown"),
)

gloss = Table(
    "gloss",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("interview_id", String(32), ForeignKey("interview.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("recording_id", String(32), ForeignKey("recording.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("language", String(20), nullable=False),
    Column("lines", JSON, nullable=False),  # [[start_ms, end_ms, text], ...]
    Column("made_by", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", String(32), ForeignKey("person.id"), nullable=False),
    Column("removed_at", UtcTime),  # set when deleted: undo brings the same gloss back
    Column("removed_by", String(32), ForeignKey("person.id")),
)
