"""The interviews with everything pages say about them: recording, transcript, queue, codings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coding.model import Snapshot
from coding.rounds import segments_per_interview
from core.design import Interview, InterviewKind, Person, Recording
from core.messages import translate, translate_count
from study import Study
from study.jobs import JobStatus
from transcripts.model import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One interview, as lists show it."""

    interview: Interview
    wave: str
    site: str
    recording: Recording | None
    job: JobStatus | None  #: The newest.
    turns: int
    checked_turns: int
    is_rendering: bool  #: A machine wrote the words, and nobody has compared all of them with the recording.
    codings: int  #: Coded segments in the round that is counted.
    is_withdrawn: bool  #: Everybody interviewed has withdrawn.

    @property
    def label(self) -> str:
        return self.interview.label

    @property
    def kind(self) -> InterviewKind:
        return self.interview.kind

    @property
    def duration_ms(self) -> int:
        return self.recording.duration_ms if self.recording else 0

    @property
    def state(self) -> str:
        """withdrawn, transcribed, silent, recorded (nothing begun), empty, or the state of the newest job."""
        if self.is_withdrawn:
            return "withdrawn"
        if self.job and str(self.job.state) in ("waiting", "running", "pausing", "paused"):
            return str(self.job.state)
        if self.turns:
            return "transcribed"
        if self.job and str(self.job.state) in ("failed", "cancelled"):
            return str(self.job.state)
        if self.recording and self.job and str(self.job.state) == "done":
            return "silent"
        return "recorded" if self.recording else "empty"


def rows_of(study: Study, person: Person, snapshot: Snapshot) -> list[Row]:
    """Every interview of the study, first added first."""
    waves = {wave.id: wave.label for wave in study.waves(person)}
    sites = {site.id: site.name for site in study.sites(person)}
    recordings = {recording.interview_id: recording for recording in study.recordings(person)}
    jobs = {job.interview_id: job for job in study.jobs(person) if not job.only_playback}
    coded = segments_per_interview(snapshot)
    turns = {i.interview.id: i.turns for i in snapshot.interviews}
    renderings = {i.interview.id for i in snapshot.interviews if i.machine_made and not is_whole(i.turns)}
    staying = {participant.id for participant in snapshot.participants}
    return [
        Row(
            interview=interview,
            wave=waves.get(interview.wave_id or "", ""),
            site=sites.get(interview.site_id or "", ""),
            recording=recordings.get(interview.id),
            job=jobs.get(interview.id),
            turns=len(turns.get(interview.id, ())),
            checked_turns=sum(turn.checked is not None for turn in turns.get(interview.id, ())),
            is_rendering=interview.id in renderings,
            codings=coded[interview.id],
            is_withdrawn=bool(interview.participant_ids) and staying.isdisjoint(interview.participant_ids),
        )
        for interview in study.interviews(person)
    ]


def is_whole(turns: Sequence[Turn]) -> bool:
    """Whether a person has compared every turn with the recording."""
    return bool(turns) and all(turn.checked for turn in turns)


def status_words(row: Row) -> str:
    """Where the interview stands, in a few words."""
    if row.state == "transcribed":
        turns = translate_count("{count} turn", "{count} turns", row.turns)
        if row.checked_turns == row.turns:
            return translate("{turns}, checked against the recording", turns=turns)
        if row.is_rendering:
            return translate("Machine rendering: {turns}, {checked} checked", turns=turns, checked=row.checked_turns)
        return translate("{turns}, {checked} checked", turns=turns, checked=row.checked_turns)
    if row.state == "running" and row.job:
        return translate("Transcribing, {percent} %", percent=int(100 * row.job.fraction))
    return translate(STATES[row.state])


STATES = {
    "waiting": "Waiting to be transcribed",
    "running": "Transcribing",
    "pausing": "Pausing",
    "paused": "Paused",
    "failed": "Transcription failed",
    "cancelled": "Transcription cancelled",
    "transcribed": "Transcribed",
    "silent": "Transcribed: no speech was heard. Is it the right file?",
    "recorded": "Not transcribed yet",
    "empty": "No recording yet",
    "withdrawn": "Withdrawn: left out",
}
