"""Everything that is written down about one interview, in one form; a new interview before its recording."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.design import Interview, InterviewKind, Person, Recording
from core.messages import translate
from study import Study
from ui import wording
from ui.identity import acting_person, browser_cookies
from ui.markdown import plain
from ui.opened import ADDRESS_KEY
from ui.parts import done, saying_errors
from ui.recording_details import kind_field, name_field

MODES = ("In person", "By telephone", "By video")


def open_details(study: Study, interview: Interview, recording: Recording | None = None) -> None:
    """The form in a dialog."""
    st.dialog(translate("Details of the interview"), width="large")(_edit)(study, interview, recording)


def open_new(study: Study) -> None:
    """An empty form in a dialog."""
    st.dialog(translate("Add an interview"), width="large")(_add)(study)


def _edit(study: Study, interview: Interview, recording: Recording | None) -> None:
    """The person is looked up again: a dialog runs by itself."""
    person = acting_person(study, browser_cookies())
    fields = _draw_fields(study, person, interview, interview.id)
    if recording:
        st.caption(translate("Recording: {name}", name=plain(recording.original_name)))
    if study.versions(person, interview.id):
        st.page_link(
            "ui/pages/versions.py",
            label=translate("Versions of the transcript"),
            icon=":material/history:",
            query_params={"interview": interview.id, ADDRESS_KEY: study.id},
        )
    if st.button(translate("Save"), type="primary", key=f"save_{interview.id}"):
        with saying_errors():
            study.change_interview(person, interview.id, **_with_ids(study, person, fields))
            done(translate("Saved."))


def _add(study: Study) -> None:
    person = acting_person(study, browser_cookies())
    st.markdown(
        translate(
            "An interview that is planned, or that has no recording. Drop recordings on the Recordings page: they "
            "make their own."
        )
    )
    fields = _draw_fields(study, person, Interview("", "", InterviewKind.INDIVIDUAL), "new")
    if st.button(translate("Add"), type="primary", key="save_new_interview"):
        with saying_errors():
            made = study.add_interview(person, label=fields["label"], kind=fields["kind"])
            study.change_interview(person, made.id, **_with_ids(study, person, fields))
            done(translate("{name} is added.", name=made.label))


def _draw_fields(study: Study, person: Person, interview: Interview, key: str) -> dict[str, Any]:
    """The fields by their name in `Interview`; wave and site by their names, as they may be new."""
    waves = {wave.id: wave.label for wave in study.waves(person)}
    sites = {site.id: site.name for site in study.sites(person)}
    label = st.text_input(
        translate("Name of the interview"),
        value=interview.label,
        key=f"label_{key}",
        max_chars=200,
        placeholder="W1-H03",
    )
    kind = kind_field(f"kind_{key}", interview.kind)
    left, right = st.columns(2)
    with left:
        wave = name_field(
            translate("Wave"),
            list(waves.values()),
            f"wave_{key}",
            translate("None"),
            waves.get(interview.wave_id or "", ""),
        )
        languages = _languages_field(f"languages_{key}", interview.languages)
        interviewer = st.text_input(
            translate("Interviewer"), value=interview.interviewer, key=f"interviewer_{key}", max_chars=200
        )
        mode = _mode_field(f"mode_{key}", interview.mode)
    with right:
        site = name_field(
            translate("Site"),
            list(sites.values()),
            f"site_{key}",
            translate("None"),
            sites.get(interview.site_id or "", ""),
        )
        held_on = st.date_input(translate("Date"), value=interview.held_on, key=f"held_{key}", format="YYYY-MM-DD")
        interpreter = st.text_input(
            translate("Interpreter"), value=interview.interpreter, key=f"interpreter_{key}", max_chars=200
        )
        setting = st.text_input(
            translate("Setting"),
            value=interview.setting,
            key=f"setting_{key}",
            max_chars=500,
            placeholder=translate("Meeting room at the school, a child present"),
        )
    participant_ids = _participants_field(study, person, f"participants_{key}", interview.participant_ids)
    notes = st.text_area(
        translate("Field notes"),
        value=interview.field_notes,
        key=f"notes_{key}",
        help=translate("What the recording does not tell."),
    )
    return {
        "label": label or "",
        "kind": kind,
        "wave": wave,
        "site": site,
        "held_on": held_on,
        "languages": languages,
        "participant_ids": participant_ids,
        "interviewer": interviewer or "",
        "interpreter": interpreter or "",
        "mode": mode,
        "setting": setting or "",
        "field_notes": notes or "",
    }


def _languages_field(key: str, value: tuple[str, ...]) -> tuple[str, ...]:
    """ISO 639 codes, the main language first."""
    known = wording.language_choices()
    options = [*known, *(code for code in value if code not in known)]
    chosen = st.multiselect(
        translate("Languages"),
        options,
        default=list(value),
        key=key,
        format_func=wording.language_name,
        placeholder=translate("Choose"),
        help=translate("The main language first: it is the one a transcription begins with."),
    )
    return tuple(chosen)


def _mode_field(key: str, value: str) -> str:
    usual = [translate(mode) for mode in MODES]
    options = usual if not value or value in usual else [*usual, value]
    chosen = st.selectbox(
        translate("How it was held"),
        options,
        index=options.index(value) if value else None,
        key=key,
        accept_new_options=True,
        placeholder=translate("Choose, or type a new one"),
    )
    return chosen or ""


def _participants_field(study: Study, person: Person, key: str, value: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of those who take part. Who has withdrawn is hidden and stays: else their words would come back."""
    everybody = study.participants(person)
    names = {p.id: p.pseudonym for p in everybody if p.withdrawn_on is None}
    hidden = tuple(p.id for p in everybody if p.withdrawn_on is not None and p.id in value)
    chosen = st.multiselect(
        translate("Participants"),
        list(names),
        default=[i for i in value if i in names],
        key=key,
        format_func=lambda participant: names.get(participant, "?"),
        disabled=not names,
        placeholder=translate("Choose") if names else translate("Add them on the People page"),
    )
    return (*chosen, *hidden)


def _with_ids(study: Study, person: Person, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as `change_interview` takes them; a wave or site with a new name is added to the study."""
    waves = {wave.label: wave.id for wave in study.waves(person)}
    sites = {site.name: site.id for site in study.sites(person)}
    wave, site = fields["wave"], fields["site"]
    kept = {name: value for name, value in fields.items() if name not in ("wave", "site")}
    kept["wave_id"] = (waves.get(wave) or study.add_wave(person, wave).id) if wave else None
    kept["site_id"] = (sites.get(site) or study.add_site(person, site).id) if site else None
    return kept
