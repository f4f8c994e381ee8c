"""Rounds: who codes alone and who together, which round one codes in, what is finished and released."""

from __future__ import annotations

import streamlit as st

from coding.model import Round, RoundKind
from core.design import Person
from core.messages import translate
from study import Study
from study.round_commands import in_words
from ui import opened
from ui.markdown import plain
from ui.parts import done, page_head, saying_errors, table_height
from ui.round_parts import draw_coders, draw_finishing, draw_progress


def main() -> None:
    page_head(
        translate("Rounds"),
        translate("Coding together, or each alone and unseen until everybody has finished an interview."),
    )
    study, person = opened.required()
    rounds = study.rounds(person)
    names = {each.id: each.name for each in study.people()}
    _choose_own(study, person, rounds)
    for each in rounds:
        _draw_round(study, person, each, names)
    _draw_adding(study, person, names)


def _choose_own(study: Study, person: Person, rounds: tuple[Round, ...]) -> None:
    """The round one codes in, at every desk."""
    own = {each.id: each.label for each in rounds if each.is_for(person.id) and not each.closed}
    current = study.current_round(person)
    if current is None:
        st.info(translate("No open round is yours: open one, or have yourself named in one."), icon=":material/group:")
        return
    chosen = st.selectbox(
        translate("You code in"),
        list(own),
        index=list(own).index(current.id),
        key=f"own_round_{current.id}",
        format_func=lambda i: own.get(i, "?"),
        width=360,
        help=translate("Also chosen above the transcript. What waits to be saved stays in the round it was made in."),
    )
    if chosen and chosen != current.id:
        with saying_errors():
            study.choose_round(person, chosen)
            done(translate("You now code in “{label}”.", label=own[chosen]))


def _draw_round(study: Study, person: Person, round_: Round, names: dict[str, str]) -> None:
    with st.container(key=f"card_round_{round_.id}", border=True):
        with st.container(gap=None):
            st.markdown(f"**{plain(round_.label)}**")
            st.caption(plain(in_words(round_, names)))
        if round_.kind is RoundKind.INDEPENDENT:
            progress = study.round_progress(person, round_.id)
            draw_progress(round_, progress, names, table_height(min(len(progress), 12)))
            draw_finishing(study, person, round_, progress)
        with st.expander(translate("Change this round"), icon=":material/edit:"):
            _draw_changing(study, person, round_, names)


def _draw_changing(study: Study, person: Person, round_: Round, names: dict[str, str]) -> None:
    with st.form(f"rename_{round_.id}", border=False, width=480):
        label = st.text_input(translate("Name"), value=round_.label, max_chars=200)
        if st.form_submit_button(translate("Rename")):
            with saying_errors():
                study.rename_round(person, round_.id, label or "")
                done(translate("The round is renamed."))
    if round_.kind is RoundKind.INDEPENDENT:
        draw_coders(study, person, round_, names)
    if round_.closed:
        if st.button(translate("Open again"), key=f"reopen_{round_.id}"):
            study.reopen_round(person, round_.id)
            done(translate("“{label}” is open again.", label=round_.label))
        return
    st.caption(translate("In a closed round nothing more is coded. What is hidden in it stays hidden until released."))
    if st.button(translate("Close this round"), key=f"close_{round_.id}"):
        study.close_round(person, round_.id)
        done(translate("“{label}” is closed.", label=round_.label))


def _draw_adding(study: Study, person: Person, names: dict[str, str]) -> None:
    with st.expander(translate("Add a round"), icon=":material/add:"):
        label = st.text_input(translate("Name"), key="new_round_label", max_chars=200, width=480)
        kinds = {
            RoundKind.INDEPENDENT.value: translate("Each alone, hidden from the others until released"),
            RoundKind.CONSENSUS.value: translate("Together"),
        }
        kind = st.radio(translate("How"), list(kinds), key="new_round_kind", format_func=lambda k: kinds[k])
        coders: list[str] = []
        if kind == RoundKind.INDEPENDENT.value:
            coders = st.multiselect(
                translate("Who codes"),
                sorted(names.values(), key=str.casefold),
                key="new_round_coders",
                accept_new_options=True,
                width=480,
                help=translate("At least two. Write the name of somebody who has not worked here yet."),
            )
        if st.button(translate("Add the round"), type="primary", key="add_round", disabled=not (label or "").strip()):
            with saying_errors():
                study.add_round(person, label or "", RoundKind(kind), [study.person(name) for name in coders])
                done(translate("The round is there. Choose it to code in it."))


main()
