"""The coding desk: one interview open for reading and coding, and the operations that arrive from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from codebooks.model import Codebook, CodeStatus, in_language
from coding.model import Coding
from coding.operations import CLIENT, BadOperationError
from core.design import Interview, Participant, Person, Recording
from core.errors import ConflictError, NotFoundError
from core.failpoints import failpoint
from core.messages import translate
from storage import coding_rows, design_rows, looking_rows, transcript_rows
from storage.database import Connection
from storage.transcript_rows import TranscriptVersion
from study.codebook import read_codebook
from study.design import find_interview
from study.desk_operations import DeskSession
from study.snapshots import codings_within
from study.transcripts import current_version
from transcripts.model import Check, Speaker

if TYPE_CHECKING:
    from study.base import OpenStudy

MAX_OPERATIONS_AT_ONCE = 2_000


class NoTranscriptError(ConflictError):
    """The interview cannot be read yet."""

    template = "“{label}” has no transcript yet. Start its transcription on the Recordings page."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


@dataclass(frozen=True, slots=True)
class DeskState:
    """Everything the desk shows besides the words themselves, at one moment."""

    interview: Interview
    version: TranscriptVersion
    revision: int
    speakers: tuple[Speaker, ...]
    participants: tuple[Participant, ...]
    codebook: Codebook
    codings: tuple[Coding, ...]
    checks: Mapping[str, str]  #: turn id -> who checked it and when, in words.
    recording: Recording | None
    coder: Person
    looked_for: frozenset[str]  #: Codes, as they are now, that this coder has looked for here.

    def to_json(self) -> dict[str, Any]:
        """As the browser's component reads it; addresses are added by the page."""
        return {
            "interview": {"id": self.interview.id, "label": self.interview.label},
            "transcript": {
                "id": self.version.id,
                "language": self.version.language,
                "machine_made": self.version.machine_made,
                "made_by_model": str(self.version.made_by.get("model", "")),
                "made_by": self.version.made_by,
            },
            "revision": self.revision,
            "speakers": [speaker_json(s, self.participants) for s in self.speakers],
            "participants": [participant_json(p, self.interview) for p in self.participants],
            "codes": codes_json(self.codebook),
            "codings": [coding_json(c) for c in self.codings],
            "checked": dict(self.checks),
            "coder": {"id": self.coder.id, "name": self.coder.name},
            "looked_for": sorted(self.looked_for),
            "recording": self.recording.id if self.recording else None,
        }


class Desk:
    """`study.desk`: opens interviews for coding and applies what people do there."""

    def __init__(self, study: OpenStudy) -> None:
        self._study = study

    def open(self, person: Person, interview_id: str) -> DeskState:
        """The state of one interview's desk; NoTranscriptError while there is nothing to read."""
        with self._study.reading(person) as connection:
            interview, version = _readable(connection, interview_id)
            people = {p.id: p.name for p in design_rows.read_people(connection)}
            turns = transcript_rows.read_turns(connection, version.id)
            order = transcript_rows.read_turn_order(connection, version.id)
            codings = coding_rows.read_codings(connection, interview_id)
            recordings = [r for r in design_rows.read_recordings(connection) if r.interview_id == interview_id]
            codebook, looking = read_codebook(connection), looking_rows.read_looking(connection, interview_id)
            looked = {c.id for c in codebook.codes if looking.was_looked_for(c.id, interview_id, person.id)}
            return DeskState(
                interview=interview,
                version=version,
                revision=design_rows.read_revision(connection, interview_id),
                speakers=transcript_rows.read_speakers(connection, version.id),
                participants=staying(connection),
                codebook=codebook,
                codings=tuple(codings_within(codings, order, {turn.id for turn in turns})),
                checks={turn.id: check_words(turn.checked, people) for turn in turns if turn.checked},
                recording=next((r for r in recordings if r.playback_sha256), None),
                coder=person,
                looked_for=frozenset(looked),
            )

    def transcript_json(self, person: Person, interview_id: str, transcript_id: str) -> bytes:
        """The turns with their words as JSON, for the browser; NotFoundError when it is another interview's."""
        with self._study.reading(person) as connection:
            versions = transcript_rows.read_versions(connection, interview_id)
            version = next((v for v in versions if v.id == transcript_id), None)
            if version is None:
                raise NotFoundError("transcript", transcript_id)
            packed = transcript_rows.read_packed_turns(connection, transcript_id)
        rows = ",".join(_turn_json(p.turn, p.words) for p in packed)
        head = json.dumps({"id": transcript_id, "language": version.language})
        return f'{head[:-1]},"turns":[{rows}]}}'.encode()

    def apply(
        self, person: Person, interview_id: str, client: str, operations: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Apply operations in the order of their `seq`; each one happens once, however often it is sent.

        A refused operation is acknowledged with its reason, and the next goes on. All of it is one transaction: what
        this returns as acknowledged is on the disk.
        """
        if not isinstance(client, str) or not CLIENT.fullmatch(client):
            raise BadOperationError("client")
        ordered = _in_order(operations)
        with self._study.writing(person) as connection:
            _, version = _readable(connection, interview_id)
            session = DeskSession(connection, person, interview_id, version.id, client)
            received = coding_rows.read_received(connection, client, [seq for seq, _ in ordered])
            results = [
                session.again(received[seq]) if seq in received else session.take(seq, raw) for seq, raw in ordered
            ]
            if any(seq not in received for seq, _ in ordered):
                design_rows.raise_revision(connection, interview_id)
            answer = {
                "acknowledged": max((seq for seq, _ in ordered), default=0),
                "revision": design_rows.read_revision(connection, interview_id),
                "results": results,
                "changes": _changes(connection, session),
            }
        failpoint("desk.after_commit")
        return answer


def _readable(connection: Connection, interview_id: str) -> tuple[Interview, TranscriptVersion]:
    interview = find_interview(connection, interview_id)
    version = current_version(connection, interview_id)
    if version is None:
        raise NoTranscriptError(interview.label)
    return interview, version


def _in_order(operations: Sequence[Mapping[str, Any]]) -> list[tuple[int, Mapping[str, Any]]]:
    if not isinstance(operations, list) or len(operations) > MAX_OPERATIONS_AT_ONCE:
        raise BadOperationError("operations")
    numbered = {}
    for raw in operations:
        seq = raw.get("seq") if isinstance(raw, dict) else None
        if not isinstance(seq, int) or isinstance(seq, bool) or not 0 < seq < 2**53:
            raise BadOperationError("seq")
        numbered[seq] = raw
    return sorted(numbered.items())


def _changes(connection: Connection, session: DeskSession) -> dict[str, Any]:
    """How what was touched stands now: the browser shows this, whatever it had expected."""
    rows = {i: coding_rows.read_coding(connection, i) for i in sorted(session.touched_codings)}
    people = {p.id: p.name for p in design_rows.read_people(connection)}
    checks = transcript_rows.read_checks(connection, session.transcript_id, session.touched_turns)
    changes: dict[str, Any] = {
        "codings": [coding_json(row.coding) for row in rows.values() if row and row.removed_by is None],
        "removed": [i for i, row in rows.items() if row is None or row.removed_by is not None],
        "checked": {turn: check_words(check, people) if check else None for turn, check in checks.items()},
    }
    if session.touched_speakers:
        participants = staying(connection)
        interview = find_interview(connection, session.interview_id)
        speakers = transcript_rows.read_speakers(connection, session.transcript_id)
        changes["speakers"] = [speaker_json(s, participants) for s in speakers]
        changes["participants"] = [participant_json(p, interview) for p in participants]
    if session.touched_codes:
        changes["codes"] = codes_json(read_codebook(connection))
    return changes


def staying(connection: Connection) -> tuple[Participant, ...]:
    return tuple(p for p in design_rows.read_participants(connection) if p.withdrawn_on is None)


def check_words(check: Check | None, people: Mapping[str, str]) -> str:
    """Who checked a turn and when, as shown."""
    if check is None:
        return ""
    return translate("{name}, {day}", name=people.get(check.by, "?"), day=check.at.date().isoformat())


def _turn_json(turn: Any, words: str) -> str:
    head = json.dumps(
        {
            "id": turn.id,
            "speaker": turn.speaker,
            "start_ms": turn.start_ms,
            "end_ms": turn.end_ms,
            "text": turn.text,
            "revision": turn.revision,
        },
        ensure_ascii=False,
    )
    return f'{head[:-1]},"words":{words}}}'


def speaker_json(speaker: Speaker, participants: Sequence[Participant]) -> dict[str, Any]:
    pseudonym = next((p.pseudonym for p in participants if p.id == speaker.participant_id), "")
    return {
        "label": speaker.label,
        "name": pseudonym or speaker.name,
        "role": speaker.role,
        "participant_id": speaker.participant_id,
    }


def participant_json(participant: Participant, interview: Interview) -> dict[str, Any]:
    return {
        "id": participant.id,
        "pseudonym": participant.pseudonym,
        "role": participant.role_on(interview.held_on),
        "in_interview": participant.id in interview.participant_ids,
    }


def codes_json(codebook: Codebook) -> list[dict[str, Any]]:
    return [
        {
            "id": code.id,
            "parent_id": code.parent_id,
            "depth": depth,
            "name": in_language(code.name),
            "colour": code.colour,
            "definition": in_language(code.definition),
            "when_to_use": in_language(code.when_to_use),
            "when_not_to_use": in_language(code.when_not_to_use),
        }
        for depth, code in codebook.walk()
        if code.status is not CodeStatus.RETIRED
    ]


def coding_json(coding: Coding) -> dict[str, Any]:
    return {
        "id": coding.id,
        "code": coding.code_id,
        "start_turn": coding.passage.start_turn,
        "start": coding.passage.start,
        "end_turn": coding.passage.end_turn,
        "end": coding.passage.end,
        "coder": coding.coder_id,
        "created_at": coding.created_at.isoformat(),
    }
