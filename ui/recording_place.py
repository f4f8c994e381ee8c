"""Where the next recording belongs: to a new interview, or to one that is planned or has its transcript already."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.design import Person
from core.messages import translate
from study import Study


def draw_place(study: Study, person: Person) -> dict[str, Any] | None:
    """The details for an interview of the study that waits for its sound, and all its languages; None when the files
    make new ones.

    Nothing is drawn while no interview is without a recording. What an interview says about itself is not asked again.
    """
    recorded = {recording.interview_id for recording in study.recordings(person)}
    waiting = {i.id: i for i in study.interviews(person) if i.id not in recorded}
    if not waiting:
        return None
    written = {version.interview_id for version in study.versions(person)}
    chosen = st.selectbox(
        translate("The next file is the sound of"),
        ["", *waiting],
        key="drop_place",
        format_func=lambda i: _words(waiting[i].label, i in written) if i in waiting else translate("a new interview"),
        help=translate("Interviews without a recording: planned ones, and those whose transcript was taken over."),
    )
    interview = waiting.get(chosen or "")
    if interview is None:
        return None
    has_transcript = interview.id in written
    start = st.toggle(
        translate("Transcribe it all the same") if has_transcript else translate("Transcribe at once"),
        value=not has_transcript,
        key=f"drop_start_{has_transcript}",
    )
    if has_transcript:
        st.caption(
            translate("Its turns can be played as soon as the sound is ready. Nothing is transcribed unless you ask.")
        )
    languages = interview.languages
    return {
        "label": interview.label,
        "kind": str(interview.kind),
        "language": languages[0] if languages else None,
        "languages": languages,
        "start": start,
    }


def _words(label: str, has_transcript: bool) -> str:
    return translate("{label} (has a transcript)", label=label) if has_transcript else label
