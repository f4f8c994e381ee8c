"""The queue: what is being transcribed, how far it is, what went wrong. Polls while something is under way."""

from __future__ import annotations

import streamlit as st

from core.design import Person
from core.messages import translate
from study import Study, registry
from study.jobs import JobStatus
from ui import wording
from ui.identity import acting_person, browser_cookies
from ui.markdown import plain
from ui.parts import done, saying_errors

POLL_SECONDS = 1.0
UNDER_WAY = ("waiting", "running")
UNFINISHED = ("failed", "cancelled")
SEEN_KEY = "queue_seen"


def draw_queue(study: Study, person: Person) -> None:
    """Draws nothing when nothing is under way and nothing went wrong."""
    jobs = shown_jobs(study.jobs(person))
    st.session_state[SEEN_KEY] = _states(jobs)
    if jobs:
        st.subheader(translate("Queue"), anchor=False)
        is_busy = any(job.state in UNDER_WAY for job in jobs)
        if is_busy:
            study.ensure_worker()  # the machine may have been restarted since the job was ordered
        st.fragment(_draw_jobs, run_every=POLL_SECONDS if is_busy else None, key="queue")(study.id)


def shown_jobs(jobs: tuple[JobStatus, ...]) -> list[JobStatus]:
    """Jobs under way, and failed or cancelled ones unless a newer job of the same interview went well."""
    newest = {job.interview_id: job for job in jobs}
    return [job for job in newest.values() if job.state in UNDER_WAY + UNFINISHED]


def _states(jobs: list[JobStatus]) -> list[str]:
    return [f"{job.id} {job.state}" for job in jobs]


def _draw_jobs(study_id: str) -> None:
    with saying_errors():
        study = registry.get(study_id)
        person = acting_person(study, browser_cookies())
        jobs = shown_jobs(study.jobs(person))
        if _states(jobs) != st.session_state.get(SEEN_KEY):
            st.rerun()  # something began or ended: the list of interviews changes with it
        labels = {interview.id: interview.label for interview in study.interviews(person)}
        for job in jobs:
            _draw_job(study, person, job, labels.get(job.interview_id, "?"))


def _draw_job(study: Study, person: Person, job: JobStatus, label: str) -> None:
    with st.container(key=f"card_job_{job.id}", border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            with st.container(gap=None):
                st.markdown(f"**{plain(label)}**")
                st.caption(plain(progress_words(job)))
            if job.state in UNDER_WAY:
                if st.button(translate("Cancel"), key=f"cancel_{job.id}"):
                    with saying_errors():
                        study.cancel(person, job.id)
                        done(translate("Cancelled. What was finished is kept: Retry goes on from there."))
            elif st.button(translate("Retry"), key=f"retry_{job.id}", icon=":material/refresh:"):
                with saying_errors():
                    study.retry(person, job.id)
                    study.ensure_worker()
                    st.rerun()
        if job.state == "running":
            st.progress(min(1.0, max(0.0, job.fraction)))
        elif job.state == "failed":
            st.error(plain(job.error or translate("It stopped without saying why.")), icon=":material/error:")


def progress_words(job: JobStatus) -> str:
    """Stage, percent and time left in one line."""
    if job.state == "running" and job.only_playback:
        return translate("Getting the sound ready; nothing is transcribed")
    if job.state == "running":
        facts = (wording.stage_name(job.stage), f"{int(100 * job.fraction)} %", wording.time_left(job.seconds_left))
        return " · ".join(fact for fact in facts if fact)
    return translate({"waiting": "Waiting for its turn", "failed": "Failed", "cancelled": "Cancelled"}[str(job.state)])
