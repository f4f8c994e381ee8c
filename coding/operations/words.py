"""Correcting the words: turns edited, split, joined, given to another speaker; drafts and lost passages settled.

Texts never are among what is kept of an operation: they live in rows of their own, which can be erased.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, ClassVar

from coding.operations.fields import (
    BadOperationError,
    read_identifier,
    read_number,
    read_passage,
    read_revisions,
    read_text,
)
from core.errors import InputError
from core.spans import Passage

MAX_EDITS_AT_ONCE = 5_000
MAX_LABEL = 200


class EmptyTurnError(InputError):
    """A turn would be left without words."""

    template = "A turn cannot be without words. Join it to the turn before instead, or press Escape to leave it."


def read_turn_text(value: object) -> str:
    """A turn's text as it was typed: only line breaks become spaces, since a turn is one paragraph."""
    text = read_text(value).replace("\r\n", " ").replace("\r", " ").replace("\n", " ")
    if not text.strip():
        raise EmptyTurnError
    return text


def read_label(value: object) -> str:
    label = read_text(value)
    if not label.strip() or len(label) > MAX_LABEL:
        raise BadOperationError("speaker")
    return label


@dataclass(frozen=True, slots=True)
class Edit:
    """The new text of one turn, made on the text of that revision."""

    turn_id: str
    revision: int
    text_id: str
    text: str | None  #: None when it is done again after an undo: then the text is in the row `text_id`.
    unchanged: bool = False  #: Done again: the turn read so already the first time, so there is no such row.

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Edit:
        text = read_turn_text(raw["text"]) if "text" in raw else None
        turn, revision = read_identifier(raw["turn"]), read_number(raw["revision"])
        return cls(turn, revision, read_identifier(raw["text_id"]), text, raw.get("unchanged") is True)

    def kept(self) -> dict[str, Any]:
        return {"turn": self.turn_id, "revision": self.revision, "text_id": self.text_id}


@dataclass(frozen=True, slots=True)
class EditTurns:
    """New texts of one or many turns (many: search and replace), one step."""

    KINDS: ClassVar[tuple[str, ...]] = ("edit_turns",)

    edits: tuple[Edit, ...]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> EditTurns:
        edits = tuple(Edit.read(edit) for edit in raw["edits"])
        if not 0 < len(edits) <= MAX_EDITS_AT_ONCE or len({edit.turn_id for edit in edits}) < len(edits):
            raise BadOperationError("edits")
        return cls(edits)

    def kept(self) -> dict[str, Any]:
        return {"kind": "edit_turns", "edits": [edit.kept() for edit in self.edits]}


@dataclass(frozen=True, slots=True)
class SplitTurn:
    """Make two turns of one; the first part keeps the identifier."""

    KINDS: ClassVar[tuple[str, ...]] = ("split_turn",)

    turn_id: str
    revision: int
    at: int
    new_turn: str
    text_id: str
    new_text_id: str
    speaker: str | None  #: Of the second part; None for the same.

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> SplitTurn:
        speaker = raw.get("speaker")
        return cls(
            read_identifier(raw["turn"]),
            read_number(raw["revision"]),
            read_number(raw["at"]),
            read_identifier(raw["new_turn"]),
            read_identifier(raw["text_id"]),
            read_identifier(raw["new_text_id"]),
            None if speaker is None else read_label(speaker),
        )

    def kept(self) -> dict[str, Any]:
        return {
            "kind": "split_turn",
            "turn": self.turn_id,
            "revision": self.revision,
            "at": self.at,
            "new_turn": self.new_turn,
            "text_id": self.text_id,
            "new_text_id": self.new_text_id,
            "speaker": self.speaker,
        }


@dataclass(frozen=True, slots=True)
class JoinTurns:
    """Append a turn to the one before it; the first keeps identifier and speaker."""

    KINDS: ClassVar[tuple[str, ...]] = ("join_turns",)

    first: str
    second: str
    revisions: Mapping[str, int]
    text_id: str

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> JoinTurns:
        first, second = read_identifier(raw["first"]), read_identifier(raw["second"])
        revisions = read_revisions(raw["revisions"])
        if first == second or set(revisions) != {first, second}:
            raise BadOperationError("turns")
        return cls(first, second, revisions, read_identifier(raw["text_id"]))

    def kept(self) -> dict[str, Any]:
        return {
            "kind": "join_turns",
            "first": self.first,
            "second": self.second,
            "revisions": dict(self.revisions),
            "text_id": self.text_id,
        }


@dataclass(frozen=True, slots=True)
class SetSpeaker:
    """Say that another voice speaks these turns: one of the transcript's, or a new one."""

    KINDS: ClassVar[tuple[str, ...]] = ("set_speaker",)

    turn_ids: tuple[str, ...]
    speaker: str

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> SetSpeaker:
        turns = tuple(dict.fromkeys(read_identifier(turn) for turn in raw["turns"]))
        if not 0 < len(turns) <= MAX_EDITS_AT_ONCE:
            raise BadOperationError("turns")
        return cls(turns, read_label(raw["speaker"]))

    def kept(self) -> dict[str, Any]:
        return {"kind": "set_speaker", "turns": list(self.turn_ids), "speaker": self.speaker}


@dataclass(frozen=True, slots=True)
class SettleDraft:
    """The person has seen their own text and the other one, and chosen."""

    KINDS: ClassVar[tuple[str, ...]] = ("settle_draft",)

    draft_id: str
    edit: Edit | None  #: The text that the turn gets; None when the draft is dropped.

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> SettleDraft:
        draft_id = read_identifier(raw["text_id"])
        if raw.get("drop") is True:
            return cls(draft_id, None)
        fields = {"turn": raw["turn"], "revision": raw["revision"], "text_id": raw["new_text_id"]}
        return cls(draft_id, Edit.read(fields | ({"text": raw["text"]} if "text" in raw else {})))

    def kept(self) -> dict[str, Any]:
        if self.edit is None:
            return {"kind": "settle_draft", "text_id": self.draft_id, "drop": True}
        edit = self.edit
        place = {"turn": edit.turn_id, "revision": edit.revision, "new_text_id": edit.text_id}
        return {"kind": "settle_draft", "text_id": self.draft_id, **place}


@dataclass(frozen=True, slots=True)
class SettleReview:
    """A coding whose words are gone is put on other words, or taken away."""

    KINDS: ClassVar[tuple[str, ...]] = ("settle_review",)

    coding_id: str
    passage: Passage | None  #: None when it is taken away.
    turn_revisions: Mapping[str, int]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> SettleReview:
        coding_id = read_identifier(raw["coding"])
        if raw.get("remove") is True:
            return cls(coding_id, None, {})
        return cls(coding_id, read_passage(raw["passage"]), read_revisions(raw["turn_revisions"]))

    def kept(self) -> dict[str, Any]:
        if self.passage is None:
            return {"kind": "settle_review", "coding": self.coding_id, "remove": True}
        where = {"passage": asdict(self.passage), "turn_revisions": dict(self.turn_revisions)}
        return {"kind": "settle_review", "coding": self.coding_id, **where}


@dataclass(frozen=True, slots=True)
class Place:
    """Characters of one turn, in the text of that revision."""

    turn_id: str
    revision: int
    start: int
    end: int
    text_id: str

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Place:
        start, end = read_number(raw["start"]), read_number(raw["end"])
        if not 0 <= start < end:
            raise BadOperationError("places")
        return cls(
            read_identifier(raw["turn"]), read_number(raw["revision"]), start, end, read_identifier(raw["text_id"])
        )

    def kept(self) -> dict[str, Any]:
        where = {"turn": self.turn_id, "revision": self.revision, "start": self.start, "end": self.end}
        return {**where, "text_id": self.text_id}


@dataclass(frozen=True, slots=True)
class RedactWords:
    """Put a substitute in brackets in place of identifying words; the words are erased, or sealed apart."""

    KINDS: ClassVar[tuple[str, ...]] = ("redact",)

    redaction_id: str
    places: tuple[Place, ...]
    substitute: str | None  #: With its brackets; None when it is done again: then it is in the rows of the texts.
    seal: bool

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> RedactWords:
        places = tuple(sorted((Place.read(place) for place in raw["places"]), key=lambda p: (p.turn_id, p.start)))
        overlap = any(a.turn_id == b.turn_id and b.start < a.end for a, b in pairwise(places))
        if not 0 < len(places) <= MAX_EDITS_AT_ONCE or overlap:
            raise BadOperationError("places")
        substitute = bracketed(raw["substitute"]) if "substitute" in raw else None
        return cls(read_identifier(raw["redaction"]), places, substitute, seal=raw["seal"] is True)

    def kept(self) -> dict[str, Any]:
        places = [place.kept() for place in self.places]
        return {"kind": "redact", "redaction": self.redaction_id, "places": places, "seal": self.seal}


def bracketed(value: object) -> str:
    """A substitute as it stands in the text.

    >>> bracketed(" kollega ")
    '[kollega]'
    """
    inside = " ".join(read_text(value).split()).strip("[]").strip()
    if not inside or len(inside) > MAX_LABEL:
        raise BadOperationError("substitute")
    return f"[{inside}]"


@dataclass(frozen=True, slots=True)
class AdoptTranscript:
    """Make another version of the transcript the current one; what is coded goes along."""

    KINDS: ClassVar[tuple[str, ...]] = ("adopt_transcript",)

    version_id: str

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> AdoptTranscript:
        return cls(read_identifier(raw["version"]))

    def kept(self) -> dict[str, Any]:
        return {"kind": "adopt_transcript", "version": self.version_id}
