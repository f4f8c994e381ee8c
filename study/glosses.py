"""Machines' glosses: ordered, kept beside the transcript, and the reason where none can be made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.design import Person
from pipeline.models.errors import CannotTranslateError
from storage import design_rows, gloss_rows
from storage.database import Connection
from storage.job_rows import Job
from study.design import find_interview
from study.jobs import JobVerbs

if TYPE_CHECKING:
    from transcripts.model import Transcript

GLOSS, ONLY = "gloss", "only"  #: In the settings of a job, see `pipeline.settings`.


class GlossVerbs(JobVerbs):
    """A recording in English, as a machine makes it: for finding one's way, never for coding or quoting."""

    def why_no_gloss(self, person: Person) -> str:
        """Why the model in use makes no gloss, in words; "" when it can."""
        from pipeline.glossing import check_can_translate
        from study.speech_models import chosen

        with self.reading(person):  # the computer's own choice, but asked in a study
            try:
                check_can_translate(chosen().recognition)
            except CannotTranslateError as reason:
                return str(reason)
        return ""

    def order_gloss(self, person: Person, interview_id: str) -> Job:
        """Let the interview's recording wait for its gloss; the transcript stays as it is. Call `ensure_worker`
        afterwards. CannotTranslateError when the model in use was trained without the translate task."""
        from pipeline.glossing import check_can_translate
        from pipeline.settings import TranscriptionSettings
        from study.speech_models import with_chosen_models

        with self.reading(person) as connection:
            languages = find_interview(connection, interview_id).languages
        settings = with_chosen_models(TranscriptionSettings.of_interview(languages))
        check_can_translate(settings.model)
        return self.enqueue(person, interview_id, replace(settings, gloss=ONLY))


def only_gloss(job: Job) -> bool:
    """Whether the job makes a gloss and no transcript."""
    return bool(job.settings.get(GLOSS) == ONLY)


def keep_gloss(connection: Connection, person: Person, job: Job, transcript: Transcript) -> None:
    """Keep the gloss that came with a transcript, when one was asked for; inside somebody else's transaction."""
    if transcript.gloss is None:
        return
    gloss_id = gloss_rows.insert_gloss(connection, job.interview_id, job.recording_id, transcript.gloss, person)
    design_rows.raise_revision(connection, job.interview_id)
    design_rows.insert_audit(connection, person, "keep_gloss", "gloss", gloss_id)
