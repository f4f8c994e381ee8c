"""docs/formats.md says what the exporters do."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from exports.quotes import Attribution
from exports.quotes_csv import columns
from tests.interviews import study

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def documented_columns() -> dict[str, str]:
    """Each column of the page's table with when it is there."""
    table = PAGE.partition("<!-- columns -->")[2].partition("\n\n")[0]
    return dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", table, flags=re.MULTILINE))


def test_the_table_names_the_columns_in_the_order_of_the_file():
    everything = Attribution(pseudonym=True, wave=True, site=True, time=True, interview=True)

    assert list(documented_columns()) == list(columns(study(), everything))


@pytest.mark.parametrize("fact", [field.name for field in fields(Attribution)])
def test_the_table_says_which_choice_brings_which_column(fact):
    nothing = {field.name: False for field in fields(Attribution)}
    brought = columns(study(), Attribution(**{**nothing, fact: True})).keys() - columns(study(), Attribution(**nothing))

    assert brought == {name for name, there in documented_columns().items() if there == f"with the {fact}"}


def test_every_fact_about_a_speaker_stands_in_the_page():
    section = PAGE.partition("### What is said about a speaker")[2].partition("\n## ")[0]

    told = re.findall(r"^\| (\w+) \| (?:unless|when)", section, flags=re.MULTILINE)
    assert sorted(told) == sorted(field.name for field in fields(Attribution))
