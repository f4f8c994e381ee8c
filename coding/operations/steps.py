"""Back and forth through what one has done oneself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back one's own last operation on this interview."""

    KINDS: ClassVar[tuple[str, ...]] = ("undo",)

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Undo:  # noqa: ARG003
        return cls()

    def kept(self) -> dict[str, Any]:
        return {"kind": "undo"}


@dataclass(frozen=True, slots=True)
class Redo:
    """Do again what one has just taken back."""

    KINDS: ClassVar[tuple[str, ...]] = ("redo",)

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Redo:  # noqa: ARG003
        return cls()

    def kept(self) -> dict[str, Any]:
        return {"kind": "redo"}
