"""Codebooks that grow: versions tied to waves, history, lineage, themes, examples, what was looked for, undo."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BRING_BACK = """
    UPDATE code SET status = 'draft' WHERE status = 'retired' AND (
        EXISTS (SELECT 1 FROM coding WHERE coding.code_id = code.id AND coding.removed_at IS NULL)
        OR EXISTS (SELECT 1 FROM code AS child WHERE child.parent_id = code.id AND child.status <> 'retired')
    )
"""


def upgrade() -> None:
    """Add the tables, and to codes who added them and when. No coding, and no living code, is left on a retired one:
    from this form on that never happens."""
    op.add_column("code", sa.Column("author", sa.Text(), nullable=True))
    op.add_column("code", sa.Column("created_at", sa.DateTime(), nullable=True))
    while op.get_bind().exec_driver_sql(BRING_BACK).rowcount:
        pass  # each round lifts the parents of those brought back by the one before
    op.create_table(
        "codebook",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codebook")),
    )
    op.create_table(
        "theme",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.Column("code_ids", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
    )
    op.create_table(
        "code_history",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("code_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_code_history_person_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_code_history")),
    )
    op.create_index(op.f("ix_code_history_code_id"), "code_history", ["code_id"], unique=False)
    op.create_table(
        "code_lineage",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code_id", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_code_lineage_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_lineage")),
    )
    op.create_index(op.f("ix_code_lineage_code_id"), "code_lineage", ["code_id"], unique=False)
    op.create_table(
        "code_split",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code_id", sa.String(length=32), nullable=False),
        sa.Column("part_ids", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_code_split_code_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_code_split_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_split")),
    )
    op.create_index(op.f("ix_code_split_code_id"), "code_split", ["code_id"], unique=False)
    op.create_table(
        "codebook_operation",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("edits", sa.JSON(), nullable=False),
        sa.Column("split_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_codebook_operation_person_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_codebook_operation")),
    )
    op.create_index("ix_codebook_operation_person_id_state", "codebook_operation", ["person_id", "state"], unique=False)
    op.create_index(op.f("ix_codebook_operation_split_id"), "codebook_operation", ["split_id"], unique=False)
    op.create_table(
        "codebook_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.Column("frozen_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["frozen_by"], ["person.id"], name=op.f("fk_codebook_version_frozen_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codebook_version")),
        sa.UniqueConstraint("number", name=op.f("uq_codebook_version_number")),
    )
    op.create_table(
        "scope_change",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_scope_change_code_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scope_change_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scope_change")),
    )
    op.create_index(op.f("ix_scope_change_code_id"), "scope_change", ["code_id"], unique=False)
    op.create_table(
        "looked_for",
        sa.Column("interview_id", sa.String(length=32), nullable=False),
        sa.Column("coder_id", sa.String(length=32), nullable=False),
        sa.Column("code_id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_looked_for_code_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["coder_id"], ["person.id"], name=op.f("fk_looked_for_coder_id")),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_looked_for_interview_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["version_id"], ["codebook_version.id"], name=op.f("fk_looked_for_version_id")),
        sa.PrimaryKeyConstraint("interview_id", "coder_id", "code_id", name=op.f("pk_looked_for")),
    )
    op.create_index(op.f("ix_looked_for_code_id"), "looked_for", ["code_id"], unique=False)
    op.create_index(op.f("ix_looked_for_version_id"), "looked_for", ["version_id"], unique=False)
    op.create_table(
        "wave_codebook",
        sa.Column("wave_id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["codebook_version.id"], name=op.f("fk_wave_codebook_version_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_wave_codebook_wave_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("wave_id", name=op.f("pk_wave_codebook")),
    )
    op.create_index(op.f("ix_wave_codebook_version_id"), "wave_codebook", ["version_id"], unique=False)
    op.create_table(
        "code_example",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("coding_id", sa.String(length=32), nullable=True),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_code_example_approved_by")),
        sa.ForeignKeyConstraint(["code_id"], ["code.id"], name=op.f("fk_code_example_code_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["coding_id"], ["coding.id"], name=op.f("fk_code_example_coding_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_example")),
        sa.UniqueConstraint("code_id", "kind", name=op.f("uq_code_example_code_id_kind")),
    )
    op.create_index(op.f("ix_code_example_coding_id"), "code_example", ["coding_id"], unique=False)
    op.create_table(
        "coding_change",
        sa.Column("operation", sa.Integer(), nullable=False),
        sa.Column("coding_id", sa.String(length=32), nullable=False),
        sa.Column("code_before", sa.String(length=32), nullable=False),
        sa.Column("code_after", sa.String(length=32), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coding_id"], ["coding.id"], name=op.f("fk_coding_change_coding_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["operation"], ["codebook_operation.number"], name=op.f("fk_coding_change_operation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("operation", "coding_id", name=op.f("pk_coding_change")),
    )
    op.create_index(op.f("ix_coding_change_coding_id"), "coding_change", ["coding_id"], unique=False)
