"""The words of an interview travel once, apart from what changes while coding."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from core.errors import WorkbenchError
from study import Study
from ui.routes.visit import enter, in_words

#: No disk keeps a participant's words but the study's. Not packed either: it goes no further than this machine, and
#: packing takes longer than everything else here.
HEADERS = {"Cache-Control": "no-store", "Content-Encoding": "identity"}


def address(study: Study, interview_id: str, transcript_id: str, revision: int) -> str:
    """Where the desk fetches a transcript's words; `revision` tells one state of the interview from the next."""
    return f"/studies/{study.id}/interviews/{interview_id}/transcript/{transcript_id}?r={revision}"


def hand_out(request: Request) -> Response:
    """GET /studies/{study}/interviews/{interview}/transcript/{transcript}: the turns and their words as JSON."""
    try:
        study, person = enter(request)
        body = study.desk.transcript_json(person, request.path_params["interview"], request.path_params["transcript"])
    except WorkbenchError as error:
        return in_words(error)
    return Response(body, media_type="application/json", headers=HEADERS)
