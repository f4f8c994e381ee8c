"""What a person does at the coding desk, as the browser sends it: one operation each.

An operation names things by identifier and says where by offset; the quoted words only serve to compare and are not
kept. Anything may arrive here, so every field is checked before it is believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from core.errors import InputError
from core.spans import BadSpanError, Passage

MAX_TURNS_AT_ONCE = 5_000
IDENTIFIER = re.compile(r"[0-9a-f]{32}")
CLIENT = re.compile(r"[0-9A-Za-z-]{8,64}")


class BadOperationError(InputError):
    """What arrived is not an operation of the desk."""

    template = "The change could not be understood ({what}). Reload the page and try again."

    def __init__(self, what: str) -> None:
        super().__init__(what=what)


@dataclass(frozen=True, slots=True)
class PutCode:
    """Put a code on a passage. The browser makes the coding's id, so that sending twice does no harm."""

    coding_id: str
    code_id: str
    passage: Passage
    quote: str  #: The passage's words as the person saw them, turns joined by a line break.
    turn_revisions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RemoveCode:
    """Take a coding away."""

    coding_id: str


@dataclass(frozen=True, slots=True)
class CheckTurns:
    """Mark turns as compared with the recording, or take the mark away."""

    turn_ids: tuple[str, ...]
    checked: bool


@dataclass(frozen=True, slots=True)
class NameSpeaker:
    """Say who a voice is: a participant (known or new), or the interviewer or interpreter."""

    speaker: str
    participant_id: str | None
    role: str | None
    name: str
    new_pseudonym: str | None = None
    new_role: str | None = None


@dataclass(frozen=True, slots=True)
class AddCode:
    """Add a code to the codebook without leaving the desk."""

    code_id: str
    name: str
    parent_id: str | None
    colour: str | None


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back one's own last operation on this interview."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Do again what one has just taken back."""


DeskOperation: TypeAlias = PutCode | RemoveCode | CheckTurns | NameSpeaker | AddCode | Undo | Redo


def parse(raw: Mapping[str, Any]) -> DeskOperation:
    """The operation in a JSON object; BadOperationError when it is none."""
    try:
        reader = _READERS[raw["kind"]]
    except (KeyError, TypeError) as error:
        raise BadOperationError("unknown kind") from error
    try:
        return reader(raw)
    except (KeyError, TypeError, AttributeError, BadSpanError) as error:
        raise BadOperationError(str(raw["kind"])) from error


def record(operation: DeskOperation) -> dict[str, Any]:
    """What is kept of an operation: enough to do it again, nothing that was not checked, no participant's words."""
    match operation:
        case PutCode():
            kept = {"id": operation.coding_id, "code": operation.code_id, "passage": asdict(operation.passage)}
            return {"kind": "code", **kept, "turn_revisions": dict(operation.turn_revisions)}
        case RemoveCode():
            return {"kind": "uncode", "id": operation.coding_id}
        case CheckTurns():
            return {"kind": "check" if operation.checked else "uncheck", "turns": list(operation.turn_ids)}
        case NameSpeaker():
            new = {"pseudonym": operation.new_pseudonym, "role": operation.new_role}
            return {
                "kind": "name_speaker",
                "speaker": operation.speaker,
                "participant_id": operation.participant_id,
                "role": operation.role,
                "name": operation.name,
                "new_participant": new if operation.new_pseudonym is not None else None,
            }
        case AddCode():
            kept = {"id": operation.code_id, "name": operation.name}
            return {"kind": "add_code", **kept, "parent_id": operation.parent_id, "colour": operation.colour}
        case Undo() | Redo():
            return {"kind": type(operation).__name__.lower()}


def _identifier(value: object) -> str:
    if not isinstance(value, str) or not IDENTIFIER.fullmatch(value):
        raise BadOperationError("identifier")
    return value


def _optional(value: object) -> str | None:
    return None if value is None else _identifier(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BadOperationError("text")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadOperationError("number")
    return value


def read_passage(raw: Mapping[str, Any]) -> Passage:
    return Passage(
        _identifier(raw["start_turn"]), _whole(raw["start"]), _identifier(raw["end_turn"]), _whole(raw["end"])
    )


def _put_code(raw: Mapping[str, Any]) -> PutCode:
    revisions = {_identifier(turn): _whole(number) for turn, number in raw["turn_revisions"].items()}
    return PutCode(
        _identifier(raw["id"]),
        _identifier(raw["code"]),
        read_passage(raw["passage"]),
        _text(raw["quote"]),
        revisions,
    )


def _check(raw: Mapping[str, Any]) -> CheckTurns:
    turns = tuple(_identifier(turn) for turn in raw["turns"])
    if not 0 < len(turns) <= MAX_TURNS_AT_ONCE:
        raise BadOperationError("turns")
    return CheckTurns(turns, checked=raw["kind"] == "check")


def _name_speaker(raw: Mapping[str, Any]) -> NameSpeaker:
    new = raw.get("new_participant")
    return NameSpeaker(
        speaker=_text(raw["speaker"]),
        participant_id=_optional(raw.get("participant_id")),
        role=None if raw.get("role") is None else _text(raw["role"]),
        name=_text(raw.get("name") or ""),
        new_pseudonym=_text(new["pseudonym"]) if new else None,
        new_role=_text(new.get("role") or "") or None if new else None,
    )


def _add_code(raw: Mapping[str, Any]) -> AddCode:
    colour = raw.get("colour")
    if colour is not None and not re.fullmatch(r"#[0-9a-f]{6}", _text(colour)):
        raise BadOperationError("colour")
    return AddCode(_identifier(raw["id"]), _text(raw["name"]), _optional(raw.get("parent_id")), colour)


_READERS: dict[str, Callable[[Mapping[str, Any]], DeskOperation]] = {
    "code": _put_code,
    "uncode": lambda raw: RemoveCode(_identifier(raw["id"])),
    "check": _check,
    "uncheck": _check,
    "name_speaker": _name_speaker,
    "add_code": _add_code,
    "undo": lambda raw: Undo(),  # noqa: ARG005
    "redo": lambda raw: Redo(),  # noqa: ARG005
}
