"""Marking turns as compared with the recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from coding.operations.fields import BadOperationError, read_identifier

MAX_TURNS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class CheckTurns:
    """Mark turns as compared with the recording, or take the mark away."""

    KINDS: ClassVar[tuple[str, ...]] = ("check", "uncheck")

    turn_ids: tuple[str, ...]
    checked: bool

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> CheckTurns:
        turns = tuple(read_identifier(turn) for turn in raw["turns"])
        if not 0 < len(turns) <= MAX_TURNS_AT_ONCE:
            raise BadOperationError("turns")
        return cls(turns, checked=raw["kind"] == "check")

    def kept(self) -> dict[str, Any]:
        return {"kind": "check" if self.checked else "uncheck", "turns": list(self.turn_ids)}
