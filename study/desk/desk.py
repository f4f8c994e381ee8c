"""Opening an interview at the desk, and applying the operations that arrive from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from coding.operations.fields import CLIENT, BadOperationError
from core.design import Interview, Person
from core.errors import NotFoundError
from core.failpoints import failpoint
from storage import coding_rows, design_rows, gloss_rows, history_rows, looking_rows, transcript_rows
from storage.database import Connection
from storage.place_rows import ReadingPlace
from storage.transcript_rows import TranscriptVersion
from study.codebook import read_codebook
from study.design import find_interview
from study.desk import live, places
from study.desk.changes import changes
from study.desk.drafts import drafts_json
from study.desk.memo_state import read_desk_memos
from study.desk.presence import Presence
from study.desk.session import DeskSession
from study.desk.settling import review_json
from study.desk.state import DeskState, NoTranscriptError, check_words, rounds_here, staying
from study.desk.tracks import tracks_json
from study.round_rules import round_to_work_in
from study.snapshots import codings_within
from study.transcripts import current_version

if TYPE_CHECKING:
    from study.base import OpenStudy

MAX_OPERATIONS_AT_ONCE = 2_000


class Desk:
    """`study.desk`: opens interviews for coding and applies what people do there."""

    def __init__(self, study: OpenStudy) -> None:
        self._study = study
        self._presence = Presence()

    def open(self, person: Person, interview_id: str) -> DeskState:
        """The state of one interview's desk; NoTranscriptError while there is nothing to read."""
        with self._study.reading(person) as connection:
            return _opened(connection, person, interview_id)

    def transcript_json(self, person: Person, interview_id: str, transcript_id: str) -> bytes:
        """The turns with their words as JSON, for the browser; NotFoundError when it is another interview's."""
        with self._study.reading(person) as connection:
            versions = transcript_rows.read_versions(connection, interview_id)
            version = next((v for v in versions if v.id == transcript_id), None)
            if version is None:
                raise NotFoundError("transcript", transcript_id)
            packed = transcript_rows.read_packed_turns(connection, transcript_id)
            tracks = tracks_json(connection, interview_id, transcript_id, [each.turn for each in packed])
        rows = ",".join(_turn_json(p.turn, p.words) for p in packed)
        head = json.dumps({"id": transcript_id, "language": version.language, **tracks})
        return f'{head[:-1]},"turns":[{rows}]}}'.encode()

    def keep_place(self, person: Person, interview_id: str, turn_id: str, ms: int | None) -> None:
        """Remember where the person has come to in an interview; see `study.desk.places`."""
        with self._study.writing(person) as connection:
            _, version = readable(connection, interview_id)
            places.keep_place(connection, person, version.id, ReadingPlace(turn_id, ms), interview_id)

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
            _, version = readable(connection, interview_id)
            revision = design_rows.read_revision(connection, interview_id) + 1
            session = DeskSession(connection, person, interview_id, version.id, client, revision)
            received = coding_rows.read_received(connection, client, [seq for seq, _ in ordered])
            if any(row.person_id != person.id for row in received.values()):
                raise BadOperationError("client")  # somebody else's outbox: nothing of theirs is answered
            results = [
                session.again(received[seq]) if seq in received else session.take(seq, raw) for seq, raw in ordered
            ]
            if any(seq not in received for seq, _ in ordered):
                design_rows.raise_revision(connection, interview_id)
            answer = {
                "acknowledged": max((seq for seq, _ in ordered), default=0),
                "revision": design_rows.read_revision(connection, interview_id),
                "results": results,
                "changes": changes(session),
            }
        failpoint("desk.after_commit")
        self._presence.seen(person, interview_id)
        return answer

    def changes_since(
        self,
        person: Person,
        interview_id: str,
        revision: int,
        *,
        transcript_id: str | None = None,
        codebook_stamp: int | None = None,
    ) -> dict[str, Any]:
        """What others have done in the interview since a revision, as far as the person may see it; asked every few
        seconds by every open desk, so that it costs next to nothing when there is nothing.

        `{"revision", "codebook", "changes", "reload", "present"}`. `changes` is as in the answer of `apply`. Where
        something was changed elsewhere than at a desk, there is `state` instead: everything, as `DeskState.to_json`,
        and `order`: id, revision and speaker of every shown turn. `reload`: the desk shows another transcript than the
        current one.
        """
        with self._study.reading(person) as connection:
            answer = live.since(connection, person, interview_id, revision, transcript_id, codebook_stamp)
            if "state" in answer:
                state = _opened(connection, person, interview_id)
                shown = transcript_rows.read_turns(connection, state.version.id)
                order = [[turn.id, turn.revision, turn.speaker] for turn in shown]
                answer |= {"state": state.to_json(), "order": order}
        self._presence.seen(person, interview_id)
        return answer | {"present": self._presence.others(person, interview_id)}


def _opened(connection: Connection, person: Person, interview_id: str) -> DeskState:
    interview, version = readable(connection, interview_id)
    people = {p.id: p.name for p in design_rows.read_people(connection)}
    turns = transcript_rows.read_turns(connection, version.id)
    shown = {turn.id for turn in turns}
    order = transcript_rows.read_turn_order(connection, version.id)
    codings = coding_rows.read_codings(connection, person, interview_id)
    recordings = [r for r in design_rows.read_recordings(connection) if r.interview_id == interview_id]
    revision = design_rows.read_revision(connection, interview_id)
    session = DeskSession(connection, person, interview_id, version.id, "")
    codebook, looking = read_codebook(connection), looking_rows.read_looking(connection, person, interview_id)
    seen = tuple(codings_within(codings, order, shown))
    return DeskState(
        interview=interview,
        version=version,
        revision=revision,
        speakers=transcript_rows.read_speakers(connection, version.id),
        participants=staying(connection),
        codebook=codebook,
        codings=seen,
        checks={turn.id: check_words(turn.checked, people) for turn in turns if turn.checked},
        recording=next((r for r in recordings if r.playback_sha256), None),
        coder=person,
        looked_for=frozenset(c.id for c in codebook.codes if looking.was_looked_for(c.id, interview_id, person.id)),
        place=places.find_place(connection, person, interview_id, shown),
        review=tuple(review_json(session)),
        drafts=tuple(drafts_json(session)),
        memos=read_desk_memos(connection, person, interview, {coding.id for coding in seen}, shown),
        people=people,
        round=round_to_work_in(connection, person),
        rounds=rounds_here(connection, person, interview_id),
        codebook_stamp=history_rows.read_stamp(connection),
        gloss=gloss_rows.shown_id(connection, interview_id),
    )


def readable(connection: Connection, interview_id: str) -> tuple[Interview, TranscriptVersion]:
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
