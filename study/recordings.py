"""Verbs that take recordings into the study."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from core.clock import new_id, now
from core.design import Interview, InterviewKind, Person, Recording
from core.errors import ConflictError, FailedError, NotFoundError, WorkbenchError
from core.failpoints import failpoint
from storage import design_rows as rows
from storage.database import Connection
from storage.media import IncomingFile, StoredMedia
from study.base import NAME_LIMIT
from study.design import DesignVerbs, find_interview_named, insert_interview

if TYPE_CHECKING:
    from pipeline.media import MediaInfo

CHUNK = 1 << 20
SETTLED_SECONDS = 86_400.0  #: A file younger than this may still be about to get its row.
RESERVE_BYTES = 200 << 20  #: Left free on the disk, so that the study itself can always be saved.


class KnownRecordingError(ConflictError):
    """The same file is in the study already."""

    template = "This recording is in the study already, as interview “{label}”. Nothing was added."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class DiskFullError(FailedError):
    """The recording does not fit."""

    template = "The disk has {free} MB free and the recording needs {needed} MB. Make room, then add it again."

    def __init__(self, needed: int, free: int) -> None:
        super().__init__(needed=-(-needed // 10**6), free=free // 10**6)


class RecordingVerbs(DesignVerbs):
    """Recordings and the interviews they belong to."""

    def recordings(self, person: Person, interview_id: str | None = None) -> tuple[Recording, ...]:
        """The recordings, first added first; of one interview, or all."""
        with self.reading(person) as connection:
            found = rows.read_recordings(connection)
        return tuple(r for r in found if interview_id in (None, r.interview_id))

    def recording(self, person: Person, recording_id: str) -> Recording:
        """The recording with that id."""
        for recording in self.recordings(person):
            if recording.id == recording_id:
                return recording
        raise NotFoundError("recording", recording_id)

    def playback(self, person: Person, recording_id: str) -> StoredMedia | None:
        """What the browser plays; None until it is made."""
        sha256 = self.recording(person, recording_id).playback_sha256
        return self.media.reader(sha256) if sha256 else None

    def incoming(self, person: Person, expected_bytes: int | None = None) -> IncomingFile:
        """A place for a recording that arrives piece by piece; give it to `receive` when it is complete."""
        with self.reading(person):
            free = shutil.disk_usage(self.folder).free - RESERVE_BYTES
        if expected_bytes is not None and expected_bytes > free:
            raise DiskFullError(expected_bytes, max(free, 0))
        return self.media.incoming()

    def receive_file(self, person: Person, path: Path, **details: object) -> Recording:
        """Copy a file of this machine into the study; `details` as for `receive`."""
        incoming = self.incoming(person, path.stat().st_size)
        try:
            with path.open("rb") as source:
                while chunk := source.read(CHUNK):
                    incoming.write(chunk)
            return self.receive(person, incoming, path.name, **details)  # type: ignore[arg-type]  # checked by receive
        finally:
            incoming.abandon()

    def receive(
        self,
        person: Person,
        incoming: IncomingFile,
        original_name: str,
        *,
        label: str | None = None,
        kind: InterviewKind = InterviewKind.INDIVIDUAL,
        wave: str | None = None,
        site: str | None = None,
        language: str | None = None,
        also_spoken: Iterable[str] = (),
        participant_ids: Iterable[str] = (),
    ) -> Recording:
        """Take a complete recording into the study, with an interview for it.

        `label` names the interview: an existing one without a recording gets this one, else a new one is made; without
        a label it is called after the file. A file that is no recording is refused in plain words and not kept.
        """
        info = _look_into(incoming)
        name = shown_name(original_name)
        with self.reading(person) as connection:
            _refuse_known(connection, incoming.sha256)
        media = incoming.finish()
        failpoint("recording.after_media")
        with self._kept_only_if_named(media), self.writing(person) as connection:
            _refuse_known(connection, media.sha256)
            interview = _interview_without_recording(connection, label) or insert_interview(
                connection,
                person,
                label=label or _free_label(connection, name),
                kind=kind,
                wave=wave,
                site=site,
                languages=tuple(dict.fromkeys((language, *also_spoken))) if language else (),
                participant_ids=participant_ids,
            )
            recording = Recording(
                id=new_id(),
                interview_id=interview.id,
                sha256=media.sha256,
                media_format=info.media_format,
                original_name=name,
                size_bytes=incoming.size_bytes,
                duration_ms=info.duration_ms,
                added_at=now(),
            )
            rows.insert_recording(connection, recording, person)
            rows.insert_audit(connection, person, "receive", "recording", recording.id)
        return recording

    @contextmanager
    def _kept_only_if_named(self, media: StoredMedia) -> Iterator[None]:
        """A file whose row could not be written does not stay either."""
        try:
            yield
        except WorkbenchError:
            if media.sha256 not in self._named_media():
                self.media.remove(media.sha256)
            raise

    def forget_unnamed_media(self) -> None:
        """Delete what a crash left between keeping a file and writing its row down: a voice nobody could erase."""
        named = self._named_media()
        for stored in self.media:
            if stored.sha256 not in named and stored.age_s > SETTLED_SECONDS:
                self.media.remove(stored.sha256)

    def _named_media(self) -> set[str | None]:
        with self.database.read() as connection:
            recordings = rows.read_recordings(connection)
        return {r.sha256 for r in recordings} | {r.playback_sha256 for r in recordings}


def _look_into(incoming: IncomingFile) -> MediaInfo:
    from pipeline.media import FileReader, probe  # PyAV: not needed to open a study

    with incoming.open():  # flushes what has arrived
        return probe(FileReader(incoming.path, incoming.sha256))


def _refuse_known(connection: Connection, sha256: str) -> None:
    labels = {i.id: i.label for i in rows.read_interviews(connection)}
    for recording in rows.read_recordings(connection):
        if recording.sha256 == sha256:
            raise KnownRecordingError(labels[recording.interview_id])


def _interview_without_recording(connection: Connection, label: str | None) -> Interview | None:
    if label is None:
        return None
    try:
        interview = find_interview_named(connection, label)
    except NotFoundError:
        return None
    taken = any(r.interview_id == interview.id for r in rows.read_recordings(connection))
    return None if taken else interview  # taken: inserting says in plain words that the name is in use


def _free_label(connection: Connection, file_name: str) -> str:
    """The file's name without its ending, numbered when it is taken."""
    base = " ".join(Path(file_name).stem.split())[: NAME_LIMIT - 10] or "Interview"
    taken = {rows.label_key(i.label) for i in rows.read_interviews(connection)}
    label, number = base, 2
    while rows.label_key(label) in taken:
        label, number = f"{base} ({number})", number + 1
    return label


def shown_name(original_name: str) -> str:
    """The last part of whatever path a browser sent, fit to be shown; never used as a path.

    >>> shown_name("../../etc/Intervju 1.m4a"), shown_name("C:\\\\a\\\\b.wav")
    ('Intervju 1.m4a', 'b.wav')
    """
    last = PureWindowsPath(PurePosixPath(original_name).name).name
    shown = "".join(c for c in last if c.isprintable()).strip()
    return shown[:NAME_LIMIT] or "recording"
