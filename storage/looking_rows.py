"""Rows of what coders have looked for, and of what has made looking again necessary."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from coding.looking import Looking, Mark, ScopeChange, ScopeKind
from core.clock import now
from core.design import Person
from storage import tables as t
from storage import tables_codebook as tc
from storage.database import Connection
from storage.sight import codings_seen_by, marks_seen_by


def read_looking(connection: Connection, viewer: Person, interview_id: str | None = None) -> Looking:
    """Every mark the person may see (of one interview, or of all) and every change of scope, oldest first."""
    return Looking(read_marks(connection, viewer, interview_id), read_scope_changes(connection))


def read_marks(connection: Connection, viewer: Person, interview_id: str | None = None) -> tuple[Mark, ...]:
    marks, version = tc.looked_for, tc.codebook_version
    query = select(marks, version.c.frozen_at).outerjoin(version).where(marks_seen_by(viewer)).order_by(marks.c.at)
    if interview_id is not None:
        query = query.where(marks.c.interview_id == interview_id)
    return tuple(
        Mark(r.interview_id, r.code_id, r.coder_id, r.at, min(r.at, r.frozen_at or r.at), r.version_id)
        for r in connection.execute(query)
    )


def read_scope_changes(connection: Connection) -> tuple[ScopeChange, ...]:
    rows = connection.execute(select(tc.scope_change).order_by(tc.scope_change.c.at))
    return tuple(ScopeChange(r.code_id, ScopeKind(r.kind), r.at, r.person_id) for r in rows)


def write_marks(
    connection: Connection,
    person: Person,
    interview_id: str,
    code_ids: Iterable[str],
    version_id: str | None,
    round_id: str | None = None,
) -> None:
    """The person has looked for these codes in the interview, working in this round; an earlier mark of theirs is
    replaced."""
    wanted = tuple(code_ids)
    delete_marks(connection, person, interview_id, wanted)
    at = now()
    rows = [
        {
            "interview_id": interview_id,
            "coder_id": person.id,
            "code_id": code,
            "version_id": version_id,
            "at": at,
            "round_id": round_id,
        }
        for code in wanted
    ]
    if rows:
        connection.execute(insert(tc.looked_for), rows)


def delete_marks(connection: Connection, person: Person, interview_id: str, code_ids: Iterable[str] | None) -> None:
    """Take the person's own marks away; None: all of theirs in the interview."""
    m = tc.looked_for.c
    where = [m.interview_id == interview_id, m.coder_id == person.id]
    codes = None if code_ids is None else set(code_ids)
    known = set(connection.execute(select(m.code_id).where(*where)).scalars())
    for code_id in known if codes is None else known & codes:
        connection.execute(delete(tc.looked_for).where(*where, m.code_id == code_id))


def first_coded(connection: Connection, viewer: Person) -> dict[str, datetime]:
    """By interview: when coding it began, as far as the person may see, be it by the first coding or by the first code
    looked for."""
    c, m = t.coding.c, tc.looked_for.c
    began: dict[str, datetime] = {}
    places = (
        (c.interview_id, c.created_at, codings_seen_by(viewer)),
        (m.interview_id, m.at, marks_seen_by(viewer)),
    )
    for column, moment, seen in places:
        for interview_id, at in connection.execute(select(column, func.min(moment)).where(seen).group_by(column)):
            began[interview_id] = min(at, began.get(interview_id, at))
    return began


def withdrawn_altogether(connection: Connection) -> frozenset[str]:
    """Interviews whose every participant has withdrawn: there is nothing left to read in them."""
    link, p = t.interview_participant, t.participant
    staying = func.sum(p.c.withdrawn_on.is_(None))
    query = select(link.c.interview_id).join(p).group_by(link.c.interview_id).having(staying == 0)
    return frozenset(connection.execute(query).scalars())
