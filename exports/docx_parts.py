"""Parts that several Word documents share: texts in their direction, tables, bookmarks and links to them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import zip_longest

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from exports.docx_page import add_paragraph, style_id
from exports.docx_text import add_words, is_right_to_left, set_direction

DEEPEST_HEADING = 9


def add_text(document: WordDocument, text: str, style: str) -> Paragraph:
    """A paragraph of people's words, in their direction."""
    paragraph = add_paragraph(document, style)
    add_words(paragraph, text)
    set_direction(paragraph, is_right_to_left(text))
    return paragraph


def moment_in_words(moment: datetime) -> str:
    """A moment to the minute, in UTC."""
    in_utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{in_utc:%Y-%m-%d %H:%M} UTC" if moment.tzinfo else f"{in_utc:%Y-%m-%d %H:%M}"


def add_table(document: WordDocument, rows: int, widths_cm: tuple[float, ...]) -> Table:
    """An empty table at the end, its columns this wide in every program."""
    table: Table = document.add_table(rows=rows, cols=len(widths_cm))
    table.autofit = False
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)  # every program but Word
        for cell in column.cells:
            cell.width = Cm(width)  # Word
    return table


def fill_row(cells: tuple[_Cell, ...], texts: tuple[str, ...], bold: tuple[bool, ...] = ()) -> None:
    """Texts into the cells of a row."""
    for cell, text, is_bold in zip_longest(cells, texts, bold):
        paragraph = cell.paragraphs[0]
        paragraph._p.style = style_id("Table Text")
        add_words(paragraph, text)
        for run in paragraph.runs:
            run.bold = is_bold or None


def mark_place(paragraph: Paragraph, name: str) -> None:
    """A bookmark around the heading, for links to it. `name` ends in `_` and a number."""
    number = name.rpartition("_")[2]
    start = OxmlElement("w:bookmarkStart", {qn("w:id"): number, qn("w:name"): name})
    first_run = paragraph._p.find(qn("w:r"))
    if first_run is None:
        paragraph._p.append(start)
    else:
        first_run.addprevious(start)
    paragraph._p.append(OxmlElement("w:bookmarkEnd", {qn("w:id"): number}))


def link_to(paragraph: Paragraph, text: str, bookmark: str) -> None:
    """The text at the end of the paragraph, as a link to a bookmark."""
    add_words(paragraph, text)
    link = OxmlElement("w:hyperlink", {qn("w:anchor"): bookmark, qn("w:history"): "1"})
    for run in list(paragraph._p.findall(qn("w:r"))):
        link.append(run)
    paragraph._p.append(link)


def draw_lines(table: BaseOxmlElement) -> None:
    """Thin lines between the rows, none between the columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        look = {qn("w:val"): "single", qn("w:sz"): "4", qn("w:space"): "0", qn("w:color"): "D0D7DE"}
        borders.append(OxmlElement(f"w:{side}", look))
    table.tblPr.find(qn("w:tblLayout")).addprevious(borders)  # the standard fixes the order
