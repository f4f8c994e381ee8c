"""Second tracks beside the original: people's translations turn by turn, machines' glosses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "translation",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("turn_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("translator", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        _link("translation", "interview_id", "interview", "CASCADE"),
        _link("translation", "by", "person"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_translation")),
        sa.UniqueConstraint("id", name=op.f("uq_translation_id")),
    )
    op.create_index(op.f("ix_translation_turn_id"), "translation", ["turn_id"])
    op.create_index(op.f("ix_translation_interview_id_shown"), "translation", ["interview_id", "shown"])
    op.create_table(
        "gloss",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("recording_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_by", sa.String(length=32), nullable=True),
        _link("gloss", "interview_id", "interview", "CASCADE"),
        _link("gloss", "recording_id", "recording", "CASCADE"),
        _link("gloss", "created_by", "person"),
        _link("gloss", "removed_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gloss")),
    )
    op.create_index(op.f("ix_gloss_interview_id"), "gloss", ["interview_id"])
    op.create_index(op.f("ix_gloss_recording_id"), "gloss", ["recording_id"])


def _link(table: str, column: str, other: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)
