"""Transcripts written as lines or paragraphs: `[0:12:31] H03: words`, a name above the words, f4's times at the end.

Two passes: the first looks at every line by itself and counts what may be a label; the second, knowing which labels
are taken, makes pieces. Every character goes into a piece, a label, a time, or a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.messages import translate, translate_count
from core.problems import Problem
from transcripts.formats.plain import clock
from transcripts.reading import labels as label_rules
from transcripts.reading.labels import Candidate
from transcripts.reading.model import NOBODY, FileKind, Found, LabelUse, Piece, ReadingChoices
from transcripts.reading.stamps import INLINE, Stamp, after_dash, inline, leading, milliseconds, trailing

MOST_FRONT_SHARE = 0.2  #: What stands before the first speaker is a heading only when it is short,
MOST_FRONT_LINES = 40  #: or of few lines.
SURE_SHARE = 0.8
_NAME_THEN_TIME = re.compile(r"(?P<name>\S.{0,59}?)(?P<gap>\s+)(?P<time>\d{1,3}:\d{2}(?::\d{2})?)\Z")
_BRACKETED_NAME = re.compile(r"\[(?P<name>[^\[\]]{1,60})\]\s+(?P<time>\d{1,2}:\d{2}:\d{2})\Z")
_NUMBERED = re.compile(r"\s{0,8}(?P<number>\d{1,6})\t")
_DAY_MS = 4 * 3_600_000  #: Times that begin after this are those of a clock on the wall.


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file."""

    number: int  #: One-based; several lines of a Word paragraph share its number.
    text: str
    new_block: bool = False  #: Begins a paragraph, whether or not an empty line stands before it.


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table whose columns are speaker, words and perhaps time."""

    number: int
    label: str
    text: str
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """A line, looked at by itself."""

    number: int
    words: str  #: Without the time it begins with.
    stamp: Stamp | None = None
    label: str = ""
    after_label: str = ""  #: The words, if the label is one.
    label_ms: int | None = None  #: A time between label and words.
    is_heading: bool = False  #: The label, if it is one, stands above its words.
    is_sure: bool = False
    is_blank: bool = False
    new_block: bool = False


def read_lines(
    items: Sequence[Line | Row], choices: ReadingChoices, *, kind: FileKind, unit: str, program: str = ""
) -> Found:
    """The pieces of a transcript in lines. `unit` is what a line is called: line or paragraph."""
    items, notices = _without_numbers(items)
    program = program or _program(items)
    seen = [item if isinstance(item, Row) else _look(item, program) for item in items]
    seen = list(_with_headings(seen))
    uses = label_rules.uses(_candidates(seen), choices.labels)
    builder = _Builder({use.label for use in uses if use.taken}, program, choices.with_front)
    builder.begins_at = _first_marked(seen, builder.taken)
    builder.build(seen)
    if builder.front and builder.takes_front and not choices.with_front:
        notices.append(translate("What stands before the first speaker is long, so it is taken as words of nobody."))
    return _without_wall_times(
        Found(
            kind=kind,
            pieces=tuple(builder.pieces),
            labels=uses,
            problems=tuple(builder.problems),
            notices=(*notices, *builder.notices(uses, unit)),
            program=program or ("f4" if builder.tenths else ""),
            joins=builder.is_glued,
            front=builder.front,
        )
    )


def _look(line: Line, program: str) -> _Seen:
    """One line by itself: its time, its label, its words, without deciding yet."""
    text = line.text.strip()
    if not text:
        return _Seen(line.number, "", is_blank=True)
    if found := _BRACKETED_NAME.match(text):
        ms = milliseconds(found["time"])
        if ms is not None:
            return _Seen(line.number, text, label=found["name"].strip(), label_ms=ms, is_heading=True, is_sure=True)
    stamp = leading(text)
    words = text[stamp.length :].lstrip() if stamp else text
    if stamp and program == "aTrain":
        words = text[stamp.length :][after_dash(text[stamp.length :]) :].lstrip()
    if colon := label_rules.before_colon(words):
        label, at = colon
        after = words[at:].lstrip()
        inner = leading(after) if stamp is None else None
        after = after[inner.length :].lstrip() if inner else after
        ms = inner.start_ms if inner else None
        return _Seen(line.number, words, stamp, label, after, ms, is_sure=False, new_block=line.new_block)
    if stamp is None and (named := _name_then_time(text)):
        name, ms, is_sure = named
        return _Seen(line.number, text, None, name, "", ms, True, is_sure, new_block=line.new_block)
    if stamp is None and label_rules.ALONE.match(text):
        return _Seen(line.number, text, None, text, "", None, True, True, new_block=line.new_block)
    return _Seen(line.number, words, stamp, new_block=line.new_block)


def _name_then_time(text: str) -> tuple[str, int, bool] | None:
    found = _NAME_THEN_TIME.match(text)
    if not found or not label_rules.is_name(found["name"]):
        return None
    ms = milliseconds(found["time"])
    return None if ms is None else (found["name"], ms, len(found["gap"]) > 1)


def _with_headings(seen: Sequence[_Seen | Row]) -> Iterator[_Seen | Row]:
    """A short line between a time and the words may be a name: `0:0:5.1 --> 0:0:8.2`, name, words (Teams, Word)."""
    for at, line in enumerate(seen):
        if isinstance(line, Row) or line.label or not _may_be_a_heading(line.words):
            yield line
            continue
        before = _next(seen, at, -1)
        after = _next(seen, at, 1)
        goes_on = after is not None and after.stamp is None and not after.label
        timed = line.stamp is not None or (before is not None and before.stamp is not None and not before.words)
        if timed and goes_on:
            ms = line.stamp.start_ms if line.stamp else None
            yield replace(line, label=line.words, is_heading=True, label_ms=ms)
        else:
            yield line


def _may_be_a_heading(words: str) -> bool:
    return bool(words) and words[-1] not in ".,;…-–" and label_rules.is_name(words) and not set(words) & set("?!")


def _next(seen: Sequence[_Seen | Row], at: int, step: int) -> _Seen | None:
    """The neighbouring line that is not blank; None at the ends, beside a table, and two blanks away."""
    for place in (at + step, at + 2 * step):
        if not 0 <= place < len(seen):
            return None
        neighbour = seen[place]
        if isinstance(neighbour, Row):
            return None
        if not neighbour.is_blank:
            return neighbour
    return None


def _candidates(seen: Sequence[_Seen | Row]) -> Iterator[Candidate]:
    """A label behind a time is sure where nearly every time has one behind it."""
    timed = [line for line in seen if isinstance(line, _Seen) and line.stamp is not None and line.words]
    is_style = len(timed) > 1 and sum(bool(line.label) for line in timed) >= SURE_SHARE * len(timed)
    for line in seen:
        if isinstance(line, Row):
            if line.label:
                yield Candidate(line.label, line.number, sure=True)
        elif line.label:
            is_sure = line.is_sure or (is_style and line.stamp is not None and not line.is_heading)
            yield Candidate(line.label, line.number, is_sure)


def _first_marked(seen: Sequence[_Seen | Row], taken: set[str]) -> int:
    """The place of the first line with a speaker or a time; 0 when there is none, so that nothing stands before it."""
    for at, line in enumerate(seen):
        if isinstance(line, Row) or line.label in taken or line.stamp is not None:
            return at
    return 0


class _Builder:
    """Goes through the lines and makes pieces."""

    def __init__(self, taken: set[str], program: str, with_front: bool) -> None:
        self.taken = taken
        self.program = program
        self.takes_front = with_front
        self.begins_at = 0
        self.front = 0
        self.tenths = 0
        self.is_glued = False
        self.joined_lines = 0
        self.pieces: list[Piece] = []
        self.problems: list[Problem] = []
        self._speaker = NOBODY
        self._pending: int | None = None
        self._pending_end: int | None = None
        self._heading: tuple[int, str] | None = None  # a label above words that have not come yet
        self._open: list[str] | None = None
        self._before_tail = 0

    def build(self, seen: Sequence[_Seen | Row]) -> None:
        self._weigh_front(seen)
        for at, line in enumerate(seen):
            if isinstance(line, Row):
                self._close()
                self._row(line)
            elif line.is_blank:
                self._close()
            elif at < self.begins_at and not self.takes_front:
                message = translate("it stands before the first speaker and is not taken: “{text}”", text=line.words)
                self.problems.append(Problem(message, line.number))
            else:
                self._line(line)
        self._close()
        self._forget_heading()

    def notices(self, uses: tuple[LabelUse, ...], unit: str) -> Iterator[str]:
        if self.joined_lines:
            yield translate_count(
                "{count} line goes on in the next one of its paragraph; the line break stays.",
                "{count} lines go on in the next one of their paragraph; the line breaks stay.",
                self.joined_lines,
            )
        if self.tenths:
            yield translate(
                "The times stand at the ends of paragraphs: a paragraph begins where the one before it ends."
            )
        once = [use for use in uses if not use.taken]
        if once:
            names = ", ".join(f"“{use.label}” ({unit} {use.line})" for use in once[:12])
            more = translate(" and {count} more", count=len(once) - 12) if len(once) > 12 else ""
            yield translate("Not taken as speakers but as words: {names}{more}.", names=names, more=more)

    def _weigh_front(self, seen: Sequence[_Seen | Row]) -> None:
        front = [line for line in seen[: self.begins_at] if isinstance(line, _Seen) and not line.is_blank]
        self.front = len(front)
        whole = sum(len(line.text if isinstance(line, Row) else line.words) for line in seen)
        if sum(len(line.words) for line in front) > MOST_FRONT_SHARE * whole and len(front) > MOST_FRONT_LINES:
            self.takes_front = True

    def _row(self, row: Row) -> None:
        self._forget_heading()
        self._speaker = row.label or self._speaker
        if row.text.strip():
            self.pieces.append(Piece(row.number, row.text.strip(), self._speaker, row.start_ms, row.end_ms))
        elif row.label:
            self.problems.append(Problem(translate("“{label}” has no words", label=row.label), row.number))

    def _line(self, line: _Seen) -> None:
        if line.new_block:
            self._close()
        if line.label in self.taken and line.label:
            self._labelled(line)
        elif line.stamp is not None:
            self._timed(line)
        else:
            self._plain(line)

    def _labelled(self, line: _Seen) -> None:
        self._close()
        self._forget_heading()
        stamp = line.stamp
        start = stamp.start_ms if stamp else line.label_ms
        if line.is_heading and start is None:
            start, end = self._pending, self._pending_end
        else:
            end = stamp.end_ms if stamp else None
        self._speaker = line.label
        self._pending, self._pending_end = None, None
        if line.after_label:
            self._begin(line.number, line.after_label, start, end)
        else:
            self._pending, self._pending_end = start, end
            self._heading = (line.number, line.label)

    def _timed(self, line: _Seen) -> None:
        stamp = line.stamp
        if stamp is None:
            return
        if line.words:
            glue = None if self._open is None and not self.pieces else " "
            self._close()
            self._heading = None
            self._begin(line.number, line.words, stamp.start_ms, stamp.end_ms, glue=glue)
        else:
            self._pending, self._pending_end = stamp.start_ms, stamp.end_ms
            self._close()

    def _plain(self, line: _Seen) -> None:
        if self._open is not None and self._pending is None:
            self.joined_lines += 1
            self._open.append(line.words)
            return
        self._heading = None
        self._begin(line.number, line.words, self._pending, self._pending_end)
        self._pending, self._pending_end = None, None

    def _begin(self, number: int, text: str, start: int | None, end: int | None, glue: str | None = None) -> None:
        self._close()
        self._heading = None
        self._open = [text]
        self._at = Piece(number, "", self._speaker, start, end, glue=glue)

    def _close(self) -> None:
        """Finish the piece at hand: the time at its end, the times inside it."""
        if self._open is None:
            return
        text, piece = "\n".join(self._open), self._at
        self._open = None
        if tail := trailing(text):
            ms, length = tail
            self.tenths += piece.start_ms is None
            start = self._before_tail if piece.start_ms is None else piece.start_ms
            self._before_tail = ms
            piece, text = replace(piece, start_ms=start, end_ms=ms), text[:length].rstrip()
        pieces = list(self._split(piece, text))
        self.is_glued = self.is_glued or any(each.glue for each in pieces)
        if not pieces:
            message = translate("a time without words is not taken: “{text}”", text=text)
            self.problems.append(Problem(message, piece.line))
        self.pieces += pieces

    def _split(self, piece: Piece, text: str) -> Iterator[Piece]:
        """A paragraph with times inside it, cut at them (noScribe, aTrain, MAXQDA); one speaker goes on."""
        start, begins, glue = 0, piece.start_ms, piece.glue
        for found in INLINE.finditer(text):
            ms = inline(found)
            if ms is None:
                continue
            words = text[start : found.start()].strip()
            if words:
                ends = ms if found["tenths"] else None
                yield replace(piece, text=words, start_ms=begins, end_ms=ends, glue=glue)
                glue = " "
            elif begins is not None and start:
                self.problems.append(Problem(translate("two times stand side by side; the first is not taken: {time}",
                                                       time=clock(begins)), piece.line))  # fmt: skip
            keeps_dash = found[0].endswith(" - ") and self.program != "aTrain"
            start = found.end() - 3 if keeps_dash else found.end()
            begins = ms
        words = text[start:].strip()
        if words:
            yield replace(piece, text=words, start_ms=begins, glue=glue)

    def _forget_heading(self) -> None:
        if self._heading:
            number, label = self._heading
            self.problems.append(Problem(translate("“{label}” has no words", label=label), number))
            self._heading = None


def _without_numbers(items: Sequence[Line | Row]) -> tuple[Sequence[Line | Row], list[str]]:
    """Line numbers before a tab, as our own text file has them on request, are left out when they count upwards."""
    filled = [item for item in items if isinstance(item, Line) and item.text.strip()]
    begins = next((at for at, item in enumerate(filled) if _NUMBERED.match(item.text)), len(filled))
    filled = filled[begins:]  # a heading has no numbers
    numbered = [(item, found) for item in filled if (found := _NUMBERED.match(item.text))]
    counted = [int(found["number"]) for _, found in numbered]
    is_counting = all(a < b for a, b in zip(counted, counted[1:], strict=False))
    if len(counted) < 2 or not is_counting or len(counted) < 0.6 * len(filled):
        return items, []
    cut = {id(item): found.end() for item, found in numbered}
    kept = [replace(i, text=i.text[cut[id(i)] :]) if isinstance(i, Line) and id(i) in cut else i for i in items]
    return kept, [translate("The line numbers before the words ({first} to {last}) are not taken.",
                            first=counted[0], last=counted[-1])]  # fmt: skip


def _program(items: Sequence[Line | Row]) -> str:
    """What wrote the file, told by its first lines."""
    first = [item.text.strip() for item in items[:12] if isinstance(item, Line)]
    if any(_BRACKETED_NAME.match(text) for text in first):
        return "Zoom"
    if any("-->" in text and leading(text) for text in first):
        return "Teams"
    if any(text.startswith("Transcription for ") for text in first[:2]):
        return "aTrain"
    return "noScribe" if any("noScribe" in text for text in first) else ""


def _without_wall_times(found: Found) -> Found:
    """Times of the day (Zoom's saved captions) say nothing about where words are in a recording."""
    times = [piece.start_ms for piece in found.pieces if piece.start_ms is not None]
    if not times or min(times) < _DAY_MS:
        return found
    message = translate(
        "the times begin after four hours: they are those of a clock, not of a recording, and are not taken"
    )
    pieces = tuple(replace(piece, start_ms=None, end_ms=None) for piece in found.pieces)
    return replace(found, pieces=pieces, problems=(*found.problems, Problem(message)))
