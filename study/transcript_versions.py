"""Verbs on versions of a transcript: what was corrected and by whom, what two differ in, adopting one; sealed words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.clock import new_id
from core.design import Person
from core.errors import ConflictError, NotFoundError
from storage import design_rows, sealed_rows, transcript_rows, turn_text_rows
from storage.database import Connection
from storage.transcript_rows import TranscriptVersion
from storage.turn_text_rows import Change, TurnText
from study.design import find_interview
from study.desk import adopting
from study.desk.adopting import AdoptionPlan
from study.desk.desk import Desk
from study.desk.session import DeskSession
from study.desk.state import NoTranscriptError
from study.transcripts import TranscriptVerbs, current_version
from transcripts.aligning import Comparison, compare
from transcripts.differences import changes, difference
from transcripts.model import Turn


class NotAdoptedError(ConflictError):
    """The version did not become the current one."""

    template = "The version was not adopted: {reason}"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


@dataclass(frozen=True, slots=True)
class Correction:
    """One change of one turn's words."""

    at: datetime
    by: str  #: The person's name.
    change: Change
    turn_id: str
    gone_words: int | None  #: None where words were not edited, or what was there before is not kept.
    added_words: int | None


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """One redaction whose words are sealed: what stands there now, not what stood there."""

    redaction_id: str
    interview_id: str
    interview_label: str
    substitute: str
    places: int  #: In all versions.
    by: str
    at: datetime


class TranscriptVersionVerbs(TranscriptVerbs):
    """Versions of transcripts, corrections, sealed words."""

    desk: Desk

    def corrections(self, person: Person, interview_id: str) -> tuple[Correction, ...]:
        """Every correction of the current transcript, newest first; those of hidden voices are absent."""
        with self.reading(person) as connection:
            version = _current(connection, interview_id)
            names = {p.id: p.name for p in design_rows.read_people(connection)}
            hidden = turn_text_rows.hidden_turns(connection, version.id)
            texts = turn_text_rows.read_history(connection, version.id)
        shown = [text for text in texts if text.turn.id not in hidden]
        return tuple(reversed([_correction(before, text, names) for before, text in _with_before(shown)]))

    def compare_versions(self, person: Person, interview_id: str, old_id: str, new_id_: str) -> Comparison:
        """What one version has that the other has not, word by word; turns of hidden voices are absent."""
        with self.reading(person) as connection:
            old, new = (_shown(connection, interview_id, version) for version in (old_id, new_id_))
        return compare(old, new)

    def plan_adoption(self, person: Person, interview_id: str, version_id: str) -> AdoptionPlan:
        """What adopting a version would do to what is coded, checked and corrected; nothing happens yet."""
        with self.reading(person) as connection:
            version = _current(connection, interview_id)
            session = DeskSession(connection, person, interview_id, version.id, "")
            return adopting.plan(session, version_id)

    def adopt_transcript(self, person: Person, interview_id: str, version_id: str) -> dict[str, Any]:
        """Make a version the current one; everything coded goes along. Undone like any step at the desk.

        Gives the desk's answer. Raises NotAdoptedError with the reason.
        """
        operation = {"seq": 1, "kind": "adopt_transcript", "version": version_id}
        answer = self.desk.apply(person, interview_id, new_id(), [operation])
        (result,) = answer["results"]
        if result["refused"]:
            raise NotAdoptedError(result["refused"])
        return answer

    # --- sealed words

    def sealed_words(self, person: Person) -> tuple[SealedEntry, ...]:
        """Where words are sealed, newest first; without the words, and without those of hidden voices."""
        with self.reading(person) as connection:
            labels = {interview.id: interview.label for interview in design_rows.read_interviews(connection)}
            names = {p.id: p.name for p in design_rows.read_people(connection)}
            entries: dict[str, list[tuple[str, sealed_rows.SealedWord]]] = defaultdict(list)
            for interview_id, word in _seen(connection):
                entries[word.redaction_id].append((interview_id, word))
        return tuple(_entry(words, labels, names) for words in entries.values())

    def show_sealed(self, person: Person, redaction_id: str) -> tuple[str, ...]:
        """What stood where a substitute stands now, each word once. That somebody has looked is written down."""
        with self.writing(person) as connection:
            words = [word for _, word in _seen(connection) if word.redaction_id == redaction_id]
            if not words:
                raise NotFoundError("sealed word", redaction_id)
            design_rows.insert_audit(connection, person, "show_sealed_words", "redaction", redaction_id)
        ordered = sorted(words, key=lambda word: (word.turn_id, word.start))
        return tuple(dict.fromkeys(word.original for word in ordered))


def _current(connection: Connection, interview_id: str) -> TranscriptVersion:
    interview = find_interview(connection, interview_id)
    version = current_version(connection, interview_id)
    if version is None:
        raise NoTranscriptError(interview.label)
    return version


def _shown(connection: Connection, interview_id: str, version_id: str) -> tuple[Turn, ...]:
    versions = transcript_rows.read_versions(connection, interview_id)
    if version_id not in {version.id for version in versions}:
        raise NotFoundError("transcript", version_id)
    return transcript_rows.read_turns(connection, version_id)


def _with_before(texts: Sequence[TurnText]) -> list[tuple[str, TurnText]]:
    """Every change with the text the turn had before it."""
    last: dict[str, str] = {}
    found = []
    for text in texts:
        before, last[text.turn.id] = last.get(text.turn.id, ""), text.turn.text
        if text.change is not Change.FIRST:
            found.append((before, text))
    return found


def _correction(before: str, text: TurnText, names: dict[str, str]) -> Correction:
    gone = added = None
    if text.change in (Change.EDIT, Change.INSERT):
        found = list(changes(difference(before, text.turn.text)))
        gone = sum(len(before[start:end].split()) for start, end, _ in found)
        added = sum(len(words.split()) for _, _, words in found)
    return Correction(text.at, names.get(text.by, "?"), text.change, text.turn.id, gone, added)


def _seen(connection: Connection) -> list[tuple[str, sealed_rows.SealedWord]]:
    """Sealed words of turns that may be seen, in every version."""
    words = sealed_rows.read_all_sealed(connection)
    versions = {word.transcript_id for _, word in words}
    hidden = {version: turn_text_rows.hidden_turns(connection, version) for version in versions}
    return [(interview, word) for interview, word in words if word.turn_id not in hidden[word.transcript_id]]


def _entry(
    words: Sequence[tuple[str, sealed_rows.SealedWord]], labels: dict[str, str], names: dict[str, str]
) -> SealedEntry:
    interview_id, first = words[0]
    who = names.get(first.by, "?")
    label = labels[interview_id]
    return SealedEntry(first.redaction_id, interview_id, label, first.substitute, len(words), who, first.at)
