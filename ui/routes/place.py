"""Where a person stopped reading arrives here, while they read: small, often, and of no weight to anybody else."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from core.design import Person
from study import Study
from study.desk.places import BadPlaceError
from ui.routes.visit import acting

MOST_BYTES = 500


def address(study: Study, interview_id: str) -> str:
    """Where the desk sends the place."""
    return f"/studies/{study.id}/interviews/{interview_id}/place"


async def keep(request: Request) -> Response:
    """PUT /studies/{study}/interviews/{interview}/place with {"turn": id, "ms": milliseconds or null}."""
    interview_id = request.path_params["interview"]

    def kept(study: Study, person: Person, body: bytes) -> None:
        study.desk.keep_place(person, interview_id, *_parsed(body))

    return await acting(request, kept, most_bytes=MOST_BYTES, too_long=BadPlaceError)


def _parsed(body: bytes) -> tuple[str, int | None]:
    try:
        sent = json.loads(body)
        turn, ms = sent["turn"], sent["ms"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadPlaceError from error
    if not isinstance(turn, str) or not (ms is None or (isinstance(ms, int) and not isinstance(ms, bool))):
        raise BadPlaceError
    return turn, ms
