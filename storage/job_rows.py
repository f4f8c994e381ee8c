"""Rows of the jobs that turn recordings into transcripts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from core.clock import new_id, now
from core.design import Person
from storage import tables as t
from storage.database import Connection

ONLY, PLAYBACK = "only", "playback"  #: In a job's settings: what it is limited to.


class JobState(StrEnum):
    """What is happening to a job."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSING = "pausing"  #: Running still; asked to stop, and to wait for a person then.
    PAUSED = "paused"  #: Goes on when a person says so.
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)

    @property
    def is_queued(self) -> bool:
        """Will be done without a person doing anything more."""
        return self in (JobState.WAITING, JobState.RUNNING)

    @property
    def is_at_work(self) -> bool:
        """An engine may be at it."""
        return self in (JobState.RUNNING, JobState.PAUSING)


@dataclass(frozen=True, slots=True)
class Job:
    """One recording to be made into a transcript, as somebody ordered it."""

    id: str
    interview_id: str
    recording_id: str
    ordered_by: str  #: The person's id.
    settings: dict[str, Any]
    state: JobState
    attempts: int
    cancel_requested: bool
    error: str | None  #: Plain words; None unless failed.
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def only_playback(self) -> bool:
        """What the browser plays is made; nothing is transcribed."""
        return self.settings.get(ONLY) == PLAYBACK


def _job(r: Row[Any]) -> Job:
    return Job(
        id=r.id,
        interview_id=r.interview_id,
        recording_id=r.recording_id,
        ordered_by=r.ordered_by,
        settings=r.settings,
        state=JobState(r.state),
        attempts=r.attempts,
        cancel_requested=r.cancel_requested,
        error=r.error,
        created_at=r.created_at,
        started_at=r.started_at,
        finished_at=r.finished_at,
    )


def insert_job(
    connection: Connection, interview_id: str, recording_id: str, person: Person, settings: dict[str, Any]
) -> str:
    job_id = new_id()
    connection.execute(
        insert(t.job).values(
            id=job_id,
            interview_id=interview_id,
            recording_id=recording_id,
            ordered_by=person.id,
            settings=settings,
            state=JobState.WAITING.value,
            created_at=now(),
        )
    )
    return job_id


def read_jobs(connection: Connection) -> tuple[Job, ...]:
    """Every job in the order in which it will be, or was, taken up."""
    order = (t.job.c.priority.desc(), t.job.c.created_at, t.job.c.id)
    return tuple(_job(row) for row in connection.execute(select(t.job).order_by(*order)))


def read_job(connection: Connection, job_id: str) -> Job | None:
    row = connection.execute(select(t.job).where(t.job.c.id == job_id)).first()
    return _job(row) if row else None


def start_job(connection: Connection, job_id: str) -> None:
    connection.execute(
        update(t.job)
        .where(t.job.c.id == job_id)
        .values(
            state=JobState.RUNNING.value,
            attempts=t.job.c.attempts + 1,
            started_at=now(),
            finished_at=None,
            error=None,
        )
    )


def finish_job(connection: Connection, job_id: str, state: JobState, error: str | None = None) -> None:
    connection.execute(
        update(t.job).where(t.job.c.id == job_id).values(state=state.value, error=error, finished_at=now())
    )


def set_state(connection: Connection, job_id: str, state: JobState) -> None:
    connection.execute(update(t.job).where(t.job.c.id == job_id).values(state=state.value))


def put_first(connection: Connection, job_id: str) -> None:
    """Before every other job that waits."""
    highest = connection.execute(select(func.max(t.job.c.priority))).scalar() or 0
    connection.execute(update(t.job).where(t.job.c.id == job_id).values(priority=highest + 1))


def request_cancel(connection: Connection, job_id: str) -> None:
    connection.execute(update(t.job).where(t.job.c.id == job_id).values(cancel_requested=True))


def set_settings(connection: Connection, job_id: str, settings: dict[str, Any]) -> None:
    connection.execute(update(t.job).where(t.job.c.id == job_id).values(settings=settings))


def put_back(connection: Connection, job_id: str) -> None:
    """Let a failed or cancelled job wait for its turn again; what it has finished so far is kept."""
    connection.execute(
        update(t.job)
        .where(t.job.c.id == job_id)
        .values(
            state=JobState.WAITING.value,
            attempts=0,
            cancel_requested=False,
            error=None,
            started_at=None,
            finished_at=None,
        )
    )
