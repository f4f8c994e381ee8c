"""People: participants and what is known about them, their interviews, waves and sites, and who was met when."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.design import Person
from core.messages import translate
from study import Study
from ui import opened
from ui.participants import add_participant_form, draw_participants
from ui.parts import empty_state, page_head
from ui.people_attributes import draw_roles_and_attributes
from ui.people_attrition import draw_attrition
from ui.people_import import draw_import
from ui.people_interviews import draw_interviews
from ui.people_order import draw_sites, draw_waves

TAB_KEY = "people_tab"


def main() -> None:
    page_head(
        translate("People"),
        translate("Participants are known by a pseudonym only. Keep their real names out of the workbench."),
    )
    study, person = opened.required()
    drawn: dict[str, Callable[[Study, Person], None]] = {
        translate("Participants"): _draw_participants,
        translate("Interviews"): draw_interviews,
        translate("Waves"): draw_waves,
        translate("Sites"): draw_sites,
        translate("Roles and attributes"): draw_roles_and_attributes,
        translate("Attrition"): draw_attrition,
        translate("Import"): draw_import,
    }
    tabs = st.tabs(list(drawn), key=TAB_KEY, on_change="rerun")
    for tab, draw in zip(tabs, drawn.values(), strict=True):
        if tab.open:
            with tab:
                draw(study, person)


def _draw_participants(study: Study, person: Person) -> None:
    everybody = study.participants(person)
    with st.popover(
        translate("Add a participant"), icon=":material/person_add:", type="primary", key="add_participant"
    ):
        add_participant_form(study, person)
    if everybody:
        draw_participants(study, person, everybody)
    else:
        empty_state(
            ":material/group:",
            translate("No participants yet"),
            translate(
                "Add the people you interview, such as H03 for the third helper, or take them from a table under "
                "Import. You can then say whose voice is whose in a transcript, and compare roles."
            ),
            key="participants",
        )


main()
