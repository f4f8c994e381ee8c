"""Coded segments that the team wants to talk about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"


def upgrade() -> None:
    """Every coding that stands so far is not to be discussed until somebody says so."""
    op.add_column("coding", sa.Column("discuss", sa.Boolean(), nullable=False, server_default=sa.false()))
