"""People: participants with roles and consents, and the waves and sites they were met in."""

from __future__ import annotations

import streamlit as st

from core.design import Person
from core.messages import translate
from study import Study
from ui import opened
from ui.markdown import plain
from ui.participants import add_participant_form, draw_participants
from ui.parts import done, empty_state, page_head, saying_errors


def main() -> None:
    page_head(
        translate("People"),
        translate("Participants are known by a pseudonym only. Keep their real names out of the workbench."),
    )
    study, person = opened.required()
    participants, waves, sites = st.tabs([translate("Participants"), translate("Waves"), translate("Sites")])
    with participants:
        _participants(study, person)
    with waves:
        _waves(study, person)
    with sites:
        _sites(study, person)


def _participants(study: Study, person: Person) -> None:
    everybody = study.participants(person)
    with st.popover(
        translate("Add a participant"), icon=":material/person_add:", type="primary", key="add_participant"
    ):
        add_participant_form(study, person)
    if everybody:
        draw_participants(study, everybody)
    else:
        empty_state(
            ":material/group:",
            translate("No participants yet"),
            translate(
                "Add the people you interview, such as H03 for the third helper. You can then say whose voice is "
                "whose in a transcript, and compare roles."
            ),
            key="participants",
        )


def _waves(study: Study, person: Person) -> None:
    st.markdown(translate("One round of interviews each. A new wave can also be typed on the Recordings page."))
    for wave in study.waves(person):
        with st.container(key=f"card_wave_{wave.id}", border=True, gap=None):
            st.markdown(f"**{plain(wave.label)}**")
            days = [day.isoformat() for day in (wave.starts_on, wave.ends_on) if day]
            if days:
                st.caption(" – ".join(days))
    with st.form("add_wave", clear_on_submit=True, border=False, width=640):
        label, start, end = st.columns([2, 1, 1])
        name = label.text_input(translate("New wave"), placeholder=translate("Wave 1, spring 2026"), max_chars=200)
        starts_on = start.date_input(translate("From"), value=None, format="YYYY-MM-DD")
        ends_on = end.date_input(translate("To"), value=None, format="YYYY-MM-DD")
        if st.form_submit_button(translate("Add wave")):
            with saying_errors():
                study.add_wave(person, name or "", starts_on, ends_on)
                done(translate("The wave is added."))


def _sites(study: Study, person: Person) -> None:
    st.markdown(translate("Where the interviews are held."))
    for site in study.sites(person):
        with st.container(key=f"card_site_{site.id}", border=True, gap=None):
            st.markdown(f"**{plain(site.name)}**")
    with st.form("add_site", clear_on_submit=True, border=False, width=640):
        name = st.text_input(translate("New site"), placeholder=translate("Bergen"), max_chars=200)
        if st.form_submit_button(translate("Add site")):
            with saying_errors():
                study.add_site(person, name or "")
                done(translate("The site is added."))


main()
