"""A codebook as REFI-QDA: valid by the standard's schema, readable by another program, and back here unchanged."""

from __future__ import annotations

import time
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from codebooks import library
from codebooks.formats import qdc
from codebooks.formats.qdc import NoCodesError, NotACodebookFileError
from codebooks.formats.qdc_xml import guid
from codebooks.formats.reading import TooManyCodesError
from codebooks.model import Code, Codebook, CodeStatus, Theme
from codebooks.naming import DEEPEST
from tests.codebook_making import BELONGING, COPING, IDENTITY, codebooks, one_line, small, typed

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the other reader's own libraries warn when they are loaded
    from pyrefiqda import RefiCodebook

NS = "{urn:QDA-XML:codebook:1.0}"
SCHEMA = etree.XMLSchema(etree.parse(str(Path(qdc.__file__).with_name("refi-qda-codebook.xsd"))))
WITH_CODES = [name for name in library.names() if library.load(name).codes]


def elements(content: bytes) -> dict[str, etree._Element]:
    return {code.get("name"): code for code in etree.fromstring(content).iter(f"{NS}Code")}


def foreign(codes: str, sets: str = "") -> bytes:
    """A file as another program writes it."""
    return f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Other"><Codes>{codes}</Codes>{sets}</CodeBook>'.encode()


def code(name: str, number: int, inside: str = "", more: str = 'isCodable="true"') -> str:
    return f'<Code guid="{{{number:08x}-0000-4000-8000-000000000000}}" name="{name}" {more}>{inside}</Code>'


# --- there and back


def test_a_codebook_comes_back_as_it_was():
    reading = qdc.read(qdc.dump(small()))

    assert reading.codebook == small()
    assert reading.problems == ()


@given(codebooks(texts=typed, names=one_line).filter(lambda codebook: codebook.codes))
@settings(max_examples=60)
def test_any_codebook_is_valid_and_its_codes_and_themes_come_back(codebook):
    content = qdc.dump(codebook)
    SCHEMA.assertValid(etree.fromstring(content))
    reading = qdc.read(content)

    names = [name for code in codebook.codes for name in code.name.values()]
    if len({" ".join(name.split()).casefold() for name in names}) == len(names):
        assert reading.codebook.codes == tuple(tidied(code) for code in codebook.codes)
        assert [(t.id, t.memo, t.code_ids) for t in reading.codebook.themes] == [
            (t.id, t.memo, t.code_ids) for t in codebook.themes
        ]


def tidied(code: Code) -> Code:
    """The code with spaces inside its name folded, as in every name."""
    name = {language: " ".join(text.split()) for language, text in code.name.items()}
    return replace(code, name=name, author=" ".join(code.author.split()))


@pytest.mark.parametrize("name", WITH_CODES)
@pytest.mark.parametrize("language", ["en", "no"])
def test_every_shipped_codebook_is_valid_and_comes_back(name, language):
    codebook = library.load(name)
    content = qdc.dump(codebook, language)

    SCHEMA.assertValid(etree.fromstring(content))
    assert qdc.read(content).codebook.codes == codebook.codes


@pytest.mark.parametrize("name", WITH_CODES)
def test_another_program_reads_what_we_write(name, tmp_path):
    codebook = library.load(name)
    file = tmp_path / "codes.qdc"
    file.write_bytes(qdc.dump(codebook))
    theirs = RefiCodebook.load(file)

    def names(codes):
        return [(each.name, names(each.code)) for each in codes]

    def ours(parent_id):
        return [(each.name["en"], ours(each.id)) for each in codebook.children(parent_id)]

    assert names(theirs.codes.code) == ours(None)
    assert theirs.origin == "Interview Workbench"


def test_what_another_program_writes_again_is_the_same_codebook_here(tmp_path):
    file, again = tmp_path / "codes.qdc", tmp_path / "again.qdc"
    file.write_bytes(qdc.dump(small()))
    RefiCodebook.save(RefiCodebook.load(file), again)

    assert qdc.read(again.read_bytes()).codebook == small()


# --- what stands where


def test_the_identifier_is_the_guid_and_always_the_same():
    first = elements(qdc.dump(small()))["Identity"]

    assert first.get("guid") == "11111111-1111-1111-1111-111111111111"
    assert guid("identity") == guid("identity") != guid("Identity")
    assert qdc.dump(small()) == qdc.dump(small())


def test_the_description_begins_with_the_definition_and_labels_what_is_constructed():
    text = elements(qdc.dump(small()))["Identity"].findtext(f"{NS}Description")

    assert text.startswith("Who they are.\n\n== Name (no) ==\nIdentitet\n")
    assert "== Anchor example, constructed (en) ==\nI say I am a helper now." in text
    assert text.endswith("== Workbench ==\nlanguage: en\nstatus: agreed\nexamples: constructed")


def test_names_are_in_the_language_that_was_chosen_or_in_one_there_is():
    assert set(elements(qdc.dump(small(), "no"))) == {"Identitet", "Tilhørighet", "Mestring"}
    assert set(elements(qdc.dump(small(), "en"))) == {"Identity", "Belonging", "Mestring"}


def test_a_second_code_of_a_name_gets_a_number_since_others_drop_it():
    retired = Code("5" * 32, {"en": "Belonging"}, position=2, status=CodeStatus.RETIRED)
    found = elements(qdc.dump(small(codes=(*small().codes, retired))))

    assert found["Belonging (2)"].get("isCodable") == "false"
    assert found["Belonging"].get("isCodable") == "true"


def test_what_looks_like_a_heading_inside_a_text_stays_text():
    text = "== Name (no) ==\nSvindel\n\\x\n== Workbench ==\nstatus: agreed"
    codebook = small(codes=(Code(IDENTITY, {"en": "A"}, definition={"en": text}),), themes=())

    assert qdc.read(qdc.dump(codebook)).codebook.codes[0].definition == {"en": text}
    assert qdc.read(qdc.dump(codebook)).codebook.codes[0].status is CodeStatus.DRAFT


def test_what_somebody_adds_in_another_program_is_kept():
    content = qdc.dump(small()).replace(
        b"examples: constructed</", b"examples: constructed\r\nAnd a remark: keep it.</", 1
    )

    assert qdc.read(content).codebook.codes[0].definition["en"] == "Who they are.\n\nAnd a remark: keep it."


def test_control_characters_get_a_sign_and_that_is_said_before():
    codebook = small(codes=(Code(IDENTITY, {"en": "A\x01\n<b>&amp;"}, definition={"en": "b\x00c"}),), themes=())

    assert qdc.read(qdc.dump(codebook)).codebook.codes[0].name == {"en": "A␁ <b>&amp;"}
    assert qdc.losses(codebook) == ("Control characters, which XML forbids; a sign stands in their place.",)
    assert qdc.losses(replace(small(), sources=("A book",))) == ("The codebook's title and its list of sources.",)
    assert qdc.losses(small()) == ()


def test_a_codebook_without_codes_cannot_be_written():
    with pytest.raises(NoCodesError, match="no code"):
        qdc.dump(Codebook({}, ()))


# --- other programs' files


def test_a_file_of_another_program_is_read_in_the_language_it_is_said_to_be():
    reading = qdc.read(
        foreign(
            code(
                "Økonomi",
                1,
                "<Description>Arbeid og skatt</Description>" + code("Lønn", 2),
                'isCodable="false" color="#FF0"',
            ),
            '<Sets><Set guid="00000009-0000-4000-8000-000000000000" name="Penger"><Description>Notat</Description>'
            '<MemberCode guid="00000002-0000-4000-8000-000000000000"/></Set></Sets>',
        ),
        language="no",
    )
    top, below = reading.codebook.codes

    assert (top.name, top.definition, top.colour) == ({"no": "Økonomi"}, {"no": "Arbeid og skatt"}, "#ffff00")
    assert (below.parent_id, below.id) == (top.id, "00000002000040008000000000000000")
    assert reading.codebook.themes == (
        Theme("00000009000040008000000000000000", {"no": "Penger"}, "Notat", (below.id,)),
    )
    assert reading.unsaid[below.id] == {"colour", "status", "examples_constructed"}
    assert not below.examples_constructed, "nobody has said that they are made up"
    assert reading.problems == ()


def test_the_example_of_the_standard_is_read():
    content = b"""<?xml version="1.0" encoding="UTF-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" xmlns:qda="urn:QDA-XML:codebook:1.0"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="urn:QDA-XML:codebook:1.0 http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd">
<Codes><Code guid="{5215cc69-b628-4e02-afb9-9beeaee55808}" name="Topics" isCodable="false">
</Code><Code guid="{d7aa29da-519b-4946-9b90-253b6db8fd0a}" name="Economy" isCodable="true" color="#ffff00">
<Description>Anything about jobs or taxes or business</Description></Code></Codes></CodeBook>"""
    reading = qdc.read(content, "example.qdc")

    assert [each.name["en"] for each in reading.codebook.codes] == ["Topics", "Economy"]
    assert reading.problems == ()


def test_a_name_used_under_two_parents_gets_its_parent_and_that_is_said():
    reading = qdc.read(foreign(code("School", 1, code("Good", 2)) + code("Work", 3, code("Good", 4))), "x.qdc")

    assert [each.name["en"] for each in reading.codebook.codes] == ["School", "Good", "Work", "Good (Work)"]
    assert [str(p) for p in reading.problems] == [
        "x.qdc line 1: another code is called “Good”; this one is taken as “Good (Work)”"
    ]


def test_what_breaks_the_schema_is_told_and_the_rest_is_taken():
    content = foreign(
        f"{code('A', 1)}\n<Code name='No identifier' isCodable='true'/>\n{code('Twice', 1)}\n"
        f"{code('B', 2, '<Memo>x</Memo>', 'isCodable=&quot;perhaps&quot;'.replace('&quot;', chr(34)))}\n{code('', 3)}"
    )
    reading = qdc.read(content, "x.qdc")

    assert [each.name["en"] for each in reading.codebook.codes] == ["A", "B"]
    told = "\n".join(map(str, reading.problems))
    assert "line 2: a code without a GUID or a name, left out with its subcodes" in told
    assert "line 3: another code has the GUID of “Twice”" in told
    assert "line 4: Element 'Code', attribute 'isCodable'" in told


def test_utf16_and_byte_order_marks_are_read():
    text = qdc.dump(small()).decode()
    for encoding in ("utf-16", "utf-8-sig"):
        declared = text.replace("encoding='UTF-8'", f"encoding='{encoding[:6]}'")
        assert qdc.read(declared.encode(encoding)).codebook == small()
    windows = text.replace("encoding='UTF-8'", "encoding='windows-1252'").encode("cp1252")
    assert qdc.read(windows).codebook == small()


# --- hostile files


def test_entities_and_document_types_are_refused(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for declared, used in (
        (f'<!ENTITY s SYSTEM "{secret.as_uri()}">', "&s;"),
        (f'<!ENTITY l0 "lol">{lol}', "&l9;"),
        ('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;', "x"),
        ('<!ENTITY harmless "x">', "x"),
    ):
        for place in (code("A", 1, f"<Description>{used}</Description>"), code(used, 1)):
            began = time.monotonic()
            with pytest.raises(NotACodebookFileError) as raised:
                qdc.read(b'<?xml version="1.0"?><!DOCTYPE x [' + declared.encode() + b"]>" + foreign(place), "x.qdc")
            assert "SECRET" not in str(raised.value)
            assert time.monotonic() - began < 2


def test_deep_nesting_is_refused_or_told():
    inside = ""
    for number in range(DEEPEST + 3):
        inside = code(f"level {number}", number, inside)
    reading = qdc.read(foreign(inside))
    assert len(reading.codebook.codes) == DEEPEST
    assert "deeper than" in str(reading.problems[-1])
    with pytest.raises(NotACodebookFileError):
        qdc.read(b"<a>" * 100_000)


def test_more_codes_than_anybody_could_hold_apart_are_refused_at_once():
    content = foreign("".join(code("A", number) for number in range(50_000)))
    began = time.monotonic()
    with pytest.raises(TooManyCodesError, match="50000 codes"):
        qdc.read(content, "x.qdc")
    assert time.monotonic() - began < 5


def test_many_codes_of_one_name_are_told_apart():
    reading = qdc.read(foreign("".join(code("A", number) for number in range(1000))), "x.qdc")
    assert len({each.name["en"] for each in reading.codebook.codes}) == 1000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"words",
        b"<CodeBook/>",
        b"<html/>",
        b"\0\0\0",
        b"<CodeBook xmlns='urn:QDA-XML:project:1.0'/>",
        b"<?xml",
        "<é/>".encode("cp1252"),
    ],
)
def test_what_is_no_codebook_is_refused_in_words(content):
    with pytest.raises(NotACodebookFileError, match="not a REFI-QDA codebook"):
        qdc.read(content, "x.qdc")


def test_ids_of_the_small_codebook_are_what_the_tests_say():
    assert [each.id for each in small().codes] == [IDENTITY, BELONGING, COPING]
