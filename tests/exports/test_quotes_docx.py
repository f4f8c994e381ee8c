"""Quotes as a Word document, read back with python-docx and looked at as XML."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from codebooks.model import Code
from coding.retrieval import EVERYTHING, SegmentFilter, coded_segments
from core.messages import language
from exports.docx_text import stretches
from exports.quotes import ROLE_ONLY, Attribution, short_reference
from exports.quotes_docx import quotes_docx
from tests.interviews import interview, on, study

TALK = interview(
    "Bergen-H03-first",
    "H03: -ja, det stemmer. Æ, ø og å.",
    "I: Kan du si litt mer?",
    "+H05: Jeg er ikke bare flyktning lenger.",
    "+V01: Det ser vi.",
)


def exported(*codings, talk=TALK, attribution=ROLE_ONLY, chosen=EVERYTHING, codes=None) -> bytes:
    snapshot = study(talk, codings=codings, **({"codes": codes} if codes else {}))
    return quotes_docx(snapshot, coded_segments(snapshot, chosen), attribution, chosen)


def paragraphs(content: bytes, style: str | None = None) -> list[str]:
    return [p.text for p in Document(BytesIO(content)).paragraphs if style in (None, p.style.name)]


def members(content: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def under(content: bytes, heading: str) -> list[str]:
    """The paragraphs after a heading, up to the next."""
    found, inside = [], False
    for paragraph in Document(BytesIO(content)).paragraphs:
        if paragraph.style.name.startswith("Heading"):
            inside = paragraph.text == heading
        elif inside:
            found.append(paragraph.text)
    return found


def test_a_quote_stands_under_its_code_with_definition_count_and_role():
    content = exported(on(TALK, 2, "belonging"))

    definition, count, quote, attribution = under(content, "Belonging")
    assert definition == "Being part of it."
    assert count == "1 quote from 1 speaker in 1 interview"
    assert quote == "Jeg er ikke bare flyktning lenger."
    assert attribution.startswith("— helper\t")


def test_headings_follow_the_codebook_and_its_depth():
    document = Document(BytesIO(exported(on(TALK, 0, "strain"), on(TALK, 2, "belonging"), on(TALK, 2, "helped"))))

    assert [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")] == [
        ("Heading 1", "Identity"),
        ("Heading 2", "From helped to helper"),
        ("Heading 2", "Belonging"),
        ("Heading 1", "Wellbeing"),
        ("Heading 2", "Secondary strain"),
    ]


def test_codes_deeper_than_word_has_headings_keep_the_deepest():
    chain = tuple(Code(str(n), {"en": f"Level {n}"}, parent_id=str(n - 1) if n else None) for n in range(12))
    document = Document(BytesIO(exported(on(TALK, 0, "11"), codes=chain)))

    assert [p.style.name for p in document.paragraphs if p.text == "Level 11"] == ["Heading 9"]


def test_the_first_page_says_what_was_chosen_and_what_is_shown():
    chosen = SegmentFilter(code_ids=("identity",), roles=("helper",), wave_ids=("w1",))
    table, overview = Document(BytesIO(exported(on(TALK, 2, "belonging"), chosen=chosen))).tables

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Taken from the study", "2026-11-21 22:50 UTC"],
        ["Contents", "1 quote from 1 speaker in 1 interview"],
        ["Codes", "Identity (with their subcodes)"],
        ["Waves", "a choice, not shown"],
        ["Roles", "helper"],
        ["Shown about speakers", "role"],
    ]
    assert [[cell.text for cell in row.cells] for row in overview.rows] == [
        ["Code", "Quotes", "Speakers", "Interviews"],
        ["Identity", "", "", ""],
        ["Belonging", "1", "1", "1"],
    ]


def test_nothing_hidden_is_anywhere_in_the_file():
    content = exported(on(TALK, 0, "identity", to=2), on(TALK, 3, "strain"))

    for name, text in members(content).items():
        for hidden in ("H03", "H05", "V01", "Bergen", "0:00:00", "0:01:30", "SPEAKER", "p-h03", "Kari", "wave 1"):
            assert hidden not in text, f"{hidden} in {name}"


def test_what_is_asked_for_is_shown_with_a_warning():
    attribution = Attribution(pseudonym=True, wave=True, site=True, time=True)
    content = exported(on(TALK, 2, "identity"), attribution=attribution)

    assert "— H05 (helper), wave 1, Bergen, 0:01:00\t" in "\n".join(paragraphs(content, "Attribution"))
    assert any(note.startswith("Small groups are recognised") for note in paragraphs(content, "Note"))
    assert not any(note.startswith("Small groups") for note in paragraphs(exported(on(TALK, 2, "identity")), "Note"))


@pytest.mark.parametrize(
    ("turns", "mark"),
    [
        ((0, 0), "[not checked against the recording]"),
        ((0, 2), "[only partly checked against the recording]"),
        ((2, 3), None),
    ],
)
def test_quotes_not_checked_against_the_recording_are_marked(turns, mark):
    document = Document(BytesIO(exported(on(TALK, turns[0], "identity", to=turns[1]))))
    (attribution,) = [p for p in document.paragraphs if p.style.name == "Attribution"]

    marked = [run.text for run in attribution.runs if run.style.name == "Not Checked"]
    assert marked == ([mark] if mark else [])
    assert any("a machine's rendering" in p.text for p in document.paragraphs) is (mark is not None)


def test_a_quote_of_several_turns_has_a_paragraph_and_a_label_for_each():
    asked = SegmentFilter(with_staff_turns=True)

    assert paragraphs(exported(on(TALK, 0, "identity", to=3), chosen=asked), "Quote") == [
        "helper 1: -ja, det stemmer. Æ, ø og å.",
        "interviewer: Kan du si litt mer?",
        "helper 2: Jeg er ikke bare flyktning lenger.",
        "supervisor: Det ser vi.",
    ]


def test_where_a_question_was_left_out_the_reader_sees_it():
    content = exported(on(TALK, 0, "identity", to=2))

    assert paragraphs(content, "Quote")[1] == "[…]"
    assert any(note.startswith("[…] stands where") for note in paragraphs(content, "Note"))


def test_a_quote_leads_back_to_its_coding():
    snapshot = study(TALK, codings=(on(TALK, 0, "identity"),))
    (segment,) = coded_segments(snapshot)

    (line,) = paragraphs(quotes_docx(snapshot, [segment], Attribution()), "Attribution")

    assert line.endswith(f"\t{short_reference(segment)}")
    assert segment.coding.id.startswith(short_reference(segment))


def test_right_to_left_words_run_to_the_left():
    talk = interview("one", "H03: أنا بخير, sier hun.", "H03: Hun sa أنا بخير til meg.")
    document = Document(BytesIO(exported(on(talk, 0, "identity"), on(talk, 1, "strain"), talk=talk)))
    arabic, mixed = (p for p in document.paragraphs if p.style.name == "Quote")

    assert arabic._p.pPr.find(qn("w:bidi")) is not None
    assert [(run.text, run.font.rtl) for run in arabic.runs] == [("أنا بخير, ", True), ("sier hun", None), (".", True)]
    assert mixed._p.pPr.find(qn("w:bidi")) is None
    assert [(run.text, run.font.rtl) for run in mixed.runs] == [
        ("Hun sa ", None),
        ("أنا بخير", True),
        (" til meg.", None),
    ]


@given(st.text(), st.booleans())
def test_cutting_by_direction_loses_nothing(text, right_to_left):
    assert "".join(stretch for _, stretch in stretches(text, right_to_left)) == text


def test_elements_of_a_paragraph_stand_in_the_order_the_standard_asks():
    talk = interview("one", "H03: أنا بخير")
    document = Document(BytesIO(exported(on(talk, 0, "identity"), talk=talk)))
    (quote,) = (p for p in document.paragraphs if p.style.name == "Quote")

    assert [re.sub("{.*}", "", child.tag) for child in quote._p.pPr] == ["pStyle", "keepNext", "pBdr", "bidi"]


def test_elements_of_a_table_stand_in_the_order_the_standard_asks():
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]

    for table in Document(BytesIO(exported(on(TALK, 0, "identity")))).tables:
        names = [re.sub("{.*}", "", child.tag) for child in table._tbl.tblPr]
        assert names == sorted(names, key=order.index)


def test_every_style_the_document_uses_or_builds_on_is_there():
    parts = members(exported(on(TALK, 0, "identity", to=3), on(TALK, 0, "belonging")))
    there = set(re.findall(r'w:styleId="(\w+)"', parts["word/styles.xml"]))
    linked = "pStyle|rStyle|tblStyle|basedOn|next|link"
    used = set(re.findall(rf'<w:(?:{linked}) w:val="(\w+)"', "".join(parts.values())))

    assert used <= there


def test_the_line_beside_a_quote_has_the_colour_of_its_code():
    document = Document(BytesIO(exported(on(TALK, 0, "wellbeing"))))
    (quote,) = (p for p in document.paragraphs if p.style.name == "Quote")

    assert quote._p.pPr.find(qn("w:pBdr")).find(qn("w:left")).get(qn("w:color")) == "416E5A"


def test_a_colour_that_is_none_does_no_harm():
    document = Document(BytesIO(exported(on(TALK, 0, "x"), codes=(Code("x", {"en": "X"}, colour='red"/>'),))))

    assert any(p.text == "-ja, det stemmer. Æ, ø og å." for p in document.paragraphs)


def test_characters_word_cannot_hold_are_shown_and_named():
    talk = interview("one", "H03: Ja\x01, det\x0cstemmer\ufffe.")
    content = exported(on(talk, 0, "identity"), talk=talk)

    assert paragraphs(content, "Quote") == ["Ja␁, det␌stemmer�."]
    assert any("U+0001, U+000C, U+FFFE" in line for line in paragraphs(content, "Attribution"))


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1))
def test_any_words_survive_the_file(words):
    talk = interview("one", f"H03: {words}")

    (quote,) = paragraphs(exported(on(talk, 0, "identity"), talk=talk), "Quote")

    assert len(quote) == len(words.replace("\r\n", "\n"))


def test_markup_in_words_and_names_is_text():
    talk = interview("one", "H03: <w:br/> & {=1+1} <script>alert(1)</script>")
    codes = (Code("x", {"en": "<b>X</b> & Y\nZ"}, definition={"en": "]]> <x>"}),)

    content = exported(on(talk, 0, "x"), talk=talk, codes=codes)

    assert under(content, "<b>X</b> & Y Z")[0] == "]]> <x>"
    assert paragraphs(content, "Quote") == ["<w:br/> & {=1+1} <script>alert(1)</script>"]


def test_every_code_of_the_overview_is_a_link_to_its_heading():
    body = members(exported(on(TALK, 0, "strain"), on(TALK, 2, "belonging")))["word/document.xml"]

    links = re.findall(r'<w:hyperlink w:anchor="(\w+)"', body)
    assert links == re.findall(r'<w:bookmarkStart w:id="\d+" w:name="(\w+)"', body)
    assert len(links) == len(set(links)) == 4


def test_pages_are_numbered_and_a4():
    document = Document(BytesIO(exported(on(TALK, 0, "identity"))))
    (section,) = document.sections

    fields = [field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)


def test_properties_name_the_study_and_no_person_or_program():
    content = exported(on(TALK, 0, "identity"))
    properties = Document(BytesIO(content)).core_properties

    assert properties.title == "Quotes by code: Hjelperrollen over tid"
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.created.replace(tzinfo=None) == datetime(2026, 11, 21, 22, 50)
    assert "python-docx" not in "".join(members(content).values())
    assert "Macintosh" not in members(content)["docProps/app.xml"]


@pytest.mark.parametrize(("reader", "tag"), [("en", "en-GB"), ("nb", "nb-NO")])
def test_the_document_is_in_the_readers_language(reader, tag):
    token = language.set(reader)
    try:
        content = exported(on(TALK, 0, "identity"))
    finally:
        language.reset(token)

    assert f'<w:lang w:val="{tag}"' in members(content)["word/styles.xml"]
    assert Document(BytesIO(content)).core_properties.language == tag


def test_no_font_of_the_template_wins_over_ours():
    styles = members(exported(on(TALK, 0, "identity")))["word/styles.xml"]
    used = re.findall(r'<w:style [^>]*w:styleId="(?:Normal|Heading1|Quote|Title)".*?</w:style>', styles, re.DOTALL)

    assert len(used) == 4
    assert not any("Theme" in style for style in used)


def test_the_template_brings_no_picture_and_nothing_unused_along():
    names = members_names(exported(on(TALK, 0, "identity")))

    assert not [name for name in names if "thumbnail" in name or "customXml" in name or "WithEffects" in name]


def test_the_same_study_gives_the_same_bytes():
    codings = (on(TALK, 0, "identity"), on(TALK, 2, "strain"), on(TALK, 2, "belonging"))

    assert exported(*codings) == exported(*reversed(codings))


def test_a_document_without_quotes_says_so():
    assert "No coded segment matches these choices." in paragraphs(exported())


def members_names(content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as package:
        return package.namelist()
