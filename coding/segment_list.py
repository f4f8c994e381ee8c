"""Coded segments as a list to read: in which order, how many they are, and of how many people and interviews."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from codebooks.model import Code
from coding.counts import count_codes
from coding.model import Snapshot
from coding.retrieval import CodedSegment, SegmentFilter, chosen_interviews, living_below, with_subcodes
from core.spans import Passage
from transcripts.model import Turn


class SegmentOrder(StrEnum):
    """What comes first."""

    CODEBOOK = "codebook"  #: Code by code, within a code as they were said.
    TALK = "talk"  #: By wave, interview and place in the talk, whatever the code.
    NEWEST = "newest"  #: Coded last.
    OLDEST = "oldest"
    LONGEST = "longest"  #: Most characters.


def in_order(snapshot: Snapshot, segments: Sequence[CodedSegment], order: SegmentOrder) -> tuple[CodedSegment, ...]:
    """The segments sorted; those alike stay as they were, which is the codebook's order."""
    if order is SegmentOrder.TALK:
        place = {
            turn.id: (number, position)
            for number, coded in enumerate(_in_time(snapshot))
            for position, turn in enumerate(coded)
        }
        return tuple(sorted(segments, key=lambda s: (place[s.coding.passage.start_turn], s.coding.passage.start)))
    if order in (SegmentOrder.NEWEST, SegmentOrder.OLDEST):
        return tuple(sorted(segments, key=lambda s: s.coding.created_at, reverse=order is SegmentOrder.NEWEST))
    if order is SegmentOrder.LONGEST:
        return tuple(sorted(segments, key=lambda s: -len(s.text)))
    return tuple(segments)


def _in_time(snapshot: Snapshot) -> Iterator[tuple[Turn, ...]]:
    """Every interview's turns, by wave and label."""

    def key(number: int) -> tuple[int, str]:
        interview = snapshot.interviews[number].interview
        wave = snapshot.wave.get(interview.wave_id or "")
        return wave.position if wave else len(snapshot.waves), interview.label

    for number in sorted(range(len(snapshot.interviews)), key=key):
        yield snapshot.interviews[number].turns


@dataclass(frozen=True, slots=True)
class SegmentSummary:
    """How much was found, among whom it was looked for. People are participants; staff and voices that nobody has named
    are not."""

    segments: int  #: As listed: two coders on the same words are two.
    passages: int  #: Different passages with their code: what remains when the same words are counted once.
    people: frozenset[str]
    of_people: frozenset[str]
    interviews: frozenset[str]
    of_interviews: frozenset[str]

    @property
    def has_double_coding(self) -> bool:
        """The same words carry the same code more than once, by several coders or in several rounds."""
        return self.passages < self.segments


def summarise(snapshot: Snapshot, segments: Sequence[CodedSegment], chosen: SegmentFilter) -> SegmentSummary:
    """Counts of these segments, which `chosen` has found."""
    looked_in = count_codes(snapshot, chosen).looked_in.values()
    passages: set[tuple[str, Passage]] = {(segment.code.id, segment.coding.passage) for segment in segments}
    return SegmentSummary(
        segments=len(segments),
        passages=len(passages),
        people=_people(segments, chosen),
        of_people=frozenset().union(*(count.among_participants for count in looked_in)),
        interviews=frozenset(segment.interview.id for segment in segments),
        of_interviews=frozenset().union(*(count.among_interviews for count in looked_in)),
    )


def _people(segments: Sequence[CodedSegment], chosen: SegmentFilter) -> frozenset[str]:
    return frozenset(
        voice.participant.id
        for segment in segments
        for voice in segment.voices
        if voice.participant and (not chosen.roles or voice.role in chosen.roles)
    )


@dataclass(frozen=True, slots=True)
class CodeFinding:
    """What was found of one code, and whether its absence means anything."""

    code: Code
    segments: int | None  #: None: nothing found, and not looked for everywhere, so that no 0 can be claimed.
    people: int
    interviews: int
    looked_in: int  #: In how many of the interviews somebody has looked for it.
    of_interviews: int


def findings(snapshot: Snapshot, segments: Sequence[CodedSegment], chosen: SegmentFilter) -> tuple[CodeFinding, ...]:
    """A line for each code asked for, in codebook order; a code counts with its sub-codes when they were asked for."""
    interviews = [coded.interview.id for coded in chosen_interviews(snapshot, chosen)]
    lines = []
    for _, code in snapshot.codebook.walk():
        if code.id in chosen.code_ids:
            ids = with_subcodes(snapshot.codebook, [code.id]) if chosen.with_subcodes else {code.id}
            own = [segment for segment in segments if segment.code.id in ids]
            asked = living_below(snapshot.codebook, code) if chosen.with_subcodes else {code.id}
            lines.append(
                CodeFinding(
                    code=code,
                    segments=snapshot.looking.count_together(len(own), asked, interviews, chosen.only_coder),
                    people=len(_people(own, chosen)),
                    interviews=len({segment.interview.id for segment in own}),
                    looked_in=len(snapshot.looking.looked_in_together(asked, interviews, chosen.only_coder)),
                    of_interviews=len(interviews),
                )
            )
    return tuple(lines)
