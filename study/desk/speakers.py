"""Saying who a voice is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coding.operations import NameSpeaker
from core.design import STAFF_ROLES
from core.errors import ConflictError, NotFoundError
from storage import design_rows, profile_rows, transcript_rows
from storage.database import RowClash
from study.base import tidy_name
from study.design import NameTakenError
from study.desk.action import Action, Inverse
from study.pseudonyms import checked_pseudonym
from transcripts.model import Speaker

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class SpeakerNamedSinceError(ConflictError):
    """Somebody else has said since who the voice is."""

    template = "{name} has said since who the voice “{speaker}” is, so this cannot be undone."

    def __init__(self, name: str, speaker: str) -> None:
        super().__init__(name=name, speaker=speaker)


class OtherVoicesError(ConflictError):
    """Another version of the transcript is in use, with voices of its own."""

    template = "Another version of the transcript is in use, and its voices are others, so this cannot be undone."


def name(session: DeskSession, operation: NameSpeaker, payload: dict[str, Any]) -> Inverse:
    session.touched.speakers = True
    old = _speaker(session, operation.speaker)
    if operation.role is not None and operation.role not in STAFF_ROLES:
        raise NotFoundError("role", operation.role)
    participant_id = operation.participant_id
    made = operation.new_pseudonym is not None
    if operation.new_pseudonym is not None:
        participant_id = _new_participant(session, operation, participant_id)
        payload["participant_id"] = participant_id  # so that doing it again makes the same participant
    elif participant_id is not None:
        _require_participant(session, participant_id)
    own_name = tidy_name(operation.name, "name") if operation.name.strip() else ""
    speaker = Speaker(operation.speaker, participant_id, operation.role, own_name)
    transcript_rows.name_speaker(session.connection, session.transcript_id, speaker)
    profile_rows.forget_unfounded(session.connection)
    return {
        "kind": "speaker",
        "before": [old.label, old.participant_id, old.role, old.name],
        "after": [speaker.label, speaker.participant_id, speaker.role, speaker.name],
        "transcript": session.transcript_id,
        "unlink": participant_id if participant_id and _link(session, participant_id) else None,
        "remove_participant": participant_id if made else None,
    }


def take_back(session: DeskSession, inverse: Inverse) -> None:
    session.touched.speakers = True
    if inverse.get("transcript", session.transcript_id) != session.transcript_id:
        raise OtherVoicesError
    label = inverse["before"][0]
    if "after" in inverse and _speaker(session, label) != Speaker(*inverse["after"]):
        who = session.name_of_last("name_speaker", lambda payload: payload["speaker"] == label)
        raise SpeakerNamedSinceError(who, label)
    transcript_rows.name_speaker(session.connection, session.transcript_id, Speaker(*inverse["before"]))
    profile_rows.forget_unfounded(session.connection)
    speakers = transcript_rows.read_speakers(session.connection, session.transcript_id)
    if inverse["unlink"] and all(each.participant_id != inverse["unlink"] for each in speakers):
        design_rows.unlink_participant(session.connection, session.interview_id, inverse["unlink"])
    if inverse["remove_participant"]:
        design_rows.delete_unused_participant(session.connection, inverse["remove_participant"])


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:  # noqa: ARG001
    session.touched.speakers = True


ACTIONS = (Action(NameSpeaker, name, {"speaker": take_back}, touch),)


def _speaker(session: DeskSession, label: str) -> Speaker:
    for speaker in transcript_rows.read_speakers(session.connection, session.transcript_id):
        if speaker.label == label:
            return speaker
    raise NotFoundError("speaker", label)


def _require_participant(session: DeskSession, participant_id: str) -> None:
    if participant_id not in {p.id for p in design_rows.read_participants(session.connection)}:
        raise NotFoundError("participant", participant_id)


def _new_participant(session: DeskSession, operation: NameSpeaker, known_id: str | None) -> str:
    pseudonym = checked_pseudonym(session.connection, operation.new_pseudonym or "")
    try:
        participant_id = design_rows.insert_participant(session.connection, pseudonym, known_id)
    except RowClash as error:
        raise NameTakenError("participant", pseudonym) from error
    if operation.new_role:
        design_rows.insert_role(session.connection, participant_id, tidy_name(operation.new_role, "role"), None)
    return participant_id


def _link(session: DeskSession, participant_id: str) -> bool:
    """List the participant with the interview; False when that was so already."""
    interviews = {i.id: i for i in design_rows.read_interviews(session.connection)}
    if participant_id in interviews[session.interview_id].participant_ids:
        return False
    design_rows.link_participants(session.connection, session.interview_id, [participant_id])
    return True
