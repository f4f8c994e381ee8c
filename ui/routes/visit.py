"""What every route does first and last: find the study, know the person, say in words what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.design import Person
from core.errors import ConflictError, InputError, NotFoundError, RefusedError, WorkbenchError
from study import Study, registry
from ui import identity

OWN_HEADER = "X-Workbench"  #: No other website can send it without being asked for permission first (CORS).

NO_STORE = {"Cache-Control": "no-store"}

#: The HTTP status of each kind of error; anything else is 500.
STATUS: dict[type[WorkbenchError], int] = {InputError: 422, NotFoundError: 404, ConflictError: 409, RefusedError: 403}


class NotOurPageError(RefusedError):
    """A request that changes something lacks the header only our own pages send."""

    template = "Only the workbench's own pages may do this."


def enter(request: Request) -> tuple[Study, Person]:
    """The study in the address, and the person at the browser. Blocks: call it in a thread."""
    study = registry.get(request.path_params["study"])
    return study, identity.acting_person(study, request.cookies)


class OtherPersonError(RefusedError):
    """The desk was opened by one person, and another now works in this browser."""

    template = (
        "You now work as {name} in this browser, and this desk was opened by somebody else. Reload the page; their "
        "changes are kept here until they work in this browser again."
    )

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


def require_person(person: Person, said: object) -> None:
    """What a desk sends is its coder's: `said` is their id, None from pages that do not say. OtherPersonError."""
    if said is not None and said != person.id:
        raise OtherPersonError(person.name)


def require_own_page(request: Request) -> None:
    """For requests that change something."""
    if request.headers.get(OWN_HEADER) != "1":
        raise NotOurPageError


def in_words(error: WorkbenchError) -> Response:
    """The error as {"error": sentence}, with a fitting status."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    return JSONResponse({"error": str(error)}, status)


async def acting(
    request: Request,
    act: Callable[[Study, Person, bytes], Any],
    *,
    most_bytes: int,
    too_long: type[WorkbenchError],
) -> Response:
    """What one of our own pages asks for: its body is read, and `act` done with it in a thread, as it may wait for the
    database.

    The answer is JSON that nobody keeps; 204 for None. A body of more than `most_bytes` is given up with `too_long`.
    """
    try:
        require_own_page(request)
        body = await _body(request, most_bytes, too_long)
    except WorkbenchError as error:
        return in_words(error)
    return await run_in_threadpool(_acted, request, act, body)


def _acted(request: Request, act: Callable[[Study, Person, bytes], Any], body: bytes) -> Response:
    try:
        answer = act(*enter(request), body)
    except WorkbenchError as error:
        return in_words(error)
    return Response(status_code=204, headers=NO_STORE) if answer is None else JSONResponse(answer, headers=NO_STORE)


async def _body(request: Request, most_bytes: int, too_long: type[WorkbenchError]) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise too_long
    return bytes(body)
