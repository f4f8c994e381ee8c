"""Roles and attributes over time."""

from __future__ import annotations

from datetime import date

import pytest

from core.design import DatedRole, DatedValue, Participant, whole_months

H03 = Participant(
    "1",
    "H03",
    roles=(DatedRole("helper", date(2025, 1, 31)), DatedRole("supervisor", date(2026, 3, 1))),
    attributes=(DatedValue("town", "Bergen"), DatedValue("town", "Oslo", date(2026, 1, 1))),
)


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2025, 2, 27), 0),
        (date(2025, 3, 31), 2),
        (date(2026, 2, 28), 12),
        (date(2026, 3, 1), 0),
        (date(2026, 4, 30), 1),
        (date(2024, 12, 31), None),
        (None, None),
    ],
)
def test_months_in_role_count_from_the_day_the_role_of_that_day_began(day: date | None, months: int | None) -> None:
    assert H03.months_in_role(day) == months


def test_a_role_from_the_beginning_has_no_months() -> None:
    assert Participant("1", "H03", (DatedRole("helper"),)).months_in_role(date(2026, 1, 1)) is None
    assert Participant("1", "H03").months_in_role(date(2026, 1, 1)) is None


def test_a_role_written_down_twice_in_a_row_began_the_first_time() -> None:
    twice = (DatedRole("helper", date(2025, 1, 1)), DatedRole("helper", date(2025, 6, 1)))
    back = (DatedRole("supervisor", date(2025, 9, 1)), DatedRole("helper", date(2026, 1, 1)))
    assert Participant("1", "H03", twice).months_in_role(date(2025, 7, 1)) == 6
    assert Participant("1", "H03", twice + back).months_in_role(date(2026, 3, 1)) == 2


def test_an_attribute_holds_from_its_day_on() -> None:
    assert H03.value_on("town", date(2025, 5, 1)) == "Bergen"
    assert H03.value_on("town", date(2026, 1, 1)) == "Oslo"
    assert H03.value_on("town", None) == "Oslo"
    assert H03.value_on("age", None) is None


def test_months_are_whole_ones() -> None:
    assert whole_months(date(2024, 2, 29), date(2025, 2, 28)) == 11
    assert whole_months(date(2026, 1, 1), date(2026, 1, 1)) == 0
