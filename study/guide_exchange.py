"""Verbs that take interview guides out as a table, and bring them in: first what would happen, then doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import sheets
from codebooks.model import Codebook
from core.clock import new_id
from core.design import Person, Wave
from core.guide import Question
from core.messages import translate
from sheets.separated import write_csv
from storage import design_rows, guide_rows
from storage.codebook_rows import read_codebook
from storage.database import Connection
from study.design import wave_named
from study.exporting import ExportedFile, ExportVerbs
from study.guide_planning import GUIDE_COLUMNS, TEXT, GuidePlan, PlannedQuestion, code_names, plan_guides
from study.people_exports import CSV, XLSX, TableFormat
from study.people_guides import find_question, living_codes
from study.people_order import find_wave

if TYPE_CHECKING:
    from study.study import Study

USUAL_LANGUAGES = ("no", "en")  #: Columns there always are.
NARROW, WIDE = 14.0, 70.0
MOST_OFFERED = 250  #: Characters; Excel takes no longer list in a cell.


@dataclass(frozen=True, slots=True)
class GuideFile:
    """The guides as a table, to be made when it is asked for. `wave_id` None: of every wave."""

    wave_id: str | None = None
    format: TableFormat = TableFormat.XLSX
    empty: bool = False  #: A table to fill in.

    def __call__(self, study: Study, person: Person) -> ExportedFile:
        if self.empty:
            return study.export_guide_template(person, self.format)
        return study.export_guides(person, self.wave_id, self.format)


class GuideExchangeVerbs(ExportVerbs):
    """Interview guides as tables, CSV or XLSX."""

    def export_guides(
        self, person: Person, wave_id: str | None = None, table_format: TableFormat = TableFormat.XLSX
    ) -> ExportedFile:
        """The questions of one wave, or of all, a row each, as an import takes them."""
        with self.reading(person) as connection:
            waves = design_rows.read_waves(connection) if wave_id is None else (find_wave(connection, wave_id),)
            questions, codebook = guide_rows.read_questions(connection), read_codebook(connection)
        rows = _rows(waves, questions, codebook)
        return self._hand_out(person, "guides", str(table_format), *_written(rows, waves, table_format))

    def export_guide_template(self, person: Person, table_format: TableFormat = TableFormat.XLSX) -> ExportedFile:
        """The columns of a table of questions, with nothing in them."""
        with self.reading(person) as connection:
            waves = design_rows.read_waves(connection)
        rows = _rows((), (), Codebook({}, ()))
        return self._hand_out(person, "guides template", str(table_format), *_written(rows, waves, table_format))

    def preview_guides(self, person: Person, content: bytes, source: str) -> GuidePlan:
        """What a table would add to the guides, what it would change, and which rows cannot be taken. Nothing happens.

        `source` is what the person calls the file. Raises an InputError for what is no table of questions.
        """
        sheet = sheets.read(content, source)
        with self.reading(person) as connection:
            return _plan(connection, sheet, source)

    def import_guides(self, person: Person, content: bytes, source: str, *, overwrite: bool = False) -> GuidePlan:
        """Take the good rows; words the study has otherwise are replaced only with `overwrite`. What was done.

        New questions come after those of their wave, in the order of the table; new waves are added to the study.
        """
        sheet = sheets.read(content, source)
        with self.writing(person) as connection:
            plan = _plan(connection, sheet, source)
            for row in plan.rows:
                if row.adds or (overwrite and row.changed):
                    question_id = _take(connection, row, overwrite=overwrite)
                    design_rows.insert_audit(connection, person, "import_question", "question", question_id)
            return plan


def _plan(connection: Connection, sheet: sheets.Sheet, source: str) -> GuidePlan:
    waves, questions = design_rows.read_waves(connection), guide_rows.read_questions(connection)
    return plan_guides(sheet, source, waves, questions, read_codebook(connection))


def _take(connection: Connection, row: PlannedQuestion, *, overwrite: bool) -> str:
    """Write the question; its id."""
    codes = living_codes(connection, row.added_codes or (row.code_ids if row.is_new else ()))
    if row.question_id is None:
        wave = wave_named(connection, row.wave)
        position = guide_rows.next_position(connection, wave.id)
        question = Question(new_id(), wave.id, position, dict(row.text), codes)
    else:
        known = find_question(connection, row.question_id)
        text = {**known.text, **row.added, **(row.changed if overwrite else {})}
        question = replace(known, text=text, code_ids=(*known.code_ids, *codes))
    guide_rows.write_question(connection, question)
    return question.id


def _rows(waves: Sequence[Wave], questions: Sequence[Question], codebook: Codebook) -> tuple[tuple[str, ...], ...]:
    """The heading and a row for each question, by wave and in their order."""
    held = [(wave, number, q) for wave in waves for number, q in enumerate(_of(wave, questions), start=1)]
    languages = list(dict.fromkeys([*USUAL_LANGUAGES, *(language for _, _, q in held for language in q.text)]))
    head = (*(names[0] for names in GUIDE_COLUMNS.values()), *(TEXT.format(language=each) for each in languages))
    return (
        head,
        *(
            (
                wave.label,
                str(number),
                code_names(codebook, question.code_ids),
                *(question.text.get(language, "") for language in languages),
            )
            for wave, number, question in held
        ),
    )


def _of(wave: Wave, questions: Sequence[Question]) -> list[Question]:
    return [question for question in questions if question.wave_id == wave.id]


def _written(rows: tuple[tuple[str, ...], ...], waves: Sequence[Wave], table_format: TableFormat) -> tuple[str, bytes]:
    """Media type and content."""
    if table_format is TableFormat.CSV:
        return CSV, write_csv(rows)
    from sheets.workbook import Page, write_xlsx  # openpyxl: only when a workbook is made

    labels = tuple(wave.label for wave in waves)
    fits = labels and not any(mark in label for label in labels for mark in ',"')
    choices = {0: labels} if fits and len(",".join(labels)) <= MOST_OFFERED else {}
    widths = (NARROW, NARROW, WIDE / 2, *(WIDE for _ in rows[0][3:]))
    about = tuple((heading, translate(words)) for heading, words in _ABOUT)
    explained = ((translate("Column"), translate("What to write")), *about)
    return XLSX, write_xlsx([Page("questions", rows, widths, choices), Page("columns", explained, (NARROW * 2, WIDE))])


_ABOUT = (
    ("Wave", "A label such as Wave 1, or its number. Added to the study when it is new. Needed in every row."),
    ("Number", "The question's place in its wave, as exported. Empty for a new question: it comes last."),
    ("Codes", "Names of the codes it is to bring up, with semicolons between them. They must be in the codebook."),
    ("Question (no)", "The question as it is asked, a column for each language: Question (no), Question (ar), ..."),
)
