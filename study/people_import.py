"""Verbs that take participants and interviews from tables: first what would happen, then what is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sheets
from core.clock import new_id
from core.design import Interview, InterviewKind, Person
from storage import design_rows, people_rows, profile_rows
from storage.database import Connection
from storage.people_rows import name_key
from study.base import OpenStudy
from study.design import find_interview, leave_no_trace, site_named, wave_named
from study.interview_planning import InterviewPlan, PlannedInterview, plan_interviews
from study.people_planning import ParticipantPlan, PlannedParticipant, plan_participants
from study.pseudonyms import client_keys


class PeopleImportVerbs(OpenStudy):
    """Tables of participants and interviews, CSV or XLSX."""

    def preview_participants(self, person: Person, content: bytes, source: str) -> ParticipantPlan:
        """What the table would add, what it would change, and which rows cannot be taken. Nothing happens yet.

        `source` is what the person calls the file. Raises an InputError for what is no table of participants.
        """
        sheet = sheets.read(content, source)
        with self.reading(person) as connection:
            return _participant_plan(connection, sheet, source)

    def import_participants(
        self, person: Person, content: bytes, source: str, *, overwrite: bool = False
    ) -> ParticipantPlan:
        """Take the good rows; what the study says otherwise is replaced only with `overwrite`. What was done."""
        sheet = sheets.read(content, source)
        with self.writing(person) as connection:
            plan = _participant_plan(connection, sheet, source)
            ids = {name_key(p.pseudonym): p.id for p in design_rows.read_participants(connection)}
            for row in plan.rows:
                if row.adds or (overwrite and row.changes):
                    _take_participant(connection, row, ids, overwrite=overwrite)
                    key = name_key(row.pseudonym)
                    design_rows.insert_audit(connection, person, "import_participant", "participant", ids[key])
            gone = profile_rows.forget_unfounded(connection)
        leave_no_trace(self.database, gone)
        return plan

    def preview_interviews(self, person: Person, content: bytes, source: str) -> InterviewPlan:
        """As `preview_participants`, for a table of interviews."""
        sheet = sheets.read(content, source)
        with self.reading(person) as connection:
            return interview_plan(connection, sheet, source)

    def import_interviews(
        self, person: Person, content: bytes, source: str, *, overwrite: bool = False
    ) -> InterviewPlan:
        """As `import_participants`, for a table of interviews. New waves and sites are added to the study."""
        sheet = sheets.read(content, source)
        with self.writing(person) as connection:
            plan = interview_plan(connection, sheet, source)
            for row in plan.rows:
                if row.is_new or row.added or (overwrite and row.changed):
                    interview_id = take_interview(connection, row, overwrite=overwrite)
                    design_rows.insert_audit(connection, person, "import_interview", "interview", interview_id)
            return plan


def _participant_plan(connection: Connection, sheet: sheets.Sheet, source: str) -> ParticipantPlan:
    participants = design_rows.read_participants(connection)
    held = (role.role for participant in participants for role in participant.roles)
    roles = [*held, *(role.name for role in people_rows.read_study_roles(connection))]
    sites, attributes = design_rows.read_sites(connection), people_rows.read_attributes(connection)
    return plan_participants(sheet, source, participants, sites, attributes, roles, client_keys(connection))


def _take_participant(connection: Connection, row: PlannedParticipant, ids: dict[str, str], *, overwrite: bool) -> None:
    key = name_key(row.pseudonym)
    if key not in ids:
        ids[key] = design_rows.insert_participant(connection, row.pseudonym)
    participant_id = ids[key]
    site = row.site or (row.new_site if overwrite else None)
    if site:
        people_rows.set_site(connection, participant_id, site_named(connection, site).id)
    for role in row.roles:
        design_rows.insert_role(connection, participant_id, role.role, role.since)
    if row.consent:
        design_rows.insert_consent(connection, participant_id, row.consent)
    for value in (*row.values, *(row.new_values if overwrite else ())):
        people_rows.write_value(connection, participant_id, value)
    for kept, wanted in row.restarted if overwrite else ():
        people_rows.delete_held_role(connection, participant_id, kept.role, kept.since)
        design_rows.insert_role(connection, participant_id, wanted.role, wanted.since)


def interview_plan(connection: Connection, sheet: sheets.Sheet, source: str) -> InterviewPlan:
    """What a sheet of interviews would do to the study as it is."""
    return plan_interviews(
        sheet,
        source,
        design_rows.read_interviews(connection),
        design_rows.read_participants(connection),
        design_rows.read_waves(connection),
        design_rows.read_sites(connection),
    )


def take_interview(connection: Connection, row: PlannedInterview, *, overwrite: bool) -> str:
    """Write the interview; its id."""
    if row.interview_id is None:
        interview = Interview(new_id(), row.label, InterviewKind.INDIVIDUAL)
    else:
        interview = find_interview(connection, row.interview_id)
    values = {**row.added, **(row.changed if overwrite else {})}
    design_rows.write_interview(connection, replace(interview, **_with_ids(connection, values)))
    return interview.id


def _with_ids(connection: Connection, values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of `Interview`, waves and sites by id, added to the study where they are new."""
    fields = {name: value for name, value in values.items() if name not in ("wave", "site")}
    if values.get("wave"):
        fields["wave_id"] = wave_named(connection, values["wave"]).id
    if values.get("site"):
        fields["site_id"] = site_named(connection, values["site"]).id
    return fields
