"""Who is speaking, voice by voice: what a person needs to say whose each one is, all on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.design import Interview, Participant, Person, Recording
from core.errors import NotFoundError
from core.messages import translate
from storage import design_rows, heard_rows, profile_rows, transcript_rows
from storage.database import Connection
from storage.profile_rows import VoiceProposal
from study.design import find_interview
from study.desk.state import speaker_json, staying
from study.desk.voices import next_label
from study.transcripts import current_version
from study.voice_profiles import Comparison, VoiceProfileVerbs, comparable, missing_profiles
from transcripts.model import Speaker, Turn
from transcripts.samples import Sample, clean_samples


@dataclass(frozen=True, slots=True)
class ReviewedVoice:
    """One voice of a transcript."""

    speaker: Speaker
    turns: int
    speech_ms: int | None  #: None in a transcript without times.
    samples: tuple[Sample, ...]
    proposal: VoiceProposal | None = None  #: Only of a voice without a name.
    declined: tuple[VoiceProposal, ...] = ()

    @property
    def is_named(self) -> bool:
        return bool(self.speaker.participant_id or self.speaker.role or self.speaker.name)


@dataclass(frozen=True, slots=True)
class VoiceReview:
    """The voices of an interview's current transcript, in the order in which they first speak."""

    interview: Interview
    transcript_id: str
    revision: int
    voices: tuple[ReviewedVoice, ...]
    speakers: tuple[Speaker, ...]  #: Also those whose turns are all somebody else's now.
    participants: tuple[Participant, ...]  #: Without those who have withdrawn.
    recording: Recording | None
    comparison: Comparison
    new_label: str  #: What a voice that is made here is called.
    missing_profiles: int  #: Of participants named here, whose consent allows one.
    interviews: Mapping[str, str]  #: Id to label, with the wave: where a proposed participant was heard.

    def to_json(self) -> dict[str, Any]:
        """What the page Speakers is drawn from."""
        names = {participant.id: participant.pseudonym for participant in self.participants}
        here = set(self.interview.participant_ids)
        return {
            "revision": self.revision,
            "transcript": self.transcript_id,
            "voices": [self._voice_json(voice, names) for voice in self.voices],
            "speakers": [speaker_json(speaker, self.participants) for speaker in self.speakers],
            "participants": [
                {"id": p.id, "pseudonym": p.pseudonym, "role": p.role_on(None) or "", "here": p.id in here}
                for p in self.participants
            ],
            "compare": {
                "candidates": [p.pseudonym for p in self.comparison.candidates],
                "not_agreed": [p.pseudonym for p in self.comparison.not_agreed],
                "is_listed": self.comparison.is_listed,
            },
            "new_label": self.new_label,
            "missing_profiles": self.missing_profiles,
        }

    def _voice_json(self, voice: ReviewedVoice, names: Mapping[str, str]) -> dict[str, Any]:
        return {
            "label": voice.speaker.label,
            "named": voice.is_named,
            "turns": voice.turns,
            "speech_ms": voice.speech_ms,
            "samples": [
                {"start_ms": s.start_ms, "end_ms": s.end_ms, "words": s.words, "alone": s.is_alone}
                for s in voice.samples
            ],
            "proposal": self._proposal_json(voice.proposal, names) if voice.proposal else None,
            "declined": [self._proposal_json(each, names) for each in voice.declined],
        }

    def _proposal_json(self, proposal: VoiceProposal, names: Mapping[str, str]) -> dict[str, Any]:
        return {
            "participant_id": proposal.participant_id,
            "pseudonym": names.get(proposal.participant_id, ""),
            "likeness": round(proposal.likeness, 2),
            "heard_ms": proposal.heard_ms,
            "heard_in": self.interviews.get(proposal.heard_in, ""),
        }


class VoiceReviewVerbs(VoiceProfileVerbs):
    """Saying who is who."""

    def review_voices(self, person: Person, interview_id: str) -> VoiceReview | None:
        """The voices of the current transcript; None while there is none. Voices of withdrawn participants are absent,
        and so are those that say nothing."""
        with self.reading(person) as connection:
            interview = find_interview(connection, interview_id)
            version = current_version(connection, interview_id)
            if version is None:
                return None
            turns = transcript_rows.read_turns(connection, version.id, with_words=True)
            speakers = transcript_rows.read_speakers(connection, version.id)
            hidden = transcript_rows.hidden_speakers(connection, version.id)
            recordings = design_rows.read_recordings(connection)
            return VoiceReview(
                interview=interview,
                transcript_id=version.id,
                revision=design_rows.read_revision(connection, interview_id),
                voices=_voices(connection, version.id, turns, speakers),
                speakers=tuple(speaker for speaker in speakers if speaker.label not in hidden),
                participants=staying(connection),
                recording=next((r for r in recordings if r.interview_id == interview_id and r.playback_sha256), None),
                comparison=comparable(connection, interview, version),
                new_label=next_label(speaker.label for speaker in speakers),
                missing_profiles=len(missing_profiles(connection, interview_id)),
                interviews=_places(connection),
            )

    def voices_changed(self, person: Person, interview_id: str, revision: int, transcript_id: str) -> bool:
        """Whether anything was done in the interview since `review_voices` had this revision and transcript."""
        with self.reading(person) as connection:
            return design_rows.read_position(connection, interview_id) != (revision, transcript_id)

    def turns_of_voice(self, person: Person, interview_id: str, label: str) -> tuple[Turn, ...]:
        """What one voice says, in order; NotFoundError for a voice that says nothing."""
        with self.reading(person) as connection:
            version = current_version(connection, interview_id)
            turns = transcript_rows.read_turns(connection, version.id) if version else ()
        own = tuple(turn for turn in turns if turn.speaker == label)
        if not own:
            raise NotFoundError(translate("speaker"), label)
        return own


def _voices(
    connection: Connection, transcript_id: str, turns: Sequence[Turn], speakers: Sequence[Speaker]
) -> tuple[ReviewedVoice, ...]:
    heard = heard_rows.read_heard(connection, transcript_id)
    by_label = {speaker.label: speaker for speaker in speakers}
    told = profile_rows.read_proposals(connection, transcript_id)
    named = {speaker.participant_id for speaker in speakers}
    found = []
    for label in dict.fromkeys(turn.speaker for turn in turns):
        own = [turn for turn in turns if turn.speaker == label]
        about = [each for each in told if each.label == label and each.participant_id not in named]
        voice = ReviewedVoice(by_label[label], len(own), _speech_ms(own), clean_samples(turns, label, heard))
        if not voice.is_named:
            voice = _with_proposals(voice, about)
        found.append(voice)
    return tuple(found)


def _with_proposals(voice: ReviewedVoice, about: Sequence[VoiceProposal]) -> ReviewedVoice:
    proposed = next((each for each in about if not each.declined), None)
    declined = tuple(each for each in about if each.declined)
    return ReviewedVoice(voice.speaker, voice.turns, voice.speech_ms, voice.samples, proposed, declined)


def _speech_ms(turns: Sequence[Turn]) -> int | None:
    times = [turn.end_ms - turn.start_ms for turn in turns if turn.start_ms is not None and turn.end_ms is not None]
    return sum(times) if times else None


def _places(connection: Connection) -> dict[str, str]:
    waves = {wave.id: wave.label for wave in design_rows.read_waves(connection)}
    return {
        interview.id: ", ".join(filter(None, (interview.label, waves.get(interview.wave_id or "", ""))))
        for interview in design_rows.read_interviews(connection)
    }
