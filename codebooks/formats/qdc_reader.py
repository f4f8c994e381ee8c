"""Elements of a REFI-QDA codebook become codes and themes; what cannot be taken is listed with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from codebooks.formats.qdc_description import understand
from codebooks.formats.qdc_xml import HEX_ID, Element, guid, tag
from codebooks.formats.reading import CodebookReading
from codebooks.formats.yaml_codes import COLLECTED, CONSTRUCTED, MAY_BE_UNSAID, NO_COLOUR, TEXTS
from codebooks.model import Code, Codebook, CodeStatus, Theme, in_language
from codebooks.naming import DEEPEST, name_key
from core.messages import translate
from core.problems import Problem


@dataclass(slots=True)
class QdcReader:
    """Takes codes out of the tree of elements; lists what it could not take."""

    source: str
    language: str
    codes: list[Code] = field(default_factory=list)
    by_guid: dict[str, str] = field(default_factory=dict)  #: GUID to the code's identifier.
    taken: set[str] = field(default_factory=set)  #: Names, as keys.
    numbers: dict[str, int] = field(default_factory=dict)  #: Of the last code taken under a name, by the name's key.
    unsaid: dict[str, frozenset[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self, root: Element) -> CodebookReading:
        for codes in root.findall(tag("Codes")):
            self._children(codes, None, 1)
        themes = [self._theme(each) for sets in root.findall(tag("Sets")) for each in sets.findall(tag("Set"))]
        texts = [getattr(code, text) for code in self.codes for text in TEXTS]
        languages = tuple(dict.fromkeys(language for text in texts for language in text))
        codebook = Codebook({}, tuple(self.codes), languages, (), tuple(theme for theme in themes if theme))
        return CodebookReading(codebook, tuple(self.problems), self.unsaid)

    def _children(self, element: Element, parent: Code | None, level: int) -> None:
        for place, child in enumerate(element.findall(tag("Code"))):
            if level > DEEPEST:
                self._report(child, translate("the tree is deeper than {levels} levels", levels=DEEPEST))
                return
            if code := self._code(child, parent, place):
                self._children(child, code, level + 1)

    def _code(self, element: Element, parent: Code | None, place: int) -> Code | None:
        """The code of an element; None, with its subcodes, when it has no usable GUID or name."""
        code_guid, name = _guid_of(element), " ".join((element.get("name") or "").split())
        if code_guid is None or not name:
            self._report(element, translate("a code without a GUID or a name, left out with its subcodes"))
            return None
        if code_guid in self.by_guid:
            message = translate("another code has the GUID of “{name}”; left out with its subcodes", name=name)
            self._report(element, message)
            return None
        described = understand(element.findtext(tag("Description")) or "", self.language)
        facts = described.facts
        self.by_guid[code_guid] = code_id = _id_of(code_guid, facts)
        colour = (element.get("color") or "").lower()
        unsaid = {known for key, known in MAY_BE_UNSAID.items() if key != "colour" and key not in facts}
        self.unsaid[code_id] = frozenset(unsaid if colour else {*unsaid, "colour"})
        status = self._status(element, facts)
        if status is not CodeStatus.RETIRED:
            name = self._free_name(element, name, parent)
        code = Code(
            id=code_id,
            name={facts.get("language", self.language): name, **described.texts.pop("name", {})},
            parent_id=parent.id if parent else None,
            position=int(facts["position"]) if facts.get("position", "").isdecimal() else place,
            colour=_long(colour) or NO_COLOUR,
            status=status,
            examples_constructed=facts.get("examples", COLLECTED) == CONSTRUCTED,
            author=facts.get("author", ""),
            created_at=self._created(element, facts),
            **described.texts,
        )
        self.codes.append(code)
        return code

    def _free_name(self, element: Element, name: str, parent: Code | None) -> str:
        """Other programs ask for different names among siblings only; here a name belongs to one code."""
        free, key = name, name_key(name)
        if key in self.taken and parent:
            free = f"{name} ({in_language(parent.name, self.language)})"
        while name_key(free) in self.taken:
            self.numbers[key] = self.numbers.get(key, 1) + 1
            free = f"{name} ({self.numbers[key]})"
        self.taken.add(name_key(free))
        if free != name:
            message = translate("another code is called “{name}”; this one is taken as “{free}”", name=name, free=free)
            self._report(element, message)
        return free

    def _status(self, element: Element, facts: dict[str, str]) -> CodeStatus:
        said = facts.get("status", CodeStatus.DRAFT.value)
        if said in tuple(status.value for status in CodeStatus):
            return CodeStatus(said)
        known = ", ".join(status.value for status in CodeStatus)
        self._report(element, translate("“{value}” is not one of: {known}", value=said, known=known))
        return CodeStatus.DRAFT

    def _created(self, element: Element, facts: dict[str, str]) -> datetime | None:
        said = facts.get("created", "")
        try:
            return datetime.fromisoformat(said) if said else None
        except ValueError:
            self._report(element, translate("“{value}” is not a time like 2026-05-17T12:00; left out", value=said))
            return None

    def _theme(self, element: Element) -> Theme | None:
        theme_guid, name = _guid_of(element), " ".join((element.get("name") or "").split())
        if theme_guid is None or not name:
            self._report(element, translate("a set without a GUID or a name, left out"))
            return None
        described = understand(element.findtext(tag("Description")) or "", self.language)
        members = [_guid_of(member) for member in element.findall(tag("MemberCode"))]
        if any(member not in self.by_guid for member in members):
            self._report(element, translate("the set “{name}” names codes that are not in this file", name=name))
        return Theme(
            id=_id_of(theme_guid, described.facts),
            name={described.facts.get("language", self.language): name, **described.texts.get("name", {})},
            memo="\n\n".join(described.texts.get("definition", {}).values()),
            code_ids=tuple(self.by_guid[member] for member in members if member in self.by_guid),
        )

    def _report(self, element: Element, message: str) -> None:
        self.problems.append(Problem(message, element.sourceline, self.source))


def _guid_of(element: Element) -> str | None:
    """The element's GUID as 32 hexadecimal digits; None when it has none."""
    said = (element.get("guid") or "").strip().strip("{}").replace("-", "").lower()
    return said if HEX_ID.fullmatch(said) else None


def _id_of(code_guid: str, facts: dict[str, str]) -> str:
    """The identifier the GUID stands for: its own digits, or the one it was made from."""
    said = facts.get("id", "")
    return said if said and guid(said) == guid(code_guid) else code_guid


def _long(colour: str) -> str:
    """#rgb as #rrggbb; "" when it is neither."""
    if re.fullmatch("#[0-9a-f]{3}", colour):
        return "#" + "".join(digit * 2 for digit in colour[1:])
    return colour if re.fullmatch("#[0-9a-f]{6}", colour) else ""
