"""Entering a client's form, or correcting it, by keyboard."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.design import Person
from core.messages import translate
from measures.forms import ScoredForm
from measures.model import Instrument, Occasion
from study import Study
from ui import wording
from ui.answer_fields import answer_fields, answered_words, answers_in_words, occasion_name, score_words
from ui.markdown import plain
from ui.measures_clients import choose_instrument
from ui.parts import done, empty_state, saying_errors


def draw_entry(study: Study, person: Person) -> None:
    """Whose form, which form, which occasion; then its answers."""
    clients = {each.id: each.label for each in study.clients(person) if each.withdrawn_on is None}
    if not clients:
        empty_state(
            ":material/keyboard:",
            translate("Nobody to enter answers for"),
            translate("Add a client first, or take a table that brings clients and answers at once."),
            key="entry",
        )
        return
    left, right = st.columns([2, 3], gap="medium", vertical_alignment="bottom")
    with left:
        client_id = st.selectbox(
            translate("Client"),
            list(clients),
            index=None,
            key="entry_client",
            placeholder=translate("Choose a client"),
            format_func=lambda each: clients[each],
        )
    with right:
        instrument = choose_instrument("entry_instrument")
    occasion = Occasion(
        st.segmented_control(
            translate("Occasion"),
            [str(each) for each in Occasion],
            default=str(Occasion.BEFORE),
            required=True,
            key="entry_occasion",
            format_func=lambda each: occasion_name(Occasion(each)),
        )
    )
    if client_id in clients:
        _draw_form(study, person, client_id, instrument, occasion)
    else:
        st.caption(translate("Choose a client: the items of the form come here."))


def _draw_form(study: Study, person: Person, client_id: str, instrument: Instrument, occasion: Occasion) -> None:
    history = study.form_history(person, client_id, instrument.id, occasion)
    held = next((each for each in history if each.form.entry.replaced_at is None), None)
    if held:
        _draw_held(held)
    key = held.form.id if held else f"{client_id}_{instrument.id}_{occasion}"
    with st.form(f"answers_{key}", border=True):
        st.caption(
            translate(
                "Answers from {lowest} to {highest}. Tab goes to the next item, Enter keeps the "
                "form. Leave an item empty when it was not answered.",
                lowest=instrument.lowest,
                highest=instrument.highest,
            )
        )
        labels = [translate(item) for item in instrument.items]
        typed = answer_fields(labels, held.form.answers if held else None, f"answer_{key}")
        day = st.date_input(
            translate("Filled in on"), value=held.form.filled_in_on if held else None, format="YYYY-MM-DD", width=220
        )
        if st.form_submit_button(translate("Correct") if held else translate("Keep"), type="primary"):
            with saying_errors():
                _keep(study, person, client_id, instrument, occasion, held, typed, day)
    st.caption(plain(translate(instrument.wording)))
    _draw_history(study, person, history, held)


def _keep(
    study: Study,
    person: Person,
    client_id: str,
    instrument: Instrument,
    occasion: Occasion,
    held: ScoredForm | None,
    typed: list[str],
    day: date | None,
) -> None:
    if held:
        kept = study.correct_answers(person, held.form.id, typed, day)
    else:
        kept = study.record_answers(person, client_id, instrument.id, occasion, typed, day)
    kind, score = kept.instrument.scores[0], kept.scores[0]
    done(translate("Kept. {score}: {value}.", score=translate(kind.label), value=score_words(score)))


def _draw_held(held: ScoredForm) -> None:
    with st.container(key=f"card_held_{held.form.id}", border=True, gap=None):
        for kind, score in zip(held.instrument.scores, held.scores, strict=True):
            st.markdown(f"{plain(translate(kind.label))}: **{plain(score_words(score))}**")
        cut_off = held.instrument.scores[0].cut_off
        value = held.scores[0].value
        if cut_off and value is not None:
            side = "at or above" if value >= cut_off.value else "below"
            words = {
                "below": "Below {value}, a value used in screening by convention ({source}); it is no diagnosis.",
                "at or above": "At or above {value}, a value used in screening by convention ({source}); it is "
                "no diagnosis.",
            }
            st.caption(plain(translate(words[side], value=cut_off.value, source=cut_off.source)))


def _draw_history(study: Study, person: Person, history: tuple[ScoredForm, ...], held: ScoredForm | None) -> None:
    if not history:
        return
    names = {each.id: each.name for each in study.people()}
    with st.expander(translate("What was entered: {count}", count=len(history)), icon=":material/history:"):
        for each in reversed(history):
            entry = each.form.entry
            who = translate("{name}, {day}", name=names.get(entry.by, "?"), day=wording.on_day(entry.at))
            st.markdown(f"{plain(who)}: {plain(answers_in_words(each.form.answers))}")
            st.caption(plain(answered_words(each.form.answers)))
        if held and st.button(
            translate("Remove this form"),
            key=f"remove_{held.form.id}",
            type="tertiary",
            icon=":material/delete:",
            help=translate("For a form that belongs to somebody else, or was never filled in. It stays in this list."),
        ):
            study.remove_form(person, held.form.id)
            done(translate("The form is removed."))
