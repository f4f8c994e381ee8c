"""Pieces become turns: joined where one speaker goes on, times looked at, every problem kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from core.messages import translate, translate_count
from core.problems import Problem
from transcripts.formats.plain import clock
from transcripts.model import Turn
from transcripts.reading.errors import EmptyTranscriptError, TranscriptTooLargeError
from transcripts.reading.model import MOST_PROBLEMS, Found, Piece, ReadingChoices, TranscriptReading

MOST_TURNS = 20_000
LONGEST_PAUSE_MS = 3_000  #: Longer silence begins a new turn.
LONGEST_TURN_MS = 60_000  #: So that every turn can be found by ear.
LONGEST_TURN = 2_000  #: Characters of a joined turn.


def assemble(found: Found, choices: ReadingChoices, content: bytes, name: str) -> TranscriptReading:
    """The reading. EmptyTranscriptError, TranscriptTooLargeError."""
    join = found.joins if choices.join is None else choices.join
    can_join = any(piece.glue is not None for piece in found.pieces)
    pieces = list(_joined(found.pieces)) if join and can_join else list(found.pieces)
    if not pieces:
        raise EmptyTranscriptError(name)
    if len(pieces) > MOST_TURNS:
        raise TranscriptTooLargeError(
            name, translate_count("{count} turn", "{count} turns", len(pieces)), f"{MOST_TURNS}"
        )
    notices = list(found.notices)
    if len(pieces) < len(found.pieces):
        message = translate(
            "{pieces} pieces became {turns} turns: what one speaker says without a pause of more than {pause} s is "
            "joined, up to {length} s.",
            pieces=len(found.pieces),
            turns=len(pieces),
            pause=LONGEST_PAUSE_MS // 1000,
            length=LONGEST_TURN_MS // 1000,
        )
        notices.append(message)
    pieces, doubts = _timed(pieces)
    return TranscriptReading(
        kind=found.kind,
        sha256=sha256(content).hexdigest(),
        turns=tuple(_turn(number, piece) for number, piece in enumerate(pieces, 1)),
        lines=tuple(piece.line for piece in pieces),
        labels=found.labels,
        problems=_bounded([*found.problems, *doubts]),
        notices=tuple(notices),
        program=found.program,
        language=found.language,
        made_by=found.made_by,
        can_join=can_join,
        joined=join and can_join,
        front=found.front,
    )


def _turn(number: int, piece: Piece) -> Turn:
    return Turn(piece.id or str(number), piece.label, piece.text, piece.start_ms, piece.end_ms, piece.words)


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    gathered: list[Piece] = []
    length = 0
    for piece in pieces:
        length += len(piece.text)
        if gathered and (length > LONGEST_TURN or not _goes_on(gathered, piece)):
            yield _one(gathered)
            gathered, length = [], len(piece.text)
        gathered.append(piece)
    if gathered:
        yield _one(gathered)


def _goes_on(gathered: list[Piece], piece: Piece) -> bool:
    first, last = gathered[0], gathered[-1]
    if piece.glue is None or piece.label != first.label:
        return False
    if piece.start_ms is None or first.start_ms is None:
        return True
    ends = last.end_ms if last.end_ms is not None else piece.start_ms
    longest = (piece.end_ms if piece.end_ms is not None else piece.start_ms) - first.start_ms
    return piece.start_ms >= first.start_ms and piece.start_ms - ends <= LONGEST_PAUSE_MS and longest <= LONGEST_TURN_MS


def _one(pieces: list[Piece]) -> Piece:
    if len(pieces) == 1:
        return pieces[0]
    text, words = pieces[0].text, list(pieces[0].words)
    for piece in pieces[1:]:
        text += piece.glue or ""
        words += [replace(word, start=word.start + len(text), end=word.end + len(text)) for word in piece.words]
        text += piece.text
    ends = [piece.end_ms for piece in pieces if piece.end_ms is not None]
    last = max(ends) if ends and pieces[-1].end_ms is not None else None
    return replace(pieces[0], text=text, words=tuple(words), end_ms=last, id="")


def _timed(pieces: list[Piece]) -> tuple[list[Piece], list[Problem]]:
    """A piece without an end ends where the next begins; times that cannot be are said."""
    problems: list[Problem] = []
    looked_at: list[Piece] = []
    latest: int | None = None
    for at, piece in enumerate(pieces):
        following = pieces[at + 1].start_ms if at + 1 < len(pieces) else None
        if piece.start_ms is not None and latest is not None and piece.start_ms < latest:
            message = translate("the time {time} is earlier than the one before it; it is taken as it stands",
                                time=clock(piece.start_ms))  # fmt: skip
            problems.append(Problem(message, piece.line))
        if piece.start_ms is not None:
            latest = piece.start_ms
            if piece.end_ms is not None and piece.end_ms < piece.start_ms:
                message = translate("it ends ({end}) before it begins ({start}); the end is not taken",
                                    end=clock(piece.end_ms), start=clock(piece.start_ms))  # fmt: skip
                problems.append(Problem(message, piece.line))
                piece = replace(piece, end_ms=None)
            if piece.end_ms is None and following is not None and following >= latest:
                piece = replace(piece, end_ms=following)
        looked_at.append(piece)
    return looked_at, problems


def _bounded(problems: list[Problem]) -> tuple[Problem, ...]:
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    rest = translate("… and {count} more like these", count=len(problems) - MOST_PROBLEMS)
    return (*problems[:MOST_PROBLEMS], Problem(rest))
