"""Pieces every page is made of: its head, its empty state, the words for what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.errors import WorkbenchError
from ui.markdown import plain

NOTICE_KEY = "notice"


def page_head(title: str, text: str = "") -> None:
    """What the page is for, in one line; then whatever the last action has to say. `text` is our own words."""
    with st.container(key="page_head", gap="xxsmall"):
        st.title(plain(title), anchor=False)
        if text:
            st.markdown(text)
    notice = st.session_state.pop(NOTICE_KEY, None)
    if notice:
        st.toast(plain(notice), icon=":material/check:")


def empty_state(icon: str, title: str, text: str, *, page: str = "", action: str = "", key: str = "page") -> None:
    """A quiet card: what is missing here, and the one next step. All words are our own, never a participant's."""
    with st.container(key=f"empty_{key}", border=True, horizontal_alignment="center", gap="small"):
        st.markdown(f"## {icon}", text_alignment="center", anchors=False)
        st.subheader(title, anchor=False, text_alignment="center")
        st.markdown(text, text_alignment="center", width=520)
        if page:
            st.page_link(page, label=f"**{action}**", icon=":material/arrow_forward:", icon_position="right")


@contextmanager
def saying_errors() -> Iterator[None]:
    """Show what goes wrong inside as a sentence on the page, and go on with the rest of it."""
    try:
        yield
    except WorkbenchError as error:
        st.error(plain(str(error)), icon=":material/error:")


def done(message: str) -> None:
    """Draw the page afresh and say that it worked."""
    st.session_state[NOTICE_KEY] = message
    st.rerun()


def table_height(rows: int) -> int:
    """Pixels that Streamlit's table needs for so many rows and its header."""
    return 35 * (rows + 1) + 3
