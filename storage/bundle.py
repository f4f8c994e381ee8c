"""The file a backup is: `<UTC time>-<reason>.studybackup`, a zip file whose members are stored as they are.

    manifest.json        what is inside: the sha256 and size of every member, the database's form, rows per table
    study.sqlite         the database, as it was at one moment
    media/ab/ab12...     recordings and playback copies, when the backup has them

Sound does not compress and text is small, so nothing is compressed: a bundle can then never grow when it is unpacked.
Derived things are left out: exports can be made again, and a running job starts again from its recording.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from core.errors import InputError

SUFFIX = ".studybackup"
FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "study.sqlite"
MEDIA = re.compile(r"media/([0-9a-f]{2})/\1[0-9a-f]{62}")
MANIFEST_LIMIT = 64 * 1024 * 1024  # bytes: some 400,000 recordings
CHUNK = 1024 * 1024
#: What `zipfile` raises over bytes that make no sense.
MALFORMED = (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError, struct.error)

OnBytes = Callable[[int], object]  #: Told how many more bytes have been read or written.
OnProgress = Callable[[float], object]  #: Told the share that is done, 0 to 1.


class NotABackupError(InputError):
    """The file is something else, incomplete, or has been tampered with."""

    template = "{file} is not a complete backup of a study ({detail}). Choose another file; nothing was changed."

    def __init__(self, file: str, detail: str) -> None:
        super().__init__(file=file, detail=detail)


class DamagedBackupError(InputError):
    """What is inside is not what was put in."""

    template = "The backup {file} is damaged: {member} is not what was saved. Use another backup; nothing was changed."

    def __init__(self, file: str, member: str) -> None:
        super().__init__(file=file, member=member)


class NewerBackupError(InputError):
    """The bundle was written by a newer version of the program."""

    template = "The backup {file} was made by a newer version of the Interview Workbench. Update the program first."

    def __init__(self, file: str) -> None:
        super().__init__(file=file)


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside a bundle."""

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says about itself."""

    made_at: datetime
    reason: str
    study_id: str
    study_title: str
    form: str  #: The last migration step the database has seen.
    with_media: bool
    rows: dict[str, int]  #: Table to number of rows.
    broken_links: int  #: Rows that pointed to nothing when the backup was made; 0 in a sound study.
    members: tuple[Member, ...]

    @property
    def size_bytes(self) -> int:
        return sum(member.size_bytes for member in self.members)

    def to_json(self) -> str:
        return json.dumps({"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}, indent=1)

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """The inverse; ValueError, KeyError or TypeError when `text` is no manifest."""
        values = dict(json.loads(text))
        return cls(
            made_at=datetime.fromisoformat(values["made_at"]),
            reason=str(values["reason"]),
            study_id=str(values["study_id"]),
            study_title=str(values["study_title"]),
            form=str(values["form"]),
            with_media=bool(values["with_media"]),
            rows={str(table): int(count) for table, count in values["rows"].items()},
            broken_links=int(values["broken_links"]),
            members=tuple(Member(str(m["name"]), str(m["sha256"]), int(m["size_bytes"])) for m in values["members"]),
        )


class Bundle:
    """An open bundle whose table of contents has been checked; the members are checked as they are read."""

    def __init__(self, file: str, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.file = file
        self.manifest = manifest
        self._archive = archive

    def extract(self, member: Member, sink: IO[bytes] | None, on_bytes: OnBytes) -> None:
        """Write a member into `sink` (None: only read it); DamagedBackupError when it is not what was saved."""
        try:
            source = self._archive.open(member.name)
        except (*MALFORMED, OSError) as error:
            raise DamagedBackupError(self.file, member.name) from error
        try:
            with source:
                found = copy_hashing(member.name, source, sink, on_bytes)
        except MALFORMED as error:  # an OSError here may well be the sink's full disk
            raise DamagedBackupError(self.file, member.name) from error
        if found != member:
            raise DamagedBackupError(self.file, member.name)


@contextmanager
def open_bundle(path: Path) -> Iterator[Bundle]:
    """Open a bundle for reading.

    Refuses everything a bundle never holds (unknown or repeated names, paths that lead elsewhere, compressed, encrypted
    or overlapping members), so that unpacking it can neither leave the folder nor fill the disk.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (*MALFORMED, OSError) as error:
        raise NotABackupError(path.name, str(error)) from error
    with archive:
        _check_contents(path, archive.infolist())
        yield Bundle(path.name, archive, _read_manifest(path, archive))


def copy_hashing(name: str, source: IO[bytes], sink: IO[bytes] | None, on_bytes: OnBytes) -> Member:
    """Copy a stream and say what went through."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if sink is not None:
            sink.write(chunk)
        on_bytes(len(chunk))
    return Member(name, digest.hexdigest(), size)


def counted(total: int, on_progress: OnProgress | None) -> OnBytes:
    """Turn a count of bytes into shares of `total`, told every half per cent and at the end."""
    done = told = 0

    def on_bytes(count: int) -> None:
        nonlocal done, told
        done += count
        if on_progress and (done - told >= total / 200 or done >= total):
            told = done
            on_progress(min(1.0, done / total))

    return on_bytes


def _check_contents(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    strangers = [name for name in names if name not in {MANIFEST, DATABASE} and not MEDIA.fullmatch(name)]
    packed = [e.filename for e in entries if e.compress_type != zipfile.ZIP_STORED or e.flag_bits & 1]
    if strangers or packed:
        raise NotABackupError(path.name, f"it holds “{(strangers + packed)[0][:80]}”")
    if len(set(names)) != len(names) or sum(entry.file_size for entry in entries) > path.stat().st_size:
        raise NotABackupError(path.name, "its parts overlap")


def _read_manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    try:
        entry = archive.getinfo(MANIFEST)
        if entry.file_size > MANIFEST_LIMIT:
            raise NotABackupError(path.name, "its table of contents is too long")
        text = archive.read(entry)
        _check_format(path, json.loads(text))
        manifest = Manifest.from_json(text)
    except (*MALFORMED, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise NotABackupError(path.name, "its table of contents cannot be read") from error
    listed = sorted([MANIFEST, *(member.name for member in manifest.members)])
    if listed != sorted(archive.namelist()) or DATABASE not in listed:
        raise NotABackupError(path.name, "its table of contents does not agree with what is inside")
    return manifest


def _check_format(path: Path, values: Any) -> None:
    if int(values["format"]) > FORMAT:
        raise NewerBackupError(path.name)
