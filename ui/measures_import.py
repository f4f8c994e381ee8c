"""Answers from a table: what it would add, which rows cannot be taken, and taking it."""

from __future__ import annotations

import streamlit as st

from core.design import Person
from core.messages import translate, translate_count
from study import Study
from study.measures_planning import FormPlan
from ui.answer_fields import answered_words, occasion_name
from ui.markdown import plain
from ui.measures_clients import choose_instrument
from ui.parts import done, saying_errors
from ui.routes import small_file
from ui.small_file import one_file

MOST_LISTED = 100


def draw_import(study: Study, person: Person) -> None:
    """Choose the questionnaire, drop the table, look, take it."""
    instrument = choose_instrument("table_instrument")
    purpose = f"measures-{instrument.id}"
    file = one_file(
        study,
        person,
        purpose,
        title=translate("Drop a table of {name} answers here", name=instrument.name),
        hint=translate(
            "CSV or XLSX, a row for each client and occasion. Columns: Client, Occasion "
            "(before, during, after 14 days, after 6 months), Date, and a column for each item, "
            "named 1 to {items}.",
            items=len(instrument.items),
        ),
    )
    if file is None:
        return
    with saying_errors():
        plan = study.preview_answers(person, file.content, file.name, instrument.id)
        _draw_plan(plan)
        overwrite = bool(plan.changing) and st.checkbox(
            translate("Also correct the forms that are different"), key=f"overwrite_{purpose}"
        )
        count = len(plan.new) + (len(plan.changing) if overwrite else 0)
        if not count:
            st.info(translate("There is nothing to take from this table."), icon=":material/check:")
        elif st.button(translate("Take it"), type="primary", key=f"take_{purpose}"):
            taken = study.import_answers(person, file.content, file.name, instrument.id, overwrite=overwrite)
            small_file.put_away(study, person, purpose)
            done(
                translate(
                    "Taken: {new} new forms. {problems} problems.", new=len(taken.new), problems=len(taken.problems)
                )
            )


def _draw_plan(plan: FormPlan) -> None:
    counts = (
        (translate("New forms"), len(plan.new)),
        (translate("New clients"), len(plan.new_clients)),
        (translate("Different"), len(plan.changing)),
        (translate("Nothing new"), len(plan.unchanged)),
        (translate("Problems"), len(plan.problems)),
    )
    for place, (column, (label, count)) in enumerate(zip(st.columns(len(counts)), counts, strict=True)):
        with column, st.container(gap=None, key=f"figure_measures_{place}"):
            st.caption(label)
            st.markdown(f"## {count}", anchors=False)
    if plan.problems:
        title = translate_count("{count} problem", "{count} problems", len(plan.problems))
        with st.expander(title, icon=":material/error:", expanded=True):
            for problem in plan.problems[:MOST_LISTED]:
                where = translate("Row {line}: ", line=problem.line) if problem.line else ""
                st.markdown(f"- {plain(where + problem.message)}")
            _say_more(len(plan.problems))
    for title, rows in ((translate("New"), plan.new), (translate("Different"), plan.changing)):
        if rows:
            with st.expander(f"{title}: {len(rows)}", expanded=False):
                for row in rows[:MOST_LISTED]:
                    words = f"{row.label}, {occasion_name(row.occasion)}: {answered_words(row.answers)}"
                    st.markdown(f"- {plain(words)}")
                _say_more(len(rows))


def _say_more(count: int) -> None:
    if count > MOST_LISTED:
        st.caption(translate("… and {count} more.", count=count - MOST_LISTED))
