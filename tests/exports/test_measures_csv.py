"""Questionnaires as CSV, read back by another program's reader."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO

from exports.measures_csv import descriptives_csv, forms_csv
from measures import INSTRUMENTS
from measures.descriptives import OccasionRow, describe
from measures.forms import ClientForm, Entry, ScoredForm
from measures.model import Occasion, Score
from measures.own import OwnScale

HSCL = INSTRUMENTS["hscl-25"]
PSYCHLOPS = INSTRUMENTS["psychlops"]


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def row(*values: float, people: int) -> OccasionRow:
    scores = [Score("mean", value, 25, 25) for value in values]
    return OccasionRow(HSCL, HSCL.scores[0], Occasion.BEFORE, describe(scores, people))


def test_every_number_keeps_its_count_and_a_number_that_is_not_there_is_empty() -> None:
    (line,) = read(descriptives_csv([row(1.5, people=3)]))
    assert (line["n"], line["mean"], line["sd"], line["missing"]) == ("1", "1.500", "", "2")
    assert "may be recognised" in line["caution"]


def test_a_group_that_is_large_enough_has_no_caution() -> None:
    (line,) = read(descriptives_csv([row(1, 2, 3, 4, 5, people=5)]))
    assert (line["n"], line["sd"], line["caution"]) == ("5", "1.581", "")


def test_names_that_spreadsheets_would_run_stay_words() -> None:
    scale = OwnScale("s", "w", "=1+1\nx", ("a",), 1, 5)
    (line,) = read(descriptives_csv([], [(scale, "@wave", describe([Score("mean", 2.0, 1, 1)]))]))
    assert (line["questionnaire"], line["occasion"], line["without_form"]) == ("'=1+1 x", "'@wave", "")


def test_forms_have_a_column_for_every_score_and_item() -> None:
    entry = Entry("p", datetime(2026, 3, 1, tzinfo=UTC))
    form = ClientForm("f", "c", "psychlops", Occasion.BEFORE, (1, None, 3, 4), None, entry)
    content = forms_csv(PSYCHLOPS, [ScoredForm(form, PSYCHLOPS, PSYCHLOPS.score(form.answers))], {"c": "-K01"})
    (line,) = read(content)
    assert line == {
        "client": "'-K01", "questionnaire": "PSYCHLOPS", "occasion": "before", "date": "", "items": "4",
        "answered": "3", "total": "9.000", "item_1": "1", "item_2": "", "item_3": "3", "item_4": "4",
    }  # fmt: skip
