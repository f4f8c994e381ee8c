"""How a transcript file would be taken: its figures, its problems, its turns, and the choices of how to read it."""

from __future__ import annotations

import streamlit as st

from core.messages import translate, translate_count
from core.problems import Problem
from transcripts.formats.plain import clock
from transcripts.reading.model import ReadingChoices, TranscriptReading
from ui import wording
from ui.markdown import plain
from ui.parts import table_height

MOST_LISTED = 100
MOST_SHOWN = 300  #: Characters of a problem.
MOST_TURNS_SHOWN = 1_000
ROWS_IN_SIGHT = 8
UNITS = {"line": "Line {line}: ", "paragraph": "Paragraph {line}: ", "segment": "Segment {line}: "}


def draw_preview(reading: TranscriptReading) -> None:
    """Figures, problems with their place, what was assumed, and the turns."""
    _draw_figures(reading)
    st.caption(plain(_source_words(reading)))
    if reading.problems:
        _draw_problems(reading)
    if reading.notices:
        with st.expander(translate("How the file was read"), icon=":material/info:"):
            st.markdown("\n".join(f"- {plain(' '.join(notice.split()))}" for notice in reading.notices))
    _draw_turns(reading)


def _draw_figures(reading: TranscriptReading) -> None:
    ends = [turn.end_ms or turn.start_ms or 0 for turn in reading.turns]
    facts = (
        (translate("Turns"), str(len(reading.turns))),
        (translate("Speakers"), str(sum(bool(speaker.label) for speaker in reading.speakers))),
        (translate("Words"), f"{sum(speaker.words for speaker in reading.speakers):,}".replace(",", " ")),
        (translate("Last time"), clock(max(ends)) if reading.is_timed else translate("no times")),
        (translate("Problems"), str(len(reading.problems))),
    )
    for number, (column, (label, value)) in enumerate(zip(st.columns(len(facts)), facts, strict=True)):
        with column, st.container(gap=None, key=f"figure_transcript_{number}"):
            st.caption(label)
            st.markdown(f"## {plain(value)}", anchors=False)


def _source_words(reading: TranscriptReading) -> str:
    facts = [reading.kind.upper()]
    if reading.program:
        facts.append(translate("seems to come from {program}", program=reading.program))
    if reading.language:
        facts.append(wording.language_name(reading.language))
    return " · ".join(facts)


def _draw_problems(reading: TranscriptReading) -> None:
    title = translate_count(
        "{count} problem: read what is not taken",
        "{count} problems: read what is not taken",
        len(reading.problems),
    )
    with (
        st.expander(title, icon=":material/error:", expanded=True),
        st.container(height=240 if len(reading.problems) > 6 else "content", border=False),
    ):
        st.markdown("\n".join(f"- {plain(_problem_words(p, reading.unit))}" for p in reading.problems[:MOST_LISTED]))
        if len(reading.problems) > MOST_LISTED:
            st.caption(translate("… and {count} more.", count=len(reading.problems) - MOST_LISTED))


def _problem_words(problem: Problem, unit: str) -> str:
    where = translate(UNITS[unit], line=problem.line) if problem.line else ""
    said = " ".join(problem.message.split())
    return where + (said if len(said) <= MOST_SHOWN else said[:MOST_SHOWN] + "…")


def _draw_turns(reading: TranscriptReading) -> None:
    shown = reading.turns[:MOST_TURNS_SHOWN]
    rows = {
        translate("Time"): ["" if turn.start_ms is None else clock(turn.start_ms) for turn in shown],
        translate("Speaker"): [turn.speaker or translate("nobody named") for turn in shown],
        translate("Words"): [turn.text[:2_000] for turn in shown],
    }
    st.dataframe(
        rows,
        hide_index=True,
        height=table_height(min(len(shown), ROWS_IN_SIGHT)),
        column_config={
            translate("Time"): st.column_config.TextColumn(width=90),
            translate("Speaker"): st.column_config.TextColumn(width=170),
            translate("Words"): st.column_config.TextColumn(width="large"),
        },
        key="transcript_turns",
    )
    if len(reading.turns) > len(shown):
        st.caption(translate("The first {shown} of {turns} turns.", shown=len(shown), turns=len(reading.turns)))


def choose_reading(first: TranscriptReading, key: str) -> ReadingChoices:
    """Which labels are speakers, what is joined, what is left out. `first` is the file read without any choice."""
    labels: frozenset[str] | None = None
    if first.labels:
        counts = {use.label: use.count for use in first.labels}
        usual = [use.label for use in first.labels if use.taken]
        chosen = st.pills(
            translate("Taken as speakers"),
            sorted(counts, key=lambda label: (label not in usual, -counts[label])),
            selection_mode="multi",
            default=usual,
            key=f"labels_{key}",
            format_func=lambda label: f"{plain(label)} · {counts.get(label, 0)}",
            help=translate("A label that is not ticked stays among the words. Labels that come again are ticked."),
        )
        labels = None if set(chosen) == set(usual) else frozenset(chosen)
    join: bool | None = None
    if first.can_join:
        wish = st.toggle(
            translate("Make one turn of what a speaker says without a pause"), value=first.joined, key=f"join_{key}"
        )
        join = None if wish == first.joined else wish
    front = False
    if first.front:
        front = st.toggle(
            translate_count(
                "Also take the {count} line before the first speaker",
                "Also take the {count} lines before the first speaker",
                first.front,
            ),
            key=f"front_{key}",
        )
    return ReadingChoices(labels, join, front)
