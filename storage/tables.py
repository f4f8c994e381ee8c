"""The tables of a study's database. Rows become dataclasses in `storage.rows_*`; nothing else knows these names.

Identifiers are 32 hexadecimal digits. Times are UTC. Participants' words live in `turn`, `memo` and `interview` only:
operations and audit hold identifiers, so that a person can be erased.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite itself forgets time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value and dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and dialect.name == "sqlite" else value


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[str]:
    return Column("id", String(32), primary_key=True)


def _ref(
    name: str, target: str, *, null: bool = False, ondelete: str | None = None, index: bool = False
) -> Column[str]:
    return Column(name, String(32), ForeignKey(f"{target}.id", ondelete=ondelete), nullable=null, index=index)


study = Table(
    "study",
    metadata,
    _id(),
    Column("title", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

person = Table(
    "person",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),  # casefolded: Kari and kari are one coder
    Column("joined_at", UtcTime, nullable=False),
)

wave = Table(
    "wave",
    metadata,
    _id(),
    Column("label", Text, nullable=False, unique=True),
    Column("position", Integer, nullable=False),
    Column("starts_on", Date),
    Column("ends_on", Date),
)

site = Table("site", metadata, _id(), Column("name", Text, nullable=False, unique=True))

participant = Table(
    "participant",
    metadata,
    _id(),
    Column("pseudonym", Text, nullable=False, unique=True),
    Column("withdrawn_on", Date),
    _ref("site_id", "site", null=True),
)

participant_role = Table(
    "participant_role",
    metadata,
    _id(),
    _ref("participant_id", "participant", ondelete="CASCADE", index=True),
    Column("role", Text, nullable=False),
    Column("since", Date),
)

consent = Table(
    "consent",
    metadata,
    _id(),
    _ref("participant_id", "participant", ondelete="CASCADE", index=True),
    Column("recorded_on", Date, nullable=False),
    Column("recording", Boolean, nullable=False),
    Column("quotation", Boolean, nullable=False),
    Column("archiving", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("entered_at", UtcTime, nullable=False),
    Column("voice_profiles", Boolean, nullable=False, server_default=false()),
)

interview = Table(
    "interview",
    metadata,
    _id(),
    Column("label", Text, nullable=False),
    Column("label_key", Text, nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    _ref("wave_id", "wave", null=True),
    _ref("site_id", "site", null=True),
    Column("held_on", Date),
    Column("mode", Text, nullable=False, default=""),
    Column("setting", Text, nullable=False, default=""),
    Column("languages", JSON, nullable=False),
    Column("interviewer", Text, nullable=False, default=""),
    Column("interpreter", Text, nullable=False, default=""),
    Column("field_notes", Text, nullable=False, default=""),
    Column("current_transcript_id", String(32)),  # no foreign key: transcript points back here
    Column("revision", Integer, nullable=False, default=0),  # goes up with every applied operation
    Column("added_at", UtcTime, nullable=False),
)

interview_participant = Table(
    "interview_participant",
    metadata,
    Column("interview_id", ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True),
    Column("participant_id", ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True, index=True),
)

recording = Table(
    "recording",
    metadata,
    _id(),
    _ref("interview_id", "interview", ondelete="CASCADE", index=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("media_format", String(20), nullable=False),
    Column("original_name", Text, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("duration_ms", Integer, nullable=False),
    Column("added_at", UtcTime, nullable=False),
    _ref("added_by", "person"),
    Column("playback_sha256", String(64)),
)

transcript = Table(
    "transcript",
    metadata,
    _id(),
    _ref("interview_id", "interview", ondelete="CASCADE", index=True),
    Column("version", Integer, nullable=False),
    Column("language", String(20), nullable=False),
    Column("made_by", JSON, nullable=False),
    Column("machine_made", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    _ref("created_by", "person"),
    UniqueConstraint("interview_id", "version"),
)

speaker = Table(
    "speaker",
    metadata,
    Column("transcript_id", ForeignKey("transcript.id", ondelete="CASCADE"), primary_key=True),
    Column("label", Text, primary_key=True),
    _ref("participant_id", "participant", null=True, ondelete="SET NULL", index=True),
    Column("role", Text),
    Column("name", Text, nullable=False, default=""),
)

turn = Table(
    "turn",
    metadata,
    _id(),
    _ref("transcript_id", "transcript", ondelete="CASCADE"),
    Column("position", Integer, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("start_ms", Integer),
    Column("end_ms", Integer),
    Column("words", Text, nullable=False),  # packed: see storage.words
    Column("revision", Integer, nullable=False, default=0),
    _ref("checked_by", "person", null=True),
    Column("checked_at", UtcTime),
    UniqueConstraint("transcript_id", "position"),
)

code = Table(
    "code",
    metadata,
    _id(),
    _ref("parent_id", "code", null=True),
    Column("position", Integer, nullable=False),
    Column("name", JSON, nullable=False),  # this and the next five: language -> text
    Column("definition", JSON, nullable=False),
    Column("when_to_use", JSON, nullable=False),
    Column("when_not_to_use", JSON, nullable=False),
    Column("anchor_example", JSON, nullable=False),
    Column("borderline_example", JSON, nullable=False),
    Column("examples_constructed", Boolean, nullable=False),
    Column("colour", String(7), nullable=False),
    Column("status", String(20), nullable=False),
    Column("author", Text),
    Column("created_at", UtcTime),
)

coding_round = Table(
    "round",
    metadata,
    _id(),
    Column("label", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("position", Integer, nullable=False),
    Column("closed_at", UtcTime),  # nothing more is coded in it
)

coding = Table(
    "coding",
    metadata,
    _id(),
    _ref("interview_id", "interview", ondelete="CASCADE"),
    _ref("code_id", "code", index=True),
    _ref("start_turn", "turn", ondelete="CASCADE", index=True),
    Column("start_offset", Integer, nullable=False),
    _ref("end_turn", "turn", ondelete="CASCADE", index=True),
    Column("end_offset", Integer, nullable=False),
    _ref("coder_id", "person"),
    _ref("round_id", "round"),
    Column("origin", String(20), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("removed_at", UtcTime),  # set when uncoded: undo brings the same coding back
    _ref("removed_by", "person", null=True),
    Column("discuss", Boolean, nullable=False, server_default=false()),
    Index("ix_coding_interview_id_removed_at", "interview_id", "removed_at"),
)

memo = Table(
    "memo",
    metadata,
    _id(),
    Column("about_kind", String(20), nullable=False),
    Column("about_id", String(32), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    _ref("author_id", "person"),
    Column("written_at", UtcTime, nullable=False),
    _ref("interview_id", "interview", null=True, ondelete="CASCADE", index=True),  # of what it is about
    Column("version", Integer, nullable=False, default=1),  # which of its texts holds: see memo_version
    Column("edited_at", UtcTime),
    Column("removed_at", UtcTime),  # set when deleted: undo brings the same memo back
    _ref("removed_by", "person", null=True),
    Index("ix_memo_about", "about_kind", "about_id"),
)

operation = Table(
    "operation",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("client", String(64), nullable=False),
    Column("seq", Integer, nullable=False),
    _ref("person_id", "person"),
    _ref("interview_id", "interview", ondelete="CASCADE"),
    Column("kind", String(20), nullable=False),
    Column("payload", JSON, nullable=False),  # identifiers and offsets, never words
    Column("inverse", JSON),
    Column("state", String(10), nullable=False),  # done, undone, dropped, left, refused, step
    Column("refusal", Text),
    Column("made_at", UtcTime, nullable=False),
    Column("revision", Integer),  # the interview's, which it raised; empty before desks told one another
    UniqueConstraint("client", "seq"),
    Index("ix_operation_person_id_interview_id_state", "person_id", "interview_id", "state"),
    Index("ix_operation_interview_id_revision", "interview_id", "revision"),
)

job = Table(
    "job",
    metadata,
    _id(),
    _ref("interview_id", "interview", ondelete="CASCADE", index=True),
    _ref("recording_id", "recording", ondelete="CASCADE"),
    _ref("ordered_by", "person"),
    Column("settings", JSON, nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("priority", Integer, nullable=False, default=0),
    Column("attempts", Integer, nullable=False, default=0),
    Column("cancel_requested", Boolean, nullable=False, default=False),
    Column("error", Text),
    Column("created_at", UtcTime, nullable=False),
    Column("started_at", UtcTime),
    Column("finished_at", UtcTime),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcTime, nullable=False),
    _ref("person_id", "person"),
    Column("verb", String(40), nullable=False),
    Column("object_kind", String(20), nullable=False),
    Column("object_id", String(64), nullable=False),
)

# The rest of `metadata`: each part of the study that came later keeps its tables in a module of its own.
from storage import tables_codebook as tables_codebook  # noqa: E402
from storage import tables_conventions as tables_conventions  # noqa: E402
from storage import tables_desk as tables_desk  # noqa: E402
from storage import tables_heard as tables_heard  # noqa: E402
from storage import tables_measures as tables_measures  # noqa: E402
from storage import tables_memos as tables_memos  # noqa: E402
from storage import tables_people as tables_people  # noqa: E402
from storage import tables_rounds as tables_rounds  # noqa: E402
from storage import tables_tracks as tables_tracks  # noqa: E402
from storage import tables_voices as tables_voices  # noqa: E402
from storage import tables_words as tables_words  # noqa: E402
