"""Where a person stopped reading arrives here, while they read: small, often, and of no weight to anybody else."""

from __future__ import annotations

import json

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from core.errors import WorkbenchError
from study import Study
from study.desk.places import BadPlaceError
from ui.routes.visit import enter, in_words, require_own_page

MOST_BYTES = 500


def address(study: Study, interview_id: str) -> str:
    """Where the desk sends the place."""
    return f"/studies/{study.id}/interviews/{interview_id}/place"


async def keep(request: Request) -> Response:
    """PUT /studies/{study}/interviews/{interview}/place with {"turn": id, "ms": milliseconds or null}."""
    try:
        require_own_page(request)
        turn, ms = _parsed(await _body(request))
    except WorkbenchError as error:
        return in_words(error)
    return await run_in_threadpool(_kept, request, turn, ms)


def _kept(request: Request, turn: str, ms: int | None) -> Response:
    try:
        study, person = enter(request)
        study.desk.keep_place(person, request.path_params["interview"], turn, ms)
    except WorkbenchError as error:
        return in_words(error)
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise BadPlaceError
    return bytes(body)


def _parsed(body: bytes) -> tuple[str, int | None]:
    try:
        sent = json.loads(body)
        turn, ms = sent["turn"], sent["ms"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadPlaceError from error
    if not isinstance(turn, str) or not (ms is None or (isinstance(ms, int) and not isinstance(ms, bool))):
        raise BadPlaceError
    return turn, ms
