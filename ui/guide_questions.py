"""The questions of a wave's guide: written in several languages, linked to codes, put in order."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from codebooks.model import Code, in_language
from core.design import Person, Wave
from core.guide import Question
from core.messages import language, translate, translate_count
from exports.quotes import code_name
from study import Study
from ui import wording
from ui.identity import acting_person, browser_cookies
from ui.markdown import plain
from ui.parts import done, empty_state, saying_errors
from ui.people_order import moved_up

FIRST_LANGUAGES = ("no", "en")  #: Always offered; others when a question has them, or on demand.


def draw_questions(study: Study, person: Person, wave: Wave) -> None:
    """The questions in their order; a new one, or those of another wave."""
    questions = study.questions(person, wave.id)
    codes = {code.id: named_with_status(code) for _, code in study.codebook(person).walk()}
    with st.container(horizontal=True, gap="small"):
        if st.button(translate("Add a question"), icon=":material/add:", type="primary", key="add_question"):
            st.dialog(translate("Add a question"), width="large")(_edit)(study, wave, None)
        _draw_copying(study, person, wave)
    if not questions:
        empty_state(
            ":material/checklist:",
            translate("No questions in this wave yet"),
            translate(
                "Write the questions as they are asked, in the languages you ask them in, and say which codes each "
                "is to bring up."
            ),
            key="questions",
        )
    with st.container(key="list_questions"):
        for place, question in enumerate(questions):
            _draw_question(study, person, wave, questions, place, [codes[i] for i in codes if i in question.code_ids])


def question_text(question: Question) -> str:
    """The question in the reader's language, else in one there is."""
    return in_language(question.text, language.get())


def named_with_status(code: Code) -> str:
    """The code's name; a retired one says so: a question may still aim at it, and nobody codes with it any more."""
    return code_name(code) if code.is_living else translate("{name} (retired)", name=code_name(code))


def _draw_question(
    study: Study, person: Person, wave: Wave, questions: tuple[Question, ...], place: int, codes: list[str]
) -> None:
    question = questions[place]
    shown = question_text(question)
    others = [text for text in question.text.values() if text != shown]
    with st.container(
        key=f"card_question_{question.id}", border=True, horizontal=True, vertical_alignment="center", gap="small"
    ):
        with st.container(gap=None):
            st.markdown(f"{place + 1}\\. **{plain(shown)}**")
            for text in others:
                st.caption(plain(text))
            if codes:
                st.caption(f":material/sell: {plain(' · '.join(codes))}")
        if st.button(
            translate("Move up"),
            key=f"question_up_{question.id}",
            icon=":material/arrow_upward:",
            type="tertiary",
            disabled=place == 0,
        ):
            with saying_errors():
                study.order_questions(person, wave.id, moved_up(tuple(q.id for q in questions), place))
                st.rerun()
        if st.button(translate("Change"), key=f"question_{question.id}", icon=":material/edit:", type="tertiary"):
            st.dialog(translate("Change the question"), width="large")(_edit)(study, wave, question)


def _draw_copying(study: Study, person: Person, wave: Wave) -> None:
    every = study.questions(person)
    others = {
        each.id: each.label
        for each in study.waves(person)
        if each.id != wave.id and any(q.wave_id == each.id for q in every)
    }
    if not others:
        return
    with st.popover(translate("Take over another wave's guide"), icon=":material/content_copy:", key="copy_guide"):
        source = st.selectbox(
            translate("From"), list(others), key="copy_from", format_func=lambda i: others.get(i, "?")
        )
        st.caption(translate("Its questions are added below these. Changing them here leaves the others as they are."))
        if st.button(translate("Take over"), key="copy_now"):
            with saying_errors():
                copies = study.copy_guide(person, source, wave.id)
                originals = [question for question in every if question.wave_id == source]
                done(_copied(originals, copies))


def _copied(originals: Sequence[Question], copies: Sequence[Question]) -> str:
    left = sum(len(question.code_ids) for question in originals) - sum(len(copy.code_ids) for copy in copies)
    words = translate("The questions are added.")
    if left <= 0:
        return words
    retired = translate_count(
        "{count} link to a retired code is not taken over.", "{count} links to retired codes are not taken over.", left
    )
    return f"{words} {retired}"


def _edit(study: Study, wave: Wave, question: Question | None) -> None:
    """The person is looked up again: a dialog runs by itself."""
    person = acting_person(study, browser_cookies())
    key = question.id if question else "new"
    text = _text_fields(question, key)
    held = question.code_ids if question else ()
    offered = [code for _, code in study.codebook(person).walk() if code.is_living or code.id in held]
    codes = {code.id: named_with_status(code) for code in offered}
    linked = st.multiselect(
        translate("Codes it is to bring up"),
        list(codes),
        key=f"question_codes_{key}",
        placeholder=translate("Choose"),
        default=[i for i in held if i in codes],
        format_func=lambda i: codes.get(i, "?"),
    )
    with saying_errors():
        if st.button(translate("Save"), type="primary", key=f"save_question_{key}"):
            if question:
                study.change_question(person, question.id, text, linked)
            else:
                study.add_question(person, wave.id, text, linked)
            done(translate("Saved."))
        if question:
            _draw_deleting(study, person, question)


def _text_fields(question: Question | None, key: str) -> dict[str, str]:
    """One field for each language: the usual ones, those the question has, and one more on demand."""
    kept = dict(question.text) if question else {}
    more = st.multiselect(
        translate("Languages it is asked in"),
        wording.language_choices(),
        key=f"question_languages_{key}",
        default=[code for code in dict.fromkeys((*FIRST_LANGUAGES, *kept)) if code in wording.LANGUAGES],
        format_func=wording.language_name,
    )
    return {
        code: st.text_area(
            wording.language_name(code),
            value=kept.get(code, ""),
            key=f"question_{key}_{code}",
            max_chars=2000,
            height=80,
        )
        or ""
        for code in more
    }


def _draw_deleting(study: Study, person: Person, question: Question) -> None:
    marked = sum(mark.question_id == question.id for mark in study.marks(person))
    sure = not marked or st.checkbox(
        translate("Also forget in which {count} interviews it was marked", count=marked),
        key=f"sure_question_{question.id}",
    )
    if st.button(
        translate("Delete this question"),
        key=f"delete_question_{question.id}",
        type="tertiary",
        icon=":material/delete:",
        disabled=not sure,
    ):
        study.delete_question(person, question.id)
        done(translate("The question is deleted."))
