"""Words that the recogniser left out: a turn that was not there before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from coding.operations.fields import BadOperationError, read_identifier, read_number, read_optional_identifier
from coding.operations.words import read_label, read_turn_text

LONGEST_RECORDING_MS = 7 * 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class InsertTurn:
    """Put a new turn before or after one that is there."""

    KINDS: ClassVar[tuple[str, ...]] = ("insert_turn",)

    new_turn: str
    beside: str  #: The turn it is put beside.
    before: bool  #: In front of that turn; else behind it.
    speaker: str  #: One of the transcript's, or the next one the diarization would have named.
    start_ms: int | None
    end_ms: int | None
    text_id: str
    text: str | None  #: None when it is done again after an undo: then the text is in the row `text_id`.
    stood_beside: str | None = None  #: When it is done again: the turn it stood beside when it was taken back,
    stood_before: bool = False  #: and on which side. Others may have put turns there since the first time.

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> InsertTurn:
        start_ms, end_ms = _time(raw.get("start_ms")), _time(raw.get("end_ms"))
        if (start_ms is None) != (end_ms is None) or (
            start_ms is not None and end_ms is not None and start_ms > end_ms
        ):
            raise BadOperationError("times")
        return cls(
            new_turn=read_identifier(raw["new_turn"]),
            beside=read_identifier(raw["beside"]),
            before=raw.get("before") is True,
            speaker=read_label(raw["speaker"]),
            start_ms=start_ms,
            end_ms=end_ms,
            text_id=read_identifier(raw["text_id"]),
            text=read_turn_text(raw["text"]) if "text" in raw else None,
            stood_beside=read_optional_identifier(raw.get("stood_beside")),
            stood_before=raw.get("stood_before") is True,
        )

    def kept(self) -> dict[str, Any]:
        return {
            "kind": "insert_turn",
            "new_turn": self.new_turn,
            "beside": self.beside,
            "before": self.before,
            "speaker": self.speaker,
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
            "text_id": self.text_id,
        }


def _time(value: object) -> int | None:
    if value is None:
        return None
    ms = read_number(value)
    if not 0 <= ms <= LONGEST_RECORDING_MS:
        raise BadOperationError("times")
    return ms
