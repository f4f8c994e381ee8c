"""Which codings count, how often each code was used, and the words under a coding: queries over whole sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, select, tuple_

from coding.model import Coding
from coding.uses import CodeUse, CodeUses
from core.design import Person
from storage import tables as t
from storage.coding_rows import coding_of
from storage.database import Connection
from storage.history_rows import SplitRow, sorted_codings
from storage.sight import codings_seen_by
from storage.transcript_rows import hidden_speakers

_first, _last, _within = t.turn.alias("first"), t.turn.alias("last"), t.turn.alias("within")


def shown_codings(connection: Connection, viewer: Person) -> Select[Any]:
    """The query for the codings every count rests on: those that stand, in the current transcript, reach into no
    turn that is hidden because its speaker has withdrawn, and are not another coder's in a round not released."""
    return _in_current_transcripts(_hidden(connection)).where(codings_seen_by(viewer))


def _in_current_transcripts(hidden: Collection[tuple[str, str]]) -> Select[Any]:
    query = (
        select(t.coding)
        .join(t.interview, t.interview.c.id == t.coding.c.interview_id)
        .join(_first, _first.c.id == t.coding.c.start_turn)
        .join(_last, _last.c.id == t.coding.c.end_turn)
        .where(t.coding.c.removed_at.is_(None))
        .where(_first.c.transcript_id == t.interview.c.current_transcript_id)
        .where(_last.c.transcript_id == _first.c.transcript_id)
    )
    if not hidden:
        return query
    silent = (
        select(_within.c.id)
        .where(_within.c.transcript_id == _first.c.transcript_id)
        .where(_within.c.position.between(_first.c.position, _last.c.position))
        .where(tuple_(_within.c.transcript_id, _within.c.speaker).in_(hidden))
    )
    return query.where(~silent.exists())


def _hidden(connection: Connection) -> list[tuple[str, str]]:
    """Transcript and label of every voice that may not be heard, in the current transcripts."""
    gone = select(t.participant.c.id).where(t.participant.c.withdrawn_on.is_not(None))
    listed = select(t.interview_participant.c.interview_id).where(t.interview_participant.c.participant_id.in_(gone))
    named = select(t.speaker.c.transcript_id).where(t.speaker.c.participant_id.in_(gone))
    current = t.interview.c.current_transcript_id
    query = select(current).where(current.is_not(None), t.interview.c.id.in_(listed) | current.in_(named))
    transcripts = connection.execute(query).scalars().all()
    return [(transcript, label) for transcript in transcripts for label in hidden_speakers(connection, transcript)]


# --- counts


def read_uses(connection: Connection, viewer: Person) -> CodeUses:
    """How often each code was used, as far as the person may see."""
    hidden = _hidden(connection)
    intricate = _intricate_interviews(connection, hidden)
    interview, coding = t.interview.c, t.coding.c
    columns = (interview.wave_id, coding.code_id, coding.round_id, coding.coder_id, _passage_key())
    plain = select(*columns).join(t.interview, interview.id == coding.interview_id).where(coding.removed_at.is_(None))
    plain = plain.where(codings_seen_by(viewer))
    if not intricate:
        return _counted(connection.execute(plain))
    seen = _in_current_transcripts(hidden).where(codings_seen_by(viewer))
    careful = seen.with_only_columns(*columns).where(interview.id.in_(intricate))
    everywhere = (plain.where(interview.id.not_in(intricate)), careful)
    return _counted(row for query in everywhere for row in connection.execute(query))


def _passage_key() -> ColumnElement[str]:
    """One text for a code on a passage: quicker to compare than six columns. Identifiers are of one length."""
    c = t.coding.c
    offsets = cast(c.start_offset, String) + "-" + cast(c.end_offset, String)
    return c.code_id + c.start_turn + c.end_turn + offsets


def _intricate_interviews(connection: Connection, hidden: Collection[tuple[str, str]]) -> list[str]:
    """Interviews where one has to look which turns a coding covers: several transcripts, or voices that are hidden."""
    transcript = t.transcript.c
    several = select(transcript.interview_id).group_by(transcript.interview_id).having(func.count() > 1)
    silent = select(transcript.interview_id).where(transcript.id.in_({home for home, _ in hidden}))
    return sorted(set(connection.execute(several).scalars()) | set(connection.execute(silent).scalars()))


def _counted(rows: Iterable[Any]) -> CodeUses:
    """One pass in Python: sorting as many passages in SQL takes several times as long."""
    uses: Counter[tuple[str, str, str, str | None]] = Counter()
    in_rounds: Counter[tuple[str, str, str | None]] = Counter()
    ever: Counter[tuple[str, str | None]] = Counter()
    seen: set[str] = set()
    for wave_id, code_id, round_id, coder_id, key in rows:
        uses[code_id, round_id, coder_id, wave_id] += 1
        if key not in seen:
            seen.add(key)
            ever[code_id, wave_id] += 1
        if (in_round := key + round_id) not in seen:
            seen.add(in_round)
            in_rounds[code_id, round_id, wave_id] += 1
    return CodeUses(tuple(CodeUse(*place, segments) for place, segments in uses.items()), in_rounds, ever)


def count_standing(connection: Connection, viewer: Person, code_id: str) -> int:
    """The codings that stand on the code, also of older transcripts and of participants who have withdrawn, as far as
    the person may see."""
    c = t.coding.c
    query = select(func.count()).where(c.code_id == code_id, c.removed_at.is_(None), codings_seen_by(viewer))
    return int(connection.execute(query).scalar_one())


# --- the words under codings


@dataclass(frozen=True, slots=True)
class SegmentInContext:
    """A coded segment with the turns around it."""

    coding: Coding
    interview_label: str
    wave_id: str | None
    coder_name: str
    language: str  #: Of the transcript.
    text: str  #: The coded words, turns joined by a line break.
    before: str  #: What stands before them: the rest of their first turn, after the turn before it.
    after: str
    start_ms: int | None


@dataclass(frozen=True, slots=True)
class SegmentPage:
    """Some of the coded segments, in the order of waves, interviews and talk, and how many there are altogether."""

    total: int
    segments: tuple[SegmentInContext, ...]


def read_segments(
    connection: Connection,
    viewer: Person,
    *,
    code_id: str | None = None,
    unsorted_of: SplitRow | None = None,
    coding_ids: Sequence[str] | None = None,
    interview_id: str | None = None,
    start: int = 0,
    limit: int = 50,
) -> SegmentPage:
    """The shown codings of one code, those a split has still to sort, or those named (some hundreds at most)."""
    c = t.coding.c
    query = shown_codings(connection, viewer)
    if code_id is not None:
        query = query.where(c.code_id == code_id)
    if unsorted_of is not None:
        query = query.where(c.code_id == unsorted_of.code_id, c.id.not_in(sorted_codings(unsorted_of.id)))
    if coding_ids is not None:
        query = query.where(c.id.in_(coding_ids))
    if interview_id is not None:
        query = query.where(c.interview_id == interview_id)
    total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    ordered = (
        query.outerjoin(t.wave, t.wave.c.id == t.interview.c.wave_id)
        .join(t.person, t.person.c.id == c.coder_id)
        .join(t.transcript, t.transcript.c.id == _first.c.transcript_id)
        .add_columns(
            t.interview.c.label,
            t.interview.c.wave_id,
            t.person.c.name.label("coder_name"),
            t.transcript.c.language,
            _first.c.transcript_id,
            _first.c.position.label("first_position"),
            _last.c.position.label("last_position"),
        )
        .order_by(t.wave.c.position.nulls_last(), t.interview.c.label_key, _first.c.position, c.start_offset, c.id)
        .offset(start)
        .limit(limit)
    )
    hidden = frozenset(_hidden(connection))
    return SegmentPage(total, tuple(_segment(connection, row, hidden) for row in connection.execute(ordered).all()))


def _segment(connection: Connection, row: Any, hidden: frozenset[tuple[str, str]]) -> SegmentInContext:
    turn = t.turn.c
    around = (
        select(turn.position, turn.speaker, turn.text, turn.start_ms)
        .where(turn.transcript_id == row.transcript_id)
        .where(turn.position.between(row.first_position - 1, row.last_position + 1))
        .order_by(turn.position)
    )
    turns = {r.position: r for r in connection.execute(around) if (row.transcript_id, r.speaker) not in hidden}
    covered = [turns[n] for n in range(row.first_position, row.last_position + 1) if n in turns]
    texts = [each.text for each in covered]
    after, before = texts[-1][row.end_offset :], texts[0][: row.start_offset]
    texts[-1] = texts[-1][: row.end_offset]
    texts[0] = texts[0][row.start_offset :]
    return SegmentInContext(
        coding=coding_of(row),
        interview_label=row.label,
        wave_id=row.wave_id,
        coder_name=row.coder_name,
        language=row.language,
        text="\n".join(texts),
        before="\n".join([*_text_of(turns, row.first_position - 1), before]),
        after="\n".join([after, *_text_of(turns, row.last_position + 1)]),
        start_ms=covered[0].start_ms,
    )


def _text_of(turns: Mapping[int, Any], position: int) -> list[str]:
    return [turns[position].text] if position in turns else []
