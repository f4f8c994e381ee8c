"""A codebook is a tree of codes; a code is a named idea with its definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

Localised: TypeAlias = Mapping[str, str]  #: A text in several languages: ISO 639 code to text.


def in_language(text: Localised, language: str = "en") -> str:
    """The text in `language`, else in English, else in whichever language there is; "" when there is none.

    >>> in_language({"no": "Mestring"}, "en")
    'Mestring'
    """
    if language in ("nb", "nn") and language not in text:
        language = "no"  # Whisper and most codebooks say only "Norwegian"
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


class CodeStatus(StrEnum):
    """How far a code has come."""

    DRAFT = "draft"
    AGREED = "agreed"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Code:
    """A named idea that can be put on passages."""

    id: str
    name: Localised
    parent_id: str | None = None
    position: int = 0  #: Among its siblings.
    colour: str = "#5b6770"  #: #rrggbb
    definition: Localised = field(default_factory=dict)
    when_to_use: Localised = field(default_factory=dict)
    when_not_to_use: Localised = field(default_factory=dict)
    anchor_example: Localised = field(default_factory=dict)
    borderline_example: Localised = field(default_factory=dict)
    examples_constructed: bool = True  #: True: written by the team, no participant's words.
    status: CodeStatus = CodeStatus.DRAFT
    author: str = ""  #: Who added it, as the team calls them.
    created_at: datetime | None = None  #: None: it came with the study's first codebook.

    @property
    def is_living(self) -> bool:
        """It can be put on passages: retired codes are kept for the history only."""
        return self.status is not CodeStatus.RETIRED


@dataclass(frozen=True, slots=True)
class Theme:
    """An analytic claim that gathers codes across the tree; not a code itself."""

    id: str
    name: Localised
    memo: str = ""
    code_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """A tree of codes, each parent before its children, siblings in their order."""

    title: Localised
    codes: tuple[Code, ...]
    languages: tuple[str, ...] = ("en",)
    sources: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()

    def children(self, parent_id: str | None) -> tuple[Code, ...]:
        return tuple(sorted((c for c in self.codes if c.parent_id == parent_id), key=lambda c: c.position))

    def walk(self) -> Iterator[tuple[int, Code]]:
        """Every code with its depth, in the order a reader expects."""

        def below(parent_id: str | None, depth: int) -> Iterator[tuple[int, Code]]:
            for code in self.children(parent_id):
                yield depth, code
                yield from below(code.id, depth + 1)

        return below(None, 0)
