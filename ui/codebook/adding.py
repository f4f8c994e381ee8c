"""A new code: its name in the team's languages, and where it stands."""

from __future__ import annotations

import streamlit as st

from codebooks.model import Codebook
from core.design import Person
from core.messages import translate
from study import Study
from ui import wording
from ui.codebook.names import choose_code, languages_of
from ui.codebook.tree import choose
from ui.parts import done, saying_errors


def draw_adding(study: Study, person: Person, codebook: Codebook) -> None:
    """Behind a button above the tree."""
    popover = st.popover(translate("New code"), icon=":material/add:", type="primary", key="new_code")
    with popover, st.form("new_code_form", border=False, clear_on_submit=True):
        names = {
            language: st.text_input(
                translate("Name ({language})", language=wording.language_name(language)),
                key=f"new_name_{language}",
                max_chars=200,
            )
            for language in languages_of(codebook)[:2]
        }
        parent_id = choose_code(translate("Below"), codebook, "new_parent", none=translate("Nothing: at the top"))
        st.caption(translate("Interviews that are coded already come on the recoding list for it."))
        if st.form_submit_button(translate("Add code"), type="primary"):
            with saying_errors():
                code = study.add_code(person, {language: name or "" for language, name in names.items()}, parent_id)
                choose(code.id)
                done(translate("The code is added."))
