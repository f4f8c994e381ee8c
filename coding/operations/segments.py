"""Coded segments that are there already: moving their ends, another code, in two, in one, to be discussed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from coding.operations.fields import (
    BadOperationError,
    read_identifier,
    read_number,
    read_passage,
    read_revisions,
    read_text,
)
from core.spans import Passage

MAX_JOINED_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class MoveCoding:
    """Put a coded segment on another passage: its ends were dragged."""

    KINDS: ClassVar[tuple[str, ...]] = ("move_coding",)

    coding_id: str
    passage: Passage
    quote: str  #: The new passage's words as the person saw them; "" when they are not known any more.
    turn_revisions: Mapping[str, int]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> MoveCoding:
        return cls(
            read_identifier(raw["id"]),
            read_passage(raw["passage"]),
            read_text(raw["quote"]),
            read_revisions(raw["turn_revisions"]),
        )

    def kept(self) -> dict[str, Any]:
        return {
            "kind": "move_coding",
            "id": self.coding_id,
            "passage": asdict(self.passage),
            "turn_revisions": dict(self.turn_revisions),
        }


@dataclass(frozen=True, slots=True)
class Recode:
    """Give a coded segment another code."""

    KINDS: ClassVar[tuple[str, ...]] = ("recode",)

    coding_id: str
    code_id: str

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Recode:
        return cls(read_identifier(raw["id"]), read_identifier(raw["code"]))

    def kept(self) -> dict[str, Any]:
        return {"kind": "recode", "id": self.coding_id, "code": self.code_id}


@dataclass(frozen=True, slots=True)
class SplitCoding:
    """Make two coded segments of one, at a place inside it."""

    KINDS: ClassVar[tuple[str, ...]] = ("split_coding",)

    coding_id: str
    turn_id: str
    offset: int
    new_id: str  #: Of the second part.
    turn_revisions: Mapping[str, int]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> SplitCoding:
        return cls(
            read_identifier(raw["id"]),
            read_identifier(raw["at"]["turn"]),
            read_number(raw["at"]["offset"]),
            read_identifier(raw["new_id"]),
            read_revisions(raw.get("turn_revisions") or {}),
        )

    def kept(self) -> dict[str, Any]:
        return {
            "kind": "split_coding",
            "id": self.coding_id,
            "at": {"turn": self.turn_id, "offset": self.offset},
            "new_id": self.new_id,
            "turn_revisions": dict(self.turn_revisions),
        }


@dataclass(frozen=True, slots=True)
class JoinCodings:
    """Make one of coded segments of the same code that overlap or touch; `into` stays and grows."""

    KINDS: ClassVar[tuple[str, ...]] = ("join_codings",)

    coding_ids: tuple[str, ...]
    into: str

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> JoinCodings:
        ids = tuple(dict.fromkeys(read_identifier(each) for each in raw["ids"]))
        if not 1 < len(ids) <= MAX_JOINED_AT_ONCE or raw["into"] not in ids:
            raise BadOperationError("ids")
        return cls(ids, raw["into"])

    def kept(self) -> dict[str, Any]:
        return {"kind": "join_codings", "ids": list(self.coding_ids), "into": self.into}


@dataclass(frozen=True, slots=True)
class Flag:
    """Mark a coded segment to be discussed, or take the mark away."""

    KINDS: ClassVar[tuple[str, ...]] = ("flag",)

    coding_id: str
    discuss: bool

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Flag:
        if not isinstance(raw["discuss"], bool):
            raise BadOperationError("discuss")
        return cls(read_identifier(raw["id"]), raw["discuss"])

    def kept(self) -> dict[str, Any]:
        return {"kind": "flag", "id": self.coding_id, "discuss": self.discuss}
