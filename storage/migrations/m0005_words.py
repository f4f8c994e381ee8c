"""Corrected words: every text a turn has had, sealed words, codings to look at again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables of corrected words."""
    _turn_texts()
    _sealed_words()
    _review()


def _turn_texts() -> None:
    op.create_table(
        "turn_text",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("transcript_id", sa.String(length=32), nullable=False),
        sa.Column("turn_id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=True),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("change", sa.String(length=10), nullable=False),
        sa.Column("other_turn", sa.String(length=32), nullable=True),
        sa.Column("cut", sa.Integer(), nullable=True),
        sa.Column("resume", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_turn_text_transcript_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_turn_text_by")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_turn_text")),
        sa.UniqueConstraint("id", name=op.f("uq_turn_text_id")),
    )
    op.create_index("ix_turn_text_turn_id_revision", "turn_text", ["turn_id", "revision"])
    op.create_index("ix_turn_text_transcript_id_state", "turn_text", ["transcript_id", "state"])
    op.create_index(op.f("ix_turn_text_other_turn"), "turn_text", ["other_turn"])


def _sealed_words() -> None:
    op.create_table(
        "sealed_word",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("redaction_id", sa.String(length=32), nullable=False),
        sa.Column("transcript_id", sa.String(length=32), nullable=False),
        sa.Column("turn_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("place_id", sa.String(length=32), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("substitute", sa.Text(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_sealed_word_transcript_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_sealed_word_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_word")),
    )
    op.create_index(op.f("ix_sealed_word_redaction_id"), "sealed_word", ["redaction_id"])
    op.create_index(op.f("ix_sealed_word_transcript_id"), "sealed_word", ["transcript_id"])


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("coding_id", sa.String(length=32), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("start_turn", sa.String(length=32), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_turn", sa.String(length=32), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("hidden_by", sa.String(length=32), nullable=True),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("placed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["coding_id"], ["coding.id"], name=op.f("fk_review_coding_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_review_interview_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_review_by")),
        sa.ForeignKeyConstraint(["hidden_by"], ["person.id"], name=op.f("fk_review_hidden_by")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_review_settled_by")),
        sa.PrimaryKeyConstraint("coding_id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_interview_id"), "review", ["interview_id"])
