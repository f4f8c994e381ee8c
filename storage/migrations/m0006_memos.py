"""Memos that can be edited and deleted with undo, that keep their earlier texts, and that point to one another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

#: Where what a memo is about has its interview.
_INTERVIEWS = {
    "interview": "SELECT id FROM interview WHERE id = memo.about_id",
    "coding": "SELECT interview_id FROM coding WHERE id = memo.about_id",
    "turn": "SELECT interview_id FROM transcript JOIN turn ON turn.transcript_id = transcript.id "
    "WHERE turn.id = memo.about_id",
}


def upgrade() -> None:
    """Widen the table of memos, make those of their versions and links, and keep each text as the first version."""
    _memo()
    _versions()
    _links()


def _memo() -> None:
    with op.batch_alter_table("memo") as table:
        table.add_column(sa.Column("interview_id", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("edited_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("removed_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("removed_by", sa.String(length=32), nullable=True))
        table.create_foreign_key(op.f("fk_memo_removed_by"), "person", ["removed_by"], ["id"])
        table.create_foreign_key(
            op.f("fk_memo_interview_id"), "interview", ["interview_id"], ["id"], ondelete="CASCADE"
        )
    with op.batch_alter_table("memo") as table:
        table.alter_column("version", server_default=None)
    op.create_index(op.f("ix_memo_interview_id"), "memo", ["interview_id"])
    for kind, query in _INTERVIEWS.items():
        op.execute(f"UPDATE memo SET interview_id = ({query}) WHERE about_kind = '{kind}'")


def _versions() -> None:
    op.create_table(
        "memo_version",
        sa.Column("memo_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["memo_id"], ["memo.id"], name=op.f("fk_memo_version_memo_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("memo_id", "number", name=op.f("pk_memo_version")),
    )
    op.execute(
        "INSERT INTO memo_version (memo_id, number, text, kind, written_at) "
        "SELECT id, 1, text, kind, written_at FROM memo"
    )


def _links() -> None:
    op.create_table(
        "memo_link",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("memo_id", sa.String(length=32), nullable=False),
        sa.Column("target_kind", sa.String(length=20), nullable=False),
        sa.Column("target_id", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["memo_id"], ["memo.id"], name=op.f("fk_memo_link_memo_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_memo_link_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memo_link")),
        sa.UniqueConstraint(
            "memo_id", "target_kind", "target_id", name=op.f("uq_memo_link_memo_id_target_kind_target_id")
        ),
    )
    op.create_index(op.f("ix_memo_link_target_id"), "memo_link", ["target_id"])
