"""Reading everything a count, a table or an export needs, at one moment."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from coding.model import CodedInterview, Coding, Snapshot
from core.clock import now
from core.design import Interview, Person
from storage import (
    coding_rows,
    design_rows,
    guide_rows,
    looking_rows,
    memo_rows,
    people_rows,
    transcript_rows,
    translation_rows,
)
from storage.database import Connection
from storage.transcript_rows import TranscriptVersion
from study.base import OpenStudy
from study.codebook import read_codebook
from study.memo_sight import InSight, seen_links, seen_memos
from transcripts.model import Turn
from transcripts.translations import Translation


class SnapshotVerbs(OpenStudy):
    """The study as data."""

    def snapshot(self, person: Person) -> Snapshot:
        """The study as it is now. Withdrawn participants, their turns and whatever touches those are absent, and so is
        what others have coded in independent rounds that are not released."""
        state = self.database.state()
        with self.reading(person) as connection:
            snapshot = self.memory.recall(person, state, lambda: read_snapshot(connection, person))
        return replace(snapshot, taken_at=now())


def read_snapshot(connection: Connection, viewer: Person) -> Snapshot:
    """The study as one transaction sees it, without codings, memos and marks that are hidden from the person."""
    everybody = design_rows.read_participants(connection)
    staying = tuple(p for p in everybody if p.withdrawn_on is None)
    gone = {p.id for p in everybody} - {p.id for p in staying}
    interviews = _interviews(connection)
    codings = tuple(_codings(connection, viewer, interviews, all_shown=not gone))
    every_interview = _still_with_somebody(design_rows.read_interviews(connection), gone)
    in_sight = InSight(
        codings={coding.id for coding in codings},
        turns={turn.id for coded in interviews for turn in coded.turns},
        interviews={interview.id for interview in every_interview},
        gone=gone,
    )
    memos = seen_memos(connection, viewer, memo_rows.read_memos(connection, viewer), in_sight)
    return Snapshot(
        study_title=design_rows.read_study(connection)[1],
        taken_at=now(),
        codebook=read_codebook(connection),
        waves=design_rows.read_waves(connection),
        sites=design_rows.read_sites(connection),
        participants=staying,
        people=design_rows.read_people(connection),
        rounds=coding_rows.read_rounds(connection),
        interviews=interviews,
        codings=codings,
        memos=memos,
        memo_links=seen_links(connection, viewer, memos),
        every_interview=every_interview,
        attributes=people_rows.read_attributes(connection),
        absences=tuple(a for a in people_rows.read_absences(connection) if a.participant_id not in gone),
        questions=guide_rows.read_questions(connection),
        marks=guide_rows.read_marks(connection),
        looking=looking_rows.read_looking(connection, viewer),
        withdrawn=len(gone),
    )


def _still_with_somebody(interviews: tuple[Interview, ...], gone: Container[str]) -> tuple[Interview, ...]:
    """Without those in which everybody has withdrawn; the others name only who stays."""
    staying = {i.id: tuple(p for p in i.participant_ids if p not in gone) for i in interviews}
    return tuple(
        replace(interview, participant_ids=staying[interview.id])
        for interview in interviews
        if staying[interview.id] or not interview.participant_ids
    )


def _interviews(connection: Connection) -> tuple[CodedInterview, ...]:
    current = {v.interview_id: v for v in transcript_rows.read_versions(connection) if v.is_current}
    recordings = design_rows.read_recordings(connection)
    turns = {i: transcript_rows.read_turns(connection, version.id) for i, version in current.items()}
    return tuple(
        CodedInterview(
            interview=interview,
            turns=turns[interview.id],
            speakers={s.label: s for s in transcript_rows.read_speakers(connection, current[interview.id].id)},
            recordings=tuple(r for r in recordings if r.interview_id == interview.id),
            machine_made=current[interview.id].machine_made,
            translations=_translations(connection, current[interview.id], turns[interview.id]),
        )
        for interview in design_rows.read_interviews(connection)
        if interview.id in current
    )


def _translations(
    connection: Connection, version: TranscriptVersion, turns: Sequence[Turn]
) -> dict[str, tuple[Translation, ...]]:
    by_turn: dict[str, tuple[Translation, ...]] = {}
    for made in translation_rows.read_shown(connection, version.interview_id, version.id, turns):
        by_turn[made.turn_id] = (*by_turn.get(made.turn_id, ()), made)
    return by_turn


def _codings(
    connection: Connection, viewer: Person, interviews: tuple[CodedInterview, ...], *, all_shown: bool
) -> Iterator[Coding]:
    """Those on shown turns. `all_shown`: nobody has withdrawn, so that the turns at hand are all there are."""
    turns = {coded.interview.id: [turn.id for turn in coded.turns] for coded in interviews}
    codings: dict[str, list[Coding]] = {}
    for coding in coding_rows.read_codings(connection, viewer):
        codings.setdefault(coding.interview_id, []).append(coding)
    for version in transcript_rows.read_versions(connection):
        own = codings.get(version.interview_id)
        if version.is_current and own:
            shown = turns[version.interview_id]
            order = shown if all_shown else transcript_rows.read_turn_order(connection, version.id)
            yield from codings_within(own, order, set(shown))


def codings_within(codings: Iterable[Coding], order: Sequence[str], shown: Container[str]) -> Iterator[Coding]:
    """Those codings whose every turn, from the first to the last, is in `shown`; `order` holds all turns' ids."""
    place = {turn: n for n, turn in enumerate(order)}
    for coding in codings:
        first, last = place.get(coding.passage.start_turn), place.get(coding.passage.end_turn)
        if first is not None and last is not None and all(turn in shown for turn in order[first : last + 1]):
            yield coding
