"""What every route does first and last: find the study, know the person, say in words what went wrong."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.design import Person
from core.errors import ConflictError, InputError, NotFoundError, RefusedError, WorkbenchError
from study import Study, registry
from ui import identity

OWN_HEADER = "X-Workbench"  #: No other website can send it without being asked for permission first (CORS).

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
