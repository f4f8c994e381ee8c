"""Open a study, or make one: recent studies, a folder on this machine, clear refusals."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from core.errors import InputError
from core.messages import translate
from study import registry
from study.home import RecentStudy, forget_study
from ui import identity, opened, wording
from ui.codebook_choice import codebook_field
from ui.folder_choice import folder_field, usual_place
from ui.markdown import plain
from ui.parts import done, saying_errors

RECENT_SHOWN = 6


class NoFolderError(InputError):
    """No folder was written down."""

    template = "Write down the folder, such as {example}."

    def __init__(self, example: Path) -> None:
        super().__init__(example=example)


def draw_open_study(except_id: str = "") -> None:
    """The studies opened lately, and a field for any other folder."""
    st.subheader(translate("Open a study"), anchor=False)
    recent = [entry for entry in registry.recent() if entry.id != except_id]
    if not recent:
        st.markdown(translate("Studies you have opened will be listed here."))
    for entry in recent[:RECENT_SHOWN]:
        _draw_recent(entry)
    with st.expander(translate("A study in another folder"), icon=":material/folder_open:"):
        folder = folder_field(translate("Folder of the study"), key="open_folder", value="")
        if st.button(translate("Open this folder"), key="open_button"):
            with saying_errors():
                _open(folder)


def _draw_recent(entry: RecentStudy) -> None:
    with st.container(
        key=f"card_recent_{entry.id}", border=True, horizontal=True, vertical_alignment="center", gap="small"
    ):
        with st.container(gap=None):
            st.markdown(f"**{plain(entry.title)}**")
            st.caption(plain(entry.folder))
            opened_at = wording.ago(datetime.fromisoformat(entry.opened_at))
            st.caption(
                translate("Opened {when}", when=opened_at)
                if entry.exists
                else translate(":material/warning: The folder is not there any more")
            )
        if not entry.exists:
            if st.button(translate("Forget"), key=f"forget_{entry.id}", help=translate("Take it off this list")):
                forget_study(entry.folder)
                st.rerun()
        elif st.button(translate("Open"), key=f"open_{entry.id}", type="primary"):
            with saying_errors():
                _open(entry.folder)


def _open(folder: str) -> None:
    if not folder.strip():
        raise NoFolderError(usual_place() / translate("My study"))
    opened.show(registry.open_study(Path(folder.strip()).expanduser()))
    done(translate("The study is open."))


def draw_new_study() -> None:
    """A title, a folder and a codebook to begin with; everything else can be added later."""
    st.subheader(translate("Make a new study"), anchor=False)
    with st.container(key="card_new_study", border=True):
        title = st.text_input(
            translate("Title"), key="new_title", placeholder=translate("PM+ helpers in Bergen"), max_chars=200
        )
        suggested = usual_place() / (_folder_name(title) if title else translate("My study"))
        folder = folder_field(
            translate("New or empty folder on this machine"),
            key="new_folder",
            value="",
            placeholder=str(suggested),
            help_text=translate(
                "Recordings and everything you write are kept there. Not in OneDrive, Dropbox, iCloud or Google "
                "Drive: those copy the study away."
            ),
        )
        codebook = codebook_field(key="new_codebook")
        if st.button(translate("Make the study"), type="primary", key="new_button", disabled=not (title or "").strip()):
            with saying_errors():
                chosen = Path(folder.strip()).expanduser() if folder.strip() else suggested
                opened.show(registry.create(chosen, title or "", identity.current_name(), codebook=codebook))
                done(translate("The study is ready."))


def _folder_name(title: str) -> str:
    """A title as the name of a folder on every system.

    >>> _folder_name("PM+: helpers / Bergen")
    'PM+ helpers Bergen'
    """
    allowed = "".join(" " if c in '<>:"/\\|?*' or not c.isprintable() else c for c in title)
    return " ".join(allowed.split())[:60].strip(". ") or "study"
