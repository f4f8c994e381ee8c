"""The quotes as the file will hold them, grouped by code."""

from __future__ import annotations

import streamlit as st

from coding.model import Snapshot
from coding.retrieval import CodedSegment, SegmentFilter
from coding.without import codes_without
from core.messages import translate, translate_count
from exports.quotes import Attribution, attribution_line, by_code, code_name, part_labels, without_in_words
from exports.translations import quoted_translations, translator_note
from ui.markdown import plain

MOST_SHOWN = 40  #: Quotes drawn; the file holds all.


def draw_preview(
    snapshot: Snapshot,
    segments: tuple[CodedSegment, ...],
    attribution: Attribution,
    chosen: SegmentFilter,
    translation: str = "",
) -> None:
    """Headings and quotes in codebook order, up to a number one can read."""
    if not segments:
        st.info(
            translate("No coded segment fits these choices. Choose more codes, waves or roles."),
            icon=":material/search_off:",
        )
        _draw_without(snapshot, segments, chosen)
        return
    left = MOST_SHOWN
    for depth, code, quotes in by_code(snapshot, segments, attribution):
        if left <= 0:
            break
        st.markdown(f"{'###' if depth == 0 else '####'} {plain(code_name(code))}", anchors=False)
        for segment in quotes[:left]:
            _draw_quote(snapshot, segment, attribution, translation)
        left -= len(quotes)
    more = sum(len(quotes) for _, _, quotes in by_code(snapshot, segments, attribution)) - MOST_SHOWN
    if more > 0:
        st.caption(translate_count("… and {count} more in the file.", "… and {count} more in the file.", more))
    _draw_without(snapshot, segments, chosen)


def _draw_without(snapshot: Snapshot, segments: tuple[CodedSegment, ...], chosen: SegmentFilter) -> None:
    """Codes that were asked for and have no quote: none was found, or nobody has looked."""
    absent = codes_without(snapshot, chosen, segments)
    if absent:
        title = translate_count("{count} code without a quote", "{count} codes without a quote", len(absent))
        with st.expander(title, icon=":material/search_off:"):
            for sentence in without_in_words(absent):
                st.markdown(plain(sentence))


def _draw_quote(snapshot: Snapshot, segment: CodedSegment, attribution: Attribution, translation: str) -> None:
    with st.container(key=f"quote_{segment.coding.id}_{segment.code.id}", gap=None):
        translations = quoted_translations(snapshot, segment, translation)
        for part, label, made in zip(segment.parts, part_labels(segment, attribution), translations, strict=True):
            if part.after_gap:
                st.caption("[…]")
            st.text(f"{label}: {part.text}" if len(segment.parts) > 1 else part.text)
            if made:
                st.text(f"{made.made.text} {translator_note(made)}")
        line = attribution_line(segment, attribution)
        marks = [plain(line)] if line else []
        if not segment.checked:
            marks.append(translate(":orange[:material/flag: not checked against the recording]"))
        if marks:
            st.caption(" · ".join(marks))
