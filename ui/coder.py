"""The coding desk as a function: gives one interview to the component and tells when the person chooses another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.design import Interview, Person
from core.messages import language
from study import Study
from study.desk import DeskState
from ui import wording
from ui.component_words import messages
from ui.routes import audio, beside, changes, operations, place, transcript

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

KEY = "coder"
SENTENCES = Path(__file__).parent / "components" / "coder" / "build" / "sentences.json"


def coder(
    study: Study,
    state: DeskState,
    interviews: Sequence[Interview],
    on_choose: Callable[[], None],
    on_round: Callable[[], None],
    at: str | None = None,
    found: dict[str, Any] | None = None,
    checking: bool = False,
) -> None:
    """Mount the desk, at the coded segment `at` or at a passage (`found`) when one is given, or `checking`.

    `on_choose` is called when the person picks another interview, `on_round` when they pick another round; `chosen` and
    `chosen_round` then tell which.
    """
    data = desk_json(study, state, interviews) | {"at": at, "found": found, "checking": checking}
    _component()(
        key=KEY,
        data=data,
        on_interview_change=on_choose,
        on_round_change=on_round,
        on_stale_change=_read_anew,
        height="content",
    )


def _read_anew() -> None:
    """The desk shows what does not hold any more: the run that follows gives it everything anew."""


def chosen() -> str | None:
    """The interview just picked inside the desk; None at any other time."""
    return (st.session_state.get(KEY) or {}).get("interview")


def chosen_round() -> str | None:
    """The round just picked inside the desk; None at any other time."""
    return (st.session_state.get(KEY) or {}).get("round")


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
        "languages": [[code, wording.language_name(code)] for code in wording.language_choices()],
        "urls": {
            "operations": operations.address(study, interview_id),
            "place": place.address(study, interview_id),
            "beside": beside.address(study, interview_id, version["id"]),
            "changes": changes.address(study, interview_id),
            "speakers": f"/speakers?study={study.id}&interview={interview_id}",
            "audio": audio.address(study, data["recording"]) if data["recording"] else None,
        },
        "messages": messages(SENTENCES, language.get()),
    }


def _person_json(person: Person) -> dict[str, str]:
    return {"id": person.id, "name": person.name}


@cache
def _component() -> ComponentRenderer:
    # Registered once per process; the file names carry a digest, so each pattern fits exactly one file.
    return st.components.v2.component(
        "ui.coder", html='<div class="iw-desk"></div>', js="coder-*.js", css="coder-*.css", isolate_styles=False
    )
