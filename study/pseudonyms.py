"""What a participant may be called: never as a client is, so that the two are joined by a documented link only."""

from __future__ import annotations

from collections.abc import Collection

from core.errors import ConflictError
from storage import measures_rows
from storage.database import Connection
from storage.people_rows import name_key
from study.base import tidy_name
from study.people_words import refuse_identity_numbers


class LikeAClientError(ConflictError):
    """A participant's pseudonym would join the participant to a client without saying so."""

    template = (
        "“{pseudonym}” is a client's label. Give the participant another pseudonym: clients and participants are only "
        "joined by a link with a reason."
    )

    def __init__(self, pseudonym: str) -> None:
        super().__init__(pseudonym=pseudonym)


def checked_pseudonym(connection: Connection, text: str) -> str:
    """The pseudonym, tidied. MissingTextError, TooLongError, IdentityNumberError, LikeAClientError."""
    pseudonym = tidy_name(text, "pseudonym")
    refuse_identity_numbers({"pseudonym": pseudonym})
    refuse_clients_label(pseudonym, client_keys(connection))
    return pseudonym


def client_keys(connection: Connection) -> frozenset[str]:
    """The labels of all clients, also of those who have withdrawn, as they are compared."""
    return frozenset(name_key(client.label) for client in measures_rows.read_clients(connection))


def refuse_clients_label(pseudonym: str, clients: Collection[str]) -> None:
    """LikeAClientError when it is one of the clients' labels (`client_keys`), whatever the letter case."""
    if name_key(pseudonym) in clients:
        raise LikeAClientError(pseudonym)
