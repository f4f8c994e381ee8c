"""Verbs that read transcripts and keep new versions."""

from __future__ import annotations

from core.design import Person
from storage import design_rows, heard_rows, transcript_rows, version_work_rows
from storage.database import Connection
from storage.transcript_rows import TranscriptVersion
from study.base import OpenStudy
from study.design import find_interview
from transcripts.heard import Heard
from transcripts.model import Transcript


class TranscriptVerbs(OpenStudy):
    """The transcripts of the study."""

    def versions(self, person: Person, interview_id: str | None = None) -> tuple[TranscriptVersion, ...]:
        """Every transcript version, oldest first; of one interview, or of all."""
        with self.reading(person) as connection:
            return transcript_rows.read_versions(connection, interview_id)

    def transcript(self, person: Person, interview_id: str) -> Transcript | None:
        """The current transcript with its words; None while there is none. Withdrawn participants' turns are absent."""
        with self.reading(person) as connection:
            find_interview(connection, interview_id)
            version = current_version(connection, interview_id)
            if version is None:
                return None
            return Transcript(
                language=version.language,
                turns=transcript_rows.read_turns(connection, version.id, with_words=True),
                speakers=transcript_rows.read_speakers(connection, version.id),
                made_by=version.made_by,
                heard=heard_rows.read_heard(connection, version.id),
            )

    def heard(self, person: Person, interview_id: str) -> Heard | None:
        """What engines heard beside the words of the current transcript; None: no machine made it, or there is none."""
        with self.reading(person) as connection:
            find_interview(connection, interview_id)
            version = current_version(connection, interview_id)
            return None if version is None else heard_rows.read_heard(connection, version.id)

    def keep_transcript(self, person: Person, interview_id: str, transcript: Transcript, *, machine_made: bool) -> str:
        """Keep a transcript as the newest version; its id.

        It becomes the current one, unless somebody has worked on that: coded, corrected, checked or noted something.
        Then the new version stands beside it until a person adopts it.
        """
        with self.writing(person) as connection:
            return insert_version(connection, person, interview_id, transcript, machine_made=machine_made)


def current_version(connection: Connection, interview_id: str) -> TranscriptVersion | None:
    versions = transcript_rows.read_versions(connection, interview_id)
    return next((v for v in versions if v.is_current), None)


def insert_version(
    connection: Connection, person: Person, interview_id: str, transcript: Transcript, *, machine_made: bool
) -> str:
    """As `keep_transcript`, inside somebody else's transaction."""
    find_interview(connection, interview_id)
    version = transcript_rows.insert_transcript(connection, interview_id, transcript, person, machine_made=machine_made)
    if not version_work_rows.is_worked_on(connection, interview_id):
        transcript_rows.make_current(connection, interview_id, version)
        design_rows.raise_revision(connection, interview_id)
    design_rows.insert_audit(connection, person, "keep_transcript", "transcript", version)
    return version
