"""Verbs on rounds: who codes alone or together, which round one works in, what is finished and released.

An interview coded in an independent round is released when everybody named in the round has marked it as finished:
until then each coder's work is hidden from all others. A round names at least two coders, and a coder who has begun
stays named, so that nobody's work is ever shown before they have finished.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from coding.model import Round, RoundKind
from core.clock import new_id
from core.design import Person
from core.errors import InputError, NotFoundError, RefusedError
from storage import design_rows, round_rows
from storage.database import Connection
from study.base import OpenStudy, tidy_name
from study.design import NameTakenError, find_interview
from study.round_rules import (
    NotIndependentError,
    find_round,
    finish,
    finishers,
    names_of,
    require_open,
    round_to_work_in,
    take_back_finish,
)

FEWEST_CODERS = 2


class TooFewCodersError(InputError):
    """One coder alone has nobody to be independent of."""

    template = "Name at least two coders for “{label}”: it is released when all of them have finished."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class CoderHasBegunError(RefusedError):
    """Taking a coder off a round could show the others' work too early, or theirs."""

    template = "{name} has begun to code in “{label}”, so they stay named in it."

    def __init__(self, name: str, label: str) -> None:
        super().__init__(name=name, label=label)


@dataclass(frozen=True, slots=True)
class InterviewInRound:
    """How far one interview has come in an independent round. Says nothing about what was coded."""

    interview_id: str
    interview_label: str
    finished_by: tuple[str, ...]  #: Ids, the first first.
    released: bool


class RoundVerbs(OpenStudy):
    """Rounds of coding."""

    def rounds(self, person: Person) -> tuple[Round, ...]:
        """Every round, the first made first."""
        with self.reading(person) as connection:
            return round_rows.read_rounds(connection)

    def round_named(self, person: Person, label: str) -> Round:
        """The round of that name, whatever the letter case; NotFoundError."""
        for each in self.rounds(person):
            if each.label.casefold() == label.strip().casefold():
                return each
        raise NotFoundError("round", label)

    def add_round(self, person: Person, label: str, kind: RoundKind, coders: Iterable[Person] = ()) -> Round:
        """Add a round after the last. An independent one names everybody who codes in it: at least two."""
        label = tidy_name(label, "round")
        with self.writing(person) as connection:
            _require_free(connection, label)
            ids = tuple(dict.fromkeys(coder.id for coder in coders)) if kind is RoundKind.INDEPENDENT else ()
            made = Round(new_id(), label, kind, ids)
            _require_coders(connection, made)
            round_rows.insert_round(connection, made)
            self._changed(connection, person, "add_round", made.id)
            return find_round(connection, made.id)

    def rename_round(self, person: Person, round_id: str, label: str) -> Round:
        """Call a round something else; NameTakenError."""
        label = tidy_name(label, "round")
        with self.writing(person) as connection:
            known = find_round(connection, round_id)
            _require_free(connection, label, except_id=known.id)
            round_rows.rename_round(connection, round_id, label)
            self._changed(connection, person, "rename_round", round_id)
            return replace(known, label=label)

    def close_round(self, person: Person, round_id: str) -> Round:
        """Code nothing more in a round. What is in it stays, hidden or not, and can still be marked as finished."""
        return self._set_closed(person, round_id, closed=True)

    def reopen_round(self, person: Person, round_id: str) -> Round:
        """Code in a round again."""
        return self._set_closed(person, round_id, closed=False)

    def _set_closed(self, person: Person, round_id: str, *, closed: bool) -> Round:
        with self.writing(person) as connection:
            known = find_round(connection, round_id)
            round_rows.set_closed(connection, round_id, closed=closed)
            self._changed(connection, person, "close_round" if closed else "reopen_round", round_id)
            return replace(known, closed=closed)

    def name_coders(self, person: Person, round_id: str, coders: Iterable[Person]) -> Round:
        """Say who codes in an independent round: at least two, and all who have begun. What is released stays so."""
        with self.writing(person) as connection:
            known = find_round(connection, round_id)
            if known.kind is not RoundKind.INDEPENDENT:
                raise NotIndependentError(known.label)
            wanted = replace(known, coder_ids=tuple(dict.fromkeys(coder.id for coder in coders)))
            _require_coders(connection, wanted)
            begun = round_rows.read_coders_at_work(connection, round_id) & set(known.coder_ids)
            for coder_id in sorted(begun - set(wanted.coder_ids)):
                raise CoderHasBegunError(names_of(connection, [coder_id]), known.label)
            round_rows.write_coders(connection, round_id, wanted.coder_ids)
            _release_what_is_finished(connection, wanted)
            self._changed(connection, person, "name_coders", round_id)
            return find_round(connection, round_id)

    # --- one's round

    def current_round(self, person: Person) -> Round | None:
        """The round the person works in; None when no open round is theirs."""
        with self.reading(person) as connection:
            return round_to_work_in(connection, person)

    def choose_round(self, person: Person, round_id: str) -> Round:
        """Work in this round from now on, at every desk. RoundClosedError, NotACoderError."""
        with self.writing(person) as connection:
            wanted = find_round(connection, round_id)
            require_open(connection, person, wanted)
            round_rows.write_choice(connection, person, round_id)
            design_rows.insert_audit(connection, person, "choose_round", "round", round_id)
            return wanted

    # --- finished

    def mark_finished(self, person: Person, round_id: str, interview_id: str) -> InterviewInRound:
        """Say that one has coded the interview in an independent round. With the last coder's mark it is released."""
        with self.writing(person) as connection:
            find_interview(connection, interview_id)
            if finish(connection, person, find_round(connection, round_id), interview_id):
                design_rows.raise_every_revision(connection, [interview_id])
                design_rows.insert_audit(connection, person, "mark_finished", "interview", interview_id)
            return _in_round(connection, round_id, interview_id)

    def unmark_finished(self, person: Person, round_id: str, interview_id: str) -> InterviewInRound:
        """Go on coding an interview in an independent round; ReleasedError once the others see it."""
        with self.writing(person) as connection:
            find_interview(connection, interview_id)
            if take_back_finish(connection, person, find_round(connection, round_id), interview_id):
                design_rows.raise_every_revision(connection, [interview_id])
                design_rows.insert_audit(connection, person, "unmark_finished", "interview", interview_id)
            return _in_round(connection, round_id, interview_id)

    def round_progress(self, person: Person, round_id: str) -> tuple[InterviewInRound, ...]:
        """How far each interview has come in a round, by label."""
        with self.reading(person) as connection:
            find_round(connection, round_id)
            done = [each for each in round_rows.read_finished(connection) if each.round_id == round_id]
            released = round_rows.read_releases(connection)
            return tuple(
                InterviewInRound(
                    interview.id,
                    interview.label,
                    tuple(each.person_id for each in done if each.interview_id == interview.id),
                    (round_id, interview.id) in released,
                )
                for interview in sorted(design_rows.read_interviews(connection), key=lambda i: i.label.casefold())
            )

    def _changed(self, connection: Connection, person: Person, verb: str, round_id: str) -> None:
        design_rows.raise_every_revision(connection)  # open desks say which round they are in
        design_rows.insert_audit(connection, person, verb, "round", round_id)


def _require_free(connection: Connection, label: str, except_id: str = "") -> None:
    for each in round_rows.read_rounds(connection):
        if each.label.casefold() == label.casefold() and each.id != except_id:
            raise NameTakenError("round", label)


def _require_coders(connection: Connection, round_: Round) -> None:
    if round_.kind is not RoundKind.INDEPENDENT:
        return
    known = {person.id for person in design_rows.read_people(connection)}
    for stranger in set(round_.coder_ids) - known:
        raise NotFoundError("person", stranger)
    if len(round_.coder_ids) < FEWEST_CODERS:
        raise TooFewCodersError(round_.label)


def _release_what_is_finished(connection: Connection, round_: Round) -> None:
    """Where a coder who never began is named no longer, everybody left may have finished an interview already."""
    released = round_rows.read_releases(connection)
    for interview in design_rows.read_interviews(connection):
        done = set(finishers(connection, round_.id, interview.id))
        if (round_.id, interview.id) not in released and set(round_.coder_ids) <= done:
            round_rows.write_release(connection, round_.id, interview.id)


def _in_round(connection: Connection, round_id: str, interview_id: str) -> InterviewInRound:
    return InterviewInRound(
        interview_id,
        find_interview(connection, interview_id).label,
        finishers(connection, round_id, interview_id),
        (round_id, interview_id) in round_rows.read_releases(connection, interview_id),
    )
