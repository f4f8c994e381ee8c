"""People's words in a Word document: every script in its direction, nothing lost, nothing that breaks the file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from exports.docx_page import style_id
from transcripts.formats.plain import visible_controls

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})  #: Bidirectional classes of Hebrew, Arabic and their relatives.


def add_words(paragraph: Paragraph, text: str, style: str | None = None) -> None:
    """The text at the end of the paragraph; line breaks stay, control characters become visible.

    Stretches of right-to-left script become runs of their own, as Word asks.
    """
    for right_to_left, stretch in stretches(_plain_breaks(visible_controls(text)), is_right_to_left(text)):
        run = paragraph.add_run(stretch)
        if style:
            run._r.style = style_id(style)
        if right_to_left:
            run.font.rtl = True


def set_direction(paragraph: Paragraph, right_to_left: bool) -> None:
    """Lines begin at the right when the words do."""
    if right_to_left:
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)


def set_side_line(paragraph: Paragraph, colour: str, right_to_left: bool) -> None:
    """A line in the code's colour at the side where the paragraph's lines begin."""
    line = OxmlElement(
        "w:right" if right_to_left else "w:left",
        {qn("w:val"): "single", qn("w:sz"): "18", qn("w:space"): "9", qn("w:color"): _hex(colour)},
    )
    borders = OxmlElement("w:pBdr")
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def is_right_to_left(text: str) -> bool:
    """The direction of the first letter that has one (Unicode standard annex 9, rules P2 and P3).

    >>> is_right_to_left("2: أنا بخير, sier hun")
    True
    """
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in _RIGHT_TO_LEFT or direction == "L":
            return direction != "L"
    return False


def stretches(text: str, right_to_left: bool) -> Iterator[tuple[bool, str]]:
    """The text cut where its direction changes; what has no direction goes with the paragraph's, or between two alike.

    >>> list(stretches("Hun sa أنا بخير, ja.", False))
    [(False, 'Hun sa '), (True, 'أنا بخير'), (False, ', ja.')]
    """
    start = 0
    directions = list(_directions(text, right_to_left))
    for place in range(1, len(text) + 1):
        if place == len(text) or directions[place] != directions[start]:
            yield directions[start], text[start:place]
            start = place


def _directions(text: str, base: bool) -> Iterator[bool]:
    """For every character whether it runs to the left."""
    before, waiting = base, 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L" or kind in _RIGHT_TO_LEFT:
            now = kind != "L"
            yield from [now if now == before else base] * waiting
            yield now
            before, waiting = now, 0
        else:
            waiting += 1
    yield from [base] * waiting


def _plain_breaks(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _hex(colour: str) -> str:
    return colour[1:].upper() if _COLOUR.fullmatch(colour) else "59636E"


#: What the standard's fixed order puts after each of the two elements set above (ECMA-376 part 1, 17.3.1.26).
_AFTER_BIDI = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
    "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId",
    "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
_AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct",
    "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", *_AFTER_BIDI,
)  # fmt: skip
