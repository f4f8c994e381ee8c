"""What was corrected in the current transcript: who, when, how much; never the words themselves."""

from __future__ import annotations

import streamlit as st

from core.design import Interview, Person
from core.messages import translate
from storage.turn_text_rows import Change
from study import Study
from study.transcript_versions import Correction
from ui.parts import table_height

MOST_ROWS = 12  #: So many are in sight; the table scrolls.
CHANGES = {
    Change.EDIT: "Words changed",
    Change.SPLIT: "Turn split",
    Change.JOIN: "Turns joined",
    Change.INSERT: "Turn put in",
    Change.REDACT: "Words replaced by a substitute",
    Change.VERSION: "Another version taken into use",
}


def draw_corrections(study: Study, person: Person, interview: Interview) -> None:
    """A table, the newest on top; a change of version is one row."""
    st.subheader(translate("Corrections of the version in use"), anchor=False)
    rows = correction_rows(study.corrections(person, interview.id))
    if not rows:
        st.markdown(translate("Nobody has corrected any words yet."))
        return
    st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        height=table_height(min(len(rows), MOST_ROWS)),
        column_config={
            heading: st.column_config.TextColumn(alignment="right")
            for heading in (translate("Words gone"), translate("Words added"))
        },
    )


def correction_rows(corrections: tuple[Correction, ...]) -> list[dict[str, object]]:
    """The table's rows; turns that changed in one step at one moment are told together."""
    steps: dict[tuple[object, ...], list[Correction]] = {}
    for correction in corrections:
        steps.setdefault((correction.at, correction.by, correction.change), []).append(correction)
    return [
        {
            translate("When (UTC)"): f"{own[0].at:%Y-%m-%d %H:%M}",
            translate("Who"): own[0].by,
            translate("What"): translate(CHANGES[own[0].change]),
            translate("Turns"): len(own),
            translate("Words gone"): _in_words([correction.gone_words for correction in own]),
            translate("Words added"): _in_words([correction.added_words for correction in own]),
        }
        for own in steps.values()
    ]


def _in_words(counts: list[int | None]) -> str:
    """The sum; a dash where nothing was counted."""
    known = [count for count in counts if count is not None]
    return str(sum(known)) if known else "–"
