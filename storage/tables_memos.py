"""Tables beside `memo`: every text a memo has had, and what memos point to.

Researchers' words live here in `memo_version`; they go with the memo when a participant is erased.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from storage.tables import UtcTime, metadata

memo_version = Table(
    "memo_version",
    metadata,
    Column("memo_id", String(32), ForeignKey("memo.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("written_at", UtcTime, nullable=False),
)

memo_link = Table(
    "memo_link",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("memo_id", String(32), ForeignKey("memo.id", ondelete="CASCADE"), nullable=False),
    Column("target_kind", String(20), nullable=False),
    Column("target_id", String(32), nullable=False, index=True),
    Column("made_by", String(32), ForeignKey("person.id"), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    UniqueConstraint("memo_id", "target_kind", "target_id"),
)
