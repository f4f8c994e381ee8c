"""The drop zone for one small file, a table or a codebook, and what has arrived there."""

from __future__ import annotations

import streamlit as st

from core.design import Person
from core.messages import translate
from study import Study
from ui import upload, wording
from ui.markdown import plain
from ui.routes import small_file
from ui.routes.small_file import SmallFile

TABLES = ".csv,.txt,.tsv,.xlsx"  #: For the file chooser only: a file is judged by what is in it.


def one_file(
    study: Study, person: Person, purpose: str, *, title: str, hint: str, accept: str = TABLES
) -> SmallFile | None:
    """Where a file is dropped or chosen; the one that lies there, until `small_file.put_away` or the next."""
    arrived = small_file.kept(study, person, purpose)
    if arrived is None:
        upload.small_zone(
            small_file.address(study, purpose), title=title, hint=hint, accept=accept, key=f"zone_{purpose}"
        )
        return None
    with st.container(key=f"card_file_{purpose}", border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            st.markdown(f"**{plain(arrived.name)}**")
            st.caption(wording.size(len(arrived.content)))
        if st.button(translate("Another file"), key=f"put_away_{purpose}", icon=":material/undo:"):
            small_file.put_away(study, person, purpose)
            st.rerun()
    return arrived
