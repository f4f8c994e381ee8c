"""Tables of a codebook that grows: versions, history, lineage, themes, examples, what was looked for, undo.

Researchers' words live here in `theme`, `codebook_version`, `code_history` and `codebook_operation`; participants'
words never: an example from an interview is a link to its coding.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from storage.tables import UtcTime, metadata


def _id() -> Column[str]:
    return Column("id", String(32), primary_key=True)


def _person(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, String(32), ForeignKey("person.id"), nullable=null)


def _code(*, index: bool = True) -> Column[str]:
    return Column("code_id", String(32), ForeignKey("code.id", ondelete="CASCADE"), nullable=False, index=index)


codebook = Table(
    "codebook",
    metadata,
    _id(),
    Column("title", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("sources", JSON, nullable=False),
)

theme = Table(
    "theme",
    metadata,
    _id(),
    Column("position", Integer, nullable=False),
    Column("name", JSON, nullable=False),
    Column("memo", Text, nullable=False),
    Column("code_ids", JSON, nullable=False),
)

codebook_version = Table(
    "codebook_version",
    metadata,
    _id(),
    Column("number", Integer, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("content", JSON, nullable=False),  # see codebooks.data
    Column("frozen_at", UtcTime, nullable=False),
    _person("frozen_by"),
)

wave_codebook = Table(
    "wave_codebook",
    metadata,
    Column("wave_id", String(32), ForeignKey("wave.id", ondelete="CASCADE"), primary_key=True),
    Column("version_id", String(32), ForeignKey("codebook_version.id"), nullable=False, index=True),
)

code_history = Table(
    "code_history",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("code_id", String(32), nullable=False, index=True),  # no foreign key: history outlives a deleted code
    _person("person_id"),
    Column("at", UtcTime, nullable=False),
    Column("step", String(10), nullable=False),  # done, undone, redone
    Column("kind", String(20), nullable=False),
    Column("name", JSON, nullable=False),  # what the code was called then
    Column("fields", JSON, nullable=False),  # field -> [before, after]
)

code_lineage = Table(
    "code_lineage",
    metadata,
    _id(),
    Column("kind", String(20), nullable=False),  # merged into, split from
    Column("code_id", String(32), nullable=False, index=True),
    Column("other_id", String(32), nullable=False),
    _person("person_id"),
    Column("at", UtcTime, nullable=False),
)

scope_change = Table(
    "scope_change",
    metadata,
    _id(),
    _code(),
    Column("kind", String(20), nullable=False),  # created, widened, narrowed, split, merged
    _person("person_id"),
    Column("at", UtcTime, nullable=False),
)

code_split = Table(
    "code_split",
    metadata,
    _id(),
    _code(),
    Column("part_ids", JSON, nullable=False),
    _person("person_id"),
    Column("at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
)

code_example = Table(
    "code_example",
    metadata,
    _id(),
    _code(index=False),
    Column("kind", String(20), nullable=False),  # anchor, borderline
    Column("coding_id", String(32), ForeignKey("coding.id", ondelete="CASCADE"), index=True),  # empty: typed text
    _person("approved_by", null=True),
    Column("approved_at", UtcTime),
    UniqueConstraint("code_id", "kind"),
)

looked_for = Table(
    "looked_for",
    metadata,
    Column("interview_id", String(32), ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True),
    Column("coder_id", String(32), ForeignKey("person.id"), primary_key=True),
    Column("code_id", String(32), ForeignKey("code.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("version_id", String(32), ForeignKey("codebook_version.id"), index=True),  # empty: as it was then
    Column("at", UtcTime, nullable=False),
    Column("round_id", String(32)),  # in which the coder worked; a mark of an independent round is hidden like a coding
)

codebook_operation = Table(
    "codebook_operation",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    _person("person_id"),
    Column("kind", String(20), nullable=False),
    Column("names", JSON, nullable=False),  # what was changed, as it was called
    Column("edits", JSON, nullable=False),  # rows before and after: see storage.codebook_log
    Column("split_id", String(32), index=True),
    Column("state", String(10), nullable=False),  # done, undone, dropped
    Column("made_at", UtcTime, nullable=False),
    Index("ix_codebook_operation_person_id_state", "person_id", "state"),
)

coding_change = Table(
    "coding_change",
    metadata,
    Column("operation", Integer, ForeignKey("codebook_operation.number", ondelete="CASCADE"), primary_key=True),
    Column("coding_id", String(32), ForeignKey("coding.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("code_before", String(32), nullable=False),
    Column("code_after", String(32), nullable=False),
    Column("removed", Boolean, nullable=False),  # taken off the passage by this operation
)
