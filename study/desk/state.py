"""What the desk shows besides the words themselves, and how each part of it reads as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from codebooks.model import Codebook, CodeStatus, in_language
from coding.model import Coding, Memo, Round, RoundKind
from core.design import Interview, Participant, Person, Recording
from core.errors import ConflictError
from core.messages import translate
from storage import design_rows, round_rows
from storage.database import Connection
from storage.place_rows import ReadingPlace
from storage.transcript_rows import TranscriptVersion
from study.desk.memo_state import memo_json
from transcripts.model import Check, Speaker


class NoTranscriptError(ConflictError):
    """The interview cannot be read yet."""

    template = "“{label}” has no transcript yet. Start its transcription on the Recordings page."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


@dataclass(frozen=True, slots=True)
class RoundHere:
    """A round, and how far this interview has come in it."""

    round: Round
    is_mine: bool  #: The person may code in it, while it is open.
    finished_by: tuple[str, ...]  #: Ids of those who have marked the interview as finished.
    released: bool  #: Everybody sees what was coded in the interview.


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
    place: ReadingPlace | None  #: Where this person stopped reading; None at the first visit.
    review: tuple[Mapping[str, Any], ...] = ()  #: Codings none of whose words survived a correction.
    drafts: tuple[Mapping[str, Any], ...] = ()  #: The coder's texts that wait beside somebody else's.
    memos: tuple[Memo, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)  #: id -> name, of everybody who has worked in the study.
    round: Round | None = None  #: The one the person works in; None: no open round is theirs.
    rounds: tuple[RoundHere, ...] = ()
    codebook_stamp: int = 0  #: Goes up with every change of the codebook.
    gloss: str | None = None  #: Which machine's gloss stands beside the turns.

    def to_json(self) -> dict[str, Any]:
        """As the browser's component reads it; addresses are added by the page."""
        return {
            "interview": {"id": self.interview.id, "label": self.interview.label},
            "transcript": {
                "id": self.version.id,
                "language": self.version.language,
                "machine_made": self.version.machine_made,
                "made_by_model": str(self.version.made_by.get("model", "")),
                "made_by_trial": self.version.is_trial,
                "made_by": self.version.made_by,
            },
            "revision": self.revision,
            "speakers": [speaker_json(s, self.participants) for s in self.speakers],
            "participants": [participant_json(p, self.interview) for p in self.participants],
            "codes": codes_json(self.codebook),
            "codings": [coding_json(c) for c in self.codings],
            "checked": dict(self.checks),
            "memos": [memo_json(memo, self.people) for memo in self.memos],
            "coder": {"id": self.coder.id, "name": self.coder.name},
            "looked_for": sorted(self.looked_for),
            "recording": self.recording.id if self.recording else None,
            "place": {"turn": self.place.turn_id, "ms": self.place.ms} if self.place else None,
            "review": list(self.review),
            "drafts": list(self.drafts),
            "round": self.round.id if self.round else None,
            "rounds": [round_json(r) for r in self.rounds],
            "codebook": self.codebook_stamp,
            "gloss": self.gloss,
        }


def staying(connection: Connection) -> tuple[Participant, ...]:
    return tuple(p for p in design_rows.read_participants(connection) if p.withdrawn_on is None)


def check_words(check: Check | None, people: Mapping[str, str]) -> str:
    """Who checked a turn and when, as shown."""
    if check is None:
        return ""
    return translate("{name}, {day}", name=people.get(check.by, "?"), day=check.at.date().isoformat())


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


def rounds_here(connection: Connection, person: Person, interview_id: str) -> tuple[RoundHere, ...]:
    """Every round as it stands in one interview."""
    finished = round_rows.read_finished(connection, interview_id)
    released = round_rows.read_releases(connection, interview_id)
    return tuple(
        RoundHere(
            each,
            each.is_for(person.id),
            tuple(mark.person_id for mark in finished if mark.round_id == each.id),
            (each.id, interview_id) in released,
        )
        for each in round_rows.read_rounds(connection)
    )


def round_json(here: RoundHere) -> dict[str, Any]:
    return {
        "id": here.round.id,
        "label": here.round.label,
        "alone": here.round.kind is RoundKind.INDEPENDENT,
        "coders": list(here.round.coder_ids),
        "closed": here.round.closed,
        "mine": here.is_mine,
        "finished": list(here.finished_by),
        "released": here.released,
    }


def coding_json(coding: Coding) -> dict[str, Any]:
    return {
        "id": coding.id,
        "code": coding.code_id,
        "start_turn": coding.passage.start_turn,
        "start": coding.passage.start,
        "end_turn": coding.passage.end_turn,
        "end": coding.passage.end,
        "coder": coding.coder_id,
        "round": coding.round_id,
        "created_at": coding.created_at.isoformat(),
        "origin": coding.origin.value,
        "discuss": coding.discuss,
    }
