"""The codebooks that come with the workbench are complete, bilingual, and true to what they promise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from codebooks import library
from codebooks.formats.yaml import dump
from codebooks.model import CodeStatus
from codebooks.palette import FAMILIES

TEXTS = ("name", "definition", "when_to_use", "when_not_to_use", "anchor_example", "borderline_example")
FOLDER = Path(library.__file__).parent


def test_the_helpers_codebook_has_four_branches_of_five_or_six_codes():
    codebook = library.load("pmplus-helpers")

    branches = {code.name["no"]: len(codebook.children(code.id)) for code in codebook.children(None)}
    assert branches == {"Identitet": 5, "Livsmestring": 5, "Psykisk helse og trivsel": 5, "Jobbtilfredshet": 6}


@pytest.mark.parametrize("name", library.names())
def test_every_text_of_every_code_is_there_in_every_language(name):
    codebook = library.load(name)

    missing = [
        f"{code.id}: {text} in {language}"
        for code in codebook.codes
        for text in TEXTS
        for language in codebook.languages
        if not getattr(code, text).get(language, "").strip()
    ]
    assert not missing
    assert {"en", "no"} <= set(codebook.languages) and codebook.title.keys() == set(codebook.languages)


@pytest.mark.parametrize("name", library.names())
def test_every_code_is_a_draft_whose_examples_are_said_to_be_constructed(name):
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    codebook = library.load(name)

    assert all(code.status is CodeStatus.DRAFT and code.examples_constructed for code in codebook.codes)
    assert text.count("examples: constructed\n") == len(codebook.codes), "the file itself must say so at every code"
    assert codebook.sources


@pytest.mark.parametrize("name", library.names())
def test_languages_are_not_copies_of_each_other(name):
    for code in library.load(name).codes:
        for text in TEXTS[1:]:
            versions = list(getattr(code, text).values())
            assert len(set(versions)) == len(versions), f"{code.id}: {text}"


@pytest.mark.parametrize("name", library.names())
def test_the_file_is_written_as_dump_writes_it(name):
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")

    assert "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#")) == dump(
        library.load(name)
    )


def test_every_branch_has_a_family_of_colours_and_every_code_its_own():
    codebook = library.load("pmplus-helpers")

    for branch, family in zip(codebook.children(None), FAMILIES, strict=True):
        colours = [branch.colour, *(code.colour for code in codebook.children(branch.id))]
        assert colours == list(family[: len(colours)])


def test_identifiers_are_short_words():
    codes = library.load("pmplus-helpers").codes

    assert all(code.id.replace("-", "").isalpha() and len(code.id) <= 32 for code in codes)
    assert replace(codes[0], id="x") != codes[0]


@pytest.mark.parametrize("name", ["nothing", "../library/pmplus-helpers", "", "pmplus-helpers.yaml"])
def test_an_unknown_codebook_is_told_with_those_there_are(name):
    with pytest.raises(library.UnknownCodebookError, match="pmplus-helpers"):
        library.load(name)
