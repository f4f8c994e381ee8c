"""The voices of an interview as a function: gives the component what it needs to ask for the rest itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from core.design import Interview, Person
from core.messages import language
from study import Study
from ui.component_words import messages
from ui.routes import audio, operations, voices

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

SENTENCES = Path(__file__).parent / "components" / "speakers" / "build" / "sentences.json"


def draw_speakers(study: Study, person: Person, interview: Interview) -> None:
    """Mount the list of voices. What is done to them goes by routes, so that no key waits for a page to be drawn."""
    recordings = study.recordings(person, interview.id)
    playable = next((recording for recording in recordings if recording.playback_sha256), None)
    _component()(
        key="speakers",
        data={
            "interview": interview.id,
            "coder": person.id,
            "urls": {
                "voices": voices.address(study, interview.id),
                "operations": operations.address(study, interview.id),
                "audio": audio.address(study, playable.id) if playable else None,
            },
            "messages": messages(SENTENCES, language.get()),
        },
        height="content",
    )


@cache
def _component() -> ComponentRenderer:
    # Registered once per process; the file names carry a digest, so each pattern fits exactly one file.
    return st.components.v2.component(
        "ui.speakers",
        html='<div class="sp-list"></div>',
        js="speakers-*.js",
        css="speakers-*.css",
        isolate_styles=False,
    )
