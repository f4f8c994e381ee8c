"""A transcript as a Word document: what a reader must know first, then a paragraph for each turn, numbered for citing.

docs/formats.md describes the document; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from core.messages import language, translate, translate_count
from exports.docx_page import add_paragraph, document_bytes, new_document, set_footer
from exports.docx_parts import add_table, add_text, fill_row, moment_in_words
from exports.docx_text import add_words, is_right_to_left, set_direction
from exports.transcript_columns import add_columns
from transcripts.formats.names import speaker_names
from transcripts.formats.plain import clock, one_line, replaced_controls
from transcripts.model import Transcript, Turn
from transcripts.translations import Translation

FACTS_CM = (5.4, 10.6)
NUMBER_CM = 1.1


class Numbering(StrEnum):
    """What readers cite a passage by."""

    LINES = "lines"  #: Word's own line numbers.
    TURNS = "turns"  #: The number of each turn, written into the text.
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTranscript:
    """A transcript with what a reader must know about it."""

    study_title: str
    interview: str
    facts: tuple[tuple[str, str], ...]  #: Wave, site, day and so on, as far as they are known.
    transcript: Transcript
    names: Mapping[str, str]  #: Speaker label to pseudonym.
    machine_made: bool
    taken_at: datetime
    with_times: bool = True
    legend: tuple[tuple[str, str], ...] = ()  #: The signs that stand among the words, and what each means.
    translation: str = ""  #: The language of a second column; "": none.
    translations: Mapping[str, Translation] = field(default_factory=dict)  #: Into that language, by turn id.

    @property
    def checked(self) -> int:
        return sum(turn.checked is not None for turn in self.transcript.turns)

    @property
    def is_rendering(self) -> bool:
        """Whether these are a machine's words that nobody has compared with the recording throughout."""
        return self.machine_made and not 0 < len(self.transcript.turns) <= self.checked


def transcript_docx(printed: PrintedTranscript, numbering: Numbering = Numbering.LINES) -> bytes:
    """The document. The same transcript gives the same bytes."""
    if printed.translation and numbering is Numbering.LINES:
        numbering = Numbering.TURNS  # Word does not count the lines of a table
    label, study = one_line(printed.interview), one_line(printed.study_title)
    document = new_document(title=f"{label}: {study}", language=language.get(), made_at=printed.taken_at)
    set_footer(document, f"{study}: {label}")
    _add_front(document, printed, numbering)
    if numbering is Numbering.LINES:
        for paragraph in document.paragraphs:
            _do_not_count(paragraph)
        _count_lines(document)
    shown = speaker_names(printed.transcript, printed.names)
    if printed.translation:
        add_columns(document, printed.transcript.turns, shown, printed.translation, printed.translations)
        _add_legend(document, printed, numbering)
        return document_bytes(document)
    for number, turn in enumerate(printed.transcript.turns, 1):
        time = turn.start_ms if printed.with_times else None
        _add_turn(document, turn, shown[turn.speaker], time, number if numbering is Numbering.TURNS else None)
    _add_legend(document, printed, numbering)
    return document_bytes(document)


def _add_front(document: WordDocument, printed: PrintedTranscript, numbering: Numbering) -> None:
    add_text(document, one_line(printed.interview), "Title")
    add_text(document, one_line(printed.study_title), "Subtitle")
    facts = [*printed.facts, (translate("Taken from the study"), moment_in_words(printed.taken_at)), _checked(printed)]
    table = add_table(document, len(facts), FACTS_CM)
    for row, fact in zip(table.rows, facts, strict=True):
        fill_row(row.cells, fact, bold=(True, False))
    add_paragraph(document, "Table Text")
    for note in _notes(printed, numbering):
        add_text(document, note, "Note")
    add_paragraph(document, "Table Text")


def _checked(printed: PrintedTranscript) -> tuple[str, str]:
    turns = len(printed.transcript.turns)
    return translate("Compared with the recording"), translate(
        "{checked} of {turns}",
        checked=printed.checked,
        turns=translate_count("{count} turn", "{count} turns", turns),
    )


def _notes(printed: PrintedTranscript, numbering: Numbering) -> list[str]:
    notes = []
    if printed.is_rendering:
        notes.append(
            translate(
                "These words are a machine's rendering, which drops and mends words: compare a passage with the "
                "recording before you print it."
            )
        )
    if numbering is Numbering.LINES:
        notes.append(
            translate(
                "Line numbers depend on page and font. Cite from one printed copy or PDF, and keep it; turn numbers "
                "are the same everywhere."
            )
        )
    if replaced := replaced_controls("".join(turn.text for turn in printed.transcript.turns)):
        notes.append(
            translate(
                "Characters that Word cannot hold are shown by a sign in their place: {characters}.",
                characters=", ".join(replaced),
            )
        )
    return notes


def _add_legend(document: WordDocument, printed: PrintedTranscript, numbering: Numbering) -> None:
    """What the signs among the words mean, behind the last turn."""
    if not printed.legend:
        return
    first = len(document.paragraphs)
    add_text(document, translate("Signs in this transcript"), "Heading 2")
    for sign, meaning in printed.legend:
        add_text(document, f"{sign}\t{meaning}", "Note")
    add_text(
        document,
        translate(
            "These signs were worked out from the recording and are no part of the words. What else stands in square "
            "brackets was written by a person."
        ),
        "Note",
    )
    if numbering is Numbering.LINES:
        for paragraph in document.paragraphs[first:]:
            _do_not_count(paragraph)


def _add_turn(document: WordDocument, turn: Turn, name: str, time: int | None, number: int | None) -> None:
    paragraph = add_paragraph(document, "Normal")
    if number is not None:
        shape = paragraph.paragraph_format
        shape.left_indent, shape.first_line_indent = Cm(NUMBER_CM), Cm(-NUMBER_CM)
        shape.tab_stops.add_tab_stop(Cm(NUMBER_CM), WD_TAB_ALIGNMENT.LEFT)
        add_words(paragraph, f"{number}\t", "Turn Label")
    if time is not None:
        add_words(paragraph, f"[{clock(time)}] ", "Turn Label")
    add_words(paragraph, f"{one_line(name)}: ", "Turn Label")
    add_words(paragraph, turn.text)
    paragraph.paragraph_format.space_after = Pt(6)
    set_direction(paragraph, is_right_to_left(turn.text))


def _count_lines(document: WordDocument) -> None:
    """Word's line numbers, from 1 through the whole document."""
    section = document.sections[0]._sectPr
    counted = OxmlElement("w:lnNumType", {qn("w:countBy"): "1", qn("w:restart"): "continuous"})
    section.find(qn("w:pgMar")).addnext(counted)  # the standard fixes the order


def _do_not_count(paragraph: Paragraph) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(OxmlElement("w:suppressLineNumbers"), *_AFTER_SUPPRESS)


#: What the standard's fixed order puts after it (ECMA-376 part 1, 17.3.1.26).
_AFTER_SUPPRESS = (
    "w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
    "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing",
    "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection",
    "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
