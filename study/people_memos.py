"""Verbs on memos about participants. They are erased with the participant, and left out when they withdraw."""

from __future__ import annotations

from coding.model import Memo
from core.clock import new_id, now
from core.design import Person
from core.errors import NotFoundError
from storage import design_rows, memo_rows
from study import memo_changes
from study.base import OpenStudy
from study.design import find_participant
from study.memo_changes import NotYourMemoError as NotYourMemoError

ABOUT = "participant"


class PeopleMemoVerbs(OpenStudy):
    """What researchers note about a case."""

    def add_participant_memo(self, person: Person, participant_id: str, text: str) -> Memo:
        """Write a memo about a participant."""
        with self.writing(person) as connection:
            find_participant(connection, participant_id)
            memo = memo_changes.write(connection, person, Memo(new_id(), ABOUT, participant_id, text, person.id, now()))
            design_rows.insert_audit(connection, person, "add_memo", "memo", memo.id)
        return memo

    def delete_participant_memo(self, person: Person, memo_id: str) -> None:
        """Delete a memo about a participant. NotYourMemoError when somebody else wrote it."""
        with self.writing(person) as connection:
            row = memo_rows.read_memo(connection, person, memo_id)
            if row is None or row.memo.about_kind != ABOUT:
                raise NotFoundError("memo", memo_id)
            memo_changes.remove(connection, person, memo_id)
            design_rows.insert_audit(connection, person, "delete_memo", "memo", memo_id)
