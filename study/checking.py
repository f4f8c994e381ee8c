"""What leads through checking a transcript against its recording: flags, marks, annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from core.design import Person
from core.errors import NotFoundError
from storage import convention_rows, heard_rows, transcript_rows, turn_rows
from storage.database import Connection
from study.base import OpenStudy
from transcripts.conventions import Conventions, marks_of
from transcripts.heard import Flag, Heard
from transcripts.model import Transcript, Turn


class CheckingVerbs(OpenStudy):
    """Beside the words of an interview."""

    def beside(self, person: Person, interview_id: str, transcript_id: str) -> bytes:
        """What the desk shows beside a transcript's words, as JSON for the browser; NotFoundError as for the words.

        `flags`: kind, start and end in milliseconds, or null where no machine made the transcript; `marks`: offset
        (code points), sign and kind, by turn; `annotations`: text and key. What lies in turns that nobody may see is
        left out.
        """
        with self.reading(person) as connection:
            if all(version.id != transcript_id for version in transcript_rows.read_versions(connection, interview_id)):
                raise NotFoundError("transcript", transcript_id)
            heard = heard_rows.read_heard(connection, transcript_id)
            conventions = convention_rows.read_conventions(connection)
            found = {
                "flags": None if heard is None else _flags_json(shown_flags(connection, transcript_id, heard)),
                "marks": _marks_json(connection, transcript_id, heard, conventions),
                "annotations": [[annotation.written, annotation.key] for annotation in conventions.annotations],
            }
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def shown_flags(connection: Connection, transcript_id: str, heard: Heard) -> tuple[Flag, ...]:
    """The flags, without those that lie in what a participant who has withdrawn says."""
    labels = transcript_rows.hidden_speakers(connection, transcript_id)
    if not labels:
        return heard.flags
    hidden = [turn for turn in turn_rows.read_every_turn(connection, transcript_id) if turn.speaker in labels]
    return tuple(flag for flag in heard.flags if not _lies_in(flag, hidden))


def _lies_in(flag: Flag, turns: Iterable[Turn]) -> bool:
    return any(
        turn.start_ms is not None
        and turn.end_ms is not None
        and flag.start_ms < turn.end_ms
        and turn.start_ms < flag.end_ms
        for turn in turns
    )


def _flags_json(flags: Sequence[Flag]) -> list[list[Any]]:
    return [[flag.kind.value, flag.start_ms, flag.end_ms] for flag in flags]


def _marks_json(
    connection: Connection, transcript_id: str, heard: Heard | None, conventions: Conventions
) -> dict[str, list[list[Any]]] | None:
    if heard is None or not conventions.marks_words:
        return None
    turns = transcript_rows.read_turns(connection, transcript_id, with_words=True)
    marks = marks_of(Transcript("", turns, ()), heard, conventions)
    return {turn: [[mark.offset, mark.text, mark.kind.value] for mark in own] for turn, own in marks.items()}
