"""A small study on disk, put together from rows alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.design import Interview, InterviewKind, Person, Recording
from storage import design_rows, migrating, transcript_rows
from storage.database import Database, open_database
from storage.media import MediaStore
from transcripts.model import Speaker, Transcript, Turn

WORDS = "Jeg kjente at jeg mestret det"


@dataclass(frozen=True)
class SmallStudy:
    """One participant's interview with a recording and a transcript of two turns."""

    folder: Path
    database: Database
    person: Person
    sound: bytes

    @property
    def media(self) -> MediaStore:
        return MediaStore(self.folder / "media")

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sound).hexdigest()


@pytest.fixture
def small_study(tmp_path: Path) -> Iterator[SmallStudy]:
    folder = tmp_path / "study"
    folder.mkdir()
    database = open_database(folder / "study.sqlite")
    migrating.create(database)
    yield fill(folder, database)
    database.close()


def fill(folder: Path, database: Database) -> SmallStudy:
    sound = b"RIFF" + bytes(range(256)) * 500
    incoming = MediaStore(folder / "media").incoming()
    incoming.write(sound)
    media = incoming.finish()
    with database.write() as connection:
        design_rows.insert_study(connection, "5" * 32, "PM+ in Bergen")
        person = design_rows.find_or_insert_person(connection, "Kari")
        design_rows.write_interview(connection, Interview("1" * 32, "H03-1", InterviewKind.INDIVIDUAL))
        recording = Recording(
            id="7" * 32,
            interview_id="1" * 32,
            sha256=media.sha256,
            media_format="wav",
            original_name="H03.wav",
            size_bytes=len(sound),
            duration_ms=4000,
            added_at=datetime(2026, 3, 1, tzinfo=UTC),
        )
        design_rows.insert_recording(connection, recording, person)
        turns = (Turn("a" * 32, "SPEAKER_00", "Hvordan går det?"), Turn("b" * 32, "SPEAKER_01", WORDS))
        speakers = (Speaker("SPEAKER_00"), Speaker("SPEAKER_01"))
        transcript_rows.insert_transcript(
            connection, "1" * 32, Transcript("no", turns, speakers), person, machine_made=True
        )
    return SmallStudy(folder, database, person, sound)
