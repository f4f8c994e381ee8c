"""Where something is, in text and in time. Every span is half-open: `start` is inside, `end` is not.

Text counts Unicode code points of a turn's stored text; time counts integer milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import InputError


class BadSpanError(InputError):
    """A span ends before it starts, or starts before zero."""

    template = "The span {start}–{end} is empty or turned round. Select the passage again."

    def __init__(self, start: int, end: int) -> None:
        super().__init__(start=start, end=end)


@dataclass(frozen=True, slots=True, order=True)
class TextSpan:
    """Characters `start` up to `end` of one turn's text, in code points; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise BadSpanError(self.start, self.end)


@dataclass(frozen=True, slots=True, order=True)
class TimeSpan:
    """Milliseconds `start_ms` up to `end_ms` of a recording; may be empty, never negative."""

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms:
            raise BadSpanError(self.start_ms, self.end_ms)

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True)
class Passage:
    """A half-open stretch of talk, `(turn, offset) .. (turn, offset)`, inside one or several turns.

    Offsets count code points of each turn's own text, so editing one turn never moves what lies in another.
    """

    start_turn: str
    start: int
    end_turn: str
    end: int

    def __post_init__(self) -> None:
        if min(self.start, self.end) < 0 or (self.start_turn == self.end_turn and self.start >= self.end):
            raise BadSpanError(self.start, self.end)
