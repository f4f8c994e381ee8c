"""Choosing a folder of this machine: a browser has no dialog for that, so a field and a small list to walk through."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from core.messages import translate
from ui.markdown import plain

MOST_FOLDERS = 200  #: Listed at once.


def usual_place() -> Path:
    """Where studies are suggested to live."""
    return Path.home() / "Interview studies"


def folder_field(label: str, *, key: str, value: str, placeholder: str = "", help_text: str | None = None) -> str:
    """A text field for a folder, with a list beside it to walk through the folders of this machine."""
    st.session_state.setdefault(key, value)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(label, key=key, placeholder=placeholder or str(usual_place()), help=help_text)
        with st.popover(translate("Browse"), icon=":material/folder:"):
            _walk(key)
    return st.session_state[key] or ""


def _walk(key: str) -> None:
    """The folders inside the one that is looked at; choosing one goes into it."""
    here = Path(st.session_state.get(f"{key}_at") or Path.home())
    st.markdown(f"**{plain(str(here))}**")
    with st.container(horizontal=True, gap="small"):
        st.button(
            translate("Up"),
            icon=":material/arrow_upward:",
            key=f"{key}_up",
            on_click=_go,
            args=(key, here.parent),
            disabled=here == here.parent,
        )
        st.button(
            translate("Choose this folder"), type="primary", key=f"{key}_choose", on_click=_choose, args=(key, here)
        )
    inside = subfolders(here)
    if not inside:
        st.caption(translate("No folders in here."))
    with st.container(height=280 if len(inside) > 6 else "content", border=False, gap=None):
        for number, folder in enumerate(inside):
            st.button(
                plain(folder.name),
                key=f"{key}_{number}",
                icon=":material/folder:",
                type="tertiary",
                on_click=_go,
                args=(key, folder),
            )


def subfolders(folder: Path) -> list[Path]:
    """The visible folders in `folder` by name; none where this user may not look."""
    try:
        with os.scandir(folder) as entries:
            found = [Path(e.path) for e in entries if not e.name.startswith(".") and e.is_dir()]
    except OSError:
        return []
    return sorted(found, key=lambda path: path.name.casefold())[:MOST_FOLDERS]


def _go(key: str, folder: Path) -> None:
    st.session_state[f"{key}_at"] = str(folder)


def _choose(key: str, folder: Path) -> None:
    st.session_state[key] = str(folder)
