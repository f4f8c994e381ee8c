"""Transcripts as files, on the Export page: Word with numbers to cite by, text, WebVTT, JSON."""

from __future__ import annotations

import streamlit as st

from core.design import Person
from core.messages import translate
from study import Study
from study.transcript_exports import TranscriptFile, TranscriptFormat, TranscriptNumbers
from ui import wording
from ui.routes import download

NUMBERS = {
    TranscriptNumbers.LINES: "Line numbers",
    TranscriptNumbers.TURNS: "Turn numbers",
    TranscriptNumbers.NONE: "No numbers",
}
ABOUT = {
    TranscriptNumbers.LINES: "Word numbers the lines, as in “lines 112–118”. They depend on page and font: cite from one printed copy or PDF.",  # noqa: E501
    TranscriptNumbers.TURNS: "Every turn has its number, as in “turn 41”: the same in Word, in the text file and on every computer.",  # noqa: E501
    TranscriptNumbers.NONE: "For reading.",
}
FORMATS = (
    (TranscriptFormat.DOCX, "Word", ":material/description:"),
    (TranscriptFormat.TXT, "Text", ":material/notes:"),
    (TranscriptFormat.VTT, "WebVTT", ":material/subtitles:"),
    (TranscriptFormat.JSON, "JSON", ":material/data_object:"),
)


def draw_transcripts(study: Study, person: Person) -> None:
    """Choose an interview and how it is numbered; nothing is drawn while no interview has a transcript."""
    written = {version.interview_id for version in study.versions(person)}
    labels = {i.id: i.label for i in study.interviews(person) if i.id in written}
    if not labels:
        return
    conventions = study.conventions(person)
    with st.container(key="card_transcripts", border=True):
        st.subheader(translate("Whole transcripts"), anchor=False)
        left, right = st.columns(2)
        with left:
            chosen = st.selectbox(
                translate("Interview"), list(labels), key="export_transcript", format_func=lambda i: labels.get(i, "?")
            )
        with right:
            numbers = TranscriptNumbers(
                st.segmented_control(
                    translate("Cite by"),
                    [str(each) for each in NUMBERS],
                    default=str(TranscriptNumbers.LINES if conventions.line_numbers else TranscriptNumbers.NONE),
                    required=True,
                    key="export_transcript_numbers",
                    format_func=lambda each: translate(NUMBERS[TranscriptNumbers(each)]),
                )
            )
            st.caption(translate(ABOUT[numbers]))
            marks = not conventions.marks_words or st.toggle(
                translate("With pauses and overlaps as the study marks them"), value=True, key="export_transcript_marks"
            )
        translation = _choose_translation(study, person, chosen)
        _warn_of_trial(study, person, chosen)
        with st.container(horizontal=True, gap="small"):
            for number, (form, name, icon) in enumerate(FORMATS):
                st.link_button(
                    translate("Transcript as {format}", format=name),
                    download.offer_file(study, person.id, _file(chosen, form, numbers, marks, translation)),
                    icon=icon,
                    key=f"transcript_{form}",
                    type="secondary" if number else "primary",
                )


def _choose_translation(study: Study, person: Person, interview_id: str) -> str:
    """The language of a second column; those that something is translated into come first."""
    made = study.translation_languages(person, interview_id)
    codes = ["", *made, *(code for code in wording.language_choices() if code not in made)]
    chosen = st.selectbox(
        translate("Translation beside the original"),
        codes,
        key="export_transcript_translation",
        format_func=lambda code: wording.language_name(code) if code else translate("None"),
        help=translate(
            "Word gets two columns and numbered turns. Cells of turns that are not translated yet stay empty: a "
            "translator can fill them in, and the file can be read back on the page Versions."
        ),
    )
    return str(chosen or "")


def _file(
    interview_id: str, form: TranscriptFormat, numbers: TranscriptNumbers, marks: bool, translation: str
) -> TranscriptFile:
    """Word and text can carry a translation; a Word file in columns is cited by turns."""
    carries = translation if form in (TranscriptFormat.DOCX, TranscriptFormat.TXT) else ""
    wanted = TranscriptNumbers.TURNS if carries and form is TranscriptFormat.DOCX else numbers
    return TranscriptFile(interview_id, form, _fitting(form, wanted), marks, carries)


def _warn_of_trial(study: Study, person: Person, interview_id: str) -> None:
    """Say before it is taken out that a transcript's words come from a model that errs in four of ten of them."""
    current = next((v for v in study.versions(person, interview_id) if v.is_current), None)
    if current and current.is_trial:
        st.caption(
            translate(
                ":material/science: Made by a model of trial quality: many of its words are wrong until somebody has "
                "checked them. Word and JSON files say so too."
            )
        )


def _fitting(form: TranscriptFormat, numbers: TranscriptNumbers) -> TranscriptNumbers:
    """Line numbers are Word's; subtitles and JSON have none."""
    if form is TranscriptFormat.DOCX or (form is TranscriptFormat.TXT and numbers is TranscriptNumbers.TURNS):
        return numbers
    return TranscriptNumbers.NONE
