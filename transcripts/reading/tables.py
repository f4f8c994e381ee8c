"""A table in a document: which column holds the speaker, which the words, which the time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.messages import translate
from core.problems import Problem
from transcripts.reading import labels as label_rules
from transcripts.reading.lines import Row
from transcripts.reading.stamps import leading, trailing

SPEAKER_WORDS = frozenset(
    {"speaker", "taler", "sprecher", "person", "hvem", "who", "name", "navn", "talare", "deltaker"}
)
TIME_WORDS = frozenset({"time", "tid", "start", "zeit", "timestamp", "timecode", "timespan", "tidskode", "tidspunkt"})
END_WORDS = frozenset({"end", "slutt", "ende", "slut"})
TEXT_WORDS = frozenset(
    {"text", "tekst", "content", "transcript", "words", "utterance", "transkripsjon", "ytring", "inhalt"}
)
NUMBER_WORDS = frozenset({"nr", "no", "#", "line", "linje", "turn", "number", "nummer", "id"})
_SHARE = 0.7  #: Of the rows that must look alike.


@dataclass(frozen=True, slots=True)
class TableRows:
    """A table of turns, and what in it was not taken."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    text: int
    speaker: int | None
    start: int | None
    end: int | None
    has_header: bool


def rows_of(grid: Sequence[tuple[int, Sequence[str]]]) -> TableRows | None:
    """The rows of a table of turns; None when the columns do not say that it is one."""
    columns = _columns([cells for _, cells in grid])
    if columns is None:
        return None
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, cells in grid[1:] if columns.has_header else grid:
        row, left = _row(number, cells, columns)
        rows.append(row)
        problems += left
    notices = (translate("A table was read: one turn for each of {count} rows.", count=len(rows)),)
    if columns.has_header:
        heading = " | ".join(cell.strip() for cell in grid[0][1])
        problems.insert(0, Problem(translate("the table's headings are not taken: “{text}”", text=heading), grid[0][0]))
    return TableRows(tuple(rows), tuple(problems), notices)


def _columns(rows: Sequence[Sequence[str]]) -> _Columns | None:
    width = max((len(row) for row in rows), default=0)
    if width < 2 or not rows:
        return None
    headings = [cell.strip().casefold().rstrip(":") for cell in rows[0]]
    named = {what: _place(headings, words) for what, words in (
        ("text", TEXT_WORDS), ("speaker", SPEAKER_WORDS), ("start", TIME_WORDS), ("end", END_WORDS))}  # fmt: skip
    if named["text"] is not None and (named["speaker"] is not None or named["start"] is not None):
        return _Columns(named["text"], named["speaker"], named["start"], named["end"], True)
    columns = [[row[at].strip() if at < len(row) else "" for row in rows] for at in range(width)]
    times = [at for at, cells in enumerate(columns) if _is_time(cells)]
    others = [at for at in range(width) if at not in times]
    if not others:
        return None
    text = max(others, key=lambda at: sum(map(len, columns[at])))
    speaker = next((at for at in others if at != text and _is_speaker(columns[at])), None)
    if speaker is None and not times:
        return None
    start, end = (times[0] if times else None), (times[1] if len(times) > 1 else None)
    return _Columns(text, speaker, start, end, False)


def _place(headings: Sequence[str], words: frozenset[str]) -> int | None:
    return next((at for at, heading in enumerate(headings) if heading in words), None)


def _is_time(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    timed = [cell for cell in filled if (stamp := leading(cell)) and stamp.length == len(cell)]
    return bool(filled) and len(timed) >= _SHARE * len(filled)


def _is_speaker(cells: Sequence[str]) -> bool:
    """Short names, most of which come again."""
    filled = [cell.rstrip(":") for cell in cells if cell]
    counts = Counter(filled)
    again = sum(count for name, count in counts.items() if count > 1 and label_rules.is_name(name))
    return len(filled) > 1 and again >= _SHARE * len(filled)


def _row(number: int, cells: Sequence[str], columns: _Columns) -> tuple[Row, list[Problem]]:
    def cell(at: int | None) -> str:
        return cells[at].strip() if at is not None and at < len(cells) else ""

    problems: list[Problem] = []
    start = _time(cell(columns.start), number, problems)
    end = _time(cell(columns.end), number, problems)
    begins, ends = start if start else (None, None)
    if end and end[0] is not None:
        ends = end[0]
    used = {columns.text, columns.speaker, columns.start, columns.end}
    left = " | ".join(text.strip() for at, text in enumerate(cells) if at not in used and text.strip())
    if left and not left.strip("0123456789."):
        left = ""  # a number that counts the rows
    if left:
        problems.append(Problem(translate("other columns are not taken: “{text}”", text=left), number))
    return Row(number, cell(columns.speaker).rstrip(":").strip(), cell(columns.text), begins, ends), problems


def _time(text: str, number: int, problems: list[Problem]) -> tuple[int | None, int | None] | None:
    if not text:
        return None
    stamp = leading(text)
    if stamp is None or stamp.length != len(text):
        tail = trailing(text)
        if tail and tail[1] == 0:
            return tail[0], None
        problems.append(Problem(translate("“{text}” is not a time, and is not taken", text=text), number))
        return None
    return stamp.start_ms, stamp.end_ms
