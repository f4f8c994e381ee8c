"""Interview guide: a wave's questions in order, the codes they aim at, and what was asked in each interview."""

from __future__ import annotations

import streamlit as st

from core.design import Wave
from core.messages import translate
from ui import guide_marks, guide_questions, guide_tables, opened
from ui.parts import empty_state, page_head


def main() -> None:
    page_head(
        translate("Interview guide"),
        translate("What is to be asked in each wave, and whether it was. A question nobody asked is no finding."),
    )
    study, person = opened.required()
    waves = study.waves(person)
    if not waves:
        empty_state(
            ":material/checklist:", translate("No waves yet"),
            translate("Every wave has a guide of its own. Add the first wave, then write its questions."),
            page="ui/pages/people.py", action=translate("Go to People"), key="guide",
        )  # fmt: skip
        return
    wave = _choose(waves)
    tabs = st.tabs(
        [translate("Questions"), translate("Was it asked?"), translate("Summary"), translate("In and out")],
        key="guide_tab",
        on_change="rerun",
    )
    drawing = (
        guide_questions.draw_questions,
        guide_marks.draw_marks,
        guide_marks.draw_summary,
        guide_tables.draw_tables,
    )
    for tab, draw in zip(tabs, drawing, strict=True):
        if tab.open:
            with tab:
                draw(study, person, wave)


def _choose(waves: tuple[Wave, ...]) -> Wave:
    by_id = {wave.id: wave for wave in waves}
    chosen = st.selectbox(
        translate("Wave"),
        list(by_id),
        key="guide_wave",
        width=360,
        format_func=lambda i: by_id[i].label if i in by_id else "?",
    )
    return by_id[chosen]


main()
