"""Translations beside the turns. Every text is a row that erasure reaches; the log names rows.

Who translates a turn that somebody else has translated meanwhile is told so: the text is kept beside, in the
translation's history, and the other stays the one that is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coding.operations import TranslateTurn
from coding.operations.fields import IDENTIFIER, BadOperationError
from coding.operations.tracks import TranslatedTurn
from core.clock import now
from core.errors import ConflictError
from core.messages import translate as say
from storage import transcript_rows, translation_rows, turn_rows
from study.desk.action import Action, Inverse, PassageGoneError, listed
from transcripts.model import Turn
from transcripts.translations import Translation

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class TranslatedMeanwhileError(ConflictError):
    """Somebody has translated the turn since the person saw it. Carries what the person wrote."""

    template = "{name} has changed this translation since you began. Look at it as it is now, then write yours again."

    def __init__(self, name: str, operation: TranslateTurn) -> None:
        super().__init__(name=name)
        self.operation = operation


class TranslationErasedError(ConflictError):
    """The text that would come back is not there any more."""

    template = "The earlier text of this translation has been erased, so this cannot be undone."


def translate(session: DeskSession, operation: TranslateTurn, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    present = _turns(session, [text.turn_id for text in operation.texts])
    before = translation_rows.shown_ids(session.connection, list(present), operation.language)
    for text in operation.texts:
        if before.get(text.turn_id) != text.seen:
            raise TranslatedMeanwhileError(_name_of(session, before.get(text.turn_id)), operation)
    for text in operation.texts:
        _keep(session, operation, text, present[text.turn_id])
        _show(session, operation.language, text.turn_id, text.text_id)
    kept = [[text.turn_id, text.text_id, before.get(text.turn_id)] for text in operation.texts]
    return {"kind": "translations", "language": operation.language, "turns": kept}


def take_back(session: DeskSession, inverse: Inverse) -> None:
    language = inverse["language"]
    present = _turns(session, [turn for turn, *_ in inverse["turns"]])
    shown = translation_rows.shown_ids(session.connection, list(present), language)
    for turn, made, _ in inverse["turns"]:
        if translation_rows.read_translation(session.connection, made) is None:
            raise TranslationErasedError
        if shown.get(turn) != made:
            raise TranslationChangedError(_name_of(session, shown.get(turn)))
    for turn, _, before in inverse["turns"]:
        _show(session, language, turn, before)


class TranslationChangedError(ConflictError):
    """Somebody has changed the translation after the step that is to be taken back."""

    template = "{name} has changed this translation since, so this cannot be undone."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


def keep_beside(session: DeskSession, operation: TranslateTurn) -> None:
    """Keep what was refused because somebody was faster: in the translation's history, where it can be found."""
    present = turn_rows.read_turns_by_id(
        session.connection, session.transcript_id, [text.turn_id for text in operation.texts]
    )
    for text in operation.texts:
        is_new = translation_rows.read_translation(session.connection, text.text_id) is None
        if text.turn_id in present and text.text and is_new:
            _keep(session, operation, text, present[text.turn_id])


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    texts = [text for text in listed(raw.get("texts")) if isinstance(text, dict)]
    rows = [row for row in listed(raw.get("turns")) if isinstance(row, list) and row]
    named = [*(str(text.get("turn")) for text in texts), *(str(row[0]) for row in rows)]
    session.touched.translations.update(turn for turn in named if IDENTIFIER.fullmatch(turn))


ACTIONS = (Action(TranslateTurn, translate, {"translations": take_back}, touch),)


def _turns(session: DeskSession, turn_ids: list[str]) -> dict[str, Turn]:
    """These turns; PassageGoneError for a hidden one, or one that is not in the transcript."""
    session.touched.translations.update(turn_ids)
    found = turn_rows.read_turns_by_id(session.connection, session.transcript_id, turn_ids)
    hidden = transcript_rows.hidden_speakers(session.connection, session.transcript_id)
    if len(found) < len(set(turn_ids)) or any(turn.speaker in hidden for turn in found.values()):
        raise PassageGoneError
    return found


def _keep(session: DeskSession, operation: TranslateTurn, text: TranslatedTurn, turn: Turn) -> None:
    """Write the text down, unless it is there already because it is done again."""
    found = translation_rows.read_translation(session.connection, text.text_id)
    if found is not None and (found.turn_id, found.language) == (turn.id, operation.language) and text.text is None:
        return
    if text.text is None:
        raise TranslationErasedError
    if found is not None:
        raise BadOperationError("identifier")
    made = Translation(
        id=text.text_id,
        turn_id=turn.id,
        language=operation.language,
        text=text.text,
        translator=operation.translator or session.person.name,
        status=operation.status,
        revision=min(text.revision, turn.revision),
        by=session.person.id,
        at=now(),
    )
    translation_rows.insert_translation(session.connection, session.interview_id, made)


def _show(session: DeskSession, language: str, turn_id: str, text_id: str | None) -> None:
    if not translation_rows.show(session.connection, turn_id, language, text_id):
        raise TranslationErasedError


def _name_of(session: DeskSession, translation_id: str | None) -> str:
    """Who entered a translation, for a sentence; of one that is not shown any more nobody can say."""
    found = translation_rows.read_translation(session.connection, translation_id) if translation_id else None
    return session.name_of(found.by) if found else say("Somebody else")
