"""One code on many passages of an interview, as one step that is undone as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from coding.operations.codes import PutCode
from coding.operations.fields import BadOperationError, read_identifier, read_passage, read_revisions, read_text

MOST_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class PutCodes:
    """Put a code on several passages: every place that was searched for, everything one speaker says."""

    KINDS: ClassVar[tuple[str, ...]] = ("code_many",)

    code_id: str
    codings: tuple[PutCode, ...]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> PutCodes:
        code_id = read_identifier(raw["code"])
        revisions = read_revisions(raw["turn_revisions"])
        items = raw["codings"]
        if not isinstance(items, list) or not 0 < len(items) <= MOST_AT_ONCE:
            raise BadOperationError("codings")
        return cls(code_id, tuple(_read_one(item, code_id, revisions) for item in items))

    def kept(self) -> dict[str, Any]:
        return {
            "kind": "code_many",
            "code": self.code_id,
            "codings": [{"id": each.coding_id, "passage": asdict(each.passage)} for each in self.codings],
            "turn_revisions": dict(self.codings[0].turn_revisions),
        }


def _read_one(item: Mapping[str, Any], code_id: str, revisions: Mapping[str, int]) -> PutCode:
    quote = read_text(item.get("quote", ""))  # not kept, so absent when the step is done again
    return PutCode(read_identifier(item["id"]), code_id, read_passage(item["passage"]), quote, revisions)
