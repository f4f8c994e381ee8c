"""What one kind of operation does to the study, and what takes it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from coding.operations import DeskOperation
from core.errors import ConflictError, RefusedError

if TYPE_CHECKING:
    from study.desk.session import DeskSession

MOST_NAMED = 10_000  #: Of turns or codings, in one step.

Inverse: TypeAlias = dict[str, Any]
"""A small JSON object of identifiers that takes an operation back; `kind` says which action carries it out."""


@dataclass(frozen=True, slots=True)
class Action:
    """How one kind of operation is carried out. All of it runs inside the one write transaction of the request."""

    operation: type[DeskOperation]
    do: Callable[[DeskSession, Any, dict[str, Any]], Inverse]
    """Carries the operation out and gives its inverse. The dictionary is what will be kept of the operation; what
    must be the same when it is done again (an identifier made here) is added to it."""
    take_back: Mapping[str, Callable[[DeskSession, Inverse], None]]
    """By the kind of the inverse."""
    touch: Callable[[DeskSession, Mapping[str, Any]], None]
    """Notes what a kept operation, or an inverse, names, so that the answer reports how that stands now. Gets what
    arrived unchecked when an operation is refused."""


@dataclass(slots=True)
class Touched:
    """What one request has changed or named, for the answer."""

    codings: set[str] = field(default_factory=set)
    turns: set[str] = field(default_factory=set)
    speakers: bool = False
    codes: bool = False
    rounds: bool = False
    memos: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)  #: Turns whose text, speaker or times may be others now.
    order: bool = False  #: Turns came or went.
    review: bool = False
    drafts: bool = False
    translations: set[str] = field(default_factory=set)  #: Turns whose translation may be another now.
    gloss: bool = False
    transcript: bool = False  #: Another version is the current one: the browser fetches everything again.


def listed(value: object) -> list[Any]:
    """The value when it is a list, as far as one step can mean it; what arrived unchecked may be anything."""
    return value[:MOST_NAMED] if isinstance(value, list) else []


class PassageGoneError(ConflictError):
    """A turn of the passage is not in the transcript any longer, or may not be used."""

    template = "This passage is not in the current transcript any longer. Reload the page."


class NoWayBackError(RefusedError):
    """A step that can never be taken back: undo says so once, and goes on with the step before it the next time."""

    template = "This step cannot be taken back. The next undo takes back the one before it."
