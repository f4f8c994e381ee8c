"""Verbs on clients: who they are, whether they have withdrawn, and documented links to participants."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core.clock import new_id, now
from core.design import Person
from core.errors import ConflictError, InputError, NotFoundError
from measures.forms import Client, ClientLink
from storage import design_rows, measures_rows
from storage.database import Connection
from study.base import OpenStudy, TooLongError, tidy_name
from study.design import find_participant, unless_taken
from study.people_words import refuse_identity_numbers

MOST_REASON = 1000


class LikeAParticipantError(ConflictError):
    """A client's label would join the client to a participant without saying so."""

    template = (
        "“{label}” is a participant's pseudonym. Give the client another label: clients and participants are only "
        "joined by a link with a reason."
    )

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class NoReasonError(InputError):
    """A link without a reason is not documented."""

    template = "Write the reason why “{label}” and “{pseudonym}” are linked, and who has agreed to it."

    def __init__(self, label: str, pseudonym: str) -> None:
        super().__init__(label=label, pseudonym=pseudonym)


class LinkedAlreadyError(ConflictError):
    """The client is linked already."""

    template = "“{label}” is linked to “{pseudonym}” already. Undo that link first."

    def __init__(self, label: str, pseudonym: str) -> None:
        super().__init__(label=label, pseudonym=pseudonym)


class WithdrawnClientError(ConflictError):
    """Nothing more is written down about somebody who has withdrawn."""

    template = (
        "“{label}” has withdrawn, so nothing can be written down about them. "
        "Take the withdrawal back if it was a mistake."
    )

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class ClientVerbs(OpenStudy):
    """Cases of their own: people who receive the programme."""

    def clients(self, person: Person) -> tuple[Client, ...]:
        """Every client, also those who have withdrawn, by label."""
        with self.reading(person) as connection:
            return measures_rows.read_clients(connection)

    def add_client(self, person: Person, label: str) -> Client:
        """Add a client. NameTakenError, LikeAParticipantError, IdentityNumberError."""
        with self.writing(person) as connection:
            return insert_client(connection, person, label)

    def rename_client(self, person: Person, client_id: str, label: str) -> Client:
        """Give a client another label."""
        with self.writing(person) as connection:
            client = replace(find_client(connection, client_id), label=_checked_label(connection, label))
            unless_taken("client", client.label, lambda: measures_rows.write_client(connection, client))
            design_rows.insert_audit(connection, person, "rename_client", "client", client_id)
            return client

    def withdraw_client(self, person: Person, client_id: str, on: date) -> None:
        """The client has withdrawn: their forms and links leave every score, table and export at once."""
        self._set_client_withdrawn(person, client_id, on, "withdraw_client")

    def take_back_client_withdrawal(self, person: Person, client_id: str) -> None:
        """The withdrawal was entered by mistake: everything that was excluded is back."""
        self._set_client_withdrawn(person, client_id, None, "take_back_client_withdrawal")

    def _set_client_withdrawn(self, person: Person, client_id: str, on: date | None, verb: str) -> None:
        with self.writing(person) as connection:
            measures_rows.write_client(connection, replace(find_client(connection, client_id), withdrawn_on=on))
            design_rows.insert_audit(connection, person, verb, "client", client_id)

    # --- links

    def client_links(self, person: Person) -> tuple[ClientLink, ...]:
        """Every link between a client and a participant, also those undone, oldest first."""
        with self.reading(person) as connection:
            return measures_rows.read_links(connection)

    def link_client(self, person: Person, client_id: str, participant_id: str, reason: str) -> ClientLink:
        """Write down that a client is a participant, and why that may be known. One link per client at a time."""
        with self.writing(person) as connection:
            client, participant = find_client(connection, client_id), find_participant(connection, participant_id)
            refuse_withdrawn(client)
            reason = " ".join(reason.split())
            if not reason:
                raise NoReasonError(client.label, participant.pseudonym)
            if len(reason) > MOST_REASON:
                raise TooLongError("reason", len(reason), MOST_REASON)
            _refuse_second_link(connection, client)
            link = ClientLink(new_id(), client_id, participant_id, reason, person.id, now())
            measures_rows.insert_link(connection, link)
            design_rows.insert_audit(connection, person, "link_client", "client_link", link.id)
            return link

    def undo_client_link(self, person: Person, link_id: str) -> None:
        """The link does not hold any more; that it was made, by whom and why, stays to be seen."""
        with self.writing(person) as connection:
            if not measures_rows.undo_link(connection, link_id, person):
                raise NotFoundError("link", link_id)
            design_rows.insert_audit(connection, person, "undo_client_link", "client_link", link_id)


def find_client(connection: Connection, client_id: str) -> Client:
    for client in measures_rows.read_clients(connection):
        if client.id == client_id:
            return client
    raise NotFoundError("client", client_id)


def refuse_withdrawn(client: Client) -> None:
    """WithdrawnClientError for a client who has withdrawn."""
    if client.withdrawn_on:
        raise WithdrawnClientError(client.label)


def insert_client(connection: Connection, person: Person, label: str) -> Client:
    """Insert a client inside somebody else's transaction."""
    client = Client(new_id(), _checked_label(connection, label))
    unless_taken("client", client.label, lambda: measures_rows.insert_client(connection, client))
    design_rows.insert_audit(connection, person, "add_client", "client", client.id)
    return client


def _checked_label(connection: Connection, label: str) -> str:
    label = tidy_name(label, "label")
    refuse_identity_numbers({"label": label})
    if measures_rows.labels_held(connection, [label]):
        raise LikeAParticipantError(label)
    return label


def _refuse_second_link(connection: Connection, client: Client) -> None:
    for link in measures_rows.read_links(connection):
        if link.client_id == client.id and link.undone_at is None:
            raise LinkedAlreadyError(client.label, find_participant(connection, link.participant_id).pseudonym)
