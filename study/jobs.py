"""Verbs on the queue: recordings waiting to become transcripts."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from core.design import Person, Recording
from core.errors import ConflictError, NotFoundError
from storage import design_rows, job_rows
from storage.database import Connection
from storage.job_rows import Job, JobState
from study.base import OpenStudy
from study.design import find_interview

if TYPE_CHECKING:
    from pipeline.settings import TranscriptionSettings

PROGRAM = Path(__file__).resolve().parents[1]

#: A process started with these goes on when the one that started it ends.
if sys.platform == "win32":
    DETACHED: dict[str, Any] = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS}
else:
    DETACHED: dict[str, Any] = {"start_new_session": True}


class NothingToTranscribeError(ConflictError):
    """The interview has no recording."""

    template = "“{label}” has no recording yet. Add one on the Recordings page."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class AlreadyQueuedError(ConflictError):
    """The interview is being transcribed, or waits for it."""

    template = "“{label}” is in the queue already."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job as the pages show it."""

    id: str
    interview_id: str
    state: JobState
    stage: str  #: The pipeline's name of what is being done; "" while waiting.
    fraction: float  #: 0 to 1, of the whole job.
    seconds_left: float | None
    error: str | None  #: Plain words; None unless failed.
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    only_playback: bool = False  #: The recording is made ready to be played; nothing is transcribed.


class JobVerbs(OpenStudy):
    """The queue. One worker per study takes jobs in their order; it outlives the web server."""

    def enqueue(self, person: Person, interview_id: str, settings: TranscriptionSettings) -> Job:
        """Let an interview's recording wait for its transcription. Call `ensure_worker` afterwards."""
        from study.speech_models import with_chosen_models

        settings = with_chosen_models(settings)
        with self.writing(person) as connection:
            recording = _transcribable(connection, interview_id)
            job_id = job_rows.insert_job(connection, interview_id, recording.id, person, json.loads(settings.to_json()))
            design_rows.insert_audit(connection, person, "enqueue", "job", job_id)
            return _find_job(connection, job_id)

    def prepare_playback(self, person: Person, recording_id: str) -> Job:
        """Let a recording wait to be made ready for playing, without a transcription. Call `ensure_worker` afterwards.

        For sound that is attached to a transcript which exists already.
        """
        with self.writing(person) as connection:
            recording = next((r for r in design_rows.read_recordings(connection) if r.id == recording_id), None)
            if recording is None:
                raise NotFoundError("recording", recording_id)
            job_id = job_rows.insert_job(
                connection, recording.interview_id, recording.id, person, {job_rows.ONLY: job_rows.PLAYBACK}
            )
            design_rows.insert_audit(connection, person, "prepare_playback", "job", job_id)
            return _find_job(connection, job_id)

    def jobs(self, person: Person) -> tuple[JobStatus, ...]:
        """Every job in queue order, with how far it is."""
        with self.reading(person) as connection:
            jobs = job_rows.read_jobs(connection)
        return tuple(self._status(job) for job in jobs)

    def expected_words(self, person: Person) -> str:
        """Names and terms that the newest transcription was told to expect; “” when none was."""
        with self.reading(person) as connection:
            jobs = [job for job in job_rows.read_jobs(connection) if not job.only_playback]
        return str(max(jobs, key=lambda job: job.created_at).settings.get("hotwords", "")) if jobs else ""

    def cancel(self, person: Person, job_id: str) -> None:
        """Stop a job. What it has finished is kept, so that `retry` goes on from there."""
        with self.writing(person) as connection:
            job = _find_job(connection, job_id)
            if job.state in (JobState.WAITING, JobState.PAUSED):
                job_rows.finish_job(connection, job_id, JobState.CANCELLED)
            elif job.state.is_at_work:
                job_rows.request_cancel(connection, job_id)
            design_rows.insert_audit(connection, person, "cancel", "job", job_id)

    def retry(self, person: Person, job_id: str) -> None:
        """Let a failed or cancelled job wait for its turn again."""
        with self.writing(person) as connection:
            job = _find_job(connection, job_id)
            if job.state in (JobState.FAILED, JobState.CANCELLED):
                if not job.only_playback:
                    _transcribable(connection, job.interview_id)
                job_rows.put_back(connection, job_id)
                design_rows.insert_audit(connection, person, "retry", "job", job_id)

    def pause(self, person: Person, job_id: str) -> None:
        """Let a job rest until `resume`. One that runs stops soon; what it has finished is kept."""
        after = {JobState.WAITING: JobState.PAUSED, JobState.RUNNING: JobState.PAUSING}
        self._turn_over(person, job_id, "pause", after)

    def resume(self, person: Person, job_id: str) -> None:
        """Let a job that rests wait for its turn again. Call `ensure_worker` afterwards."""
        after = {JobState.PAUSED: JobState.WAITING, JobState.PAUSING: JobState.RUNNING}
        self._turn_over(person, job_id, "resume", after)

    def put_first(self, person: Person, job_id: str) -> None:
        """Take this job up before every other one that waits."""
        with self.writing(person) as connection:
            _find_job(connection, job_id)
            job_rows.put_first(connection, job_id)
            design_rows.insert_audit(connection, person, "put_first", "job", job_id)

    def _turn_over(self, person: Person, job_id: str, verb: str, after: Mapping[JobState, JobState]) -> None:
        """Into another state, when the job is in one of those named; one that has moved on meanwhile stays as it is."""
        with self.writing(person) as connection:
            state = after.get(_find_job(connection, job_id).state)
            if state is not None:
                job_rows.set_state(connection, job_id, state)
                design_rows.insert_audit(connection, person, verb, "job", job_id)

    def choose_device(self, person: Person, job_id: str, device: str) -> None:
        """Let a job run on another device: auto, cpu or cuda."""
        from pipeline.settings import TranscriptionSettings

        with self.writing(person) as connection:
            if _find_job(connection, job_id).only_playback:
                return
            settings = _find_job(connection, job_id).settings | {"device": device}
            TranscriptionSettings.from_json(json.dumps(settings))  # refuses what is no device
            job_rows.set_settings(connection, job_id, settings)

    def job_folder(self, job_id: str) -> Path:
        """Where a job keeps its checkpoint, its log and its progress."""
        return self.folder / "jobs" / job_id

    def worker_lock(self) -> FileLock:
        """Whoever holds it is the study's one worker."""
        (self.folder / "jobs").mkdir(exist_ok=True)
        return FileLock(self.folder / "jobs" / "worker.lock", timeout=0)

    def ensure_worker(self) -> None:
        """Start the worker unless one is at work: a process of its own, or a thread in a single-user study."""
        lock = self.worker_lock()
        try:
            with lock:
                pass
        except Timeout:
            return
        if self.single_user:
            from study import worker

            threading.Thread(target=worker.work, args=(self,), name="worker", daemon=True).start()
        else:
            _start_worker_process(self.folder)

    def _status(self, job: Job) -> JobStatus:
        progress = self._progress(job.id) if job.state.is_at_work or job.state is JobState.PAUSED else {}
        return JobStatus(
            id=job.id,
            interview_id=job.interview_id,
            state=job.state,
            stage=str(progress.get("stage", "")),
            fraction=1.0 if job.state is JobState.DONE else float(progress.get("fraction", 0.0)),
            seconds_left=progress.get("seconds_left"),
            error=job.error,
            created_at=job.created_at,
            started_at=job.started_at,
            finished_at=job.finished_at,
            only_playback=job.only_playback,
        )

    def _progress(self, job_id: str) -> dict[str, Any]:
        try:
            progress = json.loads((self.job_folder(job_id) / "progress.json").read_text("utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return progress if isinstance(progress, dict) else {}


def _find_job(connection: Connection, job_id: str) -> Job:
    job = job_rows.read_job(connection, job_id)
    if job is None:
        raise NotFoundError("job", job_id)
    return job


def _transcribable(connection: Connection, interview_id: str) -> Recording:
    """The interview's recording, when it may be transcribed now."""
    interview = find_interview(connection, interview_id)
    recordings = [r for r in design_rows.read_recordings(connection) if r.interview_id == interview_id]
    if not recordings:
        raise NothingToTranscribeError(interview.label)
    if any(j.interview_id == interview_id and not j.state.is_over for j in job_rows.read_jobs(connection)):
        raise AlreadyQueuedError(interview.label)
    return recordings[-1]


def _start_worker_process(folder: Path) -> None:
    """A process that goes on when the web server ends. Its own output is the log file; that holds no words."""
    command = [sys.executable, "-m", "study", "work", str(folder)]
    with (folder / "jobs" / "worker.log").open("ab") as log:
        subprocess.Popen(command, cwd=PROGRAM, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **DETACHED)
