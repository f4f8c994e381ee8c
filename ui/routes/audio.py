"""The recording's playback copy, in the pieces the browser asks for. Never `st.audio`: its addresses need no login."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import SEEK_END
from typing import BinaryIO

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from core.errors import NotFoundError, WorkbenchError
from study import Study
from ui.routes.visit import enter, in_words

PIECE_BYTES = 64 * 1024
HEADERS = {"Accept-Ranges": "bytes", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True, slots=True)
class ByteSpan:
    """Bytes `start` up to `end` of a file; half-open, unlike HTTP's."""

    start: int
    end: int


def address(study: Study, recording_id: str) -> str:
    """Where the desk's player finds a recording."""
    return f"/studies/{study.id}/recordings/{recording_id}/playback"


def play(request: Request) -> Response:
    """GET /studies/{study}/recordings/{recording}/playback: the mono mp3, whole or one range of it (RFC 9110, 14)."""
    try:
        study, person = enter(request)
        recording_id = request.path_params["recording"]
        media = study.playback(person, recording_id)
        if media is None:
            raise NotFoundError("playback copy", recording_id)
        stream = media.open()
    except WorkbenchError as error:
        return in_words(error)
    return _answer(stream, request.headers.get("range"))


def _answer(stream: BinaryIO, wanted: str | None) -> Response:
    size = stream.seek(0, SEEK_END)
    span = requested(wanted, size)
    if span is None:
        stream.close()
        return Response(status_code=416, headers={**HEADERS, "Content-Range": f"bytes */{size}"})
    headers = {**HEADERS, "Content-Length": str(span.end - span.start)}
    if span == ByteSpan(0, size) and not wanted:
        return StreamingResponse(_pieces(stream, span), 200, headers, "audio/mpeg")
    headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{size}"
    return StreamingResponse(_pieces(stream, span), 206, headers, "audio/mpeg")


def requested(header: str | None, size: int) -> ByteSpan | None:
    """The bytes a Range header asks for; all of them without one; None when there are none such.

    A header that is not one plain range of bytes is ignored, as the standard allows.

    >>> requested("bytes=0-99", 1000), requested("bytes=-100", 1000), requested("bytes=2000-", 1000)
    (ByteSpan(start=0, end=100), ByteSpan(start=900, end=1000), None)
    """
    found = _RANGE.fullmatch((header or "").strip())
    if not found or found.groups() == ("", ""):
        return ByteSpan(0, size)
    first, last = found.groups()
    if not first:
        return ByteSpan(max(0, size - int(last)), size) if int(last) and size else None
    start, end = int(first), min(size, int(last) + 1 if last else size)
    return ByteSpan(start, end) if start < end else None


def _pieces(stream: BinaryIO, span: ByteSpan) -> Iterator[bytes]:
    with stream:
        stream.seek(span.start)
        left = span.end - span.start
        while left and (piece := stream.read(min(PIECE_BYTES, left))):
            left -= len(piece)
            yield piece
