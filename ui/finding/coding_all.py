"""A code on everything that was found: what it will do is on the page before it is done, and it can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from codebooks.model import Codebook
from coding.finding import FoundTurn
from coding.model import Snapshot
from core.design import Person
from core.errors import WorkbenchError
from core.messages import translate, translate_count
from exports.quotes import code_name
from study import Study
from study.passage_coding import CodedPassages, SeenPassage
from transcripts.finding import Finder, Reach
from ui.markdown import plain
from ui.parts import NOTICE_KEY
from ui.segments.asking import INDENT

REACHES = {Reach.WORDS: "The words found", Reach.SENTENCE: "Their sentences", Reach.TURN: "The whole turns"}
ACT_KEY = "find_act"  #: The act that can be taken back from this tab.
PROBLEM_KEY = "find_problem"


def draw_coding(
    study: Study, person: Person, snapshot: Snapshot, found: Sequence[FoundTurn], finder: Finder, off: Collection[str]
) -> None:
    """A code, how far it reaches, and the button that says on how many passages it will be put."""
    if problem := st.session_state.pop(PROBLEM_KEY, None):
        st.error(plain(problem), icon=":material/error:")
    _draw_taking_back(study, person)
    with st.expander(translate("Code what was found"), icon=":material/format_ink_highlighter:", key="find_coding"):
        left, right = st.columns([5, 4], vertical_alignment="bottom")
        with left:
            code_id = _choose_code(snapshot.codebook)
        with right:
            reach = st.selectbox(
                translate("How far the code reaches"),
                list(REACHES),
                key="find_reach",
                format_func=lambda r: translate(REACHES[r]),
            )
        st.caption(
            translate("Untick below what does not belong. Everything else gets the code, on every page of the list.")
        )
        taken = [each for each in found if each.turn.id not in off]
        passages = seen_passages(taken, finder, Reach(reach or Reach.WORDS)) if code_id else {}
        count = sum(map(len, passages.values()))
        st.button(
            translate_count("Put the code on {count} passage", "Put the code on {count} passages", count)
            if count
            else translate("Put the code on what was found"),
            key="find_code_all",
            type="primary",
            disabled=not count,
            on_click=_code,
            args=(study, person, passages, code_id),
        )


def seen_passages(found: Sequence[FoundTurn], finder: Finder, reach: Reach) -> dict[str, list[SeenPassage]]:
    """What would be coded, by interview, as it stands now."""
    passages: dict[str, list[SeenPassage]] = {}
    for each in found:
        turn = each.turn
        for passage in each.passages(finder, reach):
            quote = turn.text[passage.start : passage.end]
            seen = SeenPassage(passage, quote, {turn.id: turn.revision})
            passages.setdefault(each.coded.interview.id, []).append(seen)
    return passages


def _choose_code(codebook: Codebook) -> str | None:
    names = {code.id: f"{INDENT * depth}{code_name(code)}" for depth, code in codebook.walk() if code.is_living}
    return st.selectbox(
        translate("Code"),
        list(names),
        index=None,
        key="find_code",
        placeholder=translate("Choose a code"),
        format_func=lambda i: names.get(i, "?"),
    )


def _code(study: Study, person: Person, passages: dict[str, list[SeenPassage]], code_id: str) -> None:
    try:
        done = study.code_passages(person, passages, code_id)
    except WorkbenchError as error:
        st.session_state[PROBLEM_KEY] = str(error)
        return
    st.session_state[ACT_KEY] = done.act_id
    st.session_state[NOTICE_KEY] = in_words(done)


def in_words(done: CodedPassages) -> str:
    """What was done, for a person."""
    said = translate_count("{count} passage is coded.", "{count} passages are coded.", done.coded)
    if done.coded_already:
        already = translate_count(
            "{count} carried the code already.", "{count} carried the code already.", done.coded_already
        )
        return f"{said} {already}"
    return said


def _draw_taking_back(study: Study, person: Person) -> None:
    act_id = st.session_state.get(ACT_KEY)
    if not act_id:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="find_undo"):
        st.caption(translate("The code was put on what was found."))
        st.button(
            translate("Take it back"),
            key="find_take_back",
            icon=":material/undo:",
            type="tertiary",
            on_click=_take_back,
            args=(study, person, act_id),
        )


def _take_back(study: Study, person: Person, act_id: str) -> None:
    try:
        count = study.take_back_coded(person, act_id)
    except WorkbenchError as error:
        st.session_state[PROBLEM_KEY] = str(error)
        return
    st.session_state.pop(ACT_KEY)
    st.session_state[NOTICE_KEY] = translate_count(
        "Taken back in {count} interview.", "Taken back in {count} interviews.", count
    )
