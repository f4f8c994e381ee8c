"""docs/questionnaires.md and the instruments say the same."""

from __future__ import annotations

import re

from exports.measures_csv import DESCRIPTIVES
from measures import INSTRUMENTS
from measures.descriptives import SMALL_GROUP
from study.measures_planning import read_occasion
from tests.conftest import ROOT

DOCUMENT = (ROOT / "docs" / "questionnaires.md").read_text(encoding="utf-8")


def test_every_score_its_range_and_its_missing_rule_stand_in_the_document() -> None:
    table = DOCUMENT.partition("<!-- scores -->")[2].partition("\n\n")[0]
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in table.strip().splitlines()[2:]]
    expected = []
    for each in INSTRUMENTS.values():
        for kind in each.scores:
            first = kind is each.scores[0]
            rule = each.missing_rule if first else f"As `{each.scores[0].name}`."
            scope = (f"{each.lowest} to {each.highest}", f"`{kind.name}`", f"{kind.lowest:g} to {kind.highest:g}")
            expected.append((f"`{each.id}`", *scope, rule))
    assert rows == expected


def test_the_columns_of_the_export_stand_in_the_document() -> None:
    assert all(f"`{name}`" in DOCUMENT for name in DESCRIPTIVES)
    assert SMALL_GROUP == 5 and "Below five people" in DOCUMENT


def test_every_word_for_an_occasion_the_document_gives_is_understood() -> None:
    (row,) = re.findall(r"^\| `Occasion`.*?\| (.*?) \|$", DOCUMENT, flags=re.MULTILINE)
    for word in re.split(r"[;,] ", row):
        read_occasion(word)
