"""A codebook as YAML, there and back, and what is said about a file that cannot be used."""

from __future__ import annotations

import pytest
import yaml as other_reader
from hypothesis import example, given
from hypothesis import strategies as st

from codebooks.formats.yaml import BadCodebookError, dump, load, read
from codebooks.model import Code, Codebook, CodeStatus, Theme
from tests.codebook_making import codebooks, small

SMALL = """\
codebook: '1'
title:
  en: Helpers
  'no': Hjelpere
languages:
  - en
  - 'no'
sources:
  - 'Our own: questions'
codes:
  - id: identity
    name:
      en: Identity
      'no': Identitet
    colour: '#0960d9'
    status: agreed
    examples: constructed
    definition:
      en: Who they are.
    subcodes:
      - id: belonging
        name:
          en: Belonging
        colour: '#576cf2'
        status: draft
        examples: collected
        anchor_example:
          'no': |-
            Vi er seks.
            Det er nok.
"""


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read(text, "helpers.yaml").problems]


def test_a_file_becomes_a_codebook():
    assert load(SMALL) == Codebook(
        title={"en": "Helpers", "no": "Hjelpere"},
        languages=("en", "no"),
        sources=("Our own: questions",),
        codes=(
            Code(
                "identity",
                {"en": "Identity", "no": "Identitet"},
                colour="#0960d9",
                status=CodeStatus.AGREED,
                definition={"en": "Who they are."},
            ),
            Code(
                "belonging",
                {"en": "Belonging"},
                parent_id="identity",
                colour="#576cf2",
                anchor_example={"no": "Vi er seks.\nDet er nok."},
                examples_constructed=False,
            ),
        ),
    )


def test_a_codebook_becomes_the_same_file_again():
    assert dump(load(SMALL)) == SMALL


def test_norwegian_stays_a_language_with_and_without_quotation_marks():
    assert load(SMALL.replace("'no':", "no:").replace("- 'no'", "- no")) == load(SMALL)
    assert set(other_reader.safe_load(SMALL)["title"]) == {"en", "no"}, "other YAML programs must read it so, too"


def test_a_minimal_code_has_the_defaults():
    (code,) = load("codebook: 1\ntitle: {en: T}\nlanguages: [en]\ncodes:\n- {id: a, name: {en: A}}\n").codes

    assert code == Code("a", {"en": "A"})


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "    colour: '#0960d9'",
            "    color: '#0960d9'",
            "line 15: “color” is not known here; known are: id, position,",
        ),
        ("    colour: '#0960d9'", "    colour: blue", "line 15: “blue” is not a colour; write it like “#0f6cbd”"),
        ("    colour: '#0960d9'", "    colour: #0960d9", "line 15: “” is not a colour"),
        ("status: agreed", "status: final", "line 16: “final” is not one of: draft, agreed, retired"),
        ("examples: collected", "examples: maybe", "line 26: “maybe” is not one of: constructed, collected"),
        ("    status: agreed", "    status: draft\n    status: agreed", "line 17: “status” stands here twice"),
        ("      en: Who they are.", "      de: Wer sie sind.", "line 19: “de” is not among the codebook's languages"),
        (
            "    definition:\n      en: Who",
            "    definition: Who",
            "line 18: a list of “key: value” lines is expected here",
        ),
        ("      - id: belonging", "      - id: identity", "line 21: another code has the id “identity” already"),
        ("          en: Belonging", "          en: IDENTITET", "line 23: another code is called “identitet” already"),
        ("  - id: identity\n    name", "  - name", "line 11: a code needs an “id” and a “name”"),
        ("    status: agreed", "    position: first", "line 16: “first” is not a whole number"),
        ("codebook: '1'", "codebook: '7'", "line 1: form 7 is not known; this program reads form 1"),
        ("codebook: '1'\n", "", "line 1: “codebook” is missing"),
        ("  - 'Our own: questions'", "  - [a, b]", "line 9: a text is expected here"),
        (
            "sources:\n  - 'Our own: questions'",
            "sources: us",
            "line 8: a list (lines that begin with “- ”) is expected",
        ),
        ("  en: Helpers", "  en: Helpers: two", "line 3: this is not YAML: mapping values are not allowed here"),
        ("  en: Helpers", "  en: &a Helpers", "line 3: this is not YAML: anchors and aliases are not used"),
        ("  en: Helpers", "  en: \x01", "line 3: a character that YAML does not allow"),
    ],
)
def test_every_problem_is_told_with_its_line(before, after, said):
    assert before in SMALL

    (problem,) = problems(SMALL.replace(before, after, 1))

    assert problem.startswith(f"helpers.yaml {said}")


def test_all_problems_are_told_at_once_in_the_order_of_the_file():
    bad = SMALL.replace("status: agreed", "status: final").replace("'#576cf2'", "pink").replace("'1'", "'2'", 1)

    with pytest.raises(BadCodebookError) as raised:
        load(bad, "helpers.yaml")

    assert [problem.line for problem in raised.value.problems] == [1, 16, 24]
    assert "helpers.yaml line 24: “pink” is not a colour" in str(raised.value)


def test_good_codes_are_read_beside_bad_ones():
    reading = read(SMALL.replace("    colour: '#0960d9'", "    colour: blue"))

    assert [code.id for code in reading.codebook.codes] == ["identity", "belonging"]


def test_a_code_without_a_name_takes_its_subcodes_with_it():
    reading = read(SMALL.replace("      en: Identity\n      'no': Identitet", "      en: ''"))

    assert reading.codebook.codes == ()
    assert len(reading.problems) == 1


@pytest.mark.parametrize(
    "text", ["", "just words", "- a\n- b", "[" * 5_000, "a: " * 3_000, "%YAML 9.9\n---\n", "a: !!x b"]
)
def test_what_is_no_codebook_is_told_and_never_crashes(text):
    assert problems(text)


@pytest.mark.parametrize("text", ["a: &a [*a]", "a: &a b\nc: *a", "x: !!python/object/apply:os.system [ls]"])
def test_yaml_that_refers_or_runs_is_refused(text):
    assert problems(text)


@given(codebooks())
def test_any_codebook_comes_back_exactly(codebook):
    assert load(dump(codebook)) == codebook
    assert dump(load(dump(codebook))) == dump(codebook)


def test_themes_and_who_added_a_code_come_back():
    assert load(dump(small())) == small()
    assert load(dump(small())).themes == (
        Theme("4" * 32, {"en": "Becoming somebody"}, "Helping gives a name.", ("2" * 32, "3" * 32)),
    )


def test_a_theme_that_names_a_code_the_file_lacks_is_told_and_keeps_the_others():
    text = SMALL + "themes:\n  - id: t\n    name:\n      en: T\n    codes:\n      - belonging\n      - gone\n"

    assert problems(text) == ["helpers.yaml line 37: there is no code with the id “gone” in this file"]
    assert read(text).codebook.themes[0].code_ids == ("belonging",)


def test_a_language_that_only_a_text_is_in_is_written_down():
    arabic = Codebook({}, (Code("a", {"en": "Hope", "ar": "الأمل"}),), languages=("en",))

    assert load(dump(arabic)).languages == ("en", "ar")


def test_a_retired_code_leaves_its_name_to_another():
    text = SMALL.replace("status: agreed", "status: retired").replace("en: Belonging", "en: Identity")

    assert problems(text) == []


def test_what_a_code_leaves_unsaid_is_known():
    reading = read("codebook: 1\ntitle: {en: T}\nlanguages: [en]\ncodes:\n- {id: a, name: {en: A}, status: agreed}\n")

    assert reading.unsaid == {"a": {"colour", "examples_constructed"}}


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
@example("next\x85line\u2028and\u2029paragraph\ufeff")
@example(" begins with a space\nand ends with one \n\n")
@example("no")
def test_any_text_comes_back_exactly(text):
    code = Code("a", {"en": "A"}, definition={"en": text})

    assert load(dump(Codebook({}, (code,)))).codes[0].definition["en"] == text


@given(st.text())
def test_any_file_is_read_or_told_about(text):
    read(text)
