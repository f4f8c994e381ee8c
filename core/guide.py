"""The interview guide: what is to be asked in a wave, and what was asked in each interview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a wave's interview guide."""

    id: str
    wave_id: str
    position: int  #: Within the wave, from 1.
    text: Mapping[str, str]  #: ISO 639 code to text; never empty.
    code_ids: tuple[str, ...] = field(default=())  #: What the question is to bring up.


class Asked(StrEnum):
    """What became of a question in an interview."""

    ASKED = "asked"
    UNPROMPTED = "unprompted"  #: It came up before anybody asked.
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class AskedMark:
    """Somebody's word on whether a question was asked in an interview."""

    interview_id: str
    question_id: str
    asked: Asked
    marked_by: str  #: The person's id.
    marked_at: datetime
