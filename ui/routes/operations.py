"""What a person does at the desk arrives here, several operations at a time, some of them for the second time."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from core.design import Person
from core.errors import InputError
from study import Study
from ui.routes.visit import acting, require_person

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
    """
    interview_id = request.path_params["interview"]

    def applied(study: Study, person: Person, body: bytes) -> dict[str, Any]:
        client, operations, coder = _parsed(body)
        require_person(person, coder)
        return study.desk.apply(person, interview_id, client, operations)

    return await acting(request, applied, most_bytes=MOST_BYTES, too_long=TooManyAtOnceError)


def _parsed(body: bytes) -> tuple[str, list[dict[str, Any]], object]:
    try:
        sent = json.loads(body)
        client, operations, coder = sent["client"], sent["operations"], sent.get("coder")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotOperationsError from error
    if not isinstance(client, str) or not isinstance(operations, list):
        raise NotOperationsError
    return client, operations, coder
