"""How often a code was used: segments, participants, and of how many interviews.

A count keeps what it counted, so that two counts can be added without counting anybody twice. Two readings of
the same words (two rounds, or two coders in an independent round) are never added up: that is double coding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from coding.model import Coding, RoundKind, Snapshot
from coding.retrieval import EVERYTHING, CodedSegment, SegmentFilter, chosen_interviews, coded_segments, voices
from core.errors import InputError
from core.spans import Passage

Item = TypeVar("Item")


class DoubleCodingError(InputError):
    """Adding would count the same words twice."""

    template = (
        "These counts hold more than one reading of the same interview. "
        "Choose one round, and in a round where everybody codes alone, one coder."
    )


@dataclass(frozen=True, slots=True)
class CountedSegment:
    """What makes a coded segment one segment: the same code on the same passage is counted once."""

    interview_id: str
    code_id: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Reading:
    """Whose work on one code in one interview was counted."""

    interview_id: str
    code_id: str
    round_id: str
    coder_id: str | None  #: None in a consensus round, which belongs to the team.


@dataclass(frozen=True, slots=True)
class Count:
    """What was found, among whom it was looked for. Counts add up to the count of everything together.

    >>> (Count(interviews=frozenset({"a"})) + Count(interviews=frozenset({"a", "b"}))).n_interviews
    2
    """

    segments: frozenset[CountedSegment] = frozenset()
    participants: frozenset[str] = frozenset()  #: Ids of those who speak in the segments.
    interviews: frozenset[str] = frozenset()  #: Ids of those that hold the segments.
    among_participants: frozenset[str] = frozenset()
    among_interviews: frozenset[str] = frozenset()
    readings: frozenset[Reading] = frozenset()

    @property
    def n_segments(self) -> int:
        return len(self.segments)

    @property
    def n_participants(self) -> int:
        """Speakers not yet mapped to a participant are in the segments, not here."""
        return len(self.participants)

    @property
    def n_interviews(self) -> int:
        return len(self.interviews)

    @property
    def of_participants(self) -> int:
        return len(self.among_participants)

    @property
    def of_interviews(self) -> int:
        return len(self.among_interviews)

    @property
    def share_of_interviews(self) -> float | None:
        """0 to 1; None when there was no interview to look in."""
        return self.n_interviews / self.of_interviews if self.of_interviews else None

    def __add__(self, other: Count) -> Count:
        """Both together. Raises DoubleCodingError when they hold different readings of the same thing."""
        return total((self, other))


def total(counts: Iterable[Count]) -> Count:
    """All counts together. Raises DoubleCodingError when they hold different readings of the same thing."""
    many = tuple(counts)
    readings = _union(count.readings for count in many)
    if len({(reading.interview_id, reading.code_id) for reading in readings}) < len(readings):
        raise DoubleCodingError
    return Count(
        segments=_union(count.segments for count in many),
        participants=_union(count.participants for count in many),
        interviews=_union(count.interviews for count in many),
        among_participants=_union(count.among_participants for count in many),
        among_interviews=_union(count.among_interviews for count in many),
        readings=readings,
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a count belongs. A segment with several roles in it belongs to several cells."""

    code_id: str
    wave_id: str | None
    role: str | None
    round_id: str
    coder_id: str


@dataclass(frozen=True, slots=True)
class CodeCounts:
    """Counts per code, wave and role, of one snapshot."""

    cells: Mapping[Cell, Count] = field(default_factory=dict)
    looked_in: Mapping[tuple[str | None, str | None], Count] = field(default_factory=dict)
    """Per wave and role: the interviews in which that role is heard, and its participants."""

    def of(
        self,
        code_ids: Collection[str],
        *,
        wave_ids: Collection[str | None] | None = None,
        roles: Collection[str | None] | None = None,
        round_id: str | None = None,
        coder_id: str | None = None,
    ) -> Count:
        """The count of these codes together; None means any.

        Raises DoubleCodingError when a code was put on the same interview in several rounds, or by several coders
        of an independent round, and neither is named.
        """
        found = [
            count
            for cell, count in self.cells.items()
            if cell.code_id in code_ids
            and (wave_ids is None or cell.wave_id in wave_ids)
            and (roles is None or cell.role in roles)
            and (round_id is None or cell.round_id == round_id)
            and (coder_id is None or cell.coder_id == coder_id)
        ]
        among = [
            count
            for (wave_id, role), count in self.looked_in.items()
            if (wave_ids is None or wave_id in wave_ids) and (roles is None or role in roles)
        ]
        return total(found + among)


def count_codes(snapshot: Snapshot, chosen: SegmentFilter = EVERYTHING) -> CodeCounts:
    """Counts of the chosen segments; words of staff count only when the filter asks for them."""
    kinds = {round_.id: round_.kind for round_ in snapshot.rounds}
    gathered: dict[Cell, list[Count]] = {}
    for segment in coded_segments(snapshot, chosen):
        reading = _reading(segment.coding, kinds.get(segment.coding.round_id, RoundKind.INDEPENDENT))
        for role in _counted_roles(segment, chosen):
            gathered.setdefault(_cell(segment, role), []).append(_count(segment, role, reading))
    return CodeCounts({cell: total(counts) for cell, counts in gathered.items()}, _looked_in(snapshot, chosen))


def _union(sets: Iterable[frozenset[Item]]) -> frozenset[Item]:
    return frozenset[Item]().union(*sets)


def _reading(coding: Coding, kind: RoundKind) -> Reading:
    coder_id = coding.coder_id if kind is RoundKind.INDEPENDENT else None
    return Reading(coding.interview_id, coding.code_id, coding.round_id, coder_id)


def _counted_roles(segment: CodedSegment, chosen: SegmentFilter) -> tuple[str | None, ...]:
    return tuple(role for role in segment.roles if not chosen.roles or role in chosen.roles)


def _cell(segment: CodedSegment, role: str | None) -> Cell:
    coding = segment.coding
    return Cell(coding.code_id, segment.interview.wave_id, role, coding.round_id, coding.coder_id)


def _count(segment: CodedSegment, role: str | None, reading: Reading) -> Count:
    speaking = (voice.participant for voice in segment.voices if voice.role == role)
    return Count(
        segments=frozenset({CountedSegment(segment.interview.id, segment.code.id, segment.coding.passage)}),
        participants=frozenset(participant.id for participant in speaking if participant),
        interviews=frozenset({segment.interview.id}),
        readings=frozenset({reading}),
    )


def _looked_in(snapshot: Snapshot, chosen: SegmentFilter) -> Mapping[tuple[str | None, str | None], Count]:
    gathered: dict[tuple[str | None, str | None], list[Count]] = {}
    for coded in chosen_interviews(snapshot, chosen):
        for voice in voices(snapshot, coded).values():
            if _heard(voice.role, voice.staff, chosen) and not voice.withdrawn:
                among = frozenset({voice.participant.id}) if voice.participant else frozenset()
                count = Count(among_participants=among, among_interviews=frozenset({coded.interview.id}))
                gathered.setdefault((coded.interview.wave_id, voice.role), []).append(count)
    return {place: total(counts) for place, counts in gathered.items()}


def _heard(role: str | None, staff: bool, chosen: SegmentFilter) -> bool:
    return (not staff or chosen.asks_for_staff) and (not chosen.roles or role in chosen.roles)
