"""Rows of transcripts: versions, speakers, turns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select, update

from core.clock import new_id, now
from core.design import Person
from storage import heard_rows
from storage import tables as t
from storage.database import Connection
from storage.words import pack, unpack
from transcripts.model import Check, Speaker, Transcript, Turn


@dataclass(frozen=True, slots=True)
class TranscriptVersion:
    """Which transcript of an interview this is, who had it made, and how."""

    id: str
    interview_id: str
    version: int
    language: str
    made_by: dict[str, Any]
    machine_made: bool
    created_at: datetime
    created_by: str  #: The person's id.
    is_current: bool

    @property
    def is_trial(self) -> bool:
        """Whether its words come from a recogniser that is good for trying things out only."""
        return self.machine_made and self.made_by.get("trial") is True


@dataclass(frozen=True, slots=True)
class PackedTurn:
    """A turn as the browser gets it: its words still packed."""

    turn: Turn
    words: str


def insert_transcript(
    connection: Connection, interview_id: str, transcript: Transcript, person: Person, *, machine_made: bool
) -> str:
    """Keep a transcript as the interview's next version; its id. Making it current is a step of its own."""
    versions = select(func.max(t.transcript.c.version)).where(t.transcript.c.interview_id == interview_id)
    transcript_id = new_id()
    connection.execute(
        insert(t.transcript).values(
            id=transcript_id,
            interview_id=interview_id,
            version=(connection.execute(versions).scalar() or 0) + 1,
            language=transcript.language,
            made_by=dict(transcript.made_by),
            machine_made=machine_made,
            created_at=now(),
            created_by=person.id,
        )
    )
    if transcript.speakers:
        connection.execute(
            insert(t.speaker),
            [
                {
                    "transcript_id": transcript_id,
                    "label": s.label,
                    "participant_id": s.participant_id,
                    "role": s.role,
                    "name": s.name,
                }
                for s in transcript.speakers
            ],
        )
    if transcript.turns:
        connection.execute(insert(t.turn), [_turn_values(transcript_id, i, x) for i, x in enumerate(transcript.turns)])
    if transcript.heard is not None:
        heard_rows.insert_heard(connection, transcript_id, transcript.heard)
    return transcript_id


def _turn_values(transcript_id: str, position: int, turn: Turn) -> dict[str, Any]:
    return {
        "id": turn.id,
        "transcript_id": transcript_id,
        "position": position,
        "speaker": turn.speaker,
        "text": turn.text,
        "start_ms": turn.start_ms,
        "end_ms": turn.end_ms,
        "words": pack(turn.words),
        "revision": turn.revision,
        "checked_by": turn.checked.by if turn.checked else None,
        "checked_at": turn.checked.at if turn.checked else None,
    }


def make_current(connection: Connection, interview_id: str, transcript_id: str) -> None:
    connection.execute(
        update(t.interview).where(t.interview.c.id == interview_id).values(current_transcript_id=transcript_id)
    )


def read_versions(connection: Connection, interview_id: str | None = None) -> tuple[TranscriptVersion, ...]:
    """All versions, oldest first; of one interview, or of all."""
    query = select(t.transcript, t.interview.c.current_transcript_id).join(t.interview)
    if interview_id is not None:
        query = query.where(t.transcript.c.interview_id == interview_id)
    return tuple(
        TranscriptVersion(
            id=r.id,
            interview_id=r.interview_id,
            version=r.version,
            language=r.language,
            made_by=r.made_by,
            machine_made=r.machine_made,
            created_at=r.created_at,
            created_by=r.created_by,
            is_current=r.id == r.current_transcript_id,
        )
        for r in connection.execute(query.order_by(t.transcript.c.version))
    )


def read_speakers(connection: Connection, transcript_id: str) -> tuple[Speaker, ...]:
    query = select(t.speaker).where(t.speaker.c.transcript_id == transcript_id).order_by(t.speaker.c.label)
    return tuple(Speaker(r.label, r.participant_id, r.role, r.name) for r in connection.execute(query))


def name_speaker(connection: Connection, transcript_id: str, speaker: Speaker) -> None:
    connection.execute(
        update(t.speaker)
        .where(t.speaker.c.transcript_id == transcript_id, t.speaker.c.label == speaker.label)
        .values(participant_id=speaker.participant_id, role=speaker.role, name=speaker.name)
    )


def hidden_speakers(connection: Connection, transcript_id: str) -> frozenset[str]:
    """Labels of the speakers whose turns nobody may see: participants who have withdrawn.

    Where a withdrawn participant of the interview has not been told apart from the other voices yet, every voice that
    has no name may be theirs and is hidden.
    """
    speakers = read_speakers(connection, transcript_id)
    withdrawn = (
        select(t.participant.c.id)
        .join(t.interview_participant)
        .join(t.transcript, t.transcript.c.interview_id == t.interview_participant.c.interview_id)
        .where(t.transcript.c.id == transcript_id, t.participant.c.withdrawn_on.is_not(None))
        .union(
            select(t.participant.c.id)
            .join(t.speaker)
            .where(t.speaker.c.transcript_id == transcript_id, t.participant.c.withdrawn_on.is_not(None))
        )
    )
    gone = set(connection.execute(withdrawn).scalars())
    not_told_apart = gone - {s.participant_id for s in speakers}
    return frozenset(
        s.label
        for s in speakers
        if s.participant_id in gone or (not_told_apart and s.participant_id is None and s.role is None)
    )


def read_turn_order(connection: Connection, transcript_id: str) -> tuple[str, ...]:
    """The ids of all turns in order, hidden ones too."""
    query = select(t.turn.c.id).where(t.turn.c.transcript_id == transcript_id).order_by(t.turn.c.position)
    return tuple(connection.execute(query).scalars())


def _shown(connection: Connection, transcript_id: str, query: Select[Any]) -> Sequence[Any]:
    """What a query says of the turns in order, without those of withdrawn participants."""
    hidden = hidden_speakers(connection, transcript_id)
    own = query.where(t.turn.c.transcript_id == transcript_id, t.turn.c.speaker.not_in(hidden))
    return connection.execute(own.order_by(t.turn.c.position)).all()


#: All of a turn but its words' times, which take up most of a transcript: as `_turn` takes them.
_PARTS = select(
    t.turn.c.id,
    t.turn.c.speaker,
    t.turn.c.text,
    t.turn.c.start_ms,
    t.turn.c.end_ms,
    t.turn.c.revision,
    t.turn.c.checked_by,
    t.turn.c.checked_at,
)
_WITH_WORDS = _PARTS.add_columns(t.turn.c.words)


def _turn(
    turn_id: str,
    speaker: str,
    text: str,
    start_ms: int | None,
    end_ms: int | None,
    revision: int,
    checked_by: str | None,
    checked_at: datetime,
    words: str | None = None,
) -> Turn:
    """A turn of a row of `_PARTS`, given by place: by name takes half as long again, and a study has many turns."""
    times = () if words is None else unpack(words)
    check = Check(checked_by, checked_at) if checked_by else None
    return Turn(turn_id, speaker, text, start_ms, end_ms, times, revision, check)


def read_turns(connection: Connection, transcript_id: str, *, with_words: bool = False) -> tuple[Turn, ...]:
    """The turns in order; those of withdrawn participants are left out."""
    query = _WITH_WORDS if with_words else _PARTS
    return tuple(_turn(*row) for row in _shown(connection, transcript_id, query))


def read_stretch(connection: Connection, transcript_id: str, first_turn: str, last_turn: str) -> tuple[Turn, ...]:
    """The turns from one to another, without words; none when an end is of another transcript, or one is hidden."""
    own = t.turn.c.transcript_id == transcript_id
    first = select(t.turn.c.position).where(own, t.turn.c.id == first_turn).scalar_subquery()
    last = select(t.turn.c.position).where(own, t.turn.c.id == last_turn).scalar_subquery()
    query = _PARTS.where(own, t.turn.c.position.between(first, last)).order_by(t.turn.c.position)
    turns = tuple(_turn(*row) for row in connection.execute(query).all())
    hidden = hidden_speakers(connection, transcript_id)
    return () if any(turn.speaker in hidden for turn in turns) else turns


def read_some_turns(connection: Connection, turn_ids: Iterable[str]) -> dict[str, Turn]:
    """These turns with their words, by id."""
    rows = connection.execute(_WITH_WORDS.where(t.turn.c.id.in_(list(turn_ids))))
    return {row.id: _turn(*row) for row in rows}


def interview_of_turn(connection: Connection, turn_id: str) -> str | None:
    """The interview in one of whose transcripts the turn is; None when there is no such turn any longer."""
    query = select(t.transcript.c.interview_id).join(t.turn).where(t.turn.c.id == turn_id)
    return connection.execute(query).scalar_one_or_none()


def is_in_current(connection: Connection, turn_id: str) -> bool:
    """Whether the turn is in the current transcript of its interview."""
    query = (
        select(t.turn.c.id)
        .join(t.interview, t.interview.c.current_transcript_id == t.turn.c.transcript_id)
        .where(t.turn.c.id == turn_id)
    )
    return connection.execute(query).first() is not None


def turns_between(connection: Connection, first_turn: str, last_turn: str) -> tuple[str, ...]:
    """The ids from one turn to another of the same transcript, hidden ones too."""
    first, last = t.turn.alias(), t.turn.alias()
    query = (
        select(t.turn.c.id)
        .join(first, first.c.transcript_id == t.turn.c.transcript_id)
        .join(last, last.c.transcript_id == t.turn.c.transcript_id)
        .where(first.c.id == first_turn, last.c.id == last_turn)
        .where(t.turn.c.position.between(first.c.position, last.c.position))
        .order_by(t.turn.c.position)
    )
    return tuple(connection.execute(query).scalars())


def hidden_turns(connection: Connection) -> frozenset[str]:
    """The ids of the turns nobody may see, in every version of every transcript: see `hidden_speakers`."""
    found: set[str] = set()
    for transcript_id in connection.execute(select(t.transcript.c.id)).scalars().all():
        if labels := hidden_speakers(connection, transcript_id):
            query = select(t.turn.c.id).where(t.turn.c.transcript_id == transcript_id, t.turn.c.speaker.in_(labels))
            found.update(connection.execute(query).scalars())
    return frozenset(found)


def read_times_of(
    connection: Connection, transcript_id: str, labels: Collection[str]
) -> tuple[tuple[int | None, int | None], ...]:
    """When these voices speak, turn by turn; None where a turn has no time."""
    query = select(t.turn.c.start_ms, t.turn.c.end_ms).where(
        t.turn.c.transcript_id == transcript_id, t.turn.c.speaker.in_(labels)
    )
    return tuple((start, end) for start, end in connection.execute(query))


def read_checks(connection: Connection, transcript_id: str, turn_ids: Iterable[str]) -> dict[str, Check | None]:
    """Who has checked these turns, None for nobody; turns of other transcripts are absent."""
    query = select(t.turn.c.id, t.turn.c.checked_by, t.turn.c.checked_at).where(
        t.turn.c.transcript_id == transcript_id, t.turn.c.id.in_(list(turn_ids))
    )
    return {r.id: Check(r.checked_by, r.checked_at) if r.checked_by else None for r in connection.execute(query)}


def read_packed_turns(connection: Connection, transcript_id: str) -> tuple[PackedTurn, ...]:
    """As `read_turns`, for the browser."""
    return _packed(_shown(connection, transcript_id, _WITH_WORDS))


def read_packed_among(connection: Connection, transcript_id: str, turn_ids: Collection[str]) -> tuple[PackedTurn, ...]:
    """Those of these turns that are shown, in order."""
    return _packed(_shown(connection, transcript_id, _WITH_WORDS.where(t.turn.c.id.in_(list(turn_ids)))))


def _packed(rows: Iterable[Any]) -> tuple[PackedTurn, ...]:
    return tuple(PackedTurn(_turn(*row[:-1]), row[-1]) for row in rows)


def read_shown_order(connection: Connection, transcript_id: str) -> tuple[str, ...]:
    """The ids of the turns that are shown, in order."""
    hidden = hidden_speakers(connection, transcript_id)
    query = select(t.turn.c.id).where(t.turn.c.transcript_id == transcript_id, t.turn.c.speaker.not_in(hidden))
    return tuple(connection.execute(query.order_by(t.turn.c.position)).scalars())


def set_checked(connection: Connection, turn_ids: Iterable[str], check: Check | None) -> None:
    """Mark turns as checked against the recording, or take the mark away."""
    connection.execute(
        update(t.turn)
        .where(t.turn.c.id.in_(list(turn_ids)))
        .values(checked_by=check.by if check else None, checked_at=check.at if check else None)
    )
