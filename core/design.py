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
class StudyRole:
    """A role as the study defines it."""

    id: str
    name: str
    meaning: str = ""  #: What somebody in this role does; for the reader of a table.


class AttributeKind(StrEnum):
    """What an attribute's values are."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A fact the study keeps about its participants: age band, mother tongue, day of arrival."""

    id: str
    name: str  #: Unique in the study, whatever the letter case.
    kind: AttributeKind = AttributeKind.TEXT
    choices: tuple[str, ...] = ()  #: What a choice can be, in order; empty for the other kinds.


@dataclass(frozen=True, slots=True)
class DatedValue:
    """What an attribute was from a day on, until a later value of the same attribute."""

    attribute_id: str
    value: str  #: As written: a number with a point, a day as 2026-03-01. See `study.people_values`.
    since: date | None = None  #: None: from the beginning.


@dataclass(frozen=True, slots=True)
class Consent:
    """What a participant has agreed to, as written down on one day. The newest record holds."""

    recorded_on: date
    recording: bool = False
    quotation: bool = False
    archiving: bool = False
    note: str = ""
    voice_profiles: bool = False  #: Being recognised by their voice in later interviews.


@dataclass(frozen=True, slots=True)
class Participant:
    """A person known by a pseudonym: the case of the analysis."""

    id: str
    pseudonym: str
    roles: tuple[DatedRole, ...] = ()  #: Oldest first.
    consents: tuple[Consent, ...] = ()  #: Oldest first.
    withdrawn_on: date | None = None
    site_id: str | None = None
    attributes: tuple[DatedValue, ...] = ()  #: Oldest first.

    def role_on(self, day: date | None) -> str | None:
        """The role held on `day` (today's newest when None); None when no role is known."""
        held = [r.role for r in self.roles if day is None or r.since is None or r.since <= day]
        return held[-1] if held else None

    def months_in_role(self, day: date | None) -> int | None:
        """Whole months on `day` since the role held then began; None when either day, or the role, is unknown.

        A role written down twice in a row began the first time.
        """
        held = [r for r in self.roles if day is not None and (r.since is None or r.since <= day)]
        began = None
        for role in reversed(held):
            if role.role != held[-1].role:
                break
            began = role.since
        return whole_months(began, day) if began and day else None

    def value_on(self, attribute_id: str, day: date | None) -> str | None:
        """What the attribute was on `day` (its newest value when None); None when no value is known."""
        known = [
            each.value
            for each in self.attributes
            if each.attribute_id == attribute_id and (day is None or each.since is None or each.since <= day)
        ]
        return known[-1] if known else None

    @property
    def allows_voice_profile(self) -> bool:
        """Whether a description of their voice may be kept: the newest consent says so, and they have not withdrawn."""
        return self.withdrawn_on is None and bool(self.consents) and self.consents[-1].voice_profiles

    @property
    def is_staff(self) -> bool:
        """Has never been anything but interviewer or interpreter."""
        return bool(self.roles) and all(held.role in STAFF_ROLES for held in self.roles)


def whole_months(start: date, end: date) -> int:
    """Full months from one day to a later one.

    >>> whole_months(date(2025, 1, 31), date(2025, 2, 28)), whole_months(date(2025, 1, 15), date(2026, 3, 15))
    (0, 14)
    """
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a participant was not interviewed in a wave, as somebody has written it down."""

    participant_id: str
    wave_id: str
    reason: str


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
