"""What a person does at the desk arrives here, several operations at a time, some of them for the second time."""

from __future__ import annotations

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.errors import InputError, WorkbenchError
from study import Study
from ui.routes.visit import enter, in_words, require_own_page, require_person

MOST_BYTES = 4_000_000  #: 200 operations of a desk stay far below.


class NotOperationsError(InputError):
    """The body is not what a desk sends."""

    template = "The changes could not be understood. Reload the page; they are kept and will be sent again."


class TooManyAtOnceError(InputError):
    """The body is larger than any desk sends."""

    template = "These are more changes at once than the workbench takes. They are kept; they will be sent in parts."


def address(study: Study, interview_id: str) -> str:
    """Where the desk sends its operations."""
    return f"/studies/{study.id}/interviews/{interview_id}/operations"


async def apply(request: Request) -> Response:
    """POST /studies/{study}/interviews/{interview}/operations with {"client", "operations", "coder"}; see
    `study.desk.apply`.

    Only the reading of the body is asynchronous; everything that may wait for the database happens in a thread.
    """
    try:
        require_own_page(request)
        body = await _body(request)
    except WorkbenchError as error:
        return in_words(error)
    return await run_in_threadpool(_applied, request, body)


def _applied(request: Request, body: bytes) -> Response:
    try:
        study, person = enter(request)
        client, operations, coder = _parsed(body)
        require_person(person, coder)
        answer = study.desk.apply(person, request.path_params["interview"], client, operations)
    except WorkbenchError as error:
        return in_words(error)
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


async def _body(request: Request) -> bytes:
    """The whole body, given up as soon as it is too long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooManyAtOnceError
    return bytes(body)


def _parsed(body: bytes) -> tuple[str, list[dict[str, Any]], object]:
    try:
        sent = json.loads(body)
        client, operations, coder = sent["client"], sent["operations"], sent.get("coder")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotOperationsError from error
    if not isinstance(client, str) or not isinstance(operations, list):
        raise NotOperationsError
    return client, operations, coder
