"""The command line. Each command is one verb; errors are one line on stderr and an exit code:

0 done · 2 the input cannot be used · 3 not found · 4 the study has moved on or is in use · 5 refused · 6 failed
"""

from __future__ import annotations

import getpass
import logging
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codebooks import library
from core.design import InterviewKind, Person
from core.errors import InputError, WorkbenchError
from core.messages import translate
from study import (
    codebook_commands,
    guide_commands,
    hearing_options,
    measures_commands,
    model_commands,
    order_commands,
    people_commands,
    registry,
    round_commands,
    track_commands,
    transcript_commands,
)
from study.exporting import ExportFormat, QuoteChoices

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.progress import Progress
    from study.jobs import JobStatus
    from study.study import Study
    from study.wave_manifest import PlannedRecording
    from transcripts.model import Transcript

app = typer.Typer(
    name="python -m study",
    help="Work on a study from the command line: the same verbs as the pages.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study's folder.")]
As = Annotated[str, typer.Option("--as", metavar="NAME", help="Who is working; your account's name unless given.")]


class ShowFormat(StrEnum):
    """How a transcript can be printed."""

    TXT = "txt"
    JSON = "json"
    VTT = "vtt"


class UnknownEndingError(InputError):
    """The name of the file to write says no format."""

    template = "“{name}” does not end in .docx or .csv. Name the file after what it shall be."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NoSuchFileError(InputError):
    """A file named on the command line is not there."""

    template = "There is no file {path}."

    def __init__(self, path: Path) -> None:
        super().__init__(path=path)


class JobsFailedError(WorkbenchError):
    """Some transcriptions did not end well; each has said why."""

    template = "{failed} of {jobs} transcriptions failed."
    exit_code = 6

    def __init__(self, failed: int, jobs: int) -> None:
        super().__init__(failed=failed, jobs=jobs)


def _open(folder: Path, name: str) -> tuple[Study, Person]:
    study = registry.open_study(folder)
    return study, study.person(name or _account())


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name, as in containers
        return "researcher"


@app.command()
def new(
    folder: Folder,
    title: Annotated[str, typer.Option(help="What the study is called; the folder's name unless given.")] = "",
    codebook: Annotated[
        str, typer.Option(metavar="NAME", help=f"The codebook to begin with: {', '.join(library.names())}.")
    ] = registry.FIRST_CODEBOOK,
    empty: Annotated[bool, typer.Option("--empty", help="Begin without codes; the same as --codebook empty.")] = False,
    name: As = "",
) -> None:
    """Make a new study in an empty folder, with one of the codebooks that come along, or without codes."""
    chosen = None if empty else codebook
    study = registry.create(folder, title or folder.absolute().name, name or _account(), codebook=chosen)
    typer.echo(f"{study.title}: {study.folder}")


@app.command()
def add(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A sound or video file.")],
    interview: Annotated[str, typer.Option(help="What the interview is called; the file's name unless given.")] = "",
    kind: Annotated[InterviewKind, typer.Option(help="One person or a group.")] = InterviewKind.INDIVIDUAL,
    wave: Annotated[str, typer.Option(help="The wave; added to the study when new.")] = "",
    site: Annotated[str, typer.Option(help="The site; added to the study when new.")] = "",
    language: Annotated[str, typer.Option(help="no, nn, en, ar, fa, ...; heard from the recording unless given.")] = "",
    speakers: hearing_options.Speakers = "",
    also_spoken: hearing_options.AlsoSpoken = "",
    channels: hearing_options.Channels = "mix",
    backchannels: hearing_options.Backchannels = "own",
    expect: hearing_options.Expect = "",
    anew: Annotated[
        bool, typer.Option("--transcribe", help="Transcribe although the interview has a transcript already.")
    ] = False,
    name: As = "",
) -> None:
    """Add a recording to the study and queue its transcription; to an interview with a transcript, only its sound."""
    settings = hearing_options.settings_of(language, also_spoken, speakers, channels, backchannels, expect)
    if not file.is_file():
        raise NoSuchFileError(file)
    study, person = _open(folder, name)
    recording = study.receive_file(
        person,
        file,
        label=interview or None,
        kind=kind,
        wave=wave or None,
        site=site or None,
        language=language or None,
        also_spoken=settings.languages,
    )
    if study.versions(person, recording.interview_id) and not anew:
        study.prepare_playback(person, recording.id)
        typer.echo(f"{study.interview(person, recording.interview_id).label}: its sound waits to be made ready")
        return
    study.enqueue(person, recording.interview_id, settings)
    typer.echo(f"{study.interview(person, recording.interview_id).label}: waiting to be transcribed")


@app.command("add-wave")
def add_wave(
    folder: Folder,
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="CSV or XLSX: a row for each recording.")],
    apply: Annotated[bool, typer.Option("--apply", help="Do it; without this it is only said.")] = False,
    name: As = "",
) -> None:
    """Add a whole wave from a table with a column “File”; bad rows are listed, the good ones taken."""
    if not table.is_file():
        raise NoSuchFileError(table)
    study, person = _open(folder, name)
    plan = study.add_manifest(person, table, _tell_added) if apply else study.preview_manifest(person, table)
    for problem in plan.problems:
        typer.echo(str(problem), err=True)
    if apply:
        typer.echo(translate("Waiting to be transcribed: {count}.", count=len(plan.rows)))
        return
    for row in plan.rows:
        typer.echo(f"{row.label}: {row.file.name}")
    typer.echo(
        translate("{count} rows can be taken. Nothing was done yet. Add --apply to do it.", count=len(plan.rows))
    )


def _tell_added(row: PlannedRecording) -> None:
    print(f"{row.label}: {row.file.name}", file=sys.stderr)


@app.command()
def pause(
    folder: Folder,
    interview: Annotated[str, typer.Option(help="Only this interview; all that wait or run unless given.")] = "",
    name: As = "",
) -> None:
    """Let transcriptions rest; what is finished of them is kept."""
    _for_jobs(folder, name, interview, lambda study: study.pause)


@app.command()
def resume(
    folder: Folder,
    interview: Annotated[str, typer.Option(help="Only this interview; all that rest unless given.")] = "",
    name: As = "",
) -> None:
    """Let transcriptions that rest wait for their turn again."""
    _for_jobs(folder, name, interview, lambda study: study.resume)


@app.command("put-first")
def put_first(
    folder: Folder, interview: Annotated[str, typer.Argument(metavar="ID", help="The interview.")], name: As = ""
) -> None:
    """Transcribe this interview before the others that wait."""
    _for_jobs(folder, name, interview, lambda study: study.put_first)


def _for_jobs(folder: Path, name: str, interview: str, verb: Callable[[Study], Callable[[Person, str], None]]) -> None:
    study, person = _open(folder, name)
    wanted = study.interview_named(person, interview).id if interview else None
    jobs = [j for j in study.jobs(person) if not j.state.is_over and wanted in (None, j.interview_id)]
    for job in jobs:
        verb(study)(person, job.id)
    labels = {each.id: each.label for each in study.interviews(person)}
    for status in study.jobs(person):
        if status.id in {job.id for job in jobs}:
            typer.echo(f"{labels[status.interview_id]}: {status.state}")
    if not jobs:
        typer.echo(translate("Nothing is waiting to be transcribed."))


@app.command()
def work(
    folder: Folder,
    idle: Annotated[float, typer.Option(min=0, help="Seconds to wait for further work before ending.")] = 10.0,
) -> None:
    """Be the study's worker: transcribe what waits in the queue, then end."""
    from study import worker

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if not worker.work(registry.open_study(folder), idle_seconds=idle):
        typer.echo("Another worker is at it already.")


@app.command()
def transcribe(
    folder: Folder,
    interview: Annotated[str, typer.Option(help="Only this interview; all that wait unless given.")] = "",
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    name: As = "",
) -> None:
    """Transcribe in the foreground, with a progress bar; goes on where an interrupted one stopped."""
    from study import foreground

    study, person = _open(folder, name)
    wanted = {study.interview_named(person, interview).id} if interview else None
    ended = foreground.transcribe(study, person, wanted, device=device, progress=_show_progress)
    _report(study, person, ended)


def _show_progress(label: str, progress: Progress) -> None:
    left = "" if progress.seconds_left is None else f", {_minutes(progress.seconds_left)} left"
    line = f"{label}: {progress.stage} {progress.fraction:4.0%}{left}"
    if sys.stderr.isatty():
        bar = "█" * round(progress.fraction * 24)
        print(f"\r\033[K{label} {bar:·<24} {progress.stage} {progress.fraction:4.0%}{left}", end="", file=sys.stderr)
    elif progress.fraction in (0.0, 1.0):
        print(line, file=sys.stderr)


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"


def _report(study: Study, person: Person, ended: tuple[JobStatus, ...]) -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)
    for job in ended:
        label = study.interview(person, job.interview_id).label
        typer.echo(f"{label}: {job.state}" + (f" ({job.error})" if job.error else ""))
        if job.state == "done" and not job.only_playback and _is_silent(study.transcript(person, job.interview_id)):
            typer.echo(translate("No speech was heard in it. Is it the right file?"))
    failed = sum(1 for job in ended if job.state == "failed")
    if not ended:
        typer.echo("Nothing is waiting to be transcribed.")
    if failed:
        raise JobsFailedError(failed, len(ended))


def _is_silent(transcript: Transcript | None) -> bool:
    return transcript is not None and not transcript.turns


@app.command()
def show(
    folder: Folder,
    interview: Annotated[str, typer.Argument(metavar="ID", help="What the interview is called.")],
    format: Annotated[ShowFormat, typer.Option(help="txt, json or vtt.")] = ShowFormat.TXT,  # noqa: A002
    name: As = "",
) -> None:
    """Print an interview's transcript."""
    typer.echo(_shown(*_open(folder, name), interview, format), nl=False)


def _shown(study: Study, person: Person, label: str, wanted: ShowFormat) -> str:
    from study.desk import NoTranscriptError
    from study.transcript_exports import pseudonyms
    from transcripts.formats import json, txt, vtt
    from transcripts.formats.names import Dump

    interview = study.interview_named(person, label)
    transcript = study.transcript(person, interview.id)
    if transcript is None:
        raise NoTranscriptError(interview.label)
    writers: dict[ShowFormat, Dump] = {ShowFormat.TXT: txt.dump, ShowFormat.JSON: json.dump, ShowFormat.VTT: vtt.dump}
    return writers[wanted](transcript, interview.label, pseudonyms(transcript, study.participants(person)))


@app.command()
def export(
    folder: Folder,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A file ending in .docx or .csv.")],
    name: As = "",
) -> None:
    """Write all quotes, grouped by code, with the speaker's role only."""
    try:
        wanted = ExportFormat(out.suffix.lower().lstrip("."))
    except ValueError as error:
        raise UnknownEndingError(out.name) from error
    study, person = _open(folder, name)
    exported = study.export_quotes(person, QuoteChoices(), wanted)
    out.write_bytes(exported.content)
    typer.echo(str(out))


@app.command()
def backup(
    folder: Folder,
    without_recordings: Annotated[bool, typer.Option("--without-recordings", help="Only the database.")] = False,
    name: As = "",
) -> None:
    """Back up the study into one verified file in its folder `backups`."""
    study, person = _open(folder, name)
    report = study.back_up(person, with_media=not without_recordings)
    for problem in report.problems:
        typer.echo(str(problem), err=True)
    typer.echo(str(report.file.path))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup, ending in .studybackup.")],
    folder: Folder,
) -> None:
    """Restore a backup into an empty folder."""
    if not file.is_file():
        raise NoSuchFileError(file)
    manifest = registry.restore(file, folder)
    typer.echo(f"{manifest.study_title}: restored as of {manifest.made_at:%Y-%m-%d %H:%M} UTC into {folder}")


people_commands.register(app, _open)
order_commands.register(app, _open)
guide_commands.register(app, _open)
measures_commands.register(app, _open)
codebook_commands.register(app, _open)
transcript_commands.register(app, _open)
track_commands.register(app, _open)
round_commands.register(app, _open)
model_commands.register(app)


def main() -> None:
    """Run a command; errors people can mend are one line and an exit code, never a stack trace."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # Norwegian and Arabic also where the terminal's own is another
    try:
        app()
    except WorkbenchError as error:
        print(error, file=sys.stderr)
        raise SystemExit(error.exit_code) from error
    except OSError as error:
        print(f"{error.filename or ''}: {error.strerror or error}".strip(": "), file=sys.stderr)
        raise SystemExit(6) from error
    finally:
        registry.close_all()
