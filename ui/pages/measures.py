"""Questionnaires: clients and occasions, entering answers, descriptives, and scales of the study's own."""

from __future__ import annotations

import streamlit as st

from core.messages import translate
from ui import opened
from ui.measures_clients import draw_clients
from ui.measures_entry import draw_entry
from ui.measures_import import draw_import
from ui.measures_results import draw_results
from ui.measures_scales import draw_scales
from ui.parts import page_head


def main() -> None:
    page_head(
        translate("Questionnaires"),
        translate(
            "PSYCHLOPS, WHODAS 2.0 and HSCL-25 of clients, who are cases of their own; and scales "
            "of your own for the people you interview."
        ),
    )
    study, person = opened.required()
    clients, entry, results, table, scales = st.tabs(
        [
            translate("Clients"),
            translate("Enter answers"),
            translate("Results"),
            translate("From a table"),
            translate("Own scales"),
        ]
    )
    with clients:
        draw_clients(study, person)
    with entry:
        draw_entry(study, person)
    with results:
        draw_results(study, person)
    with table:
        draw_import(study, person)
    with scales:
        draw_scales(study, person)


main()
