"""What stands beside the words of an interview: flags of the engines, marks of the study's conventions, annotations."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from core.errors import WorkbenchError
from study import Study
from ui.routes.transcript import HEADERS
from ui.routes.visit import enter, in_words


def address(study: Study, interview_id: str, transcript_id: str) -> str:
    """Where the desk asks for it, after the words are shown."""
    return f"/studies/{study.id}/interviews/{interview_id}/beside/{transcript_id}"


def hand_out(request: Request) -> Response:
    """GET /studies/{study}/interviews/{interview}/beside/{transcript}: see `study.beside`."""
    try:
        study, person = enter(request)
        body = study.beside(person, request.path_params["interview"], request.path_params["transcript"])
    except WorkbenchError as error:
        return in_words(error)
    return Response(body, media_type="application/json", headers=HEADERS)
