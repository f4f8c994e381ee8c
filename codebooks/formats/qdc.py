"""REFI-QDA codebook exchange (`.qdc`, standard version 1.0): what NVivo, ATLAS.ti, MAXQDA and others read and write.

The format knows a code's identifier, name, colour and one description, the tree, and sets of codes. The rest goes into
the description (`qdc_description`); docs/formats.md says what cannot be carried. Files are checked against the
standard's schema in both directions. XML from outside is read without entities, document types or network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from codebooks.formats.qdc_description import describe
from codebooks.formats.qdc_reader import QdcReader
from codebooks.formats.qdc_xml import HEX_ID, NAMESPACE, Element, guid, parser, tag, violations
from codebooks.formats.reading import CodebookReading, check_count
from codebooks.formats.yaml_codes import COLLECTED, CONSTRUCTED, NO_COLOUR, TEXTS
from codebooks.model import Code, Codebook, Localised, in_language
from codebooks.naming import name_key
from core.characters import one_line, visible_controls
from core.errors import InputError
from core.messages import translate

ORIGIN = "Interview Workbench"


class NotACodebookFileError(InputError):
    """A .qdc file is not XML, not a codebook, or not as the standard wants it."""

    template = "“{name}” is not a REFI-QDA codebook ({why}). Export it anew from the program it came from."

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name=name, why=why)


class NoCodesError(InputError):
    """The standard has no form for a codebook without codes."""

    template = "There is no code to export."


def dump(codebook: Codebook, language: str = "en") -> bytes:
    """The codebook as XML that the standard's schema accepts; names and definitions in `language` where there are such.

    Raises NoCodesError.
    """
    from lxml import etree

    if not codebook.codes:
        raise NoCodesError
    root = etree.Element(tag("CodeBook"), nsmap={None: NAMESPACE}, origin=ORIGIN)
    codes = etree.SubElement(root, tag("Codes"))
    _Writer(codebook, language).write(codes, None)
    if codebook.themes:
        _write_sets(root, codebook, language)
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    assert not violations(etree.fromstring(content, parser()))
    return content


def read(content: bytes, source: str = "", language: str = "en") -> CodebookReading:
    """The codes of a .qdc file. `language` is that of names and descriptions another program wrote.

    Where the file breaks the standard it is read as far as it can be, and the places are listed.
    Raises NotACodebookFileError, TooManyCodesError.
    """
    from lxml import etree

    try:
        root = etree.fromstring(content.lstrip(b" \t\r\n"), parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotACodebookFileError(source, _short(error)) from error
    if root is None or root.getroottree().docinfo.doctype:
        raise NotACodebookFileError(source, translate("it defines a document type"))
    if root.tag != tag("CodeBook"):
        raise NotACodebookFileError(source, translate("its outermost element is “{name}”", name=one_line(root.tag)))
    check_count(sum(1 for _ in root.iter(tag("Code"))), source)
    reading = QdcReader(source, language).read(root)
    broken = tuple(replace(problem, source=source) for problem in violations(root))
    return replace(reading, problems=tuple(sorted((*broken, *reading.problems), key=lambda each: each.line or 0)))


def losses(codebook: Codebook) -> tuple[str, ...]:
    """What a .qdc file of this codebook would not hold, in words; the standard asks to say so before writing."""
    return tuple(_losses(codebook))


def _losses(codebook: Codebook) -> Iterator[str]:
    if codebook.title or codebook.sources:
        yield translate("The codebook's title and its list of sources.")
    texts = [text for code in codebook.codes for name in TEXTS for text in getattr(code, name).values()]
    if any(visible_controls(text) != text for text in texts):
        yield translate("Control characters, which XML forbids; a sign stands in their place.")


# --- writing


class _Writer:
    """Writes codes below each other; a name that came already gets a number, since other programs drop the second."""

    def __init__(self, codebook: Codebook, language: str) -> None:
        self.codebook, self.language = codebook, language
        self.taken: set[str] = set()

    def write(self, parent: Element, parent_id: str | None) -> None:
        from lxml import etree

        for place, code in enumerate(self.codebook.children(parent_id)):
            element = etree.SubElement(
                parent,
                tag("Code"),
                guid=guid(code.id),
                name=self._free_name(code),
                isCodable="true" if code.is_living else "false",
                color=code.colour if re.fullmatch("#[0-9a-fA-F]{6}", code.colour) else NO_COLOUR,
            )
            described = etree.SubElement(element, tag("Description"))
            described.text = _description(code, self.language, place)
            self.write(element, code.id)

    def _free_name(self, code: Code) -> str:
        wanted = name = one_line(in_language(code.name, self.language))
        number = 1
        while name_key(name) in self.taken:
            number += 1
            name = f"{wanted} ({number})"
        self.taken.add(name_key(name))
        return name


def _description(code: Code, language: str, place: int) -> str:
    facts = {"status": code.status.value, "examples": CONSTRUCTED if code.examples_constructed else COLLECTED}
    if not HEX_ID.fullmatch(code.id):
        facts["id"] = one_line(code.id)
    if code.position != place:
        facts["position"] = str(code.position)
    if code.author:
        facts["author"] = one_line(code.author)
    if code.created_at:
        facts["created"] = code.created_at.isoformat()
    texts = {text: getattr(code, text) for text in TEXTS}
    shown = language_shown(code.name, language)
    return visible_controls(describe(texts, shown, facts, constructed=code.examples_constructed))


def language_shown(name: Localised, language: str) -> str:
    """The language `in_language` answers in.

    >>> language_shown({"no": "Mestring"}, "en")
    'no'
    """
    shown = in_language(name, language)
    return next((spoken for spoken in (language, "no", "en", *name) if name.get(spoken) == shown), language)


def _write_sets(root: Element, codebook: Codebook, language: str) -> None:
    """Themes as sets; the memo is the set's description."""
    from lxml import etree

    sets = etree.SubElement(root, tag("Sets"))
    for theme in codebook.themes:
        name = one_line(in_language(theme.name, language))
        element = etree.SubElement(sets, tag("Set"), guid=guid(theme.id), name=name)
        shown = language_shown(theme.name, language)
        facts = {} if HEX_ID.fullmatch(theme.id) else {"id": one_line(theme.id)}
        described = etree.SubElement(element, tag("Description"))
        described.text = visible_controls(
            describe({"name": theme.name, "definition": {shown: theme.memo}}, shown, facts)
        )
        for code_id in theme.code_ids:
            etree.SubElement(element, tag("MemberCode"), guid=guid(code_id))


def _short(error: Exception) -> str:
    """The first line of what the parser says, without paths."""
    return one_line(str(error).split("\n")[0])[:200]
