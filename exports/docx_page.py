"""A Word document's page, styles and file, the same for every document of the study (python-docx).

Sizes are points, lengths centimetres. Styles do the formatting, so that an author can change a document's looks in one
place; the formatting that depends on data (a code's colour) is set on the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

FONT = "Calibri"
FONT_OF_OTHER_SCRIPTS = "Arial"  #: Arabic, Hebrew and the like; Word finds glyphs for the rest by itself.
INK, GREY, AMBER = "1F2328", "59636E", "8A4B00"  #: Amber and grey keep a contrast above 4.5 on white.
TEXT_WIDTH_CM = 16.0
LANGUAGE_TAGS = {"en": "en-GB", "nb": "nb-NO", "no": "nb-NO", "nn": "nn-NO"}
PLAIN_STYLES = ("Default Paragraph Font", "Normal Table", "No List")  #: Of the template, beside those above.
PARTS_LEFT_OUT = ("/thumbnail", "/stylesWithEffects", "/customXml", "/numbering")  #: Of the template; not needed.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  #: The earliest a zip can say: the same study gives the same bytes.


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How one style looks."""

    size: float = 11
    bold: bool = False
    italic: bool = False
    colour: str = INK
    before: float = 0
    after: float = 6
    indent: float = 0
    with_next: bool = False


PARAGRAPHS = {
    "Normal": _Look(),
    "Title": _Look(size=24, bold=True, after=2, with_next=True),
    "Subtitle": _Look(size=13, colour=GREY, after=18, with_next=True),
    "Heading 1": _Look(size=17, bold=True, before=24, after=4, with_next=True),
    "Heading 2": _Look(size=13.5, bold=True, before=18, after=3, with_next=True),
    "Heading 3": _Look(size=12, bold=True, before=14, after=3, with_next=True),
    **{f"Heading {depth}": _Look(size=11, bold=True, before=12, after=3, with_next=True) for depth in range(4, 10)},
    "Quote": _Look(after=2, indent=0.55),
    "Attribution": _Look(size=9.5, colour=GREY, after=12, indent=0.55),
    "Definition": _Look(size=10, italic=True, colour=GREY, after=4, with_next=True),
    "Code Count": _Look(size=9.5, colour=GREY, after=10, with_next=True),
    "Note": _Look(size=9.5, colour=GREY, after=4),
    "Table Text": _Look(size=10, after=0),
    "Table Title": _Look(size=11, bold=True, before=14, after=4, with_next=True),
    "Header": _Look(size=9, colour=GREY, after=0),
    "Footer": _Look(size=9, colour=GREY, after=0),
}
RUNS = {
    "Turn Label": _Look(size=9.5, bold=True, colour=GREY),
    "Not Checked": _Look(size=9.5, bold=True, colour=AMBER),
}


def new_document(*, title: str, language: str, made_at: datetime) -> WordDocument:
    """An empty A4 document in `language`, with the styles above, its properties naming no person and no place."""
    document = Document()
    _leave_out(document, PARTS_LEFT_OUT)
    _keep_styles(document, {*PARAGRAPHS, *PLAIN_STYLES})
    _set_page(document)
    _set_language(document, LANGUAGE_TAGS.get(language, language))
    for name, look in PARAGRAPHS.items():
        _set_paragraph_style(document, name, look)
    for name, look in RUNS.items():
        _set_font(document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER), look)
    _set_properties(document, title, LANGUAGE_TAGS.get(language, language), made_at)
    return document


def add_paragraph(document: WordDocument, style: str) -> Paragraph:
    """An empty paragraph at the end: python-docx would search the whole document for the place and the style."""
    element = OxmlElement("w:p")
    document.element.body[-1].addprevious(element)  # the last element is the section's
    paragraph = Paragraph(element, document._body)
    paragraph._p.style = style_id(style)
    return paragraph


def style_id(name: str) -> str:
    """What a style is called inside the file."""
    return name.replace(" ", "")


def set_footer(document: WordDocument, text: str) -> None:
    """The text at the left of every page's foot, the page number and the number of pages at the right."""
    footer = document.sections[0].footer.paragraphs[0]
    footer.style = document.styles["Footer"]
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
    footer.add_run(f"{text}\t")
    add_field(footer, "PAGE")
    footer.add_run(" / ")
    add_field(footer, "NUMPAGES")


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """A value Word works out by itself, such as PAGE."""
    field = OxmlElement("w:fldSimple", {qn("w:instr"): instruction})
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def document_bytes(document: WordDocument) -> bytes:
    """The file. The same document always gives the same bytes."""
    written, repacked = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(repacked, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(_member(name), _without_program(name, source.read(name)))
    return repacked.getvalue()


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, ZIP_TIME)
    member.compress_type = ZIP_DEFLATED
    return member


def _without_program(name: str, content: bytes) -> bytes:
    """The template's properties claim that Word for Macintosh wrote the file."""
    if name != "docProps/app.xml":
        return content
    return re.sub(rb"<Application>.*?</Application>", b"<Application>Interview Workbench</Application>", content)


def _leave_out(document: WordDocument, names: Iterable[str]) -> None:
    for relationships in (document.part.package.rels, document.part.rels):
        for key, relationship in list(relationships.items()):
            if any(relationship.reltype.endswith(name) for name in names):
                del relationships[key]


def _keep_styles(document: WordDocument, names: Collection[str]) -> None:
    """The template's hundred table styles would fill the list of styles, and every search for one of them."""
    for style in list(document.styles):
        if style.name not in names:
            style.delete()
    for link in list(document.styles.element.iter(qn("w:link"))):  # to styles that are gone
        link.getparent().remove(link)


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21.0 - TEXT_WIDTH_CM) / 2)
    section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.3)
    section.header_distance = section.footer_distance = Cm(1.2)


def _set_language(document: WordDocument, tag: str) -> None:
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _name_fonts(defaults.find(qn("w:rFonts")))
    defaults.find(qn("w:lang")).set(qn("w:val"), tag)
    theme_languages = document.settings.element.find(qn("w:themeFontLang"))
    theme_languages.set(qn("w:val"), tag)


def _set_properties(document: WordDocument, title: str, tag: str, made_at: datetime) -> None:
    moment = made_at.astimezone(UTC).replace(tzinfo=None) if made_at.tzinfo else made_at
    properties = document.core_properties
    properties.title, properties.language = title[:255], tag  # the standard allows no longer title
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = moment.replace(microsecond=0)


def _set_paragraph_style(document: WordDocument, name: str, look: _Look) -> None:
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    _remove(style, "w:pBdr", "w:tabs")
    _set_font(style, look)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.left_indent = Cm(look.indent) if look.indent else None
    shape.line_spacing = 1.15
    shape.keep_with_next = look.with_next
    shape.widow_control = True


def _set_font(style: ParagraphStyle | CharacterStyle, look: _Look) -> None:
    font = style.font
    font.name, font.size = FONT, Pt(look.size)
    font.bold, font.italic = look.bold, look.italic
    font.cs_bold, font.cs_italic = look.bold, look.italic
    font.color.rgb = RGBColor.from_string(look.colour)
    properties = style.element.get_or_add_rPr()
    _name_fonts(properties.find(qn("w:rFonts")))
    _set_size_of_other_scripts(properties, look.size)
    for spaced in properties.findall(qn("w:spacing")):  # the template's titles are set wide
        properties.remove(spaced)


def _name_fonts(fonts: BaseOxmlElement) -> None:
    """Names instead of the template's theme, which would win over them."""
    for attribute in [each for each in fonts.attrib if each.endswith("Theme") or each.endswith("cstheme")]:
        del fonts.attrib[attribute]
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(kind), FONT)
    fonts.set(qn("w:cs"), FONT_OF_OTHER_SCRIPTS)


def _set_size_of_other_scripts(properties: BaseOxmlElement, size: float) -> None:
    """Right-to-left runs take their size from `szCs`, which python-docx does not set."""
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    half_points = OxmlElement("w:szCs", {qn("w:val"): str(round(size * 2))})
    properties.find(qn("w:sz")).addnext(half_points)


def _remove(style: ParagraphStyle, *names: str) -> None:
    """Away with what the template's style brings along."""
    properties = style.element.get_or_add_pPr()
    for name in names:
        for found in properties.findall(qn(name)):
            properties.remove(found)
