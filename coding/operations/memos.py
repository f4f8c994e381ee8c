"""Memos written, edited and deleted at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from coding.operations.fields import BadOperationError, read_identifier, read_number, read_text

ABOUT = frozenset({"interview", "turn", "coding", "code", "participant"})


@dataclass(frozen=True, slots=True)
class WriteMemo:
    """Write a memo. The browser makes its id. The text goes into the memo's row; the log keeps the id only."""

    KINDS: ClassVar[tuple[str, ...]] = ("write_memo",)

    memo_id: str
    about_kind: str
    about_id: str
    memo_kind: str
    text: str  #: "" when it is done again: the text is in the memo's row.

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> WriteMemo:
        about_kind = read_text(raw["about_kind"])
        if about_kind not in ABOUT:
            raise BadOperationError("about")
        about_id, kind = read_identifier(raw["about_id"]), read_text(raw["memo_kind"])
        return cls(read_identifier(raw["id"]), about_kind, about_id, kind, read_text(raw.get("text", "")))

    def kept(self) -> dict[str, Any]:
        about = {"about_kind": self.about_kind, "about_id": self.about_id}
        return {"kind": "write_memo", "id": self.memo_id, **about, "memo_kind": self.memo_kind[:20]}


@dataclass(frozen=True, slots=True)
class EditMemo:
    """Give a memo another text. What is kept names the versions before and after, not the texts."""

    KINDS: ClassVar[tuple[str, ...]] = ("edit_memo",)

    memo_id: str
    memo_kind: str | None
    text: str
    seen: int  #: The version the person began with.
    again: int | None  #: The version to go to when it is done again.

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> EditMemo:
        again = raw.get("made")
        kind = raw.get("memo_kind")
        return cls(
            read_identifier(raw["id"]),
            None if kind is None else read_text(kind),
            read_text(raw.get("text", "")),
            read_number(raw["seen"]),
            None if again is None else read_number(again),
        )

    def kept(self) -> dict[str, Any]:
        return {"kind": "edit_memo", "id": self.memo_id, "seen": self.seen}


@dataclass(frozen=True, slots=True)
class RemoveMemo:
    """Delete a memo; its row stays for undo."""

    KINDS: ClassVar[tuple[str, ...]] = ("remove_memo",)

    memo_id: str

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> RemoveMemo:
        return cls(read_identifier(raw["id"]))

    def kept(self) -> dict[str, Any]:
        return {"kind": "remove_memo", "id": self.memo_id}
