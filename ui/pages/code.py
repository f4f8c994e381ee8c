"""Code: read an interview while it plays, and put codes on passages."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.design import Interview, Person
from core.messages import translate
from study import Study
from ui import coder, opened
from ui.parts import empty_state, saying_errors

STATE_KEY = "code_interview"  #: The interview shown last in this tab.
ADDRESS_KEY = "interview"
CODING_KEY = "coding"  #: In the address: the coded segment to begin at.
CHECK_KEY = "check"  #: In the address: begin with checking against the recording.
PLACE_KEYS = ("turn", "start", "end")  #: In the address: a stretch of a turn to begin at, in code points.
ICON = ":material/format_ink_highlighter:"


def main() -> None:
    study, person = opened.required()
    readable = _readable(study, person)
    if not readable:
        _nothing_to_read(study, person)
        return
    interview = _current(readable)
    with st.container(key="desk"), saying_errors():
        state = study.desk.open(person, interview.id)
        at = st.query_params.get(CODING_KEY)
        checking = st.query_params.get(CHECK_KEY) == "1"
        coder.coder(study, state, readable, _choose, lambda: _choose_round(study, person), at, _found(), checking)


def _found() -> dict[str, Any] | None:
    """The stretch of a turn in the address: what was found, to begin at."""
    turn, start, end = (st.query_params.get(name, "") for name in PLACE_KEYS)
    if not (turn and start.isdecimal() and end.isdecimal()):
        return None
    return {"start_turn": turn, "start": int(start), "end_turn": turn, "end": int(end)}


def _readable(study: Study, person: Person) -> list[Interview]:
    """The interviews that have a transcript."""
    transcribed = {version.interview_id for version in study.versions(person) if version.is_current}
    return [interview for interview in study.interviews(person) if interview.id in transcribed]


def _current(readable: list[Interview]) -> Interview:
    """The interview in the address or shown last; the first when neither can be read."""
    wanted = (st.query_params.get(ADDRESS_KEY), st.session_state.get(STATE_KEY))
    by_id = {interview.id: interview for interview in readable}
    found = next((by_id[i] for i in wanted if i in by_id), readable[0])
    _remember(found.id)
    return found


def _remember(interview_id: str) -> None:
    """In the tab's state, since going to another page drops the address; in the address, for a reload."""
    st.session_state[STATE_KEY] = interview_id
    if st.query_params.get(ADDRESS_KEY) != interview_id:
        st.query_params[ADDRESS_KEY] = interview_id


def _choose() -> None:
    """Show the interview that was picked inside the desk."""
    picked = coder.chosen()
    if picked:
        for name in (CODING_KEY, CHECK_KEY, *PLACE_KEYS):
            st.query_params.pop(name, None)
        _remember(picked)


def _choose_round(study: Study, person: Person) -> None:
    """Code in the round that was picked inside the desk."""
    picked = coder.chosen_round()
    if picked:
        with saying_errors():
            study.choose_round(person, picked)


def _nothing_to_read(study: Study, person: Person) -> None:
    """What is missing before anything can be coded, and where to get it."""
    if any(job.state in ("waiting", "running", "pausing", "paused") for job in study.jobs(person)):
        title = translate("The first transcript is on its way")
        text = translate("Coding begins when it is finished. Watch it on the Recordings page.")
        action = translate("See how far it is")
    elif study.recordings(person):
        title = translate("No transcript yet")
        text = translate("There is a recording, but nothing has been made of it yet. Start its transcription.")
        action = translate("Go to Recordings")
    else:
        title = translate("Nothing to code yet")
        text = translate("Add a recording first. When it is a transcript, you read, listen and code it here.")
        action = translate("Add a recording")
    empty_state(ICON, title, text, page="ui/pages/recordings.py", action=action, key="code")


main()
