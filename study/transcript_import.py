"""Verbs that take transcripts which exist already: first what a file would give, then what is asked for.

The file is read in a child process with limits. Nothing of it is written anywhere before it is taken: neither a copy
nor a temporary file, so that nothing of it can be left behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from core.clock import new_id
from core.design import INTERPRETER, INTERVIEWER, Interview, InterviewKind, Participant, Person
from core.errors import ConflictError, InputError
from core.messages import translate
from storage import coding_rows, design_rows, transcript_rows
from storage.database import Connection
from storage.people_rows import name_key
from study.base import OpenStudy, tidy_name
from study.design import find_interview, find_participant, insert_interview, unless_taken
from study.transcripts import insert_version
from transcripts.model import Speaker, Transcript, Turn
from transcripts.reading.model import NOBODY, ReadingChoices, TranscriptReading

NOT_SAID = "und"  #: ISO 639-2 for a language nobody has named.


class WithdrawnSpeakerError(ConflictError):
    """Words cannot be given to somebody who has withdrawn."""

    template = "“{pseudonym}” has withdrawn, so no words can be given to them. Choose another participant, or nobody."

    def __init__(self, pseudonym: str) -> None:
        super().__init__(pseudonym=pseudonym)


class UnknownSpeakerError(InputError):
    """A speaker was mapped who does not speak in the file."""

    template = "“{label}” is no speaker of this file. Its speakers are: {known}."

    def __init__(self, label: str, known: str) -> None:
        super().__init__(label=label, known=known)


class NoInterviewNameError(InputError):
    """It is not said where the transcript belongs."""

    template = "Choose the interview this transcript belongs to, or give a new one a name."


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoSpeaks:
    """Who a speaker of the file is. Nothing given: a voice nobody has named yet, called as in the file."""

    participant_id: str | None = None
    role: str | None = None  #: interviewer or interpreter; or the role of a new participant.
    new_pseudonym: str = ""  #: A participant who is added to the study.


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDetails:
    """Where a transcript belongs, who speaks, and who answers for its words."""

    interview_id: str | None = None  #: An interview of the study; None: a new one.
    label: str = ""  #: What the new interview is called.
    kind: InterviewKind = InterviewKind.INDIVIDUAL
    wave: str | None = None  #: This and the next three are those of a new interview.
    site: str | None = None
    held_on: date | None = None
    language: str | None = None  #: ISO 639; None: as the file or the interview says.
    speakers: Mapping[str, WhoSpeaks] = field(default_factory=dict)  #: By the file's labels.
    by_a_person: bool = False  #: A person wrote the words, or has checked them; else they are a machine's rendering.


@dataclass(frozen=True, slots=True)
class ImportedTranscript:
    """What was taken."""

    interview: Interview
    transcript_id: str
    turns: int
    is_current: bool  #: Not where the interview's earlier transcript carries codings.
    codings: int  #: On the transcript that stays current.
    version: int


class TranscriptImportVerbs(OpenStudy):
    """Transcripts that were made elsewhere."""

    def preview_transcript(
        self, person: Person, content: bytes, source: str, choices: ReadingChoices | None = None
    ) -> TranscriptReading:
        """How a file would be read: turns, speakers, problems. Nothing is written.

        `source` is what the person calls the file. Raises the errors of `transcripts.reading.errors`.
        """
        from transcripts.reading.apart import read_apart

        with self.reading(person):
            pass
        return read_apart(content, source, choices)

    def take_transcript(self, person: Person, reading: TranscriptReading, details: ImportDetails) -> ImportedTranscript:
        """Make what was read a transcript of an interview.

        Where the interview has a transcript that is coded, that one stays current, and this one stands beside it.
        Speakers who are told apart lose the name the file calls them by.
        """
        _refuse_unknown(reading, details.speakers)
        with self.writing(person) as connection:
            interview = _interview(connection, person, details)
            people = {label: _participant(connection, person, who) for label, who in details.speakers.items()}
            interview = _with_participants(connection, interview, (p.id for p in people.values() if p))
            transcript = _transcript(reading, details, interview, people)
            machine_made = not details.by_a_person
            version = insert_version(connection, person, interview.id, transcript, machine_made=machine_made)
            design_rows.insert_audit(connection, person, "import_transcript", "transcript", version)
            kept = next(v for v in transcript_rows.read_versions(connection, interview.id) if v.id == version)
            return ImportedTranscript(
                interview=interview,
                transcript_id=version,
                turns=len(transcript.turns),
                is_current=kept.is_current,
                codings=0 if kept.is_current else len(coding_rows.read_codings(connection, person, interview.id)),
                version=kept.version,
            )


def _refuse_unknown(reading: TranscriptReading, speakers: Mapping[str, WhoSpeaks]) -> None:
    known = [speaker.label for speaker in reading.speakers]
    for label in speakers:
        if label not in known:
            raise UnknownSpeakerError(label, ", ".join(name or translate("nobody named") for name in known))


def _interview(connection: Connection, person: Person, details: ImportDetails) -> Interview:
    if details.interview_id is not None:
        return find_interview(connection, details.interview_id)
    if not details.label.strip():
        raise NoInterviewNameError
    made = insert_interview(
        connection,
        person,
        label=details.label,
        kind=details.kind,
        wave=details.wave,
        site=details.site,
        languages=(details.language,) if details.language else (),
        participant_ids=(),
    )
    dated = replace(made, held_on=details.held_on)
    design_rows.write_interview(connection, dated)
    return dated


def _participant(connection: Connection, person: Person, who: WhoSpeaks) -> Participant | None:
    """The participant, added to the study when new. A pseudonym the study has is that participant."""
    if who.participant_id is not None:
        found = find_participant(connection, who.participant_id)
    elif who.new_pseudonym.strip():
        found = _named(connection, person, who)
    else:
        return None
    if found.withdrawn_on is not None:
        raise WithdrawnSpeakerError(found.pseudonym)
    return found


def _named(connection: Connection, person: Person, who: WhoSpeaks) -> Participant:
    pseudonym = tidy_name(who.new_pseudonym, "pseudonym")
    for participant in design_rows.read_participants(connection):
        if name_key(participant.pseudonym) == name_key(pseudonym):
            return participant
    made = unless_taken("participant", pseudonym, lambda: design_rows.insert_participant(connection, pseudonym))
    if who.role:
        design_rows.insert_role(connection, made, tidy_name(who.role, "role"), None)
    design_rows.insert_audit(connection, person, "add_participant", "participant", made)
    return find_participant(connection, made)


def _with_participants(connection: Connection, interview: Interview, ids: Iterable[str]) -> Interview:
    together = tuple(dict.fromkeys((*interview.participant_ids, *ids)))
    if together == interview.participant_ids:
        return interview
    changed = replace(interview, participant_ids=together)
    design_rows.write_interview(connection, changed)
    return changed


def _transcript(
    reading: TranscriptReading,
    details: ImportDetails,
    interview: Interview,
    people: Mapping[str, Participant | None],
) -> Transcript:
    """The turns with ids and voices of their own: names of the file do not become identifiers."""
    voices = {speaker.label: f"SPEAKER_{at:02}" for at, speaker in enumerate(reading.speakers)}
    language = details.language or reading.language or next(iter(interview.languages), NOT_SAID)
    return Transcript(
        language=language,
        turns=tuple(_turn(turn, voices[turn.speaker]) for turn in reading.turns),
        speakers=tuple(
            _speaker(voice, label, details.speakers.get(label), people.get(label)) for label, voice in voices.items()
        ),
        made_by=_made_by(reading, details),
    )


def _turn(turn: Turn, voice: str) -> Turn:
    return replace(turn, id=new_id(), speaker=voice, revision=0, checked=None)


def _speaker(voice: str, label: str, who: WhoSpeaks | None, participant: Participant | None) -> Speaker:
    if participant is not None:
        return Speaker(voice, participant.id)
    if who is not None and who.role in (INTERVIEWER, INTERPRETER):
        return Speaker(voice, role=who.role)
    return Speaker(voice, name=label if label != NOBODY else "")


def _made_by(reading: TranscriptReading, details: ImportDetails) -> dict[str, object]:
    """Program and kind of file, its checksum, and what was left out: numbers only, since words can be erased."""
    program = reading.program or translate("another program")
    return {
        **({"before_import": dict(reading.made_by)} if reading.made_by else {}),
        "model": translate("{program} (from {kind})", program=program, kind=reading.kind.upper()),
        "imported": {
            "kind": str(reading.kind),
            "program": reading.program,
            "sha256": reading.sha256,
            "joined": reading.joined,
            "problems": len(reading.problems),
            "by_a_person": details.by_a_person,
        },
    }
