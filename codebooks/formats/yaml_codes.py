"""One code or theme as YAML keys, there and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from yaml.nodes import Node

from codebooks.formats.yaml_nodes import NodeReader
from codebooks.model import Code, CodeStatus, Localised, Theme
from core.messages import translate

TEXTS = ("name", "definition", "when_to_use", "when_not_to_use", "anchor_example", "borderline_example")
KEYS = ("id", "position", "colour", "status", "examples", "author", "created", *TEXTS, "subcodes")
THEME_KEYS = ("id", "name", "memo", "codes")
#: What a code may leave unsaid, as a key and as a field of Code.
MAY_BE_UNSAID = {"colour": "colour", "status": "status", "examples": "examples_constructed"}
CONSTRUCTED, COLLECTED = "constructed", "collected"  #: Examples written by the team, or taken from interviews.
NO_COLOUR = "#5b6770"  #: What a code has of which nobody said a colour.
_COLOUR = re.compile("#[0-9a-f]{6}")


@dataclass(slots=True)
class CodesReader(NodeReader):
    """Reads a tree of codes; remembers what must not come twice."""

    languages: tuple[str, ...] = ()
    seen_ids: set[str] = field(default_factory=set)
    seen_names: set[str] = field(default_factory=set)
    unsaid: dict[str, frozenset[str]] = field(default_factory=dict)

    def codes(self, node: Node, parent_id: str | None) -> Iterator[Code]:
        """Each parent before its children. A code without an identifier or a name is left out, its subcodes with it."""
        for place, item in enumerate(self.items(node)):
            entries = self.entries(item, KEYS)
            if code := self._code(item, entries, parent_id, place):
                yield code
                if "subcodes" in entries:
                    yield from self.codes(entries["subcodes"], code.id)

    def localised(self, node: Node) -> Localised:
        """A text in some of the codebook's languages."""
        entries = self.entries(node)
        for language in entries.keys() - set(self.languages):
            message = translate("“{language}” is not among the codebook's languages", language=language)
            self.report(entries[language], message)
        return {language: self.text(value) for language, value in entries.items()}

    def _code(self, item: Node, entries: dict[str, Node], parent_id: str | None, place: int) -> Code | None:
        code_id = self.text(entries["id"]) if "id" in entries else ""
        texts = {key: self.localised(entries[key]) for key in TEXTS if key in entries}
        if not code_id or not any(texts.get("name", {}).values()):
            self.report(item, translate("a code needs an “id” and a “name”"))
            return None
        if code_id in self.seen_ids:
            self.report(entries["id"], translate("another code has the id “{id}” already", id=code_id))
            return None
        self.seen_ids.add(code_id)
        if missing := {field for key, field in MAY_BE_UNSAID.items() if key not in entries}:
            self.unsaid[code_id] = frozenset(missing)
        status = self._status(entries)
        if status is not CodeStatus.RETIRED:  # its name is free for another
            self._compare_names(entries["name"], texts["name"])
        return Code(
            id=code_id,
            parent_id=parent_id,
            position=self._position(entries, place),
            colour=self._colour(entries),
            status=status,
            examples_constructed=self._constructed(entries),
            author=self.text(entries["author"]) if "author" in entries else "",
            created_at=self._created(entries),
            **{"name": texts.pop("name"), **texts},
        )

    def theme(self, item: Node) -> Theme | None:
        """A theme and the codes it gathers; None when it has no identifier or name."""
        entries = self.entries(item, THEME_KEYS)
        theme_id = self.text(entries["id"]) if "id" in entries else ""
        name = self.localised(entries["name"]) if "name" in entries else {}
        if not theme_id or not any(name.values()):
            self.report(item, translate("a theme needs an “id” and a “name”"))
            return None
        gathered = []
        for node in self.items(entries["codes"]) if "codes" in entries else ():
            if (code_id := self.text(node)) in self.seen_ids:
                gathered.append(code_id)
            else:
                self.report(node, translate("there is no code with the id “{id}” in this file", id=code_id))
        return Theme(theme_id, name, self.text(entries["memo"]) if "memo" in entries else "", tuple(gathered))

    def _created(self, entries: dict[str, Node]) -> datetime | None:
        if "created" not in entries:
            return None
        text = self.text(entries["created"])
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            self.report(entries["created"], translate("“{value}” is not a time like 2026-05-17T12:00", value=text))
            return None

    def _compare_names(self, node: Node, name: Localised) -> None:
        names = {text.casefold() for text in name.values() if text}
        for clash in sorted(names & self.seen_names):
            self.report(node, translate("another code is called “{name}” already", name=clash))
        self.seen_names |= names

    def _position(self, entries: dict[str, Node], place: int) -> int:
        if "position" not in entries:
            return place
        text = self.text(entries["position"])
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
        self.report(entries["position"], translate("“{value}” is not a whole number", value=text))
        return place

    def _colour(self, entries: dict[str, Node]) -> str:
        if "colour" not in entries:
            return NO_COLOUR
        text = self.text(entries["colour"]).lower()
        if _COLOUR.fullmatch(text):
            return text
        message = translate("“{value}” is not a colour; write it like “#0f6cbd”, in quotation marks", value=text)
        self.report(entries["colour"], message)
        return NO_COLOUR

    def _status(self, entries: dict[str, Node]) -> CodeStatus:
        known = tuple(status.value for status in CodeStatus)
        return CodeStatus(self._choice(entries, "status", known))

    def _constructed(self, entries: dict[str, Node]) -> bool:
        return self._choice(entries, "examples", (CONSTRUCTED, COLLECTED)) == CONSTRUCTED

    def _choice(self, entries: dict[str, Node], key: str, known: tuple[str, ...]) -> str:
        """One of the known words; the first of them when the key is not there, or is something else (listed)."""
        if key not in entries:
            return known[0]
        text = self.text(entries[key])
        if text in known:
            return text
        listed = ", ".join(known)
        self.report(entries[key], translate("“{value}” is not one of: {known}", value=text, known=listed))
        return known[0]


def code_entry(code: Code, place: int) -> dict[str, object]:
    """The keys of a code, without its subcodes; `place` is where it stands among its siblings, counted from 0."""
    entry: dict[str, object] = {"id": code.id}
    if code.position != place:
        entry["position"] = str(code.position)
    entry["name"] = dict(code.name)
    entry |= {"colour": code.colour, "status": code.status.value}
    entry["examples"] = CONSTRUCTED if code.examples_constructed else COLLECTED
    if code.author:
        entry["author"] = code.author
    if code.created_at:
        entry["created"] = code.created_at.isoformat()
    return entry | {key: dict(getattr(code, key)) for key in TEXTS[1:] if getattr(code, key)}


def theme_entry(theme: Theme) -> dict[str, object]:
    """The keys of a theme; codes by their identifiers."""
    entry: dict[str, object] = {"id": theme.id, "name": dict(theme.name)}
    if theme.memo:
        entry["memo"] = theme.memo
    return entry | {"codes": list(theme.code_ids)}
