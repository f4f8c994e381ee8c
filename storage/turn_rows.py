"""Rows of single turns: read, changed, put in between, taken out. Hidden ones are told apart by the caller."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from storage import tables as t
from storage.database import Connection
from storage.words import pack, unpack
from transcripts.model import Check, Turn


def read_turns_by_id(connection: Connection, transcript_id: str, turn_ids: Collection[str]) -> dict[str, Turn]:
    """These turns with their words, hidden ones too; those of other transcripts are absent."""
    query = select(t.turn).where(t.turn.c.transcript_id == transcript_id, t.turn.c.id.in_(list(turn_ids)))
    return {row.id: turn_of(row) for row in connection.execute(query)}


def read_revisions(connection: Connection, transcript_id: str, turn_ids: Collection[str]) -> dict[str, int]:
    """Which revision of their words these turns have; those of other transcripts are absent."""
    query = select(t.turn.c.id, t.turn.c.revision).where(
        t.turn.c.transcript_id == transcript_id, t.turn.c.id.in_(list(turn_ids))
    )
    return {row.id: row.revision for row in connection.execute(query)}


def read_every_turn(connection: Connection, transcript_id: str) -> tuple[Turn, ...]:
    """All turns with their words in order, hidden ones too."""
    query = select(t.turn).where(t.turn.c.transcript_id == transcript_id).order_by(t.turn.c.position)
    return tuple(turn_of(row) for row in connection.execute(query))


def turn_of(row: Row[Any]) -> Turn:
    """The turn in a row that has all columns of its table."""
    check = Check(row.checked_by, row.checked_at) if row.checked_by else None
    words = unpack(row.words)
    return Turn(row.id, row.speaker, row.text, row.start_ms, row.end_ms, words, row.revision, check)


def read_texts_between(
    connection: Connection, transcript_id: str, first: str, last: str
) -> tuple[tuple[str, str], ...]:
    """The ids and texts of the turns from one to another, in order, hidden ones too."""
    own = t.turn.c.transcript_id == transcript_id
    start = select(t.turn.c.position).where(own, t.turn.c.id == first).scalar_subquery()
    end = select(t.turn.c.position).where(own, t.turn.c.id == last).scalar_subquery()
    query = select(t.turn.c.id, t.turn.c.text).where(own, t.turn.c.position.between(start, end))
    return tuple((row.id, row.text) for row in connection.execute(query.order_by(t.turn.c.position)))


def next_turn(connection: Connection, transcript_id: str, turn_id: str) -> str | None:
    """The id of the turn that follows, hidden or not; None after the last."""
    at = select(t.turn.c.position).where(t.turn.c.id == turn_id).scalar_subquery()
    query = select(t.turn.c.id).where(t.turn.c.transcript_id == transcript_id, t.turn.c.position > at)
    return connection.execute(query.order_by(t.turn.c.position).limit(1)).scalar_one_or_none()


def write_turn(connection: Connection, turn: Turn) -> None:
    """Everything of a turn but its place."""
    connection.execute(update(t.turn).where(t.turn.c.id == turn.id).values(**turn_values(turn)))


def turn_values(turn: Turn) -> dict[str, Any]:
    return {
        "speaker": turn.speaker,
        "text": turn.text,
        "start_ms": turn.start_ms,
        "end_ms": turn.end_ms,
        "words": pack(turn.words),
        "revision": turn.revision,
        "checked_by": turn.checked.by if turn.checked else None,
        "checked_at": turn.checked.at if turn.checked else None,
    }


def insert_turn_after(connection: Connection, transcript_id: str, before_id: str, turn: Turn) -> None:
    """Put a turn behind another; those behind it move on by one place."""
    _insert_at(connection, transcript_id, _position(connection, before_id) + 1, turn)


def insert_turn_before(connection: Connection, transcript_id: str, after_id: str, turn: Turn) -> None:
    """Put a turn in front of another, which moves on by one place with all behind it."""
    _insert_at(connection, transcript_id, _position(connection, after_id), turn)


def delete_turn(connection: Connection, transcript_id: str, turn_id: str) -> None:
    """Take a turn out; no coding may point at it any more, or it would go too."""
    at = _position(connection, turn_id)
    connection.execute(delete(t.turn).where(t.turn.c.id == turn_id))
    _shift(connection, transcript_id, at, -1)


def set_speaker(connection: Connection, turn_ids: Iterable[str], label: str) -> None:
    connection.execute(update(t.turn).where(t.turn.c.id.in_(list(turn_ids))).values(speaker=label))


def insert_speaker(connection: Connection, transcript_id: str, label: str) -> None:
    """A voice nobody has named."""
    connection.execute(insert(t.speaker).values(transcript_id=transcript_id, label=label, name=""))


def delete_unused_speaker(connection: Connection, transcript_id: str, label: str) -> bool:
    """Forget a voice that says nothing and that nobody has named; False when it stays."""
    s = t.speaker.c
    own = t.turn.c.transcript_id == transcript_id
    if connection.execute(select(t.turn.c.id).where(own, t.turn.c.speaker == label).limit(1)).first():
        return False
    unnamed = s.participant_id.is_(None), s.role.is_(None), s.name == ""
    gone = connection.execute(delete(t.speaker).where(s.transcript_id == transcript_id, s.label == label, *unnamed))
    return gone.rowcount > 0


def move_memos(
    connection: Connection, from_turn: str, to_turn: str, memo_ids: Collection[str] | None = None
) -> list[str]:
    """Let memos about one turn be about another; those of `memo_ids`, or all. Which ones they were."""
    m = t.memo.c
    query = select(m.id).where(m.about_kind == "turn", m.about_id == from_turn)
    found = list(connection.execute(query).scalars())
    moved = found if memo_ids is None else [memo for memo in found if memo in memo_ids]
    connection.execute(update(t.memo).where(m.id.in_(moved)).values(about_id=to_turn))
    return moved


def _position(connection: Connection, turn_id: str) -> int:
    return int(connection.execute(select(t.turn.c.position).where(t.turn.c.id == turn_id)).scalar_one())


def _insert_at(connection: Connection, transcript_id: str, position: int, turn: Turn) -> None:
    _shift(connection, transcript_id, position - 1, 1)
    values = {"id": turn.id, "transcript_id": transcript_id, "position": position, **turn_values(turn)}
    connection.execute(insert(t.turn).values(**values))


def _shift(connection: Connection, transcript_id: str, behind: int, by: int) -> None:
    """Move every turn behind a place; by way of negative places, since two turns can never share one."""
    own, position = t.turn.c.transcript_id == transcript_id, t.turn.c.position
    connection.execute(update(t.turn).where(own, position > behind).values(position=-(position + by)))
    connection.execute(update(t.turn).where(own, position < 0).values(position=func.abs(position)))
