"""Reading the fields of an operation: anything may arrive, so each is checked before it is believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from core.errors import InputError
from core.spans import Passage

IDENTIFIER = re.compile(r"[0-9a-f]{32}")
CLIENT = re.compile(r"[0-9A-Za-z-]{8,64}")


class BadOperationError(InputError):
    """What arrived is not an operation of the desk."""

    template = "The change could not be understood ({what}). Reload the page and try again."

    def __init__(self, what: str) -> None:
        super().__init__(what=what)


def read_identifier(value: object) -> str:
    if not isinstance(value, str) or not IDENTIFIER.fullmatch(value):
        raise BadOperationError("identifier")
    return value


def read_optional_identifier(value: object) -> str | None:
    return None if value is None else read_identifier(value)


def read_text(value: object) -> str:
    if not isinstance(value, str):
        raise BadOperationError("text")
    return value


def read_number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadOperationError("number")
    return value


def read_passage(raw: Mapping[str, Any]) -> Passage:
    """Where something is: `{"start_turn", "start", "end_turn", "end"}`. Raises BadSpanError for an empty stretch."""
    return Passage(
        read_identifier(raw["start_turn"]),
        read_number(raw["start"]),
        read_identifier(raw["end_turn"]),
        read_number(raw["end"]),
    )


def read_revisions(raw: Mapping[str, Any]) -> dict[str, int]:
    """Which text of each turn the person saw: turn id to revision."""
    return {read_identifier(turn): read_number(number) for turn, number in raw.items()}
