"""New codes, made without leaving the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coding.operations import AddCode
from core.errors import RefusedError
from core.messages import translate
from storage import codebook_rows
from study.codebook_changes import CodedSinceError
from study.codebook_codes import bring_back_new_code, insert_new_code, take_back_new_code
from study.desk.action import Action, Inverse

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class CodeUsedError(RefusedError):
    """Undoing would take a code from under somebody's codings."""

    template = "{name} has put “{code}” on a passage, so adding it cannot be undone."

    def __init__(self, name: str, code: str) -> None:
        super().__init__(name=name, code=code)


class WordsNotKeptError(RefusedError):
    """Doing it again would need a participant's words, which the log of operations does not hold."""

    template = "This in-vivo code is gone, and its words are not kept here. Select the words again and press i."


def add(session: DeskSession, operation: AddCode, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    session.touched.codes = True
    connection, person = session.connection, session.person
    if codebook_rows.read_code(connection, operation.code_id):  # done again after an undo
        bring_back_new_code(connection, person, operation.code_id)
    elif operation.in_vivo and not operation.name:
        raise WordsNotKeptError
    else:
        definition = translate("In vivo: named in a participant's own words.") if operation.in_vivo else ""
        names = (operation.code_id, operation.name, operation.parent_id, operation.colour)
        insert_new_code(connection, person, *names, definition)
    return {"kind": "remove_code", "id": operation.code_id}


def take_back(session: DeskSession, inverse: Inverse) -> None:
    session.touched.codes = True
    try:
        take_back_new_code(session.connection, session.person, inverse["id"])
    except CodedSinceError as error:
        raise CodeUsedError(str(error.fields["name"]), str(error.fields["what"])) from error


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:  # noqa: ARG001
    session.touched.codes = True


ACTIONS = (Action(AddCode, add, {"remove_code": take_back}, touch),)
