"""Rows of frozen codebooks, and of the waves they belong to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from codebooks.data import from_data, to_data
from codebooks.model import Codebook
from core.clock import new_id, now
from core.design import Person
from storage import tables as t
from storage import tables_codebook as tc
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class CodebookVersion:
    """The codebook as it was on a day, frozen with a note."""

    id: str
    number: int  #: 1 for the first.
    label: str
    note: str
    codebook: Codebook
    frozen_at: datetime
    frozen_by: str  #: The person's name.
    wave_ids: tuple[str, ...] = ()


def insert_version(connection: Connection, person: Person, codebook: Codebook, label: str, note: str) -> str:
    v = tc.codebook_version
    version_id = new_id()
    last = connection.execute(select(func.max(v.c.number))).scalar() or 0
    connection.execute(
        insert(v).values(
            id=version_id,
            number=last + 1,
            label=label,
            note=note,
            content=to_data(codebook),
            frozen_at=now(),
            frozen_by=person.id,
        )
    )
    return version_id


def read_versions(connection: Connection) -> tuple[CodebookVersion, ...]:
    """Every version, oldest first."""
    waves: dict[str, list[str]] = defaultdict(list)
    ties = select(tc.wave_codebook).join(t.wave).order_by(t.wave.c.position)
    for row in connection.execute(ties):
        waves[row.version_id].append(row.wave_id)
    v = tc.codebook_version
    query = select(v, t.person.c.name.label("by_name")).join(t.person).order_by(v.c.number)
    return tuple(
        CodebookVersion(
            id=row.id,
            number=row.number,
            label=row.label,
            note=row.note,
            codebook=from_data(row.content),
            frozen_at=row.frozen_at,
            frozen_by=row.by_name,
            wave_ids=tuple(waves[row.id]),
        )
        for row in connection.execute(query)
    )


def is_looked_with(connection: Connection, version_id: str) -> bool:
    """Whether somebody has looked for codes with this version in hand."""
    marks = tc.looked_for
    return connection.execute(select(marks.c.at).where(marks.c.version_id == version_id).limit(1)).first() is not None


def delete_version(connection: Connection, version_id: str) -> None:
    connection.execute(delete(tc.codebook_version).where(tc.codebook_version.c.id == version_id))


def tie(connection: Connection, wave_id: str, version_id: str) -> None:
    """A wave has one version: this one, from now on."""
    untie(connection, wave_id)
    connection.execute(insert(tc.wave_codebook).values(wave_id=wave_id, version_id=version_id))


def untie(connection: Connection, wave_id: str) -> None:
    connection.execute(delete(tc.wave_codebook).where(tc.wave_codebook.c.wave_id == wave_id))
