"""Speakers: listen to each voice of an interview and say whose it is, all on one page."""

from __future__ import annotations

import streamlit as st

from core.design import Interview
from core.messages import translate
from ui import opened
from ui.opened import ADDRESS_KEY
from ui.parts import empty_state, page_head, saying_errors
from ui.speakers import draw_speakers

INTERVIEW_KEY = "interview"


def main() -> None:
    page_head(
        translate("Speakers"),
        translate("Listen to each voice for a few seconds and say whose it is. The name then stands at every turn."),
    )
    study, person = opened.required()
    transcribed = {version.interview_id for version in study.versions(person) if version.is_current}
    readable = [interview for interview in study.interviews(person) if interview.id in transcribed]
    if not readable:
        empty_state(
            ":material/record_voice_over:",
            translate("No voices yet"),
            translate("Voices appear here when a recording has been transcribed or a transcript imported."),
            page="ui/pages/recordings.py",
            action=translate("Go to Recordings"),
            key="speakers",
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        interview = _chosen(readable)
        st.page_link(
            "ui/pages/code.py",
            label=translate("Read and code it"),
            icon=":material/format_ink_highlighter:",
            query_params={INTERVIEW_KEY: interview.id, ADDRESS_KEY: study.id},
        )
    with saying_errors():
        draw_speakers(study, person, interview)


def _chosen(readable: list[Interview]) -> Interview:
    """The interview in the address; the first when there is none."""
    labels = {interview.id: interview.label for interview in readable}
    wanted = st.query_params.get(INTERVIEW_KEY)
    ids = list(labels)
    picked = st.selectbox(
        translate("Interview"),
        ids,
        index=ids.index(wanted) if wanted in ids else 0,
        format_func=lambda i: labels[i],
        key="speakers_interview",
        width=480,
    )
    if st.query_params.get(INTERVIEW_KEY) != picked:
        st.query_params[INTERVIEW_KEY] = picked
    return next(interview for interview in readable if interview.id == picked)


main()
