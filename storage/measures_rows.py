"""Rows of clients, their forms and links. Forms of clients who have withdrawn are left out here, for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from core.clock import now
from core.design import Person
from measures.forms import Client, ClientForm, ClientLink, Entry
from measures.model import Occasion
from storage import tables as t
from storage import tables_measures as tm
from storage.database import Connection
from storage.people_rows import name_key

# --- clients


def read_clients(connection: Connection) -> tuple[Client, ...]:
    """Every client, also those who have withdrawn, by label."""
    rows = connection.execute(select(tm.client).order_by(tm.client.c.label_key))
    return tuple(Client(r.id, r.label, r.withdrawn_on) for r in rows)


def insert_client(connection: Connection, client: Client) -> None:
    """RowClash when the label is taken."""
    values = {"id": client.id, "label": client.label, "label_key": name_key(client.label), "added_at": now()}
    connection.execute(insert(tm.client).values(withdrawn_on=client.withdrawn_on, **values))


def write_client(connection: Connection, client: Client) -> None:
    """RowClash when the label is taken."""
    values = {"label": client.label, "label_key": name_key(client.label), "withdrawn_on": client.withdrawn_on}
    connection.execute(update(tm.client).where(tm.client.c.id == client.id).values(**values))


def delete_client(connection: Connection, client_id: str) -> None:
    """With all forms, corrected ones too, links, and memos on them."""
    ids = {client_id, *connection.execute(select(tm.client_form.c.id).where(_of(client_id))).scalars()}
    connection.execute(delete(t.memo).where(t.memo.c.about_id.in_(ids)))
    connection.execute(delete(tm.client).where(tm.client.c.id == client_id))


def count_traces(connection: Connection, client_id: str) -> tuple[int, int]:
    """How many forms, corrected ones and those of a withdrawn client too, and how many links."""
    forms = select(func.count()).select_from(tm.client_form).where(_of(client_id))
    links = select(func.count()).select_from(tm.client_link).where(tm.client_link.c.client_id == client_id)
    return connection.execute(forms).scalar_one(), connection.execute(links).scalar_one()


# --- forms


def read_forms(connection: Connection) -> tuple[ClientForm, ...]:
    """The forms that hold, oldest entry first."""
    return _forms(connection, tm.client_form.c.replaced_at.is_(None))


def read_versions(
    connection: Connection, client_id: str, instrument_id: str, occasion: Occasion
) -> tuple[ClientForm, ...]:
    """Every entry of one form, corrected and removed ones too, oldest first."""
    form = tm.client_form.c
    return _forms(connection, _of(client_id), form.instrument == instrument_id, form.occasion == occasion.value)


def _forms(connection: Connection, *where: Any) -> tuple[ClientForm, ...]:
    query = select(tm.client_form).join(tm.client).where(tm.client.c.withdrawn_on.is_(None), *where)
    return tuple(map(_form, connection.execute(query.order_by(tm.client_form.c.entered_at))))


def insert_form(connection: Connection, form: ClientForm) -> None:
    connection.execute(
        insert(tm.client_form).values(
            id=form.id,
            client_id=form.client_id,
            instrument=form.instrument_id,
            occasion=form.occasion.value,
            answers=list(form.answers),
            filled_in_on=form.filled_in_on,
            entered_by=form.entry.by,
            entered_at=form.entry.at,
        )
    )


def replace_form(connection: Connection, form_id: str, person: Person) -> bool:
    """Say that the form no longer holds; False when it did not hold before."""
    where = (tm.client_form.c.id == form_id, tm.client_form.c.replaced_at.is_(None))
    changed = connection.execute(
        update(tm.client_form).where(*where).values(replaced_by=person.id, replaced_at=now())
    )  # fmt: skip
    return changed.rowcount == 1


def _form(row: Row[Any]) -> ClientForm:
    return ClientForm(
        id=row.id,
        client_id=row.client_id,
        instrument_id=row.instrument,
        occasion=Occasion(row.occasion),
        answers=tuple(row.answers),
        filled_in_on=row.filled_in_on,
        entry=entry_of(row),
    )


def entry_of(row: Row[Any]) -> Entry:
    return Entry(row.entered_by, row.entered_at, row.replaced_by, row.replaced_at)


def _of(client_id: str) -> Any:
    return tm.client_form.c.client_id == client_id


# --- links


def read_links(connection: Connection) -> tuple[ClientLink, ...]:
    """Every link, also those undone, oldest first; none of clients or participants who have withdrawn."""
    query = (
        select(tm.client_link)
        .join(tm.client)
        .join(t.participant)
        .where(tm.client.c.withdrawn_on.is_(None), t.participant.c.withdrawn_on.is_(None))
    )
    return tuple(map(_link, connection.execute(query.order_by(tm.client_link.c.made_at))))


def insert_link(connection: Connection, link: ClientLink) -> None:
    values = {"client_id": link.client_id, "participant_id": link.participant_id, "reason": link.reason}
    connection.execute(
        insert(tm.client_link).values(id=link.id, made_by=link.made_by, made_at=link.made_at, **values)
    )  # fmt: skip


def undo_link(connection: Connection, link_id: str, person: Person) -> bool:
    """Say that the link no longer holds; False when it did not hold before."""
    where = (tm.client_link.c.id == link_id, tm.client_link.c.undone_at.is_(None))
    changed = connection.execute(update(tm.client_link).where(*where).values(undone_by=person.id, undone_at=now()))
    return changed.rowcount == 1


def _link(row: Row[Any]) -> ClientLink:
    return ClientLink(
        id=row.id,
        client_id=row.client_id,
        participant_id=row.participant_id,
        reason=row.reason,
        made_by=row.made_by,
        made_at=row.made_at,
        undone_by=row.undone_by,
        undone_at=row.undone_at,
    )


def is_client(connection: Connection, client_id: str) -> bool:
    """Whether the client is still in the study."""
    return connection.execute(select(tm.client.c.id).where(tm.client.c.id == client_id)).first() is not None


def labels_held(connection: Connection, labels: Sequence[str]) -> set[str]:
    """Those of the labels that are participants' pseudonyms, as typed."""
    keys = {name_key(name) for name in connection.execute(select(t.participant.c.pseudonym)).scalars()}
    return {label for label in labels if name_key(label) in keys}
