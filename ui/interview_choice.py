"""Choosing one interview at the head of a page; the choice stands in the address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.design import Interview
from core.messages import translate
from study import Study
from ui.opened import ADDRESS_KEY

INTERVIEW_KEY = "interview"


def choose_interview(study: Study, readable: Sequence[Interview], key: str) -> Interview:
    """The interview in the address, or else the first; beside it the way to its desk."""
    labels = {interview.id: interview.label for interview in readable}
    ids = list(labels)
    wanted = st.query_params.get(INTERVIEW_KEY)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        picked = st.selectbox(
            translate("Interview"),
            ids,
            index=ids.index(wanted) if wanted in ids else 0,
            format_func=lambda i: labels[i],
            key=key,
            width=480,
        )
        st.page_link(
            "ui/pages/code.py",
            label=translate("Read and code it"),
            icon=":material/format_ink_highlighter:",
            query_params={INTERVIEW_KEY: picked, ADDRESS_KEY: study.id},
        )
    if wanted != picked:
        st.query_params[INTERVIEW_KEY] = picked
    return next(interview for interview in readable if interview.id == picked)
