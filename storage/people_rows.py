"""Rows about participants beyond roles and consents: site, attributes, absences; and the study's own roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete, func, insert, select, update

from core.clock import new_id
from core.design import Absence, Attribute, AttributeKind, DatedValue, StudyRole
from storage import tables as t
from storage import tables_people as tp
from storage.database import Connection


def name_key(name: str) -> str:
    """What two names share when a person would call them the same."""
    return " ".join(name.split()).casefold()


# --- roles


def read_study_roles(connection: Connection) -> tuple[StudyRole, ...]:
    rows = connection.execute(select(tp.study_role).order_by(tp.study_role.c.name_key))
    return tuple(StudyRole(r.id, r.name, r.meaning) for r in rows)


def write_study_role(connection: Connection, role: StudyRole) -> None:
    """Insert a role, or bring its row up to date. RowClash when the name is taken."""
    values = {"name": role.name, "name_key": name_key(role.name), "meaning": role.meaning}
    changed = connection.execute(update(tp.study_role).where(tp.study_role.c.id == role.id).values(**values))
    if not changed.rowcount:
        connection.execute(insert(tp.study_role).values(id=role.id, **values))


def delete_study_role(connection: Connection, role_id: str) -> None:
    connection.execute(delete(tp.study_role).where(tp.study_role.c.id == role_id))


def rename_held_role(connection: Connection, old: str, new: str) -> None:
    """Whoever holds the role called `old` holds `new`, from the same days on; voices named by it too."""
    connection.execute(update(t.participant_role).where(t.participant_role.c.role == old).values(role=new))
    connection.execute(update(t.speaker).where(t.speaker.c.role == old).values(role=new))


def delete_held_role(connection: Connection, participant_id: str, role: str, since: date | None) -> int:
    """Take one dated role away; how many rows that were."""
    held = t.participant_role.c
    same_day = held.since.is_(None) if since is None else held.since == since
    return connection.execute(
        delete(t.participant_role).where(held.participant_id == participant_id, held.role == role, same_day)
    ).rowcount


# --- site


def set_site(connection: Connection, participant_id: str, site_id: str | None) -> None:
    connection.execute(update(t.participant).where(t.participant.c.id == participant_id).values(site_id=site_id))


# --- attributes


def read_attributes(connection: Connection) -> tuple[Attribute, ...]:
    rows = connection.execute(select(tp.attribute).order_by(tp.attribute.c.position))
    return tuple(Attribute(r.id, r.name, AttributeKind(r.kind), tuple(r.choices)) for r in rows)


def write_attribute(connection: Connection, attribute: Attribute) -> None:
    """Insert an attribute after the others, or bring its row up to date. RowClash when the name is taken."""
    values = {
        "name": attribute.name,
        "name_key": name_key(attribute.name),
        "kind": attribute.kind.value,
        "choices": list(attribute.choices),
    }
    changed = connection.execute(update(tp.attribute).where(tp.attribute.c.id == attribute.id).values(**values))
    if not changed.rowcount:
        last = connection.execute(select(func.max(tp.attribute.c.position))).scalar() or 0
        connection.execute(insert(tp.attribute).values(id=attribute.id, position=last + 1, **values))


def delete_attribute(connection: Connection, attribute_id: str) -> None:
    connection.execute(delete(tp.attribute).where(tp.attribute.c.id == attribute_id))


def count_values(connection: Connection) -> Mapping[str, int]:
    """How many values each attribute has, of all participants; attributes without any are absent."""
    column = tp.participant_attribute.c.attribute_id
    rows = connection.execute(select(column, func.count()).group_by(column))
    return {attribute_id: count for attribute_id, count in rows}


def read_values(connection: Connection) -> Mapping[str, tuple[DatedValue, ...]]:
    """By participant, oldest first, in the order of the attributes."""
    found: dict[str, list[DatedValue]] = defaultdict(list)
    query = select(tp.participant_attribute).join(tp.attribute)
    order = (tp.attribute.c.position, tp.participant_attribute.c.since.nulls_first())
    for r in connection.execute(query.order_by(*order)):
        found[r.participant_id].append(DatedValue(r.attribute_id, r.value, r.since))
    return {participant_id: tuple(values) for participant_id, values in found.items()}


def write_value(connection: Connection, participant_id: str, value: DatedValue) -> None:
    """Keep a value; one of the same attribute and day is replaced."""
    delete_value(connection, participant_id, value.attribute_id, value.since)
    connection.execute(
        insert(tp.participant_attribute).values(
            id=new_id(),
            participant_id=participant_id,
            attribute_id=value.attribute_id,
            value=value.value,
            since=value.since,
        )
    )


def delete_value(connection: Connection, participant_id: str, attribute_id: str, since: date | None) -> int:
    """Take one dated value away; how many rows that were."""
    kept = tp.participant_attribute.c
    same_day = kept.since.is_(None) if since is None else kept.since == since
    return connection.execute(
        delete(tp.participant_attribute).where(
            kept.participant_id == participant_id, kept.attribute_id == attribute_id, same_day
        )
    ).rowcount


# --- absences


def read_absences(connection: Connection) -> tuple[Absence, ...]:
    rows = connection.execute(select(tp.absence).order_by(tp.absence.c.wave_id, tp.absence.c.participant_id))
    return tuple(Absence(r.participant_id, r.wave_id, r.reason) for r in rows)


def write_absence(connection: Connection, absence: Absence) -> None:
    """Keep the reason, in place of an earlier one; an empty reason takes it away."""
    where = (tp.absence.c.participant_id == absence.participant_id, tp.absence.c.wave_id == absence.wave_id)
    connection.execute(delete(tp.absence).where(*where))
    if absence.reason:
        connection.execute(
            insert(tp.absence).values(
                participant_id=absence.participant_id, wave_id=absence.wave_id, reason=absence.reason
            )
        )
