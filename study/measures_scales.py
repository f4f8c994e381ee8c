"""Verbs on scales of the study's own: which items a wave's form had, and what participants answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.clock import new_id, now
from core.design import Participant, Person
from core.errors import ConflictError, NotFoundError
from measures import own
from measures.descriptives import Descriptive, describe
from measures.forms import Entry, ScaleForm, ScoredScale
from measures.own import OwnScale, Scoring
from storage import design_rows, scale_rows
from storage.database import Connection
from study.base import OpenStudy, tidy_name
from study.design import find_participant, unless_taken
from study.measures_forms import EnteredAlreadyError, ReplacedMeanwhileError, checked_answers
from study.people_order import find_wave


class ScaleUsedError(ConflictError):
    """A scale with answers is what the answers were given to."""

    template = "“{name}” has {count} forms, so its items and scoring stay as they are. Make another scale instead."

    def __init__(self, name: str, count: int) -> None:
        super().__init__(name=name, count=count)


class WithdrawnParticipantError(ConflictError):
    """Nothing more is written down about somebody who has withdrawn."""

    template = "“{pseudonym}” has withdrawn, so no answers can be entered for them."

    def __init__(self, pseudonym: str) -> None:
        super().__init__(pseudonym=pseudonym)


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """A scale of one wave, with what can be said about its scores."""

    scale: OwnScale
    figures: Descriptive


class ScaleVerbs(OpenStudy):
    """Scales for helpers and other participants."""

    def scales(self, person: Person) -> tuple[OwnScale, ...]:
        """Every scale, in the order of the waves, then by name."""
        with self.reading(person) as connection:
            return scale_rows.read_scales(connection)

    def add_scale(
        self,
        person: Person,
        wave_id: str,
        name: str,
        items: Iterable[str],
        lowest: int,
        highest: int,
        *,
        reversed_items: Iterable[int] = (),
        scoring: Scoring = Scoring.MEAN,
        most_missing: int | None = None,
    ) -> OwnScale:
        """Say which items a wave's form has. `most_missing` is a fifth of the items unless given. BadScaleError."""
        texts = tuple(items)
        allowed = own.usual_missing(len(texts)) if most_missing is None else most_missing
        turned = tuple(sorted(set(reversed_items)))
        scale = _checked(OwnScale(new_id(), wave_id, name, texts, lowest, highest, turned, Scoring(scoring), allowed))
        with self.writing(person) as connection:
            find_wave(connection, wave_id)
            return _keep(connection, person, scale, "add_scale")

    def copy_scale(self, person: Person, scale_id: str, wave_id: str) -> OwnScale:
        """Use the same items in another wave."""
        with self.writing(person) as connection:
            find_wave(connection, wave_id)
            copy = replace(find_scale(connection, scale_id), id=new_id(), wave_id=wave_id)
            return _keep(connection, person, copy, "copy_scale")

    def change_scale(self, person: Person, scale: OwnScale) -> OwnScale:
        """Change a scale; once it has answers, its name only. ScaleUsedError, BadScaleError, NameTakenError."""
        changed = _checked(scale)
        with self.writing(person) as connection:
            before = find_scale(connection, scale.id)
            find_wave(connection, changed.wave_id)
            if replace(before, name=changed.name) != changed:
                _refuse_used(connection, before)
            return _keep(connection, person, changed, "change_scale")

    def delete_scale(self, person: Person, scale_id: str) -> None:
        """Delete a scale nobody has answered. ScaleUsedError otherwise."""
        with self.writing(person) as connection:
            _refuse_used(connection, find_scale(connection, scale_id))
            scale_rows.delete_scale(connection, scale_id)
            design_rows.insert_audit(connection, person, "delete_scale", "own_scale", scale_id)

    # --- answers

    def scale_forms(self, person: Person, participant_id: str | None = None) -> tuple[ScoredScale, ...]:
        """Every form that holds with its score, of one participant or of all who have not withdrawn."""
        with self.reading(person) as connection:
            forms = _scored(connection, scale_rows.read_scale_forms(connection))
        return tuple(each for each in forms if participant_id in (None, each.form.participant_id))

    def scale_form_history(self, person: Person, scale_id: str, participant_id: str) -> tuple[ScoredScale, ...]:
        """Everything that was ever entered as this form, oldest first; the last holds unless it was removed."""
        with self.reading(person) as connection:
            return _scored(connection, scale_rows.read_scale_versions(connection, scale_id, participant_id))

    def record_scale_answers(
        self,
        person: Person,
        scale_id: str,
        participant_id: str,
        answers: Sequence[object],
        filled_in_on: date | None = None,
    ) -> ScoredScale:
        """Enter a participant's form, an answer for each item in order, None where there is none."""
        with self.writing(person) as connection:
            scale, participant = find_scale(connection, scale_id), find_participant(connection, participant_id)
            _refuse_second(connection, scale, participant)
            return _insert(connection, person, scale, participant_id, answers, filled_in_on, "record_scale_answers")

    def correct_scale_answers(
        self, person: Person, form_id: str, answers: Sequence[object], filled_in_on: date | None = None
    ) -> ScoredScale:
        """Enter a form anew; what it said before stays in its history. ReplacedMeanwhileError."""
        with self.writing(person) as connection:
            old = _find_form(connection, form_id)
            scale = find_scale(connection, old.scale_id)
            scale_rows.replace_scale_form(connection, form_id, person)
            whose, verb = old.participant_id, "correct_scale_answers"
            return _insert(connection, person, scale, whose, answers, filled_in_on, verb)

    def remove_scale_form(self, person: Person, form_id: str) -> None:
        """The form belongs to somebody else, or was never filled in; it stays in the history."""
        with self.writing(person) as connection:
            _find_form(connection, form_id)
            scale_rows.replace_scale_form(connection, form_id, person)
            design_rows.insert_audit(connection, person, "remove_scale_form", "scale_form", form_id)

    def scale_descriptives(self, person: Person) -> tuple[ScaleRow, ...]:
        """n, mean, sd and incomplete forms of every scale that somebody has answered."""
        with self.reading(person) as connection:
            scales = scale_rows.read_scales(connection)
            forms = _scored(connection, scale_rows.read_scale_forms(connection))
        rows = ((scale, [each.score for each in forms if each.scale.id == scale.id]) for scale in scales)
        return tuple(ScaleRow(scale, describe(scores)) for scale, scores in rows if scores)


def find_scale(connection: Connection, scale_id: str) -> OwnScale:
    for scale in scale_rows.read_scales(connection):
        if scale.id == scale_id:
            return scale
    raise NotFoundError("scale", scale_id)


def _checked(scale: OwnScale) -> OwnScale:
    tidy = replace(
        scale, name=tidy_name(scale.name, "name"), items=tuple(tidy_name(item, "item") for item in scale.items)
    )
    own.check(tidy)
    return tidy


def _keep(connection: Connection, person: Person, scale: OwnScale, verb: str) -> OwnScale:
    unless_taken("scale", scale.name, lambda: scale_rows.write_scale(connection, scale))
    design_rows.insert_audit(connection, person, verb, "own_scale", scale.id)
    return scale


def _refuse_used(connection: Connection, scale: OwnScale) -> None:
    if count := scale_rows.count_scale_forms(connection, scale.id):
        raise ScaleUsedError(scale.name, count)


def _scored(connection: Connection, forms: Iterable[ScaleForm]) -> tuple[ScoredScale, ...]:
    scales = {scale.id: scale for scale in scale_rows.read_scales(connection)}
    found = ((form, scales[form.scale_id]) for form in forms)
    return tuple(ScoredScale(form, scale, own.score(scale, form.answers)) for form, scale in found)


def _find_form(connection: Connection, form_id: str) -> ScaleForm:
    for form in scale_rows.read_scale_forms(connection):
        if form.id == form_id:
            return form
    raise ReplacedMeanwhileError


def _refuse_second(connection: Connection, scale: OwnScale, participant: Participant) -> None:
    if participant.withdrawn_on:
        raise WithdrawnParticipantError(participant.pseudonym)
    for form in scale_rows.read_scale_forms(connection):
        if (form.scale_id, form.participant_id) == (scale.id, participant.id):
            raise EnteredAlreadyError(scale.name, participant.pseudonym)


def _insert(
    connection: Connection,
    person: Person,
    scale: OwnScale,
    participant_id: str,
    answers: Sequence[object],
    filled_in_on: date | None,
    verb: str,
) -> ScoredScale:
    kept = checked_answers(scale.name, answers, len(scale.items), scale.lowest, scale.highest)
    form = ScaleForm(new_id(), scale.id, participant_id, kept, filled_in_on, Entry(person.id, now()))
    scale_rows.insert_scale_form(connection, form)
    design_rows.insert_audit(connection, person, verb, "scale_form", form.id)
    return ScoredScale(form, scale, own.score(scale, kept))
