"""Ordering a machine's gloss, on the page Versions: what it is for, what it is not, and why a model cannot make one."""

from __future__ import annotations

import streamlit as st

from core.design import Interview, Person
from core.messages import translate
from study import Study
from ui.markdown import plain
from ui.parts import done, saying_errors


def draw_gloss_ordering(study: Study, person: Person, interview: Interview) -> None:
    """Nothing is drawn for an interview without a recording: there is nothing to listen to."""
    if not any(recording.interview_id == interview.id for recording in study.recordings(person)):
        return
    st.subheader(translate("Machine gloss in English"), anchor=False)
    st.markdown(
        translate(
            "The recogniser hears the recording once more and writes it in English, so that you find your way in a "
            "language you do not read. It stands marked beside the turns, can be neither coded nor quoted, and is in "
            "no export. How good it is was not measured."
        )
    )
    why = study.why_no_gloss(person)
    if why:
        st.caption(plain(why))
    if st.button(
        translate("Make a machine gloss"), key=f"gloss_{interview.id}", icon=":material/translate:", disabled=bool(why)
    ):
        with saying_errors():
            study.order_gloss(person, interview.id)
            study.ensure_worker()
            done(translate("Waiting for its turn"))
