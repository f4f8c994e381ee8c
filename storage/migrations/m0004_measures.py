"""Clients with their questionnaires, documented links to participants, and scales of the study's own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables of questionnaires."""
    _clients()
    _own_scales()


def _clients() -> None:
    op.create_table(
        "client",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("label_key", sa.Text(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sa.UniqueConstraint("label_key", name=op.f("uq_client_label_key")),
    )
    op.create_table(
        "client_form",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("instrument", sa.String(length=20), nullable=False),
        sa.Column("occasion", sa.String(length=20), nullable=False),
        sa.Column("filled_in_on", sa.Date(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("replaced_by", sa.String(length=32), nullable=True),
        sa.Column("replaced_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_client_form_client_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_client_form_entered_by")),
        sa.ForeignKeyConstraint(["replaced_by"], ["person.id"], name=op.f("fk_client_form_replaced_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_form")),
    )
    op.create_index(
        "ix_client_form_client_id_instrument_occasion", "client_form", ["client_id", "instrument", "occasion"]
    )
    op.create_table(
        "client_link",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=32), nullable=False),
        sa.Column("participant_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("undone_by", sa.String(length=32), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_client_link_client_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_client_link_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_client_link_made_by")),
        sa.ForeignKeyConstraint(["undone_by"], ["person.id"], name=op.f("fk_client_link_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_link")),
    )
    op.create_index(op.f("ix_client_link_client_id"), "client_link", ["client_id"])
    op.create_index(op.f("ix_client_link_participant_id"), "client_link", ["participant_id"])


def _own_scales() -> None:
    op.create_table(
        "own_scale",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("lowest", sa.Integer(), nullable=False),
        sa.Column("highest", sa.Integer(), nullable=False),
        sa.Column("reversed", sa.JSON(), nullable=False),
        sa.Column("scoring", sa.String(length=10), nullable=False),
        sa.Column("most_missing", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_own_scale_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_scale")),
        sa.UniqueConstraint("wave_id", "name_key", name=op.f("uq_own_scale_wave_id_name_key")),
    )
    op.create_table(
        "scale_form",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scale_id", sa.String(length=32), nullable=False),
        sa.Column("participant_id", sa.String(length=32), nullable=False),
        sa.Column("filled_in_on", sa.Date(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("replaced_by", sa.String(length=32), nullable=True),
        sa.Column("replaced_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["scale_id"], ["own_scale.id"], name=op.f("fk_scale_form_scale_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_scale_form_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_scale_form_entered_by")),
        sa.ForeignKeyConstraint(["replaced_by"], ["person.id"], name=op.f("fk_scale_form_replaced_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scale_form")),
    )
    op.create_index(op.f("ix_scale_form_participant_id"), "scale_form", ["participant_id"])
    op.create_index("ix_scale_form_scale_id_participant_id", "scale_form", ["scale_id", "participant_id"])
