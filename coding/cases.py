"""One participant as a case: interviews and codes over the waves, memos, and coded segments in their context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from codebooks.model import Code
from coding.attrition import people_in
from coding.counts import Count, CountedSegment, Reading, total
from coding.model import CodedInterview, Coding, Memo, RoundKind, Snapshot
from coding.retrieval import (
    EVERYTHING,
    CodedSegment,
    SegmentFilter,
    chosen_interviews,
    coded_segments,
    living_below,
    with_subcodes,
)
from core.design import Interview, Participant, Site, Wave
from transcripts.model import Turn


@dataclass(frozen=True, slots=True)
class CaseInterview:
    """One of the participant's interviews."""

    interview: Interview
    wave: Wave | None
    site: Site | None
    role: str | None  #: Held on the interview's date.
    months_in_role: int | None  #: Whole months since that role began; None when either day is unknown.
    transcribed: bool
    segments: int | None  #: Coded segments in which the participant speaks; None: none, and nobody has looked.


@dataclass(frozen=True, slots=True)
class CaseCode:
    """A code, with everything below it in the tree, over the waves."""

    depth: int
    code: Code
    asked: frozenset[str]  #: The living codes it stands for: absent is what was looked for under all of them.
    counts: tuple[Count | None, ...]  #: One for each of the case's waves; None: no transcript to look in.


@dataclass(frozen=True, slots=True)
class Case:
    """What the study knows about one participant."""

    participant: Participant
    site: Site | None
    interviews: tuple[CaseInterview, ...]  #: In the order of waves, then days.
    waves: tuple[Wave | None, ...]  #: The study's; None at the end when an interview belongs to no wave.
    codes: tuple[CaseCode, ...]  #: Codes used, and those above them, in codebook order.
    memos: tuple[Memo, ...]  #: On the participant, their interviews, turns and coded segments; oldest first.
    segments: tuple[CodedSegment, ...]  #: Those in which the participant speaks.


@dataclass(frozen=True, slots=True)
class Context:
    """What was said around a coded segment."""

    before: tuple[Turn, ...]
    after: tuple[Turn, ...]


def case_of(
    snapshot: Snapshot, participant_id: str, chosen: SegmentFilter = EVERYTHING, *, every_code: bool = False
) -> Case:
    """The case of a participant of the snapshot. KeyError for anybody else, also who has withdrawn.

    With `every_code` also the living codes this participant has no segment under.

    Raises DoubleCodingError when `chosen` lets through several readings of one interview.
    """
    participant = snapshot.participant[participant_id]
    own = tuple(sorted(_own(snapshot, participant_id), key=lambda i: _place(snapshot, i)))
    segments = tuple(s for s in coded_segments(snapshot, chosen) if participant in s.participants)
    waves = (*snapshot.waves, *((None,) if any(i.wave_id not in snapshot.wave for i in own) else ()))
    return Case(
        participant=participant,
        site=snapshot.site.get(participant.site_id or ""),
        interviews=tuple(_interview(snapshot, participant, interview, segments, chosen) for interview in own),
        waves=waves,
        codes=tuple(_codes(snapshot, participant_id, waves, segments, chosen, every_code=every_code)),
        memos=_memos(snapshot, participant_id, own, segments),
        segments=segments,
    )


def context_of(coded: CodedInterview, segment: CodedSegment, turns: int = 2) -> Context:
    """So many turns before and after the segment."""
    place = {turn.id: number for number, turn in enumerate(coded.turns)}
    first, last = place[segment.coding.passage.start_turn], place[segment.coding.passage.end_turn]
    return Context(coded.turns[max(0, first - turns) : first], coded.turns[last + 1 : last + 1 + turns])


def _own(snapshot: Snapshot, participant_id: str) -> Iterator[Interview]:
    for interview in snapshot.every_interview:
        if participant_id in people_in(snapshot, interview):
            yield interview


def _place(snapshot: Snapshot, interview: Interview) -> tuple[object, ...]:
    wave = snapshot.wave.get(interview.wave_id or "")
    position = wave.position if wave else float("inf")
    day = interview.held_on.isoformat() if interview.held_on else "9999"
    return position, day, interview.label.casefold()


def _interview(
    snapshot: Snapshot,
    participant: Participant,
    interview: Interview,
    segments: tuple[CodedSegment, ...],
    chosen: SegmentFilter,
) -> CaseInterview:
    found = len({_counted(s) for s in segments if s.interview.id == interview.id})
    return CaseInterview(
        interview,
        snapshot.wave.get(interview.wave_id or ""),
        snapshot.site.get(interview.site_id or ""),
        role=participant.role_on(interview.held_on) if interview.held_on else None,
        months_in_role=participant.months_in_role(interview.held_on),
        transcribed=interview.id in snapshot.interview,
        segments=found or (0 if snapshot.looking.is_begun(interview.id, chosen.only_coder) else None),
    )


def _codes(
    snapshot: Snapshot,
    participant_id: str,
    waves: tuple[Wave | None, ...],
    segments: tuple[CodedSegment, ...],
    chosen: SegmentFilter,
    *,
    every_code: bool,
) -> Iterator[CaseCode]:
    looked_in = _looked_in(snapshot, participant_id, chosen)
    for depth, code in snapshot.codebook.walk():
        below = with_subcodes(snapshot.codebook, [code.id])
        found = [s for s in segments if s.code.id in below]
        if found or (every_code and code.is_living):
            counts = (_count(snapshot, participant_id, looked_in, found, wave.id if wave else None) for wave in waves)
            yield CaseCode(depth, code, living_below(snapshot.codebook, code), tuple(counts))


def _looked_in(snapshot: Snapshot, participant_id: str, chosen: SegmentFilter) -> dict[str, str | None]:
    """The participant's transcribed interviews, each with its wave."""
    return {
        coded.interview.id: coded.interview.wave_id if coded.interview.wave_id in snapshot.wave else None
        for coded in chosen_interviews(snapshot, chosen)
        if participant_id in people_in(snapshot, coded.interview)
    }


def _count(
    snapshot: Snapshot,
    participant_id: str,
    looked_in: dict[str, str | None],
    found: Iterable[CodedSegment],
    wave_id: str | None,
) -> Count | None:
    among = frozenset(interview for interview, wave in looked_in.items() if wave == wave_id)
    if not among:
        return None
    here = Count(among_participants=frozenset({participant_id}), among_interviews=among)
    return total((here, *(_one(snapshot, participant_id, s) for s in found if s.interview.id in among)))


def _one(snapshot: Snapshot, participant_id: str, segment: CodedSegment) -> Count:
    return Count(
        segments=frozenset({_counted(segment)}),
        participants=frozenset({participant_id}),
        interviews=frozenset({segment.interview.id}),
        readings=frozenset({_reading(snapshot, segment.coding)}),
    )


def _counted(segment: CodedSegment) -> CountedSegment:
    return CountedSegment(segment.interview.id, segment.code.id, segment.coding.passage)


def _reading(snapshot: Snapshot, coding: Coding) -> Reading:
    kinds = {each.id: each.kind for each in snapshot.rounds}
    alone = kinds.get(coding.round_id, RoundKind.INDEPENDENT) is RoundKind.INDEPENDENT
    return Reading(coding.interview_id, coding.code_id, coding.round_id, coding.coder_id if alone else None)


def _memos(
    snapshot: Snapshot, participant_id: str, own: tuple[Interview, ...], segments: tuple[CodedSegment, ...]
) -> tuple[Memo, ...]:
    about = {participant_id, *(interview.id for interview in own), *(segment.coding.id for segment in segments)}
    for segment in segments:
        about.update(part.turn.id for part in segment.parts if part.voice.person == participant_id)
    return tuple(memo for memo in snapshot.memos if memo.about_id in about)
