"""A small file arrives, a table or a codebook: kept in memory for its sender until it is used or replaced."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from core.clock import new_id
from core.design import Person
from core.errors import InputError, WorkbenchError
from study import Study
from ui.routes.upload import file_name
from ui.routes.visit import enter, in_words, require_own_page

MOST_BYTES = 20_000_000
MOST_FILES = 12  #: Kept in memory, the oldest forgotten first.
KEPT_SECONDS = 30 * 60  #: A table of participants does not stay in memory over lunch.


class FileTooLargeError(InputError):
    """A file is larger than any table or codebook."""

    template = "“{name}” is larger than {most} MB. A table or a codebook is smaller: is it the right file?"

    def __init__(self, name: str, most: int) -> None:
        super().__init__(name=name, most=most)


@dataclass(frozen=True, slots=True)
class SmallFile:
    """A file as it arrived; `id` tells it from an earlier one of the same name."""

    name: str
    content: bytes = field(repr=False)
    id: str = field(default_factory=new_id)
    arrived: float = field(default_factory=time.monotonic)  #: Seconds, on this machine's own clock.


_files: OrderedDict[tuple[str, str, str], SmallFile] = OrderedDict()  #: By study, person and purpose.
_lock = threading.Lock()


def address(study: Study, purpose: str) -> str:
    """Where the page sends a file that it needs for `purpose`."""
    return f"/studies/{study.id}/files/{purpose}"


def kept(study: Study, person: Person, purpose: str) -> SmallFile | None:
    """The file this person has sent last for this purpose; None when there is none, it was put away, or is old."""
    with _lock:
        _forget_old()
        return _files.get((study.id, person.id, purpose))


def put_away(study: Study, person: Person, purpose: str) -> None:
    """Forget the file."""
    with _lock:
        _files.pop((study.id, person.id, purpose), None)


async def receive(request: Request) -> Response:
    """PUT /studies/{study}/files/{purpose}: the raw file as body, its name in a header."""
    try:
        require_own_page(request)
        name = file_name(request)
        study, person = await run_in_threadpool(enter, request)
        content = await _whole(request, name)
    except ClientDisconnect:
        return Response(status_code=499)  # cancelled in the browser: nobody reads this
    except WorkbenchError as error:
        return in_words(error)
    _keep((study.id, person.id, request.path_params["purpose"]), SmallFile(name, content))
    return JSONResponse({"name": name})


async def _whole(request: Request, name: str) -> bytes:
    """The body; one that is too large is read to its end and forgotten, else the browser would not read our answer."""
    gathered = bytearray()
    is_too_large = False
    async for chunk in request.stream():
        is_too_large = is_too_large or len(gathered) + len(chunk) > MOST_BYTES
        if is_too_large:
            gathered.clear()
        else:
            gathered += chunk
    if is_too_large:
        raise FileTooLargeError(name, MOST_BYTES // 1_000_000)
    return bytes(gathered)


def _keep(key: tuple[str, str, str], file: SmallFile) -> None:
    with _lock:
        _forget_old()
        _files[key] = file
        _files.move_to_end(key)
        while len(_files) > MOST_FILES:
            _files.popitem(last=False)


def _forget_old() -> None:
    """Only while the lock is held."""
    for key in [key for key, file in _files.items() if time.monotonic() - file.arrived > KEPT_SECONDS]:
        del _files[key]
