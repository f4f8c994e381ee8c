"""Rows of rounds: coders, choices, and which interviews are finished or released in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from coding.model import Round, RoundKind
from core.clock import now
from core.design import Person
from storage import tables as t
from storage import tables_rounds as tr
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Finished:
    """A coder has gone through an interview in a round."""

    round_id: str
    interview_id: str
    person_id: str
    at: datetime


def insert_round(connection: Connection, round_: Round) -> None:
    position = connection.execute(select(func.count()).select_from(t.coding_round)).scalar_one()
    connection.execute(
        insert(t.coding_round).values(
            id=round_.id,
            label=round_.label,
            kind=round_.kind.value,
            position=position,
            closed_at=now() if round_.closed else None,
        )
    )
    write_coders(connection, round_.id, round_.coder_ids)


def read_rounds(connection: Connection) -> tuple[Round, ...]:
    """Every round, the first made first."""
    coders: dict[str, list[str]] = {}
    named = select(tr.round_coder).join(t.person).order_by(t.person.c.joined_at, t.person.c.id)
    for row in connection.execute(named):
        coders.setdefault(row.round_id, []).append(row.person_id)
    rows = connection.execute(select(t.coding_round).order_by(t.coding_round.c.position))
    return tuple(
        Round(r.id, r.label, RoundKind(r.kind), tuple(coders.get(r.id, ())), closed=r.closed_at is not None)
        for r in rows
    )


def rename_round(connection: Connection, round_id: str, label: str) -> None:
    connection.execute(update(t.coding_round).where(t.coding_round.c.id == round_id).values(label=label))


def set_closed(connection: Connection, round_id: str, *, closed: bool) -> None:
    at = now() if closed else None
    connection.execute(update(t.coding_round).where(t.coding_round.c.id == round_id).values(closed_at=at))


def write_coders(connection: Connection, round_id: str, person_ids: Iterable[str]) -> None:
    """From now on these people code alone in the round."""
    connection.execute(delete(tr.round_coder).where(tr.round_coder.c.round_id == round_id))
    rows = [{"round_id": round_id, "person_id": person_id} for person_id in dict.fromkeys(person_ids)]
    if rows:
        connection.execute(insert(tr.round_coder), rows)


def read_coders_at_work(connection: Connection, round_id: str) -> frozenset[str]:
    """Who has coded in a round or has finished an interview in it, also where all of it was taken away again."""
    codings = select(t.coding.c.coder_id).where(t.coding.c.round_id == round_id)
    finished = select(tr.round_finished.c.person_id).where(tr.round_finished.c.round_id == round_id)
    return frozenset(connection.execute(codings.union(finished)).scalars())


# --- one's round


def read_choice(connection: Connection, person: Person) -> str | None:
    """The round a person has chosen to code in."""
    query = select(tr.round_choice.c.round_id).where(tr.round_choice.c.person_id == person.id)
    return connection.execute(query).scalar()


def write_choice(connection: Connection, person: Person, round_id: str) -> None:
    connection.execute(delete(tr.round_choice).where(tr.round_choice.c.person_id == person.id))
    connection.execute(insert(tr.round_choice).values(person_id=person.id, round_id=round_id))


# --- finished and released


def read_finished(connection: Connection, interview_id: str | None = None) -> tuple[Finished, ...]:
    """Who has finished what, the first first; in one interview, or in all."""
    query = select(tr.round_finished).order_by(tr.round_finished.c.at)
    if interview_id is not None:
        query = query.where(tr.round_finished.c.interview_id == interview_id)
    return tuple(Finished(r.round_id, r.interview_id, r.person_id, r.at) for r in connection.execute(query))


def write_finished(connection: Connection, round_id: str, interview_id: str, person: Person) -> None:
    connection.execute(
        insert(tr.round_finished).values(round_id=round_id, interview_id=interview_id, person_id=person.id, at=now())
    )


def delete_finished(connection: Connection, round_id: str, interview_id: str, person: Person) -> None:
    f = tr.round_finished.c
    own = (f.round_id == round_id, f.interview_id == interview_id, f.person_id == person.id)
    connection.execute(delete(tr.round_finished).where(*own))


def read_releases(connection: Connection, interview_id: str | None = None) -> frozenset[tuple[str, str]]:
    """Round and interview of everything that has been released."""
    query = select(tr.round_release.c.round_id, tr.round_release.c.interview_id)
    if interview_id is not None:
        query = query.where(tr.round_release.c.interview_id == interview_id)
    return frozenset((r.round_id, r.interview_id) for r in connection.execute(query))


def write_release(connection: Connection, round_id: str, interview_id: str) -> None:
    """From now on everybody sees what was coded in the interview in this round. There is no way back."""
    connection.execute(insert(tr.round_release).values(round_id=round_id, interview_id=interview_id, at=now()))


def coding_ids(connection: Connection, round_id: str, interview_id: str) -> tuple[str, ...]:
    """The codings that stand in one interview in one round, whoever may see them."""
    c = t.coding.c
    query = select(c.id).where(c.interview_id == interview_id, c.round_id == round_id, c.removed_at.is_(None))
    return tuple(connection.execute(query).scalars())
