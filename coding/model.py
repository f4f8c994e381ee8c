"""Codings, memos, and the Snapshot everything is counted and exported from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from codebooks.model import Codebook
from coding.looking import Looking
from core.design import Absence, Attribute, Interview, Participant, Person, Recording, Site, Wave
from core.guide import AskedMark, Question
from core.spans import Passage
from transcripts.model import Speaker, Turn
from transcripts.translations import Translation


class Origin(StrEnum):
    """Who first said so. A suggestion becomes a coding only when a person accepts it."""

    PERSON = "person"
    ACCEPTED_SUGGESTION = "accepted suggestion"


class MemoKind(StrEnum):
    """What sort of note it is."""

    ANALYTIC = "analytic"  #: What the data may mean.
    METHOD = "method"  #: What was decided, and why.
    REFLEXIVE = "reflexive"  #: The researcher's own part in it.


class RoundKind(StrEnum):
    """Independent: one coder's own, hidden from others until released. Consensus: the team's."""

    INDEPENDENT = "independent"
    CONSENSUS = "consensus"


@dataclass(frozen=True, slots=True)
class Round:
    """What a coding belongs to, so that double coding never counts twice."""

    id: str
    label: str
    kind: RoundKind
    coder_ids: tuple[str, ...] = ()  #: Of an independent round: who codes alone in it. Everybody codes in a consensus.
    closed: bool = False  #: Nothing more is coded in it.

    def is_for(self, person_id: str) -> bool:
        """Whether this person may code in it while it is open."""
        return self.kind is RoundKind.CONSENSUS or person_id in self.coder_ids


@dataclass(frozen=True, slots=True)
class Coding:
    """This coder put this code on this passage in this round."""

    id: str
    interview_id: str
    code_id: str
    passage: Passage
    coder_id: str
    round_id: str
    created_at: datetime
    origin: Origin = Origin.PERSON
    discuss: bool = False  #: Somebody wants to talk about it.


@dataclass(frozen=True, slots=True)
class Memo:
    """A note on anything: study, wave, interview, turn, code, coding, participant."""

    id: str
    about_kind: str
    about_id: str
    text: str
    author_id: str
    written_at: datetime
    kind: str = "analytic"
    interview_id: str | None = None  #: Where the interview, turn or coding is that it is about.
    version: int = 1  #: Which of its texts this is; an edit makes the next one.
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MemoLink:
    """A memo points to something: another memo, a coded segment, a code, a participant."""

    id: str
    memo_id: str
    target_kind: str
    target_id: str


@dataclass(frozen=True, slots=True)
class CodedInterview:
    """One interview as the snapshot sees it: its current transcript, without word times."""

    interview: Interview
    turns: tuple[Turn, ...]  #: In order; `words` is empty. Withdrawn participants' turns are absent.
    speakers: Mapping[str, Speaker]  #: By label.
    recordings: tuple[Recording, ...] = ()
    machine_made: bool = True
    translations: Mapping[str, tuple[Translation, ...]] = field(default_factory=dict)  #: People's, by turn id.


@dataclass(frozen=True)
class Snapshot:
    """Everything a count, a table or an export needs, read once, at one moment."""

    study_title: str
    taken_at: datetime
    codebook: Codebook
    waves: tuple[Wave, ...] = ()
    sites: tuple[Site, ...] = ()
    participants: tuple[Participant, ...] = ()  #: Withdrawn participants are absent.
    people: tuple[Person, ...] = ()
    rounds: tuple[Round, ...] = ()
    interviews: tuple[CodedInterview, ...] = ()
    codings: tuple[Coding, ...] = ()  #: Those whose every turn is in `interviews`.
    memos: tuple[Memo, ...] = field(default=())  #: Also those on coded segments that were taken away since.
    memo_links: tuple[MemoLink, ...] = ()  #: Between memos that are here and whatever they point to.
    every_interview: tuple[Interview, ...] = ()  #: Also those without a transcript.
    attributes: tuple[Attribute, ...] = ()
    absences: tuple[Absence, ...] = ()  #: Why participants were not interviewed.
    questions: tuple[Question, ...] = ()  #: Of every wave's interview guide, in order.
    marks: tuple[AskedMark, ...] = ()
    looking: Looking = Looking()  #: What was looked for where: tells a 0 from “not looked for”.
    withdrawn: int = 0  #: How many participants have withdrawn; nothing else of them is here.

    @cached_property
    def participant(self) -> Mapping[str, Participant]:
        return {p.id: p for p in self.participants}

    @cached_property
    def wave(self) -> Mapping[str, Wave]:
        return {w.id: w for w in self.waves}

    @cached_property
    def site(self) -> Mapping[str, Site]:
        return {s.id: s for s in self.sites}

    @cached_property
    def interview(self) -> Mapping[str, CodedInterview]:
        return {i.interview.id: i for i in self.interviews}
