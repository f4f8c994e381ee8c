"""Two people edit one turn: the second one's text waits as a draft until they have seen both and chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.operations.words import Edit
from core.errors import ConflictError
from storage import turn_rows, turn_text_rows
from storage.turn_text_rows import Came, Change, TextState, TurnText
from study.desk import turns
from transcripts.differences import merged
from transcripts.model import Turn

if TYPE_CHECKING:
    from study.desk.session import DeskSession


@dataclass(slots=True)
class Conflict:
    """A text that was typed on another one than the turn has now."""

    turn: Turn
    asked: Edit
    text: str
    keep: bool  #: False for search and replace in many turns: it is asked for again instead.
    instead_of: str | None = None  #: An older draft that this text came from.


class EditConflictError(ConflictError):
    """A turn was edited on a text that is not the newest."""

    template = "{name} changed this turn while you did ({when}). Compare both texts and choose; yours is kept."
    conflict: Conflict

    def __init__(self, name: str, when: str) -> None:
        super().__init__(name=name, when=when)


def edit_conflict(session: DeskSession, conflict: Conflict) -> EditConflictError:
    """The error that names who was quicker and carries both texts to where the draft is kept."""
    last = turn_text_rows.last_author(session.connection, conflict.turn.id)
    name, when = (session.name_of(last.by), turns.moment(last.at)) if last else ("?", "?")
    error = EditConflictError(name, when)
    error.conflict = conflict
    return error


def keep_draft(session: DeskSession, conflict: Conflict, payload: dict[str, Any]) -> dict[str, Any]:
    """Keep the refused text, and say what the person has to choose between; `payload` gets the draft's id."""
    draft_id = None
    if conflict.keep:
        asked = conflict.asked
        waiting = Turn(asked.turn_id, conflict.turn.speaker, conflict.text, revision=asked.revision)
        draft_id = turn_text_rows.insert_text(
            session.connection,
            session.transcript_id,
            waiting,
            session.person,
            Came(Change.EDIT),
            text_id=asked.text_id,
            state=TextState.DRAFT,
        )
        payload["draft"] = draft_id
        if conflict.instead_of:
            turn_text_rows.set_state(session.connection, conflict.instead_of, TextState.SETTLED)
        session.touched.drafts = True
    return conflict_json(session, conflict.turn, conflict.asked.revision, conflict.text, draft_id)


def conflict_again(session: DeskSession, draft_id: str) -> dict[str, Any] | None:
    """The same for an operation that was received before; None when the person has chosen since."""
    draft = turn_text_rows.read_text(session.connection, draft_id)
    if draft is None or draft.state is not TextState.DRAFT:
        return None
    session.touched.drafts = True
    found = turn_rows.read_turns_by_id(session.connection, session.transcript_id, [draft.turn.id])
    if draft.turn.id not in found:
        return None
    return conflict_json(session, found[draft.turn.id], draft.turn.revision, draft.turn.text, draft_id)


def conflict_json(session: DeskSession, turn: Turn, seen: int, yours: str, draft_id: str | None) -> dict[str, Any]:
    last = turn_text_rows.last_author(session.connection, turn.id)
    base = turn_text_rows.read_revision(session.connection, turn.id, seen)
    together = merged(base.turn.text, yours, turn.text) if base else None
    found = {
        "turn": turn.id,
        "revision": turn.revision,
        "text": turn.text,
        "by": session.name_of(last.by) if last else "?",
        "at": last.at.isoformat() if last else None,
        "draft": draft_id,
        "yours": yours,
    }
    return found if together is None else {**found, "merged": together}


def drafts_json(session: DeskSession) -> list[dict[str, Any]]:
    """The person's drafts that wait in this transcript; those of hidden turns are absent."""
    drafts = turn_text_rows.read_drafts(session.connection, session.transcript_id, session.person)
    if not drafts:
        return []
    hidden = turn_text_rows.hidden_turns(session.connection, session.transcript_id)
    present = turn_rows.read_turns_by_id(session.connection, session.transcript_id, {d.turn.id for d in drafts})
    shown = present.keys() - hidden
    return [draft_json(draft, session.person.name) for draft in drafts if draft.turn.id in shown]


def draft_json(draft: TurnText, name: str) -> dict[str, Any]:
    return {
        "text_id": draft.id,
        "turn": draft.turn.id,
        "text": draft.turn.text,
        "revision": draft.turn.revision,
        "by": name,
        "at": draft.at.isoformat(),
    }
