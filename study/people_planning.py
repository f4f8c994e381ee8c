"""From the rows of a table to what they would add to the study's participants. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from core.design import Attribute, Consent, DatedRole, DatedValue, Participant, Site
from core.errors import InputError, WorkbenchError
from core.messages import translate
from core.problems import Problem
from sheets import Sheet
from storage.people_rows import name_key
from study.base import tidy_name
from study.people_columns import PARTICIPANT_COLUMNS, ColumnUse, cells_of, columns_of, in_order
from study.people_values import read_day, read_value
from study.people_words import read_yes
from study.pseudonyms import refuse_clients_label


class SaidTwiceError(InputError):
    """Two rows of one file say different things about one participant."""

    template = "This row says “{now}” for {what} of “{pseudonym}”, an earlier row says “{before}”. Keep one of them."

    def __init__(self, pseudonym: str, what: str, before: str, now: str) -> None:
        super().__init__(pseudonym=pseudonym, what=what, before=before, now=now)


class HasWithdrawnError(InputError):
    """A row is about somebody who has withdrawn."""

    template = "“{pseudonym}” has withdrawn, so nothing is added. Take the withdrawal back first if it was a mistake."

    def __init__(self, pseudonym: str) -> None:
        super().__init__(pseudonym=pseudonym)


class UndatedRoleError(InputError):
    """A second role without the day on which it began."""

    template = "“{pseudonym}” is already {held}. Say since when they are {role}, in the column “Role since”."

    def __init__(self, pseudonym: str, held: str, role: str) -> None:
        super().__init__(pseudonym=pseudonym, held=held, role=role)


class NoConsentDayError(InputError):
    """Consent without the day on which it was given."""

    template = "There is a consent of “{pseudonym}” without a day. Write it in the column “Consent given on”."

    def __init__(self, pseudonym: str) -> None:
        super().__init__(pseudonym=pseudonym)


@dataclass(frozen=True, slots=True)
class Change:
    """Something the study says otherwise: it is changed only when that is asked for."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedParticipant:
    """What one row of a table would do. Additions are taken; what is in `changes` only when asked for."""

    line: int
    pseudonym: str
    participant_id: str | None = None  #: None: a new participant (or one that an earlier row adds).
    is_new: bool = False
    site: str | None = None  #: A name, of a known site or a new one.
    roles: tuple[DatedRole, ...] = ()
    consent: Consent | None = None
    values: tuple[DatedValue, ...] = ()
    changes: tuple[Change, ...] = ()
    new_site: str | None = None  #: This and the next two are carried out with the changes only.
    restarted: tuple[tuple[DatedRole, DatedRole], ...] = ()  #: A role with its day as kept, and as the row has it.
    new_values: tuple[DatedValue, ...] = ()

    @property
    def adds(self) -> bool:
        """The row brings something that does not touch what is known."""
        return bool(self.is_new or self.site or self.roles or self.consent or self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantPlan:
    """What a table would do to the participants."""

    columns: tuple[ColumnUse, ...]
    rows: tuple[PlannedParticipant, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def new(self) -> tuple[PlannedParticipant, ...]:
        return tuple(row for row in self.rows if row.is_new)

    @property
    def adding(self) -> tuple[PlannedParticipant, ...]:
        """Rows that add to participants the study knows."""
        return tuple(row for row in self.rows if row.adds and not row.is_new)

    @property
    def changing(self) -> tuple[PlannedParticipant, ...]:
        return tuple(row for row in self.rows if row.changes)

    @property
    def unchanged(self) -> tuple[PlannedParticipant, ...]:
        """Rows that say what the study knows already."""
        return tuple(row for row in self.rows if not row.adds and not row.changes)


@dataclass(slots=True)
class _Known:
    """The study as the rows read so far would make it."""

    participants: dict[str, Participant]
    roles: dict[str, str]
    sites: dict[str, Site]
    clients: Collection[str]
    from_file: set[str] = field(default_factory=set)


def plan_participants(
    sheet: Sheet,
    source: str,
    participants: Sequence[Participant],
    sites: Sequence[Site],
    attributes: Sequence[Attribute],
    roles: Sequence[str],
    clients: Collection[str] = (),
) -> ParticipantPlan:
    """What each row would do, and what is wrong with those that cannot be taken. Raises NoColumnError.

    `clients`: the labels of clients, as `study.pseudonyms.client_keys` gives them; nobody may be called so.
    """
    uses, problems = columns_of(sheet, source, PARTICIPANT_COLUMNS, "pseudonym", attributes)
    known = _Known(
        {name_key(p.pseudonym): p for p in participants},
        {name_key(role): role for role in roles},
        {name_key(site.name): site for site in sites},
        clients,
    )
    rows = []
    for row in sheet.rows[1:]:
        try:
            rows.append(_planned(row.number, cells_of(row, uses), known))
        except WorkbenchError as error:
            problems.append(Problem(str(error), row.number, source))
    return ParticipantPlan(columns=uses, rows=tuple(rows), problems=in_order(problems))


def _planned(line: int, cells: Mapping[ColumnUse, str], known: _Known) -> PlannedParticipant:
    said = {use.field: text for use, text in cells.items() if use.field}
    pseudonym = tidy_name(said.get("pseudonym", ""), "pseudonym")
    key = name_key(pseudonym)
    before = known.participants.get(key)
    if before is None:
        refuse_clients_label(pseudonym, known.clients)
    if before and before.withdrawn_on:
        raise HasWithdrawnError(before.pseudonym)
    plan = PlannedParticipant(
        line=line,
        pseudonym=before.pseudonym if before else pseudonym,
        participant_id=before.id or None if before else None,
        is_new=before is None,
    )
    person = before or Participant("", pseudonym)
    plan, person = _with_site(plan, person, said.get("site", ""), known)
    plan, person = _with_role(plan, person, said, known)
    plan, person = _with_consent(plan, person, said, cells)
    plan, person = _with_values(plan, person, said, cells)
    if plan.changes and key in known.from_file:
        change = plan.changes[0]
        raise SaidTwiceError(pseudonym, change.what, change.before, change.after)
    known.participants[key] = person
    if before is None or plan.adds:
        known.from_file.add(key)
    return plan


def _with_site(
    plan: PlannedParticipant, person: Participant, name: str, known: _Known
) -> tuple[PlannedParticipant, Participant]:
    if not name:
        return plan, person
    name = tidy_name(name, "site")
    site = known.sites.setdefault(name_key(name), Site(f"new {name_key(name)}", name))
    if person.site_id == site.id:
        return plan, person
    if person.site_id is None:
        return replace(plan, site=site.name), replace(person, site_id=site.id)
    before = next((each.name for each in known.sites.values() if each.id == person.site_id), "")
    change = Change(translate("the site"), before, site.name)
    return replace(plan, changes=(*plan.changes, change), new_site=site.name), person


def _with_role(
    plan: PlannedParticipant, person: Participant, said: Mapping[str, str], known: _Known
) -> tuple[PlannedParticipant, Participant]:
    if "role" not in said:
        return plan, person
    name = tidy_name(said["role"], "role")
    name = known.roles.setdefault(name_key(name), name)
    since = read_day(said["role_since"]) if "role_since" in said else None
    wanted = DatedRole(name, since)
    same = _same_stretch(person, wanted)
    if same is None:
        if since is None and person.roles:
            raise UndatedRoleError(person.pseudonym, person.roles[-1].role, name)
        roles = sorted((*person.roles, wanted), key=lambda held: held.since or date.min)
        return replace(plan, roles=(*plan.roles, wanted)), replace(person, roles=tuple(roles))
    if since is None or same.since == since:
        return plan, person
    what = translate("the day on which the role “{role}” began", role=name)
    change = Change(what, _day(same.since), since.isoformat())
    return replace(plan, changes=(*plan.changes, change), restarted=((same, wanted),)), person


def _same_stretch(person: Participant, wanted: DatedRole) -> DatedRole | None:
    """The role as it is kept already, when no other role lies between its day and the wanted one."""
    own = [held for held in person.roles if held.role == wanted.role]
    if wanted.since is None:
        return own[0] if own else None
    for held in own:
        first, last = sorted((held.since or date.min, wanted.since))
        between = [r for r in person.roles if r.role != wanted.role and first < (r.since or date.min) <= last]
        if not between:
            return held
    return None


def _with_consent(
    plan: PlannedParticipant, person: Participant, said: Mapping[str, str], cells: Mapping[ColumnUse, str]
) -> tuple[PlannedParticipant, Participant]:
    parts = {name: use for use in cells if (name := use.field or "").startswith("consent_")}
    if not parts:
        return plan, person
    if "consent_on" not in said:
        raise NoConsentDayError(person.pseudonym)

    def given(part: str) -> bool:
        return part in parts and read_yes(said[part], parts[part].heading)

    consent = Consent(
        read_day(said["consent_on"]),
        recording=given("consent_recording"),
        quotation=given("consent_quotation"),
        archiving=given("consent_archiving"),
        note=said.get("consent_note", ""),
        voice_profiles=given("consent_voice_profiles"),
    )
    if consent in person.consents:
        return plan, person
    return replace(plan, consent=consent), replace(person, consents=(*person.consents, consent))


def _with_values(
    plan: PlannedParticipant, person: Participant, said: Mapping[str, str], cells: Mapping[ColumnUse, str]
) -> tuple[PlannedParticipant, Participant]:
    since = read_day(said["attributes_since"]) if "attributes_since" in said else None
    for attribute, value in _values(cells, since):
        before = next((v for v in person.attributes if v.attribute_id == attribute.id and v.since == since), None)
        if before is None:
            plan = replace(plan, values=(*plan.values, value))
            person = replace(person, attributes=(*person.attributes, value))
        elif before != value:
            what = f"{attribute.name} ({_day(since)})"
            changes = (*plan.changes, Change(what, before.value, value.value))
            plan = replace(plan, changes=changes, new_values=(*plan.new_values, value))
    return plan, person


def _values(cells: Mapping[ColumnUse, str], since: date | None) -> Iterator[tuple[Attribute, DatedValue]]:
    for use, text in cells.items():
        if use.attribute:
            yield use.attribute, DatedValue(use.attribute.id, read_value(use.attribute, text), since)


def _day(day: date | None) -> str:
    return day.isoformat() if day else translate("from the beginning")
