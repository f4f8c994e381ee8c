"""A 0 is only a 0 where somebody has looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coding.looking import Looking, Mark, ScopeChange, ScopeKind, count_in_words


def day(number: int) -> datetime:
    return datetime(2026, 3, number, tzinfo=UTC)


def mark(interview: str, on: int, coder: str = "kari", as_of: int | None = None) -> Mark:
    return Mark(interview, "hope", coder, day(on), day(as_of or on))


def change(kind: ScopeKind, on: int) -> ScopeChange:
    return ScopeChange("hope", kind, day(on), "kari")


def test_nothing_found_where_nobody_looked_is_no_number() -> None:
    assert Looking().count(0, "hope", ["a"]) is None
    assert Looking((mark("a", 1),)).count(0, "hope", ["a"]) == 0
    assert Looking((mark("a", 1),)).count(0, "hope", ["a", "b"]) is None
    assert Looking((mark("a", 1),)).count(0, "work", ["a"]) is None
    assert Looking().count(0, "hope", []) is None


def test_what_was_found_is_told_whoever_looked() -> None:
    assert Looking().count(3, "hope", ["a"]) == 3


def test_looking_counts_per_coder() -> None:
    looking = Looking((mark("a", 1, "kari"),))
    assert looking.count(0, "hope", ["a"], coder_id="kari") == 0
    assert looking.count(0, "hope", ["a"], coder_id="ola") is None


def test_codes_counted_as_one_are_absent_where_all_of_them_were_looked_for() -> None:
    others = (replace(mark("a", 1), code_id="rest"), mark("b", 1))
    looking = Looking((mark("a", 1), *others))
    assert looking.count_together(0, ["hope", "rest"], ["a"]) == 0
    assert looking.count_together(0, ["hope", "rest"], ["a", "b"]) is None
    assert looking.count_together(2, ["hope", "rest"], ["a", "b"]) == 2
    assert looking.looked_in_together(["hope", "rest"], ["a", "b"]) == {"a"}


def test_an_interview_is_begun_by_whoever_has_looked_for_anything() -> None:
    looking = Looking((mark("a", 1, "kari"),))
    assert [looking.is_begun("a", who) for who in (None, "kari", "ola")] == [True, True, False]
    assert not looking.is_begun("b")


@pytest.mark.parametrize("kind", [ScopeKind.CREATED, ScopeKind.WIDENED, ScopeKind.SPLIT, ScopeKind.MERGED])
def test_a_code_that_covers_more_has_to_be_looked_for_again(kind: ScopeKind) -> None:
    looking = Looking((mark("a", 1), mark("b", 3)), (change(kind, 2),))
    assert looking.looked_in("hope", ["a", "b"]) == {"b"}


def test_what_was_absent_from_a_wide_code_is_absent_from_a_narrow_one() -> None:
    assert Looking((mark("a", 1),), (change(ScopeKind.NARROWED, 2),)).count(0, "hope", ["a"]) == 0


def test_looking_with_an_old_version_in_hand_vouches_for_that_version_only() -> None:
    looking = Looking((mark("a", 5, as_of=1),), (change(ScopeKind.WIDENED, 3),))
    assert looking.count(0, "hope", ["a"]) is None


def test_a_count_is_shown_in_words() -> None:
    assert [count_in_words(n) for n in (None, 0, 7)] == ["not looked for", "0", "7"]
    assert change(ScopeKind.WIDENED, 2).in_words() == "The code covers more since 2026-03-02."
