"""The design of a study: who was interviewed, in which wave, where, how. See docs/glossary.md for the words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

INTERVIEWER = "interviewer"
INTERPRETER = "interpreter"
STAFF_ROLES = frozenset({INTERVIEWER, INTERPRETER})  #: Their turns do not count as data unless asked for.


class InterviewKind(StrEnum):
    """How many people were interviewed at once."""

    INDIVIDUAL = "individual"
    FOCUS_GROUP = "focus-group"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works in the study: every verb of `study` is done by one."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class DatedRole:
    """A role and the day it began; a helper can become a supervisor."""

    role: str
    since: date | None = None  #: None: from the beginning.


@dataclass(frozen=True, slots=True)
class Consent:
    """What a participant has agreed to, as written down on one day. The newest record holds."""

    recorded_on: date
    recording: bool = False
    quotation: bool = False
    archiving: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """A person known by a pseudonym: the case of the analysis."""

    id: str
    pseudonym: str
    roles: tuple[DatedRole, ...] = ()  #: Oldest first.
    consents: tuple[Consent, ...] = ()  #: Oldest first.
    withdrawn_on: date | None = None

    def role_on(self, day: date | None) -> str | None:
        """The role held on `day` (today's newest when None); None when no role is known."""
        held = [r.role for r in self.roles if day is None or r.since is None or r.since <= day]
        return held[-1] if held else None


@dataclass(frozen=True, slots=True)
class Wave:
    """One round of data collection."""

    id: str
    label: str
    position: int
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A place where the study is done."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Interview:
    """One conversation."""

    id: str
    label: str  #: What the team calls it; unique in the study.
    kind: InterviewKind
    wave_id: str | None = None
    site_id: str | None = None
    held_on: date | None = None
    mode: str = ""  #: In person, by telephone, by video.
    setting: str = ""
    languages: tuple[str, ...] = ()  #: ISO 639 codes, the main one first.
    interviewer: str = ""
    interpreter: str = ""
    participant_ids: tuple[str, ...] = ()
    field_notes: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """The sound or video file of an interview; its bytes never change."""

    id: str
    interview_id: str
    sha256: str
    media_format: str  #: As sniffed: wav, mp3, flac, ogg, mp4, matroska.
    original_name: str  #: As the person's computer called it; for display only.
    size_bytes: int
    duration_ms: int
    added_at: datetime
    playback_sha256: str | None = None  #: The mono mp3 the browser plays; None until it is made.
