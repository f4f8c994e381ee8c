"""Zip files from outside: looked at before they are unpacked, since a small one can hold more than a disk.

Limits are those of the project's requirements; the sizes a zip states can be relied on here, because Python's zipfile
never gives more of a member than was stated.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from core.errors import InputError

MOST_UNPACKED_BYTES = 200_000_000
MOST_TIMES_LARGER = 100  #: Unpacked to packed. Sheets of real tables reach about 20.
MOST_MEMBERS = 2000
SMALL_BYTES = 1_000_000  #: A member this small may be as regular as it likes.


class ZipBombError(InputError):
    """A zip unpacks to more than any document of this kind."""

    template = "“{name}” unpacks to far more than a table holds ({why}). It was not opened."

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name=name, why=why)


class DamagedZipError(InputError):
    """A file that begins like a zip is none, or is locked."""

    template = "“{name}” is damaged or locked with a password. Open it in the program it came from and save it anew."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


def check(content: bytes, name: str) -> None:
    """Return when the zip may be opened; ZipBombError or DamagedZipError otherwise."""
    try:
        with ZipFile(BytesIO(content)) as opened:
            members = opened.infolist()
    except (BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise DamagedZipError(name) from error
    if any(member.flag_bits & 1 for member in members):
        raise DamagedZipError(name)
    if len(members) > MOST_MEMBERS:
        raise ZipBombError(name, f"{len(members)} > {MOST_MEMBERS}")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MOST_UNPACKED_BYTES:
        raise ZipBombError(name, f"{unpacked // 1_000_000} MB > {MOST_UNPACKED_BYTES // 1_000_000} MB")
    for size, packed in [(unpacked, len(content)), *((m.file_size, m.compress_size) for m in members)]:
        if size > SMALL_BYTES and size > MOST_TIMES_LARGER * packed:
            raise ZipBombError(name, f"1 : {size // max(1, packed)}")
