"""Rows of the study's own scales and of participants' forms. Forms of participants who have withdrawn are left out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from core.clock import now
from core.design import Person
from measures.forms import ScaleForm
from measures.own import OwnScale, Scoring
from storage import tables as t
from storage import tables_measures as tm
from storage.database import Connection
from storage.measures_rows import entry_of
from storage.people_rows import name_key


def read_scales(connection: Connection) -> tuple[OwnScale, ...]:
    """Every scale, in the order of the waves, then by name."""
    query = select(tm.own_scale).join(t.wave).order_by(t.wave.c.position, tm.own_scale.c.name_key)
    return tuple(
        OwnScale(
            id=r.id,
            wave_id=r.wave_id,
            name=r.name,
            items=tuple(r.items),
            lowest=r.lowest,
            highest=r.highest,
            reversed=tuple(r.reversed),
            scoring=Scoring(r.scoring),
            most_missing=r.most_missing,
        )
        for r in connection.execute(query)
    )


def write_scale(connection: Connection, scale: OwnScale) -> None:
    """Insert a scale, or bring its row up to date. RowClash when its wave has one of that name."""
    values = {
        "wave_id": scale.wave_id,
        "name": scale.name,
        "name_key": name_key(scale.name),
        "items": list(scale.items),
        "lowest": scale.lowest,
        "highest": scale.highest,
        "reversed": list(scale.reversed),
        "scoring": scale.scoring.value,
        "most_missing": scale.most_missing,
    }
    changed = connection.execute(update(tm.own_scale).where(tm.own_scale.c.id == scale.id).values(**values))
    if not changed.rowcount:
        connection.execute(insert(tm.own_scale).values(id=scale.id, **values))


def delete_scale(connection: Connection, scale_id: str) -> None:
    connection.execute(delete(tm.own_scale).where(tm.own_scale.c.id == scale_id))


def count_scale_forms(connection: Connection, scale_id: str) -> int:
    """How many forms a scale has, of whomever, corrected and removed ones too."""
    query = select(func.count()).select_from(tm.scale_form).where(tm.scale_form.c.scale_id == scale_id)
    return connection.execute(query).scalar_one()


def count_participant_forms(connection: Connection, participant_id: str) -> int:
    """How many forms a participant has left, corrected and removed ones too."""
    query = select(func.count()).select_from(tm.scale_form).where(tm.scale_form.c.participant_id == participant_id)
    return connection.execute(query).scalar_one()


def read_scale_forms(connection: Connection) -> tuple[ScaleForm, ...]:
    """The forms that hold, oldest entry first."""
    return _forms(connection, tm.scale_form.c.replaced_at.is_(None))


def read_scale_versions(connection: Connection, scale_id: str, participant_id: str) -> tuple[ScaleForm, ...]:
    """Every entry of one form, corrected and removed ones too, oldest first."""
    form = tm.scale_form.c
    return _forms(connection, form.scale_id == scale_id, form.participant_id == participant_id)


def insert_scale_form(connection: Connection, form: ScaleForm) -> None:
    connection.execute(
        insert(tm.scale_form).values(
            id=form.id,
            scale_id=form.scale_id,
            participant_id=form.participant_id,
            answers=list(form.answers),
            filled_in_on=form.filled_in_on,
            entered_by=form.entry.by,
            entered_at=form.entry.at,
        )
    )


def replace_scale_form(connection: Connection, form_id: str, person: Person) -> bool:
    """Say that the form no longer holds; False when it did not hold before."""
    where = (tm.scale_form.c.id == form_id, tm.scale_form.c.replaced_at.is_(None))
    changed = connection.execute(update(tm.scale_form).where(*where).values(replaced_by=person.id, replaced_at=now()))
    return changed.rowcount == 1


def _forms(connection: Connection, *where: Any) -> tuple[ScaleForm, ...]:
    query = select(tm.scale_form).join(t.participant).where(t.participant.c.withdrawn_on.is_(None), *where)
    return tuple(map(_form, connection.execute(query.order_by(tm.scale_form.c.entered_at))))


def _form(row: Row[Any]) -> ScaleForm:
    return ScaleForm(
        id=row.id,
        scale_id=row.scale_id,
        participant_id=row.participant_id,
        answers=tuple(row.answers),
        filled_in_on=row.filled_in_on,
        entry=entry_of(row),
    )
