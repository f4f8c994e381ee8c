"""What every reader of a codebook file gives back: what it read, what it could not, and what the file did not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from codebooks.model import Codebook
from core.errors import InputError
from core.problems import Problem

MOST_CODES = 2000


class BadCodebookError(InputError):
    """A codebook file has something in it that cannot be used."""

    template = "This codebook cannot be used as it is. Correct these lines and load it again:\n{problems}"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems="\n".join(str(problem) for problem in problems))
        self.problems = problems


class TooManyCodesError(InputError):
    """A file with more codes than anybody could hold apart."""

    template = "“{name}” has {count} codes; {most} is the most that can be brought in at once."

    def __init__(self, name: str, count: int, most: int) -> None:
        super().__init__(name=name, count=count, most=most)


@dataclass(frozen=True, slots=True)
class CodebookReading:
    """What a file gave: the codes that could be read, and what could not, by line."""

    codebook: Codebook
    problems: tuple[Problem, ...] = ()
    unsaid: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Code id to the fields the file says nothing about: their values here are defaults, not the file's word."""
    parents_elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Code id to the name of a parent that is not in the file; it may be in the study."""


def check_count(count: int, name: str) -> None:
    """TooManyCodesError for more codes than MOST_CODES; `name` is the file's."""
    if count > MOST_CODES:
        raise TooManyCodesError(name, count, MOST_CODES)
