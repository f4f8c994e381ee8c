"""Verbs on memos: written on anything, edited with their history kept, deleted with undo, linked to one another."""

from __future__ import annotations

from coding.model import Memo, MemoKind, MemoLink
from core.clock import new_id, now
from core.design import Person
from core.errors import ConflictError, NotFoundError
from storage import design_rows, memo_rows
from storage.database import Connection, RowClash
from storage.memo_rows import MemoVersion
from study import memo_changes
from study.snapshots import SnapshotVerbs


class LinkedAlreadyError(ConflictError):
    """The memo points there already."""

    template = "This memo is linked to that already."


class MemoVerbs(SnapshotVerbs):
    """What researchers note. `snapshot(person).memos` has every memo the person may see."""

    def write_memo(
        self, person: Person, about_kind: str, about_id: str, text: str, kind: str = MemoKind.ANALYTIC
    ) -> Memo:
        """Write a memo about a study, wave, interview, participant, turn, code or coding."""
        memo = Memo(new_id(), about_kind, about_id, text, person.id, now(), kind)
        with self.writing(person) as connection:
            memo = memo_changes.write(connection, person, memo)
            _tell_desks(connection, memo)
            design_rows.insert_audit(connection, person, "write_memo", "memo", memo.id)
        return memo

    def edit_memo(
        self, person: Person, memo_id: str, text: str, kind: str | None = None, seen: int | None = None
    ) -> Memo:
        """Change one's own memo; the earlier text is kept. `seen` is the version the person began with."""
        with self.writing(person) as connection:
            memo = memo_changes.edit(connection, person, memo_id, text, kind, seen)
            _tell_desks(connection, memo)
            design_rows.insert_audit(connection, person, "edit_memo", "memo", memo_id)
        return memo

    def remove_memo(self, person: Person, memo_id: str) -> None:
        """Delete one's own memo; `restore_memo` brings it back."""
        with self.writing(person) as connection:
            _tell_desks(connection, memo_changes.remove(connection, person, memo_id))
            design_rows.insert_audit(connection, person, "delete_memo", "memo", memo_id)

    def restore_memo(self, person: Person, memo_id: str) -> Memo:
        """Bring back a memo one has deleted."""
        with self.writing(person) as connection:
            memo = memo_changes.restore(connection, person, memo_id)
            _tell_desks(connection, memo)
            design_rows.insert_audit(connection, person, "restore_memo", "memo", memo_id)
        return memo

    def memo_versions(self, person: Person, memo_id: str) -> tuple[MemoVersion, ...]:
        """Every text a memo has had, oldest first. NotFoundError when the person may not see the memo."""
        if all(memo.id != memo_id for memo in self.snapshot(person).memos):
            raise NotFoundError("memo", memo_id)
        with self.reading(person) as connection:
            return memo_rows.read_versions(connection, memo_id)

    def forget_memo_versions(self, person: Person, memo_id: str) -> int:
        """Delete the earlier texts of one's own memo for good; how many there were."""
        with self.writing(person) as connection:
            count = memo_rows.forget_versions(connection, memo_changes.own(connection, person, memo_id))
            design_rows.insert_audit(connection, person, "forget_memo_texts", "memo", memo_id)
        return count

    def link_memo(self, person: Person, memo_id: str, target_kind: str, target_id: str) -> MemoLink:
        """Let a memo point to another memo, a coded segment, a code, … Raises LinkedAlreadyError, NotFoundError."""
        link = MemoLink(new_id(), memo_id, target_kind, target_id)
        with self.writing(person) as connection:
            row = memo_rows.read_memo(connection, person, memo_id)
            if row is None or row.removed_by is not None:
                raise NotFoundError("memo", memo_id)
            if target_kind == "memo":
                if target_id == memo_id or memo_rows.read_memo(connection, person, target_id) is None:
                    raise NotFoundError("memo", target_id)
            else:
                memo_changes.require_target(connection, person, target_kind, target_id)
            try:
                memo_rows.insert_link(connection, link, person)
            except RowClash as error:
                raise LinkedAlreadyError from error
            design_rows.insert_audit(connection, person, "link_memo", "memo", memo_id)
        return link

    def unlink_memo(self, person: Person, link_id: str) -> None:
        """Take a link away; the memo and what it pointed to stay."""
        with self.writing(person) as connection:
            if not memo_rows.delete_link(connection, link_id):
                raise NotFoundError("link", link_id)
            design_rows.insert_audit(connection, person, "unlink_memo", "link", link_id)


def _tell_desks(connection: Connection, memo: Memo) -> None:
    """Whoever has the memo's interview open at the desk hears of it."""
    if memo.interview_id is not None:
        design_rows.raise_revision(connection, memo.interview_id)
