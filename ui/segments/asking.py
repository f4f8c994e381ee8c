"""Which coded segments: the fields above the list, and the filter they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from codebooks.model import Codebook
from coding.model import Origin, Snapshot
from coding.retrieval import SegmentFilter
from coding.segment_list import SegmentOrder
from core.messages import translate
from exports.quotes import code_name
from ui.export_choices import roles_in

CODE_KEY = "segments_codes"
CODE_ADDRESS = "code"  #: In the address: the code to begin with.
INDENT = "\u2003"
FIELD = 268  #: Pixels: three fields beside each other.
ORIGINS = {Origin.PERSON: "A person’s own", Origin.ACCEPTED_SUGGESTION: "Accepted suggestion"}
ORDERS = {
    SegmentOrder.CODEBOOK: "Code by code",
    SegmentOrder.TALK: "As they were said",
    SegmentOrder.NEWEST: "Coded last first",
    SegmentOrder.OLDEST: "Coded first first",
    SegmentOrder.LONGEST: "Longest first",
}
DISCUSS = {True: "To discuss", False: "Not to discuss"}
CHECKED = {True: "Checked against the recording", False: "Not checked yet"}


def ask(snapshot: Snapshot) -> tuple[SegmentFilter, SegmentOrder]:
    """What the person wants to see, and in which order; nothing chosen in a field means all."""
    top = st.columns([6, 3], vertical_alignment="bottom")
    with top[0]:
        code_ids = _ask_codes(snapshot.codebook, {coding.code_id for coding in snapshot.codings})
    with top[1]:
        order = st.selectbox(
            translate("Order"), list(SegmentOrder), key="segments_order", format_func=lambda o: translate(ORDERS[o])
        )
    with st.expander(translate("Narrow down"), icon=":material/tune:"):
        chosen = _ask_more(snapshot, code_ids)
    return chosen, SegmentOrder(order or SegmentOrder.CODEBOOK)


def _ask_codes(codebook: Codebook, used: set[str]) -> tuple[str, ...]:
    names = {
        code.id: f"{INDENT * depth}{code_name(code)}"
        for depth, code in codebook.walk()
        if code.is_living or code.id in used
    }
    wanted = st.query_params.pop(CODE_ADDRESS, None)
    if wanted in names:
        st.session_state[CODE_KEY] = [wanted]
    return choose(translate("Codes"), names, CODE_KEY, translate("Every code"))


def _ask_more(snapshot: Snapshot, code_ids: tuple[str, ...]) -> SegmentFilter:
    waves = {wave.id: wave.label for wave in snapshot.waves}
    sites = {site.id: site.name for site in snapshot.sites}
    interviews = {coded.interview.id: coded.interview.label for coded in snapshot.interviews}
    coders = {coding.coder_id for coding in snapshot.codings}
    people = {person.id: person.name for person in snapshot.people if person.id in coders}
    with st.container(horizontal=True, gap="medium"):
        wave_ids = choose(translate("Waves"), waves, "segments_waves", width=FIELD)
        site_ids = choose(translate("Sites"), sites, "segments_sites", width=FIELD)
        interview_ids = choose(translate("Interviews"), interviews, "segments_interviews", width=FIELD)
        roles = choose(translate("Roles"), {r: r for r in roles_in(snapshot)}, "segments_roles", width=FIELD)
        coder_ids = choose(translate("Coders"), people, "segments_coders", width=FIELD)
        rounds = {r.id: r.label for r in snapshot.rounds}
        round_ids = choose(translate("Rounds"), rounds, "segments_rounds", width=FIELD)
        checked = st.selectbox(
            translate("Checked"),
            list(CHECKED),
            index=None,
            key="segments_checked",
            placeholder=translate("All"),
            width=FIELD,
            format_func=lambda is_checked: translate(CHECKED[is_checked]),
        )
        discuss = st.selectbox(
            translate("Discussion"),
            list(DISCUSS),
            index=None,
            key="segments_discuss",
            placeholder=translate("All"),
            width=FIELD,
            format_func=lambda to_discuss: translate(DISCUSS[to_discuss]),
        )
        names = {str(o): translate(words) for o, words in ORIGINS.items()}
        origins = choose(translate("Origin"), names, "segments_origin", width=FIELD)
    with st.container(horizontal=True, gap="large"):
        with_subcodes = st.toggle(translate("With sub-codes"), value=True, key="segments_subcodes")
        with_staff = st.toggle(
            translate("Interviewers and interpreters too"),
            key="segments_staff",
            help=translate("Their words are not data, so they are left out unless you ask for them."),
        )
    return SegmentFilter(
        code_ids=code_ids,
        with_subcodes=with_subcodes,
        wave_ids=wave_ids,
        site_ids=site_ids,
        roles=roles,
        coder_ids=coder_ids,
        round_ids=round_ids,
        interview_ids=interview_ids,
        checked=checked,
        discuss=discuss,
        with_staff_turns=with_staff,
        origins=tuple(Origin(o) for o in origins),
    )


def choose(
    label: str,
    names: Mapping[str, str],
    key: str,
    placeholder: str = "",
    *,
    width: int | Literal["stretch"] = "stretch",
) -> tuple[str, ...]:
    """Some of these, by id; nothing to choose between is not asked."""
    if len(names) < 2:
        return ()
    options: Sequence[str] = list(names)
    kept = [i for i in st.session_state.get(key, ()) if i in names]
    if kept != list(st.session_state.get(key, ())):
        st.session_state[key] = kept  # something chosen before is not there any longer
    return tuple(
        st.multiselect(
            label,
            options,
            key=key,
            width=width,
            format_func=lambda i: names.get(i, "?"),
            placeholder=placeholder or translate("All"),
        )
    )
