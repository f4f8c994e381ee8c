"""What to export: which codes, waves, sites, roles and coders, and what is said about who spoke."""

from __future__ import annotations

import streamlit as st

from codebooks.model import Codebook
from coding.model import Snapshot
from coding.retrieval import SegmentFilter, with_subcodes
from core.design import STAFF_ROLES
from core.messages import translate
from exports.quotes import Attribution, code_name, small_group_warning
from exports.translations import language_in_words, languages_in
from ui.markdown import plain

DEEPEST = 6  #: Levels that are drawn apart.


def choose_segments(snapshot: Snapshot) -> SegmentFilter:
    """The filter the person has put together; nothing chosen in a field means all."""
    st.subheader(translate("Which quotes"), anchor=False)
    code_ids = _choose_codes(snapshot)
    waves = {wave.id: wave.label for wave in snapshot.waves}
    sites = {site.id: site.name for site in snapshot.sites}
    coders = {person.id: person.name for person in snapshot.people}
    with_staff = st.toggle(
        translate("Interviewers and interpreters too"),
        key="export_staff",
        help=translate("Their words are not data, so they are left out unless you ask for them."),
    )
    return SegmentFilter(
        code_ids=code_ids,
        wave_ids=_choose(translate("Waves"), waves, "export_waves"),
        site_ids=_choose(translate("Sites"), sites, "export_sites"),
        roles=_choose(translate("Roles"), {role: role for role in roles_in(snapshot)}, "export_roles"),
        coder_ids=_choose(translate("Coders"), coders, "export_coders"),
        with_staff_turns=with_staff,
    )


def roles_in(snapshot: Snapshot) -> list[str]:
    """Roles that participants have held; staff have their own switch."""
    return sorted({held.role for p in snapshot.participants for held in p.roles} - STAFF_ROLES)


def _choose(label: str, names: dict[str, str], key: str) -> tuple[str, ...]:
    if len(names) < 2:
        return ()  # nothing to choose between
    chosen = st.multiselect(
        label, list(names), key=key, format_func=lambda i: names.get(i, "?"), placeholder=translate("All")
    )
    return tuple(chosen)


def _choose_codes(snapshot: Snapshot) -> tuple[str, ...]:
    """The codebook as a tree of boxes. A ticked code brings what is below it; no tick at all means every code."""
    used = {coding.code_id for coding in snapshot.codings}
    with st.container(border=True, gap=None, key="code_tree"):
        ticked = [code_id for code_id in _draw_tree(snapshot.codebook, used) if code_id]
    st.caption(
        translate("No code ticked: all of them. A code brings its sub-codes.")
        if not ticked
        else translate("A code brings its sub-codes.")
    )
    return tuple(ticked)


def _draw_tree(codebook: Codebook, used: set[str]) -> list[str | None]:
    """The codes ticked by the person themselves, those only implied by a parent left out."""
    ticked: list[str | None] = []
    implied: frozenset[str] = frozenset()
    for depth, code in codebook.walk():
        count = len(used & with_subcodes(codebook, [code.id]))
        if not count:
            continue
        with st.container(key=f"depth_{min(depth, DEEPEST)}_{code.id}"):
            if code.id in implied:
                st.checkbox(plain(code_name(code)), value=True, disabled=True, key=f"implied_{code.id}")
            elif st.checkbox(plain(code_name(code)), key=f"export_code_{code.id}"):
                ticked.append(code.id)
                implied |= with_subcodes(codebook, [code.id])
    return ticked


def choose_attribution() -> Attribution:
    """What stands under a quote. The role alone, unless the person asks for more and has read the warning."""
    st.subheader(translate("Who said it"), anchor=False)
    role = st.checkbox(translate("Role, such as “helper”"), value=True, key="show_role")
    with st.container(horizontal=True, gap="small"):
        pseudonym = st.checkbox(translate("Pseudonym"), key="show_pseudonym")
        wave = st.checkbox(translate("Wave"), key="show_wave")
        site = st.checkbox(translate("Site"), key="show_site")
        time = st.checkbox(translate("Time"), key="show_time")
    chosen = Attribution(role=role, pseudonym=pseudonym, wave=wave, site=site, time=time)
    if chosen.recognisable:
        st.warning(small_group_warning(), icon=":material/visibility:")
    return chosen


def choose_translation(snapshot: Snapshot) -> str:
    """The language of the translations under the quotes; "" for none. Nothing is drawn where nothing is translated."""
    languages = languages_in(snapshot)
    if not languages:
        return ""
    chosen = st.selectbox(
        translate("Translation under the original"),
        ["", *languages],
        key="export_translation",
        format_func=lambda code: language_in_words(code) if code else translate("None"),
        help=translate("Quoted as its translator's, by name. It is of the whole turn, and the file says so."),
    )
    return str(chosen or "")
