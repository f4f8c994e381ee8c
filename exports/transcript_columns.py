"""A transcript and its translation in two columns of a Word document; also the form that is sent to a translator, and
read back (`study.translation_import`).

The heading row and the numbers are what is read back: see docs/formats.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.table import _Cell

from core.messages import translate
from exports.docx_page import TEXT_WIDTH_CM
from exports.docx_parts import add_table, draw_lines, fill_row
from exports.docx_text import add_words, is_right_to_left, set_direction
from exports.translations import QuotedTranslation, language_in_words, translator_note
from transcripts.formats.plain import clock, one_line
from transcripts.model import Turn
from transcripts.translations import Translation

NARROW_CM = (1.0, 2.6)
WIDE_CM = (TEXT_WIDTH_CM - sum(NARROW_CM)) / 2


def add_columns(
    document: WordDocument,
    turns: Sequence[Turn],
    names: Mapping[str, str],
    language: str,
    translations: Mapping[str, Translation],
) -> None:
    """Number, speaker, original and translation, a row for each turn."""
    table = add_table(document, len(turns) + 1, (*NARROW_CM, WIDE_CM, WIDE_CM))
    header, *rows = table.rows
    headings = ("#", translate("Speaker"), translate("Original"), language_in_words(language))
    fill_row(header.cells, headings, bold=(True,) * 4)
    header._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # repeated on every page
    for number, (row, turn) in enumerate(zip(rows, turns, strict=True), 1):
        time = "" if turn.start_ms is None else f" [{clock(turn.start_ms)}]"
        cells = row.cells
        fill_row(cells, (str(number), f"{one_line(names[turn.speaker])}{time}", turn.text, ""))
        _turn_towards(cells[2], turn.text)
        if made := translations.get(turn.id):
            _add_translation(cells[3], made)
    draw_lines(table._tbl)


def _add_translation(cell: _Cell, made: Translation) -> None:
    fill_row((cell,), (made.text,))
    _turn_towards(cell, made.text)
    note = cell.add_paragraph()
    note._p.style = cell.paragraphs[0]._p.style
    add_words(note, translator_note(QuotedTranslation(made, is_of_whole_turn=False)), "Turn Label")


def _turn_towards(cell: _Cell, text: str) -> None:
    set_direction(cell.paragraphs[0], is_right_to_left(text))
