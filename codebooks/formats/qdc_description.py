"""What REFI-QDA has no element for, laid out inside a code's Description so that people can read it, and we back.

    The definition in the file's main language, with nothing before it.

    == Definition (no) ==
    Definisjonen på norsk.

    == Anchor example, constructed (en) ==
    “…”

    == Workbench ==
    language: en
    status: agreed

A line of a text that looks like one of these headings, or begins with a backslash, gets one backslash in front.
Another program's description has no such headings: all of it is then the definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from codebooks.model import Localised

#: The fields of a code that are texts, as headings. `name` is here for the other languages than the file's main one.
HEADINGS = {
    "name": "Name",
    "definition": "Definition",
    "when_to_use": "When to use",
    "when_not_to_use": "When not to use",
    "anchor_example": "Anchor example",
    "borderline_example": "Borderline example",
}
EXAMPLES = ("anchor_example", "borderline_example")
FACTS_HEADING = "== Workbench =="
FACTS = ("language", "id", "position", "status", "examples", "author", "created")
CONSTRUCTED_MARK = ", constructed"
_FIELDS = {heading: name for name, heading in HEADINGS.items()}
_HEADING = re.compile(
    rf"== ({'|'.join(sorted(_FIELDS, key=len, reverse=True))})(?:{CONSTRUCTED_MARK})? \(([A-Za-z0-9-]+)\) =="
)
_TO_ESCAPE = re.compile(r"\\|== ")


@dataclass(frozen=True, slots=True)
class Described:
    """What a Description holds: texts by field and language, and facts by name."""

    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        """The workbench wrote it; another program's is one text."""
        return "language" in self.facts


def describe(
    texts: Mapping[str, Localised], language: str, facts: Mapping[str, str], *, constructed: bool = False
) -> str:
    """The Description of a code (or of a set): its texts but for the name in `language`, then its facts."""
    parts = [_escaped(texts.get("definition", {}).get(language, ""))]
    parts += _sections(texts, language, constructed)
    parts.append("\n".join([FACTS_HEADING, f"language: {language}", *(f"{key}: {facts[key]}" for key in facts)]))
    return "\n\n".join(part for part in parts if part)


def understand(description: str, language: str) -> Described:
    """What `describe` was given. `language` is that of a description without headings."""
    lines = description.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = Described()
    key: tuple[str, str] = ("definition", "")
    held: list[str] = []
    for line in lines:
        heading = _HEADING.fullmatch(line.rstrip())
        if heading or line.rstrip() == FACTS_HEADING:
            _keep(found, key, held)
            key, held = ((_FIELDS[heading[1]], heading[2]) if heading else ("", "")), []
        else:
            held.append(line)
    _keep(found, key, held)
    if opening := found.texts.get("definition", {}).pop("", ""):
        found.texts["definition"] = {found.facts.get("language", language): opening, **found.texts["definition"]}
    return found


def _sections(texts: Mapping[str, Localised], language: str, constructed: bool) -> Iterator[str]:
    for name, heading in HEADINGS.items():
        for spoken, text in texts.get(name, {}).items():
            if text and not (spoken == language and name in ("name", "definition")):
                mark = CONSTRUCTED_MARK if constructed and name in EXAMPLES else ""
                yield f"== {heading}{mark} ({spoken}) ==\n{_escaped(text)}"


def _keep(found: Described, key: tuple[str, str], lines: list[str]) -> None:
    """Put what stood under a heading where it belongs."""
    name, language = key
    if not name:
        facts = [(line, *line.partition(": ")) for line in lines]
        found.facts.update({fact: value.strip() for _, fact, _, value in facts if fact in FACTS})
        # Somebody may have written on below, in another program.
        name, lines = "definition", [line for line, fact, _, _ in facts if fact not in FACTS]
    text = "\n".join(line[1:] if line.startswith("\\") else line for line in lines).strip()
    if text:
        held = found.texts.setdefault(name, {})
        held[language] = f"{held[language]}\n\n{text}" if language in held else text


def _escaped(text: str) -> str:
    return "\n".join(f"\\{line}" if _TO_ESCAPE.match(line) else line for line in text.strip().split("\n"))
