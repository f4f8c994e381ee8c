"""The study at a glance: what is in it, and the one step that comes next."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from coding.looking import Looking, count_in_words
from coding.model import Snapshot
from coding.rounds import counted_in_words, segments_per_interview
from core.design import Person
from core.messages import translate, translate_count
from study import Study
from ui import wording
from ui.interview_list import Row, rows_of, status_words
from ui.markdown import plain


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do now, and where."""

    text: str
    page: str
    action: str


def draw_overview(study: Study, person: Person) -> None:
    """Figures, the next step, and a line for every interview."""
    snapshot = study.snapshot(person)
    rows = rows_of(study, person, snapshot)
    if study.single_user:
        st.info(
            translate(
                "This study lies on a network disk, so only one person can work in it at a time. Close the workbench "
                "when you are done."
            ),
            icon=":material/lan:",
        )
    _draw_figures(rows, snapshot)
    _draw_next_step(next_step(rows))
    if rows:
        st.subheader(translate("Interviews"), anchor=False)
        _draw_table(rows, snapshot.looking)


def _draw_figures(rows: list[Row], snapshot: Snapshot) -> None:
    checked = sum(row.checked_turns for row in rows)
    turns = sum(row.turns for row in rows)
    figures = (
        (translate("Interviews"), str(len(rows)), ""),
        (
            translate("Recorded"),
            wording.duration(sum(row.duration_ms for row in rows)) if any(row.duration_ms for row in rows) else "–",
            "",
        ),
        (
            translate("Transcribed"),
            str(sum(row.turns > 0 for row in rows)),
            translate("of {count}", count=len(rows)) if rows else "",
        ),
        (
            translate("Turns checked"),
            f"{100 * checked // turns} %" if turns else "–",
            translate("{checked} of {turns}", checked=checked, turns=turns) if turns else "",
        ),
        _coded_figure(rows, snapshot),
    )
    for number, (column, (label, value, note)) in enumerate(zip(st.columns(len(figures)), figures, strict=True)):
        with column, st.container(gap=None, key=f"figure_{number}"):
            st.caption(label)
            st.markdown(f"## {value}", anchors=False)
            st.caption(note or " ")


def _coded_figure(rows: list[Row], snapshot: Snapshot) -> tuple[str, str, str]:
    """Label, value, note. A 0 only where somebody has looked for codes, a dash before that."""
    found = sum(segments_per_interview(snapshot).values())
    looked = any(snapshot.looking.is_begun(row.interview.id) for row in rows)
    codes = translate_count("{count} code", "{count} codes", len(snapshot.codebook.codes))
    note = plain(counted_in_words(snapshot)) or codes
    if not found and not looked:
        return translate("Coded segments"), "–", count_in_words(None) if any(row.turns for row in rows) else note
    return translate("Coded segments"), str(found), note


def next_step(rows: list[Row]) -> NextStep:
    """The first thing that is still to be done."""
    if not any(row.duration_ms for row in rows) and not any(row.turns for row in rows):
        return NextStep(
            translate("Drop in your first recording. It becomes a transcript on this machine."),
            "ui/pages/recordings.py",
            translate("Add recordings"),
        )
    if any(row.state == "failed" for row in rows):
        return NextStep(
            translate("A transcription failed. The Recordings page says why."),
            "ui/pages/recordings.py",
            translate("Look at recordings"),
        )
    if not any(row.turns or row.state in ("waiting", "running", "pausing", "paused") for row in rows):
        return NextStep(
            translate("The recordings are here. Start their transcription."),
            "ui/pages/recordings.py",
            translate("Go to Recordings"),
        )
    if not any(row.turns for row in rows):
        return NextStep(
            translate("A recording is being transcribed. You can close this window: it goes on."),
            "ui/pages/recordings.py",
            translate("See how far it is"),
        )
    if not any(row.codings for row in rows):
        return NextStep(
            translate("A transcript is ready. Name the speakers, read, and put codes on what matters."),
            "ui/pages/code.py",
            translate("Start coding"),
        )
    return NextStep(
        translate("Go on coding, or take your quotes out as Word or CSV."),
        "ui/pages/code.py",
        translate("Go on coding"),
    )


def _draw_next_step(step: NextStep) -> None:
    with st.container(
        key="card_next", border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        with st.container(gap=None):
            st.caption(translate("Next"))
            st.markdown(f"**{step.text}**")
        if st.button(step.action, type="primary", icon=":material/arrow_forward:", icon_position="right", key="next"):
            st.switch_page(step.page)


def _coded_words(row: Row, looking: Looking) -> str:
    """The number; a 0 only where somebody has looked for codes, nothing where there is nothing to read."""
    if not row.turns:
        return ""
    return count_in_words(row.codings if row.codings or looking.is_begun(row.interview.id) else None)


def _draw_table(rows: list[Row], looking: Looking) -> None:
    st.dataframe(
        [
            {
                translate("Interview"): row.label,
                translate("Kind"): wording.kind_name(row.kind),
                translate("Wave"): row.wave,
                translate("Site"): row.site,
                translate("Length"): wording.duration(row.duration_ms) if row.duration_ms else "",
                translate("Status"): status_words(row),
                translate("Coded segments"): _coded_words(row, looking),
            }
            for row in rows
        ],
        hide_index=True,
        column_config={
            translate("Interview"): st.column_config.TextColumn(width="medium"),
            translate("Coded segments"): st.column_config.TextColumn(alignment="right"),
        },
    )
