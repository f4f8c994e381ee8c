"""Codes on passages: putting one on, taking one away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from coding.operations.fields import read_identifier, read_passage, read_revisions, read_text
from core.spans import Passage


@dataclass(frozen=True, slots=True)
class PutCode:
    """Put a code on a passage. The browser makes the coding's id, so that sending twice does no harm."""

    KINDS: ClassVar[tuple[str, ...]] = ("code",)

    coding_id: str
    code_id: str
    passage: Passage
    quote: str  #: The passage's words as the person saw them, turns joined by a line break.
    turn_revisions: Mapping[str, int]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> PutCode:
        return cls(
            read_identifier(raw["id"]),
            read_identifier(raw["code"]),
            read_passage(raw["passage"]),
            read_text(raw["quote"]),
            read_revisions(raw["turn_revisions"]),
        )

    def kept(self) -> dict[str, Any]:
        return {
            "kind": "code",
            "id": self.coding_id,
            "code": self.code_id,
            "passage": asdict(self.passage),
            "turn_revisions": dict(self.turn_revisions),
        }


@dataclass(frozen=True, slots=True)
class RemoveCode:
    """Take a coding away."""

    KINDS: ClassVar[tuple[str, ...]] = ("uncode",)

    coding_id: str

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> RemoveCode:
        return cls(read_identifier(raw["id"]))

    def kept(self) -> dict[str, Any]:
        return {"kind": "uncode", "id": self.coding_id}
