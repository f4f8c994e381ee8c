"""Who filled in what, when: clients with their forms, and participants with forms of the study's own scales."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from measures.model import Answers, Instrument, Occasion, Score
from measures.own import OwnScale


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who receives the programme, known by a label: a case of its own, never a participant."""

    id: str
    label: str  #: What the team calls them, such as K014; unique among clients.
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Who typed a form, and who replaced it: a correction is a new form, and the old one stays to be seen."""

    by: str  #: A person's id.
    at: datetime
    replaced_by: str | None = None
    replaced_at: datetime | None = None  #: None: this form holds.


@dataclass(frozen=True, slots=True)
class ClientForm:
    """One questionnaire as a client filled it in on one occasion."""

    id: str
    client_id: str
    instrument_id: str
    occasion: Occasion
    answers: Answers
    filled_in_on: date | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class ClientLink:
    """The written-down reason why a client and a participant are known to be the same person."""

    id: str
    client_id: str
    participant_id: str
    reason: str
    made_by: str  #: A person's id.
    made_at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None  #: None: the link holds.


@dataclass(frozen=True, slots=True)
class ScaleForm:
    """One of the study's own scales as a participant filled it in."""

    id: str
    scale_id: str
    participant_id: str
    answers: Answers
    filled_in_on: date | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class ScoredForm:
    """A client's form with what it comes to."""

    form: ClientForm
    instrument: Instrument
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class ScoredScale:
    """A participant's form of an own scale with what it comes to."""

    form: ScaleForm
    scale: OwnScale
    score: Score
