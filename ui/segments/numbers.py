"""What the segments amount to: how many, of how many people and interviews, and what an absence means."""

from __future__ import annotations

import streamlit as st

from coding.looking import count_in_words
from coding.segment_list import CodeFinding, SegmentSummary
from core.messages import translate, translate_count
from exports.quotes import code_name
from ui.markdown import plain
from ui.parts import empty_state, table_height


def draw_summary(summary: SegmentSummary) -> None:
    """One line; and a word of warning where the same words are in it more than once."""
    parts = [
        f"**{translate_count('{count} coded segment', '{count} coded segments', summary.segments)}**",
        translate("{n} of {of} people", n=len(summary.people), of=len(summary.of_people)),
        translate("{n} of {of} interviews", n=len(summary.interviews), of=len(summary.of_interviews)),
    ]
    st.markdown(" · ".join(parts))
    if summary.has_double_coding:
        st.caption(
            translate_count(
                ":material/group: {count} different passage: the same code is on the same words more than once, by "
                "several coders or in several rounds. Choose one round or coder to count them once.",
                ":material/group: {count} different passages: the same code is on the same words more than once, by "
                "several coders or in several rounds. Choose one round or coder to count them once.",
                summary.passages,
            )
        )


def draw_findings(findings: tuple[CodeFinding, ...]) -> None:
    """A line for each code that was asked for."""
    if not findings:
        return
    rows = [
        {
            translate("Code"): code_name(each.code),
            translate("Segments"): count_in_words(each.segments),
            translate("People"): str(each.people) if each.segments else "–",
            translate("Interviews"): str(each.interviews) if each.segments else "–",
            translate("Looked for in"): translate("{n} of {of}", n=each.looked_in, of=each.of_interviews),
        }
        for each in findings
    ]
    with st.expander(translate("Code by code"), icon=":material/table_rows:"):
        st.dataframe(rows, hide_index=True, height=min(table_height(len(rows)), 420), key="segments_findings")
        st.caption(translate("“{words}”: nobody has looked for the code in all of these interviews, so it is no 0.",
                             words=count_in_words(None)))  # fmt: skip


def draw_nothing(findings: tuple[CodeFinding, ...]) -> None:
    """Why the list is empty: looked for and not there, not looked for, or filtered away."""
    if not findings:
        title = translate("No coded segment fits these choices")
        text = translate("Choose more codes, waves or roles, or take a choice away.")
    else:
        names = ", ".join(f"“{plain(code_name(each.code))}”" for each in findings[:3])
        title = translate("Nothing here carries {codes}", codes=names)
        text = "  \n".join(_absence(each) for each in findings[:3])
    empty_state(":material/search_off:", title, text, key="segments_none")


def _absence(finding: CodeFinding) -> str:
    name = plain(code_name(finding.code))
    if not finding.of_interviews:
        return translate("No interview fits these choices.")
    if finding.segments == 0:
        return translate_count(
            "“{name}” was looked for in the one interview that fits: this is a true 0.",
            "“{name}” was looked for in all {count} interviews: this is a true 0.",
            finding.of_interviews,
            name=name,
        )
    return translate(
        "“{name}” was looked for in {n} of {of} interviews, so nothing can be said about the others.",
        name=name,
        n=finding.looked_in,
        of=finding.of_interviews,
    )
