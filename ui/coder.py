"""The coding desk as a function: gives one interview to the component and tells when the person chooses another."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.design import Interview, Person
from core.messages import language, translate, translate_count
from study import Study
from study.desk import DeskState
from ui.routes import audio, operations, transcript

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

KEY = "coder"
SENTENCES = Path(__file__).parent / "components" / "coder" / "build" / "sentences.json"


def coder(study: Study, state: DeskState, interviews: Sequence[Interview], on_choose: Callable[[], None]) -> None:
    """Mount the desk. `on_choose` is called when the person picks another interview; `chosen` then tells which."""
    _component()(key=KEY, data=desk_json(study, state, interviews), on_interview_change=on_choose, height="content")


def chosen() -> str | None:
    """The interview just picked inside the desk; None at any other time."""
    return (st.session_state.get(KEY) or {}).get("interview")


def desk_json(study: Study, state: DeskState, interviews: Sequence[Interview]) -> dict[str, Any]:
    """Everything the desk needs besides the transcript's words: it fetches those, and sends its operations, itself."""
    data = state.to_json()
    interview_id, version = state.interview.id, data["transcript"]
    version.pop("made_by", None)
    version["url"] = transcript.address(study, interview_id, version["id"], state.revision)
    return data | {
        "study": study.id,
        "interviews": [{"id": interview.id, "label": interview.label} for interview in interviews],
        "people": [_person_json(person) for person in study.people()],
        "urls": {
            "operations": operations.address(study, interview_id),
            "audio": audio.address(study, data["recording"]) if data["recording"] else None,
        },
        "messages": messages(language.get()),
    }


def _person_json(person: Person) -> dict[str, str]:
    return {"id": person.id, "name": person.name}


@cache
def messages(_language: str) -> dict[str, str]:
    """The desk's sentences in the reader's language; those that stay as they are in English are left out."""
    sentences = json.loads(SENTENCES.read_text(encoding="utf-8"))
    translated = {single: translate(single) for single in sentences["single"]}
    for singular, plural in sentences["plural"]:
        # The desk fills in the fields itself: here each stands for its own name in braces.
        unfilled = {name: f"{{{name}}}" for _, name, _, _ in Formatter().parse(plural) if name}
        translated[singular] = translate_count(singular, plural, 1, **unfilled)
        translated[plural] = translate_count(singular, plural, 2, **unfilled)
    return {english: words for english, words in translated.items() if words != english}


@cache
def _component() -> ComponentRenderer:
    # Registered once per process; the file names carry a digest, so each pattern fits exactly one file.
    return st.components.v2.component(
        "ui.coder", html='<div class="iw-desk"></div>', js="coder-*.js", css="coder-*.css", isolate_styles=False
    )
