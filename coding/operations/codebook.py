"""A new code, made without leaving the desk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from coding.operations.fields import BadOperationError, read_identifier, read_optional_identifier, read_text


@dataclass(frozen=True, slots=True)
class AddCode:
    """Add a code to the codebook without leaving the desk."""

    KINDS: ClassVar[tuple[str, ...]] = ("add_code",)

    code_id: str
    name: str
    parent_id: str | None
    colour: str | None
    in_vivo: bool = False  #: The name is a participant's own words: it stays in the code's row and is not kept here.

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> AddCode:
        colour = raw.get("colour")
        if colour is not None and not re.fullmatch(r"#[0-9a-f]{6}", read_text(colour)):
            raise BadOperationError("colour")
        return cls(
            read_identifier(raw["id"]),
            read_text(raw.get("name", "") if raw.get("in_vivo") else raw["name"]),
            read_optional_identifier(raw.get("parent_id")),
            colour,
            in_vivo=bool(raw.get("in_vivo")),
        )

    def kept(self) -> dict[str, Any]:
        called = {"in_vivo": True} if self.in_vivo else {"name": self.name}
        return {
            "kind": "add_code",
            "id": self.code_id,
            **called,
            "parent_id": self.parent_id,
            "colour": self.colour,
        }
