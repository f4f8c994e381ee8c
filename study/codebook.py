"""Verbs on the study's codebook."""

from __future__ import annotations

from dataclasses import replace

from codebooks.model import Code, Codebook, CodeStatus
from codebooks.palette import next_colour
from core.clock import new_id
from core.design import Person
from core.errors import NotFoundError
from storage import codebook_rows, design_rows
from storage.database import Connection
from study.base import OpenStudy, tidy_name
from study.design import NameTakenError


class CodebookVerbs(OpenStudy):
    """The codebook."""

    def codebook(self, person: Person) -> Codebook:
        """The study's codes as they are now."""
        with self.reading(person) as connection:
            return read_codebook(connection)

    def add_code(self, person: Person, name: str, parent_id: str | None = None, colour: str | None = None) -> Code:
        """Add a code named in the language it was typed in; its definition can follow."""
        with self.writing(person) as connection:
            return insert_new_code(connection, person, new_id(), name, parent_id, colour)


def read_codebook(connection: Connection) -> Codebook:
    return Codebook(title={}, codes=codebook_rows.read_codes(connection), languages=("no", "en"))


def insert_codebook(connection: Connection, codebook: Codebook) -> None:
    """Copy a shipped codebook into a new study; the copies get identifiers of their own."""
    fresh = {code.id: new_id() for _, code in codebook.walk()}
    for _, code in codebook.walk():
        codebook_rows.insert_code(connection, _renumbered(code, fresh))


def _renumbered(code: Code, fresh: dict[str, str]) -> Code:
    return replace(code, id=fresh[code.id], parent_id=fresh[code.parent_id] if code.parent_id else None)


def insert_new_code(
    connection: Connection, person: Person, code_id: str, name: str, parent_id: str | None, colour: str | None
) -> Code:
    """Add a code inside somebody else's transaction. Without a colour it gets the next of its branch."""
    name = tidy_name(name, "code name")
    codebook = read_codebook(connection)
    if any(_is_called(code, name) for code in codebook.codes):
        raise NameTakenError("code", name)
    if parent_id is not None and parent_id not in {code.id for code in codebook.codes}:
        raise NotFoundError("code", parent_id)
    position = codebook_rows.next_position(connection, parent_id)
    colour = colour or next_colour(codebook, parent_id)
    code = Code(id=code_id, name={"en": name}, parent_id=parent_id, position=position, colour=colour)
    codebook_rows.insert_code(connection, code)
    design_rows.insert_audit(connection, person, "add_code", "code", code_id)
    return code


def _is_called(code: Code, name: str) -> bool:
    """Whether a code that is in use has this name in any language."""
    names = {text.casefold() for text in code.name.values()}
    return code.status is not CodeStatus.RETIRED and name.casefold() in names
