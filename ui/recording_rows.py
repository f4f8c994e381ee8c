"""The list of interviews on the Recordings page: status, details, transcribe, open."""

from __future__ import annotations

import streamlit as st

from core.design import Person
from core.messages import translate
from study import Study
from ui import wording
from ui.interview_details import open_details
from ui.interview_list import Row, status_words
from ui.markdown import plain
from ui.opened import ADDRESS_KEY
from ui.parts import done, saying_errors

PER_PAGE = 12
BADGES = {
    "transcribed": ("green", ":material/check:"),
    "running": ("primary", ":material/hourglass_top:"),
    "waiting": ("gray", ":material/schedule:"),
    "pausing": ("gray", ":material/pause:"),
    "paused": ("gray", ":material/pause:"),
    "failed": ("red", ":material/error:"),
    "cancelled": ("orange", ":material/block:"),
    "silent": ("orange", ":material/volume_off:"),
    "recorded": ("gray", ":material/graphic_eq:"),
    "empty": ("gray", ":material/mic_off:"),
    "withdrawn": ("orange", ":material/person_off:"),
}


def draw_rows(study: Study, person: Person, rows: list[Row]) -> None:
    """One card for each interview; a search field and pages when there are many."""
    found = rows
    if len(rows) > PER_PAGE:
        wanted = st.text_input(
            translate("Find"),
            key="find_interview",
            placeholder=translate("Find an interview, wave or site"),
            label_visibility="collapsed",
            icon=":material/search:",
            width=360,
        )
        found = [row for row in rows if (wanted or "").casefold() in f"{row.label} {row.wave} {row.site}".casefold()]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = st.session_state.get("interview_page", 1) if pages > 1 else 1
    with st.container(key="list_interviews"):
        for row in found[(page - 1) * PER_PAGE : page * PER_PAGE]:
            _draw_row(study, person, row)
    if pages > 1:
        st.pagination(pages, key="interview_page")


def _draw_row(study: Study, person: Person, row: Row) -> None:
    colour, icon = BADGES[row.state]
    with st.container(
        key=f"card_interview_{row.interview.id}", border=True, horizontal=True, vertical_alignment="center", gap="small"
    ):
        with st.container(gap=None):
            st.markdown(f"**{plain(row.label)}**")
            st.caption(plain(meta_words(row)))
        st.badge(status_words(row), color=colour, icon=icon)  # type: ignore[arg-type]  # a Literal
        if row.state == "transcribed":
            st.page_link(
                "ui/pages/code.py",
                label=translate("Code"),
                icon=":material/format_ink_highlighter:",
                query_params={"interview": row.interview.id, ADDRESS_KEY: study.id},
            )
            st.page_link(
                "ui/pages/speakers.py",
                label=translate("Speakers"),
                icon=":material/record_voice_over:",
                query_params={"interview": row.interview.id, ADDRESS_KEY: study.id},
            )
            if row.checked_turns < row.turns:
                st.page_link(
                    "ui/pages/code.py",
                    label=translate("Check"),
                    icon=":material/hearing:",
                    query_params={"interview": row.interview.id, ADDRESS_KEY: study.id, "check": "1"},
                )
        elif row.state in ("recorded", "silent") and st.button(
            translate("Transcribe"), key=f"start_{row.interview.id}"
        ):
            with saying_errors():
                _transcribe(study, person, row)
        if st.button(translate("Details"), key=f"details_{row.interview.id}", type="tertiary", icon=":material/edit:"):
            open_details(study, row.interview, row.recording)


def meta_words(row: Row) -> str:
    """Kind, wave, site, day, length in one line; what is not known is left out."""
    held_on = row.interview.held_on
    facts = (
        wording.kind_name(row.kind),
        row.wave,
        row.site,
        held_on.isoformat() if held_on else "",
        ", ".join(wording.language_name(code) for code in row.interview.languages),
        wording.duration(row.duration_ms) if row.duration_ms else "",
        wording.size(row.recording.size_bytes) if row.recording else "",
    )
    return " · ".join(fact for fact in facts if fact)


def _transcribe(study: Study, person: Person, row: Row) -> None:
    from pipeline.settings import TranscriptionSettings

    study.enqueue(person, row.interview.id, TranscriptionSettings.of_interview(row.interview.languages))
    study.ensure_worker()
    done(translate("Waiting for its turn"))
