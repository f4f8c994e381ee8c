"""The attrition table as a file: numbers that name nobody, or a line for each participant."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import StringIO

from coding.attrition import attrition
from core.design import Absence, Interview, InterviewKind, Participant, Site
from exports.attrition_csv import NUMBERS, attrition_csv, attrition_numbers_csv
from tests.interviews import H03, H05, study

EVIL = Participant("p-evil", "=HYPERLINK(1)", site_id="bergen")
MADE = replace(
    study(),
    participants=(H03, H05, EVIL),
    sites=(Site("bergen", "Bergen"),),
    every_interview=(
        Interview("one", "one", InterviewKind.INDIVIDUAL, "w1", held_on=date(2025, 3, 2), participant_ids=("p-h03",)),
        Interview("two", "two", InterviewKind.FOCUS_GROUP, "w1", participant_ids=("p-evil",)),
    ),
    absences=(Absence("p-h05", "w1", "=ill"),),
)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def test_numbers_say_of_how_many_in_which_form_and_why_not_and_name_nobody():
    content = attrition_numbers_csv(attrition(MADE))
    header, first, second = read(content)

    assert tuple(header) == NUMBERS
    assert first == ["1", "2025-03-01", "", "3", "2", "1", "1", "0", "1", "0", "'=ill: 1"]
    assert second[3:] == ["3", "0", "0", "0", "0", "0", "3", ""]
    assert b"H03" not in content


def test_a_line_for_each_participant_and_no_formula():
    assert read(attrition_csv(attrition(MADE))) == [
        ["pseudonym", "site", "role", "1", "Second wave"],
        ["'=HYPERLINK(1)", "Bergen", "", "focus group", "not interviewed, no reason recorded"],
        ["H03", "", "supervisor", "individual", "not interviewed, no reason recorded"],
        ["H05", "", "helper", "not interviewed: =ill", "not interviewed, no reason recorded"],
    ]
