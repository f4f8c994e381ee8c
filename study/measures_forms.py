"""Verbs on clients' questionnaires: enter, correct (the earlier answers stay to be seen), score, describe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from core.clock import new_id, now
from core.design import Person
from core.errors import ConflictError, InputError, NotFoundError
from core.problems import Problem
from measures import INSTRUMENTS
from measures.answers import count_answered, read_answers
from measures.descriptives import OccasionRow, describe
from measures.forms import Client, ClientForm, Entry, ScoredForm
from measures.model import Answers, Instrument, Occasion
from storage import design_rows, measures_rows
from storage.database import Connection
from study.base import OpenStudy
from study.measures_clients import find_client, refuse_withdrawn


class BadAnswersError(InputError):
    """Answers that no form of this kind can have."""

    template = "These answers cannot be kept:\n{problems}"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems="\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class WrongNumberOfAnswersError(InputError):
    """Not as many answers as there are items."""

    template = "“{name}” has {items} items, and {given} answers were given. Leave those that were not answered empty."

    def __init__(self, name: str, items: int, given: int) -> None:
        super().__init__(name=name, items=items, given=given)


class NothingAnsweredError(InputError):
    """A form without a single answer."""

    template = "No item of “{name}” is answered, so there is nothing to keep."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class EnteredAlreadyError(ConflictError):
    """The form is there already."""

    template = "“{name}” is already entered for “{whom}” on this occasion. Correct that form instead."

    def __init__(self, name: str, whom: str) -> None:
        super().__init__(name=name, whom=whom)


class ReplacedMeanwhileError(ConflictError):
    """Somebody has corrected or removed the form meanwhile."""

    template = "This form was corrected or removed meanwhile. Look at it again, then decide."


class FormVerbs(OpenStudy):
    """Questionnaires of clients."""

    def client_forms(self, person: Person) -> tuple[ScoredForm, ...]:
        """Every form that holds, with its scores; none of clients who have withdrawn. Oldest entry first."""
        with self.reading(person) as connection:
            return tuple(map(scored, measures_rows.read_forms(connection)))

    def form_history(
        self, person: Person, client_id: str, instrument_id: str, occasion: Occasion
    ) -> tuple[ScoredForm, ...]:
        """Everything that was ever entered as this form, oldest first; the last holds unless it was removed."""
        with self.reading(person) as connection:
            return tuple(map(scored, measures_rows.read_versions(connection, client_id, instrument_id, occasion)))

    def record_answers(
        self,
        person: Person,
        client_id: str,
        instrument_id: str,
        occasion: Occasion,
        answers: Sequence[object],
        filled_in_on: date | None = None,
    ) -> ScoredForm:
        """Enter a client's form: an answer for each item in order, None where there is none. BadAnswersError."""
        instrument = find_instrument(instrument_id)
        kept = _checked(instrument, answers)
        with self.writing(person) as connection:
            client = find_client(connection, client_id)
            refuse_withdrawn(client)
            _refuse_second_form(connection, client, instrument, Occasion(occasion))
            form = _new_form(person, client_id, instrument, Occasion(occasion), kept, filled_in_on)
            measures_rows.insert_form(connection, form)
            design_rows.insert_audit(connection, person, "record_answers", "client_form", form.id)
            return scored(form)

    def correct_answers(
        self, person: Person, form_id: str, answers: Sequence[object], filled_in_on: date | None = None
    ) -> ScoredForm:
        """Enter a form anew; what it said before stays in its history. ReplacedMeanwhileError."""
        with self.writing(person) as connection:
            old = find_form(connection, form_id)
            instrument = find_instrument(old.instrument_id)
            kept = _checked(instrument, answers)
            form = _new_form(person, old.client_id, instrument, old.occasion, kept, filled_in_on)
            measures_rows.replace_form(connection, form_id, person)
            measures_rows.insert_form(connection, form)
            design_rows.insert_audit(connection, person, "correct_answers", "client_form", form.id)
            return scored(form)

    def remove_form(self, person: Person, form_id: str) -> None:
        """The form belongs to somebody else, or was never filled in; it stays in the history."""
        with self.writing(person) as connection:
            find_form(connection, form_id)
            measures_rows.replace_form(connection, form_id, person)
            design_rows.insert_audit(connection, person, "remove_form", "client_form", form_id)

    def descriptives(self, person: Person, instrument_id: str | None = None) -> tuple[OccasionRow, ...]:
        """n, mean, sd and missing of every score, on the occasions on which somebody has filled in the instrument."""
        with self.reading(person) as connection:
            forms = tuple(map(scored, measures_rows.read_forms(connection)))
            clients = sum(client.withdrawn_on is None for client in measures_rows.read_clients(connection))
        chosen = [each for each in INSTRUMENTS.values() if instrument_id in (None, each.id)]
        return tuple(row for instrument in chosen for row in _rows(instrument, forms, clients))


def _rows(instrument: Instrument, forms: Sequence[ScoredForm], clients: int) -> Iterator[OccasionRow]:
    for place, kind in enumerate(instrument.scores):
        for occasion in Occasion:
            scores = [
                each.scores[place]
                for each in forms
                if each.instrument.id == instrument.id and each.form.occasion is occasion
            ]
            if scores:
                yield OccasionRow(instrument, kind, occasion, describe(scores, clients))


def scored(form: ClientForm) -> ScoredForm:
    """The form with what it comes to."""
    instrument = find_instrument(form.instrument_id)
    return ScoredForm(form, instrument, instrument.score(form.answers))


def find_instrument(instrument_id: str) -> Instrument:
    """The instrument with that id; NotFoundError."""
    if instrument_id not in INSTRUMENTS:
        raise NotFoundError("questionnaire", instrument_id)
    return INSTRUMENTS[instrument_id]


def find_form(connection: Connection, form_id: str) -> ClientForm:
    """The form, when it still holds; ReplacedMeanwhileError otherwise."""
    for form in measures_rows.read_forms(connection):
        if form.id == form_id:
            return form
    raise ReplacedMeanwhileError


def checked_answers(name: str, answers: Sequence[object], items: int, lowest: int, highest: int) -> Answers:
    """The answers as they are kept. WrongNumberOfAnswersError, BadAnswersError, NothingAnsweredError."""
    if len(answers) != items:
        raise WrongNumberOfAnswersError(name, items, len(answers))
    kept, problems = read_answers(answers, lowest, highest)
    if problems:
        raise BadAnswersError(problems)
    if not count_answered(kept):
        raise NothingAnsweredError(name)
    return kept


def _checked(instrument: Instrument, answers: Sequence[object]) -> Answers:
    return checked_answers(instrument.name, answers, len(instrument.items), instrument.lowest, instrument.highest)


def _refuse_second_form(connection: Connection, client: Client, instrument: Instrument, occasion: Occasion) -> None:
    for form in measures_rows.read_forms(connection):
        if (form.client_id, form.instrument_id, form.occasion) == (client.id, instrument.id, occasion):
            raise EnteredAlreadyError(instrument.name, client.label)


def _new_form(
    person: Person,
    client_id: str,
    instrument: Instrument,
    occasion: Occasion,
    answers: Answers,
    filled_in_on: date | None,
) -> ClientForm:
    return ClientForm(new_id(), client_id, instrument.id, occasion, answers, filled_in_on, Entry(person.id, now()))
