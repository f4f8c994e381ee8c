"""Rows of every text a turn has had, and of drafts: texts that wait until their author has chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, func, insert, or_, select, update

from core.clock import new_id, now
from core.design import Person
from storage import tables as t
from storage import tables_words as tw
from storage.database import Connection
from storage.transcript_rows import hidden_speakers
from storage.words import pack, unpack
from transcripts.editing import Seam
from transcripts.model import Turn


class TextState(StrEnum):
    TEXT = "text"
    DRAFT = "draft"
    SETTLED = "settled"  #: A draft its author has made the turn's text, or dropped.


class Change(StrEnum):
    """How a turn came to a text."""

    FIRST = "first"  #: As it was before anybody changed it.
    EDIT = "edit"
    SPLIT = "split"
    JOIN = "join"
    REDACT = "redact"
    INSERT = "insert"  #: The turn was not there before: a person typed it.
    VERSION = "version"  #: Another version of the transcript was adopted.


@dataclass(frozen=True, slots=True)
class TurnText:
    """A text a turn has had, or somebody's draft of one."""

    number: int
    id: str
    turn: Turn  #: Its words, speaker and times with that text; `checked` is not known.
    by: str
    at: datetime
    state: TextState
    change: Change
    other_turn: str | None
    seam: Seam | None


@dataclass(frozen=True, slots=True)
class Came:
    """Through which change a text came; of a split or join also the other turn and where they meet."""

    change: Change
    other_turn: str | None = None
    seam: Seam | None = None


def insert_text(
    connection: Connection,
    transcript_id: str,
    turn: Turn,
    person: Person,
    came: Came,
    *,
    text_id: str | None = None,
    state: TextState = TextState.TEXT,
) -> str:
    """Write down the text of a turn; its id, which is another when `text_id` is taken (done again after an undo)."""
    row_id = text_id if text_id and read_text(connection, text_id) is None else new_id()
    _insert(connection, row_id, transcript_id, turn, came, state, person.id, now())
    return row_id


def insert_first(connection: Connection, transcript_id: str, turn: Turn) -> None:
    """Before a turn changes: write down the text it has, unless that is written already."""
    if read_revision(connection, turn.id, turn.revision) is None:
        made = select(t.transcript.c.created_by, t.transcript.c.created_at).where(t.transcript.c.id == transcript_id)
        by, at = connection.execute(made).one()
        _insert(connection, new_id(), transcript_id, turn, Came(Change.FIRST), TextState.TEXT, by, at)


def _insert(
    connection: Connection,
    row_id: str,
    transcript_id: str,
    turn: Turn,
    came: Came,
    state: TextState,
    by: str,
    at: datetime,
) -> None:
    connection.execute(
        insert(tw.turn_text).values(
            id=row_id,
            transcript_id=transcript_id,
            turn_id=turn.id,
            revision=turn.revision,
            text=turn.text,
            words=pack(turn.words),
            speaker=turn.speaker,
            start_ms=turn.start_ms,
            end_ms=turn.end_ms,
            by=by,
            at=at,
            state=state.value,
            change=came.change.value,
            other_turn=came.other_turn,
            cut=came.seam.cut if came.seam else None,
            resume=came.seam.resume if came.seam else None,
        )
    )


def _text(r: Row[Any]) -> TurnText:
    turn = Turn(r.turn_id, r.speaker, r.text, r.start_ms, r.end_ms, unpack(r.words), r.revision)
    seam = Seam(r.cut, r.resume) if r.cut is not None else None
    return TurnText(r.number, r.id, turn, r.by, r.at, TextState(r.state), Change(r.change), r.other_turn, seam)


def read_text(connection: Connection, text_id: str) -> TurnText | None:
    row = connection.execute(select(tw.turn_text).where(tw.turn_text.c.id == text_id)).first()
    return _text(row) if row else None


def read_revision(connection: Connection, turn_id: str, revision: int) -> TurnText | None:
    """The text a turn had at a revision; None when it was never written down, or has been erased."""
    h = tw.turn_text.c
    query = select(tw.turn_text).where(h.turn_id == turn_id, h.revision == revision, h.state == TextState.TEXT.value)
    row = connection.execute(query.order_by(h.number.desc()).limit(1)).first()
    return _text(row) if row else None


def newest_alike(connection: Connection, turn_id: str, revision: int) -> TurnText | None:
    """The newest text of a turn that is the very text it had at a revision, whatever came between.

    None where that text is not known, or where words were redacted in it since: then its offsets were others.
    """
    was = read_revision(connection, turn_id, revision)
    if was is None:
        return None
    h = tw.turn_text.c
    own = (h.turn_id == turn_id, h.state == TextState.TEXT.value, h.revision >= revision)
    alike = [_text(row) for row in connection.execute(select(tw.turn_text).where(*own).order_by(h.number))]
    alike = [row for row in alike if row.turn.text == was.turn.text]
    redacted = any(row.change is Change.REDACT and row.turn.revision > revision for row in alike)
    return None if redacted else alike[-1]


def next_revision(connection: Connection, turn_id: str) -> int:
    """A revision this turn has never had, for one that comes back."""
    query = select(func.max(tw.turn_text.c.revision)).where(tw.turn_text.c.turn_id == turn_id)
    newest = connection.execute(query).scalar()
    return 0 if newest is None else newest + 1


def next_step(connection: Connection, seen: Mapping[str, int], after: int) -> TurnText | None:
    """The first change after number `after` that concerns one of these turns beyond the revision seen of it."""
    h = tw.turn_text.c
    concerns = [(h.turn_id == turn) & (h.revision > revision) for turn, revision in seen.items()]
    joined = (h.change == Change.JOIN.value) & h.other_turn.in_(list(seen))
    query = select(tw.turn_text).where(
        h.number > after, h.state == TextState.TEXT.value, h.change != Change.FIRST.value, or_(joined, *concerns)
    )
    row = connection.execute(query.order_by(h.number).limit(1)).first()
    return _text(row) if row else None


def last_author(connection: Connection, turn_id: str) -> TurnText | None:
    """The newest change of a turn, also the join that ended it; None when nobody has changed it."""
    h = tw.turn_text.c
    own = or_(h.turn_id == turn_id, (h.other_turn == turn_id) & (h.change == Change.JOIN.value))
    query = select(tw.turn_text).where(own, h.state == TextState.TEXT.value, h.change != Change.FIRST.value)
    row = connection.execute(query.order_by(h.number.desc()).limit(1)).first()
    return _text(row) if row else None


def read_history(connection: Connection, transcript_id: str) -> tuple[TurnText, ...]:
    """Every text of a transcript's turns, oldest first, without drafts."""
    h = tw.turn_text.c
    query = select(tw.turn_text).where(h.transcript_id == transcript_id, h.state == TextState.TEXT.value)
    return tuple(_text(row) for row in connection.execute(query.order_by(h.number)))


def read_drafts(connection: Connection, transcript_id: str, person: Person) -> tuple[TurnText, ...]:
    """A person's texts that wait for their choice, oldest first."""
    h = tw.turn_text.c
    query = select(tw.turn_text).where(
        h.transcript_id == transcript_id, h.state == TextState.DRAFT.value, h.by == person.id
    )
    return tuple(_text(row) for row in connection.execute(query.order_by(h.number)))


def read_texts_of(connection: Connection, turn_ids: Collection[str]) -> tuple[TurnText, ...]:
    """Every text and draft of these turns."""
    h = tw.turn_text.c
    query = select(tw.turn_text).where(h.turn_id.in_(list(turn_ids))).order_by(h.number)
    return tuple(_text(row) for row in connection.execute(query))


def rewrite(connection: Connection, text_id: str, turn: Turn) -> None:
    """Change a text that is kept: for words that must not be there any more, or that come back."""
    values = {"text": turn.text, "words": pack(turn.words)}
    connection.execute(update(tw.turn_text).where(tw.turn_text.c.id == text_id).values(**values))


def set_state(connection: Connection, text_id: str, state: TextState) -> None:
    connection.execute(update(tw.turn_text).where(tw.turn_text.c.id == text_id).values(state=state.value))


def move_drafts(
    connection: Connection, from_turn: str, to_turn: str, draft_ids: Collection[str] | None = None
) -> list[str]:
    """Let drafts of one turn wait at another; those of `draft_ids`, or all. Which ones they were."""
    h = tw.turn_text.c
    query = select(h.id).where(h.turn_id == from_turn, h.state == TextState.DRAFT.value)
    found = list(connection.execute(query).scalars())
    moved = found if draft_ids is None else [draft for draft in found if draft in draft_ids]
    connection.execute(update(tw.turn_text).where(h.id.in_(moved)).values(turn_id=to_turn))
    return moved


def related_turns(connection: Connection, turn_ids: Collection[str]) -> set[str]:
    """These turns and all that words of theirs have ever been part of: through splits and joins."""
    h = tw.turn_text.c
    pairs = connection.execute(select(h.turn_id, h.other_turn).where(h.other_turn.is_not(None)).distinct()).all()
    related, found = set(turn_ids), True
    while found:
        linked = {turn for pair in pairs if not related.isdisjoint(pair) for turn in pair}
        found = not linked <= related
        related |= linked
    return related


def hidden_turns(connection: Connection, transcript_id: str) -> set[str]:
    """Turns of which no text may be seen: what hidden voices say or once said, and all that was ever part of it."""
    hidden = hidden_speakers(connection, transcript_id)
    if not hidden:
        return set()
    h = tw.turn_text.c
    now = select(t.turn.c.id).where(t.turn.c.transcript_id == transcript_id, t.turn.c.speaker.in_(hidden))
    once = select(h.turn_id).where(h.transcript_id == transcript_id, h.speaker.in_(hidden))
    return related_turns(connection, set(connection.execute(now.union(once)).scalars()))
