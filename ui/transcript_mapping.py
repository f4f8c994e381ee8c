"""Who the speakers of a transcript file are: participants, interviewer, interpreter, somebody new, or not known yet."""

from __future__ import annotations

import streamlit as st

from core.design import INTERPRETER, INTERVIEWER, Person
from core.messages import translate
from study import Study
from study.transcript_import import WhoSpeaks
from transcripts.reading.model import SpeakerUse, TranscriptReading
from ui.markdown import plain

UNKNOWN, NEW = "", "new"
PARTICIPANT = "participant:"
MOST_MAPPED = 40  #: More labels than that are no speakers; they keep the names of the file.
#: What interviewers and interpreters are called in transcripts.
USUAL = {
    **dict.fromkeys(("i", "int", "interviewer", "intervjuer", "intervjuar", "moderator", "forsker"), INTERVIEWER),
    **dict.fromkeys(("interpreter", "tolk", "t"), INTERPRETER),
}


def choose_speakers(study: Study, person: Person, reading: TranscriptReading, key: str) -> dict[str, WhoSpeaks]:
    """A line for each speaker of the file."""
    names = {p.id: p.pseudonym for p in study.participants(person) if p.withdrawn_on is None}
    roles = sorted({held.role for p in study.participants(person) for held in p.roles} - {INTERVIEWER, INTERPRETER})
    chosen: dict[str, WhoSpeaks] = {}
    speakers = reading.speakers[:MOST_MAPPED]
    for number, speaker in enumerate(speakers):
        with st.container(key=f"speaker_line_{number}"):
            who = _draw_speaker(speaker, names, roles, f"{key}_{number}")
        if who is not None:
            chosen[speaker.label] = who
    if any(speaker.label and speaker.label not in chosen for speaker in reading.speakers):
        st.caption(
            translate(
                "Whoever is not named yet keeps the name the file gives them, also in exports. You can name them on "
                "the Code page later."
            )
        )
    return chosen


def _draw_speaker(speaker: SpeakerUse, names: dict[str, str], roles: list[str], key: str) -> WhoSpeaks | None:
    label, choice, pseudonym, role = st.columns([3, 3, 2, 2], vertical_alignment="center")
    with label, st.container(gap=None):
        st.markdown(f"**{plain(speaker.label or translate('nobody named'))}**")
        st.caption(translate("{turns} turns, {words} words", turns=speaker.turns, words=speaker.words))
    options = [UNKNOWN, INTERVIEWER, INTERPRETER, *(f"{PARTICIPANT}{i}" for i in names), NEW]
    with choice:
        who = st.selectbox(
            translate("Who is {label}?", label=plain(speaker.label)),
            options,
            index=options.index(_usual(speaker.label, names)),
            key=f"who_{key}",
            format_func=lambda option: _option_words(option, names),
            label_visibility="collapsed",
        )
    if who == NEW:
        with pseudonym:
            typed = st.text_input(
                translate("Pseudonym"), key=f"new_{key}", placeholder="H03", label_visibility="collapsed", max_chars=200
            )
        with role:
            new_role = st.selectbox(
                translate("Role"),
                roles,
                index=None,
                key=f"role_{key}",
                placeholder=translate("Role"),
                accept_new_options=True,
                label_visibility="collapsed",
            )
        return WhoSpeaks(new_pseudonym=typed or "", role=new_role or None) if (typed or "").strip() else None
    if who in (INTERVIEWER, INTERPRETER):
        return WhoSpeaks(role=who)
    return WhoSpeaks(participant_id=who.removeprefix(PARTICIPANT)) if who else None


def _usual(label: str, names: dict[str, str]) -> str:
    """What the label itself says: a pseudonym of the study, or a usual word for staff."""
    for participant_id, pseudonym in names.items():
        if pseudonym.casefold() == label.casefold():
            return f"{PARTICIPANT}{participant_id}"
    return USUAL.get(label.casefold(), UNKNOWN)


def _option_words(option: str, names: dict[str, str]) -> str:
    fixed = {
        UNKNOWN: translate("Not named yet"),
        INTERVIEWER: translate("Interviewer"),
        INTERPRETER: translate("Interpreter"),
        NEW: translate("A new participant …"),
    }
    return fixed.get(option) or names.get(option.removeprefix(PARTICIPANT), "?")
