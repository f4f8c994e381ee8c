"""Verbs that hand out an interview's transcript as a file: Word with numbers to cite by, text, WebVTT, JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from core.clock import now
from core.design import Interview, InterviewKind, Participant, Person
from core.errors import InputError
from core.messages import translate, translate_count
from storage import convention_rows, design_rows, heard_rows, transcript_rows, translation_rows
from storage.database import Connection
from storage.transcript_rows import TranscriptVersion
from study.design import find_interview
from study.exporting import MEDIA_TYPES, ExportedFile, ExportFormat, ExportVerbs, file_name
from study.transcripts import current_version
from transcripts.conventions import Conventions, OverlapSigns, legend, marked, marks_of
from transcripts.formats import json, txt, vtt
from transcripts.model import Speaker, Transcript, Turn
from transcripts.translations import Translation

if TYPE_CHECKING:
    from exports.transcript_docx import PrintedTranscript


class TranscriptFormat(StrEnum):
    """Kinds of file a transcript can go into."""

    DOCX = "docx"
    TXT = "txt"
    VTT = "vtt"
    JSON = "json"


class TranscriptNumbers(StrEnum):
    """What readers cite a passage by; see docs/formats.md."""

    LINES = "lines"
    TURNS = "turns"
    NONE = "none"


class NoNumbersError(InputError):
    """A format cannot carry these numbers."""

    template = "A {format} file has no {numbers} to number. Line numbers are Word's; turn numbers go into DOCX and TXT."

    def __init__(self, format: str, numbers: str) -> None:  # noqa: A002
        super().__init__(format=format, numbers=numbers)


@dataclass(frozen=True, slots=True)
class TranscriptFile:
    """A transcript as a file: what stands behind a download link."""

    interview_id: str
    format: TranscriptFormat
    numbers: TranscriptNumbers | None = None
    with_marks: bool = True
    translation: str = ""

    def __call__(self, study: TranscriptExportVerbs, person: Person) -> ExportedFile:
        return study.export_transcript(
            person,
            self.interview_id,
            self.format,
            self.numbers,
            with_marks=self.with_marks,
            translation=self.translation,
        )


_TYPES = {
    TranscriptFormat.DOCX: MEDIA_TYPES[ExportFormat.DOCX],
    TranscriptFormat.TXT: "text/plain; charset=utf-8",
    TranscriptFormat.VTT: "text/vtt; charset=utf-8",
    TranscriptFormat.JSON: "application/json",
}


class TranscriptExportVerbs(ExportVerbs):
    """Transcripts for people and programs outside the workbench."""

    def export_transcript(
        self,
        person: Person,
        interview_id: str,
        transcript_format: TranscriptFormat,
        numbers: TranscriptNumbers | None = None,
        *,
        with_marks: bool = True,
        translation: str = "",
    ) -> ExportedFile:
        """The current transcript as a file; turns of participants who have withdrawn are absent.

        `numbers`: None for what fits the format and the study's conventions: lines in Word, none elsewhere.
        `with_marks`: the marks that the conventions say, else the bare words. NoTranscriptError, NoNumbersError.
        `translation`: a language whose human translations stand beside the words, in Word and text; Word then numbers
        the turns, and turns that are not translated have an empty cell.
        """
        with self.reading(person) as connection:
            conventions = convention_rows.read_conventions(connection)
            numbers = numbers or _usual_numbers(transcript_format, conventions)
            _refuse_numbers(transcript_format, numbers)
            printed = _printed(connection, interview_id, self.title)
            translated = _into(connection, printed, interview_id, translation)
        if not with_marks:
            conventions = replace(conventions, pauses=False, overlaps=OverlapSigns.NONE)
        printed = replace(printed, translation=translation, translations=translated)
        what = f"transcript {printed.interview}"
        content = _content(printed, transcript_format, numbers, conventions)
        return self._hand_out_transcript(person, interview_id, what, transcript_format, content)

    def _hand_out_transcript(
        self, person: Person, interview_id: str, what: str, transcript_format: TranscriptFormat, content: bytes
    ) -> ExportedFile:
        with self.writing(person) as connection:
            design_rows.insert_audit(connection, person, "export_transcript", "interview", interview_id)
        name = f"{file_name(self.title)} {file_name(what)} {now().date().isoformat()}.{transcript_format}"
        return ExportedFile(name, _TYPES[transcript_format], content)


def pseudonyms(transcript: Transcript, participants: Iterator[Participant] | tuple[Participant, ...]) -> dict[str, str]:
    """For every speaker who is a participant the pseudonym."""
    known = {participant.id: participant.pseudonym for participant in participants}
    return {s.label: known[s.participant_id] for s in transcript.speakers if s.participant_id in known}


def _usual_numbers(transcript_format: TranscriptFormat, conventions: Conventions) -> TranscriptNumbers:
    has_lines = transcript_format is TranscriptFormat.DOCX and conventions.line_numbers
    return TranscriptNumbers.LINES if has_lines else TranscriptNumbers.NONE


def _into(
    connection: Connection, printed: PrintedTranscript, interview_id: str, language: str
) -> dict[str, Translation]:
    """The translations into a language, by turn; none when no language is asked for."""
    version = current_version(connection, interview_id) if language else None
    if version is None:
        return {}
    made = translation_rows.read_shown(connection, interview_id, version.id, printed.transcript.turns)
    return {each.turn_id: each for each in made if each.language == language}


def _refuse_numbers(transcript_format: TranscriptFormat, numbers: TranscriptNumbers) -> None:
    possible = {
        TranscriptFormat.DOCX: set(TranscriptNumbers),
        TranscriptFormat.TXT: {TranscriptNumbers.TURNS, TranscriptNumbers.NONE},
    }.get(transcript_format, {TranscriptNumbers.NONE})
    if numbers not in possible:
        raise NoNumbersError(transcript_format.upper(), str(numbers))


def _content(
    printed: PrintedTranscript, wanted: TranscriptFormat, numbers: TranscriptNumbers, conventions: Conventions
) -> bytes:
    label, names = printed.interview, printed.names
    marks = marks_of(printed.transcript, printed.transcript.heard, conventions)
    if wanted is TranscriptFormat.JSON:
        facts = {"machine_rendering": printed.is_rendering, "checked_turns": printed.checked}
        shown = marks if conventions.marks_words else None
        return json.dump(printed.transcript, label, names, marks=shown, facts=facts).encode("utf-8", "replace")
    transcript = marked(printed.transcript, marks)
    signs = legend(conventions) if printed.transcript.heard is not None else ()
    if wanted is TranscriptFormat.DOCX:
        from exports.transcript_docx import Numbering, transcript_docx  # python-docx: only when a Word file is made

        shown_as = replace(printed, transcript=transcript, with_times=conventions.timestamps, legend=signs)
        return transcript_docx(shown_as, Numbering(str(numbers)))
    notes = tuple(_notes(printed, signs))
    if wanted is TranscriptFormat.VTT:
        return vtt.dump(transcript, label, names, notes=notes).encode("utf-8", "replace")
    text = txt.dump(
        transcript,
        label,
        names,
        with_numbers=numbers is TranscriptNumbers.TURNS,
        with_times=conventions.timestamps,
        notes=notes,
        translations=printed.translations,
    )
    return text.encode()


def _notes(printed: PrintedTranscript, signs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """What a reader of a plain file must know."""
    if printed.is_rendering:
        turns = translate_count("{count} turn", "{count} turns", len(printed.transcript.turns))
        yield translate(
            "(A machine rendering; a person has compared {checked} of {turns} with the recording.)",
            checked=printed.checked,
            turns=turns,
        )
    for sign, meaning in signs:
        yield f"({sign} = {meaning})"


def _printed(connection: Connection, interview_id: str, study_title: str) -> PrintedTranscript:
    from exports.transcript_docx import PrintedTranscript
    from study.desk import NoTranscriptError

    interview = find_interview(connection, interview_id)
    version = current_version(connection, interview_id)
    if version is None:
        raise NoTranscriptError(interview.label)
    transcript = Transcript(
        language=version.language,
        turns=transcript_rows.read_turns(connection, version.id, with_words=True),
        speakers=transcript_rows.read_speakers(connection, version.id),
        made_by=version.made_by,
        heard=heard_rows.read_heard(connection, version.id),
    )
    participants = design_rows.read_participants(connection)
    return PrintedTranscript(
        study_title=study_title,
        interview=interview.label,
        facts=tuple(fact for fact in _facts(connection, interview, version, transcript) if fact[1]),
        transcript=transcript,
        names=pseudonyms(transcript, participants),
        machine_made=version.machine_made,
        taken_at=now(),
    )


KINDS = {InterviewKind.INDIVIDUAL: "Individual interview", InterviewKind.FOCUS_GROUP: "Focus group"}


def _facts(
    connection: Connection, interview: Interview, version: TranscriptVersion, transcript: Transcript
) -> Iterator[tuple[str, str]]:
    """What is known about the interview, without anybody's real name."""
    waves = {wave.id: wave.label for wave in design_rows.read_waves(connection)}
    sites = {site.id: site.name for site in design_rows.read_sites(connection)}
    yield translate("Wave"), waves.get(interview.wave_id or "", "")
    yield translate("Site"), sites.get(interview.site_id or "", "")
    yield translate("Day"), interview.held_on.isoformat() if interview.held_on else ""
    yield translate("Kind"), translate(KINDS[interview.kind])
    yield translate("Language"), ", ".join(interview.languages) or version.language
    yield translate("Participants"), _people(connection, interview, transcript.speakers)
    yield translate("Transcript"), _version_in_words(version, transcript.turns)


def _people(connection: Connection, interview: Interview, speakers: tuple[Speaker, ...]) -> str:
    """“H03 (helper), H05”: those who take part or speak, except who has withdrawn."""
    wanted = {*interview.participant_ids, *(speaker.participant_id for speaker in speakers)}
    listed = []
    for participant in design_rows.read_participants(connection):
        if participant.id in wanted and participant.withdrawn_on is None:
            role = participant.role_on(interview.held_on)
            listed.append(f"{participant.pseudonym} ({role})" if role else participant.pseudonym)
    return ", ".join(listed)


def _version_in_words(version: TranscriptVersion, turns: tuple[Turn, ...]) -> str:
    model = version.made_by.get("model") or version.made_by.get("recognition")
    name = model if isinstance(model, str) else (str(model.get("model", "")) if isinstance(model, dict) else "")
    said = translate("version {version} of {day}", version=version.version, day=version.created_at.date().isoformat())
    if not version.machine_made:
        how = translate("written or checked by a person")
    elif turns and all(turn.checked for turn in turns):
        how = translate("a machine's, compared with the recording by a person")
    else:
        how = translate("a machine's rendering")
    trial = translate("by a model of trial quality") if version.is_trial else ""
    return ", ".join(part for part in (said, how, name, trial) if part)
