"""The memos an interview's desk shows, and how they read as JSON."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from coding.model import Memo
from core.design import Interview, Person
from storage import design_rows, memo_rows
from storage.database import Connection
from study.memo_sight import InSight, seen_memos


def read_desk_memos(
    connection: Connection, viewer: Person, interview: Interview, codings: Collection[str], turns: Collection[str]
) -> tuple[Memo, ...]:
    """On the interview, what is said and coded in it, its participants, and on codes. `codings` and `turns` are the
    ids of those that the person sees."""
    gone = {p.id for p in design_rows.read_participants(connection) if p.withdrawn_on is not None}
    people = set(interview.participant_ids)
    memos = [
        memo
        for memo in memo_rows.read_memos(connection, viewer)
        if memo.interview_id == interview.id or memo.about_kind == "code" or memo.about_id in people
    ]
    return seen_memos(connection, viewer, memos, InSight(codings, turns, {interview.id}, gone))


def memo_json(memo: Memo, names: Mapping[str, str]) -> dict[str, Any]:
    """As the browser reads it."""
    return {
        "id": memo.id,
        "about_kind": memo.about_kind,
        "about_id": memo.about_id,
        "kind": memo.kind,
        "text": memo.text,
        "author": memo.author_id,
        "author_name": names.get(memo.author_id, "?"),
        "written_at": memo.written_at.isoformat(),
        "edited_at": memo.edited_at.isoformat() if memo.edited_at else None,
        "version": memo.version,
    }
