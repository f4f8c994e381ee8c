"""Where a participant belongs, and what the study's attributes have been since when."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.design import Attribute, AttributeKind, DatedValue, Participant, Person
from core.messages import translate
from study import Study
from ui.markdown import plain
from ui.parts import done


def draw_facts(study: Study, person: Person, participant: Participant) -> None:
    """The site, then the values by attribute, then a form for another."""
    _draw_site(study, person, participant)
    attributes = study.attributes(person)
    if not attributes:
        st.caption(translate("This study has no attributes yet. Add them under “Roles and attributes”."))
        return
    names = {attribute.id: attribute.name for attribute in attributes}
    for value in participant.attributes:
        _draw_value(study, person, participant, names[value.attribute_id], value)
    _draw_form(study, person, participant, attributes)


def value_words(name: str, value: DatedValue) -> str:
    """“Age band: 30-44, since 2026-03-01”"""
    since = translate("since {day}", day=value.since.isoformat()) if value.since else translate("from the beginning")
    return f"{name}: {value.value}, {since}"


def _draw_site(study: Study, person: Person, participant: Participant) -> None:
    sites = {site.id: site.name for site in study.sites(person)}
    options = ["", *sites]
    chosen = st.selectbox(
        translate("Site"),
        options,
        key=f"belongs_{participant.id}_{participant.site_id}",
        disabled=not sites,
        format_func=lambda site: sites.get(
            site, translate("Not known") if sites else translate("Add sites under “Sites”")
        ),
        index=options.index(participant.site_id) if participant.site_id in sites else 0,
    )
    if (chosen or None) != participant.site_id:
        study.set_site(person, participant.id, chosen or None)
        done(translate("Saved."))


def _draw_value(study: Study, person: Person, participant: Participant, name: str, value: DatedValue) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(value_words(name, value)))
        key = f"unvalue_{participant.id}_{value.attribute_id}_{value.since}"
        if st.button(translate("Take away"), key=key, type="tertiary", icon=":material/close:"):
            study.remove_value(person, participant.id, value.attribute_id, value.since)
            done(translate("The value is taken away."))


def _draw_form(study: Study, person: Person, participant: Participant, attributes: tuple[Attribute, ...]) -> None:
    by_id = {attribute.id: attribute for attribute in attributes}
    left, right = st.columns(2)
    chosen = left.selectbox(
        translate("Attribute"), list(by_id), key=f"attribute_of_{participant.id}", format_func=lambda i: by_id[i].name
    )
    since = right.date_input(
        translate("Since"),
        value=None,
        key=f"value_since_{participant.id}",
        format="YYYY-MM-DD",
        help=translate("Leave it empty if it was so from the beginning."),
    )
    value = _value_field(by_id[chosen], f"value_{participant.id}_{chosen}")
    if st.button(translate("Write down"), key=f"set_value_{participant.id}") and value:
        study.set_value(person, participant.id, chosen, value, since)
        done(translate("Saved."))


def _value_field(attribute: Attribute, key: str) -> str:
    """A field that fits the attribute's kind; what was typed, as text."""
    if attribute.kind is AttributeKind.CHOICE:
        return (
            st.selectbox(
                plain(attribute.name), list(attribute.choices), index=None, key=key, placeholder=translate("Choose")
            )
            or ""
        )
    if attribute.kind is AttributeKind.DATE:
        day = st.date_input(plain(attribute.name), value=None, key=key, format="YYYY-MM-DD", min_value=date(1900, 1, 1))
        return day.isoformat() if day else ""
    return st.text_input(plain(attribute.name), key=key, max_chars=500) or ""
