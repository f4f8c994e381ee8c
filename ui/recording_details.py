"""The details that go with the files dropped next."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.design import InterviewKind, Person
from core.messages import translate
from pipeline.settings import speaker_counts
from study import Study
from ui import wording
from ui.hearing_choice import draw_hearing
from ui.parts import saying_errors
from ui.recording_place import draw_place


def choose_details(study: Study, person: Person) -> dict[str, Any]:
    """Fields of `ui.routes.upload.Details`, as chosen on the page. They stay as they are for the next files."""
    with st.container(key="card_details", border=True):
        st.subheader(translate("Details for the files you drop next"), anchor=False)
        waiting = draw_place(study, person)
        if waiting:
            languages = waiting.pop("languages")
            number = _speakers_field()
            return {**waiting, "speakers": number, **draw_hearing(study, person, waiting["language"], languages[1:])}
        kind, wave, site = st.columns(3)
        language, speakers, participants = st.columns(3)
        with kind:
            chosen_kind = kind_field("drop_kind")
        with wave:
            chosen_wave = name_field(
                translate("Wave"),
                [w.label for w in study.waves(person)],
                "drop_wave",
                translate("Choose, or type a new one"),
            )
        with site:
            chosen_site = name_field(
                translate("Site"),
                [s.name for s in study.sites(person)],
                "drop_site",
                translate("Choose, or type a new one"),
            )
        with language:
            chosen_language = language_field("drop_language")
        with speakers:
            count = _speakers_field()
        with participants:
            chosen_people = participants_field(study, person, "drop_participants")
        hearing = draw_hearing(study, person, chosen_language)
        start = st.toggle(translate("Transcribe at once"), value=True, key="drop_start")
    return {
        "kind": str(chosen_kind),
        "wave": chosen_wave,
        "site": chosen_site,
        "language": chosen_language,
        "speakers": count,
        "participants": chosen_people,
        "start": start,
        **hearing,
    }


def _speakers_field() -> str:
    written = st.text_input(
        translate("Number of speakers"),
        key="drop_speakers",
        placeholder=translate("Find out"),
        help=translate(
            "A number, or a range such as 6-8. Interviewer and interpreter count. Leave it empty if you are not sure."
        ),
    ).strip()
    with saying_errors():
        speaker_counts(written)
    return written


def kind_field(key: str, value: InterviewKind = InterviewKind.INDIVIDUAL) -> InterviewKind:
    """Individual interview or focus group."""
    chosen = st.segmented_control(
        translate("Kind"),
        [str(kind) for kind in InterviewKind],
        default=str(value),
        required=True,
        key=key,
        format_func=lambda kind: wording.kind_name(InterviewKind(kind)),
    )
    return InterviewKind(chosen or value)


def name_field(label: str, names: list[str], key: str, placeholder: str, value: str = "") -> str | None:
    """One of the study's waves or sites, or a new one; None when none is chosen."""
    return st.selectbox(
        label,
        names,
        index=names.index(value) if value in names else None,
        key=key,
        placeholder=placeholder,
        accept_new_options=True,
    )


def language_field(key: str, value: str | None = None) -> str | None:
    """The language mainly spoken; None to let the recogniser find out."""
    codes = ["", *wording.language_choices()]
    chosen = st.selectbox(
        translate("Language"),
        codes,
        index=codes.index(value) if value in codes else 0,
        key=key,
        format_func=lambda code: wording.language_name(code) if code else translate("Detect"),
    )
    return chosen or None


def participants_field(study: Study, person: Person, key: str, value: tuple[str, ...] = ()) -> list[str]:
    """Ids of the participants who speak in the interview."""
    names = {p.id: p.pseudonym for p in study.participants(person) if p.withdrawn_on is None}
    return st.multiselect(
        translate("Participants"),
        list(names),
        default=[i for i in value if i in names],
        key=key,
        format_func=lambda participant: names.get(participant, "?"),
        placeholder=translate("Choose") if names else translate("Add them on the People page"),
        disabled=not names,
    )
