"""Who speaks in coded segments: the voices of the turns that a coding reaches into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from storage import tables as t
from storage.database import Connection

AT_ONCE = 500  # SQLite takes a limited number of values in one statement


@dataclass(frozen=True, slots=True)
class HeardVoice:
    """One voice within one coded segment."""

    coding_id: str
    label: str
    participant_id: str | None  #: None: nobody has said whose voice it is, or it is the staff's.
    role: str | None  #: Of staff without a pseudonym: interviewer, interpreter.


def read_heard_voices(connection: Connection, coding_ids: Sequence[str]) -> tuple[HeardVoice, ...]:
    """Every voice in each of these codings."""
    first, last, within = t.turn.alias("first"), t.turn.alias("last"), t.turn.alias("within")
    speaker = t.speaker
    query = (
        select(t.coding.c.id, within.c.speaker, speaker.c.participant_id, speaker.c.role)
        .join(first, first.c.id == t.coding.c.start_turn)
        .join(last, last.c.id == t.coding.c.end_turn)
        .join(within, within.c.transcript_id == first.c.transcript_id)
        .outerjoin(speaker, (speaker.c.transcript_id == within.c.transcript_id) & (speaker.c.label == within.c.speaker))
        .where(within.c.position.between(first.c.position, last.c.position))
        .distinct()
    )
    found = []
    for start in range(0, len(coding_ids), AT_ONCE):
        rows = connection.execute(query.where(t.coding.c.id.in_(coding_ids[start : start + AT_ONCE])))
        found += [HeardVoice(*row) for row in rows]
    return tuple(sorted(found, key=lambda voice: (voice.coding_id, voice.label)))
