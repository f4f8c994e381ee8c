"""Was it asked? Marks for one interview at a time, and what they add up to over the wave."""

from __future__ import annotations

import streamlit as st

from coding.asked import QuestionSummary, summarise_guide
from core.design import Person, Wave
from core.guide import Asked, AskedMark, Question
from core.messages import translate, translate_count
from study import Study
from ui import wording
from ui.guide_questions import question_text
from ui.markdown import plain
from ui.parts import done, empty_state, saying_errors

WORDS = {Asked.ASKED: "Asked", Asked.UNPROMPTED: "Came up by itself", Asked.NOT_ASKED: "Not asked"}


def draw_marks(study: Study, person: Person, wave: Wave) -> None:
    """Choose an interview of the wave, and mark each question."""
    questions = study.questions(person, wave.id)
    interviews = {i.id: i.label for i in study.interviews(person) if i.wave_id == wave.id}
    if not questions or not interviews:
        empty_state(
            ":material/fact_check:",
            translate("Nothing to mark yet"),
            translate("When the wave has questions and interviews, mark here what was asked in each."),
            key="marks",
        )
        return
    marks = {(mark.interview_id, mark.question_id): mark for mark in study.marks(person)}
    chosen = st.selectbox(
        translate("Interview"),
        list(interviews),
        key="marks_interview",
        width=360,
        format_func=lambda i: _interview_words(
            interviews.get(i, "?"), sum((i, q.id) in marks for q in questions), len(questions)
        ),
    )
    people = {each.id: each.name for each in study.people()}
    with st.container(key="list_marks"):
        for place, question in enumerate(questions, 1):
            _draw_mark(study, person, chosen, question, place, marks.get((chosen, question.id)), people)


def _interview_words(label: str, marked: int, of: int) -> str:
    return translate("{label} ({marked} of {of} marked)", label=label, marked=marked, of=of)


def _draw_mark(
    study: Study,
    person: Person,
    interview_id: str,
    question: Question,
    place: int,
    mark: AskedMark | None,
    people: dict[str, str],
) -> None:
    with st.container(key=f"card_mark_{question.id}", border=True, gap="small"):
        st.markdown(f"{place}\\. **{plain(question_text(question))}**")
        chosen = st.pills(
            translate("Was it asked?"),
            [str(asked) for asked in Asked],
            default=str(mark.asked) if mark else None,
            key=f"mark_{interview_id}_{question.id}_{mark.marked_at if mark else 0}",
            format_func=lambda asked: translate(WORDS[Asked(asked)]),
            label_visibility="collapsed",
        )
        if mark:
            st.caption(
                translate(
                    "Marked by {name}, {day}",
                    name=plain(people.get(mark.marked_by, "?")),
                    day=wording.on_day(mark.marked_at),
                )
            )
        wanted = Asked(chosen) if chosen else None
        if wanted != (mark.asked if mark else None):
            with saying_errors():
                study.mark_asked(person, interview_id, question.id, wanted)
                done(translate("Marked."))


def draw_summary(study: Study, person: Person, wave: Wave) -> None:
    """Each question: asked in how many of the wave's interviews."""
    summaries = summarise_guide(study.snapshot(person), wave.id)
    if not summaries or not summaries[0].among:
        empty_state(
            ":material/summarize:",
            translate("Nothing to sum up yet"),
            translate("When the wave has questions and interviews, this shows in how many each question was asked."),
            key="summary",
        )
        return
    numbers = (translate(heading) for heading in (*WORDS.values(), "Not marked yet"))
    st.dataframe(
        [_line(place, each) for place, each in enumerate(summaries, 1)],
        hide_index=True,
        column_config={
            translate("No."): st.column_config.NumberColumn(width=48, pinned=True),
            translate("Question"): st.column_config.TextColumn(width="large"),
            **{heading: st.column_config.TextColumn(alignment="right") for heading in numbers},
        },
        key="guide_summary",
    )
    st.caption(
        translate_count(
            "Of {count} interview in this wave. Interviews in which everybody has withdrawn are left out.",
            "Of {count} interviews in this wave. Interviews in which everybody has withdrawn are left out.",
            len(summaries[0].among),
        )
    )


def _line(place: int, each: QuestionSummary) -> dict[str, object]:
    """While nobody has marked the question anywhere there is no number: a 0 would say that it was not asked."""
    is_marked = len(each.unmarked) < len(each.among)

    def number(interviews: frozenset[str]) -> str:
        return str(len(interviews)) if is_marked else ""

    covered = translate("{n} of {of}", n=len(each.covered), of=len(each.among))
    return {
        translate("No."): place,
        translate("Question"): question_text(each.question),
        translate("Covered"): covered if is_marked else translate("not marked"),
        translate("Asked"): number(each.asked),
        translate("Came up by itself"): number(each.unprompted),
        translate("Not asked"): number(each.not_asked),
        translate("Not marked yet"): str(len(each.unmarked)),
    }
