"""Voice profiles: whether a consent allows them, the profiles themselves, and what has been proposed of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"


def upgrade() -> None:
    """Nobody has agreed to voice profiles until a consent says so."""
    op.add_column("consent", sa.Column("voice_profiles", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "voice_profile",
        _id("participant_id"),
        _id("interview_id"),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("floats", sa.LargeBinary(), nullable=False),
        sa.Column("heard_ms", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        _goes_with("voice_profile", "participant_id", "participant"),
        _goes_with("voice_profile", "interview_id", "interview"),
        sa.PrimaryKeyConstraint("participant_id", "interview_id", name=op.f("pk_voice_profile")),
    )
    op.create_index(op.f("ix_voice_profile_interview_id"), "voice_profile", ["interview_id"])
    op.create_table(
        "voice_proposal",
        _id("transcript_id"),
        sa.Column("label", sa.Text(), nullable=False),
        _id("participant_id"),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("heard_ms", sa.Integer(), nullable=False),
        _id("heard_in"),
        sa.Column("declined", sa.Boolean(), nullable=False, server_default=sa.false()),
        _goes_with("voice_proposal", "transcript_id", "transcript"),
        _goes_with("voice_proposal", "participant_id", "participant"),
        _goes_with("voice_proposal", "heard_in", "interview"),
        sa.PrimaryKeyConstraint("transcript_id", "label", "participant_id", name=op.f("pk_voice_proposal")),
    )
    for column in ("participant_id", "heard_in"):
        op.create_index(op.f(f"ix_voice_proposal_{column}"), "voice_proposal", [column])


def _id(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=32), nullable=False)


def _goes_with(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")
