"""Make a study forget a client: forms with all their corrections, links, and the backups that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.design import Person
from core.failpoints import failpoint
from core.problems import Problem
from storage import design_rows, measures_rows
from storage.backup import BackupFile, BackupReport, list_backups, only_backup
from storage.database import Connection
from study.erasure import Errand, exported_files, run_errand, write_errand
from study.measures_clients import find_client

if TYPE_CHECKING:
    from study.jobs import JobVerbs


@dataclass(frozen=True, slots=True)
class ClientErasurePlan:
    """What erasing a client takes away."""

    label: str
    forms: int  #: Corrected and removed ones too.
    links: int  #: To participants, also those undone. The participants stay.
    backups: tuple[BackupFile, ...]  #: Replaced by one new backup.
    exports: tuple[Path, ...]  #: Files in `exports` that may hold the client's answers: a person has to look.


@dataclass(frozen=True, slots=True)
class ClientErasureReport:
    """What was erased, and what a person still has to do."""

    plan: ClientErasurePlan
    backup: BackupReport | None  #: The one that replaces all earlier ones; None when there were none, or see problems.
    problems: tuple[Problem, ...] = ()


def plan(study: JobVerbs, person: Person, client_id: str) -> ClientErasurePlan:
    """What erasing a client would take away; nothing happens yet."""
    with study.reading(person) as connection:
        return _plan(study, connection, client_id)


def erase(study: JobVerbs, person: Person, client_id: str, *, delete_exports: bool = False) -> ClientErasureReport:
    """Erase a client for good. Raises BackupRunningError, NotFoundError: nothing happened.

    What a crash leaves half done is finished when the study is next opened, as with participants.
    """
    with only_backup(study.folder):
        with study.writing(person) as connection:
            planned = _plan(study, connection, client_id)
            errand = Errand(client_id, (), (), tuple(map(str, planned.exports)) if delete_exports else ())
            write_errand(errand, study.folder)
            measures_rows.delete_client(connection, client_id)
            design_rows.insert_audit(connection, person, "erase_client", "client", client_id)
            failpoint("client_erasure.before_commit")
        failpoint("client_erasure.after_commit")
        backup, problems = run_errand(errand, study)
    return ClientErasureReport(planned, backup, problems)


def _plan(study: JobVerbs, connection: Connection, client_id: str) -> ClientErasurePlan:
    client = find_client(connection, client_id)
    forms, links = measures_rows.count_traces(connection, client_id)
    return ClientErasurePlan(client.label, forms, links, list_backups(study.folder), exported_files(study))
