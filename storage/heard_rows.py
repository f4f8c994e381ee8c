"""Rows of what engines heard beside the words, one per transcript that a machine made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select

from core.spans import TimeSpan
from storage.database import Connection
from storage.tables_heard import heard as table
from transcripts.heard import Flag, FlagKind, Heard, VoiceSpan


def insert_heard(connection: Connection, transcript_id: str, heard: Heard) -> None:
    connection.execute(insert(table).values(transcript_id=transcript_id, content=_packed(heard)))


def read_heard(connection: Connection, transcript_id: str) -> Heard | None:
    """None: no machine made this transcript, or the recording has been erased."""
    content = connection.execute(select(table.c.content).where(table.c.transcript_id == transcript_id)).scalar()
    return None if content is None else _unpacked(content)


def _packed(heard: Heard) -> dict[str, Any]:
    """Short lists: an hour of talk has thousands of them."""
    return {
        "speech": [[span.start_ms, span.end_ms] for span in heard.speech],
        "voices": [[span.start_ms, span.end_ms, span.speaker] for span in heard.voices],
        "flags": [[flag.kind.value, flag.start_ms, flag.end_ms] for flag in heard.flags],
    }


def _unpacked(content: Mapping[str, Any]) -> Heard:
    return Heard(
        speech=tuple(TimeSpan(*span) for span in content["speech"]),
        voices=tuple(VoiceSpan(*span) for span in content["voices"]),
        flags=tuple(Flag(FlagKind(kind), start, end) for kind, start, end in content["flags"]),
    )
