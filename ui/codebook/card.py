"""The card of one code: what it is called and means, where it is used, what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from codebooks import tree
from codebooks.model import Code, CodeStatus
from coding.looking import count_in_words
from core.design import Person
from core.messages import translate, translate_count
from study import Study
from study.codebook import CodebookOverview
from ui import wording
from ui.codebook import merging
from ui.codebook.colours import draw_colours
from ui.codebook.history import draw_history, draw_memos
from ui.codebook.meaning import draw_meaning
from ui.codebook.names import swatch
from ui.codebook.saying import attempt
from ui.codebook.segments import draw_segments
from ui.markdown import plain

STATUSES = {CodeStatus.DRAFT: "Draft", CodeStatus.AGREED: "Agreed", CodeStatus.RETIRED: "Retired"}
STATUS_COLOURS = {CodeStatus.DRAFT: "gray", CodeStatus.AGREED: "green", CodeStatus.RETIRED: "orange"}


def draw_card(study: Study, person: Person, overview: CodebookOverview, code: Code) -> None:
    """Everything about one code."""
    with st.container(key="card_code", border=True):
        _draw_head(overview, code)
        _draw_actions(study, person, overview, code)
        meaning, segments, numbers, memos, history = st.tabs(
            [
                translate("Meaning"),
                translate("Segments"),
                translate("Numbers"),
                translate("Memos"),
                translate("History"),
            ],
            key="code_tabs",
            on_change="rerun",
        )
        if meaning.open:
            with meaning:
                draw_meaning(study, person, overview.codebook, code)
        if segments.open:
            with segments:
                draw_segments(study, person, overview, code)
        if numbers.open:
            with numbers:
                _draw_numbers(study, person, overview, code)
        if memos.open:
            with memos:
                draw_memos(study, person, code)
        if history.open:
            with history:
                draw_history(study, person, code)


def _draw_head(overview: CodebookOverview, code: Code) -> None:
    above = [tree.called(each) for each in reversed(tree.ancestors(overview.codebook, code.id))]
    if above:
        st.caption(plain(" > ".join(above)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(swatch(code.colour), width="content")
        st.subheader(plain(tree.called(code)), anchor=False)
        st.badge(translate(STATUSES[code.status]), color=STATUS_COLOURS[code.status])  # type: ignore[arg-type]
    made = [translate("by {name}", name=code.author)] if code.author else []
    made += [wording.on_day(code.created_at)] if code.created_at else []
    themes = [tree.called(theme) for theme in overview.codebook.themes if code.id in theme.code_ids]
    if themes:
        made.append(translate("in the theme {themes}", themes=", ".join(f"“{name}”" for name in themes)))
    if made:
        st.caption(plain(" · ".join(made)))
    if questions := overview.questions.get(code.id):
        words = translate_count(
            "{count} question in the interview guides aims at it",
            "{count} questions in the interview guides aim at it",
            questions,
        )
        st.caption(f":material/checklist: {plain(words)}")


def _draw_actions(study: Study, person: Person, overview: CodebookOverview, code: Code) -> None:
    with st.container(horizontal=True, gap="xsmall", key="code_actions"):
        if not code.is_living:
            st.button(
                translate("Bring it back"),
                icon=":material/unarchive:",
                key=f"unretire_{code.id}",
                on_click=_bring_back,
                args=(study, person, code.id),
            )
            return
        agreed = code.status is CodeStatus.AGREED
        st.button(
            translate("Back to draft") if agreed else translate("Agree on it"),
            icon=":material/undo:" if agreed else ":material/task_alt:",
            key=f"status_{code.id}",
            on_click=_set_status,
            args=(study, person, code.id, CodeStatus.DRAFT if agreed else CodeStatus.AGREED),
        )
        draw_colours(study, person, overview.codebook, code)
        if st.button(translate("Merge"), icon=":material/merge:", key=f"merge_{code.id}"):
            merging.open_merge(study, code.id)
        if st.button(translate("Split"), icon=":material/call_split:", key=f"split_{code.id}"):
            merging.open_split(study, code.id)
        if st.button(
            translate("Retire"), icon=":material/archive:", key=f"end_{code.id}", help=translate("Retire or delete it")
        ):
            merging.open_delete(study, code.id)


def _set_status(study: Study, person: Person, code_id: str, status: CodeStatus) -> None:
    attempt(lambda: study.set_code_status(person, code_id, status))


def _bring_back(study: Study, person: Person, code_id: str) -> None:
    attempt(lambda: study.unretire_code(person, code_id))


def _draw_numbers(study: Study, person: Person, overview: CodebookOverview, code: Code) -> None:
    """Segments by wave, coder and round: different passages, and never a 0 where nobody has looked."""
    transcribed = {version.interview_id for version in study.versions(person) if version.is_current}
    readable = [interview for interview in study.interviews(person) if interview.id in transcribed]
    if not readable:
        st.markdown(translate("There is no transcript to code yet."))
        return
    uses, looking = overview.uses, overview.looking
    rows = []
    for wave_id, label in [*((wave.id, wave.label) for wave in overview.waves), (None, translate("No wave"))]:
        ids = [interview.id for interview in readable if interview.wave_id == wave_id]
        found = uses.per_wave(code.id).get(wave_id, 0)
        if ids or found:
            looked = len(looking.looked_in(code.id, ids))
            number = count_in_words(looking.count(found, code.id, ids))
            rows.append((label, number, translate("{looked} of {count}", looked=looked, count=len(ids))))
    _draw_table((translate("Wave"), translate("Coded segments"), translate("Looked for in interviews")), rows)
    everything = [interview.id for interview in readable]
    coders = uses.per_coder(code.id)
    per_coder = [
        (each.name, count_in_words(looking.count(coders.get(each.id, 0), code.id, everything, each.id)))
        for each in overview.people
    ]
    _draw_table((translate("Coder"), translate("Coded segments")), per_coder)
    if len(overview.rounds) > 1:
        rounds = uses.per_round(code.id)
        per_round = [
            (each.label, count_in_words(looking.count(rounds.get(each.id, 0), code.id, everything)))
            for each in overview.rounds
        ]
        _draw_table((translate("Round"), translate("Coded segments")), per_round)
    st.caption(translate("The same words coded by two coders are one coded segment of a wave, and one of each coder."))


def _draw_table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """A small table in markdown, every cell as text."""
    lines = [head, *rows]
    cells = ["| " + " | ".join(plain(cell) or " " for cell in line) + " |" for line in lines]
    st.markdown("\n".join([cells[0], "|" + "---|" * len(head), *cells[1:]]))
