"""Rows of codings by where they are, and of the review list: codings none of whose words survived a change."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from coding.model import Coding
from core.clock import now
from core.design import Person
from core.spans import Passage
from storage import tables as t
from storage import tables_words as tw
from storage.coding_rows import CodingRow, coding_of
from storage.database import Connection
from storage.sight import codings_seen_by

AT_ONCE = 500


def read_touching(connection: Connection, turn_ids: Collection[str]) -> tuple[CodingRow, ...]:
    """The codings that begin or end in one of these turns, also those taken away or waiting for review."""
    found = {}
    for part in _parts(sorted(turn_ids)):
        for column in (t.coding.c.start_turn, t.coding.c.end_turn):
            for row in connection.execute(select(t.coding).where(column.in_(part))):
                found[row.id] = CodingRow(coding_of(row), row.removed_by)
    return tuple(found[key] for key in sorted(found))


def read_named(connection: Connection, coding_ids: Collection[str]) -> tuple[CodingRow, ...]:
    """These codings, also those taken away, whoever may see them: for what must carry all of them along."""
    rows: list[Row[Any]] = []
    for part in _parts(sorted(coding_ids)):
        rows += connection.execute(select(t.coding).where(t.coding.c.id.in_(part)).order_by(t.coding.c.id))
    return tuple(CodingRow(coding_of(row), row.removed_by) for row in rows)


def read_placed_in(connection: Connection, interview_id: str) -> tuple[CodingRow, ...]:
    """Every coding of an interview, also those taken away or waiting for review."""
    rows = connection.execute(select(t.coding).where(t.coding.c.interview_id == interview_id).order_by(t.coding.c.id))
    return tuple(CodingRow(coding_of(row), row.removed_by) for row in rows)


def move_coding(connection: Connection, coding_id: str, passage: Passage) -> None:
    values = {
        "start_turn": passage.start_turn,
        "start_offset": passage.start,
        "end_turn": passage.end_turn,
        "end_offset": passage.end,
    }
    connection.execute(update(t.coding).where(t.coding.c.id == coding_id).values(**values))


# --- the review list


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A coding that waits for a person, or that one has settled."""

    coding_id: str
    was: Passage  #: In the text as it was.
    words: str  #: What it was on.
    by: str  #: Whose change it was.
    at: datetime
    hidden_by: str | None  #: Who has taken the coding away: nobody has to look, unless that is undone.
    settled_by: str | None

    @property
    def is_waiting(self) -> bool:
        return self.settled_by is None


def insert_review(connection: Connection, row: CodingRow, words: str, person: Person) -> None:
    """Put a coding on the review list: it stands nowhere until a person has looked."""
    coding, at = row.coding, now()
    connection.execute(delete(tw.review).where(tw.review.c.coding_id == coding.id))  # settled earlier
    connection.execute(
        insert(tw.review).values(
            coding_id=coding.id,
            interview_id=coding.interview_id,
            start_turn=coding.passage.start_turn,
            start_offset=coding.passage.start,
            end_turn=coding.passage.end_turn,
            end_offset=coding.passage.end,
            words=words,
            by=person.id,
            at=at,
            hidden_by=row.removed_by,
        )
    )
    _stand(connection, coding.id, at, person.id)


def read_review(connection: Connection, coding_id: str) -> ReviewRow | None:
    row = connection.execute(select(tw.review).where(tw.review.c.coding_id == coding_id)).first()
    return _review(row) if row else None


def read_waiting(connection: Connection, viewer: Person, interview_id: str) -> tuple[tuple[ReviewRow, Coding], ...]:
    """An interview's review list as far as the person may see it, oldest first: each with the coding as it is now."""
    r = tw.review.c
    query = select(tw.review).where(r.interview_id == interview_id, r.settled_by.is_(None), r.hidden_by.is_(None))
    rows = [_review(row) for row in connection.execute(query.order_by(r.at, r.coding_id))]
    codings = {}
    for part in _parts([row.coding_id for row in rows]):
        for found in connection.execute(select(t.coding).where(t.coding.c.id.in_(part), codings_seen_by(viewer))):
            codings[found.id] = coding_of(found)
    return tuple((row, codings[row.coding_id]) for row in rows if row.coding_id in codings)


def read_reviews(connection: Connection, interview_id: str) -> tuple[ReviewRow, ...]:
    """An interview's whole review list, settled ones too."""
    query = select(tw.review).where(tw.review.c.interview_id == interview_id)
    return tuple(_review(row) for row in connection.execute(query))


def rewrite_review(connection: Connection, coding_id: str, words: str) -> None:
    """Change the words kept: for those that must not be there any more, or that come back."""
    connection.execute(update(tw.review).where(tw.review.c.coding_id == coding_id).values(words=words))


def waiting_among(connection: Connection, coding_ids: Collection[str]) -> set[str]:
    """Those of these codings that stand nowhere: on the review list, or taken away from there."""
    r = tw.review.c
    found: set[str] = set()
    for part in _parts(sorted(coding_ids)):
        query = select(r.coding_id).where(r.coding_id.in_(part), r.placed.is_(False))
        found.update(connection.execute(query).scalars())
    return found


def hide_review(connection: Connection, coding_id: str, person: Person | None) -> None:
    """Note that a waiting coding was taken away, or brought back (None)."""
    hidden_by = person.id if person else None
    connection.execute(update(tw.review).where(tw.review.c.coding_id == coding_id).values(hidden_by=hidden_by))


def settle_review(connection: Connection, coding_id: str, person: Person, *, placed: bool) -> None:
    """A person has looked: the coding is where they put it, or taken away."""
    values = {"settled_by": person.id, "placed": placed}
    connection.execute(update(tw.review).where(tw.review.c.coding_id == coding_id).values(**values))


def reopen_review(connection: Connection, coding_id: str) -> None:
    row = read_review(connection, coding_id)
    connection.execute(
        update(tw.review).where(tw.review.c.coding_id == coding_id).values(settled_by=None, placed=False)
    )
    _stand(connection, coding_id, now(), row.by if row else None)


def delete_review(connection: Connection, coding_id: str) -> None:
    """The words are back: the coding stands as it stood, or is taken away as it was."""
    row = read_review(connection, coding_id)
    hidden_by = row.hidden_by if row else None
    connection.execute(delete(tw.review).where(tw.review.c.coding_id == coding_id))
    _stand(connection, coding_id, now() if hidden_by else None, hidden_by)


def _stand(connection: Connection, coding_id: str, removed_at: datetime | None, removed_by: str | None) -> None:
    values = {"removed_at": removed_at, "removed_by": removed_by}
    connection.execute(update(t.coding).where(t.coding.c.id == coding_id).values(**values))


def _review(r: Row[Any]) -> ReviewRow:
    was = Passage(r.start_turn, r.start_offset, r.end_turn, r.end_offset)
    return ReviewRow(r.coding_id, was, r.words, r.by, r.at, r.hidden_by, r.settled_by)


def _parts(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
