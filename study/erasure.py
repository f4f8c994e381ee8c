"""Make a study forget a participant: every version, coding, operation, checkpoint, recording and backup.

Once the database has let go, the rest must follow, also when the machine stops in between: what is still to do is
written to the study's folder first (as identifiers, never words) and finished when the study is next opened.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import Timeout

from core.design import Person
from core.errors import ConflictError, WorkbenchError
from core.failpoints import failpoint
from core.messages import translate
from core.problems import Problem
from storage import design_rows, job_rows, measures_rows, scale_rows
from storage.backup import (
    BackupFile,
    BackupReport,
    BackupRunningError,
    list_backups,
    only_backup,
    renew_alone,
)
from storage.database import Connection
from storage.erasing import Traces, erase_traces, find_traces, is_known, texts_of
from storage.media import flush_folder
from study.codebook_echoes import blank_echoes
from study.echoes import Echo, find_echoes
from study.memo_echoes import blank_memo_echoes

if TYPE_CHECKING:
    from study.jobs import JobVerbs

ERRAND_FILE = "erasing.json"


class StillTranscribingError(ConflictError):
    """A worker holds the participant's words just now."""

    template = "“{label}” is being transcribed. Cancel that on the Recordings page, then erase again."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What erasing a participant takes away. Numbers count all transcript versions."""

    pseudonym: str
    interviews: tuple[str, ...]  #: Labels: interviews with this participant alone, which go altogether.
    shared_interviews: tuple[str, ...]  #: Labels: others spoke too; their words stay, the recordings go.
    unnamed_in: tuple[str, ...]  #: Labels: where voices nobody has named are erased too, as they may be this one.
    turns: int
    codings: int
    trimmed_codings: int  #: Those that reach into others' turns, and keep that part.
    memos: int
    scale_forms: int  #: Of the study's own scales, corrected ones too.
    recordings: int
    backups: tuple[BackupFile, ...]  #: Replaced by one new backup.
    exports: tuple[Path, ...]  #: Files in `exports` that may quote the participant: a person has to look.
    echoes: tuple[Echo, ...]  #: Notes and codes that repeat the participant's words: a person has to look.


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """What was erased, and what a person still has to do."""

    plan: ErasurePlan
    backup: BackupReport | None  #: The one that replaces all earlier ones; None when there were none, or see problems.
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be deleted outside the database."""

    participant_id: str  #: Or a client's, see `study.measures_erasure`.
    media: tuple[str, ...]
    jobs: tuple[str, ...]
    exports: tuple[str, ...]


def plan(study: JobVerbs, person: Person, participant_id: str) -> ErasurePlan:
    """What erasing a participant would take away; nothing happens yet."""
    with study.reading(person) as connection:
        return _plan(study, connection, find_traces(connection, participant_id))


def erase(study: JobVerbs, person: Person, participant_id: str, *, delete_exports: bool = False) -> ErasureReport:
    """Erase a participant for good. Raises StillTranscribingError, BackupRunningError, NotFoundError: nothing happened.

    Exported files are named in the report, and deleted too with `delete_exports`; copies that have left the study's
    folder are beyond reach.
    """
    with only_backup(study.folder):
        with study.writing(person) as connection:
            traces = find_traces(connection, participant_id)
            _refuse_while_transcribing(study, connection, traces)
            planned = _plan(study, connection, traces)
            exports = tuple(map(str, planned.exports)) if delete_exports else ()
            errand = Errand(participant_id, traces.media, traces.jobs, exports)
            write_errand(errand, study.folder)
            said = tuple(texts_of(connection, traces))
            blank_echoes(connection, said, translate("[erased]"))
            blank_memo_echoes(connection, said, translate("[erased]"))
            erase_traces(connection, traces, translate("[erased]"))
            design_rows.raise_every_revision(connection)
            design_rows.insert_audit(connection, person, "erase_participant", "participant", participant_id)
            failpoint("erasure.before_commit")
        failpoint("erasure.after_commit")
        backup, problems = run_errand(errand, study)
    return ErasureReport(planned, backup, problems)


def finish_interrupted(study: JobVerbs) -> None:
    """Finish what a crash has left half done; called whenever a study is opened."""
    if not (study.folder / ERRAND_FILE).exists():
        return
    with suppress(BackupRunningError), only_backup(study.folder):  # running: another program is just erasing
        errand = _read(study.folder)
        with study.database.read() as connection:
            is_gone = errand is not None and not is_known(connection, errand.participant_id)
        if errand and is_gone:
            run_errand(errand, study)
        else:  # the crash came before the commit: nothing was erased
            (study.folder / ERRAND_FILE).unlink(missing_ok=True)


def _plan(study: JobVerbs, connection: Connection, traces: Traces) -> ErasurePlan:
    labels = {interview.id: interview.label for interview in design_rows.read_interviews(connection)}
    return ErasurePlan(
        pseudonym=traces.pseudonym,
        interviews=tuple(sorted(labels[i] for i in traces.own_interviews)),
        shared_interviews=tuple(sorted(labels[i] for i in traces.shared_interviews)),
        unnamed_in=tuple(sorted(labels[i] for i in traces.unnamed_in)),
        turns=traces.turns,
        codings=traces.codings,
        trimmed_codings=len(traces.trimmed_codings),
        memos=len(traces.memos),
        scale_forms=scale_rows.count_participant_forms(connection, traces.participant_id),
        recordings=len(traces.recordings),
        backups=list_backups(study.folder),
        exports=exported_files(study),
        echoes=_echoes(connection, traces),
    )


def _echoes(connection: Connection, traces: Traces) -> tuple[Echo, ...]:
    """Without what goes with the participant anyway."""
    going = {*traces.memos, *traces.own_interviews, traces.participant_id}
    going |= {link.id for link in measures_rows.read_links(connection) if link.participant_id == traces.participant_id}
    return tuple(dict.fromkeys(find_echoes(connection, texts_of(connection, traces), going)))


def _refuse_while_transcribing(study: JobVerbs, connection: Connection, traces: Traces) -> None:
    running = [j for j in job_rows.read_jobs(connection) if j.id in traces.jobs and j.state.is_at_work]
    if running and _is_worker_active(study):
        labels = {interview.id: interview.label for interview in design_rows.read_interviews(connection)}
        raise StillTranscribingError(labels[running[0].interview_id])


def run_errand(errand: Errand, study: JobVerbs) -> tuple[BackupReport | None, tuple[Problem, ...]]:
    """Delete the files, then every old page of the database, then the backups. What fails is tried again when the
    study is next opened."""
    _delete_files(errand, study)
    failpoint("erasure.after_files")
    backup: BackupReport | None = None
    problems: tuple[Problem, ...] = ()
    try:
        study.database.scrub()
        backup = renew_alone(study.database, study.folder)
        (study.folder / ERRAND_FILE).unlink()
        flush_folder(study.folder)
    except WorkbenchError as error:
        problems = (Problem(str(error)),)
    return backup, problems


def exported_files(study: JobVerbs) -> tuple[Path, ...]:
    folder = study.folder / "exports"
    return tuple(sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file()))


def _is_worker_active(study: JobVerbs) -> bool:
    try:
        with study.worker_lock():
            return False
    except Timeout:
        return True


def _delete_files(errand: Errand, study: JobVerbs) -> None:
    for sha256 in errand.media:
        study.media.remove(sha256)
    for job_id in errand.jobs:
        shutil.rmtree(study.job_folder(job_id), ignore_errors=True)
    for name in errand.exports:
        (study.folder / "exports" / name).unlink(missing_ok=True)


def write_errand(errand: Errand, folder: Path) -> None:
    draft = folder / f".{ERRAND_FILE}"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(errand), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / ERRAND_FILE)
    flush_folder(folder)


def _read(folder: Path) -> Errand | None:
    try:
        values = json.loads((folder / ERRAND_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    lists = {name: tuple(values[name]) for name in ("media", "jobs", "exports")}
    return Errand(values["participant_id"], **lists)
