"""Exports go out: made at the moment they are asked for, for the person who asks."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from core.design import Person
from core.errors import RefusedError, WorkbenchError
from study import Study
from study.exporting import ExportedFile, ExportFormat, QuoteChoices
from ui.routes.visit import enter, in_words

MOST_OFFERS = 500  #: Kept in memory, the oldest forgotten first.


class OfferGoneError(RefusedError):
    """The link belongs to an earlier state of the page, to another person or to another study."""

    template = "This download link is no longer valid. Go back to the page it stood on and choose again."


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands behind one download link: choices, not a finished file."""

    study_id: str
    person_id: str
    make: Callable[[Study, Person], ExportedFile]  #: A frozen value: equal ones make the same file.


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotes, as chosen on the Export page."""

    choices: QuoteChoices
    format: ExportFormat

    def __call__(self, study: Study, person: Person) -> ExportedFile:
        return study.export_quotes(person, self.choices, self.format)


_offers: OrderedDict[str, Offer] = OrderedDict()
_lock = threading.Lock()


def offer(study: Study, person_id: str, choices: QuoteChoices, export_format: ExportFormat) -> str:
    """The address of a download of these quotes, for this person; the same choices keep their address."""
    return offer_file(study, person_id, Quotes(choices, export_format))


def offer_file(study: Study, person_id: str, make: Callable[[Study, Person], ExportedFile]) -> str:
    """As `offer`, for any file: `make` is a frozen dataclass that can be called."""
    wanted = Offer(study.id, person_id, make)
    with _lock:
        token = next((known for known, offered in _offers.items() if offered == wanted), secrets.token_urlsafe(16))
        _offers[token] = wanted
        _offers.move_to_end(token)
        while len(_offers) > MOST_OFFERS:
            _offers.popitem(last=False)
    return f"/studies/{study.id}/exports/{token}"


def hand_out(request: Request) -> Response:
    """GET /studies/{study}/exports/{token}: make the file now and send it."""
    try:
        study, person = enter(request)
        with _lock:
            offered = _offers.get(request.path_params["token"])
        if offered is None or (offered.study_id, offered.person_id) != (study.id, person.id):
            raise OfferGoneError
        exported = offered.make(study, person)
    except WorkbenchError as error:
        return in_words(error)
    return Response(
        exported.content, media_type=exported.media_type, headers={"Content-Disposition": attachment(exported.name)}
    )


def attachment(name: str) -> str:
    """A Content-Disposition that saves under `name`, whatever letters it has (RFC 6266, RFC 8187)."""
    ascii_name = "".join(c if c.isascii() and (c.isalnum() or c in " .-_") else "_" for c in name)
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
