"""The words of a Word document (.docx): paragraphs and tables in order, and what is left out, with its words.

Read from the XML itself: text boxes, tracked changes, comments and notes are more than a paragraph's text, and each is
either taken or listed. Entities and document types are refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from core.messages import translate, translate_count
from core.problems import Problem
from sheets import zipped
from transcripts.reading.errors import DamagedTranscriptError, NoTranscriptFileError, TranscriptTooLargeError
from transcripts.reading.lines import Line, Row
from transcripts.reading.tables import rows_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: The same names in documents saved as “strict”.
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
BODY = "word/document.xml"
MOST_XML = 40_000_000
_TAKEN_AS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "ptab": "\t"}
_LEFT_OUT = {"delText": "", "instrText": "", "delInstrText": ""}


@dataclass(slots=True)
class WordText:
    """What stands in the document."""

    items: list[Line | Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    boxes: list[tuple[int, str]] = field(default_factory=list)
    deleted: list[tuple[int, str]] = field(default_factory=list)


def read_docx(content: bytes, name: str) -> WordText:
    """Lines and rows of the document. DamagedTranscriptError, NoTranscriptFileError, TranscriptTooLargeError."""
    zipped.check(content, name)
    try:
        with ZipFile(BytesIO(content)) as opened:
            members = {member.filename: member.file_size for member in opened.infolist()}
            if BODY not in members:
                raise NoTranscriptFileError(name, translate("a ZIP file, not a Word document"))
            body = _xml(opened, BODY, members, name)
            found = WordText()
            _walk(body, found)
            for member in sorted(members):
                _look_at_others(opened, member, members, name, found)
    except (BadZipFile, ZlibError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise DamagedTranscriptError(name, translate("its parts are damaged")) from error
    _say(found)
    return found


def read_grids(content: bytes, name: str) -> list[list[tuple[int, tuple[str, ...]]]]:
    """Every table of the document as rows of cells, with the rows' numbers within it, from 1. The same errors."""
    zipped.check(content, name)
    try:
        with ZipFile(BytesIO(content)) as opened:
            members = {member.filename: member.file_size for member in opened.infolist()}
            if BODY not in members:
                raise NoTranscriptFileError(name, translate("a ZIP file, not a Word document"))
            body = _xml(opened, BODY, members, name)
    except (BadZipFile, ZlibError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise DamagedTranscriptError(name, translate("its parts are damaged")) from error
    return [_grid(table) for table in body.iter() if _name(table) == "tbl" and _table_of(table) is None]


def _grid(table: Any) -> list[tuple[int, tuple[str, ...]]]:
    beside = WordText()  # what is left out of the cells' words
    rows = (child for child in table.iter() if _name(child) == "tr" and _table_of(child) is table)
    return [
        (number, tuple("\n".join(_cell(cell, number, beside)) for cell in row if _name(cell) in ("tc", "sdt")))
        for number, row in enumerate(rows, 1)
    ]


def _xml(opened: ZipFile, member: str, members: dict[str, int], name: str) -> Any:
    from lxml import etree

    if members[member] > MOST_XML:
        size = f"{members[member] // 1_000_000} MB"
        raise TranscriptTooLargeError(name, size, f"{MOST_XML // 1_000_000} MB")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(opened.read(member), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise DamagedTranscriptError(name, translate("its text is not well-formed XML")) from error
    if root.getroottree().docinfo.doctype:
        raise DamagedTranscriptError(name, translate("its text declares a document type, which Word never does"))
    return root


def _name(element: Any) -> str:
    """The element's name in Word's vocabulary; "" for others, comments and processing instructions."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    for space in (W, STRICT):
        if tag.startswith(space):
            return tag[len(space) :]
    return ""


def _walk(root: Any, found: WordText) -> None:
    body = next((child for child in root if _name(child) == "body"), None)
    number = 0
    for block in _blocks(body) if body is not None else ():
        if _name(block) == "p":
            number += 1
            text = _paragraph(block, number, found)
            for at, line in enumerate(text.split("\n")):
                found.items.append(Line(number, line, new_block=at == 0))
        else:
            number = _table(block, number, found)


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also inside content controls and smart tags."""
    for child in parent:
        name = _name(child)
        if name in ("p", "tbl"):
            yield child
        elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            yield from _blocks(child)


def _table(table: Any, number: int, found: WordText) -> int:
    """Speaker, words and time in columns become rows; any other table becomes a paragraph for each cell's."""
    grid: list[tuple[int, list[str]]] = []
    for row in (child for child in table.iter() if _name(child) == "tr" and _table_of(child) is table):
        number += 1
        cells = [cell for cell in row if _name(cell) in ("tc", "sdt")]
        grid.append((number, ["\n".join(_cell(cell, number, found)) for cell in cells]))
    rows = rows_of(grid)
    if rows is not None:
        found.items += rows.rows
        found.problems += rows.problems
        found.notices += rows.notices
        return number
    for at, cells in grid:
        for cell_text in cells:
            for place, line in enumerate(cell_text.split("\n")):
                found.items.append(Line(at, line, new_block=place == 0))
    return number


def _table_of(element: Any) -> Any:
    return next((above for above in element.iterancestors() if _name(above) == "tbl"), None)


def _cell(cell: Any, number: int, found: WordText) -> Iterator[str]:
    for block in _blocks(cell):
        if _name(block) == "p":
            yield _paragraph(block, number, found)
        else:
            for row in (child for child in block.iter() if _name(child) == "tr" and _table_of(child) is block):
                yield "\t".join("\n".join(_cell(each, number, found)) for each in row if _name(each) == "tc")


def _paragraph(paragraph: Any, number: int, found: WordText) -> str:
    """The paragraph's words; what is beside them goes into `found`."""
    parts: list[str] = []
    _gather(paragraph, parts, number, found)
    return "".join(parts)


def _gather(element: Any, parts: list[str], number: int, found: WordText) -> None:
    for child in element:
        if isinstance(child.tag, str) and child.tag == f"{MC}AlternateContent":
            chosen = next((each for each in child if each.tag in (f"{MC}Choice", f"{MC}Fallback")), None)
            if chosen is not None:
                _gather(chosen, parts, number, found)
            continue
        name = _name(child)
        if name == "t":
            parts.append("".join(child.itertext()))
        elif name in _TAKEN_AS:
            parts.append(_TAKEN_AS[name])
        elif name in ("del", "moveFrom"):
            words = "".join(each.text or "" for each in child.iter() if _name(each) in ("delText", "t"))
            found.counts["deletions"] += 1
            if words.strip():
                found.deleted.append((number, words))
        elif name == "txbxContent":
            words = "\n".join(_cell(child, number, found))  # a box within it is a box of its own
            if words.strip():
                found.boxes.append((number, words))
        elif name == "sym":
            found.counts["symbols"] += 1
            message = translate("a symbol of a special font is not taken (character {code})",
                                code=child.get(f"{W}char", "?")[:8])  # fmt: skip
            found.problems.append(Problem(message, number))
        elif name == "numPr":
            found.counts["numbered"] += 1
        elif name in ("ins", "moveTo"):
            found.counts["insertions"] += 1
            _gather(child, parts, number, found)
        elif name not in _LEFT_OUT:
            _gather(child, parts, number, found)


#: Parts beside the body that may hold words, and what they are called.
_PARTS = (
    ("word/comments.xml", "a comment is not taken: “{text}”"),
    ("word/footnotes.xml", "a footnote is not taken: “{text}”"),
    ("word/endnotes.xml", "an endnote is not taken: “{text}”"),
    ("word/header", "the page's head is not taken: “{text}”"),
    ("word/footer", "the page's foot is not taken: “{text}”"),
)


def _look_at_others(opened: ZipFile, member: str, members: dict[str, int], name: str, found: WordText) -> None:
    message = next((words for start, words in _PARTS if member.startswith(start) and member.endswith(".xml")), None)
    if message is None:
        return
    root = _xml(opened, member, members, name)
    alone = WordText()
    holders = [root] if "page" in message else list(root)
    for holder in holders:
        words = "\n".join(_paragraph(p, 0, alone) for p in holder.iter() if _name(p) == "p").strip()
        if words:
            found.problems.append(Problem(translate(message, text=words)))


def _say(found: WordText) -> None:
    for number, words in found.deleted:
        found.problems.append(Problem(translate("words that were deleted with “Track changes” are not taken: “{text}”",
                                                text=words), number))  # fmt: skip
    for number, words in found.boxes:
        found.problems.append(Problem(translate("a text box is not taken: “{text}”", text=words), number))
    if found.counts["insertions"]:
        found.notices.append(translate_count(
            "{count} change that was tracked and not yet accepted is taken as accepted.",
            "{count} changes that were tracked and not yet accepted are taken as accepted.",
            found.counts["insertions"]))  # fmt: skip
    if found.counts["numbered"]:
        found.notices.append(translate_count(
            "The number or bullet that Word puts before {count} paragraph is not taken.",
            "The numbers or bullets that Word puts before {count} paragraphs are not taken.",
            found.counts["numbered"]))  # fmt: skip
