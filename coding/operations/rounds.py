"""Saying that one has coded an interview in an independent round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class FinishInterview:
    """Mark the interview as finished in the round the operation was made in, or take the mark back."""

    KINDS: ClassVar[tuple[str, ...]] = ("finish", "unfinish")

    finished: bool

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> FinishInterview:
        return cls(finished=raw["kind"] == "finish")

    def kept(self) -> dict[str, Any]:
        return {"kind": "finish" if self.finished else "unfinish"}
