"""What the last press of a button did, said when the page is drawn again: buttons act before the page is drawn."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.errors import WorkbenchError
from ui.markdown import plain
from ui.parts import NOTICE_KEY

PROBLEM_KEY = "codebook_problem"


def attempt(act: Callable[[], object]) -> bool:
    """Do something and keep what there is to say: its answer, when that is a sentence, or why it was not done. Whether
    it was."""
    try:
        notice = act()
    except WorkbenchError as error:
        st.session_state[PROBLEM_KEY] = str(error)
        return False
    if isinstance(notice, str) and notice:
        st.session_state[NOTICE_KEY] = notice
    return True


def draw_problem() -> None:
    """Why the last thing could not be done; nothing when it could."""
    problem = st.session_state.pop(PROBLEM_KEY, None)
    if problem:
        st.error(plain(problem), icon=":material/error:")
