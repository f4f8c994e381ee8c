"""Which memos a person may see: none about somebody who has withdrawn, and none on a coding that is hidden from them.

A memo outlives what it is about: a coded segment that was taken away, a turn that was joined to another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from coding.model import Memo, MemoLink
from core.design import Person
from storage import coding_rows, memo_rows, transcript_rows
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class InSight:
    """The ids of what a person sees, and of the participants who have withdrawn."""

    codings: Collection[str]
    turns: Collection[str]
    interviews: Collection[str]
    gone: Collection[str]


def seen_memos(connection: Connection, viewer: Person, memos: Iterable[Memo], in_sight: InSight) -> tuple[Memo, ...]:
    """Those of the memos whose subject the person may see, or could see while it was there."""
    hidden = transcript_rows.hidden_turns(connection) if in_sight.gone else frozenset[str]()

    def is_seen(memo: Memo) -> bool:
        if memo.about_id in in_sight.gone or (memo.interview_id and memo.interview_id not in in_sight.interviews):
            return False
        if memo.about_kind == "turn":
            return memo.about_id in in_sight.turns or not _may_be_theirs(connection, memo, hidden)
        if memo.about_kind == "coding" and memo.about_id not in in_sight.codings:
            return _is_left_behind(connection, viewer, memo, hidden)
        return True

    return tuple(memo for memo in memos if is_seen(memo))


def seen_links(connection: Connection, viewer: Person, memos: Iterable[Memo]) -> tuple[MemoLink, ...]:
    """The links of these memos; a link to a memo that is not among them, or to a coding that is hidden from the
    person, is left out."""
    known = {memo.id for memo in memos}
    links = [link for link in memo_rows.read_links(connection) if link.memo_id in known]
    codings = [link.target_id for link in links if link.target_kind == "coding"]
    seen = {
        "memo": known,
        "coding": coding_rows.ids_seen(connection, viewer, codings) if codings else set[str](),
    }
    return tuple(link for link in links if link.target_id in seen.get(link.target_kind, {link.target_id}))


def _is_left_behind(connection: Connection, viewer: Person, memo: Memo, hidden: Collection[str]) -> bool:
    """Whether the coding was taken away, or is in an earlier transcript; else it is hidden from this person."""
    row = coding_rows.read_coding(connection, viewer, memo.about_id)
    if row is None:
        return not hidden
    passage = row.coding.passage
    stretch = transcript_rows.turns_between(connection, passage.start_turn, passage.end_turn)
    if any(turn in hidden for turn in stretch):
        return False
    return row.removed_by is not None or not transcript_rows.is_in_current(connection, passage.start_turn)


def _may_be_theirs(connection: Connection, memo: Memo, hidden: Collection[str]) -> bool:
    """Whether the turn is one of somebody who has withdrawn; one that is no longer there may have been."""
    if not hidden:
        return False
    return memo.about_id in hidden or transcript_rows.interview_of_turn(connection, memo.about_id) is None
