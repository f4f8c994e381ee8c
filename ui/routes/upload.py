"""A recording arrives: streamed from the browser straight into the study's media folder, never held in memory."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from core.design import InterviewKind, Person
from core.errors import InputError, NotFoundError, WorkbenchError
from storage.media import IncomingFile
from study import Study
from ui.routes.visit import enter, in_words, require_own_page

if TYPE_CHECKING:
    from pipeline.settings import TranscriptionSettings

PIECE_BYTES = 1 << 20  #: Written to the disk at a time.
SNIFF_BYTES = 1 << 16  #: Enough to tell a recording from other files.


class UnreadableDetailsError(InputError):
    """The details sent along with a file are not what the page sends."""

    template = "The details of “{name}” cannot be read ({what}). Reload the page and drop the file again."

    def __init__(self, name: str, what: str) -> None:
        super().__init__(name=name, what=what)


class IncompleteFileError(InputError):
    """Fewer bytes arrived than the browser announced."""

    template = "“{name}” did not arrive whole: {arrived} of {announced} bytes. Drop it again."

    def __init__(self, name: str, arrived: int, announced: int) -> None:
        super().__init__(name=name, arrived=arrived, announced=announced)


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What the page says about the files dropped on it."""

    label: str | None = None
    kind: InterviewKind = InterviewKind.INDIVIDUAL
    wave: str | None = None
    site: str | None = None
    language: str | None = None  #: None: detect.
    speakers: str = ""  #: “3” or “6-8”; empty: find out.
    participants: tuple[str, ...] = ()  #: Ids.
    start: bool = True  #: Transcribe at once.
    also_spoken: tuple[str, ...] = ()  #: Languages beside the main one.
    channels: str = "mix"
    backchannels: str = "own"
    hotwords: str = ""


async def receive(request: Request) -> Response:
    """PUT /studies/{study}/uploads: the raw file as body, its name and details in headers."""
    try:
        require_own_page(request)
        name = file_name(request)
        study, person = await run_in_threadpool(enter, request)
        return JSONResponse(await _take_in(request, study, person, name, details_of(request, name)))
    except ClientDisconnect:
        return Response(status_code=499)  # cancelled in the browser: nobody reads this, and nothing was kept
    except WorkbenchError as error:
        await _read_to_the_end(request)
        return in_words(error)


async def _take_in(request: Request, study: Study, person: Person, name: str, details: Details) -> dict[str, Any]:
    announced = _announced_bytes(request)
    await run_in_threadpool(_refuse_unknown, study, person, details.participants)
    _settings(details)  # refuses what cannot be ordered before anything is kept
    incoming = await run_in_threadpool(study.incoming, person, announced)
    try:
        await _write(request, incoming)
        if announced is not None and incoming.size_bytes != announced:
            raise IncompleteFileError(name, incoming.size_bytes, announced)
        return await run_in_threadpool(keep, study, person, incoming, name, details)
    finally:
        await run_in_threadpool(incoming.abandon)


async def _write(request: Request, incoming: IncomingFile) -> None:
    """Write the body to the disk piece by piece; a file that is no recording is refused after its first piece."""
    is_sniffed = False
    async for piece in pieces(request.stream()):
        await run_in_threadpool(incoming.write, piece)
        if not is_sniffed:
            await run_in_threadpool(_refuse_other_files, incoming)
            is_sniffed = True
    if not is_sniffed:
        await run_in_threadpool(_refuse_other_files, incoming)  # empty


async def pieces(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The stream regrouped into pieces of about PIECE_BYTES, the first one small so that it can be sniffed early."""
    gathered = bytearray()
    wanted = SNIFF_BYTES
    async for chunk in stream:
        gathered += chunk
        if len(gathered) >= wanted:
            yield bytes(gathered)
            gathered.clear()
            wanted = PIECE_BYTES
    if gathered:
        yield bytes(gathered)


def _refuse_unknown(study: Study, person: Person, participant_ids: tuple[str, ...]) -> None:
    known = {participant.id for participant in study.participants(person)}
    for participant_id in participant_ids:
        if participant_id not in known:
            raise NotFoundError("participant", participant_id)


def _refuse_other_files(incoming: IncomingFile) -> None:
    from pipeline.media import sniff

    with incoming.open() as stream:
        sniff(stream)


def keep(study: Study, person: Person, incoming: IncomingFile, name: str, details: Details) -> dict[str, Any]:
    """Make the complete file a recording of the study, and queue its transcription when that is wanted."""
    recording = study.receive(
        person,
        incoming,
        name,
        label=details.label,
        kind=details.kind,
        wave=details.wave,
        site=details.site,
        language=details.language,
        also_spoken=details.also_spoken,
        participant_ids=details.participants,
    )
    job = None
    if not details.start and study.versions(person, recording.interview_id):
        job = study.prepare_playback(person, recording.id).id  # the transcript exists already
        study.ensure_worker()
    elif details.start:
        job = study.enqueue(person, recording.interview_id, _settings(details)).id
        study.ensure_worker()
    return {"recording": recording.id, "interview": recording.interview_id, "job": job}


def _settings(details: Details) -> TranscriptionSettings:
    from pipeline.settings import TranscriptionSettings, speaker_counts

    return TranscriptionSettings.ordered(
        language=details.language,
        also_spoken=details.also_spoken,
        channels=details.channels,
        backchannels=details.backchannels,
        hotwords=details.hotwords,
        **speaker_counts(details.speakers),
    )


def file_name(request: Request) -> str:
    """The file's name as the person's computer calls it: only ever shown, never a path."""
    return unquote(request.headers.get("X-File-Name", ""), errors="replace")[:1000]


def details_of(request: Request, name: str) -> Details:
    """The details in the header X-Details: percent-encoded JSON, every field checked."""
    try:
        sent = json.loads(unquote(request.headers.get("X-Details", "{}"), errors="strict"))
        return _checked(sent)
    except (ValueError, TypeError, AttributeError) as error:
        raise UnreadableDetailsError(name, type(error).__name__) from error


def _checked(sent: dict[str, Any]) -> Details:
    """`sent` as Details; raises ValueError or TypeError for anything the page would not send."""
    unknown = sent.keys() - set(Details.__slots__)
    if unknown:
        raise ValueError(unknown)
    return Details(
        label=_text(sent, "label"),
        kind=InterviewKind(sent.get("kind") or InterviewKind.INDIVIDUAL),
        wave=_text(sent, "wave"),
        site=_text(sent, "site"),
        language=_text(sent, "language"),
        speakers=_text(sent, "speakers") or "",
        participants=_ids(sent, "participants"),
        start=bool(sent.get("start", True)),
        also_spoken=_ids(sent, "also_spoken"),
        channels=_text(sent, "channels") or "mix",
        backchannels=_text(sent, "backchannels") or "own",
        hotwords=_text(sent, "hotwords") or "",
    )


def _text(sent: dict[str, Any], field: str) -> str | None:
    value = sent.get(field)
    if value is not None and not isinstance(value, str):
        raise TypeError(field)
    return value or None


def _ids(sent: dict[str, Any], field: str) -> tuple[str, ...]:
    value = sent.get(field) or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise TypeError(field)
    return tuple(value)


def _announced_bytes(request: Request) -> int | None:
    announced = request.headers.get("Content-Length", "")
    return int(announced) if announced.isdecimal() else None


async def _read_to_the_end(request: Request) -> None:
    """Take the rest of a refused file and forget it: a browser reads our answer only after it has sent everything."""
    try:
        async for _ in request.stream():
            pass
    except (ClientDisconnect, RuntimeError):  # gone, or read to the end already
        return
