"""Answers as people and tables hand them over become whole numbers; what is none, or is out of range, is a problem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.messages import translate
from core.problems import Problem
from measures.model import Answers

_WHOLE = re.compile(r"[+-]?[0-9]{1,6}(?:[.,]0+)?")
NOT_ANSWERED = {"", "-", "–", ".", "na", "n/a", "missing", "mangler", "ubesvart"}  #: Whatever the letter case.


def read_answers(
    given: Sequence[object], lowest: int, highest: int, *, line: int | None = None, source: str = ""
) -> tuple[Answers, tuple[Problem, ...]]:
    """The answers in the order of the items, and a problem for each that cannot be one; it counts as not answered.

    >>> read_answers(["1", 4, "", None], 1, 4)
    ((1, 4, None, None), ())
    """
    answers: list[int | None] = []
    problems: list[Problem] = []
    for number, value in enumerate(given, 1):
        answer = _answer(value)
        if isinstance(answer, int) and not lowest <= answer <= highest:
            why = translate(
                "item {number}: {answer} is outside {lowest} to {highest}; leave it empty when there is no answer",
                number=number, answer=answer, lowest=lowest, highest=highest,
            )  # fmt: skip
            problems.append(Problem(why, line, source))
        elif isinstance(answer, str):
            why = translate("item {number}: “{answer}” is not a whole number", number=number, answer=answer[:40])
            problems.append(Problem(why, line, source))
        taken = answer if isinstance(answer, int) and lowest <= answer <= highest else None
        answers.append(taken)
    return tuple(answers), tuple(problems)


def _answer(value: object) -> int | str | None:
    """The whole number that `value` is; None for no answer; anything else as text."""
    if isinstance(value, bool):  # True is an int to Python, and no answer to anybody
        return str(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    text = str(value).strip()
    if text.casefold() in NOT_ANSWERED:
        return None
    return int(re.split("[.,]", text)[0]) if _WHOLE.fullmatch(text) else text


def count_answered(answers: Iterable[int | None]) -> int:
    """How many items were answered."""
    return sum(answer is not None for answer in answers)


def mean_of_answered(answers: Answers, most_missing: int) -> float | None:
    """The mean of the items that were answered; None when more than `most_missing` were not, or none was.

    >>> mean_of_answered((1, 2, None), 1), mean_of_answered((1, None, None), 1)
    (1.5, None)
    """
    answered = [answer for answer in answers if answer is not None]
    if not answered or len(answers) - len(answered) > most_missing:
        return None
    return sum(answered) / len(answered)
