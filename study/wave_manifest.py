"""A whole wave of recordings from one table: each row names a file and the interview it is of.

The table is one of interviews (`interview_planning`) with two columns more, the file and how many speak in it. First
comes what would happen; then the good rows are taken, and what is wrong with the others is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sheets
from core.characters import visible_controls
from core.design import Person
from core.errors import InputError, WorkbenchError
from core.problems import Problem
from sheets import Row, Sheet
from storage import design_rows
from storage.database import Connection
from study.interview_planning import PlannedInterview
from study.jobs import JobVerbs
from study.people_columns import NoColumnError, heading_key, in_order
from study.people_import import interview_plan, take_interview
from study.recordings import RecordingVerbs

FILE_HEADINGS = ("File", "recording", "fil", "opptak", "lydfil", "path", "filename", "filnavn")
SPEAKER_HEADINGS = ("Speakers", "number of speakers", "voices", "talere", "antall stemmer", "stemmer")


class NoRecordingThereError(InputError):
    """A row names a file that is not there."""

    template = "There is no file “{name}” beside the table. Write its path as seen from the table's folder."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NoFileNamedError(InputError):
    """A row names no file."""

    template = "No file is named for “{label}”. Write one in the column “File”, or take the row out."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class FileTwiceError(InputError):
    """Two rows name one file."""

    template = "“{name}” stands in row {line} already. One row for each recording."

    def __init__(self, name: str, line: int) -> None:
        super().__init__(name=name, line=line)


class HasRecordingError(InputError):
    """The interview has its recording already."""

    template = "“{label}” has a recording already. Take the row out, or give the interview another name."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


@dataclass(frozen=True, slots=True)
class PlannedRecording:
    """What one row would do: an interview with its recording, which then waits to be transcribed."""

    interview: PlannedInterview
    file: Path
    speakers: Mapping[str, int]  #: As `pipeline.settings.speaker_counts`.

    @property
    def line(self) -> int:
        return self.interview.line

    @property
    def label(self) -> str:
        return self.interview.label


@dataclass(frozen=True, slots=True)
class WavePlan:
    """What a table would do; after it was taken, what it did."""

    rows: tuple[PlannedRecording, ...]
    problems: tuple[Problem, ...] = ()


class WaveManifestVerbs(RecordingVerbs, JobVerbs):
    """Many recordings at once."""

    def preview_manifest(self, person: Person, table: Path) -> WavePlan:
        """What the table would add, and which rows cannot be taken and why. Nothing happens yet.

        Paths in the column “File” are as seen from the table's folder. Raises an InputError for what is no such table.
        """
        named, sheet = _parted(sheets.read(table.read_bytes(), table.name), table.name)
        with self.reading(person) as connection:
            return _plan(connection, named, sheet, table)

    def add_manifest(
        self, person: Person, table: Path, taken: Callable[[PlannedRecording], None] = lambda row: None  # noqa: ARG005
    ) -> WavePlan:  # fmt: skip
        """Take the good rows: interviews, their recordings, and a place in the queue for each. What was done.

        A recording that turns out to be none is listed as a problem, and the next is taken. `taken` is told after each
        one. A row that was taken before is a problem the second time, so a mended table can be handed over again.
        Call `ensure_worker` afterwards.
        """
        named, sheet = _parted(sheets.read(table.read_bytes(), table.name), table.name)
        with self.writing(person) as connection:
            plan = _plan(connection, named, sheet, table)
            for row in plan.rows:
                interview_id = take_interview(connection, row.interview, overwrite=False)
                design_rows.insert_audit(connection, person, "import_interview", "interview", interview_id)
        added, problems = [], list(plan.problems)
        for row in plan.rows:
            try:
                self._add_recording(person, row)
            except WorkbenchError as error:
                problems.append(Problem(str(error), row.line, table.name))
            else:
                added.append(row)
                taken(row)
        return WavePlan(tuple(added), in_order(problems))

    def _add_recording(self, person: Person, row: PlannedRecording) -> None:
        from pipeline.settings import TranscriptionSettings

        recording = self.receive_file(person, row.file, label=row.label)
        languages = self.interview(person, recording.interview_id).languages
        settings = TranscriptionSettings.of_interview(languages, **row.speakers)
        self.enqueue(person, recording.interview_id, settings)


def _parted(whole: Sheet, source: str) -> tuple[Mapping[int, tuple[str, str]], Sheet]:
    """(file, speakers) of each row by its number, and the sheet without those two columns. Raises NoColumnError."""
    keys = [heading_key(cell) for cell in whole.rows[0].cells] if whole.rows else []
    file = _place(keys, FILE_HEADINGS)
    speakers = _place(keys, SPEAKER_HEADINGS)
    if file is None:
        raise NoColumnError(source, FILE_HEADINGS[0])
    rest = [place for place in range(len(keys)) if place not in (file, speakers)]
    named = {row.number: (_cell(row, file), _cell(row, speakers)) for row in whole.rows[1:]}
    rows = tuple(Row(row.number, tuple(_cell(row, place) for place in rest)) for row in whole.rows)
    return named, Sheet(rows, whole.problems)


def _place(keys: Sequence[str], headings: Sequence[str]) -> int | None:
    names = {heading_key(heading) for heading in headings}
    return next((place for place, key in enumerate(keys) if key in names), None)


def _cell(row: Row, place: int | None) -> str:
    return row.cells[place].strip() if place is not None and place < len(row.cells) else ""


def _plan(connection: Connection, named: Mapping[int, tuple[str, str]], sheet: Sheet, table: Path) -> WavePlan:
    interviews = interview_plan(connection, sheet, table.name)
    recorded = {recording.interview_id for recording in design_rows.read_recordings(connection)}
    rows, problems, files = [], list(interviews.problems), dict[Path, int]()
    for row in interviews.rows:
        try:
            if row.interview_id in recorded:
                raise HasRecordingError(row.label)
            planned = _planned(row, *named[row.line], table.parent)
            if files.setdefault(planned.file, row.line) != row.line:
                raise FileTwiceError(planned.file.name, files[planned.file])
            rows.append(planned)
        except WorkbenchError as error:
            problems.append(Problem(str(error), row.line, table.name))
    return WavePlan(tuple(rows), in_order(problems))


def _planned(interview: PlannedInterview, name: str, speakers: str, folder: Path) -> PlannedRecording:
    from pipeline.settings import speaker_counts

    if not name:
        raise NoFileNamedError(interview.label)
    file = folder / name
    if "\0" in name or not file.is_file():
        raise NoRecordingThereError(visible_controls(name))
    return PlannedRecording(interview, file.resolve(), speaker_counts(speakers))
