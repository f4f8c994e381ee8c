"""Whose voice turns are: one of the transcript's, or a new one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from coding.operations import SetSpeaker
from core.errors import ConflictError, NotFoundError
from core.messages import translate
from storage import transcript_rows, turn_rows
from study.desk import turns
from study.desk.action import Action, Inverse, listed

if TYPE_CHECKING:
    from study.desk.session import DeskSession

NEW_VOICE = re.compile(r"SPEAKER_(\d{2,4})")


class SpokenSinceError(ConflictError):
    """Somebody has given the turn to another voice since."""

    template = "Somebody has given this turn to another speaker since, so this cannot be undone."


def set_speaker(session: DeskSession, operation: SetSpeaker, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    present = turns.require_turns(session, operation.turn_ids)
    made = know_voice(session, operation.speaker)
    turn_rows.set_speaker(session.connection, operation.turn_ids, operation.speaker)
    before = [[turn, present[turn].speaker] for turn in operation.turn_ids]
    return {"kind": "voices", "before": before, "speaker": operation.speaker, "made": made}


def take_back(session: DeskSession, inverse: Inverse) -> None:
    before = dict(inverse["before"])
    present = turns.require_turns(session, before.keys())
    if any(turn.speaker != inverse["speaker"] for turn in present.values()):
        raise SpokenSinceError
    known = {s.label for s in transcript_rows.read_speakers(session.connection, session.transcript_id)}
    if not known >= set(before.values()):  # another version, with other voices, is in use
        raise SpokenSinceError
    for label in sorted(set(before.values())):
        own = [turn for turn, old in before.items() if old == label]
        turn_rows.set_speaker(session.connection, own, label)
    if inverse["made"]:
        forget_voice(session, inverse["speaker"])


def know_voice(session: DeskSession, label: str) -> bool:
    """Make sure the transcript has this voice: True when it was made, NotFoundError for a label of nobody's."""
    known = {s.label for s in transcript_rows.read_speakers(session.connection, session.transcript_id)}
    if label in known:
        return False
    if label != next_label(known):
        raise NotFoundError(translate("speaker"), label)
    turn_rows.insert_speaker(session.connection, session.transcript_id, label)
    session.touched.speakers = True
    return True


def next_label(known: Iterable[str]) -> str:
    """What the next voice of a transcript with these is called.

    >>> next_label(["SPEAKER_00", "SPEAKER_04", "Kari"])
    'SPEAKER_05'
    """
    numbers = [int(found[1]) for one in known if (found := NEW_VOICE.fullmatch(one))]
    return f"SPEAKER_{max(numbers, default=-1) + 1:02d}"


def forget_voice(session: DeskSession, label: str) -> None:
    """A voice that was made for a step that is taken back goes, unless somebody has used or named it."""
    turn_rows.delete_unused_speaker(session.connection, session.transcript_id, label)
    session.touched.speakers = True


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    rows = [row for row in listed(raw.get("before")) if isinstance(row, list) and row]
    session.touched.words.update([*map(str, listed(raw.get("turns"))), *(str(row[0]) for row in rows)])
    session.touched.speakers = True


ACTIONS = (Action(SetSpeaker, set_speaker, {"voices": take_back}, touch),)
