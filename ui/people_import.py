"""Participants and interviews from tables: a template, what the table would do, and doing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from core.design import Person
from core.messages import translate, translate_count
from core.problems import Problem
from study import Study
from study.guide_planning import GuidePlan, PlannedQuestion
from study.interview_planning import InterviewPlan, PlannedInterview
from study.people_columns import ColumnUse
from study.people_exports import TableFormat, TemplateFile
from study.people_planning import ParticipantPlan, PlannedParticipant
from study.people_templates import TemplateKind
from ui import wording
from ui.markdown import plain
from ui.parts import done, saying_errors
from ui.routes import download, small_file
from ui.small_file import one_file

MOST_LISTED = 100
Plan = ParticipantPlan | InterviewPlan | GuidePlan
Planned = PlannedParticipant | PlannedInterview | PlannedQuestion

WORDS: Mapping[TemplateKind, tuple[str, str]] = {
    TemplateKind.PARTICIPANTS: ("Participants", "Drop a table of participants here"),
    TemplateKind.INTERVIEWS: ("Interviews", "Drop a table of interviews here"),
}


def draw_import(study: Study, person: Person) -> None:
    """Choose what the table is about, take the template, drop the table, look, take it."""
    kind = TemplateKind(
        st.segmented_control(
            translate("The table holds"),
            [str(kind) for kind in TemplateKind],
            default=str(TemplateKind.PARTICIPANTS),
            required=True,
            key="import_kind",
            format_func=lambda each: translate(WORDS[TemplateKind(each)][0]),
        )
    )
    _draw_templates(study, person, kind)
    file = one_file(
        study,
        person,
        f"people-{kind}",
        title=translate(WORDS[kind][1]),
        hint=translate(
            "CSV (comma or semicolon) or XLSX. The first row names the columns, in Norwegian or English. You see "
            "what it would do before anything happens."
        ),
    )
    if file is None:
        return
    with saying_errors():
        preview = study.preview_participants if kind is TemplateKind.PARTICIPANTS else study.preview_interviews
        plan = preview(person, file.content, file.name)
        draw_plan(plan)
        take = study.import_participants if kind is TemplateKind.PARTICIPANTS else study.import_interviews
        draw_doing(study, person, f"people-{kind}", plan, take)


def _draw_templates(study: Study, person: Person, kind: TemplateKind) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for table_format, words in ((TableFormat.XLSX, "Excel"), (TableFormat.CSV, "CSV")):
            st.link_button(
                translate("Template for {format}", format=words),
                download.offer_file(study, person.id, TemplateFile(kind, table_format)),
                icon=":material/table_view:",
                key=f"template_{kind}_{table_format}",
            )
        if kind is TemplateKind.PARTICIPANTS:
            st.caption(translate("Your own attributes are columns of it."))


def draw_plan(plan: Plan) -> None:
    """What a table would do: numbers, columns, problems, and the rows."""
    counts = (
        (translate("New"), len(plan.new)),
        (translate("Additions"), len(plan.adding)),
        (translate("Different"), len(plan.changing)),
        (translate("Nothing new"), len(plan.unchanged)),
        (translate("Problems"), len(plan.problems)),
    )
    for number, (column, (label, count)) in enumerate(zip(st.columns(len(counts)), counts, strict=True)):
        with column, st.container(gap=None, key=f"figure_import_{number}"):
            st.caption(label)
            st.markdown(f"## {count}", anchors=False)
    st.caption(columns_in_words(plan.columns))
    if plan.problems:
        _draw_problems(plan.problems)
    _listed(translate("New"), plan.new, new_words)
    _listed(translate("Additions to what the study knows"), plan.adding, new_words)
    _listed(translate("Different from what the study knows"), plan.changing, change_words)


def columns_in_words(columns: tuple[ColumnUse, ...]) -> str:
    """Which columns are taken."""
    taken = ", ".join(plain(use.heading) for use in columns if use.is_taken)
    return translate("Columns taken: {columns}", columns=taken)


def _draw_problems(problems: tuple[Problem, ...]) -> None:
    title = translate_count(
        "{count} problem: what it is about is not taken",
        "{count} problems: what they are about is not taken",
        len(problems),
    )
    with st.expander(title, icon=":material/error:", expanded=True):
        for problem in problems[:MOST_LISTED]:
            where = translate("Row {line}: ", line=problem.line) if problem.line else ""
            st.markdown(f"- {plain(where + problem.message)}")
        _say_more(len(problems))


def _listed(title: str, rows: Sequence[Planned], words: Callable[..., str]) -> None:
    if rows:
        with st.expander(f"{title}: {len(rows)}", expanded=len(rows) <= 10):
            for row in rows[:MOST_LISTED]:
                st.markdown(f"- {plain(words(row))}")
            _say_more(len(rows))


def _say_more(count: int) -> None:
    if count > MOST_LISTED:
        st.caption(translate("… and {count} more.", count=count - MOST_LISTED))


def name_of(row: Planned) -> str:
    return row.pseudonym if isinstance(row, PlannedParticipant) else row.label


def new_words(row: Planned) -> str:
    """“H03: helper, Bergen” or “W1-H03: wave, held_on”: what the row brings."""
    if isinstance(row, PlannedQuestion):
        brought = [] if row.is_new else [wording.language_name(language) for language in row.added]
        codes = translate_count("{count} code", "{count} codes", len(row.added_codes or row.code_ids))
        brought += [codes] if row.added_codes or (row.is_new and row.code_ids) else []
    elif isinstance(row, PlannedInterview):
        brought = [str(value) for name, value in row.added.items() if name in ("wave", "site", "held_on", "kind")]
    else:
        roles = [held.role + (f" {held.since.isoformat()}" if held.since else "") for held in row.roles]
        consent = [translate("consent of {day}", day=row.consent.recorded_on.isoformat())] if row.consent else []
        brought = [*roles, *([row.site] if row.site else []), *consent, *(value.value for value in row.values)]
    return f"{name_of(row)}: {', '.join(brought)}" if brought else name_of(row)


def change_words(row: Planned) -> str:
    """“H03: the site is Bergen, in the table Oslo”"""
    changes = (
        translate(
            "{what}: “{before}”, in the table “{after}”", what=change.what, before=change.before, after=change.after
        )
        for change in row.changes
    )
    return f"{name_of(row)}: {'; '.join(changes)}"


def draw_doing(study: Study, person: Person, place: str, plan: Plan, take: Callable[..., Plan]) -> None:
    """Take the table, once the person has seen what it would do; `place` is where the file waits."""
    overwrite = bool(plan.changing) and st.checkbox(
        translate("Also replace what is different with what the table says"), key=f"overwrite_{place}"
    )
    count = len(plan.new) + len(plan.adding) + (len(plan.changing) if overwrite else 0)
    if not count:
        st.info(translate("There is nothing to take from this table."), icon=":material/check:")
        return
    file = small_file.kept(study, person, place)
    if file and st.button(translate("Take it"), type="primary", key=f"take_{place}"):
        taken = take(person, file.content, file.name, overwrite=overwrite)
        small_file.put_away(study, person, place)
        done(
            translate(
                "Taken: {new} new, {adding} additions. {problems} problems.",
                new=len(taken.new),
                adding=len(taken.adding),
                problems=len(taken.problems),
            )
        )
