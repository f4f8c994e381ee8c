"""Tables of the questionnaires: clients with their forms, documented links to participants, and own scales.

A corrected or removed form keeps its row, with the moment it was replaced; the one that holds has no `replaced_at`.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.tables import UtcTime, metadata

client = Table(
    "client",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("label", Text, nullable=False),
    Column("label_key", Text, nullable=False, unique=True),
    Column("withdrawn_on", Date),
    Column("added_at", UtcTime, nullable=False),
)

client_form = Table(
    "client_form",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("client_id", String(32), ForeignKey("client.id", ondelete="CASCADE"), nullable=False),
    Column("instrument", String(20), nullable=False),
    Column("occasion", String(20), nullable=False),
    Column("filled_in_on", Date),
    Column("answers", JSON, nullable=False),  # in the order of the items; null: not answered
    Column("entered_by", String(32), ForeignKey("person.id"), nullable=False),
    Column("entered_at", UtcTime, nullable=False),
    Column("replaced_by", String(32), ForeignKey("person.id")),
    Column("replaced_at", UtcTime),
    Index("ix_client_form_client_id_instrument_occasion", "client_id", "instrument", "occasion"),
)

client_link = Table(
    "client_link",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("client_id", String(32), ForeignKey("client.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("participant_id", String(32), ForeignKey("participant.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("made_by", String(32), ForeignKey("person.id"), nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("undone_by", String(32), ForeignKey("person.id")),
    Column("undone_at", UtcTime),
)

own_scale = Table(
    "own_scale",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("wave_id", String(32), ForeignKey("wave.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("items", JSON, nullable=False),
    Column("lowest", Integer, nullable=False),
    Column("highest", Integer, nullable=False),
    Column("reversed", JSON, nullable=False),  # numbers of items, from 1
    Column("scoring", String(10), nullable=False),
    Column("most_missing", Integer, nullable=False),
    UniqueConstraint("wave_id", "name_key"),
)

scale_form = Table(
    "scale_form",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("scale_id", String(32), ForeignKey("own_scale.id"), nullable=False),
    Column("participant_id", String(32), ForeignKey("participant.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("filled_in_on", Date),
    Column("answers", JSON, nullable=False),
    Column("entered_by", String(32), ForeignKey("person.id"), nullable=False),
    Column("entered_at", UtcTime, nullable=False),
    Column("replaced_by", String(32), ForeignKey("person.id")),
    Column("replaced_at", UtcTime),
    Index("ix_scale_form_scale_id_participant_id", "scale_id", "participant_id"),
)
