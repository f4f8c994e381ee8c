"""Notes on a code, and what has become of it."""

from __future__ import annotations

import streamlit as st

from codebooks.model import Code
from core.design import Person
from core.messages import translate
from study import Study
from ui import wording
from ui.codebook.saying import attempt
from ui.markdown import plain


def draw_memos(study: Study, person: Person, code: Code) -> None:
    """The team's notes, oldest first, and a field for another one."""
    people = {each.id: each.name for each in study.people()}
    for memo in study.code_memos(person, code.id):
        with st.container(key=f"card_memo_{memo.id}", border=True, gap=None):
            st.caption(plain(f"{people.get(memo.author_id, '?')}, {wording.on_day(memo.written_at)}"))
            st.text(memo.text)
    key = f"memo_{code.id}"
    st.text_area(
        translate("New memo"), key=key, placeholder=translate("What you notice, doubt or have decided about this code")
    )
    st.button(translate("Add memo"), key=f"add_memo_{code.id}", on_click=_add, args=(study, person, code.id, key))


def _add(study: Study, person: Person, code_id: str, key: str) -> None:
    if attempt(
        lambda: study.write_code_memo(person, code_id, st.session_state[key] or "") and translate("The memo is added.")
    ):
        st.session_state[key] = ""


def draw_history(study: Study, person: Person, code: Code) -> None:
    """Who did what and when, the newest first, with the words before and after."""
    entries = study.code_history(person, code.id)
    if not entries:
        st.markdown(translate("Nothing has happened to it since it came into the study."))
    for entry in entries:
        with st.container(key=f"card_history_{entry.row.number}", border=True, gap=None):
            st.markdown(plain(entry.in_words()))
            for field, before, after in entry.fields():
                st.caption(
                    plain(
                        translate(
                            "{field}: {before} → {after}",
                            field=field,
                            before=before or translate("(empty)"),
                            after=after or translate("(empty)"),
                        )
                    )
                )
