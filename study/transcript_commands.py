"""Commands on transcripts that come and go as files: `import-transcript`, `export-transcript`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.design import STAFF_ROLES, InterviewKind
from core.errors import InputError, NotFoundError
from core.messages import translate
from study.transcript_exports import TranscriptFormat, TranscriptNumbers
from study.transcript_import import ImportDetails, ImportedTranscript, WhoSpeaks
from transcripts.formats.plain import clock, visible_controls
from transcripts.reading.model import ReadingChoices, TranscriptReading

if TYPE_CHECKING:
    from core.design import Person
    from study.study import Study

Open = Callable[[Path, str], tuple["Study", "Person"]]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study's folder.")]
As = Annotated[str, typer.Option("--as", metavar="NAME", help="Who is working; your account's name unless given.")]
FIRST_TURNS = 5
SHOWN = 90  #: Characters of a turn in the preview.


class BadSpeakerError(InputError):
    """`--speaker` says no speaker."""

    template = "“{text}” is not of the form LABEL=WHO, such as “I=interviewer” or “B=H03”."

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class BadDayError(InputError):
    """`--date` says no day."""

    template = "“{text}” is not a day. Write it as 2026-03-05."

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class NoTranscriptEndingError(InputError):
    """The name of the file to write says no format."""

    template = "“{name}” does not end in .docx, .txt, .vtt or .json. Name the file after what it shall be."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


def register(app: typer.Typer, open_study: Open) -> None:
    """Add the commands to the program."""
    _import(app, open_study)
    _export(app, open_study)


def _import(app: typer.Typer, open_study: Open) -> None:
    @app.command("import-transcript")
    def take(
        folder: Folder,
        file: Annotated[Path, typer.Argument(metavar="FILE", help="DOCX, VTT, SRT, TXT or JSON.")],
        apply: Annotated[bool, typer.Option("--apply", help="Do it; else only say what would happen.")] = False,
        interview: Annotated[str, typer.Option(help="Its name; made when the study has none of that name.")] = "",
        speaker: Annotated[
            list[str] | None, typer.Option(metavar="LABEL=WHO", help="WHO: a pseudonym, interviewer, interpreter.")
        ] = None,
        role: Annotated[str, typer.Option(help="The role of participants who are new.")] = "",
        words: Annotated[
            list[str] | None, typer.Option(metavar="LABEL", help="A label that is no speaker but words.")
        ] = None,
        also: Annotated[
            list[str] | None, typer.Option(metavar="LABEL", help="A label that stands once and is a speaker.")
        ] = None,
        front: Annotated[bool, typer.Option("--front", help="Also take what stands before the first speaker.")] = False,
        apart: Annotated[bool, typer.Option("--apart", help="Leave every cue or segment a turn of its own.")] = False,
        checked: Annotated[
            bool, typer.Option("--by-a-person", help="A person wrote or checked the words; else: a machine's.")
        ] = False,
        kind: Annotated[InterviewKind, typer.Option(help="One person or a group.")] = InterviewKind.INDIVIDUAL,
        wave: Annotated[str, typer.Option(help="The wave of a new interview.")] = "",
        site: Annotated[str, typer.Option(help="The site of a new interview.")] = "",
        day: Annotated[str, typer.Option("--date", metavar="YYYY-MM-DD", help="Its day.")] = "",
        language: Annotated[str, typer.Option(help="no, nn, en, ar, ...")] = "",
        name: As = "",
    ) -> None:
        """Say what a transcript file holds; with --apply, make it the transcript of an interview."""
        from study.commands import NoSuchFileError  # which itself needs this module

        if not file.is_file():
            raise NoSuchFileError(file)
        study, person = open_study(folder, name)
        content = file.read_bytes()
        reading = _read(study, person, content, file.name, words or [], also or [], front, apart)
        report(reading)
        if not apply:
            typer.echo(translate("Nothing was done yet. Add --apply to do it."))
            return
        details = ImportDetails(
            interview_id=_known(study, person, interview),
            label=interview or file.stem,
            kind=kind,
            wave=wave or None,
            site=site or None,
            held_on=_day(day),
            language=language or None,
            speakers=_speakers(study, person, speaker or [], role),
            by_a_person=checked,
        )
        typer.echo(taken_in_words(study.take_transcript(person, reading, details)))


def _read(
    study: Study, person: Person, content: bytes, name: str, words: list[str], also: list[str], front: bool, apart: bool
) -> TranscriptReading:
    join = False if apart else None
    reading = study.preview_transcript(person, content, name, ReadingChoices(join=join, with_front=front))
    if not words and not also:
        return reading
    labels = frozenset(use.label for use in reading.labels if use.taken) - set(words) | set(also)
    return study.preview_transcript(person, content, name, ReadingChoices(labels, join, front))


def _known(study: Study, person: Person, label: str) -> str | None:
    if not label:
        return None
    try:
        return study.interview_named(person, label).id
    except NotFoundError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadDayError(text) from error


def _speakers(study: Study, person: Person, given: list[str], role: str) -> dict[str, WhoSpeaks]:
    known = {participant.pseudonym.casefold(): participant.id for participant in study.participants(person)}
    found: dict[str, WhoSpeaks] = {}
    for text in given:
        label, equals, who = text.rpartition("=")
        if not equals or not who.strip():
            raise BadSpeakerError(text)
        if who in STAFF_ROLES:
            found[label] = WhoSpeaks(role=who)
        elif who.casefold() in known:
            found[label] = WhoSpeaks(participant_id=known[who.casefold()])
        else:
            found[label] = WhoSpeaks(new_pseudonym=who, role=role or None)
    return found


def report(reading: TranscriptReading) -> None:
    """What the file holds; problems and notices on stderr."""
    for problem in reading.problems:
        where = f"{translate(reading.unit)} {problem.line}: " if problem.line else ""
        typer.echo(visible_controls(where + problem.message), err=True)
    for notice in reading.notices:
        typer.echo(visible_controls(notice), err=True)
    program = f" ({reading.program})" if reading.program else ""
    typer.echo(f"{reading.kind.upper()}{program}: " + translate("{count} turns", count=len(reading.turns)))
    for speaker in reading.speakers:
        label = speaker.label or translate("nobody named")
        typer.echo(visible_controls(translate("{name}: {turns} turns, {words} words", name=label, turns=speaker.turns,
                                              words=speaker.words)))  # fmt: skip
    for turn in reading.turns[:FIRST_TURNS]:
        time = "" if turn.start_ms is None else f"[{clock(turn.start_ms)}] "
        said = " ".join(turn.text.split())
        shown = said if len(said) <= SHOWN else said[:SHOWN] + "…"
        typer.echo(visible_controls(f"  {time}{turn.speaker}: {shown}"))
    typer.echo(translate("problems: {count}", count=len(reading.problems)))


def taken_in_words(taken: ImportedTranscript) -> str:
    """What became of the transcript, in one sentence or two."""
    said = translate("{label}: {turns} turns taken.", label=taken.interview.label, turns=taken.turns)
    if taken.is_current:
        return said
    return (
        said
        + " "
        + translate(
            "The interview's earlier transcript has been worked on ({codings} coded segments) and stays the one that "
            "is shown; this one stands beside it as version {version}.",
            codings=taken.codings,
            version=taken.version,
        )
    )


def _export(app: typer.Typer, open_study: Open) -> None:
    @app.command("export-transcript")
    def export(
        folder: Folder,
        interview: Annotated[str, typer.Argument(metavar="ID", help="What the interview is called.")],
        out: Annotated[Path, typer.Argument(metavar="OUT", help="A file ending in .docx, .txt, .vtt or .json.")],
        numbers: Annotated[
            TranscriptNumbers | None,
            typer.Option(help="What readers cite by: lines (DOCX), turns (DOCX, TXT), none."),
        ] = None,
        marks: Annotated[
            bool, typer.Option(help="With the marks of the study's conventions (pauses, overlaps), or the bare words.")
        ] = True,
        translation: Annotated[
            str, typer.Option(metavar="LANGUAGE", help="Beside the words, in DOCX and TXT: en, ar, ...")
        ] = "",
        name: As = "",
    ) -> None:
        """Write an interview's transcript: Word with line numbers, text, WebVTT or JSON."""
        try:
            wanted = TranscriptFormat(out.suffix.lower().lstrip("."))
        except ValueError as error:
            raise NoTranscriptEndingError(out.name) from error
        study, person = open_study(folder, name)
        found = study.interview_named(person, interview)
        exported = study.export_transcript(person, found.id, wanted, numbers, with_marks=marks, translation=translation)
        out.write_bytes(exported.content)
        typer.echo(str(out))
