"""Which codebook a new study begins with."""

from __future__ import annotations

import streamlit as st

from codebooks import library
from codebooks.model import in_language
from core.messages import translate
from study.registry import FIRST_CODEBOOK
from ui import wording

EMPTY = "empty"


def codebook_field(key: str) -> str:
    """The codebooks that come along, the usual one first and the empty start last; the name of the chosen one."""
    names = sorted(library.names(), key=lambda name: (name == EMPTY, name != FIRST_CODEBOOK))
    chosen: str = st.selectbox(translate("Codebook to begin with"), names, key=key, format_func=_title, help=_help())
    if chosen != EMPTY:
        languages = [wording.language_name(language) for language in library.title(chosen)]
        st.caption(translate("Definitions and examples in {languages}.", languages=" · ".join(languages)))
    return chosen


def _title(name: str) -> str:
    return translate("Without codes") if name == EMPTY else in_language(library.title(name))


def _help() -> str:
    return translate(
        "Each is a draft for the team to make its own: codes can be added, changed and retired at any time."
    )
