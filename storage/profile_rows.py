"""Rows of voice profiles, and of what has been proposed because of them."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, insert, select, tuple_, update

from storage import tables as t
from storage import tables_voices as tv
from storage.database import Connection
from storage.design_rows import read_participants


@dataclass(frozen=True, slots=True)
class VoiceProfile:
    """How a participant's voice sounded in one interview, as numbers."""

    participant_id: str
    interview_id: str
    model: str  #: sha256 of the weights that made it; only profiles of one model can be compared.
    floats: tuple[float, ...]
    heard_ms: int  #: How much speech it was made of.
    basis: str  #: sha256 of the stretches it was made of: when turns get other speakers, it does not hold any more.
    made_at: datetime


@dataclass(frozen=True, slots=True)
class VoiceProposal:
    """A voice of a transcript sounds like a participant who was heard elsewhere. A person decides."""

    label: str
    participant_id: str
    likeness: float  #: Cosine, at most 1.
    heard_ms: int
    heard_in: str  #: The interview that the profile is from.
    declined: bool = False  #: A person has said that it is somebody else.


def write_profile(connection: Connection, profile: VoiceProfile) -> None:
    """Keep a profile in place of the one there was of this participant in this interview."""
    p = tv.voice_profile.c
    connection.execute(
        delete(tv.voice_profile).where(
            p.participant_id == profile.participant_id, p.interview_id == profile.interview_id
        )
    )
    connection.execute(
        insert(tv.voice_profile).values(
            participant_id=profile.participant_id,
            interview_id=profile.interview_id,
            model=profile.model,
            floats=array("f", profile.floats).tobytes(),
            heard_ms=profile.heard_ms,
            basis=profile.basis,
            made_at=profile.made_at,
        )
    )


def read_profiles(connection: Connection) -> tuple[VoiceProfile, ...]:
    """Every profile of the study, oldest first."""
    rows = connection.execute(select(tv.voice_profile).order_by(tv.voice_profile.c.made_at))
    return tuple(
        VoiceProfile(
            r.participant_id, r.interview_id, r.model, tuple(array("f", r.floats)), r.heard_ms, r.basis, r.made_at
        )
        for r in rows
    )


def forget_unfounded(connection: Connection) -> int:
    """Delete what nothing allows any more: how many profiles and proposals went.

    A profile stands on two things: the participant's newest consent, and their name on a voice of the interview's
    current transcript. A proposal stands on the first.
    """
    allowed = {p.id for p in read_participants(connection) if p.allows_voice_profile}
    keys = tv.voice_profile.c.participant_id, tv.voice_profile.c.interview_id
    kept = {(row[0], row[1]) for row in connection.execute(select(*keys))}
    named = select(t.speaker.c.participant_id, t.interview.c.id).join(
        t.interview, t.interview.c.current_transcript_id == t.speaker.c.transcript_id
    )
    founded = {(row[0], row[1]) for row in connection.execute(named) if row[0] in allowed} if kept else set()
    gone = kept - founded
    if gone:
        connection.execute(delete(tv.voice_profile).where(tuple_(*keys).in_(gone)))
    lost = delete(tv.voice_proposal).where(tv.voice_proposal.c.participant_id.not_in(allowed))
    return len(gone) + connection.execute(lost).rowcount


def replace_proposals(connection: Connection, transcript_id: str, proposals: Iterable[VoiceProposal]) -> None:
    """What is proposed for the voices of a transcript now; what a person has declined stays declined."""
    p = tv.voice_proposal.c
    own = p.transcript_id == transcript_id
    connection.execute(delete(tv.voice_proposal).where(own, p.declined.is_(False)))
    declined = {(row[0], row[1]) for row in connection.execute(select(p.label, p.participant_id).where(own))}
    for each in proposals:
        if (each.label, each.participant_id) not in declined:
            connection.execute(
                insert(tv.voice_proposal).values(
                    transcript_id=transcript_id,
                    label=each.label,
                    participant_id=each.participant_id,
                    likeness=each.likeness,
                    heard_ms=each.heard_ms,
                    heard_in=each.heard_in,
                )
            )


def read_proposals(connection: Connection, transcript_id: str) -> tuple[VoiceProposal, ...]:
    """What was proposed for the voices of a transcript, declined ones too, likest first."""
    p = tv.voice_proposal.c
    rows = connection.execute(select(tv.voice_proposal).where(p.transcript_id == transcript_id))
    found = [VoiceProposal(r.label, r.participant_id, r.likeness, r.heard_ms, r.heard_in, r.declined) for r in rows]
    return tuple(sorted(found, key=lambda each: -each.likeness))


def forget_proposals(connection: Connection, transcript_id: str, label: str) -> None:
    """Forget whom one voice of a transcript is like."""
    p = tv.voice_proposal.c
    connection.execute(delete(tv.voice_proposal).where(p.transcript_id == transcript_id, p.label == label))


def set_declined(connection: Connection, transcript_id: str, label: str, participant_id: str, *, declined: bool) -> int:
    """A person says that it is somebody else, or takes that back; how many proposals it was about."""
    p = tv.voice_proposal.c
    where = (p.transcript_id == transcript_id, p.label == label, p.participant_id == participant_id)
    return connection.execute(update(tv.voice_proposal).where(*where).values(declined=declined)).rowcount


def leave_out(copy: Path) -> None:
    """Take voices out of a copy of a study's database, without a trace, before it becomes a backup."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as database:
        held: Collection[str] = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        tables = [table.name for table in (tv.voice_profile, tv.voice_proposal) if table.name in held]
        database.execute("PRAGMA secure_delete=ON")
        if any([database.execute(f'DELETE FROM "{name}"').rowcount for name in tables]):
            database.execute("VACUUM")
