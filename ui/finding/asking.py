"""What is looked for and where: the fields above the list."""

from __future__ import annotations

import streamlit as st

from coding.finding import FindFilter, SpeakerKind
from coding.model import Snapshot
from core.messages import translate
from transcripts.finding import Wanted
from ui.export_choices import roles_in
from ui.segments.asking import FIELD, choose

LONGEST = 200  #: Characters of what is looked for.
SPEAKERS = {
    SpeakerKind.PARTICIPANT: "Participants",
    SpeakerKind.INTERVIEWER: "Interviewers",
    SpeakerKind.INTERPRETER: "Interpreters",
    SpeakerKind.UNNAMED: "Voices not named yet",
}
TOGETHER = {True: "As a phrase", False: "All words, anywhere in the turn"}


def ask(snapshot: Snapshot) -> tuple[Wanted, FindFilter]:
    """What the person looks for, and where; nothing chosen in a field means everywhere."""
    words = st.text_input(
        translate("Find in all transcripts"),
        key="find_words",
        max_chars=LONGEST,
        placeholder=translate("A word or a phrase"),
        help=translate(
            "Capital letters and accents do not matter, nor do the forms of Arabic letters; æ, ø, å, ä and ö do."
        ),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="large"):
        together = st.segmented_control(
            translate("How the words stand"),
            list(TOGETHER),
            default=True,
            required=True,
            key="find_together",
            format_func=lambda is_together: translate(TOGETHER[is_together]),
            label_visibility="collapsed",
        )
        whole = st.toggle(translate("Whole words only"), key="find_whole")
    with st.expander(translate("Narrow down"), icon=":material/tune:"):
        where = _ask_where(snapshot)
    return Wanted(words or "", together=together is not False, whole_words=whole), where


def _ask_where(snapshot: Snapshot) -> FindFilter:
    interviews = {coded.interview.id: coded.interview.label for coded in snapshot.interviews}
    with st.container(horizontal=True, gap="medium"):
        waves = {wave.id: wave.label for wave in snapshot.waves}
        wave_ids = choose(translate("Waves"), waves, "find_waves", width=FIELD)
        sites = {site.id: site.name for site in snapshot.sites}
        site_ids = choose(translate("Sites"), sites, "find_sites", width=FIELD)
        interview_ids = choose(translate("Interviews"), interviews, "find_interviews", width=FIELD)
        roles = choose(translate("Roles"), {role: role for role in roles_in(snapshot)}, "find_roles", width=FIELD)
        kinds = {str(kind): translate(words) for kind, words in SPEAKERS.items()}
        speakers = choose(translate("Who speaks"), kinds, "find_speakers", width=FIELD)
    return FindFilter(
        wave_ids=wave_ids,
        site_ids=site_ids,
        interview_ids=interview_ids,
        roles=roles,
        speakers=tuple(SpeakerKind(kind) for kind in speakers),
    )
