"""What surrounds every page: window title, style, navigation, the study's name and the person at work."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.messages import translate
from ui import PRODUCT, identity, opened
from ui.markdown import plain
from ui.parts import saying_errors

ASSETS = Path(__file__).parent / "assets"


def draw() -> None:
    """The whole window: called once per run by main.py."""
    st.set_page_config(
        page_title=PRODUCT, page_icon=str(ASSETS / "icon.svg"), layout="wide", initial_sidebar_state="expanded"
    )
    st.html(ASSETS / "style.css")
    st.logo(str(ASSETS / "logo.svg"), icon_image=str(ASSETS / "icon.svg"), size="large")
    page = st.navigation(pages(), expanded=True)
    opened.keep_in_address()
    _sidebar()
    with saying_errors():
        page.run()


def pages() -> list[st.Page]:
    """The pages in the order in which work is done."""
    return [
        st.Page(
            "ui/pages/study.py", title=translate("Study"), icon=":material/folder_open:", url_path="study", default=True
        ),
        st.Page("ui/pages/people.py", title=translate("People"), icon=":material/group:"),
        st.Page("ui/pages/guide.py", title=translate("Interview guide"), icon=":material/checklist:"),
        st.Page("ui/pages/recordings.py", title=translate("Recordings"), icon=":material/mic:"),
        st.Page("ui/pages/models.py", title=translate("Models"), icon=":material/graphic_eq:", visibility="hidden"),
        st.Page("ui/pages/code.py", title=translate("Code"), icon=":material/format_ink_highlighter:"),
        st.Page(
            "ui/pages/speakers.py",
            title=translate("Speakers"),
            icon=":material/record_voice_over:",
            visibility="hidden",
        ),  # fmt: skip
        st.Page("ui/pages/versions.py", title=translate("Versions"), icon=":material/history:", visibility="hidden"),
        st.Page("ui/pages/segments.py", title=translate("Segments"), icon=":material/format_quote:"),
        st.Page("ui/pages/find.py", title=translate("Find"), icon=":material/search:"),
        st.Page("ui/pages/cases.py", title=translate("Cases"), icon=":material/person_search:"),
        st.Page("ui/pages/codebook.py", title=translate("Codebook"), icon=":material/account_tree:"),
        st.Page("ui/pages/rounds.py", title=translate("Rounds"), icon=":material/group_work:"),
        st.Page("ui/pages/memos.py", title=translate("Memos"), icon=":material/sticky_note_2:"),
        st.Page("ui/pages/measures.py", title=translate("Questionnaires"), icon=":material/ballot:"),
        st.Page("ui/pages/export.py", title=translate("Export"), icon=":material/ios_share:"),
        st.Page("ui/pages/backup.py", title=translate("Backup"), icon=":material/inventory_2:"),
    ]


def _sidebar() -> None:
    """Whose work this is: the study that is open, and the person at the keyboard."""
    study = opened.study()
    name = identity.current_name()
    with st.sidebar, st.container(key="whose", gap=None):
        if study:
            st.caption(translate("Study"))
            st.markdown(f"**{plain(study.title)}**")
        if name:
            st.caption(translate("Working as"))
            st.markdown(plain(name))
        st.caption(f":material/lock: {translate('Nothing leaves this machine')}")
