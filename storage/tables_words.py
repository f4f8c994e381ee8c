"""Tables about corrected words: every text a turn has had, words that were sealed apart, codings to look at again.

These hold participants' words, as `turn` does: erasing a participant reaches them, see `storage.erasing`.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from storage.tables import UtcTime, metadata

turn_text = Table(
    "turn_text",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("transcript_id", String(32), ForeignKey("transcript.id", ondelete="CASCADE"), nullable=False),
    Column("turn_id", String(32), nullable=False),  # no foreign key: a turn that was joined to another is gone
    Column("revision", Integer, nullable=False),  # a draft's: of the text that the person saw
    Column("text", Text, nullable=False),
    Column("words", Text, nullable=False),  # packed, as in `turn`
    Column("speaker", Text, nullable=False),
    Column("start_ms", Integer),
    Column("end_ms", Integer),
    Column("by", String(32), ForeignKey("person.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("state", String(10), nullable=False),  # text, draft, settled
    Column("change", String(10), nullable=False),  # first, edit, split, join, redact, insert, version
    Column("other_turn", String(32), index=True),  # of a split or join: the second part
    Column("cut", Integer),
    Column("resume", Integer),
    Index("ix_turn_text_turn_id_revision", "turn_id", "revision"),
    Index("ix_turn_text_transcript_id_state", "transcript_id", "state"),
)

sealed_word = Table(
    "sealed_word",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("redaction_id", String(32), nullable=False, index=True),
    Column("transcript_id", String(32), ForeignKey("transcript.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("turn_id", String(32), nullable=False),
    Column("place", String(10), nullable=False),  # turn, text, review: which table has the substitute
    Column("place_id", String(32), nullable=False),
    Column("start_offset", Integer, nullable=False),
    Column("substitute", Text, nullable=False),
    Column("original", Text, nullable=False),
    Column("by", String(32), ForeignKey("person.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
)

review = Table(
    "review",
    metadata,
    Column("coding_id", String(32), ForeignKey("coding.id", ondelete="CASCADE"), primary_key=True),
    Column("interview_id", String(32), ForeignKey("interview.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("start_turn", String(32), nullable=False),  # where it was, in the text as it was
    Column("start_offset", Integer, nullable=False),
    Column("end_turn", String(32), nullable=False),
    Column("end_offset", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("by", String(32), ForeignKey("person.id"), nullable=False),  # whose change left none of the words
    Column("at", UtcTime, nullable=False),
    Column("hidden_by", String(32), ForeignKey("person.id")),  # who had taken the coding away before, or has since
    Column("settled_by", String(32), ForeignKey("person.id")),
    Column("placed", Boolean, nullable=False, default=False),  # settled by putting it on other words
)
