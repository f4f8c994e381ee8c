"""A table of translations from outside, held against the turns of an interview: what it would bring, and what not.

Rows name turns by their number, as exports print it. Where the table has the originals too, they are compared: a
translation of what a turn read before is taken as that, and one of other words is not taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import sheets
from core.errors import InputError
from core.languages import LANGUAGES
from core.messages import translate
from core.problems import Problem
from exports.translations import QuotedTranslation, language_in_words, translator_note
from sheets.reading import check_size
from transcripts.model import Turn
from transcripts.reading.tables import NUMBER_WORDS
from transcripts.reading.word_file import read_grids
from transcripts.translations import Translation

ALIKE = 0.6  #: From here on a text is an earlier form of the turn's, not another turn's.
COMPARED = 4_000  #: Characters looked at: enough to tell two turns apart.
TRANSLATION_WORDS = frozenset({"translation", "oversettelse", "omsetjing", "översättning", "traduction"})
ORIGINAL_WORDS = frozenset({"original", "text", "tekst", "turn_text", "quote", "source"})


class NoTranslationsError(InputError):
    """A file without a table of turn numbers and translations."""

    template = (
        "“{name}” holds no table of turn numbers and translations into {language}. Its first row must name the "
        "columns: “#” and “{language}” (or “Translation”). The page Export makes such a table."
    )

    def __init__(self, name: str, language: str) -> None:
        super().__init__(name=name, language=language)


@dataclass(frozen=True, slots=True)
class PlannedTranslation:
    """One row that can be taken."""

    number: int  #: Of the turn, from 1.
    turn_id: str
    revision: int  #: Of the turn's text that was translated; -1: of an earlier one.
    text: str
    seen: str | None  #: The translation there is now.
    is_known: bool  #: The turn has this very translation already.
    original: str


@dataclass(frozen=True, slots=True)
class TranslationPlan:
    """What a table of translations would bring."""

    language: str
    rows: tuple[PlannedTranslation, ...]
    problems: tuple[Problem, ...]

    @property
    def new(self) -> int:
        return sum(not row.is_known for row in self.rows)

    @property
    def replacing(self) -> int:
        """Turns that have another translation now; it stays in their history."""
        return sum(not row.is_known and row.seen is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Columns:
    number: int
    translation: int
    original: int | None
    has_header: bool


def plan_translations(
    content: bytes, name: str, language: str, turns: Sequence[Turn], known: Mapping[str, Translation]
) -> TranslationPlan:
    """Hold a file against the shown turns; `known`: their translations into the language, by turn.

    Raises NoTranslationsError, and the errors of reading the file.
    """
    problems: list[Problem] = []
    for grid in _grids(content, name, problems):
        columns = _columns(grid[0][1], language)
        if columns is not None:
            rows = list(_planned(grid[columns.has_header :], columns, turns, known, problems))
            return TranslationPlan(language, tuple(rows), tuple(problems))
    raise NoTranslationsError(name, language_in_words(language))


def _grids(content: bytes, name: str, problems: list[Problem]) -> Iterator[Sequence[tuple[int, Sequence[str]]]]:
    """The file's tables, each with its rows' numbers and cells."""
    if name.lower().endswith(".docx"):
        check_size(content, name)
        yield from (grid for grid in read_grids(content, name) if grid)
        return
    sheet = sheets.read(content, name)
    problems += sheet.problems
    if sheet.rows:
        yield [(row.number, row.cells) for row in sheet.rows]


def _columns(header: Sequence[str], language: str) -> _Columns | None:
    names = [cell.strip().casefold() for cell in header]
    if names and names[0].isdecimal() and len(names) >= 2:
        return _Columns(0, len(names) - 1, 1 if len(names) > 2 else None, has_header=False)
    called = {language, language_in_words(language).casefold(), LANGUAGES.get(language, "").casefold()}
    wanted = TRANSLATION_WORDS | called
    number = next((at for at, name in enumerate(names) if name in NUMBER_WORDS), None)
    translation = next((at for at, name in enumerate(names) if name in wanted), None)
    originals = ORIGINAL_WORDS | {translate("Original").casefold()}
    original = next((at for at, name in enumerate(names) if name in originals), None)
    if number is None or translation is None:
        return None
    return _Columns(number, translation, original, has_header=True)


def _planned(
    rows: Sequence[tuple[int, Sequence[str]]],
    columns: _Columns,
    turns: Sequence[Turn],
    known: Mapping[str, Translation],
    problems: list[Problem],
) -> Iterator[PlannedTranslation]:
    taken: set[int] = set()
    for line, cells in rows:
        number, original = _cell(cells, columns.number).strip().rstrip("."), _cell(cells, columns.original)
        translated = _cell(cells, columns.translation)
        problem = _problem(number, translated, taken, turns)
        if problem is not None:
            problems += [Problem(problem, line)] if problem else []
            continue
        turn = turns[int(number) - 1]
        now = known.get(turn.id)
        text = _words(translated, now)
        revision = _revision(turn, original)
        if revision is None:
            message = translate(
                "the original of turn {number} is another text here, so its translation is not taken", number=number
            )
            problems.append(Problem(message, line))
        elif text:
            taken.add(int(number))
            seen = now.id or None if now else None
            is_known = now is not None and now.text == text
            yield PlannedTranslation(int(number), turn.id, revision, text, seen, is_known, turn.text)


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _other_original(number: str) -> str:
    return translate("the original of turn {number} is another text here: its translation is not taken", number=number)


def _problem(number: str, text: str, taken: set[int], turns: Sequence[Turn]) -> str | None:
    """Why a row is not taken; "" for one that only has no translation yet, None for one that is."""
    if not text.strip():
        return ""
    if not number.isdecimal() or len(number) > 6:
        return translate("“{number}” is no number of a turn", number=number[:40])
    if not 1 <= int(number) <= len(turns):
        return translate("there is no turn {number}: the interview has {turns}", number=number, turns=len(turns))
    if int(number) in taken:
        return translate("turn {number} stands in the table twice; the first is taken", number=number)
    return None


def _words(cell: str, now: Translation | None) -> str:
    """The translation of a cell: one paragraph, without the line about its translator that exports put below."""
    lines = [line.strip() for line in cell.splitlines() if line.strip()]
    if now and lines and lines[-1] == translator_note(QuotedTranslation(now, is_of_whole_turn=False)):
        lines = lines[:-1]
    return " ".join(lines)


def _revision(turn: Turn, original: str) -> int | None:
    """Which text of the turn was translated; -1: an earlier one. None: another turn's."""
    said, here = (" ".join(text.split()) for text in (original, turn.text))
    if not said or said == here:
        return turn.revision
    matcher = SequenceMatcher(None, said[:COMPARED], here[:COMPARED], autojunk=False)
    return -1 if matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE else None
