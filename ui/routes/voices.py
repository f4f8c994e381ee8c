"""The page Speakers asks here who speaks in an interview, and has voices listened to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.design import Person
from core.errors import InputError, WorkbenchError
from study import Study
from study.desk.state import NoTranscriptError
from ui.routes.visit import NO_STORE, acting, enter, in_words, require_person

MOST_BYTES = 4_000

Fields = Mapping[str, Any]


class NotAVoiceActError(InputError):
    """The request is none that the page Speakers sends."""

    template = "The request about a voice could not be understood. Reload the page and try again."


def address(study: Study, interview_id: str) -> str:
    """Where the page Speakers asks and acts."""
    return f"/studies/{study.id}/interviews/{interview_id}/voices"


def hand_out(request: Request) -> Response:
    """GET /studies/{study}/interviews/{interview}/voices: `VoiceReview.to_json`.

    `?since=R&transcript=ID`: 204 when nothing was done since. `?turns=LABEL`: what one voice says. `&coder=ID`: whose
    page it is.
    """
    try:
        study, person = enter(request)
        asked = request.query_params
        require_person(person, asked.get("coder"))
        interview_id = request.path_params["interview"]
        if "turns" in asked:
            return _turns(study, person, interview_id, asked["turns"])
        since = asked.get("since", "")
        if since.isascii() and since.isdigit() and len(since) < 16:
            known = int(since), asked.get("transcript", "")
            if not study.voices_changed(person, interview_id, *known):
                return Response(status_code=204, headers=NO_STORE)
        review = study.review_voices(person, interview_id)
        if review is None:
            raise NoTranscriptError(study.interview(person, interview_id).label)
    except WorkbenchError as error:
        return in_words(error)
    return JSONResponse(review.to_json(), headers=NO_STORE)


def _turns(study: Study, person: Person, interview_id: str, label: str) -> Response:
    turns = study.turns_of_voice(person, interview_id, label)
    rows = [{"id": turn.id, "start_ms": turn.start_ms, "end_ms": turn.end_ms, "text": turn.text} for turn in turns]
    return JSONResponse({"turns": rows}, headers=NO_STORE)


async def act(request: Request) -> Response:
    """POST /studies/{study}/interviews/{interview}/voices with {"act", "coder", …}: see ACTS."""
    interview_id = request.path_params["interview"]

    def acted(study: Study, person: Person, body: bytes) -> dict[str, int]:
        sent = _parsed(body)
        require_person(person, sent.get("coder"))
        return ACTS[sent["act"]](study, person, interview_id, sent)

    return await acting(request, acted, most_bytes=MOST_BYTES, too_long=NotAVoiceActError)


def _parsed(body: bytes) -> Fields:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAVoiceActError from error
    if not isinstance(sent, dict) or not isinstance(sent.get("act"), str) or sent["act"] not in ACTS:
        raise NotAVoiceActError
    if sent["act"] in ("no", "maybe") and not all(isinstance(sent.get(n), str) for n in ("label", "participant")):
        raise NotAVoiceActError
    return sent


def _learn(study: Study, person: Person, interview_id: str, sent: Fields) -> dict[str, int]:  # noqa: ARG001
    return {"made": study.make_voice_profiles(person, interview_id)}


def _compare(study: Study, person: Person, interview_id: str, sent: Fields) -> dict[str, int]:
    agrees = sent.get("everybody_agrees") is True
    return {"proposed": study.compare_voices(person, interview_id, everybody_agrees=agrees)}


def _no(study: Study, person: Person, interview_id: str, sent: Fields) -> dict[str, int]:
    study.decline_voice(person, interview_id, sent["label"], sent["participant"])
    return {}


def _maybe(study: Study, person: Person, interview_id: str, sent: Fields) -> dict[str, int]:
    study.decline_voice(person, interview_id, sent["label"], sent["participant"], declined=False)
    return {}


#: learn: make profiles of those named here who allow it. compare: propose who the others are. no: it is not this
#: participant. maybe: the no is taken back.
ACTS: Mapping[str, Callable[[Study, Person, str, Fields], dict[str, int]]] = {
    "learn": _learn,
    "compare": _compare,
    "no": _no,
    "maybe": _maybe,
}
