"""The study's own scales: which items a wave's form has, and what participants answered."""

from __future__ import annotations

import re
from datetime import date

import streamlit as st

from core.design import Person, Wave
from core.messages import translate, translate_count
from measures.forms import ScoredScale
from measures.own import HIGHEST_ANSWER, LOWEST_ANSWER, OwnScale, Scoring
from study import Study
from ui.answer_fields import answer_fields, score_words
from ui.markdown import plain
from ui.parts import done, empty_state, saying_errors

SCORINGS = {Scoring.MEAN: "Mean of the items", Scoring.SUM: "Sum of the items"}
SHORT = {Scoring.MEAN: "mean", Scoring.SUM: "sum"}


def draw_scales(study: Study, person: Person) -> None:
    """The scales by wave, a form for a new one, and entering answers."""
    waves = study.waves(person)
    if not waves:
        empty_state(
            ":material/linear_scale:",
            translate("A scale belongs to a wave"),
            translate("Add the first wave on the People page. Then say here which items its form has."),
            page="ui/pages/people.py",
            action=translate("Go to People"),
            key="scales",
        )
        return
    scales = study.scales(person)
    st.markdown(
        translate(
            "Scales of your own for the people you interview: the items of each wave's form, and how they are scored."
        )
    )
    with st.popover(translate("Add a scale"), icon=":material/add:", type="primary", key="add_scale"):
        _draw_new(study, person, waves)
    labels = {wave.id: wave.label for wave in waves}
    with st.container(key="list_scales"):
        for scale in scales:
            _draw_scale(study, person, scale, waves, labels[scale.wave_id])
    if scales:
        _draw_answers(study, person, scales, labels)


def _draw_new(study: Study, person: Person, waves: tuple[Wave, ...]) -> None:
    labels = {wave.id: wave.label for wave in waves}
    with st.form("new_scale", border=False):
        wave = st.selectbox(translate("Wave"), list(labels), format_func=lambda each: labels[each], key="scale_wave")
        name = st.text_input(translate("Name"), placeholder=translate("Job satisfaction"), max_chars=200)
        items = st.text_area(translate("Items, one to a line"), height=140)
        left, right = st.columns(2)
        lowest = left.number_input(translate("Lowest answer"), LOWEST_ANSWER, HIGHEST_ANSWER, 1, step=1)
        highest = right.number_input(translate("Highest answer"), LOWEST_ANSWER, HIGHEST_ANSWER, 5, step=1)
        turned = st.text_input(
            translate("Reversed items"),
            placeholder="2, 5",
            help=translate("Numbers of the items in which a high answer means little of what the scale measures."),
        )
        scoring = st.selectbox(
            translate("Score"),
            [str(each) for each in Scoring],
            format_func=lambda each: translate(SCORINGS[Scoring(each)]),
        )
        missing = st.number_input(
            translate("Items that may be missing"),
            0,
            99,
            value=None,
            step=1,
            placeholder=translate("A fifth"),
            help=translate(
                "An item that is missing counts as the mean of the others. With more missing there is no score."
            ),
        )
        if st.form_submit_button(translate("Add"), type="primary"):
            with saying_errors():
                study.add_scale(
                    person,
                    wave or "",
                    name or "",
                    [line for line in (items or "").splitlines() if line.strip()],
                    int(lowest),
                    int(highest),
                    reversed_items=map(int, re.findall(r"\d{1,3}", turned or "")),
                    scoring=Scoring(scoring or Scoring.MEAN),
                    most_missing=None if missing is None else int(missing),
                )
                done(translate("The scale is added."))


def _draw_scale(study: Study, person: Person, scale: OwnScale, waves: tuple[Wave, ...], wave: str) -> None:
    with st.container(key=f"card_scale_{scale.id}", border=True, gap="small"):
        with st.container(gap=None):
            st.markdown(f"**{plain(scale.name)}**")
            st.caption(plain(f"{wave} · {scale_words(scale)}"))
        with st.expander(translate("Items and more")):
            for place, item in enumerate(scale.items, 1):
                turned = f" ({translate('reversed')})" if place in scale.reversed else ""
                st.markdown(plain(f"{place}  {item}{turned}"))
            with st.container(horizontal=True, vertical_alignment="bottom"), saying_errors():
                _draw_copying(study, person, scale, waves)
                if st.button(translate("Delete"), key=f"delete_scale_{scale.id}", type="tertiary"):
                    study.delete_scale(person, scale.id)
                    done(translate("The scale is deleted."))


def _draw_copying(study: Study, person: Person, scale: OwnScale, waves: tuple[Wave, ...]) -> None:
    taken = {each.wave_id for each in study.scales(person) if each.name == scale.name}
    others = {each.id: each.label for each in waves if each.id not in taken}
    if not others:
        return
    target = st.selectbox(
        translate("Use it in another wave"),
        list(others),
        index=None,
        key=f"copy_{scale.id}",
        width=260,
        placeholder=translate("Choose"),
        format_func=lambda each: others[each],
    )
    if st.button(translate("Copy"), key=f"copy_now_{scale.id}", disabled=target is None) and target:
        study.copy_scale(person, scale.id, target)
        done(translate("The scale is copied."))


def scale_words(scale: OwnScale) -> str:
    """“6 items, 1 to 5, mean, 1 may be missing”."""
    return ", ".join(
        (
            translate_count("{count} item", "{count} items", len(scale.items)),
            translate("{lowest} to {highest}", lowest=scale.lowest, highest=scale.highest),
            translate(SHORT[scale.scoring]),
            translate("{count} may be missing", count=scale.most_missing),
        )
    )


def _draw_answers(study: Study, person: Person, scales: tuple[OwnScale, ...], waves: dict[str, str]) -> None:
    st.subheader(translate("Enter answers"), anchor=False)
    people = {each.id: each.pseudonym for each in study.participants(person) if each.withdrawn_on is None}
    if not people:
        st.caption(translate("Add participants on the People page first."))
        return
    by_id = {scale.id: scale for scale in scales}
    left, right = st.columns(2)
    scale_id = left.selectbox(
        translate("Scale"),
        list(by_id),
        key="answers_scale",
        format_func=lambda each: f"{by_id[each].name} · {waves[by_id[each].wave_id]}",
    )
    whom = right.selectbox(
        translate("Participant"),
        list(people),
        index=None,
        key="answers_participant",
        placeholder=translate("Choose"),
        format_func=lambda each: people[each],
    )
    if scale_id in by_id and whom in people:
        _draw_form(study, person, by_id[scale_id], whom)


def _draw_form(study: Study, person: Person, scale: OwnScale, participant_id: str) -> None:
    forms = study.scale_forms(person, participant_id)
    held = next((each for each in forms if each.scale.id == scale.id), None)
    if held:
        st.markdown(f"{plain(scale.name)}: **{plain(score_words(held.score))}**")
    key = held.form.id if held else f"{scale.id}_{participant_id}"
    with st.form(f"scale_answers_{key}"):
        labels = [f"{place}  {item}" for place, item in enumerate(scale.items, 1)]
        typed = answer_fields(labels, held.form.answers if held else None, f"scale_answer_{key}")
        day = st.date_input(
            translate("Filled in on"), value=held.form.filled_in_on if held else None, format="YYYY-MM-DD", width=220
        )
        if st.form_submit_button(translate("Correct") if held else translate("Keep"), type="primary"):
            with saying_errors():
                _keep(study, person, scale, participant_id, held, typed, day)
    if held and st.button(translate("Remove this form"), key=f"remove_scale_{held.form.id}", type="tertiary"):
        study.remove_scale_form(person, held.form.id)
        done(translate("The form is removed."))


def _keep(
    study: Study,
    person: Person,
    scale: OwnScale,
    participant_id: str,
    held: ScoredScale | None,
    typed: list[str],
    day: date | None,
) -> None:
    if held:
        kept = study.correct_scale_answers(person, held.form.id, typed, day)
    else:
        kept = study.record_scale_answers(person, scale.id, participant_id, typed, day)
    done(translate("Kept. {score}: {value}.", score=scale.name, value=score_words(kept.score)))
