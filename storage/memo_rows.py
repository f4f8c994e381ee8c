"""Rows of memos, of every text they have had, and of what they point to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select, update

from coding.model import Memo, MemoLink
from core.clock import now
from core.design import Person
from storage import tables as t
from storage import tables_memos as tm
from storage.database import Connection
from storage.sight import memos_seen_by


@dataclass(frozen=True, slots=True)
class MemoRow:
    """A memo, and who has deleted it."""

    memo: Memo
    removed_by: str | None  #: The person's id; None while it stands.


@dataclass(frozen=True, slots=True)
class MemoVersion:
    """One text a memo has had."""

    number: int
    text: str
    kind: str
    written_at: datetime


def insert_memo(connection: Connection, memo: Memo) -> None:
    """Keep a new memo, and its text as the first version."""
    values = {
        "id": memo.id,
        "about_kind": memo.about_kind,
        "about_id": memo.about_id,
        "kind": memo.kind,
        "text": memo.text,
        "author_id": memo.author_id,
        "written_at": memo.written_at,
        "interview_id": memo.interview_id,
        "version": memo.version,
    }
    connection.execute(insert(t.memo).values(**values))
    _insert_version(connection, memo.id, memo.version, memo.text, memo.kind)


def _memo(r: Row[Any]) -> Memo:
    return Memo(
        id=r.id,
        about_kind=r.about_kind,
        about_id=r.about_id,
        text=r.text,
        author_id=r.author_id,
        written_at=r.written_at,
        kind=r.kind,
        interview_id=r.interview_id,
        version=r.version,
        edited_at=r.edited_at,
    )


def read_memos(
    connection: Connection, viewer: Person, about_id: str | None = None, *, interview_id: str | None = None
) -> tuple[Memo, ...]:
    """Every memo that stands and that the person may see, oldest first; or those about one thing, or in one
    interview."""
    query = _standing(about_id).where(memos_seen_by(viewer))
    if interview_id is not None:
        query = query.where(t.memo.c.interview_id == interview_id)
    return tuple(_memo(row) for row in connection.execute(query))


def read_every_memo(connection: Connection, about_id: str | None = None) -> tuple[Memo, ...]:
    """As `read_memos`, whoever may see them: for what must reach all of them, and is shown to nobody."""
    return tuple(_memo(row) for row in connection.execute(_standing(about_id)))


def _standing(about_id: str | None) -> Select[Any]:
    query = select(t.memo).where(t.memo.c.removed_at.is_(None)).order_by(t.memo.c.written_at, t.memo.c.id)
    return query if about_id is None else query.where(t.memo.c.about_id == about_id)


def read_memo(connection: Connection, viewer: Person, memo_id: str) -> MemoRow | None:
    """One memo, also a deleted one; None when there is none, or the person may not see it."""
    row = connection.execute(select(t.memo).where(t.memo.c.id == memo_id, memos_seen_by(viewer))).first()
    return MemoRow(_memo(row), row.removed_by) if row else None


def is_memo(connection: Connection, memo_id: str) -> bool:
    """Whether the identifier is taken, whoever may see the memo."""
    return connection.execute(select(t.memo.c.id).where(t.memo.c.id == memo_id)).first() is not None


def is_noted(connection: Connection, about_kind: str, about_id: str) -> bool:
    """Whether a memo stands on this, whoever may read it."""
    m = t.memo.c
    query = select(m.id).where(m.about_kind == about_kind, m.about_id == about_id, m.removed_by.is_(None)).limit(1)
    return connection.execute(query).first() is not None


def memo_ids_seen(connection: Connection, viewer: Person, memo_ids: Iterable[str]) -> set[str]:
    """Those of the memos, standing or deleted, that the person may see."""
    query = select(t.memo.c.id).where(t.memo.c.id.in_(list(memo_ids)), memos_seen_by(viewer))
    return set(connection.execute(query).scalars())


def add_version(connection: Connection, memo: Memo, text: str, kind: str) -> int:
    """Give the memo another text; its number."""
    v = tm.memo_version.c
    number: int = connection.execute(select(func.max(v.number)).where(v.memo_id == memo.id)).scalar_one() + 1
    _insert_version(connection, memo.id, number, text, kind)
    show_version(connection, memo.id, number)
    return number


def show_version(connection: Connection, memo_id: str, number: int) -> bool:
    """Let the memo have one of its texts, an earlier or a later one; False when that was forgotten."""
    v = tm.memo_version.c
    row = connection.execute(select(tm.memo_version).where(v.memo_id == memo_id, v.number == number)).first()
    if row is None:
        return False
    values = {
        "text": row.text,
        "kind": row.kind,
        "version": number,
        "edited_at": row.written_at if number > 1 else None,
    }
    connection.execute(update(t.memo).where(t.memo.c.id == memo_id).values(**values))
    return True


def read_versions(connection: Connection, memo_id: str) -> tuple[MemoVersion, ...]:
    """Every text the memo has had, oldest first."""
    v = tm.memo_version.c
    rows = connection.execute(select(tm.memo_version).where(v.memo_id == memo_id).order_by(v.number))
    return tuple(MemoVersion(r.number, r.text, r.kind, r.written_at) for r in rows)


def forget_versions(connection: Connection, memo: Memo) -> int:
    """Delete every text but the one that holds; how many."""
    v = tm.memo_version.c
    gone = connection.execute(delete(tm.memo_version).where(v.memo_id == memo.id, v.number != memo.version))
    return int(gone.rowcount)


def remove_memo(connection: Connection, memo_id: str, person: Person) -> None:
    """Delete a memo; its row stays, so that undo brings back the same one."""
    connection.execute(update(t.memo).where(t.memo.c.id == memo_id).values(removed_at=now(), removed_by=person.id))


def restore_memo(connection: Connection, memo_id: str) -> None:
    connection.execute(update(t.memo).where(t.memo.c.id == memo_id).values(removed_at=None, removed_by=None))


def blank_unread_texts(connection: Connection, is_echo: Callable[[str], bool], blank: str) -> int:
    """Put `blank` in place of texts nobody can edit any more and for which `is_echo` is true: earlier texts, and all
    texts of deleted memos. How many."""
    v, m = tm.memo_version, t.memo
    query = select(v.c.memo_id, v.c.number, v.c.text, m.c.version, m.c.removed_at).join(m)
    count = 0
    for row in connection.execute(query).all():
        if (row.number != row.version or row.removed_at is not None) and is_echo(row.text):
            own = (v.c.memo_id == row.memo_id, v.c.number == row.number)
            connection.execute(update(v).where(*own).values(text=blank))
            if row.number == row.version:
                connection.execute(update(m).where(m.c.id == row.memo_id).values(text=blank))
            count += 1
    return count


def _insert_version(connection: Connection, memo_id: str, number: int, text: str, kind: str) -> None:
    values = {"memo_id": memo_id, "number": number, "text": text, "kind": kind, "written_at": now()}
    connection.execute(insert(tm.memo_version).values(**values))


# --- what memos point to


def read_links(connection: Connection) -> tuple[MemoLink, ...]:
    """Every link of a memo that stands, oldest first."""
    link = tm.memo_link
    query = select(link).join(t.memo).where(t.memo.c.removed_at.is_(None)).order_by(link.c.made_at, link.c.id)
    return tuple(MemoLink(r.id, r.memo_id, r.target_kind, r.target_id) for r in connection.execute(query))


def insert_link(connection: Connection, link: MemoLink, person: Person) -> None:
    """RowClash when the memo points there already."""
    values = {"target_kind": link.target_kind, "target_id": link.target_id, "made_by": person.id, "made_at": now()}
    connection.execute(insert(tm.memo_link).values(id=link.id, memo_id=link.memo_id, **values))


def delete_link(connection: Connection, link_id: str) -> bool:
    """False when there is none."""
    return bool(connection.execute(delete(tm.memo_link).where(tm.memo_link.c.id == link_id)).rowcount)
