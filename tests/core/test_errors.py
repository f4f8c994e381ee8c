"""One error tree: what happened, with the value, and what to do next."""

from __future__ import annotations

import pickle

import pytest

from core.errors import InputError, NotFoundError, WorkbenchError
from core.messages import translate_count
from core.problems import Problem
from core.spans import BadSpanError, Passage, TextSpan, TimeSpan


class NoRoomError(InputError):
    """Stands for any package's own error."""

    template = "{needed} chairs are needed and there are {free}."

    def __init__(self, needed: int, free: int) -> None:
        super().__init__(needed=needed, free=free)


def test_an_error_says_its_sentence_with_the_values_filled_in() -> None:
    assert str(NoRoomError(8, 6)) == "8 chairs are needed and there are 6."


def test_braces_in_a_persons_text_are_not_filled_in() -> None:
    assert str(NotFoundError("code", "{name} {0}")) == "There is no code “{name} {0}” in this study."


def test_an_error_crosses_from_one_process_to_another_whole() -> None:
    copy = pickle.loads(pickle.dumps(NoRoomError(8, 6)))
    assert (type(copy), str(copy), copy.fields) == (NoRoomError, str(NoRoomError(8, 6)), {"needed": 8, "free": 6})


def test_exit_codes_tell_the_kinds_of_error_apart() -> None:
    codes = {cls.__name__: cls.exit_code for cls in WorkbenchError.__subclasses__() if cls.__module__ == "core.errors"}
    assert codes == {"InputError": 2, "NotFoundError": 3, "ConflictError": 4, "RefusedError": 5, "FailedError": 6}


def test_counts_have_a_singular() -> None:
    assert [translate_count("{count} turn", "{count} turns", n) for n in (0, 1, 2)] == ["0 turns", "1 turn", "2 turns"]


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 3)])
def test_a_text_span_is_never_empty_nor_turned_round(start: int, end: int) -> None:
    with pytest.raises(BadSpanError, match="Select the passage again"):
        TextSpan(start, end)


def test_a_time_span_may_be_empty() -> None:
    assert TimeSpan(5, 5).length_ms == 0


def test_a_passage_over_two_turns_may_end_before_it_starts_in_characters() -> None:
    assert Passage("a", 90, "b", 3).end == 3
    with pytest.raises(BadSpanError):
        Passage("a", 90, "a", 3)


def test_a_problem_says_where_it_is() -> None:
    assert str(Problem("no name", line=7, source="codes.csv")) == "codes.csv line 7: no name"
    assert str(Problem("empty", source="codes.csv")) == "codes.csv: empty"
    assert str(Problem("empty")) == "empty"
