"""Verbs that take clients' answers from a table: first what would happen, then what is asked for."""

from __future__ import annotations

import sheets
from core.clock import new_id, now
from core.design import Person
from measures.forms import ClientForm, Entry
from storage import design_rows, measures_rows
from storage.database import Connection
from storage.people_rows import name_key
from study.base import OpenStudy
from study.measures_clients import insert_client
from study.measures_forms import find_instrument
from study.measures_planning import FormPlan, PlannedForm, plan_forms


class MeasuresImportVerbs(OpenStudy):
    """Tables of answers, CSV or XLSX: a row for each client and occasion, a column for each item."""

    def preview_answers(self, person: Person, content: bytes, source: str, instrument_id: str) -> FormPlan:
        """What the table would add, what it would correct, and which rows cannot be taken. Nothing happens yet.

        `source` is what the person calls the file. Raises an InputError for what is no table of answers.
        """
        sheet = sheets.read(content, source)
        with self.reading(person) as connection:
            return _plan(connection, sheet, source, instrument_id)

    def import_answers(
        self, person: Person, content: bytes, source: str, instrument_id: str, *, overwrite: bool = False
    ) -> FormPlan:
        """Take the good rows; forms the study has otherwise are corrected only with `overwrite`. What was done."""
        sheet = sheets.read(content, source)
        with self.writing(person) as connection:
            plan = _plan(connection, sheet, source, instrument_id)
            ids = {name_key(client.label): client.id for client in measures_rows.read_clients(connection)}
            for row in plan.rows:
                if row.known is None or (overwrite and row.changes):
                    _take(connection, person, plan, row, ids)
            return plan


def _plan(connection: Connection, sheet: sheets.Sheet, source: str, instrument_id: str) -> FormPlan:
    pseudonyms = [participant.pseudonym for participant in design_rows.read_participants(connection)]
    clients, forms = measures_rows.read_clients(connection), measures_rows.read_forms(connection)
    return plan_forms(sheet, source, find_instrument(instrument_id), clients, forms, pseudonyms)


def _take(connection: Connection, person: Person, plan: FormPlan, row: PlannedForm, ids: dict[str, str]) -> None:
    key = name_key(row.label)
    if key not in ids:
        ids[key] = insert_client(connection, person, row.label).id
    day = row.filled_in_on
    if row.known:
        measures_rows.replace_form(connection, row.known.id, person)
        day = day or row.known.filled_in_on
    entry = Entry(person.id, now())
    form = ClientForm(new_id(), ids[key], plan.instrument.id, row.occasion, row.answers, day, entry)
    measures_rows.insert_form(connection, form)
    design_rows.insert_audit(connection, person, "import_answers", "client_form", form.id)
