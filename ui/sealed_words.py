"""Sealed words of the study: where a substitute stands, since when, by whom; what stood there only when asked for."""

from __future__ import annotations

import streamlit as st

from core.design import Person
from core.messages import translate, translate_count
from study import Study
from study.transcript_versions import SealedEntry
from ui.identity import acting_person, browser_cookies
from ui.markdown import plain
from ui.parts import saying_errors


def draw_sealed_words(study: Study, person: Person) -> None:
    """A card for each redaction whose words were sealed apart."""
    entries = study.sealed_words(person)
    if not entries:
        return
    st.subheader(translate("Sealed words of this study"), anchor=False)
    st.caption(translate("Looking at one is written down in the study, with your name."))
    for entry in entries:
        with st.container(
            key=f"card_sealed_{entry.redaction_id}", border=True, horizontal=True, vertical_alignment="center"
        ):
            with st.container(gap=None):
                st.markdown(f"**{plain(entry.substitute)}**")
                st.caption(plain(_where(entry)))
            if st.button(translate("Show"), key=f"show_{entry.redaction_id}", icon=":material/visibility:"):
                st.dialog(translate("Sealed words"))(_show)(study, entry.redaction_id)


def _where(entry: SealedEntry) -> str:
    places = translate_count("{count} place", "{count} places", entry.places)
    return " · ".join((entry.interview_label, places, entry.by, f"{entry.at:%Y-%m-%d %H:%M} UTC"))


def _show(study: Study, redaction_id: str) -> None:
    """The person is looked up again: a dialog runs by itself. Drawing it is the act that is written down."""
    with saying_errors():
        for words in study.show_sealed(acting_person(study, browser_cookies()), redaction_id):
            st.markdown(plain(words))
