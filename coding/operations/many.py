"""Many codes at once: several on one passage, or one on every passage of a list. One act, undone as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from coding.operations.fields import BadOperationError, read_identifier, read_passage, read_revisions, read_text
from core.spans import Passage

MAX_CODINGS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class NewCoding:
    """One of them."""

    id: str
    code_id: str
    passage: Passage
    quote: str  #: As in PutCode.

    @classmethod
    def read(cls, raw: Mapping[str, Any], code: object) -> NewCoding:
        """`code` stands for the coding's own when it names none."""
        return cls(
            read_identifier(raw["id"]),
            read_identifier(raw.get("code", code)),
            read_passage(raw["passage"]),
            read_text(raw.get("quote", "")),
        )


@dataclass(frozen=True, slots=True)
class CodeMany:
    """Put codes on many passages."""

    KINDS: ClassVar[tuple[str, ...]] = ("code_many",)

    codings: tuple[NewCoding, ...]
    turn_revisions: Mapping[str, int]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> CodeMany:
        if not isinstance(raw["codings"], list) or not 0 < len(raw["codings"]) <= MAX_CODINGS_AT_ONCE:
            raise BadOperationError("codings")
        codings = tuple(NewCoding.read(each, raw.get("code")) for each in raw["codings"])
        if len({coding.id for coding in codings}) < len(codings):
            raise BadOperationError("the same coding twice")
        return cls(codings, read_revisions(raw["turn_revisions"]))

    def kept(self) -> dict[str, Any]:
        return {
            "kind": "code_many",
            "codings": [{"id": c.id, "code": c.code_id, "passage": asdict(c.passage)} for c in self.codings],
            "turn_revisions": dict(self.turn_revisions),
        }
