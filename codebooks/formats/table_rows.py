"""Rows of a codebook table become codes; each row that cannot be used is listed with its number and the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeAlias

from codebooks.formats.reading import CodebookReading
from codebooks.formats.yaml_codes import COLLECTED, CONSTRUCTED, MAY_BE_UNSAID, NO_COLOUR, TEXTS
from codebooks.model import Code, Codebook, CodeStatus, Theme
from codebooks.naming import DEEPEST, NameIndex, name_key, name_keys
from core.messages import translate
from core.problems import Problem

Cells: TypeAlias = Mapping[tuple[str, str], str]  #: (field, language) to text; language is "" for what is no text.
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
NOT_AN_ID = "row "  #: An identifier made here begins like this: it only tells rows apart.


@dataclass(slots=True)
class RowsReader:
    """Takes codes out of rows."""

    source: str
    language: str
    codes: dict[str, Code] = field(default_factory=dict)  #: Without parents until all rows are read.
    numbers: dict[str, int] = field(default_factory=dict)  #: Code id to its row.
    parents: dict[str, str] = field(default_factory=dict)  #: Code id to what its row says about its parent.
    unsaid: dict[str, frozenset[str]] = field(default_factory=dict)
    themes: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: NameIndex = field(default_factory=NameIndex)  #: Codes of rows that could not be taken.

    def read(self, rows: Iterable[tuple[int, Cells]]) -> CodebookReading:
        taken: dict[str, int] = {}
        for number, cells in rows:
            code = self._code(number, cells)
            if why := self._refusal(code, taken):
                self._report(number, why)
                self.refused.add(code)
                continue
            self._remember(number, code, cells, taken)
        placed, elsewhere = self._placed()
        themes = tuple(
            Theme(f"{NOT_AN_ID}{place}", {self.language: name}, "", tuple(each for each in members if each in placed))
            for place, (name, members) in enumerate(self.themes.items(), 1)
        )
        languages = tuple(
            dict.fromkeys(lang for code in placed.values() for text in TEXTS for lang in getattr(code, text))
        )
        codebook = Codebook({}, tuple(placed.values()), languages, (), themes)
        unsaid = {code_id: fields for code_id, fields in self.unsaid.items() if code_id in placed and fields}
        return CodebookReading(codebook, tuple(self.problems), unsaid, elsewhere)

    # --- one row

    def _code(self, number: int, cells: Cells) -> Code:
        texts: dict[str, Any] = {text: _texts(cells, text) for text in TEXTS}
        name = {language: " ".join(said.split()) for language, said in texts.pop("name").items()}
        return Code(
            id=" ".join(cells.get(("id", ""), "").split()) or f"{NOT_AN_ID}{number}",
            name=name,
            colour=self._colour(number, cells),
            examples_constructed=self._choice(number, cells, "examples", (COLLECTED, CONSTRUCTED)) == CONSTRUCTED,
            status=CodeStatus(self._choice(number, cells, "status", tuple(status.value for status in CodeStatus))),
            author=cells.get(("author", ""), "").strip(),
            created_at=self._created(number, cells),
            **texts,
        )

    def _refusal(self, code: Code, taken: Mapping[str, int]) -> str | None:
        """Why the row of this code cannot be used."""
        if not code.name:
            return translate("the row has no name")
        if code.id in self.codes:
            return translate("row {row} has the same id “{id}”", row=self.numbers[code.id], id=code.id)
        for language, key in ((language, name_key(name)) for language, name in code.name.items()):
            if code.is_living and key in taken:
                return translate("row {row} is called “{name}” too", row=taken[key], name=code.name[language])
        return None

    def _remember(self, number: int, code: Code, cells: Cells, taken: dict[str, int]) -> None:
        self.codes[code.id], self.numbers[code.id] = code, number
        self.parents[code.id] = cells.get(("parent", ""), "").strip()
        if code.is_living:
            taken |= dict.fromkeys(name_keys(code.name), number)
        unsaid = {name for key, name in MAY_BE_UNSAID.items() if (key, "") not in cells}
        if ("id", "") not in cells and ("parent", "") not in cells:
            unsaid.add("parent_id")  # a list of codes somebody typed: its place in the study's tree is not meant
        self.unsaid[code.id] = frozenset(unsaid)
        for theme in re.split(r"[\n;]", cells.get(("themes", ""), "")):
            if theme.strip():
                self.themes.setdefault(" ".join(theme.split()), []).append(code.id)

    def _colour(self, number: int, cells: Cells) -> str:
        said = cells.get(("colour", ""), "").strip()
        if said and not _COLOUR.fullmatch(said):
            self._report(
                number, translate("“{value}” is not a colour like #0f6cbd; the code is taken without", value=said)
            )
        return said.lower() if _COLOUR.fullmatch(said) else NO_COLOUR

    def _choice(self, number: int, cells: Cells, column: str, known: tuple[str, ...]) -> str:
        """One of the known words; the first of them when the cell is empty or says something else (listed)."""
        said = cells.get((column, ""), "").strip().casefold()
        if said and said not in known:
            message = translate("“{value}” is not one of: {known}; taken as “{first}”",
                                value=said, known=", ".join(known), first=known[0])  # fmt: skip
            self._report(number, message)
        return said if said in known else known[0]

    def _created(self, number: int, cells: Cells) -> datetime | None:
        said = cells.get(("created", ""), "").strip()
        try:
            return datetime.fromisoformat(said) if said else None
        except ValueError:
            self._report(number, translate("“{value}” is not a time like 2026-05-17T12:00; left out", value=said))
            return None

    # --- the tree

    def _placed(self) -> tuple[dict[str, Code], dict[str, str]]:
        """The codes below their parents, each parent before its children; and parents that are not in the file."""
        index = NameIndex.of(self.codes.values())
        found = self._found_parents()
        elsewhere: dict[str, str] = {}
        below: dict[str | None, list[str]] = {}
        for code_id, said in self.parents.items():
            parent = found.get(code_id)
            if said and parent is None:
                if index.called(said) or self.refused.called(said):
                    self._report(self.numbers[code_id], _unclear_parent(said, bool(index.called(said))))
                    continue
                elsewhere[code_id] = said
            below.setdefault(parent, []).append(code_id)
        placed = {code.id: code for code in self._walk(below, None, 1)}
        self._report_lost(placed, below)
        return placed, {code_id: said for code_id, said in elsewhere.items() if code_id in placed}

    def _found_parents(self) -> dict[str, str]:
        """Code id to its parent's. A path is followed once the parents on it are known."""
        found: dict[str, str] = {}
        for _ in range(DEEPEST):
            before = len(found)
            index = NameIndex.of(replace(code, parent_id=found.get(code.id)) for code in self.codes.values())
            for code_id, said in self.parents.items():
                if said and code_id not in found and (parent := index.find(said)):
                    found[code_id] = parent.id
            if len(found) == before:
                break
        return found

    def _walk(self, below: Mapping[str | None, list[str]], parent_id: str | None, level: int) -> Iterator[Code]:
        for place, code_id in enumerate(below.get(parent_id, ()) if level <= DEEPEST else ()):
            yield replace(self.codes[code_id], parent_id=parent_id, position=place)
            yield from self._walk(below, code_id, level + 1)

    def _report_lost(self, placed: Mapping[str, Code], below: Mapping[str | None, list[str]]) -> None:
        """Rows that no top of the tree leads to: below themselves, below a row that is not used, or too deep."""
        for code_id in (each for members in below.values() for each in members):
            if code_id not in placed:
                message = translate("its parents lead to no top of the tree within {levels} levels", levels=DEEPEST)
                self._report(self.numbers[code_id], message)

    def _report(self, number: int, message: str) -> None:
        self.problems.append(Problem(message, number, self.source))


def _texts(cells: Cells, field_name: str) -> dict[str, str]:
    found = {language: text.strip() for (name, language), text in cells.items() if name == field_name}
    return {language: text for language, text in found.items() if text}


def _unclear_parent(said: str, several: bool) -> str:
    if several:
        return translate("more than one row is called “{name}”: give the parent's path or id", name=said)
    return translate("the row of its parent “{name}” could not be used", name=said)
