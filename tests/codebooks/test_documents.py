"""docs/formats.md shows every key of a codebook file, in a codebook that loads."""

from __future__ import annotations

import re
from pathlib import Path

from codebooks import library
from codebooks.formats import yaml, yaml_codes

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)


def test_the_example_of_the_page_loads():
    assert [code.id for code in yaml.load(EXAMPLE).codes] == ["identity", "belonging"]


def test_the_example_shows_every_key_there_is():
    assert {*yaml.KEYS, *yaml_codes.KEYS} <= set(re.findall(r"^[\s-]*(\w+):", EXAMPLE, flags=re.MULTILINE))


def test_the_page_lists_the_codebooks_that_come_along():
    listing = PAGE.partition("<!-- library -->")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \| [^|]+ \| ([^|]+) \| (\d+) \|$", listing, flags=re.MULTILINE)
    languages = {"en": "English", "no": "Norwegian", "sv": "Swedish"}
    shipped = [(name, library.load(name)) for name in library.names()]
    assert rows == [
        (name, ", ".join(languages[language] for language in codebook.languages), str(len(codebook.codes)))
        for name, codebook in shipped
    ]
