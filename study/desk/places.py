"""Where each person stopped reading an interview: a turn and a time, never a word.

It is no operation: nobody undoes it, nobody else sees it, and it leaves no trace in the audit.
"""

from __future__ import annotations

from collections.abc import Collection

from core.design import Person
from core.errors import InputError, NotFoundError
from storage import place_rows, transcript_rows
from storage.database import Connection
from storage.place_rows import ReadingPlace

LONGEST_MS = 7 * 24 * 3_600_000  #: No recording is longer than a week.


class BadPlaceError(InputError):
    """What was sent is no place in an interview."""

    template = "This is no place in the interview: a turn and a time in milliseconds are. Reload the page."


def keep_place(
    connection: Connection, person: Person, transcript_id: str, place: ReadingPlace, interview_id: str
) -> None:
    """Keep `place` as the one the person stopped at; NotFoundError when the transcript has no such turn."""
    if place.ms is not None and not 0 <= place.ms <= LONGEST_MS:
        raise BadPlaceError
    if not transcript_rows.read_stretch(connection, transcript_id, place.turn_id, place.turn_id):
        raise NotFoundError("turn", place.turn_id)
    place_rows.write_place(connection, person, interview_id, place)


def find_place(
    connection: Connection, person: Person, interview_id: str, shown: Collection[str]
) -> ReadingPlace | None:
    """Where the person stopped; None at the first visit, and when that turn is not `shown` any longer."""
    place = place_rows.read_place(connection, person, interview_id)
    return place if place and place.turn_id in shown else None
