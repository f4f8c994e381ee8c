"""Codebook: the tree of codes, what each means, where it is used, and how the codebook has grown."""

from __future__ import annotations

import streamlit as st

from codebooks import tree as codes
from core.design import Person
from core.messages import translate
from study import Study
from study.codebook import CodebookOverview
from ui import opened
from ui.codebook.adding import draw_adding
from ui.codebook.card import draw_card
from ui.codebook.counting import Counts, choice_in_words, choose_counts
from ui.codebook.exchange import draw_exchange, draw_import
from ui.codebook.merging import open_waiting
from ui.codebook.names import quoted
from ui.codebook.recoding import draw_recoding
from ui.codebook.saying import attempt, draw_problem
from ui.codebook.sorting import draw_sorting, draw_splits, open_split
from ui.codebook.themes import draw_themes
from ui.codebook.tree import chosen, draw_tree
from ui.codebook.versions import draw_versions
from ui.markdown import plain
from ui.parts import empty_state, page_head


def main() -> None:
    head, steps = st.columns([3, 2], vertical_alignment="bottom")
    with head:
        page_head(
            translate("Codebook"),
            translate("What each code means, where it is used, and how the codebook has grown."),
        )
    study, person = opened.required()
    with st.container(key="codebook"):
        draw_problem()
        overview = study.codebook_overview(person)
        with steps:
            _draw_steps(study, person, overview)
        parts = {
            translate("Codes"): _draw_codes,
            translate("Themes"): draw_themes,
            translate("Versions"): draw_versions,
            translate("Recoding list"): draw_recoding,
            translate("In and out"): draw_exchange,
        }
        tabs = st.tabs(list(parts), key="codebook_tabs", on_change="rerun")
        for tab, draw in zip(
            tabs, (_draw_codes, draw_themes, draw_versions, draw_recoding, draw_exchange), strict=True
        ):
            if tab.open:
                with tab:
                    draw(study, person, overview)


def _draw_steps(study: Study, person: Person, overview: CodebookOverview) -> None:
    """Undo and redo, each with what it would do; where there is nothing, no button."""
    with st.container(gap=None, horizontal_alignment="right", key="steps"):
        if overview.to_undo:
            words = quoted(translate("Undo: {what}", what=overview.to_undo))
            st.button(words, icon=":material/undo:", key="undo", type="tertiary", on_click=_undo, args=(study, person))
        if overview.to_redo:
            words = quoted(translate("Do again: {what}", what=overview.to_redo))
            st.button(words, icon=":material/redo:", key="redo", type="tertiary", on_click=_redo, args=(study, person))


def _undo(study: Study, person: Person) -> None:
    attempt(lambda: translate("Undone: {what}", what=study.undo_codebook(person)))


def _redo(study: Study, person: Person) -> None:
    attempt(lambda: translate("Done again: {what}", what=study.redo_codebook(person)))


def _draw_codes(study: Study, person: Person, overview: CodebookOverview) -> None:
    codebook = overview.codebook
    if not codebook.codes:
        draw_adding(study, person, codebook)
        empty_state(
            ":material/account_tree:", translate("No codes yet"),
            translate("Add the first one, or bring a codebook in from a file."), key="codebook",
        )  # fmt: skip
        draw_import(study, person, overview)
        return
    draw_splits(overview)
    left, right = st.columns([5, 8], gap="medium")
    with left, st.container(key="tree_column"):
        with st.container(horizontal=True, gap="small"):
            draw_adding(study, person, codebook)
            choice, with_retired = choose_counts(overview)
        if counted := choice_in_words(overview, choice):
            st.caption(plain(counted))
        counts = Counts(study, person, overview, choice)
        draw_tree(study, person, codebook, counts.of, with_retired=with_retired)
    with right:
        split = open_split(overview)
        code_id = chosen(codebook)
        if split:
            draw_sorting(study, person, overview, split)
        elif code_id is not None:
            draw_card(study, person, overview, codes.find(codebook, code_id))
    open_waiting(study)


main()
