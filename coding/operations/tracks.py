"""What stands beside the turns in another language: translations written, glosses deleted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from coding.operations.fields import (
    BadOperationError,
    read_identifier,
    read_number,
    read_optional_identifier,
    read_text,
)
from transcripts.translations import TranslationStatus

LANGUAGE = re.compile(r"[a-z]{2,3}")
LONGEST_NAME = 200
MOST_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class TranslatedTurn:
    """A new text for the translation of one turn."""

    turn_id: str
    revision: int  #: Of the original that was translated.
    text_id: str  #: Made by the browser.
    text: str | None  #: "": no translation any more. None when it is done again: the text is in its row.
    seen: str | None  #: The translation the person saw; None where there was none.

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> TranslatedTurn:
        text = raw.get("text")
        return cls(
            read_identifier(raw["turn"]),
            read_number(raw["revision"]),
            read_identifier(raw["id"]),
            None if text is None else read_text(text),
            read_optional_identifier(raw.get("seen")),
        )

    def kept(self) -> dict[str, Any]:
        return {"turn": self.turn_id, "revision": self.revision, "id": self.text_id, "seen": self.seen}


@dataclass(frozen=True, slots=True)
class TranslateTurn:
    """Translate one turn or many, in one step. Texts and the translator's name go into rows; the log names those."""

    KINDS: ClassVar[tuple[str, ...]] = ("translate_turn",)

    language: str
    status: TranslationStatus
    translator: str  #: "": whoever does this. Another's name, when somebody else has translated.
    texts: tuple[TranslatedTurn, ...]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> TranslateTurn:
        language, status, texts = read_text(raw["language"]), read_text(raw["status"]), raw["texts"]
        if not LANGUAGE.fullmatch(language):
            raise BadOperationError("language")
        if status not in set(TranslationStatus):
            raise BadOperationError("status")
        translator = " ".join(read_text(raw.get("translator", "")).split())
        if len(translator) > LONGEST_NAME:
            raise BadOperationError("translator")
        if not isinstance(texts, list) or not 0 < len(texts) <= MOST_AT_ONCE:
            raise BadOperationError("texts")
        read = tuple(TranslatedTurn.read(text) for text in texts)
        if len({text.turn_id for text in read}) < len(read):
            raise BadOperationError("texts")
        return cls(language, TranslationStatus(status), translator, read)

    def kept(self) -> dict[str, Any]:
        return {
            "kind": "translate_turn",
            "language": self.language,
            "status": self.status.value,
            "texts": [text.kept() for text in self.texts],
        }


@dataclass(frozen=True, slots=True)
class RemoveGloss:
    """Delete a machine's gloss; its row stays for undo."""

    KINDS: ClassVar[tuple[str, ...]] = ("remove_gloss",)

    gloss_id: str

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> RemoveGloss:
        return cls(read_identifier(raw["id"]))

    def kept(self) -> dict[str, Any]:
        return {"kind": "remove_gloss", "id": self.gloss_id}
