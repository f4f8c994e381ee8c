"""Frozen versions of the codebook: what they are for, the waves they belong to, what changed between two of them."""

from __future__ import annotations

import streamlit as st

from core.design import Person
from core.messages import translate, translate_count
from storage.version_rows import CodebookVersion
from study import Study
from study.codebook import CodebookOverview
from ui import wording
from ui.codebook.saying import attempt
from ui.markdown import plain
from ui.parts import done, empty_state, saying_errors

NOW = "now"


def draw_versions(study: Study, person: Person, overview: CodebookOverview) -> None:
    st.markdown(
        translate(
            "Freeze the codebook before a wave is coded: what was coded with which wording can then always be told."
        )
    )
    _freeze(study, person)
    versions = study.codebook_versions(person)
    if not versions:
        empty_state(
            ":material/ac_unit:",
            translate("No version yet"),
            translate("Freeze the first one when the team has agreed on the codes for a wave."),
            key="versions",
        )
        return
    for version in reversed(versions):
        _draw(study, person, overview, version)
    _draw_difference(study, person, versions)


def _freeze(study: Study, person: Person) -> None:
    with st.form("freeze", clear_on_submit=True, border=False, width=720):
        name, note = st.columns([1, 2])
        label = name.text_input(translate("Name of the version"), placeholder=translate("Wave 2"), max_chars=200)
        words = note.text_input(translate("Note"), placeholder=translate("What is new in it, and what it is for"))
        if st.form_submit_button(translate("Freeze the codebook as it is now"), icon=":material/ac_unit:"):
            with saying_errors():
                study.freeze_codebook(person, label or "", words or "")
                done(translate("The version is frozen."))


def _draw(study: Study, person: Person, overview: CodebookOverview, version: CodebookVersion) -> None:
    with st.container(key=f"card_version_{version.id}", border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            with st.container(gap=None):
                st.markdown(f"**{version.number}. {plain(version.label)}**")
                count = sum(code.is_living for code in version.codebook.codes)
                facts = (
                    wording.on_day(version.frozen_at),
                    version.frozen_by,
                    translate_count("{count} code", "{count} codes", count),
                )
                st.caption(plain(" · ".join(facts)))
            st.button(
                translate("Remove"),
                key=f"remove_version_{version.id}",
                type="tertiary",
                on_click=_remove,
                args=(study, person, version),
                disabled=bool(version.wave_ids),
                help=translate("A version that belongs to a wave, or was coded with, stays.")
                if version.wave_ids
                else None,
            )
        if version.note:
            st.text(version.note)
        if overview.waves:
            waves = {wave.id: wave.label for wave in overview.waves}
            key = f"waves_of_{version.id}_{len(version.wave_ids)}_{'_'.join(version.wave_ids)}"
            st.multiselect(
                translate("Waves coded with it"),
                list(waves),
                default=list(version.wave_ids),
                key=key,
                format_func=lambda w: waves.get(w, "?"),
                placeholder=translate("No wave"),
                on_change=_tie,
                args=(study, person, version, key),
            )


def _tie(study: Study, person: Person, version: CodebookVersion, key: str) -> None:
    wanted = set(st.session_state[key])

    def act() -> None:
        for wave_id in wanted - set(version.wave_ids):
            study.tie_version(person, version.id, wave_id)
        for wave_id in set(version.wave_ids) - wanted:
            study.untie_wave(person, wave_id)

    attempt(act)


def _remove(study: Study, person: Person, version: CodebookVersion) -> None:
    def act() -> str:
        study.remove_version(person, version.id)
        return translate("“{name}” is removed.", name=version.label)

    attempt(act)


def _draw_difference(study: Study, person: Person, versions: tuple[CodebookVersion, ...]) -> None:
    st.subheader(translate("What has changed"), anchor=False)
    names = {version.id: f"{version.number}. {version.label}" for version in versions}
    left, right = st.columns(2)
    old = left.selectbox(
        translate("From"),
        list(names),
        index=len(names) - 1,
        key="difference_old",
        format_func=lambda v: names.get(v, "?"),
    )
    later = [version_id for version_id in names if version_id != old]
    new = right.selectbox(
        translate("To"),
        [NOW, *reversed(later)],
        key="difference_new",
        format_func=lambda v: names.get(v, translate("The codebook as it is now")),
    )
    if old is None:
        return
    with saying_errors():
        changes = study.codebook_difference(person, old, None if new == NOW else new)
        if not changes:
            st.markdown(translate("Nothing: they say the same."))
        for change in changes:
            st.markdown(f"- {plain(change.in_words())}")
