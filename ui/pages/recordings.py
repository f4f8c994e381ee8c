"""Recordings: drop files, watch them become transcripts, keep the details of each interview."""

from __future__ import annotations

import streamlit as st

from core.messages import translate
from ui import opened
from ui.interview_list import rows_of
from ui.job_queue import draw_queue
from ui.model_choice import draw_model_choice
from ui.parts import empty_state, page_head
from ui.recording_details import choose_details
from ui.recording_rows import draw_rows
from ui.transcript_import import draw_import, draw_source_choice
from ui.upload import drop_zone


def main() -> None:
    page_head(
        translate("Recordings"),
        translate(
            "Drop sound or video files: each becomes an interview with a transcript, made on this machine. Or "
            "take over transcripts that exist already."
        ),
    )
    study, person = opened.required()
    if draw_source_choice():
        draw_import(study, person)
    else:
        drop_zone(study, choose_details(study, person))
        draw_model_choice()
    draw_queue(study, person)
    rows = rows_of(study, person, study.snapshot(person))
    st.subheader(translate("Interviews"), anchor=False)
    if rows:
        draw_rows(study, person, rows)
    else:
        empty_state(
            ":material/graphic_eq:",
            translate("No recordings yet"),
            translate(
                "Drop the first one above. A recording of an hour takes about 15 minutes; you can go on working, or "
                "close the window."
            ),
            key="recordings",
        )


main()
