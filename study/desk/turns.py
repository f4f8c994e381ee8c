"""Turns that an operation means to change: read, shown to be as the person saw them, written with their history."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from core.errors import ConflictError
from storage import transcript_rows, turn_rows, turn_text_rows
from storage.turn_text_rows import Came, TurnText
from study.desk.action import PassageGoneError
from transcripts.model import Check, Turn

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class ChangedSinceError(ConflictError):
    """Somebody has changed the turn since the person saw it, or since the step that is to be taken back."""

    template = "{name} has changed this turn since ({when}). Look at it as it is now, then decide again."

    def __init__(self, name: str, when: str) -> None:
        super().__init__(name=name, when=when)


class ReadsDifferentlyError(ConflictError):
    """The turn has another text, and who gave it is not known any more."""

    template = "This turn does not read any longer as you saw it. Look at it as it is now, then decide again."


class EarlierTextErasedError(ConflictError):
    """The text that would come back is not there any more."""

    template = "The earlier text of this turn has been erased, so this cannot be undone."


def require_turns(session: DeskSession, turn_ids: Collection[str]) -> dict[str, Turn]:
    """These turns of the transcript at hand, with their words.

    Raises PassageGoneError for a hidden turn or one of elsewhere, ChangedSinceError for one that somebody has joined.
    """
    found = turn_rows.read_turns_by_id(session.connection, session.transcript_id, turn_ids)
    session.touched.words.update(turn_ids)
    hidden = transcript_rows.hidden_speakers(session.connection, session.transcript_id)
    if any(turn.speaker in hidden for turn in found.values()):
        raise PassageGoneError
    for turn_id in turn_ids:
        if turn_id not in found:
            raise _gone(session, turn_id)
    return found


def _gone(session: DeskSession, turn_id: str) -> ConflictError:
    last = turn_text_rows.last_author(session.connection, turn_id)
    return changed_since(session, turn_id) if last else PassageGoneError()


def require_still(session: DeskSession, left: Mapping[str, int]) -> dict[str, Turn]:
    """The turns, when their text is still, or again, the one that a step has left; redacting it is no other text."""
    turns = require_turns(session, left.keys())
    for turn_id, revision in left.items():
        if not is_as_seen(session, turns[turn_id], revision, again=True):
            raise changed_since(session, turn_id)
    return turns


def require_seen(session: DeskSession, seen: Mapping[str, int], *, again: bool = False) -> dict[str, Turn]:
    """The turns, when their text is the one the person saw. Raises ChangedSinceError, PassageGoneError.

    `again`: a later revision with the same text will do, since what came between has been taken back.
    """
    turns = require_turns(session, seen.keys())
    for turn_id, revision in seen.items():
        turn = turns[turn_id]
        if turn.revision != revision and not (again and reads_as_then(session, turn, revision)):
            raise changed_since(session, turn_id)
    return turns


def reads_as_then(session: DeskSession, turn: Turn, revision: int) -> bool:
    """Whether the turn has the very text again that it had then, so that offsets in that text are right.

    Redacting changes the earlier texts too: these are alike then, but their offsets are not.
    """
    newest = turn_text_rows.newest_alike(session.connection, turn.id, revision)
    return newest is not None and newest.turn.text == turn.text


def is_as_seen(session: DeskSession, turn: Turn, revision: int, *, again: bool) -> bool:
    if turn.revision == revision:
        return True
    earlier = turn_text_rows.read_revision(session.connection, turn.id, revision) if again else None
    return earlier is not None and earlier.turn.text == turn.text


def changed_since(session: DeskSession, turn_id: str) -> ConflictError:
    last = turn_text_rows.last_author(session.connection, turn_id)
    return ChangedSinceError(session.name_of(last.by), moment(last.at)) if last else ReadsDifferentlyError()


def moment(at: datetime) -> str:
    """A moment for a sentence: the day and the minute, in UTC."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def earlier_text(session: DeskSession, turn_id: str, revision: int) -> TurnText:
    """A text the turn had; EarlierTextErasedError when it is not there any more."""
    row = turn_text_rows.read_revision(session.connection, turn_id, revision)
    if row is None:
        raise EarlierTextErasedError
    return row


def write(session: DeskSession, before: Turn, after: Turn, came: Came, text_id: str | None = None) -> None:
    """Give a turn its new text; both texts are in its history afterwards."""
    turn_text_rows.insert_first(session.connection, session.transcript_id, before)
    turn_rows.write_turn(session.connection, after)
    turn_text_rows.insert_text(session.connection, session.transcript_id, after, session.person, came, text_id=text_id)
    session.touched.words.add(after.id)


def check_after(session: DeskSession, *checks: Check | None) -> Check | None:
    """The mark “checked” of changed words: it stays where whoever changes them has put it."""
    first = checks[0]
    return first if all(check is not None and check.by == session.person.id for check in checks) else None


def check_kept(check: Check | None) -> list[str] | None:
    """A mark for an inverse."""
    return [check.by, check.at.isoformat()] if check else None


def check_read(kept: list[str] | None) -> Check | None:
    return Check(kept[0], datetime.fromisoformat(kept[1])) if kept else None


def back(now: Turn, was: TurnText, check: list[str] | None) -> Turn:
    """The turn with an earlier text, its words and times; a revision that has not been before."""
    old = was.turn
    return replace(
        now,
        text=old.text,
        words=old.words,
        start_ms=old.start_ms,
        end_ms=old.end_ms,
        revision=now.revision + 1,
        checked=check_read(check),
    )
