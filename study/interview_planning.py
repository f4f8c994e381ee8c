"""From the rows of a table to what they would add to the study's interviews. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.design import Interview, InterviewKind, Participant, Site, Wave
from core.errors import InputError, WorkbenchError
from core.messages import translate
from core.problems import Problem
from sheets import Sheet
from storage.design_rows import label_key
from storage.people_rows import name_key
from study.base import tidy_name
from study.people_columns import INTERVIEW_COLUMNS, ColumnUse, cells_of, columns_of, in_order
from study.people_planning import Change
from study.people_values import read_day
from study.people_words import parts_of, read_kind, read_languages


class UnknownParticipantError(InputError):
    """A row names somebody the study does not know."""

    template = "There is no participant “{pseudonym}” in this study. Import the participants first, then this table."

    def __init__(self, pseudonym: str) -> None:
        super().__init__(pseudonym=pseudonym)


class RowTwiceError(InputError):
    """Two rows are about one interview."""

    template = "“{label}” stands in row {line} already. One row for each interview."

    def __init__(self, label: str, line: int) -> None:
        super().__init__(label=label, line=line)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedInterview:
    """What one row of a table would do. `added` fills what is empty; `changed` replaces, only when asked for."""

    line: int
    label: str
    interview_id: str | None = None  #: None: a new interview.
    added: Mapping[str, Any]  #: By field of `Interview`; `wave` and `site` by name, as they may be new.
    changed: Mapping[str, Any]
    changes: tuple[Change, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.interview_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewPlan:
    """What a table would do to the interviews."""

    columns: tuple[ColumnUse, ...]
    rows: tuple[PlannedInterview, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def new(self) -> tuple[PlannedInterview, ...]:
        return tuple(row for row in self.rows if row.is_new)

    @property
    def adding(self) -> tuple[PlannedInterview, ...]:
        """Rows that fill what is empty in interviews the study has."""
        return tuple(row for row in self.rows if row.added and not row.is_new)

    @property
    def changing(self) -> tuple[PlannedInterview, ...]:
        return tuple(row for row in self.rows if row.changes)

    @property
    def unchanged(self) -> tuple[PlannedInterview, ...]:
        """Rows that say what the study knows already."""
        return tuple(row for row in self.rows if not row.is_new and not row.added and not row.changes)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows are compared with."""

    interviews: Mapping[str, Interview]
    participants: Mapping[str, Participant]
    waves: Mapping[str, Wave]
    sites: Mapping[str, Site]


def plan_interviews(
    sheet: Sheet,
    source: str,
    interviews: Sequence[Interview],
    participants: Sequence[Participant],
    waves: Sequence[Wave],
    sites: Sequence[Site],
) -> InterviewPlan:
    """What each row would do, and what is wrong with those that cannot be taken. Raises NoColumnError."""
    uses, problems = columns_of(sheet, source, INTERVIEW_COLUMNS, "label")
    known = _Known(
        {label_key(each.label): each for each in interviews},
        {name_key(each.pseudonym): each for each in participants},
        {each.id: each for each in waves},
        {each.id: each for each in sites},
    )
    seen: dict[str, int] = {}
    rows = []
    for row in sheet.rows[1:]:
        try:
            planned = _planned(row.number, cells_of(row, uses), known)
            if seen.setdefault(label_key(planned.label), row.number) != row.number:
                raise RowTwiceError(planned.label, seen[label_key(planned.label)])
            rows.append(planned)
        except WorkbenchError as error:
            problems.append(Problem(str(error), row.number, source))
    return InterviewPlan(columns=uses, rows=tuple(rows), problems=in_order(problems))


def _planned(line: int, cells: Mapping[ColumnUse, str], known: _Known) -> PlannedInterview:
    said = {use.field: text for use, text in cells.items() if use.field}
    label = tidy_name(said.get("label", ""), "interview")
    values = _values(said, known)
    before = known.interviews.get(label_key(label))
    if before is None:
        return PlannedInterview(line=line, label=label, added=values, changed={})
    plan = PlannedInterview(line=line, label=before.label, interview_id=before.id, added={}, changed={})
    for name, value in values.items():
        plan = _compared(plan, name, _kept(before, name, known), value, known)
    return plan


def _values(said: Mapping[str, str], known: _Known) -> dict[str, Any]:
    """What the row says, by field."""
    values: dict[str, Any] = {
        name: " ".join(said[name].split()) for name in ("interviewer", "interpreter", "mode", "setting") if name in said
    }
    for name, read in (
        ("kind", read_kind),
        ("held_on", read_day),
        ("languages", read_languages),
        ("wave", lambda text: tidy_name(text, "wave")),
        ("site", lambda text: tidy_name(text, "site")),
        ("field_notes", str),
    ):
        if name in said:
            values[name] = read(said[name])
    if "participants" in said:
        values["participant_ids"] = _people(said["participants"], known)
    return values


def _people(text: str, known: _Known) -> tuple[str, ...]:
    """Ids of the participants a cell names; a pseudonym may itself hold a comma."""
    names = (text,) if name_key(text) in known.participants else parts_of(text)
    for name in names:
        if name_key(name) not in known.participants:
            raise UnknownParticipantError(name)
    return tuple(dict.fromkeys(known.participants[name_key(name)].id for name in names))


def _kept(interview: Interview, name: str, known: _Known) -> Any:
    """What the study has; waves and sites by name."""
    if name == "wave":
        return known.waves[interview.wave_id].label if interview.wave_id else ""
    if name == "site":
        return known.sites[interview.site_id].name if interview.site_id else ""
    return getattr(interview, name)


def _compared(plan: PlannedInterview, name: str, before: Any, now: Any, known: _Known) -> PlannedInterview:
    if name == "participant_ids":
        missing = tuple(i for i in now if i not in before)
        return replace(plan, added={**plan.added, name: (*before, *missing)}) if missing else plan
    if before == now or (name in ("wave", "site") and name_key(before) == name_key(_wave_name(now, name, known))):
        return plan
    if not before:
        return replace(plan, added={**plan.added, name: now})
    change = Change(translate(INTERVIEW_COLUMNS[name][0]), _shown(before), _shown(now))
    return replace(plan, changed={**plan.changed, name: now}, changes=(*plan.changes, change))


def _wave_name(name: str, field: str, known: _Known) -> str:
    """A bare number means “Wave 2”, as everywhere in the study."""
    if field == "wave" and name.isdecimal() and name_key(name) not in {name_key(w.label) for w in known.waves.values()}:
        return translate("Wave {number}", number=name)
    return name


def _shown(value: Any) -> str:
    if isinstance(value, InterviewKind):
        return value.value.replace("-", " ")
    return ", ".join(value) if isinstance(value, tuple) else str(value)
