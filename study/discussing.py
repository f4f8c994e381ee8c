"""The verb that marks coded segments to be discussed, from the pages that list them."""

from __future__ import annotations

from core.clock import new_id
from core.design import Person
from core.errors import NotFoundError, RefusedError
from storage import coding_rows, design_rows
from study.base import OpenStudy
from study.desk.desk import readable
from study.desk.session import DeskSession


class NotMarkedError(RefusedError):
    """The desk has refused the mark."""

    template = "The mark in “{label}” was not changed: {reason}"

    def __init__(self, label: str, reason: str) -> None:
        super().__init__(label=label, reason=reason)


class DiscussingVerbs(OpenStudy):
    """What is to be discussed."""

    def mark_to_discuss(self, person: Person, coding_id: str, to_discuss: bool) -> None:
        """Set or clear the mark “to discuss” on a coded segment, as an operation of the desk: undo there takes it back.

        A mark that stands so already is left alone. Raises NotFoundError, NotMarkedError.
        """
        with self.writing(person) as connection:
            row = coding_rows.read_coding(connection, person, coding_id)
            if row is None:
                raise NotFoundError("coding", coding_id)
            if row.removed_by is None and row.coding.discuss is to_discuss:
                return
            interview, version = readable(connection, row.coding.interview_id)
            revision = design_rows.read_revision(connection, interview.id) + 1
            session = DeskSession(connection, person, interview.id, version.id, new_id(), revision)
            result = session.take(1, {"seq": 1, "kind": "flag", "id": coding_id, "discuss": to_discuss})
            if result["refused"]:
                raise NotMarkedError(interview.label, result["refused"])
            design_rows.raise_revision(connection, interview.id)
