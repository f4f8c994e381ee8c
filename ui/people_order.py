"""Waves and sites: their names and days, their order, and deleting those nothing belongs to."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from core.design import Person, Site, Wave
from core.messages import translate, translate_count
from study import Study
from ui.identity import acting_person, browser_cookies
from ui.markdown import plain
from ui.parts import done, saying_errors


def draw_waves(study: Study, person: Person) -> None:
    """The waves in their order, and a form for the next."""
    st.markdown(translate("One round of interviews each. A new wave can also be typed on the Recordings page."))
    waves = study.waves(person)
    interviews = Counter(interview.wave_id for interview in study.interviews(person))
    with st.container(key="list_waves"):
        for place, wave in enumerate(waves):
            _draw_wave(study, person, waves, place, interviews[wave.id])
    with st.form("add_wave", clear_on_submit=True, border=False, width=640):
        label, start, end = st.columns([2, 1, 1])
        name = label.text_input(translate("New wave"), placeholder=translate("Wave 1, spring 2026"), max_chars=200)
        starts_on = start.date_input(translate("From"), value=None, format="YYYY-MM-DD")
        ends_on = end.date_input(translate("To"), value=None, format="YYYY-MM-DD")
        if st.form_submit_button(translate("Add wave")):
            with saying_errors():
                study.add_wave(person, name or "", starts_on, ends_on)
                done(translate("The wave is added."))


def _draw_wave(study: Study, person: Person, waves: tuple[Wave, ...], place: int, interviews: int) -> None:
    wave = waves[place]
    with st.container(
        key=f"card_wave_{wave.id}", border=True, horizontal=True, vertical_alignment="center", gap="small"
    ):
        with st.container(gap=None):
            st.markdown(f"**{plain(wave.label)}**")
            st.caption(wave_words(wave, interviews))
        if st.button(
            translate("Move up"),
            key=f"up_{wave.id}",
            icon=":material/arrow_upward:",
            disabled=place == 0,
            type="tertiary",
        ):
            with saying_errors():
                study.order_waves(person, moved_up(tuple(each.id for each in waves), place))
                st.rerun()
        if st.button(translate("Change"), key=f"wave_{wave.id}", icon=":material/edit:", type="tertiary"):
            st.dialog(translate("Change the wave"), width="medium")(_change_wave)(study, wave)


def wave_words(wave: Wave, interviews: int) -> str:
    """The days as far as they are known, and how many interviews."""
    days = [day.isoformat() for day in (wave.starts_on, wave.ends_on) if day]
    return " · ".join(
        [
            " – ".join(days) or translate("No days yet"),
            translate_count("{count} interview", "{count} interviews", interviews),
        ]
    )


def moved_up(ids: tuple[str, ...], place: int) -> tuple[str, ...]:
    """The same ids, the one at `place` before the one it stood behind.

    >>> moved_up(("a", "b", "c"), 2)
    ('a', 'c', 'b')
    """
    return (*ids[: place - 1], ids[place], ids[place - 1], *ids[place + 1 :])


def _change_wave(study: Study, wave: Wave) -> None:
    person = acting_person(study, browser_cookies())
    label = st.text_input(translate("Name of the wave"), value=wave.label, key=f"wave_label_{wave.id}", max_chars=200)
    left, right = st.columns(2)
    starts_on = left.date_input(
        translate("First day"), value=wave.starts_on, key=f"wave_start_{wave.id}", format="YYYY-MM-DD"
    )
    ends_on = right.date_input(
        translate("Last day"), value=wave.ends_on, key=f"wave_end_{wave.id}", format="YYYY-MM-DD"
    )
    with saying_errors():
        if st.button(translate("Save"), type="primary", key=f"save_wave_{wave.id}"):
            study.change_wave(person, wave.id, label=label or "", starts_on=starts_on, ends_on=ends_on)
            done(translate("Saved."))
        if st.button(
            translate("Delete this wave"), key=f"delete_wave_{wave.id}", type="tertiary", icon=":material/delete:"
        ):
            study.delete_wave(person, wave.id)
            done(translate("The wave is deleted."))


def draw_sites(study: Study, person: Person) -> None:
    """The sites by name, and a form for the next."""
    st.markdown(translate("Where the interviews are held, and where participants belong."))
    interviews = Counter(interview.site_id for interview in study.interviews(person))
    participants = Counter(participant.site_id for participant in study.participants(person))
    with st.container(key="list_sites"):
        for site in study.sites(person):
            _draw_site(study, site, interviews[site.id], participants[site.id])
    with st.form("add_site", clear_on_submit=True, border=False, width=640):
        name = st.text_input(translate("New site"), placeholder=translate("Bergen"), max_chars=200)
        if st.form_submit_button(translate("Add site")):
            with saying_errors():
                study.add_site(person, name or "")
                done(translate("The site is added."))


def _draw_site(study: Study, site: Site, interviews: int, participants: int) -> None:
    with st.container(
        key=f"card_site_{site.id}", border=True, horizontal=True, vertical_alignment="center", gap="small"
    ):
        with st.container(gap=None):
            st.markdown(f"**{plain(site.name)}**")
            st.caption(
                " · ".join(
                    (
                        translate_count("{count} participant", "{count} participants", participants),
                        translate_count("{count} interview", "{count} interviews", interviews),
                    )
                )
            )
        if st.button(translate("Change"), key=f"site_{site.id}", icon=":material/edit:", type="tertiary"):
            st.dialog(translate("Change the site"), width="medium")(_change_site)(study, site)


def _change_site(study: Study, site: Site) -> None:
    person = acting_person(study, browser_cookies())
    name = st.text_input(translate("Name of the site"), value=site.name, key=f"site_name_{site.id}", max_chars=200)
    with saying_errors():
        if st.button(translate("Save"), type="primary", key=f"save_site_{site.id}"):
            study.rename_site(person, site.id, name or "")
            done(translate("Saved."))
        if st.button(
            translate("Delete this site"), key=f"delete_site_{site.id}", type="tertiary", icon=":material/delete:"
        ):
            study.delete_site(person, site.id)
            done(translate("The site is deleted."))
