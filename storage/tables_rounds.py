"""Tables of rounds: who codes in one, which one a person works in, and which interviews are finished or released."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from storage.tables import UtcTime, metadata


def _round() -> Column[str]:
    return Column("round_id", String(32), ForeignKey("round.id", ondelete="CASCADE"), primary_key=True)


def _person() -> Column[str]:
    return Column("person_id", String(32), ForeignKey("person.id"), primary_key=True)


def _interview() -> Column[str]:
    return Column("interview_id", String(32), ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True)


round_coder = Table("round_coder", metadata, _round(), _person())  # of independent rounds: who codes alone in it

round_choice = Table(
    "round_choice",
    metadata,
    _person(),
    Column("round_id", String(32), ForeignKey("round.id", ondelete="CASCADE"), nullable=False),
)

round_finished = Table(
    "round_finished", metadata, _round(), _interview(), _person(), Column("at", UtcTime, nullable=False)
)

round_release = Table("round_release", metadata, _round(), _interview(), Column("at", UtcTime, nullable=False))
