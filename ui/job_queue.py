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
BUSY = ("waiting", "running", "pausing")
UNDER_WAY = (*BUSY, "paused")
UNFINISHED = ("failed", "cancelled")
SEEN_KEY = "queue_seen"


def draw_queue(study: Study, person: Person) -> None:
    """Draws nothing when nothing is under way and nothing went wrong."""
    jobs = shown_jobs(study.jobs(person))
    st.session_state[SEEN_KEY] = _states(jobs)
    if jobs:
        is_busy = any(job.state in BUSY for job in jobs)
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
        _draw_head(study, person, jobs)
        first = next((job.id for job in jobs if job.state == "waiting"), None)
        for job in jobs:
            _draw_job(study, person, job, labels.get(job.interview_id, "?"), is_next=job.id == first)


def _draw_head(study: Study, person: Person, jobs: list[JobStatus]) -> None:
    """How many there are, and one button for all of them."""
    resting = [job for job in jobs if job.state == "paused"]
    busy = [job for job in jobs if job.state in ("waiting", "running")]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(translate("Queue"), anchor=False)
        if len(busy) > 1 and st.button(translate("Pause all"), key="pause_all", icon=":material/pause:"):
            for job in busy:
                study.pause(person, job.id)
            st.rerun(scope="fragment")
        if len(resting) > 1 and st.button(translate("Go on with all"), key="resume_all", icon=":material/play_arrow:"):
            for job in resting:
                study.resume(person, job.id)
            study.ensure_worker()
            st.rerun()


def _draw_job(study: Study, person: Person, job: JobStatus, label: str, *, is_next: bool) -> None:
    with st.container(key=f"card_job_{job.id}", border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(gap=None):
                st.markdown(f"**{plain(label)}**")
                st.caption(plain(progress_words(job)))
            with saying_errors():
                _draw_acts(study, person, job, is_next=is_next)
        if job.state in ("running", "pausing", "paused"):
            st.progress(min(1.0, max(0.0, job.fraction)))
        elif job.state == "failed":
            st.error(plain(job.error or translate("It stopped without saying why.")), icon=":material/error:")


def _draw_acts(study: Study, person: Person, job: JobStatus, *, is_next: bool) -> None:
    """What can be done with a job as it stands."""
    if job.state == "waiting" and not is_next and _act(job, "first", translate("Next"), "vertical_align_top"):
        study.put_first(person, job.id)
        st.rerun(scope="fragment")
    if job.state in ("waiting", "running") and _act(job, "pause", translate("Pause"), "pause"):
        study.pause(person, job.id)
        st.rerun(scope="fragment")
    if job.state in ("pausing", "paused") and _act(job, "resume", translate("Go on"), "play_arrow"):
        study.resume(person, job.id)
        study.ensure_worker()
        st.rerun()
    if job.state in UNDER_WAY and _act(job, "cancel", translate("Cancel"), "close"):
        study.cancel(person, job.id)
        done(translate("Cancelled. What was finished is kept: Retry goes on from there."))
    if job.state in UNFINISHED and _act(job, "retry", translate("Retry"), "refresh"):
        study.retry(person, job.id)
        study.ensure_worker()
        st.rerun()


def _act(job: JobStatus, verb: str, words: str, icon: str) -> bool:
    return st.button(words, key=f"{verb}_{job.id}", icon=f":material/{icon}:", type="tertiary")


def progress_words(job: JobStatus) -> str:
    """Stage, percent and time left in one line."""
    if job.state == "running" and job.only_playback:
        return translate("Getting the sound ready; nothing is transcribed")
    if job.state == "running":
        facts = (wording.stage_name(job.stage), f"{int(100 * job.fraction)} %", wording.time_left(job.seconds_left))
        return " · ".join(fact for fact in facts if fact)
    return translate(STATES[str(job.state)])


STATES = {
    "waiting": "Waiting for its turn",
    "pausing": "Pausing: what it is at is finished or kept",
    "paused": "Paused: goes on where it stopped",
    "failed": "Failed",
    "cancelled": "Cancelled",
}
