"""Quotes as a Word document: what was chosen, what is in it, and the quotes grouped by code.

docs/formats.md describes the document; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from codebooks.model import Code, in_language
from coding.model import Snapshot
from coding.retrieval import EVERYTHING, CodedSegment, SegmentFilter
from coding.without import codes_without
from core.messages import language, translate, translate_count
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
from exports.quotes import (
    Attribution,
    attribution_line,
    by_code,
    check_state,
    chosen_in_words,
    code_name,
    part_labels,
    short_reference,
    shown_in_words,
    small_group_warning,
    without_in_words,
)
from exports.translations import QuotedTranslation, language_in_words, quoted_translations, translator_note
from transcripts.formats.plain import one_line, replaced_controls

ABOUT_CM = (5.4, TEXT_WIDTH_CM - 5.4)
OVERVIEW_CM = (TEXT_WIDTH_CM - 6.9, 2.3, 2.3, 2.3)


@dataclass(frozen=True, slots=True)
class _Group:
    """A code of the document with its quotes."""

    depth: int
    code: Code
    quotes: tuple[CodedSegment, ...]
    bookmark: str


def quotes_docx(
    snapshot: Snapshot,
    segments: Iterable[CodedSegment],
    attribution: Attribution,
    chosen: SegmentFilter = EVERYTHING,
    translation: str = "",
) -> bytes:
    """The document. `chosen` is the filter the segments were found with: the document states it. `translation` is the
    language of the translations that stand under the originals.
    """
    quotes = tuple(segments)
    grouped = by_code(snapshot, quotes, attribution)
    groups = [_Group(depth, code, held, f"code_{at}") for at, (depth, code, held) in enumerate(grouped, 1)]
    study = one_line(snapshot.study_title)
    title = translate("Quotes by code")
    document = new_document(title=f"{title}: {study}", language=language.get(), made_at=snapshot.taken_at)
    set_footer(document, f"{study}: {title.lower()}")
    add_text(document, title, "Title")
    add_text(document, study, "Subtitle")
    _add_about(document, snapshot, groups, attribution, chosen, translation)
    _add_overview(document, groups)
    for sentence in without_in_words(codes_without(snapshot, chosen, quotes)):
        add_text(document, sentence, "Note")
    for group in groups:
        _add_group(document, group, attribution, snapshot, translation)
    return document_bytes(document)


def _add_about(
    document: WordDocument,
    snapshot: Snapshot,
    groups: list[_Group],
    attribution: Attribution,
    chosen: SegmentFilter,
    translation: str,
) -> None:
    """What a reader must know before using a quote."""
    quotes = [quote for group in groups for quote in group.quotes]
    facts = [
        (translate("Taken from the study"), moment_in_words(snapshot.taken_at)),
        (translate("Contents"), _counted(quotes)),
        *(chosen_in_words(snapshot, chosen, attribution) or [(translate("Chosen"), translate("all coded segments"))]),
        (translate("Shown about speakers"), shown_in_words(attribution)),
        *([(translate("Translation"), language_in_words(translation))] if translation else []),
    ]
    table = add_table(document, len(facts), ABOUT_CM)
    for row, fact in zip(table.rows, facts, strict=True):
        fill_row(row.cells, fact, bold=(True, False))
    add_paragraph(document, "Table Text")
    for note in _notes(quotes, attribution):
        add_text(document, note, "Note")


def _notes(quotes: list[CodedSegment], attribution: Attribution) -> list[str]:
    notes = [translate("The eight characters at the right of each quote lead back to its place in the study.")]
    if attribution.recognisable:
        notes.insert(0, small_group_warning())
    else:
        notes.append(translate("Within a code the quotes stand in no order that says who spoke, or when."))
    if any(check_state(quote) != "yes" for quote in quotes):
        notes.append(
            translate(
                "Quotes marked “{mark}” are a machine's rendering, which drops and mends words: compare them with the "
                "recording before you print them.",
                mark=_check_mark("no"),
            )
        )
    if any(part.after_gap for quote in quotes for part in quote.parts):
        notes.append(translate("[…] stands where words of an interviewer or interpreter were left out."))
    return notes


def _add_overview(document: WordDocument, groups: list[_Group]) -> None:
    """Every code of the document with its counts, each a link to its quotes."""
    if not groups:
        add_text(document, translate("No coded segment matches these choices."), "Normal")
        return
    add_text(document, translate("Codes in this document"), "Table Title")
    table = add_table(document, len(groups) + 1, OVERVIEW_CM)
    header, *rows = table.rows
    headings = (translate("Code"), translate("Quotes"), translate("Speakers"), translate("Interviews"))
    fill_row(header.cells, headings, bold=(True,) * 4)
    header._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # repeated on every page
    for row, group in zip(rows, groups, strict=True):
        cells = row.cells
        fill_row(cells, ("", *_numbers(group.quotes)))
        link_to(cells[0].paragraphs[0], code_name(group.code), group.bookmark)
        cells[0].paragraphs[0].paragraph_format.left_indent = Cm(0.6 * group.depth)
    for row in table.rows:
        for cell in row.cells[1:]:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    draw_lines(table._tbl)


def _add_group(
    document: WordDocument, group: _Group, attribution: Attribution, snapshot: Snapshot, translation: str
) -> None:
    heading = add_text(document, code_name(group.code), f"Heading {min(group.depth + 1, DEEPEST_HEADING)}")
    mark_place(heading, group.bookmark)
    if definition := in_language(group.code.definition, language.get()).strip():
        add_text(document, definition, "Definition")
    if group.quotes:
        add_text(document, _counted(group.quotes), "Code Count")
    for quote in group.quotes:
        found = quoted_translations(snapshot, quote, translation)
        _add_quote(document, quote, group.code.colour, attribution, found)


def _add_quote(
    document: WordDocument,
    quote: CodedSegment,
    colour: str,
    attribution: Attribution,
    translations: tuple[QuotedTranslation | None, ...],
) -> None:
    labels = part_labels(quote, attribution) if len(quote.parts) > 1 else ("",)
    for part, label, translated in zip(quote.parts, labels, translations, strict=True):
        if part.after_gap:
            _add_quoted(document, "[…]", "", colour)
        last = _add_quoted(document, part.text, label, colour)
        if translated:
            last.paragraph_format.keep_with_next = True
            last = _add_translation(document, translated, colour)
    last.paragraph_format.keep_with_next = True
    _add_attribution(document, quote, attribution)


def _add_quoted(document: WordDocument, text: str, label: str, colour: str) -> Paragraph:
    paragraph = add_paragraph(document, "Quote")
    right_to_left = is_right_to_left(text)
    if label:
        add_words(paragraph, f"{label}: ", "Turn Label")
    add_words(paragraph, text)
    set_side_line(paragraph, colour, right_to_left)
    set_direction(paragraph, right_to_left)
    return paragraph


def _add_translation(document: WordDocument, translated: QuotedTranslation, colour: str) -> Paragraph:
    """Under the original, in its own direction: never without the name of who translated."""
    text = translated.made.text
    paragraph = add_paragraph(document, "Quote")
    right_to_left = is_right_to_left(text)
    add_words(paragraph, text)
    for run in paragraph.runs:
        run.italic = not right_to_left or None
    add_words(paragraph, f" {translator_note(translated)}", "Turn Label")
    set_side_line(paragraph, colour, right_to_left)
    set_direction(paragraph, right_to_left)
    return paragraph


def _add_attribution(document: WordDocument, quote: CodedSegment, attribution: Attribution) -> None:
    line = attribution_line(quote, attribution)
    paragraph = add_paragraph(document, "Attribution")
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
    add_words(paragraph, f"— {line}" if line else "")
    if mark := _check_mark(check_state(quote)):
        add_words(paragraph, "   " if line else "")
        add_words(paragraph, f"[{mark}]", "Not Checked")
    paragraph.add_run(f"\t{short_reference(quote)}")
    if replaced := replaced_controls(quote.text):
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_after = Pt(0)
        note = translate(
            "Characters that Word cannot hold are shown by a sign in their place: {characters}.",
            characters=", ".join(replaced),
        )
        add_text(document, note, "Attribution")


def _check_mark(state: str) -> str:
    marks = {
        "no": translate("not checked against the recording"),
        "partly": translate("only partly checked against the recording"),
    }
    return marks.get(state, "")


def _counted(quotes: Iterable[CodedSegment]) -> str:
    """“4 quotes from 3 speakers in 2 interviews”."""
    n_quotes, n_speakers, n_interviews = _tally(quotes)
    return translate(
        "{quotes} from {speakers} in {interviews}",
        quotes=translate_count("{count} quote", "{count} quotes", n_quotes),
        speakers=translate_count("{count} speaker", "{count} speakers", n_speakers),
        interviews=translate_count("{count} interview", "{count} interviews", n_interviews),
    )


def _tally(quotes: Iterable[CodedSegment]) -> tuple[int, int, int]:
    """Quotes, the people other than staff who speak in them (mapped to a participant or not), interviews."""
    listed = {(quote.interview.id, quote.coding.passage): quote for quote in quotes}.values()
    speakers = {_who(quote, at) for quote in listed for at, voice in enumerate(quote.voices) if not voice.staff}
    return len(listed), len(speakers), len({quote.interview.id for quote in listed})


def _who(quote: CodedSegment, at: int) -> tuple[str, str]:
    voice = quote.voices[at]
    return ("", voice.participant.id) if voice.participant else (quote.interview.id, voice.speaker.label)


def _numbers(quotes: tuple[CodedSegment, ...]) -> tuple[str, ...]:
    """Nothing for a code that only stands above others: it was not asked for, which is not the same as none."""
    return tuple(str(number) for number in _tally(quotes)) if quotes else ("", "", "")
