"""The study's own roles and attributes: what they are called, what they mean, what can be chosen."""

from __future__ import annotations

import streamlit as st

from core.design import Attribute, AttributeKind, Person
from core.messages import translate, translate_count
from study import Study
from study.people_facts import RoleUse
from ui.identity import acting_person, browser_cookies
from ui.markdown import plain
from ui.parts import done, empty_state, saying_errors

KINDS = {
    AttributeKind.TEXT: "Text",
    AttributeKind.NUMBER: "Number",
    AttributeKind.DATE: "Day",
    AttributeKind.CHOICE: "Choice",
}


def draw_roles_and_attributes(study: Study, person: Person) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        _draw_roles(study, person)
    with right:
        _draw_attributes(study, person)


# --- roles


def _draw_roles(study: Study, person: Person) -> None:
    st.subheader(translate("Roles"), anchor=False)
    st.markdown(translate("What somebody is in this study. A participant can change role: write down since when."))
    uses = study.roles(person)
    with st.container(key="list_roles"):
        for number, use in enumerate(uses):
            _draw_role(study, use, number)
    with st.form("add_role", clear_on_submit=True, border=False):
        name = st.text_input(translate("New role"), placeholder=translate("communicator"), max_chars=200)
        meaning = st.text_input(
            translate("What it means"), placeholder=translate("Leads study circles, paid by the hour"), max_chars=500
        )
        if st.form_submit_button(translate("Add role")):
            with saying_errors():
                study.define_role(person, name or "", meaning or "")
                done(translate("The role is added."))


def _draw_role(study: Study, use: RoleUse, number: int) -> None:
    with st.container(
        key=f"card_role_{number}", border=True, horizontal=True, vertical_alignment="center", gap="small"
    ):
        with st.container(gap=None):
            st.markdown(f"**{plain(use.role.name)}**")
            held = translate_count("{count} participant", "{count} participants", use.held_by)
            st.caption(" · ".join(part for part in (plain(use.role.meaning), held) if part))
        if st.button(translate("Change"), key=f"role_{number}", icon=":material/edit:", type="tertiary"):
            st.dialog(translate("Change the role"), width="medium")(_change_role)(study, use)


def _change_role(study: Study, use: RoleUse) -> None:
    person = acting_person(study, browser_cookies())
    name = st.text_input(translate("Name of the role"), value=use.role.name, key="role_name", max_chars=200)
    meaning = st.text_input(translate("What it means"), value=use.role.meaning, key="role_meaning", max_chars=500)
    with saying_errors():
        if st.button(translate("Save"), type="primary", key="save_role"):
            if name and name.strip() != use.role.name:
                study.rename_role(person, use.role.name, name)
            study.define_role(person, name or "", meaning or "")
            done(translate("Saved."))
        if not use.held_by and st.button(
            translate("Delete this role"), key="delete_role", type="tertiary", icon=":material/delete:"
        ):
            study.delete_role(person, use.role.name)
            done(translate("The role is deleted."))


# --- attributes


def _draw_attributes(study: Study, person: Person) -> None:
    st.subheader(translate("Attributes"), anchor=False)
    st.markdown(
        translate(
            "Facts you compare people by. Few and coarse ones: an age band says enough, and points at fewer people."
        )
    )
    attributes = study.attributes(person)
    uses = study.attribute_uses(person)
    with st.container(key="list_attributes"):
        for attribute in attributes:
            _draw_attribute(study, attribute, uses.get(attribute.id, 0))
    if not attributes:
        empty_state(
            ":material/tune:",
            translate("No attributes yet"),
            translate("Such as age band, mother tongue, or the year of arrival."),
            key="attributes",
        )
    with st.popover(translate("Add an attribute"), icon=":material/add:", key="add_attribute"):
        name, kind, choices = _attribute_fields("new")
        if st.button(translate("Add"), type="primary", key="add_attribute_now"):
            with saying_errors():
                study.add_attribute(person, name, kind, choices)
                done(translate("The attribute is added."))


def _draw_attribute(study: Study, attribute: Attribute, values: int) -> None:
    with st.container(
        key=f"card_attribute_{attribute.id}", border=True, horizontal=True, vertical_alignment="center", gap="small"
    ):
        with st.container(gap=None):
            st.markdown(f"**{plain(attribute.name)}**")
            counted = translate_count("{count} value", "{count} values", values)
            parts = (translate(KINDS[attribute.kind]), plain(", ".join(attribute.choices)), counted)
            st.caption(" · ".join(part for part in parts if part))
        if st.button(translate("Change"), key=f"attribute_{attribute.id}", icon=":material/edit:", type="tertiary"):
            st.dialog(translate("Change the attribute"), width="medium")(_change_attribute)(study, attribute, values)


def _change_attribute(study: Study, attribute: Attribute, values: int) -> None:
    person = acting_person(study, browser_cookies())
    name, kind, choices = _attribute_fields(attribute.id, attribute)
    with saying_errors():
        if st.button(translate("Save"), type="primary", key=f"save_attribute_{attribute.id}"):
            study.change_attribute(person, Attribute(attribute.id, name, kind, choices))
            done(translate("Saved."))
        if not values and st.button(
            translate("Delete this attribute"),
            key=f"delete_attribute_{attribute.id}",
            type="tertiary",
            icon=":material/delete:",
        ):
            study.delete_attribute(person, attribute.id)
            done(translate("The attribute is deleted."))


def _attribute_fields(key: str, attribute: Attribute | None = None) -> tuple[str, AttributeKind, tuple[str, ...]]:
    """Name, kind, and what can be chosen."""
    name = st.text_input(
        translate("Name of the attribute"),
        value=attribute.name if attribute else "",
        key=f"attribute_name_{key}",
        max_chars=200,
    )
    kind = st.segmented_control(
        translate("What its values are"),
        [str(kind) for kind in AttributeKind],
        key=f"attribute_kind_{key}",
        required=True,
        default=str(attribute.kind if attribute else AttributeKind.TEXT),
        format_func=lambda each: translate(KINDS[AttributeKind(each)]),
    )
    choices: tuple[str, ...] = ()
    if kind == AttributeKind.CHOICE:
        text = st.text_area(
            translate("What can be chosen, one to a line"),
            value="\n".join(attribute.choices) if attribute else "",
            key=f"attribute_choices_{key}",
        )
        choices = tuple((text or "").splitlines())
    return name or "", AttributeKind(kind or AttributeKind.TEXT), choices
