"""Verbs on voice profiles: a returning voice may be proposed, for participants whose consent allows that.

Without that consent nothing is computed and nothing is kept. Whether it holds is asked before anything is listened to,
and again in the transaction that keeps what was heard. A person begins every comparison, and decides about each voice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.clock import now
from core.design import Interview, Participant, Person, Recording
from core.errors import ConflictError, NotFoundError, RefusedError
from core.messages import translate
from core.spans import TimeSpan
from storage import design_rows, heard_rows, profile_rows, transcript_rows
from storage.database import Connection
from storage.profile_rows import VoiceProfile
from storage.transcript_rows import TranscriptVersion
from study.base import OpenStudy
from study.design import find_interview
from study.transcripts import current_version
from study.voice_matching import proposals
from transcripts.samples import alone_spans

if TYPE_CHECKING:
    from storage.media import StoredMedia

ENOUGH_MS = 60_000  #: More speech makes no voice clearer.
SHORTEST_MS = 1_000
LEAST_MS = 10_000  #: With less speech than this a voice is not described.


class NotAllAgreedError(RefusedError):
    """A voice that would be listened to may be that of somebody who has not agreed."""

    template = (
        "The voices here are not compared. Among those not named yet may be somebody who has not agreed to voice "
        "profiles: {names}. Name their voices first, or record the consents on the People page."
    )

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(names=", ".join(names))


class NobodyListedError(RefusedError):
    """Nobody has written down whose voices are left, so nobody can know whether they have agreed."""

    template = (
        "It is not written down who else takes part in “{label}”, so the voices are compared only when you say that "
        "everybody heard in it has agreed to voice profiles."
    )

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class NothingToCompareError(ConflictError):
    """No voice without a name, no recording, or no profile of anybody."""

    template = (
        "There is nothing to compare here: it takes a recording, a voice without a name, and a participant who was "
        "named in another interview and whose consent allows voice profiles."
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether the unnamed voices of an interview can be compared with the profiles of participants heard elsewhere."""

    candidates: tuple[Participant, ...]  #: Whom a voice may be proposed to be.
    not_agreed: tuple[Participant, ...]  #: Whose voice may be among those without a name, and who has not agreed.
    is_listed: bool  #: It is written down who takes part beside those who are named already.

    @property
    def is_possible(self) -> bool:
        """Somebody could be recognised, and nobody stands against it."""
        return bool(self.candidates) and not self.not_agreed


@dataclass(frozen=True, slots=True)
class _Task:
    """One voice to listen to."""

    key: str  #: A participant's id, or a label.
    spans: tuple[TimeSpan, ...]
    basis: str

    @property
    def heard_ms(self) -> int:
        return sum(span.length_ms for span in self.spans)


class VoiceProfileVerbs(OpenStudy):
    """Recognising voices that return."""

    def make_voice_profiles(self, person: Person, interview_id: str) -> int:
        """Describe the voices named here of participants who allow it, where that is not done yet; how many it did."""
        with self.reading(person) as connection:
            find_interview(connection, interview_id)
            tasks = missing_profiles(connection, interview_id)
            recording = _recording(connection, interview_id)
        described = self._listen(recording, tasks)
        if not described:
            return 0
        from pipeline.voice_child import voice_model

        with self.writing(person) as connection:
            still = {(task.key, task.basis) for task in missing_profiles(connection, interview_id)}
            kept = [task for task in tasks if task.key in described and (task.key, task.basis) in still]
            for task in kept:
                floats = described[task.key]
                profile = VoiceProfile(task.key, interview_id, voice_model(), floats, task.heard_ms, task.basis, now())
                profile_rows.write_profile(connection, profile)
                design_rows.insert_audit(connection, person, "make_voice_profile", "participant", task.key)
        return len(kept)

    def compare_voices(self, person: Person, interview_id: str, *, everybody_agrees: bool = False) -> int:
        """Listen to the voices without a name and propose who they may be; for how many there is a proposal now.

        `everybody_agrees`: the person says that everybody heard here has agreed, where nobody has written down who
        takes part. Raises NotAllAgreedError, NobodyListedError, NothingToCompareError.
        """
        with self.reading(person) as connection:
            interview, version = find_interview(connection, interview_id), current_version(connection, interview_id)
            comparison = comparable(connection, interview, version)
            _require(comparison, interview, everybody_agrees=everybody_agrees)
            elsewhere = _heard_elsewhere(connection, comparison.candidates, interview_id)
            tasks = _unnamed(connection, interview_id, version)
            recording = _recording(connection, interview_id)
        if version is None or recording is None or not tasks:
            raise NothingToCompareError
        for other in elsewhere:
            self.make_voice_profiles(person, other)
        described = self._listen(recording, tasks)
        return self._propose(person, interview, version, described, everybody_agrees=everybody_agrees)

    def decline_voice(
        self, person: Person, interview_id: str, label: str, participant_id: str, *, declined: bool = True
    ) -> None:
        """Say that a voice is not the participant's, or take that back. It is remembered with the transcript."""
        with self.writing(person) as connection:
            version = current_version(connection, interview_id)
            about = version and profile_rows.set_declined(
                connection, version.id, label, participant_id, declined=declined
            )
            if not about:
                raise NotFoundError(translate("speaker"), label)
            design_rows.insert_audit(connection, person, "decline_voice", "participant", participant_id)
            design_rows.raise_revision(connection, interview_id)

    def _propose(
        self,
        person: Person,
        interview: Interview,
        version: TranscriptVersion,
        described: dict[str, tuple[float, ...]],
        *,
        everybody_agrees: bool,
    ) -> int:
        from pipeline.voice_child import voice_model

        with self.writing(person) as connection:
            profile_rows.forget_unfounded(connection)
            comparison = comparable(connection, find_interview(connection, interview.id), version)
            _require(comparison, interview, everybody_agrees=everybody_agrees)
            ids = {participant.id for participant in comparison.candidates}
            usable = [
                profile
                for profile in profile_rows.read_profiles(connection)
                if profile.participant_id in ids
                and profile.interview_id != interview.id
                and profile.model == voice_model()
            ]
            before = profile_rows.read_proposals(connection, version.id)
            declined = {(each.label, each.participant_id) for each in before if each.declined}
            found = proposals(described, usable, declined)
            profile_rows.replace_proposals(connection, version.id, found)
            design_rows.insert_audit(connection, person, "compare_voices", "interview", interview.id)
            design_rows.raise_revision(connection, interview.id)
        return len(found)

    def _listen(self, recording: Recording | None, tasks: Sequence[_Task]) -> dict[str, tuple[float, ...]]:
        """What each of these voices sounds like, by the task's key; without those that are never heard clearly."""
        if recording is None or not tasks:
            return {}
        heard = describe(self.media.reader(recording.sha256), [task.spans for task in tasks])
        return {task.key: floats for task, floats in zip(tasks, heard, strict=True) if floats is not None}


def describe(reader: StoredMedia, voices: Sequence[Sequence[TimeSpan]]) -> Sequence[tuple[float, ...] | None]:
    """Every description of a voice that this study makes is made here."""
    from pipeline.voice_child import describe_voices

    return describe_voices(reader, voices)


def missing_profiles(connection: Connection, interview_id: str) -> tuple[_Task, ...]:
    """The participants named in the interview whose consent allows a profile that is not made yet, or holds no more."""
    version, recording = current_version(connection, interview_id), _recording(connection, interview_id)
    allowed = {p.id for p in design_rows.read_participants(connection) if p.allows_voice_profile}
    if version is None or recording is None or not allowed:
        return ()
    from pipeline.voice_child import voice_model

    labels: dict[str, list[str]] = {}
    for speaker in transcript_rows.read_speakers(connection, version.id):
        if speaker.participant_id in allowed:
            labels.setdefault(speaker.participant_id, []).append(speaker.label)
    made = {
        (profile.participant_id, profile.basis)
        for profile in profile_rows.read_profiles(connection)
        if profile.interview_id == interview_id and profile.model == voice_model()
    }
    tasks = _tasks(connection, version, recording, labels)
    return tuple(task for task in tasks if (task.key, task.basis) not in made)


def comparable(connection: Connection, interview: Interview, version: TranscriptVersion | None) -> Comparison:
    """Who may be recognised among the voices without a name."""
    participants = {p.id: p for p in design_rows.read_participants(connection)}
    speakers = transcript_rows.read_speakers(connection, version.id) if version else ()
    named = {speaker.participant_id for speaker in speakers}
    listed = [p for p in participants.values() if p.id in interview.participant_ids]
    open_ones = [p for p in listed if p.id not in named and not p.is_staff]
    possible = open_ones or [p for p in participants.values() if p.id not in named]
    allowed = [p for p in possible if p.allows_voice_profile]
    known = set(_named_elsewhere(connection, interview.id))
    known |= {p.participant_id for p in profile_rows.read_profiles(connection) if p.interview_id != interview.id}
    return Comparison(
        candidates=tuple(p for p in allowed if p.id in known),
        not_agreed=tuple(p for p in open_ones if not p.allows_voice_profile),
        is_listed=bool(open_ones),
    )


def _require(comparison: Comparison, interview: Interview, *, everybody_agrees: bool) -> None:
    if comparison.not_agreed:
        raise NotAllAgreedError(p.pseudonym for p in comparison.not_agreed)
    if not comparison.candidates:
        raise NothingToCompareError
    if not comparison.is_listed and not everybody_agrees:
        raise NobodyListedError(interview.label)


def _named_elsewhere(connection: Connection, interview_id: str) -> dict[str, list[str]]:
    """By participant: the other interviews with a recording in whose current transcript a voice has their name."""
    recorded = {recording.interview_id for recording in design_rows.read_recordings(connection)} - {interview_id}
    found: dict[str, list[str]] = {}
    for version in transcript_rows.read_versions(connection):
        if version.is_current and version.interview_id in recorded:
            for speaker in transcript_rows.read_speakers(connection, version.id):
                if speaker.participant_id:
                    found.setdefault(speaker.participant_id, []).append(version.interview_id)
    return found


def _heard_elsewhere(connection: Connection, candidates: Iterable[Participant], interview_id: str) -> tuple[str, ...]:
    elsewhere = _named_elsewhere(connection, interview_id)
    return tuple(dict.fromkeys(other for p in candidates for other in elsewhere.get(p.id, ())))


def _unnamed(connection: Connection, interview_id: str, version: TranscriptVersion | None) -> tuple[_Task, ...]:
    """The voices of the interview of which nobody has said whose they are, each a task under its label."""
    recording = _recording(connection, interview_id)
    if version is None or recording is None:
        return ()
    speakers = transcript_rows.read_speakers(connection, version.id)
    unnamed = [s.label for s in speakers if not (s.participant_id or s.role or s.name)]
    return _tasks(connection, version, recording, {label: [label] for label in unnamed})


def _tasks(
    connection: Connection, version: TranscriptVersion, recording: Recording, labels: dict[str, list[str]]
) -> tuple[_Task, ...]:
    """What to listen to of each of these voices; turns of participants who have withdrawn are never among it."""
    if not labels:
        return ()
    turns = transcript_rows.read_turns(connection, version.id, with_words=True)
    heard = heard_rows.read_heard(connection, version.id)
    found = []
    for key, own in labels.items():
        spans = tuple(
            span
            for label in own
            for span in alone_spans(turns, label, heard, shortest_ms=SHORTEST_MS, most_ms=ENOUGH_MS)
        )
        basis = hashlib.sha256(repr((recording.sha256, spans)).encode()).hexdigest()
        task = _Task(key, spans, basis)
        if task.heard_ms >= LEAST_MS:
            found.append(task)
    return tuple(found)


def _recording(connection: Connection, interview_id: str) -> Recording | None:
    recordings = design_rows.read_recordings(connection)
    return next((r for r in recordings if r.interview_id == interview_id), None)
