"""Saying who a voice is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from coding.operations.fields import read_optional_identifier, read_text


@dataclass(frozen=True, slots=True)
class NameSpeaker:
    """Say who a voice is: a participant (known or new), or the interviewer or interpreter."""

    KINDS: ClassVar[tuple[str, ...]] = ("name_speaker",)

    speaker: str
    participant_id: str | None
    role: str | None
    name: str
    new_pseudonym: str | None = None
    new_role: str | None = None

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> NameSpeaker:
        new = raw.get("new_participant")
        return cls(
            speaker=read_text(raw["speaker"]),
            participant_id=read_optional_identifier(raw.get("participant_id")),
            role=None if raw.get("role") is None else read_text(raw["role"]),
            name=read_text(raw.get("name") or ""),
            new_pseudonym=read_text(new["pseudonym"]) if new else None,
            new_role=read_text(new.get("role") or "") or None if new else None,
        )

    def kept(self) -> dict[str, Any]:
        new = {"pseudonym": self.new_pseudonym, "role": self.new_role}
        return {
            "kind": "name_speaker",
            "speaker": self.speaker,
            "participant_id": self.participant_id,
            "role": self.role,
            "name": self.name,
            "new_participant": new if self.new_pseudonym is not None else None,
        }
