"""Interview guides as tables: taken out, filled in elsewhere, looked at, and brought in."""

from __future__ import annotations

import streamlit as st

from core.design import Person, Wave
from core.messages import translate
from study import Study
from study.guide_exchange import GuideFile
from study.people_exports import TableFormat
from ui.parts import saying_errors
from ui.people_import import draw_doing, draw_plan
from ui.routes import download
from ui.small_file import one_file

PLACE = "guides"
FORMATS = ((TableFormat.XLSX, "Excel"), (TableFormat.CSV, "CSV"))


def draw_tables(study: Study, person: Person, wave: Wave) -> None:
    """This wave's guide or all of them as a file; a file to bring in, with what it would do."""
    _draw_out(study, person, wave)
    st.subheader(translate("Bring questions in"), anchor=False)
    _draw_templates(study, person)
    file = one_file(
        study,
        person,
        PLACE,
        title=translate("Drop a table of questions here"),
        hint=translate(
            "CSV (comma or semicolon) or XLSX; one row for each question, of any wave. You see what it would do before "
            "anything happens."
        ),
    )
    if file is not None:
        with saying_errors():
            plan = study.preview_guides(person, file.content, file.name)
            draw_plan(plan)
            draw_doing(study, person, PLACE, plan, study.import_guides)


def _draw_out(study: Study, person: Person, wave: Wave) -> None:
    st.subheader(translate("Take questions out"), anchor=False)
    every = st.toggle(translate("The guides of all waves"), key="guides_every_wave")
    has_any = any(every or question.wave_id == wave.id for question in study.questions(person))
    with st.container(horizontal=True, gap="small"):
        for table_format, words in FORMATS:
            st.link_button(
                translate("Download {format}", format=words),
                download.offer_file(study, person.id, GuideFile(None if every else wave.id, table_format)),
                icon=":material/table_view:",
                disabled=not has_any,
                key=f"download_guides_{table_format}",
            )
    if not has_any:
        st.caption(translate("No questions in this wave yet"))


def _draw_templates(study: Study, person: Person) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for table_format, words in FORMATS:
            st.link_button(
                translate("Template for {format}", format=words),
                download.offer_file(study, person.id, GuideFile(format=table_format, empty=True)),
                icon=":material/table_view:",
                key=f"template_guides_{table_format}",
            )
        st.caption(translate("A column for each language the questions are asked in."))
