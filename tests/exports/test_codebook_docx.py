"""The codebook for the appendix of an article, read back with python-docx and looked at as XML."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings

from codebooks import library
from codebooks.model import Code, Codebook, CodeStatus
from exports.codebook_docx import codebook_docx
from tests.codebook_making import COPING, codebooks, small

AT = datetime(2026, 5, 17, 12, 30, tzinfo=UTC)


def made(codebook: Codebook, **choices: object) -> bytes:
    return codebook_docx(codebook, title="PM+ Bergen", taken_at=AT, **choices)  # type: ignore[arg-type]


def paragraphs(content: bytes, style: str | None = None) -> list[str]:
    return [p.text for p in Document(BytesIO(content)).paragraphs if style in (None, p.style.name)]


def cells(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in Document(BytesIO(content)).tables for row in table.rows]


def test_every_code_stands_in_the_contents_and_has_its_heading_with_its_number():
    content = made(small())

    assert [row[0] for row in cells(content)[2:]] == ["1\tIdentity", "1.1\tBelonging", "2\tMestring", "Themes"]
    assert paragraphs(content, "Heading 1") == ["1  Identity", "2  Mestring", "Themes"]
    assert paragraphs(content, "Heading 2") == ["1.1  Belonging", "Becoming somebody"]


def test_a_code_is_told_with_all_its_texts():
    texts = paragraphs(made(small()))
    start = texts.index("1  Identity")

    assert texts[start + 1 : start + 7] == [
        "agreed",
        "Who they are.",
        "When to use: When somebody says who they are.",
        "When not to use: Not for how well they manage.",
        "Typical example, constructed: I say I am a helper now.",
        "Borderline example, constructed (no): -ja, jeg er blitt roligere.",
    ]


def test_several_languages_are_told_apart():
    texts = paragraphs(made(small(), languages=("no", "en")))
    start = texts.index("1  Identitet")

    assert texts[start + 1 : start + 4] == [
        "en: Identity · agreed",
        "Definition (no): Hvem de er.",
        "Definition (en): Who they are.",
    ]


def test_the_status_is_told_only_where_codes_differ():
    drafts = tuple(replace(code, status=CodeStatus.DRAFT) for code in small().codes)

    assert ["Codes", "3 codes: 2 draft, 1 agreed"] in cells(made(small()))
    assert ["Codes", "3 codes"] in cells(made(small(codes=drafts)))
    assert "draft" not in paragraphs(made(small(codes=drafts)))


def test_retired_codes_are_left_out_and_counted():
    codes = tuple(replace(code, status=CodeStatus.RETIRED) if code.id == COPING else code for code in small().codes)
    content = made(small(codes=codes))

    assert "Mestring" not in "\n".join(paragraphs(content) + [cell for row in cells(content) for cell in row])
    assert ["Retired codes", "1, not shown"] in cells(content)


def test_examples_from_interviews_are_not_called_constructed_and_what_is_left_out_is_said():
    codes = tuple(replace(code, examples_constructed=False) for code in small().codes)
    notes = paragraphs(made(small(codes=codes), withheld=2), "Note")

    assert "2 examples from interviews are not approved for publication and were left out." in notes
    assert "constructed" not in "\n".join(paragraphs(made(small(codes=codes))))


def test_a_theme_has_its_memo_and_its_codes():
    texts = paragraphs(made(small()))
    start = texts.index("Becoming somebody")

    assert texts[start + 1] == "Helping gives a name."
    content = Document(BytesIO(made(small())))
    links = [link.get(qn("w:anchor")) for link in content.paragraphs[start + 2]._p.iter(qn("w:hyperlink"))]
    assert links == ["code_2", "code_3"]


def test_every_link_leads_somewhere_and_no_bookmark_comes_twice():
    body = Document(BytesIO(made(library.load("pmplus-helpers")))).element.body
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    numbers = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    links = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}

    assert links <= set(marks)
    assert len(set(marks)) == len(marks) == len(set(numbers))


def test_sources_come_last():
    texts = paragraphs(made(small(sources=("A book.", "Another."))))
    assert texts[-3:] == ["Sources", "A book.", "Another."]


def test_the_document_names_the_study_its_language_and_nobody():
    properties = Document(BytesIO(made(small(), languages=("no",)))).core_properties

    assert (properties.title, properties.language) == ("Codebook: PM+ Bergen", "nb-NO")
    assert (properties.author, properties.last_modified_by) == ("", "")


def test_the_same_codebook_gives_the_same_bytes():
    assert made(small()) == made(small())


def test_a_codebook_without_codes_says_so():
    assert "This codebook has no codes." in paragraphs(made(Codebook({}, ())))


@pytest.mark.parametrize("name", library.names())
def test_every_shipped_codebook_becomes_a_document(name):
    codebook = library.load(name)
    texts = "\n".join(paragraphs(made(codebook)))

    assert all(code.definition["en"].strip() in texts for code in codebook.codes)


@given(codebooks())
@settings(max_examples=25, deadline=None)
def test_any_codebook_becomes_a_document_that_opens(codebook):
    paragraphs(made(codebook, languages=("ar", "en")))


def test_right_to_left_texts_run_to_the_left():
    arabic = Code("a" * 32, {"ar": "الأمل"}, definition={"ar": "ما يأمله المشاركون."})
    body = Document(BytesIO(made(small(codes=(arabic,), themes=()), languages=("ar",))))
    texts = [p for p in body.paragraphs if "يأمله" in p.text]

    assert texts[0]._p.pPr.find(qn("w:bidi")) is not None
