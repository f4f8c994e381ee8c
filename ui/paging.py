"""A long list one page at a time, with the page numbers above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from core.messages import translate

Item = TypeVar("Item")


def page_of(items: Sequence[Item], key: str, per_page: int, what: str) -> tuple[Item, ...]:
    """The items of the page the person is on. `what` names the list: another one begins at its first page."""
    pages = max(1, -(-len(items) // per_page))
    if st.session_state.get(f"{key}_of") != what:
        st.session_state[f"{key}_of"] = what
        st.session_state.pop(key, None)
    if pages == 1:
        return tuple(items)
    if st.session_state.get(key, 1) > pages:
        st.session_state[key] = pages
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key=f"{key}_row"):
        number = int(st.pagination(pages, key=key))
        first, last = (number - 1) * per_page + 1, min(len(items), number * per_page)
        st.caption(translate("{first} to {last} of {total}", first=first, last=last, total=len(items)))
    return tuple(items[first - 1 : last])
