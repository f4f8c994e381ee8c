"""The codebook as a Word document for the appendix of an article: contents, every code defined, themes, sources.

Retired codes are left out and counted. Words of interviews are in it only where the codebook that is handed over has
them: `study` takes out whatever nobody has approved. docs/formats.md describes the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from codebooks.model import Code, Codebook, CodeStatus, Localised, Theme, in_language
from core.characters import one_line
from core.messages import translate, translate_count
from exports.docx_page import TEXT_WIDTH_CM, add_paragraph, document_bytes, new_document, set_footer
from exports.docx_parts import (
    DEEPEST_HEADING,
    add_table,
    add_text,
    draw_lines,
    fill_row,
    link_to,
    mark_place,
    moment_in_words,
)
from exports.docx_text import add_words, is_right_to_left, set_direction, set_side_line

ABOUT_CM = (4.2, TEXT_WIDTH_CM - 4.2)
NUMBER_CM = 1.7
CONTENTS_CM = (TEXT_WIDTH_CM - 2.6, 2.6)
STATUSES = {CodeStatus.DRAFT: "draft", CodeStatus.AGREED: "agreed", CodeStatus.RETIRED: "retired"}
EXAMPLES = ("anchor_example", "borderline_example")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A code of the document with its number in the tree: 2.1.3."""

    code: Code
    number: str
    depth: int
    bookmark: str


def codebook_docx(
    codebook: Codebook, *, title: str, taken_at: datetime, languages: Sequence[str] = ("en",), withheld: int = 0
) -> bytes:
    """The document. `title` is the study's; `languages`: whose texts are shown, the main one first.

    `withheld` is how many examples were left out because nobody has approved them.
    """
    numbered = _numbered(codebook, None, "", 0)
    entries = tuple(_Entry(code, number, depth, f"code_{n}") for n, (code, number, depth) in enumerate(numbered, 1))
    study = one_line(title)
    heading = translate("Codebook")
    document = new_document(title=f"{heading}: {study}", language=languages[0], made_at=taken_at)
    set_footer(document, f"{study}: {heading.lower()}")
    add_text(document, heading, "Title")
    add_text(document, study, "Subtitle")
    _add_about(document, codebook, entries, taken_at, withheld)
    _add_contents(document, codebook, entries, languages)
    show_status = len({entry.code.status for entry in entries}) > 1
    for entry in entries:
        _add_code(document, entry, languages, show_status=show_status)
    _add_themes(document, codebook, entries, languages)
    _add_sources(document, codebook)
    return document_bytes(document)


def _numbered(codebook: Codebook, parent_id: str | None, above: str, depth: int) -> Iterator[tuple[Code, str, int]]:
    """The living codes in reading order, numbered like chapters, with their depth in the tree."""
    living = [code for code in codebook.children(parent_id) if code.is_living]
    for place, code in enumerate(living, 1):
        yield code, f"{above}{place}", depth
        yield from _numbered(codebook, code.id, f"{above}{place}.", depth + 1)


# --- before the codes


def _add_about(
    document: WordDocument, codebook: Codebook, entries: Sequence[_Entry], taken_at: datetime, withheld: int
) -> None:
    facts = [(translate("As of"), moment_in_words(taken_at)), (translate("Codes"), _counted(entries))]
    if retired := sum(not code.is_living for code in codebook.codes):
        facts.append((translate("Retired codes"), translate("{count}, not shown", count=retired)))
    table = add_table(document, len(facts), ABOUT_CM)
    for row, fact in zip(table.rows, facts, strict=True):
        fill_row(row.cells, fact, bold=(True, False))
    add_paragraph(document, "Table Text")
    for note in _notes(entries, withheld):
        add_text(document, note, "Note")


def _counted(entries: Sequence[_Entry]) -> str:
    """“38 codes: 30 agreed, 8 draft”."""
    count = Counter(entry.code.status for entry in entries)
    total = translate_count("{count} code", "{count} codes", len(entries))
    if len(count) < 2:
        return total
    parts = ", ".join(f"{count[status]} {translate(STATUSES[status])}" for status in CodeStatus if count[status])
    return f"{total}: {parts}"


def _notes(entries: Sequence[_Entry], withheld: int) -> Iterator[str]:
    with_examples = [entry.code for entry in entries if any(getattr(entry.code, name) for name in EXAMPLES)]
    if any(code.examples_constructed for code in with_examples):
        yield translate("Examples marked “constructed” were written by the team; nobody has said them in an interview.")
    if withheld:
        yield translate_count(
            "{count} example from an interview is not approved for publication and was left out.",
            "{count} examples from interviews are not approved for publication and were left out.",
            withheld,
        )


def _add_contents(
    document: WordDocument, codebook: Codebook, entries: Sequence[_Entry], languages: Sequence[str]
) -> None:
    """Every code with its number, as deep as it stands in the tree, each a link to its place."""
    if not entries:
        add_text(document, translate("This codebook has no codes."), "Normal")
        return
    add_text(document, translate("Contents"), "Table Title")
    show_status = len({entry.code.status for entry in entries}) > 1
    table = add_table(document, len(entries) + bool(codebook.themes), CONTENTS_CM)
    rows = list(table.rows)
    for row, entry in zip(rows, entries, strict=False):
        cells = row.cells
        fill_row(cells, ("", translate(STATUSES[entry.code.status]) if show_status else ""))
        paragraph = cells[0].paragraphs[0]
        _indent_number(paragraph, entry)
        link_to(paragraph, f"{entry.number}\t{_name(entry.code.name, languages)}", entry.bookmark)
        cells[1].paragraphs[0].paragraph_format.space_before = Pt(1.5)
    if codebook.themes:
        cells = rows[-1].cells
        fill_row(cells, ("", ""))
        paragraph = cells[0].paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
        link_to(paragraph, translate("Themes"), "themes_0")
    draw_lines(table._tbl)


def _indent_number(paragraph: Paragraph, entry: _Entry) -> None:
    """The number hangs before the name, both as far in as the code is deep."""
    indent = 0.55 * entry.depth
    shape = paragraph.paragraph_format
    shape.left_indent, shape.first_line_indent = Cm(indent + NUMBER_CM), Cm(-NUMBER_CM)
    shape.tab_stops.add_tab_stop(Cm(indent + NUMBER_CM))
    shape.space_before = shape.space_after = Pt(1.5)


# --- one code


def _add_code(document: WordDocument, entry: _Entry, languages: Sequence[str], *, show_status: bool) -> None:
    code = entry.code
    name = _name(code.name, languages)
    heading = add_text(document, f"{entry.number}  {name}", f"Heading {min(entry.depth + 1, DEEPEST_HEADING)}")
    set_side_line(heading, code.colour, is_right_to_left(name))
    mark_place(heading, entry.bookmark)
    others = [f"{language}: {one_line(code.name[language])}" for language in languages[1:] if code.name.get(language)]
    if show_status:
        others.append(translate(STATUSES[code.status]))
    if others:
        line = add_text(document, " · ".join(others), "Note")
        line.paragraph_format.keep_with_next = True
    for label, text in _labelled("", code.definition, languages):
        _add_labelled(document, f"{translate('Definition')} {label}" if label else "", text)
    for label, texts in (
        (translate("When to use"), code.when_to_use),
        (translate("When not to use"), code.when_not_to_use),
    ):
        for shown, text in _labelled(label, texts, languages):
            _add_labelled(document, shown, text)
    _add_examples(document, code, languages)


def _add_examples(document: WordDocument, code: Code, languages: Sequence[str]) -> None:
    words = {"anchor_example": translate("Typical example"), "borderline_example": translate("Borderline example")}
    for field in EXAMPLES:
        label = words[field]
        if code.examples_constructed:
            label = translate("{example}, constructed", example=label)
        for shown, text in _labelled(label, getattr(code, field), languages):
            paragraph = _add_labelled(document, shown, text, style="Quote")
            set_side_line(paragraph, code.colour, is_right_to_left(text))


def _labelled(label: str, texts: Localised, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The texts in the chosen languages; in another one where there is none of them. Says which, where that is open."""
    shown = [language for language in languages if texts.get(language, "").strip()]
    shown = shown or [language for language in texts if texts[language].strip()][:1]
    for language in shown:
        mark = language if len(languages) > 1 or language not in languages else ""
        yield " ".join(part for part in (label, f"({mark})" if mark else "") if part), texts[language].strip()


def _add_labelled(document: WordDocument, label: str, text: str, style: str = "Normal") -> Paragraph:
    paragraph = add_paragraph(document, style)
    if label:
        add_words(paragraph, f"{label}: ")
        for run in paragraph.runs:
            run.bold = True
    add_words(paragraph, text)
    set_direction(paragraph, is_right_to_left(text))
    if style == "Quote":
        paragraph.paragraph_format.space_after = Pt(6)
    paragraph.paragraph_format.keep_together = True
    return paragraph


def _name(name: Localised, languages: Sequence[str]) -> str:
    wanted = next((language for language in languages if name.get(language)), languages[0])
    return one_line(in_language(name, wanted))


# --- themes


def _add_themes(
    document: WordDocument, codebook: Codebook, entries: Sequence[_Entry], languages: Sequence[str]
) -> None:
    if not codebook.themes:
        return
    heading = add_text(document, translate("Themes"), "Heading 1")
    mark_place(heading, "themes_0")
    for theme in codebook.themes:
        _add_theme(document, theme, entries, languages)


def _add_theme(document: WordDocument, theme: Theme, entries: Sequence[_Entry], languages: Sequence[str]) -> None:
    add_text(document, _name(theme.name, languages), "Heading 2")
    if theme.memo.strip():
        add_text(document, theme.memo.strip(), "Normal")
    gathered = [entry for entry in entries if entry.code.id in theme.code_ids]
    if gathered:
        paragraph = add_paragraph(document, "Normal")
        add_words(paragraph, f"{translate('Codes')}: ")
        for place, entry in enumerate(gathered):
            add_words(paragraph, ", " if place else "")
            _link_inside(paragraph, f"{entry.number} {_name(entry.code.name, languages)}", entry.bookmark)


def _link_inside(paragraph: Paragraph, text: str, bookmark: str) -> None:
    """A link among other words."""
    link = OxmlElement("w:hyperlink", {qn("w:anchor"): bookmark, qn("w:history"): "1"})
    before = len(paragraph._p)
    add_words(paragraph, text)
    for run in list(paragraph._p)[before:]:
        link.append(run)
    paragraph._p.append(link)


def _add_sources(document: WordDocument, codebook: Codebook) -> None:
    if codebook.sources:
        add_text(document, translate("Sources"), "Heading 1")
    for source in codebook.sources:
        paragraph = add_text(document, source, "Normal")
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.8), Cm(-0.8)
