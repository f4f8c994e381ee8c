"""From the rows of a table to what they would add to the study's interview guides. Nothing here writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from codebooks import tree
from codebooks.model import Code, Codebook, in_language
from core.design import Wave
from core.errors import InputError, WorkbenchError
from core.guide import Question
from core.messages import translate
from core.problems import Problem
from sheets import Row, Sheet
from storage.people_rows import name_key
from study.base import tidy_name
from study.people_columns import ColumnUse, cells_of, columns_of, heading_key, in_order
from study.people_guides import question_text
from study.people_planning import Change
from study.people_words import UnknownLanguageError, read_languages

GUIDE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "wave": ("Wave", "bølge", "bølgje", "runde", "round"),
    "number": ("Number", "nummer", "nr", "question number", "spørsmålsnummer"),
    "codes": ("Codes", "code", "koder", "kodar", "kode"),
}
TEXT = "Question ({language})"  #: The heading of a language's column; a language's name alone is understood too.
_TEXT = re.compile(r"(?:question|questions|spørsmål|text|tekst) ([a-z]{2,3})")


class UnknownCodeNameError(InputError):
    """A row links a question to a code the codebook does not have."""

    template = "There is no code “{name}” in the codebook. Add it, or write the codes' names with a semicolon between."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NoQuestionError(InputError):
    """A row has no question in any language."""

    template = "There is no question in this row. Write it in a column such as “Question (no)”."


class NotANumberInGuideError(InputError):
    """A question's number is no whole number from 1."""

    template = "“{text}” is no question's number. Write 1, 2, 3, or leave the cell empty."

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class QuestionTwiceError(InputError):
    """Two rows are about one question."""

    template = "This row is about the same question as row {line}. One row for each question."

    def __init__(self, line: int) -> None:
        super().__init__(line=line)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedQuestion:
    """What one row of a table would do. `added` fills what is missing; `changed` replaces, only when asked for."""

    line: int
    wave: str  #: A label; of a known wave or a new one.
    number: int | None  #: As the table has it.
    text: Mapping[str, str]  #: Everything the row says, by language.
    code_ids: tuple[str, ...]  #: What the row links it to.
    question_id: str | None = None  #: None: a new question.
    added: Mapping[str, str]  #: Languages the question lacks.
    added_codes: tuple[str, ...] = ()
    changed: Mapping[str, str]
    changes: tuple[Change, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.question_id is None

    @property
    def adds(self) -> bool:
        """The row brings something that does not touch what is known."""
        return bool(self.is_new or self.added or self.added_codes)

    @property
    def label(self) -> str:
        """“Wave 1: What does the role mean to you?”"""
        return f"{self.wave}: {in_language(self.text)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePlan:
    """What a table would do to the interview guides."""

    columns: tuple[ColumnUse, ...]
    rows: tuple[PlannedQuestion, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def new(self) -> tuple[PlannedQuestion, ...]:
        return tuple(row for row in self.rows if row.is_new)

    @property
    def adding(self) -> tuple[PlannedQuestion, ...]:
        """Rows that add languages or codes to questions the study has."""
        return tuple(row for row in self.rows if row.adds and not row.is_new)

    @property
    def changing(self) -> tuple[PlannedQuestion, ...]:
        return tuple(row for row in self.rows if row.changes)

    @property
    def unchanged(self) -> tuple[PlannedQuestion, ...]:
        """Rows that say what the study knows already."""
        return tuple(row for row in self.rows if not row.adds and not row.changes)


def plan_guides(
    sheet: Sheet, source: str, waves: Sequence[Wave], questions: Sequence[Question], codebook: Codebook
) -> GuidePlan:
    """What each row would do, and what is wrong with those that cannot be taken. Raises NoColumnError.

    A row is about the question of its wave that has the same words in some language; failing that, about the one with
    its number; failing that, about a new one.
    """
    headings = sheet.rows[0].cells if sheet.rows else ()
    uses, problems = columns_of(sheet, source, columns_for(headings), "wave", None)
    codes = {name_key(name): code for code in codebook.codes if code.is_living for name in code.name.values()}
    rows: list[PlannedQuestion] = []
    for row in sheet.rows[1:]:
        try:
            rows.append(_read(row, uses, waves, codes))
        except WorkbenchError as error:
            problems.append(Problem(str(error), row.number, source))
    by_wave = {name_key(wave.label): [q for q in questions if q.wave_id == wave.id] for wave in waves}
    planned: list[PlannedQuestion] = []
    for row_, known in _matched(rows, by_wave):
        earlier = next((p for p in planned if known and p.question_id == known.id), None) or next(
            (p for p in planned if not known and _is_same(p, row_)), None
        )
        if earlier:
            problems.append(Problem(str(QuestionTwiceError(earlier.line)), row_.line, source))
        else:
            planned.append(_compared(row_, known) if known else row_)
    return GuidePlan(columns=uses, rows=tuple(planned), problems=in_order(problems))


def columns_for(headings: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The columns a table of questions can have, with those of the languages that stand in its headings."""
    columns = dict(GUIDE_COLUMNS)
    for heading in headings:
        if language := language_of(heading):
            columns.setdefault(f"text {language}", (heading,))
    return columns


def language_of(heading: str) -> str | None:
    """The language whose questions stand under a heading; None for any other column.

    >>> language_of("Question (no)"), language_of("Norsk"), language_of("No.")
    ('no', 'no', None)
    """
    key = heading_key(heading)
    written = _TEXT.fullmatch(key)
    if written is None and len(key) <= 3:
        return None  # “No.” heads the numbers in more tables than Norwegian
    try:
        (language,) = read_languages(written[1] if written else key)
    except (UnknownLanguageError, ValueError):
        return None
    return language


def _read(row: Row, uses: Sequence[ColumnUse], waves: Sequence[Wave], codes: Mapping[str, Code]) -> PlannedQuestion:
    """What a row says, before it is compared with the study."""
    said = {use.field: text for use, text in cells_of(row, uses).items() if use.field}
    texts = {field.removeprefix("text "): text for field, text in said.items() if field.startswith("text ")}
    if not texts:
        raise NoQuestionError
    return PlannedQuestion(
        line=row.number,
        wave=_wave_label(tidy_name(said.get("wave", ""), "wave"), waves),
        number=_number(said["number"]) if "number" in said else None,
        text=(text := question_text(texts)),
        code_ids=_codes(said.get("codes", ""), codes),
        added=text,
        changed={},
    )


def _wave_label(label: str, waves: Sequence[Wave]) -> str:
    """As the study writes it; a bare number means “Wave 2”."""
    known = {name_key(wave.label): wave.label for wave in waves}
    if name_key(label) not in known and label.isdecimal():
        label = translate("Wave {number}", number=label)
    return known.get(name_key(label), label)


def _number(text: str) -> int:
    digits = text.strip().rstrip(".").removesuffix(".0")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 6 or int(digits) < 1:
        raise NotANumberInGuideError(text)
    return int(digits)


def _codes(text: str, codes: Mapping[str, Code]) -> tuple[str, ...]:
    """Ids of the codes a cell names; a name may itself hold a semicolon or a comma."""
    if not text.strip():
        return ()
    found = []
    for part in [text] if name_key(text) in codes else re.split(r"[;\n]", text):
        names = [part] if name_key(part) in codes else part.split(",")
        for name in (each.strip() for each in names):
            if name and name_key(name) not in codes:
                raise UnknownCodeNameError(name)
            found += [codes[name_key(name)].id] if name else []
    return tuple(dict.fromkeys(found))


def _matched(
    rows: Sequence[PlannedQuestion], by_wave: Mapping[str, Sequence[Question]]
) -> list[tuple[PlannedQuestion, Question | None]]:
    """Each row with the question it is about: words go before numbers, whatever the order of the rows."""
    same = [next((q for q in by_wave.get(name_key(row.wave), ()) if _is_same(row, q)), None) for row in rows]
    taken = {question.id for question in same if question}
    found = []
    for row, known in zip(rows, same, strict=True):
        held = by_wave.get(name_key(row.wave), ())
        if known is None and row.number and row.number <= len(held) and held[row.number - 1].id not in taken:
            known = held[row.number - 1]
        found.append((row, known))
    return found


def _is_same(one: PlannedQuestion, other: Question | PlannedQuestion) -> bool:
    """The same words in some language; of two rows also in one wave."""
    if isinstance(other, PlannedQuestion) and name_key(one.wave) != name_key(other.wave):
        return False
    return any(name_key(text) == name_key(other.text.get(language, "")) for language, text in one.text.items())


def _compared(row: PlannedQuestion, known: Question) -> PlannedQuestion:
    added = {language: text for language, text in row.text.items() if language not in known.text}
    changed = {lang: text for lang, text in row.text.items() if known.text.get(lang, text) != text}
    return replace(
        row,
        question_id=known.id,
        added=added,
        changed=changed,
        added_codes=tuple(code_id for code_id in row.code_ids if code_id not in known.code_ids),
        changes=tuple(Change(language, known.text[language], text) for language, text in changed.items()),
    )


def code_names(codebook: Codebook, code_ids: Iterable[str]) -> str:
    """The names as a cell holds them, living codes only: those that a table can bring back."""
    living = [tree.find(codebook, code_id) for code_id in code_ids]
    return "; ".join(tree.called(code) for code in living if code.is_living)
