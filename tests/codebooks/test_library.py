"""The codebooks that come with the workbench are complete, bilingual, and true to what they promise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codebooks import library
from codebooks.formats import files
from codebooks.formats.files import CodebookFormat
from codebooks.formats.yaml import dump, load
from codebooks.model import Code, Codebook, CodeStatus
from codebooks.palette import FAMILIES

TEXTS = ("name", "definition", "when_to_use", "when_not_to_use", "anchor_example", "borderline_example")
FOLDER = Path(library.__file__).parent
WITH_CODES = tuple(name for name in library.names() if name != "empty")
FIFTEEN_ELEMENTS = {
    "Basic elements": {
        "Peer support and use of experience", "Recovery", "Relationship and roles", "Communication", "Stigma",
        "Principles and values", "Inclusion and support from family and community", "Health and wellbeing",
        "Advocacy and rights", "Skills", "Planning", "Group setting",
    },
    "Advanced elements": {"Psychoeducation and knowledge", "Assessment", "On-the-job training"},
}  # fmt: skip
#: A sentence that names another code: "...; that is fellowship", "(Rather recovery; both if ...".
POINTERS = {
    "en": r"(?:; (?:that is|those are) |\((?:Rather|Both: with) )([^;:.,()]+)",
    "no": r"(?:; det er (?!det koder for)|\((?:Heller|Begge: også) )([^;:.,()]+)",
    "sv": r"(?:; det är |\((?:Snarare|Båda: även) )([^;:.,()]+)",
}


def branches(codebook: Codebook, language: str = "en") -> dict[str, set[str]]:
    return {
        branch.name[language]: {code.name[language] for code in codebook.children(branch.id)}
        for branch in codebook.children(None)
    }


def family(codebook: Codebook, parent: Code | None) -> list[Code]:
    """A code and those right below it, or the branches."""
    return [*([parent] if parent else []), *codebook.children(parent.id if parent else None)]


def test_what_comes_along():
    titles = {name: library.title(name)["en"] for name in library.names()}
    assert titles == {
        "empty": "An empty codebook",
        "peer-support-work": "Peer support work (TUTO3-PAT)",
        "pmplus-helpers": "PM+ helpers and supervisors",
        "pmplus-municipality": "PM+ in the municipality",
        "supportive-environments": "Supportive environments (Partnership Skåne / MILSA)",
    }


@pytest.mark.parametrize("name", library.names())
def test_the_title_is_told_without_reading_the_codes(name):
    assert library.title(name) == library.load(name).title


def test_the_empty_start_has_no_codes_and_two_languages():
    assert library.load("empty").codes == ()
    assert library.load("empty").languages == ("en", "no")


def test_the_helpers_codebook_has_six_branches():
    assert list(branches(library.load("pmplus-helpers"), "no")) == [
        "Identitet", "Livsmestring", "Psykisk helse og trivsel", "Jobbtilfredshet", "Veiledning og opplæring",
        "Organisering og samarbeid",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["pmplus-helpers", "pmplus-municipality", "supportive-environments"])
def test_every_branch_has_four_to_eight_subcodes(name):
    assert all(4 <= len(subcodes) <= 8 for subcodes in branches(library.load(name)).values())


def test_the_municipality_codebook_has_the_strategies_by_their_norwegian_names():
    found = branches(library.load("pmplus-municipality"), "no")
    assert found["Strategiene i PM+"] == {
        "Stresshåndtering", "Problemhåndtering", "Kom i gang og fortsett", "Styrking av sosial støtte",
        "Å holde seg bra",
    }  # fmt: skip
    assert {"Barrierer", "Tilgang", "Nytte", "Gjennomføring"} < found.keys()


def test_peer_support_work_has_the_fifteen_elements_basic_or_advanced():
    assert branches(library.load("peer-support-work")) == FIFTEEN_ELEMENTS


def test_livsmestring_is_kept_apart_from_mestring_and_psykisk_helse_from_trivsel():
    codes = {code.id: code for code in library.load("pmplus-helpers").codes}
    assert "videre enn mestring" in codes["coping"].definition["no"]
    assert {"Psykisk helse", "trivsel"} <= set(re.findall(r"Psykisk helse|trivsel", codes["wellbeing"].name["no"]))
    peers = {code.id: code for code in library.load("peer-support-work").codes}
    assert "snevrere enn livsmestring" in peers["problem-solving-and-coping"].when_to_use["no"]


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
    assert len(codebook.languages) == 2
    assert codebook.title.keys() == set(codebook.languages)


@pytest.mark.parametrize("name", library.names())
def test_names_are_unique_in_every_language(name):
    codebook = library.load(name)
    for language in codebook.languages:
        names = [code.name[language].casefold() for code in codebook.codes]
        assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("name", WITH_CODES)
def test_every_code_is_a_draft_whose_examples_are_said_to_be_constructed(name):
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    codebook = library.load(name)

    assert all(code.status is CodeStatus.DRAFT and code.examples_constructed for code in codebook.codes)
    assert text.count("examples: constructed\n") == len(codebook.codes), "the file itself must say so at every code"
    assert "constructed" in text.splitlines()[0]
    assert codebook.sources


@pytest.mark.parametrize("name", WITH_CODES)
def test_languages_are_not_copies_of_each_other(name):
    for code in library.load(name).codes:
        for text in TEXTS[1:]:
            versions = list(getattr(code, text).values())
            assert len(set(versions)) == len(versions), f"{code.id}: {text}"


@pytest.mark.parametrize("name", WITH_CODES)
def test_no_two_codes_share_a_definition_or_an_example(name):
    codebook = library.load(name)
    for text in TEXTS[1:]:
        for language in codebook.languages:
            written = [getattr(code, text)[language] for code in codebook.codes]
            assert len(set(written)) == len(written), f"{text} in {language}"


@pytest.mark.parametrize("name", WITH_CODES)
def test_a_borderline_example_says_how_it_is_coded(name):
    for code in library.load(name).codes:
        for language, text in code.borderline_example.items():
            assert re.search(r"\.?\([^()]+\)$", text), f"{code.id} in {language}: {text}"


@pytest.mark.parametrize("name", WITH_CODES)
def test_the_neighbours_a_code_points_to_are_in_the_codebook(name):
    codebook = library.load(name)
    unknown = [
        f"{code.id}: “{pointed}”"
        for code in codebook.codes
        for language in codebook.languages
        for text in (code.when_not_to_use[language], code.borderline_example[language])
        for pointed in re.findall(POINTERS[language], text)
        if not any(other.name[language].casefold() in pointed.casefold() for other in codebook.codes)
    ]
    assert not unknown


@pytest.mark.parametrize("name", library.names())
def test_the_file_is_written_as_dump_writes_it(name):
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")

    assert "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#")) == dump(
        library.load(name)
    )


@pytest.mark.parametrize("name", library.names())
def test_a_codebook_comes_back_from_yaml_as_it_was(name):
    codebook = library.load(name)
    assert load(dump(codebook)) == codebook


@pytest.mark.parametrize("form", CodebookFormat)
@pytest.mark.parametrize("name", WITH_CODES)
def test_every_code_comes_back_from_every_form(name, form):
    codebook = library.load(name)

    reading = files.read(files.write(codebook, form), f"{name}.{form}")

    assert reading.problems == ()
    assert reading.codebook.codes == codebook.codes
    assert set(reading.codebook.languages) == set(codebook.languages)


@pytest.mark.parametrize("name", ["pmplus-helpers", "pmplus-municipality", "supportive-environments"])
def test_every_branch_has_a_family_of_colours_and_every_code_its_own(name):
    codebook = library.load(name)

    for branch, shades in zip(codebook.children(None), FAMILIES, strict=False):
        colours = [code.colour for code in family(codebook, branch)]
        assert colours == list(shades[: len(colours)])


@pytest.mark.parametrize("name", WITH_CODES)
def test_codes_that_stand_together_have_colours_of_their_own(name):
    codebook = library.load(name)
    for parent in codebook.codes:
        if parent.parent_id is not None or name != "peer-support-work":
            colours = [code.colour for code in family(codebook, parent)]
            assert len(set(colours)) == len(colours), parent.id


def test_the_elements_of_peer_support_work_take_the_families_in_turn():
    codebook = library.load("peer-support-work")
    elements = [code for branch in codebook.children(None) for code in codebook.children(branch.id)]
    for place, element in enumerate(elements):
        shades = FAMILIES[place % len(FAMILIES)]
        assert {code.colour for code in family(codebook, element)} <= set(shades), element.id


@pytest.mark.parametrize("name", library.names())
def test_identifiers_are_short_words(name):
    codes = library.load(name).codes
    assert all(code.id.replace("-", "").isalpha() and len(code.id) <= 32 for code in codes)


@pytest.mark.parametrize("name", ["nothing", "../library/pmplus-helpers", "", "pmplus-helpers.yaml"])
def test_an_unknown_codebook_is_told_with_those_there_are(name):
    for ask in (library.load, library.title):
        with pytest.raises(library.UnknownCodebookError, match="pmplus-helpers"):
            ask(name)
