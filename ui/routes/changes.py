"""What others have done since a desk last asked. Every open desk asks this every two seconds, so it stays small."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.errors import InputError, WorkbenchError
from study import Study
from ui.routes.visit import enter, in_words, require_person


class NotARevisionError(InputError):
    """The address names no revision."""

    template = "“{given}” is not a revision of an interview. Reload the page."

    def __init__(self, given: str) -> None:
        super().__init__(given=given)


def address(study: Study, interview_id: str) -> str:
    """Where the desk asks for changes."""
    return f"/studies/{study.id}/interviews/{interview_id}/changes"


def hand_out(request: Request) -> Response:
    """GET /studies/{study}/interviews/{interview}/changes?since=R[&transcript=ID][&codes=N][&coder=ID]; see
    `study.desk.changes_since`."""
    try:
        study, person = enter(request)
        asked = request.query_params
        require_person(person, asked.get("coder"))
        answer = study.desk.changes_since(
            person,
            request.path_params["interview"],
            _number(asked.get("since", "")),
            transcript_id=asked.get("transcript"),
            codebook_stamp=_number(asked["codes"]) if "codes" in asked else None,
        )
    except WorkbenchError as error:
        return in_words(error)
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


def _number(given: str) -> int:
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        raise NotARevisionError(given[:20])
    return int(given)
