"""Verbs on people's translations: what there is, and whole tables of them read and taken."""

from __future__ import annotations

from collections import Counter

from core.clock import new_id
from core.design import Person
from core.errors import ConflictError, NotFoundError
from storage import transcript_rows, translation_rows
from storage.database import Connection
from study.design import find_interview
from study.desk.desk import Desk
from study.desk.state import NoTranscriptError
from study.glosses import GlossVerbs
from study.transcripts import current_version
from study.translation_plan import TranslationPlan, plan_translations
from transcripts.translations import Translation, TranslationStatus


class NotTakenError(ConflictError):
    """The desk has refused what was read."""

    template = "The translations were not taken: {why}"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


class NothingToTakeError(ConflictError):
    """A table without a translation that is new."""

    template = "There is no translation in this file that the interview does not have already. Nothing was changed."


class TranslationVerbs(GlossVerbs):
    """Human translations of the turns of an interview."""

    desk: Desk

    def translations(self, person: Person, interview_id: str) -> tuple[Translation, ...]:
        """Those that stand, in the order of the turns; of turns that nobody may see there are none."""
        with self.reading(person) as connection:
            return _shown(connection, interview_id)

    def translation_languages(self, person: Person, interview_id: str) -> tuple[str, ...]:
        """Languages that something of the interview is translated into, the most used first."""
        made = self.translations(person, interview_id)
        return tuple(language for language, _ in Counter(each.language for each in made).most_common())

    def translation_history(self, person: Person, turn_id: str, language: str) -> tuple[Translation, ...]:
        """Every text that a turn's translation has had, oldest first; none of turns that nobody may see."""
        with self.reading(person) as connection:
            if turn_id in transcript_rows.hidden_turns(connection):
                return ()
            return translation_rows.read_history(connection, turn_id, language)

    def preview_translations(
        self, person: Person, interview_id: str, content: bytes, name: str, language: str
    ) -> TranslationPlan:
        """What a table of translations (DOCX, CSV, XLSX) would bring; nothing happens. The errors of reading it."""
        with self.reading(person) as connection:
            find_interview(connection, interview_id)
            version = current_version(connection, interview_id)
            if version is None:
                raise NoTranscriptError(find_interview(connection, interview_id).label)
            turns = transcript_rows.read_turns(connection, version.id)
            known = {made.turn_id: made for made in _shown(connection, interview_id) if made.language == language}
        return plan_translations(content, name, language, turns, known)

    def take_translations(
        self, person: Person, interview_id: str, plan: TranslationPlan, translator: str, status: TranslationStatus
    ) -> int:
        """Take what was previewed, as one step that undo takes back; how many turns are translated anew.

        NothingToTakeError, or NotTakenError when somebody has translated one of the turns since the preview.
        """
        texts = [
            {"turn": row.turn_id, "revision": row.revision, "id": new_id(), "text": row.text, "seen": row.seen}
            for row in plan.rows
            if not row.is_known
        ]
        if not texts:
            raise NothingToTakeError
        operation = {
            "seq": 1,
            "kind": "translate_turn",
            "language": plan.language,
            "status": status.value,
            "translator": translator,
            "texts": texts,
        }
        (result,) = self.desk.apply(person, interview_id, new_id(), [operation])["results"]
        if result["refused"]:
            raise NotTakenError(result["refused"])
        return len(texts)


def _shown(connection: Connection, interview_id: str) -> tuple[Translation, ...]:
    version = current_version(connection, interview_id)
    if version is None:
        raise NotFoundError("transcript", interview_id)
    turns = transcript_rows.read_turns(connection, version.id)
    return translation_rows.read_shown(connection, interview_id, version.id, turns)
