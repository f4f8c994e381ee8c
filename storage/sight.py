"""Who sees which codings: the one place where that is decided.

A coding of an independent round is its coder's alone until the interview has been released in that round; all others
see nothing of it, whatever they ask. Every query that turns rows into codings, counts or marks for a person asks here.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, select

from coding.model import RoundKind
from core.design import Person
from storage import tables as t
from storage import tables_codebook as tc
from storage import tables_rounds as tr
from storage.database import Connection


def codings_seen_by(viewer: Person) -> ColumnElement[bool]:
    """The condition on rows of `coding`."""
    return _seen(t.coding, viewer)


def marks_seen_by(viewer: Person) -> ColumnElement[bool]:
    """The condition on rows of `looked_for`: what somebody looked for in an independent round says what they did not
    find, so it is hidden like their codings."""
    return _seen(tc.looked_for, viewer) | tc.looked_for.c.round_id.is_(None)


def memos_seen_by(viewer: Person) -> ColumnElement[bool]:
    """The condition on rows of `memo`: a memo on a coding is seen where the coding is, and by whoever wrote it."""
    memo = t.memo.c
    hidden = select(t.coding.c.id).where(t.coding.c.id == memo.about_id, ~codings_seen_by(viewer))
    return (memo.about_kind != "coding") | (memo.author_id == viewer.id) | ~hidden.exists()


def _seen(table: Table, viewer: Person) -> ColumnElement[bool]:
    row, release = table.c, tr.round_release.c
    alone = select(t.coding_round.c.id).where(t.coding_round.c.kind == RoundKind.INDEPENDENT.value)
    released = select(release.round_id).where(
        release.round_id == row.round_id, release.interview_id == row.interview_id
    )
    return (row.coder_id == viewer.id) | row.round_id.not_in(alone) | released.exists()


def is_coding_hidden(connection: Connection, viewer: Person, coding_id: str) -> bool:
    """Whether there is such a coding, and the person may not know."""
    query = select(t.coding.c.id).where(t.coding.c.id == coding_id, ~codings_seen_by(viewer))
    return connection.execute(query).first() is not None


def is_code_on_hidden_work(connection: Connection, viewer: Person, code_id: str) -> bool:
    """Whether codings stand on the code that the person may not see."""
    c = t.coding.c
    query = select(c.id).where(c.code_id == code_id, c.removed_at.is_(None), ~codings_seen_by(viewer)).limit(1)
    return connection.execute(query).first() is not None
