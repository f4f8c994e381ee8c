"""Verbs on memos about participants. They are erased with the participant, and left out when they withdraw."""

from __future__ import annotations

from coding.model import Memo
from core.clock import new_id, now
from core.design import Person
from core.errors import NotFoundError, RefusedError
from storage import coding_rows, design_rows, people_rows
from study.base import MissingTextError, OpenStudy, TooLongError
from study.design import find_participant

MOST_CHARACTERS = 20_000
ABOUT = "participant"


class NotYourMemoError(RefusedError):
    """A memo is deleted by whoever wrote it, and by nobody else."""

    template = "This memo was written by somebody else. Write one of your own beside it."


class PeopleMemoVerbs(OpenStudy):
    """What researchers note about a case."""

    def add_participant_memo(self, person: Person, participant_id: str, text: str) -> Memo:
        """Write a memo about a participant."""
        memo = Memo(new_id(), ABOUT, participant_id, _checked(text), person.id, now())
        with self.writing(person) as connection:
            find_participant(connection, participant_id)
            coding_rows.insert_memo(connection, memo)
            design_rows.insert_audit(connection, person, "add_memo", "memo", memo.id)
        return memo

    def delete_participant_memo(self, person: Person, memo_id: str) -> None:
        """Delete a memo about a participant. NotYourMemoError when somebody else wrote it."""
        with self.writing(person) as connection:
            memo = next(
                (m for m in coding_rows.read_memos(connection, person) if (m.id, m.about_kind) == (memo_id, ABOUT)),
                None,
            )
            if memo is None:
                raise NotFoundError("memo", memo_id)
            if memo.author_id != person.id:
                raise NotYourMemoError
            people_rows.delete_participant_memo(connection, memo_id)
            design_rows.insert_audit(connection, person, "delete_memo", "memo", memo_id)


def _checked(text: str) -> str:
    if not text.strip():
        raise MissingTextError("memo")
    if len(text) > MOST_CHARACTERS:
        raise TooLongError("memo", len(text), MOST_CHARACTERS)
    return text.strip()
