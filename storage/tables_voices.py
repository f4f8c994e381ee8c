"""Tables about voices that may be recognised again: profiles, and what has been proposed of them.

Both hold only participants whose consent allows it (`storage.profile_rows.forget_unfounded`), go with the participant,
and are left out of backups: they can be made again from the recordings.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, LargeBinary, String, Table, Text, false

from storage.tables import UtcTime, metadata

voice_profile = Table(
    "voice_profile",
    metadata,
    Column("participant_id", String(32), ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True),
    Column("interview_id", String(32), ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("model", String(64), nullable=False),  # sha256 of the weights: profiles of other models cannot be compared
    Column("floats", LargeBinary, nullable=False),  # packed, 32 bits each
    Column("heard_ms", Integer, nullable=False),
    Column("basis", String(64), nullable=False),  # sha256 of the stretches it was made of
    Column("made_at", UtcTime, nullable=False),
)

voice_proposal = Table(
    "voice_proposal",
    metadata,
    Column("transcript_id", String(32), ForeignKey("transcript.id", ondelete="CASCADE"), primary_key=True),
    Column("label", Text, primary_key=True),
    Column(
        "participant_id", String(32), ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    Column("likeness", Float, nullable=False),
    Column("heard_ms", Integer, nullable=False),  # how much of the participant the profile was made of
    Column("heard_in", String(32), ForeignKey("interview.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("declined", Boolean, nullable=False, server_default=false()),  # a person has said that it is somebody else
)
