"""Export: choose quotes, see them as they will be printed, take them out as Word or CSV."""

from __future__ import annotations

import streamlit as st

from coding.retrieval import CodedSegment, coded_segments
from core.design import Person
from core.messages import translate, translate_count
from study import ExportFormat, QuoteChoices, Study
from ui import opened
from ui.export_choices import choose_attribution, choose_segments, choose_translation
from ui.parts import empty_state, page_head
from ui.quote_preview import draw_preview
from ui.routes import download
from ui.transcript_downloads import draw_transcripts

FORMATS = (
    (ExportFormat.DOCX, "Word", ":material/description:", "Quotes grouped by code, ready for the article"),
    (ExportFormat.CSV, "CSV", ":material/table:", "One line for each coded segment, for R, SPSS or a spreadsheet"),
)


def main() -> None:
    page_head(
        translate("Export"),
        translate("Take coded segments out as a Word file or a table. What you see here is what the file will hold."),
    )
    study, person = opened.required()
    snapshot = study.snapshot(person)
    if not snapshot.codings:
        empty_state(
            ":material/ios_share:",
            translate("Nothing is coded yet"),
            translate("Quotes come from passages with a code on them. Open a transcript and code the first one."),
            page="ui/pages/code.py",
            action=translate("Go to Code"),
            key="export",
        )
        draw_transcripts(study, person)
        return
    choices_column, preview_column = st.columns([5, 7], gap="large")
    with choices_column:
        wanted = choose_segments(snapshot)
        attribution = choose_attribution()
        translation = choose_translation(snapshot)
    segments = coded_segments(snapshot, wanted)
    with preview_column:
        _draw_downloads(study, person, QuoteChoices(wanted, attribution, translation), segments)
        draw_preview(snapshot, segments, attribution, wanted, translation)
    draw_transcripts(study, person)


def _draw_downloads(study: Study, person: Person, choices: QuoteChoices, segments: tuple[CodedSegment, ...]) -> None:
    with st.container(key="card_downloads", border=True, gap="small"):
        st.markdown(f"**{translate_count('{count} coded segment', '{count} coded segments', len(segments))}**")
        unchecked = sum(not segment.checked for segment in segments)
        if unchecked:
            st.caption(
                translate_count(
                    ":material/flag: {count} of them is not checked against the recording, and is marked so.",
                    ":material/flag: {count} of them are not checked against the recording, and are marked so.",
                    unchecked,
                )
            )
        with st.container(horizontal=True, gap="small"):
            for export_format, label, icon, about in FORMATS:
                st.link_button(
                    translate("Download {format}", format=label),
                    download.offer(study, person.id, choices, export_format),
                    icon=icon,
                    help=translate(about),
                    disabled=not segments,
                    key=f"download_{export_format}",
                    type="primary" if export_format is ExportFormat.DOCX else "secondary",
                )


main()
