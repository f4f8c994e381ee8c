"""Rounds: coders, the round a person works in, finished and released interviews; which revision an operation made."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add what rounds need, and what tells a desk what others have done since."""
    op.add_column("round", sa.Column("closed_at", sa.DateTime(), nullable=True))
    op.add_column("operation", sa.Column("revision", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_operation_interview_id_revision"), "operation", ["interview_id", "revision"])
    op.add_column("looked_for", sa.Column("round_id", sa.String(length=32), nullable=True))
    _table("round_coder", ["round_id", "person_id"], ["round_id", "person_id"])
    _table("round_choice", ["person_id"], ["person_id", "round_id"])
    moment = sa.Column("at", sa.DateTime(), nullable=False)
    _table(
        "round_finished", ["round_id", "interview_id", "person_id"], ["round_id", "interview_id", "person_id"], moment
    )
    moment = sa.Column("at", sa.DateTime(), nullable=False)
    _table("round_release", ["round_id", "interview_id"], ["round_id", "interview_id"], moment)


def _table(name: str, key: list[str], references: list[str], *more: Any) -> None:
    """A table of pairs: what goes when the round or the interview goes."""
    op.create_table(
        name,
        *(sa.Column(column, sa.String(length=32), nullable=False) for column in references),
        *more,
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{column.removesuffix('_id')}.id"],
                name=op.f(f"fk_{name}_{column}"),
                ondelete=None if column == "person_id" else "CASCADE",
            )
            for column in references
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
    )
