"""Tables about people and waves beyond the first form: attributes, roles, reasons for absence, the interview guide."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from storage.tables import UtcTime, metadata

study_role = Table(
    "study_role",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
    Column("meaning", Text, nullable=False),
)

attribute = Table(
    "attribute",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
    Column("kind", String(10), nullable=False),
    Column("choices", JSON, nullable=False),
    Column("position", Integer, nullable=False),
)

participant_attribute = Table(
    "participant_attribute",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("participant_id", String(32), ForeignKey("participant.id", ondelete="CASCADE"), nullable=False),
    Column("attribute_id", String(32), ForeignKey("attribute.id"), nullable=False, index=True),
    Column("value", Text, nullable=False),
    Column("since", Date),
    Index("ix_participant_attribute_participant_id", "participant_id"),
)

absence = Table(
    "absence",
    metadata,
    Column("participant_id", String(32), ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True),
    Column("wave_id", String(32), ForeignKey("wave.id"), primary_key=True, index=True),
    Column("reason", Text, nullable=False),
)

guide_question = Table(
    "guide_question",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("wave_id", String(32), ForeignKey("wave.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("text", JSON, nullable=False),  # language -> text
    Index("ix_guide_question_wave_id", "wave_id"),
)

guide_question_code = Table(
    "guide_question_code",
    metadata,
    Column("question_id", String(32), ForeignKey("guide_question.id", ondelete="CASCADE"), primary_key=True),
    Column("code_id", String(32), ForeignKey("code.id", ondelete="CASCADE"), primary_key=True, index=True),
)

guide_mark = Table(
    "guide_mark",
    metadata,
    Column("interview_id", String(32), ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "question_id", String(32), ForeignKey("guide_question.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    Column("asked", String(12), nullable=False),
    Column("marked_by", String(32), ForeignKey("person.id"), nullable=False),
    Column("marked_at", UtcTime, nullable=False),
)
