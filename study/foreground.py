"""Transcribing in front of the person: the worker's own work, with its progress shown here."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.design import Person
from pipeline.progress import Progress
from pipeline.settings import TranscriptionSettings
from storage.job_rows import JobState
from study import worker
from study.jobs import JobStatus

if TYPE_CHECKING:
    from storage.job_rows import Job
    from study.study import Study

ShowProgress = Callable[[str, Progress], None]
LOOK_EVERY_SECONDS = 0.5


def transcribe(
    study: Study, person: Person, wanted: set[str] | None, *, device: str, progress: ShowProgress
) -> tuple[JobStatus, ...]:
    """Transcribe what waits, or what is wanted (interview ids): also what failed or was never queued before.

    Where the study's worker is at it already, its progress is shown until it has finished. The jobs as they ended.
    """
    labels = {i.id: i.label for i in study.interviews(person)}
    _queue(study, person, wanted, device)
    jobs = {j.id for j in study.jobs(person) if j.state.is_queued and (wanted is None or j.interview_id in wanted)}

    def show(job: Job, step: Progress) -> None:
        progress(labels.get(job.interview_id, ""), step)

    while not worker.work(study, idle_seconds=0, wants=lambda job: job.id in jobs, on_progress=show):
        if _watch(study, person, jobs, labels, progress):
            break
        time.sleep(LOOK_EVERY_SECONDS)
    return tuple(job for job in study.jobs(person) if job.id in jobs)


def _queue(study: Study, person: Person, wanted: set[str] | None, device: str) -> None:
    """Let recordings without a transcript wait; a job that failed goes on where it stopped."""
    newest = {job.interview_id: job for job in study.jobs(person)}
    transcribed = {v.interview_id for v in study.versions(person)}
    for interview_id in _chosen(study, person, wanted):
        job = newest.get(interview_id)
        if job is None or job.state is JobState.DONE:
            if wanted is not None or interview_id not in transcribed:
                _enqueue(study, person, interview_id, device)
        elif job.state is JobState.FAILED or (job.state is JobState.CANCELLED and wanted is not None):
            study.retry(person, job.id)
    if device != "auto":
        for status in study.jobs(person):
            if status.state is JobState.WAITING and (wanted is None or status.interview_id in wanted):
                study.choose_device(person, status.id, device)


def _chosen(study: Study, person: Person, wanted: set[str] | None) -> list[str]:
    """The interviews that were asked for; every one with a recording when none was named."""
    with_recording = {r.interview_id for r in study.recordings(person)}
    return [i.id for i in study.interviews(person) if i.id in (with_recording if wanted is None else wanted)]


def _enqueue(study: Study, person: Person, interview_id: str, device: str) -> None:
    languages = study.interview(person, interview_id).languages
    study.enqueue(person, interview_id, TranscriptionSettings.of_interview(languages, device=device))


def _watch(study: Study, person: Person, jobs: set[str], labels: dict[str, str], progress: ShowProgress) -> bool:
    """Show how far another worker is; True when all of `jobs` are over."""
    statuses = [job for job in study.jobs(person) if job.id in jobs]
    for job in statuses:
        if job.state.is_at_work:
            progress(labels.get(job.interview_id, ""), Progress(job.stage, job.fraction, job.seconds_left))
    return all(job.state.is_over or job.state is JobState.PAUSED for job in statuses)
