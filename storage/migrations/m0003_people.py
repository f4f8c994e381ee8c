"""Where a participant belongs, what is known about them, why they were absent, and what was asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Give participants a site; make the tables of roles, attributes, absences and interview guides."""
    with op.batch_alter_table("participant") as table:
        table.add_column(sa.Column("site_id", sa.String(length=32), nullable=True))
        table.create_foreign_key(op.f("fk_participant_site_id"), "site", ["site_id"], ["id"])
    _roles_and_attributes()
    _guides()


def _roles_and_attributes() -> None:
    op.create_table(
        "study_role",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_role")),
        sa.UniqueConstraint("name_key", name=op.f("uq_study_role_name_key")),
    )
    op.create_table(
        "attribute",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attribute")),
        sa.UniqueConstraint("name_key", name=op.f("uq_attribute_name_key")),
    )
    op.create_table(
        "participant_attribute",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("participant_id", sa.String(length=32), nullable=False),
        sa.Column("attribute_id", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["attribute_id"], ["attribute.id"], name=op.f("fk_participant_attribute_attribute_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_participant_attribute_participant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant_attribute")),
    )
    op.create_index("ix_participant_attribute_participant_id", "participant_attribute", ["participant_id"])
    op.create_index(op.f("ix_participant_attribute_attribute_id"), "participant_attribute", ["attribute_id"])
    op.create_table(
        "absence",
        sa.Column("participant_id", sa.String(length=32), nullable=False),
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_absence_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_absence_wave_id")),
        sa.PrimaryKeyConstraint("participant_id", "wave_id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_wave_id"), "absence", ["wave_id"])


def _guides() -> None:
    op.create_table(
        "guide_question",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_guide_question_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_question")),
    )
    op.create_index("ix_guide_question_wave_id", "guide_question", ["wave_id"])
    op.create_table(
        "guide_question_code",
        sa.Column("question_id", sa.String(length=32), nullable=False),
        sa.Column("code_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"], ["code.id"], name=op.f("fk_guide_question_code_code_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["guide_question.id"],
            name=op.f("fk_guide_question_code_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "code_id", name=op.f("pk_guide_question_code")),
    )
    op.create_index(op.f("ix_guide_question_code_code_id"), "guide_question_code", ["code_id"])
    op.create_table(
        "guide_mark",
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.String(length=32), nullable=False),
        sa.Column("asked", sa.String(length=12), nullable=False),
        sa.Column("marked_by", sa.String(length=32), nullable=False),
        sa.Column("marked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_guide_mark_interview_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["marked_by"], ["person.id"], name=op.f("fk_guide_mark_marked_by")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["guide_question.id"], name=op.f("fk_guide_mark_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("interview_id", "question_id", name=op.f("pk_guide_mark")),
    )
    op.create_index(op.f("ix_guide_mark_question_id"), "guide_mark", ["question_id"])
