"""Who was interviewed in which wave, in which form, and why not. Counts keep whom they counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from coding.model import Snapshot
from core.design import Interview, InterviewKind, Participant, Site, Wave


@dataclass(frozen=True, slots=True, kw_only=True)
class AttritionChoices:
    """Whom the table is about. An empty tuple means: everybody."""

    roles: tuple[str, ...] = ()  #: Participants who hold or have held one of these.
    site_ids: tuple[str, ...] = ()


EVERYBODY = AttritionChoices()


class Attendance(StrEnum):
    """What a wave was for a participant."""

    INDIVIDUAL = "individual"
    FOCUS_GROUP = "focus group"
    BOTH = "individual and focus group"
    PLANNED = "planned"  #: Nothing but interviews that lie in the future.
    NOT_BEGUN = "not begun"  #: Nobody has been interviewed in this wave, and its first day is not here yet.
    EXPLAINED = "not interviewed"  #: and the reason is known
    UNEXPLAINED = "not interviewed, no reason recorded"

    @property
    def interviewed(self) -> bool:
        return self in (Attendance.INDIVIDUAL, Attendance.FOCUS_GROUP, Attendance.BOTH)


@dataclass(frozen=True, slots=True)
class AttritionCell:
    """One participant in one wave."""

    attendance: Attendance
    interviews: tuple[Interview, ...] = ()  #: Held and planned ones.
    reason: str = ""  #: As recorded; "" for somebody who was interviewed after all.


@dataclass(frozen=True, slots=True)
class AttritionRow:
    """One participant over the waves."""

    participant: Participant
    site: Site | None
    cells: tuple[AttritionCell, ...]  #: One for each wave, in the order of the table's waves.


@dataclass(frozen=True, slots=True)
class WaveAttendance:
    """Whom a wave reached, of whom. All are ids of participants."""

    wave: Wave
    has_begun: bool
    among: frozenset[str]
    individual: frozenset[str]  #: Those interviewed alone; some of them may have been in a group too.
    focus_group: frozenset[str]
    planned: frozenset[str]
    reasons: Mapping[str, frozenset[str]]  #: The reasons recorded, the most frequent first.
    unexplained: frozenset[str]

    @property
    def interviewed(self) -> frozenset[str]:
        return self.individual | self.focus_group

    @property
    def n(self) -> int:
        return len(self.interviewed)

    @property
    def of(self) -> int:
        return len(self.among)

    @property
    def share(self) -> float | None:
        """0 to 1; None when there is nobody to be interviewed."""
        return self.n / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Attrition:
    """The whole table. Staff (interviewers, interpreters) and participants who have withdrawn are not in it."""

    waves: tuple[Wave, ...]
    rows: tuple[AttritionRow, ...]  #: By pseudonym.
    per_wave: tuple[WaveAttendance, ...]
    every_wave: frozenset[str]  #: Ids of participants interviewed in each wave that has begun.
    without_wave: tuple[Interview, ...]  #: Interviews that count nowhere, because they belong to no wave.
    withdrawn: int  #: How many participants of the study have withdrawn.


def attrition(snapshot: Snapshot, chosen: AttritionChoices = EVERYBODY) -> Attrition:
    """The attrition table of the study at one moment. An interview without a date counts as held."""
    interviews = _interviews_of(snapshot)
    begun = {wave.id for wave in snapshot.waves if _has_begun(snapshot, wave)}
    reasons = {(a.participant_id, a.wave_id): a.reason for a in snapshot.absences}
    rows = tuple(
        AttritionRow(
            participant,
            snapshot.site.get(participant.site_id or ""),
            tuple(
                _cell(
                    snapshot,
                    interviews.get((participant.id, wave.id), ()),
                    reasons.get((participant.id, wave.id), ""),
                    has_begun=wave.id in begun,
                )
                for wave in snapshot.waves
            ),
        )
        for participant in sorted(_chosen(snapshot, chosen), key=lambda p: p.pseudonym.casefold())
    )
    per_wave = tuple(_attendance(wave, wave.id in begun, place, rows) for place, wave in enumerate(snapshot.waves))
    reached = [each.interviewed for each in per_wave if each.has_begun]
    return Attrition(
        waves=snapshot.waves,
        rows=rows,
        per_wave=per_wave,
        every_wave=frozenset.intersection(*reached) if reached else frozenset(),
        without_wave=tuple(i for i in snapshot.every_interview if i.wave_id is None),
        withdrawn=snapshot.withdrawn,
    )


def people_in(snapshot: Snapshot, interview: Interview) -> frozenset[str]:
    """Ids of the participants who take part: written down with the interview, or named as one of its voices."""
    coded = snapshot.interview.get(interview.id)
    voices = [speaker.participant_id for speaker in coded.speakers.values()] if coded else []
    return frozenset(i for i in (*interview.participant_ids, *voices) if i is not None and i in snapshot.participant)


def _chosen(snapshot: Snapshot, chosen: AttritionChoices) -> Iterable[Participant]:
    for participant in snapshot.participants:
        held = {each.role for each in participant.roles}
        by_role = not chosen.roles or not held.isdisjoint(chosen.roles)
        by_site = not chosen.site_ids or participant.site_id in chosen.site_ids
        if by_role and by_site and not participant.is_staff:
            yield participant


def _interviews_of(snapshot: Snapshot) -> Mapping[tuple[str, str], tuple[Interview, ...]]:
    """By participant and wave."""
    found: dict[tuple[str, str], list[Interview]] = defaultdict(list)
    for interview in snapshot.every_interview:
        if interview.wave_id is not None:
            for participant_id in people_in(snapshot, interview):
                found[participant_id, interview.wave_id].append(interview)
    return {key: tuple(interviews) for key, interviews in found.items()}


def _was_held(snapshot: Snapshot, interview: Interview) -> bool:
    return interview.held_on is None or interview.held_on <= snapshot.taken_at.date()


def _has_begun(snapshot: Snapshot, wave: Wave) -> bool:
    """Its first day has come, or somebody has been interviewed in it."""
    if wave.starts_on is not None and wave.starts_on <= snapshot.taken_at.date():
        return True
    return any(each.wave_id == wave.id and _was_held(snapshot, each) for each in snapshot.every_interview)


def _cell(snapshot: Snapshot, interviews: tuple[Interview, ...], reason: str, *, has_begun: bool) -> AttritionCell:
    kinds = {each.kind for each in interviews if _was_held(snapshot, each)}
    if kinds == {InterviewKind.INDIVIDUAL, InterviewKind.FOCUS_GROUP}:
        return AttritionCell(Attendance.BOTH, interviews)
    if kinds:
        alone = InterviewKind.INDIVIDUAL in kinds
        return AttritionCell(Attendance.INDIVIDUAL if alone else Attendance.FOCUS_GROUP, interviews)
    if reason:
        return AttritionCell(Attendance.EXPLAINED, interviews, reason)
    if interviews:
        return AttritionCell(Attendance.PLANNED, interviews)
    return AttritionCell(Attendance.UNEXPLAINED if has_begun else Attendance.NOT_BEGUN)


def _attendance(wave: Wave, has_begun: bool, place: int, rows: tuple[AttritionRow, ...]) -> WaveAttendance:
    cells = {row.participant.id: row.cells[place] for row in rows}

    def those(*wanted: Attendance) -> frozenset[str]:
        return frozenset(i for i, cell in cells.items() if cell.attendance in wanted)

    reasons: dict[str, set[str]] = defaultdict(set)
    for participant_id in those(Attendance.EXPLAINED):
        reasons[cells[participant_id].reason].add(participant_id)
    by_frequency = sorted(reasons.items(), key=lambda pair: (-len(pair[1]), pair[0].casefold()))
    return WaveAttendance(
        wave=wave,
        has_begun=has_begun,
        among=frozenset(cells),
        individual=those(Attendance.INDIVIDUAL, Attendance.BOTH),
        focus_group=those(Attendance.FOCUS_GROUP, Attendance.BOTH),
        planned=those(Attendance.PLANNED),
        reasons={reason: frozenset(ids) for reason, ids in by_frequency},
        unexplained=those(Attendance.UNEXPLAINED),
    )
