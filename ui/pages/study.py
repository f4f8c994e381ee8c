"""Study: who is working, which study is open, how far it is, and the next step."""

from __future__ import annotations

import streamlit as st

from core.messages import translate
from study import Study
from ui import identity, opened
from ui.conventions import draw_conventions
from ui.markdown import plain
from ui.overview import draw_overview
from ui.parts import done, page_head
from ui.study_choice import draw_new_study, draw_open_study


def main() -> None:
    study = opened.study()
    if study is None:
        page_head(
            translate("Welcome"),
            translate(
                "Recordings become transcripts, passages get codes, and quotes go into your article. Nothing leaves "
                "this machine."
            ),
        )
    else:
        page_head(study.title, translate("The study at a glance."))
    if not identity.current_name():
        _ask_name()
    elif study is None:
        _choose_study()
    else:
        draw_overview(study, identity.acting_person(study, identity.browser_cookies()))
        _other_things(study)


def _ask_name() -> None:
    """The first step of all: everything done in a study carries somebody's name."""
    with st.form("who", border=True, width=520):
        st.subheader(translate("Who are you?"), anchor=False)
        st.markdown(
            translate("What you code, check and change carries your name, so that a team can tell who did what.")
        )
        name = st.text_input(translate("Your name"), max_chars=identity.LONGEST_NAME, autocomplete="name")
        if st.form_submit_button(translate("Continue"), type="primary") and name and name.strip():
            identity.introduce(name)
            st.rerun()


def _choose_study() -> None:
    left, right = st.columns(2, gap="large")
    with left:
        draw_open_study()
    with right:
        draw_new_study()


def _other_things(study: Study) -> None:
    """Seldom needed: another name, another study."""
    st.subheader(translate("More"), anchor=False)
    with st.expander(translate("You and this study"), icon=":material/badge:"):
        with st.form("rename", border=False, width=520):
            name = st.text_input(
                translate("You work as"), value=identity.current_name(), max_chars=identity.LONGEST_NAME
            )
            st.caption(translate("Coding done so far keeps the name it was done under."))
            if st.form_submit_button(translate("Change")) and name and name.strip():
                identity.introduce(name)
                done(translate("You now work as {name}.", name=identity.current_name()))
        st.caption(translate("The study is kept in"))
        st.code(str(study.folder), language=None)
        if st.button(translate("Close this study"), icon=":material/close:"):
            opened.close()
            st.rerun()
    with st.expander(translate("Conventions of transcription"), icon=":material/format_quote:"):
        draw_conventions(study, identity.acting_person(study, identity.browser_cookies()))
    with st.expander(translate("Open another study"), icon=":material/folder_open:"):
        draw_open_study(except_id=study.id)
    with st.expander(translate("Make a new study"), icon=":material/create_new_folder:"):
        draw_new_study()
    with st.expander(translate("People who have worked here"), icon=":material/group:"):
        for person in study.people():
            st.markdown(plain(person.name))


main()
