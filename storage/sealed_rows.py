"""Rows of sealed words: what stood where a substitute stands now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, insert, select

from core.clock import new_id, now
from core.design import Person
from storage import tables as t
from storage import tables_words as tw
from storage.database import Connection


class PlaceKind(StrEnum):
    """Which table holds the substitute."""

    TURN = "turn"
    TEXT = "text"  #: An earlier text of a turn, or a draft.
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class SealedWord:
    """One place where a substitute stands."""

    id: str
    redaction_id: str
    transcript_id: str
    turn_id: str
    place: PlaceKind
    place_id: str
    start: int  #: Where the substitute begins.
    substitute: str
    original: str
    by: str
    at: datetime


def insert_sealed(
    connection: Connection,
    redaction_id: str,
    transcript_id: str,
    turn_id: str,
    place: tuple[PlaceKind, str],
    words: Iterable[tuple[int, str]],
    substitute: str,
    person: Person,
) -> None:
    """Seal the words that stood in one text: where each substitute begins, and what stood there."""
    rows = [
        {
            "id": new_id(),
            "redaction_id": redaction_id,
            "transcript_id": transcript_id,
            "turn_id": turn_id,
            "place": place[0].value,
            "place_id": place[1],
            "start_offset": start,
            "substitute": substitute,
            "original": original,
            "by": person.id,
            "at": now(),
        }
        for start, original in words
    ]
    if rows:
        connection.execute(insert(tw.sealed_word), rows)


def read_sealed(connection: Connection, redaction_id: str) -> tuple[SealedWord, ...]:
    """What one redaction has sealed; in each text the last place first, so that putting back moves nothing else."""
    s = tw.sealed_word.c
    query = select(tw.sealed_word).where(s.redaction_id == redaction_id)
    return tuple(_sealed(row) for row in connection.execute(query.order_by(s.place_id, s.start_offset.desc())))


def read_all_sealed(connection: Connection) -> tuple[tuple[str, SealedWord], ...]:
    """The sealed words of turns in every version, newest first, each with the interview's id."""
    s = tw.sealed_word.c
    query = (
        select(tw.sealed_word, t.transcript.c.interview_id)
        .join(t.transcript, t.transcript.c.id == s.transcript_id)
        .where(s.place == PlaceKind.TURN.value)
        .order_by(s.at.desc(), s.turn_id, s.start_offset)
    )
    return tuple((row.interview_id, _sealed(row)) for row in connection.execute(query))


def delete_sealed(connection: Connection, sealed_ids: Iterable[str]) -> None:
    connection.execute(delete(tw.sealed_word).where(tw.sealed_word.c.id.in_(list(sealed_ids))))


def _sealed(r: Row[Any]) -> SealedWord:
    place = PlaceKind(r.place)
    where = (r.id, r.redaction_id, r.transcript_id, r.turn_id, place, r.place_id)
    return SealedWord(*where, r.start_offset, r.substitute, r.original, r.by, r.at)
