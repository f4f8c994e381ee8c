"""Taking over a transcript that exists already: drop it, look at it, say who speaks and where it belongs, take it."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

import streamlit as st

from core.design import InterviewKind, Person
from core.messages import translate
from study import Study
from study.transcript_import import ImportDetails, ImportedTranscript, WhoSpeaks
from transcripts.reading.model import ReadingChoices, TranscriptReading
from ui import wording
from ui.markdown import plain
from ui.opened import ADDRESS_KEY
from ui.parts import done, saying_errors
from ui.recording_details import kind_field, name_field
from ui.routes import small_file
from ui.routes.small_file import SmallFile
from ui.small_file import one_file
from ui.transcript_mapping import choose_speakers
from ui.transcript_preview import choose_reading, draw_preview
from ui.transcript_readings import forget, reading_of

PURPOSE = "transcript"
ACCEPTED = ".docx,.vtt,.srt,.txt,.json"
TAKEN_KEY = "transcript_taken"  #: The interview that got the last one.
RECORDINGS, TRANSCRIPTS = "recordings", "transcripts"


def draw_source_choice() -> bool:
    """Whether transcripts are taken over, instead of recordings added."""
    words = {RECORDINGS: translate("Recordings"), TRANSCRIPTS: translate("Transcripts that exist already")}
    chosen = st.segmented_control(
        translate("What do you have?"),
        [RECORDINGS, TRANSCRIPTS],
        default=RECORDINGS,
        required=True,
        key="source_kind",
        format_func=lambda source: words[source],
        label_visibility="collapsed",
    )
    return bool(chosen == TRANSCRIPTS)


def draw_import(study: Study, person: Person) -> None:
    """The whole way of one file, top to bottom."""
    _draw_taken(study)
    file = one_file(
        study,
        person,
        PURPOSE,
        title=translate("Drop a transcript here"),
        hint=translate(
            "Word (DOCX), WebVTT, SRT, text or JSON: from noScribe, aTrain, f4, MAXQDA, Zoom, Teams, whisperX, or "
            "typed by hand. You see what would be taken before anything happens."
        ),
        accept=ACCEPTED,
    )
    if file is None:
        forget(study, person)
        return
    st.session_state.pop(TAKEN_KEY, None)
    with saying_errors():
        with st.spinner(translate("Reading the file")):
            first = reading_of(study, person, file, ReadingChoices())
        with st.container(key="card_transcript_reading", border=True):
            choices = choose_reading(first, file.id)
            reading = reading_of(study, person, file, choices)
            draw_preview(reading)
        _draw_taking(study, person, file, reading)


def _draw_taking(study: Study, person: Person, file: SmallFile, reading: TranscriptReading) -> None:
    with st.container(key="card_transcript_speakers", border=True):
        st.subheader(translate("Who speaks"), anchor=False)
        speakers = choose_speakers(study, person, reading, file.id)
    with st.container(key="card_transcript_place", border=True):
        st.subheader(translate("Where it belongs"), anchor=False)
        details = _choose_details(study, person, file, reading, speakers)
    if st.button(translate("Take it over"), type="primary", key="take_transcript", icon=":material/check:"):
        taken = study.take_transcript(person, reading, details)
        small_file.put_away(study, person, PURPOSE)
        forget(study, person)
        st.session_state[TAKEN_KEY] = (taken.interview.id, _taken_in_words(taken), taken.is_current)
        done(translate("{label} is taken over.", label=taken.interview.label))


def _choose_details(
    study: Study, person: Person, file: SmallFile, reading: TranscriptReading, speakers: dict[str, WhoSpeaks]
) -> ImportDetails:
    labels = {interview.id: interview.label for interview in study.interviews(person)}
    written = {version.interview_id for version in study.versions(person)}
    options = ["", *labels]
    place = st.selectbox(
        translate("Interview"),
        options,
        key=f"place_{file.id}",
        format_func=lambda i: _place_words(labels.get(i, ""), i in written) if i else translate("A new interview"),
    )
    if place and place in written:
        st.info(
            translate(
                "This interview has a transcript already. Yours becomes a further version; where somebody has worked "
                "on the earlier one, that one stays the one that is shown."
            ),
            icon=":material/history:",
        )
    fields = _new_fields(study, person, file, reading) if not place else ImportDetails(interview_id=place)
    by_a_person = st.checkbox(
        translate("A person wrote these words, or has checked all of them against the recording"),
        key=f"by_a_person_{file.id}",
        help=translate("If not, they count as a machine's rendering, and exports say so."),
    )
    return ImportDetails(
        interview_id=place or None,
        label=fields.label,
        kind=fields.kind,
        wave=fields.wave,
        site=fields.site,
        held_on=fields.held_on,
        language=fields.language,
        speakers=speakers,
        by_a_person=bool(by_a_person),
    )


def _place_words(label: str, has_transcript: bool) -> str:
    return translate("{label} (has a transcript)", label=label) if has_transcript else label


def _new_fields(study: Study, person: Person, file: SmallFile, reading: TranscriptReading) -> ImportDetails:
    key = file.id
    left, right = st.columns(2)
    with left:
        label = st.text_input(
            translate("Name of the interview"), value=PurePath(file.name).stem[:200], key=f"label_{key}", max_chars=200
        )
        usual = InterviewKind.FOCUS_GROUP if len(reading.speakers) > 3 else InterviewKind.INDIVIDUAL
        kind = kind_field(f"kind_{key}", usual)
        held_on = st.date_input(translate("Date"), value=None, key=f"held_{key}", format="YYYY-MM-DD")
    with right:
        waves, sites = [w.label for w in study.waves(person)], [s.name for s in study.sites(person)]
        wave = name_field(translate("Wave"), waves, f"wave_{key}", translate("Choose, or type a new one"))
        site = name_field(translate("Site"), sites, f"site_{key}", translate("Choose, or type a new one"))
        language = _language_field(f"language_{key}", reading.language)
    return ImportDetails(
        label=label or "",
        kind=kind,
        wave=wave,
        site=site,
        held_on=held_on if isinstance(held_on, date) else None,
        language=language,
    )


def _language_field(key: str, value: str | None) -> str | None:
    """The language mainly spoken; nothing is heard here, so it is either known or not said."""
    codes = ["", *wording.language_choices()]
    chosen = st.selectbox(
        translate("Language"),
        codes,
        index=codes.index(value) if value in codes else 0,
        key=key,
        format_func=lambda code: wording.language_name(code) if code else translate("Not said"),
    )
    return chosen or None


def _taken_in_words(taken: ImportedTranscript) -> str:
    said = translate("{label}: {turns} turns are in the study.", label=taken.interview.label, turns=taken.turns)
    if taken.is_current:
        return said
    return " ".join(
        (
            said,
            translate(
                "The earlier transcript has been worked on ({codings} coded segments) and stays the one that is shown; "
                "this one stands beside it as version {version}.",
                codings=taken.codings,
                version=taken.version,
            ),
        )
    )


def _draw_taken(study: Study) -> None:
    """What became of the last file, and the way on."""
    taken = st.session_state.get(TAKEN_KEY)
    if not taken:
        return
    interview_id, words, is_current = taken
    with st.container(key="card_transcript_taken", border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/check_circle: {plain(words)}")
        st.page_link(
            "ui/pages/code.py",
            label=translate("Go to Code") if is_current else translate("Open the interview"),
            icon=":material/format_ink_highlighter:",
            query_params={"interview": interview_id, ADDRESS_KEY: study.id},
        )
