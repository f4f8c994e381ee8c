"""Which study is open in this browser tab, and who works in it.

Kept in three places, each for one reason: the tab's session state (two tabs may show two studies), the address (a
reload, a restarted server, a bookmark), the gate's session (a new tab shows the study opened last). All hold ids.
"""

from __future__ import annotations

import streamlit as st

from core.design import Person
from core.errors import NotFoundError, WorkbenchError
from core.messages import translate
from study import Study, registry
from ui import identity, sessions
from ui.parts import empty_state

STATE_KEY = "study_id"
ADDRESS_KEY = "study"


def study() -> Study | None:
    """The study open in this tab; None when none is, or when it can no longer be found."""
    for study_id in _candidates():
        try:
            found = registry.get(study_id)
        except (NotFoundError, WorkbenchError):
            continue  # moved, deleted or damaged since: the Study page lists it as such
        st.session_state[STATE_KEY] = found.id
        return found
    return None


def show(opened: Study) -> None:
    """Make `opened` the study of this tab."""
    st.session_state[STATE_KEY] = opened.id
    sessions.table().change(identity.session_id(), study_id=opened.id)
    st.query_params[ADDRESS_KEY] = opened.id


def close() -> None:
    """Show no study in this tab."""
    st.session_state.pop(STATE_KEY, None)
    sessions.table().change(identity.session_id(), study_id="")
    st.query_params.pop(ADDRESS_KEY, None)


def keep_in_address() -> None:
    """Put the open study back into the address: going to another page drops it."""
    current = study()
    if current and st.query_params.get(ADDRESS_KEY) != current.id:
        st.query_params[ADDRESS_KEY] = current.id


def required() -> tuple[Study, Person]:
    """The open study and the person at work; where one is missing, the page says so and ends here."""
    current = study()
    if current is None:
        empty_state(
            ":material/folder_open:",
            translate("No study is open"),
            translate("Open a study or make a new one first. Everything on this page belongs to a study."),
            page="ui/pages/study.py",
            action=translate("Go to Study"),
        )
        st.stop()
    try:
        return current, identity.acting_person(current, identity.browser_cookies())
    except identity.NoPersonError as error:
        empty_state(
            ":material/badge:",
            translate("Who is working?"),
            str(error),
            page="ui/pages/study.py",
            action=translate("Go to Study"),
        )
        st.stop()


def _candidates() -> list[str]:
    known = st.session_state.get(STATE_KEY)
    if known:
        return [known]
    session = sessions.table().find(identity.session_id())
    return [i for i in (st.query_params.get(ADDRESS_KEY), session.study_id if session else "") if i]
