"""What an answer of the desk reports about corrected words: turns as they are now, those gone, the order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from coding.operations.fields import IDENTIFIER
from storage import design_rows, transcript_rows
from storage.transcript_rows import PackedTurn
from study.desk.drafts import drafts_json
from study.desk.settling import review_json
from study.desk.state import check_words

if TYPE_CHECKING:
    from study.desk.session import DeskSession


def _turns(session: DeskSession) -> dict[str, Any]:
    wanted = {turn for turn in session.touched.words if IDENTIFIER.fullmatch(turn)}
    if not wanted:
        return {}
    people = {p.id: p.name for p in design_rows.read_people(session.connection)}
    packed = transcript_rows.read_packed_among(session.connection, session.transcript_id, wanted)
    shown = [turn_json(turn, people) for turn in packed]
    gone = sorted(wanted - {turn["id"] for turn in shown})
    order = {}
    if session.touched.order:
        order = {"order": list(transcript_rows.read_shown_order(session.connection, session.transcript_id))}
    return {"turns": shown, "turns_removed": gone, **order}


def _review(session: DeskSession) -> dict[str, Any]:
    return {"review": review_json(session)} if session.touched.review else {}


def _drafts(session: DeskSession) -> dict[str, Any]:
    return {"drafts": drafts_json(session)} if session.touched.drafts else {}


def _version(session: DeskSession) -> dict[str, Any]:
    return {"transcript": session.transcript_id} if session.touched.transcript else {}


REPORTS = (_turns, _review, _drafts, _version)


def turn_json(packed: PackedTurn, people: dict[str, str]) -> dict[str, Any]:
    """A turn as the browser reads it."""
    turn = packed.turn
    return {
        "id": turn.id,
        "speaker": turn.speaker,
        "start_ms": turn.start_ms,
        "end_ms": turn.end_ms,
        "text": turn.text,
        "revision": turn.revision,
        "words": json.loads(packed.words),
        "checked": check_words(turn.checked, people) or None,
    }
