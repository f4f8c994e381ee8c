"""The worker: takes jobs from a study's queue, one after another, until none is left.

It works for whoever ordered the job. Each recording first gets its playback copy, then its transcript; the transcript
is stored in the same transaction that ends the job, so that neither can be without the other.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import Timeout

from core.design import Person
from core.errors import FailedError, WorkbenchError
from core.failpoints import failpoint
from core.messages import translate
from storage import job_rows
from storage.job_rows import Job, JobState
from study.glosses import keep_gloss, only_gloss
from study.playback import make_playable
from study.transcripts import current_version, insert_version

if TYPE_CHECKING:
    from pipeline.progress import Progress
    from study.study import Study
    from transcripts.model import Transcript

MOST_ATTEMPTS = 3
IDLE_SECONDS = 10.0
LOOK_EVERY_SECONDS = 0.5

log = logging.getLogger("workbench.worker")
OnProgress = Callable[[Job, "Progress"], None]


class InterruptedTooOftenError(FailedError):
    """A job's worker has ended without a word each time."""

    template = "The job was interrupted {times} times. Look whether the machine has enough memory, then try again."

    def __init__(self, times: int) -> None:
        super().__init__(times=times)


class DiskTroubleError(FailedError):
    """The operating system refused a file."""

    template = "The study's folder could not be used: {reason}. Look whether the disk is full, then try again."

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


def work(
    study: Study,
    *,
    idle_seconds: float = IDLE_SECONDS,
    wants: Callable[[Job], bool] = lambda job: True,  # noqa: ARG005
    on_progress: OnProgress = lambda job, progress: None,  # noqa: ARG005
) -> bool:
    """Do the waiting jobs that are wanted; stay for `idle_seconds` after the last. False: another worker is at it."""
    try:
        with study.worker_lock():
            _put_back_interrupted(study)
            _forget_checkpoints(study)
            leave_at = time.monotonic() + idle_seconds
            while (job := _next_job(study, wants)) or time.monotonic() < leave_at:
                if job is None:
                    time.sleep(LOOK_EVERY_SECONDS)
                else:
                    _do(study, job, on_progress)
                    leave_at = time.monotonic() + idle_seconds
        return True
    except Timeout:
        return False


def _put_back_interrupted(study: Study) -> None:
    """Jobs found running without a worker were cut off: they go on, unless that has happened too often."""
    with study.database.write() as connection:
        for job in job_rows.read_jobs(connection):
            if not job.state.is_at_work:
                continue
            if job.state is JobState.PAUSING:
                job_rows.set_state(connection, job.id, JobState.PAUSED)
            elif job.cancel_requested:
                job_rows.finish_job(connection, job.id, JobState.CANCELLED)
            elif job.attempts >= MOST_ATTEMPTS:
                error = str(InterruptedTooOftenError(job.attempts))
                job_rows.finish_job(connection, job.id, JobState.FAILED, error)
            else:
                job_rows.set_state(connection, job.id, JobState.WAITING)


def _next_job(study: Study, wants: Callable[[Job], bool]) -> Job | None:
    with study.database.write() as connection:
        for job in job_rows.read_jobs(connection):
            if job.state is JobState.WAITING and wants(job):
                job_rows.start_job(connection, job.id)
                return job
    return None


def _do(study: Study, job: Job, on_progress: OnProgress) -> None:
    """One job from start to end. Whatever goes wrong ends this job only, with words a person can use."""
    from pipeline.child import JobCancelledError

    person = next(p for p in study.people() if p.id == job.ordered_by)
    try:
        _make_playback(study, person, job)
        if job.only_playback:
            _end(study, job, JobState.DONE)
            shutil.rmtree(study.job_folder(job.id), ignore_errors=True)
            return
        transcript = _transcribe(study, person, job, on_progress)
        with study.writing(person) as connection:
            if not only_gloss(job):
                insert_version(connection, person, job.interview_id, transcript, machine_made=True)
            keep_gloss(connection, person, job, transcript)
            job_rows.finish_job(connection, job.id, JobState.DONE)
        failpoint("worker.after_store")
        shutil.rmtree(study.job_folder(job.id), ignore_errors=True)  # holds words; the study has them now
    except JobCancelledError:
        _stop(study, job)
    except WorkbenchError as error:
        log.warning("job %s failed: %s", job.id, type(error).__name__)
        _fail(study, person, job, str(error))
    except OSError as error:
        log.exception("job %s failed", job.id)
        _end(study, job, JobState.FAILED, str(DiskTroubleError(error.strerror or str(error))))


def _stop(study: Study, job: Job) -> None:
    """The job was asked to stop: it rests, or is over, as the person wanted."""
    with study.database.write() as connection:
        now = job_rows.read_job(connection, job.id)
        if now is not None and now.state is JobState.PAUSING and not now.cancel_requested:
            job_rows.set_state(connection, job.id, JobState.PAUSED)
        elif now is not None:
            job_rows.finish_job(connection, job.id, JobState.CANCELLED)


def _fail(study: Study, person: Person, job: Job, error: str) -> None:
    """The job could not be finished. Words that were heard before it failed become a transcript without speakers."""
    from pipeline import words_so_far

    transcript = words_so_far(study.job_folder(job.id))
    if transcript is None or not transcript.turns:
        _end(study, job, JobState.FAILED, error)
        return
    with study.writing(person) as connection:
        if current_version(connection, job.interview_id) is None:
            insert_version(connection, person, job.interview_id, transcript, machine_made=True)
            kept = translate("{error} The words are kept: the transcript has one speaker for all.", error=error)
            error = (
                kept if transcript.made_by.get("missing") else translate("{error} The transcript is kept.", error=error)
            )
        job_rows.finish_job(connection, job.id, JobState.FAILED, error)


def _end(study: Study, job: Job, state: JobState, error: str | None = None) -> None:
    with study.database.write() as connection:
        job_rows.finish_job(connection, job.id, state, error)


def _make_playback(study: Study, person: Person, job: Job) -> None:
    recording = study.recording(person, job.recording_id)
    if not (recording.playback_sha256 and study.media.path(recording.playback_sha256).is_file()):
        make_playable(study, recording, study.job_folder(job.id))


def _transcribe(study: Study, person: Person, job: Job, on_progress: OnProgress) -> Transcript:
    from pipeline import transcribe
    from pipeline.settings import TranscriptionSettings

    folder = study.job_folder(job.id)
    folder.mkdir(parents=True, exist_ok=True)

    def note(progress: Progress) -> None:
        write_progress(folder, progress)
        on_progress(job, progress)

    return transcribe(
        study.media.reader(study.recording(person, job.recording_id).sha256),
        TranscriptionSettings.from_json(json.dumps(job.settings)),
        folder,
        note,
        lambda: _is_cancelled(study, job.id),
    )


def _is_cancelled(study: Study, job_id: str) -> bool:
    with study.database.read() as connection:
        job = job_rows.read_job(connection, job_id)
    return job is None or job.cancel_requested or job.state is JobState.PAUSING  # None: erased meanwhile


def write_progress(folder: Path, progress: Progress) -> None:
    """Say how far the job is, in a small file the pages read; whole or not at all, but not worth a flush."""
    draft = folder / f".progress-{os.getpid()}"
    draft.write_text(
        json.dumps({"stage": progress.stage, "fraction": progress.fraction, "seconds_left": progress.seconds_left})
    )
    os.replace(draft, folder / "progress.json")


def _forget_checkpoints(study: Study) -> None:
    """Remove the folders of jobs that are done: a crash between storing and tidying leaves words behind."""
    with study.database.read() as connection:
        keep = {job.id for job in job_rows.read_jobs(connection) if job.state is not JobState.DONE}
    for folder in (study.folder / "jobs").glob("[0-9a-f]" * 32):
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)
