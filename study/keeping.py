"""Verbs that keep the study safe, and the one that makes it forget a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.design import Person
from storage import design_rows
from storage.backup import BackupFile, BackupReport, back_up, list_backups
from storage.bundle import OnProgress
from study.jobs import JobVerbs

if TYPE_CHECKING:
    from study.erasure import ErasurePlan, ErasureReport


class KeepingVerbs(JobVerbs):
    """Backups and erasure."""

    def back_up(
        self,
        person: Person,
        *,
        with_media: bool = True,
        reason: str = "by-hand",
        on_progress: OnProgress | None = None,
    ) -> BackupReport:
        """Write the whole study into one verified file in its folder `backups`, while others go on working."""
        with self.writing(person) as connection:
            design_rows.insert_audit(connection, person, "back_up", "study", self.id)
        return back_up(self.database, self.folder, reason=reason, with_media=with_media, on_progress=on_progress)

    def backups(self, person: Person) -> tuple[BackupFile, ...]:
        """The backups in the study's folder, newest first."""
        with self.reading(person):
            return list_backups(self.folder)

    def plan_erasure(self, person: Person, participant_id: str) -> ErasurePlan:
        """What erasing a participant would take away; nothing happens yet."""
        from study import erasure

        return erasure.plan(self, person, participant_id)

    def erase_participant(self, person: Person, participant_id: str, *, delete_exports: bool = False) -> ErasureReport:
        """Erase a participant's words everywhere, for good: versions, operations, undo, checkpoints, backups."""
        from study import erasure

        return erasure.erase(self, person, participant_id, delete_exports=delete_exports)
