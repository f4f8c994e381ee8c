"""What a person does at the coding desk, as the browser sends it: one operation each.

An operation names things by identifier and says where by offset; the quoted words only serve to compare and are not
kept. Each kind has a class in a module of this package: `read` makes it from JSON, and `kept` is what stays in the
study, enough to do it again, with no participant's words in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from coding.operations.checking import CheckTurns
from coding.operations.codebook import AddCode
from coding.operations.codes import PutCode, RemoveCode
from coding.operations.fields import BadOperationError as BadOperationError
from coding.operations.inserting import InsertTurn
from coding.operations.many import CodeMany
from coding.operations.memos import EditMemo, RemoveMemo, WriteMemo
from coding.operations.rounds import FinishInterview
from coding.operations.segments import Flag, JoinCodings, MoveCoding, Recode, SplitCoding
from coding.operations.speakers import NameSpeaker
from coding.operations.steps import Redo, Undo
from coding.operations.tracks import RemoveGloss, TranslateTurn
from coding.operations.words import (
    AdoptTranscript,
    EditTurns,
    JoinTurns,
    RedactWords,
    SetSpeaker,
    SettleDraft,
    SettleReview,
    SplitTurn,
)
from core.spans import BadSpanError

__all__ = [
    "OPERATIONS",
    "AddCode",
    "AdoptTranscript",
    "CheckTurns",
    "CodeMany",
    "DeskOperation",
    "EditMemo",
    "EditTurns",
    "FinishInterview",
    "Flag",
    "InsertTurn",
    "JoinCodings",
    "JoinTurns",
    "MoveCoding",
    "NameSpeaker",
    "PutCode",
    "Recode",
    "RedactWords",
    "Redo",
    "RemoveCode",
    "RemoveGloss",
    "RemoveMemo",
    "SetSpeaker",
    "SettleDraft",
    "SettleReview",
    "SplitCoding",
    "SplitTurn",
    "TranslateTurn",
    "Undo",
    "WriteMemo",
    "parse",
]


class DeskOperation(Protocol):
    """One step of a person at the desk."""

    KINDS: ClassVar[tuple[str, ...]]  #: The values of `kind` that mean this operation.

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> DeskOperation:
        """The operation in a JSON object; any of the errors `parse` knows when it is none."""
        ...

    def kept(self) -> dict[str, Any]:
        """What is kept of it: nothing that was not checked, no participant's words."""
        ...


OPERATIONS: tuple[type[DeskOperation], ...] = (
    PutCode,
    RemoveCode,
    MoveCoding,
    Recode,
    SplitCoding,
    JoinCodings,
    Flag,
    CodeMany,
    CheckTurns,
    NameSpeaker,
    AddCode,
    EditTurns,
    SplitTurn,
    JoinTurns,
    InsertTurn,
    SetSpeaker,
    RedactWords,
    AdoptTranscript,
    SettleDraft,
    SettleReview,
    WriteMemo,
    EditMemo,
    RemoveMemo,
    FinishInterview,
    TranslateTurn,
    RemoveGloss,
    Undo,
    Redo,
)
_BY_KIND = {kind: operation for operation in OPERATIONS for kind in operation.KINDS}


def parse(raw: Mapping[str, Any]) -> DeskOperation:
    """The operation in a JSON object; BadOperationError when it is none."""
    try:
        operation = _BY_KIND[raw["kind"]]
    except (KeyError, TypeError) as error:
        raise BadOperationError("unknown kind") from error
    try:
        return operation.read(raw)
    except (KeyError, TypeError, AttributeError, BadSpanError) as error:
        raise BadOperationError(str(raw["kind"])) from error
