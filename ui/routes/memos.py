"""What is done to memos on the pages: written, edited, deleted, brought back; one act in each request."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from coding.model import Memo
from core.design import Person
from core.errors import InputError
from study import Study
from study.desk.memo_state import memo_json
from ui.routes.visit import acting

MOST_BYTES = 200_000  #: A memo of the greatest length, in any script, stays below.


class NotAMemoActError(InputError):
    """The body is not what our pages send."""

    template = "This could not be understood. Copy what you have written, and reload the page."


def address(study: Study) -> str:
    """Where the pages send what is done to memos."""
    return f"/studies/{study.id}/memos"


async def act(request: Request) -> Response:
    """POST /studies/{study}/memos with {"act", …}; the answer is the memo as it is now."""
    return await acting(request, _act, most_bytes=MOST_BYTES, too_long=NotAMemoActError)


def _act(study: Study, person: Person, body: bytes) -> dict[str, Any]:
    sent = _parsed(body)
    return ACTS[sent["act"]](study, person, sent)


def _parsed(body: bytes) -> Mapping[str, Any]:
    """An act that is known, whose fields are of the right kind."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAMemoActError from error
    if not isinstance(sent, dict) or sent.get("act") not in ACTS:
        raise NotAMemoActError
    wrong = [name for name in FIELDS[sent["act"]] if not isinstance(sent.get(name), int if name == "seen" else str)]
    if wrong:
        raise NotAMemoActError
    return sent


def _write(study: Study, person: Person, sent: Mapping[str, Any]) -> dict[str, Any]:
    memo = study.write_memo(person, sent["about_kind"], sent["about_id"], sent["text"], sent["kind"])
    return _memo(study, memo)


def _edit(study: Study, person: Person, sent: Mapping[str, Any]) -> dict[str, Any]:
    return _memo(study, study.edit_memo(person, sent["id"], sent["text"], sent["kind"], sent["seen"]))


def _remove(study: Study, person: Person, sent: Mapping[str, Any]) -> dict[str, Any]:
    study.remove_memo(person, sent["id"])
    return {}


def _restore(study: Study, person: Person, sent: Mapping[str, Any]) -> dict[str, Any]:
    return _memo(study, study.restore_memo(person, sent["id"]))


def _versions(study: Study, person: Person, sent: Mapping[str, Any]) -> dict[str, Any]:
    versions = study.memo_versions(person, sent["id"])
    return {
        "versions": [{"number": v.number, "text": v.text, "written_at": v.written_at.isoformat()} for v in versions]
    }


def _forget(study: Study, person: Person, sent: Mapping[str, Any]) -> dict[str, Any]:
    return {"forgotten": study.forget_memo_versions(person, sent["id"])}


def _unlink(study: Study, person: Person, sent: Mapping[str, Any]) -> dict[str, Any]:
    study.unlink_memo(person, sent["link"])
    return {}


def _memo(study: Study, memo: Memo) -> dict[str, Any]:
    return {"memo": memo_json(memo, {person.id: person.name for person in study.people()})}


ACTS: dict[str, Callable[[Study, Person, Mapping[str, Any]], dict[str, Any]]] = {
    "write": _write,
    "edit": _edit,
    "remove": _remove,
    "restore": _restore,
    "versions": _versions,
    "forget": _forget,
    "unlink": _unlink,
}
FIELDS = {
    "write": ("about_kind", "about_id", "text", "kind"),
    "edit": ("id", "text", "kind", "seen"),
    "remove": ("id",),
    "restore": ("id",),
    "versions": ("id",),
    "forget": ("id",),
    "unlink": ("link",),
}
