"""Segments: every coded segment of a code, in its context, with its sound and its memos."""

from __future__ import annotations

import streamlit as st

from coding.model import Snapshot
from coding.retrieval import CodedSegment, coded_segments
from coding.segment_list import findings, in_order, summarise
from core.design import Person
from core.errors import WorkbenchError
from core.messages import translate
from study import Study
from ui import opened
from ui.paging import page_of
from ui.parts import empty_state, page_head
from ui.passage_items import Surroundings, segment_item
from ui.passages import draw_passages, told
from ui.segments.asking import ask
from ui.segments.numbers import draw_findings, draw_nothing, draw_summary

PER_PAGE = 25
LIST = "segments_list"
REFUSED_KEY = "segments_refused"  #: Why marks were not changed, until it has been said.


def main() -> None:
    page_head(
        translate("Segments"),
        translate("What was said under a code, across waves, people and interviews: read it, hear it, write about it."),
    )
    study, person = opened.required()
    snapshot = study.snapshot(person)
    if not snapshot.codings:
        _nothing_coded(snapshot)
        return
    for reason in st.session_state.pop(REFUSED_KEY, ()):
        st.error(reason)
    chosen, order = ask(snapshot)
    segments = coded_segments(snapshot, chosen)
    found = findings(snapshot, segments, chosen)
    if not segments:
        draw_nothing(found)
        return
    draw_summary(summarise(snapshot, segments, chosen))
    draw_findings(found)
    shown = page_of(in_order(snapshot, segments, order), "segments_page", PER_PAGE, repr((chosen, order)))
    _draw(study, person, snapshot, shown)


def _draw(study: Study, person: Person, snapshot: Snapshot, shown: tuple[CodedSegment, ...]) -> None:
    times = study.spoken_at(person, (segment.coding.passage for segment in shown))
    around = Surroundings(study, snapshot, times)
    items = [segment_item(around, segment) for segment in shown]
    draw_passages(study, person, items, LIST, on_discuss=lambda: _mark(study, person))


def _mark(study: Study, person: Person) -> None:
    """Set and clear the marks that the list tells of; what is refused is said above the list."""
    refused = []
    for coding_id, to_discuss in dict(told(LIST, "discuss") or {}).items():
        try:
            study.mark_to_discuss(person, str(coding_id), bool(to_discuss))
        except WorkbenchError as error:
            refused.append(str(error))
    st.session_state[REFUSED_KEY] = refused


def _nothing_coded(snapshot: Snapshot) -> None:
    if snapshot.interviews:
        text = translate(
            "When passages carry codes, they come together here. Open a transcript and code the first one."
        )
        empty_state(
            ":material/format_quote:",
            translate("Nothing is coded yet"),
            text,
            page="ui/pages/code.py",
            action=translate("Go to Code"),
            key="segments",
        )
        return
    empty_state(
        ":material/format_quote:",
        translate("No transcript yet"),
        translate("Add a recording or a transcript first; then code it. What carries a code comes together here."),
        page="ui/pages/recordings.py",
        action=translate("Go to Recordings"),
        key="segments",
    )


main()
