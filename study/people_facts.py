"""Verbs on what is known about participants: the study's roles, sites, dated attributes, reasons for absence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from core.clock import new_id
from core.design import Absence, Attribute, AttributeKind, DatedValue, Person, StudyRole
from core.errors import ConflictError, InputError, NotFoundError
from storage import design_rows, people_rows
from storage.database import Connection
from study.base import OpenStudy, tidy_name
from study.design import find_participant, unless_taken
from study.people_values import MOST_CHARACTERS, read_value

MOST_CHOICES = 100


class RoleHeldError(ConflictError):
    """A role that somebody holds cannot be deleted."""

    template = "{count} participants hold the role “{name}”. Take it from them, or rename it."

    def __init__(self, name: str, count: int) -> None:
        super().__init__(name=name, count=count)


class AttributeUsedError(ConflictError):
    """An attribute with values cannot be deleted, nor become something its values are not."""

    template = "“{name}” has {count} values. Take those away first."

    def __init__(self, name: str, count: int) -> None:
        super().__init__(name=name, count=count)


class NoChoicesError(InputError):
    """A choice without anything to choose from."""

    template = "“{name}” is a choice: say what can be chosen, at least two things and at most {limit}."

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(name=name, limit=limit)


class ReasonTooLongError(InputError):
    """A reason is a story rather than a reason."""

    template = "This reason has {length} characters; {limit} is the most. Keep it short, and write a memo."

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(length=length, limit=limit)


@dataclass(frozen=True, slots=True)
class RoleUse:
    """A role of the study, and how many participants hold or have held it."""

    role: StudyRole
    held_by: int


class PeopleFactVerbs(OpenStudy):
    """What is known about participants."""

    # --- roles

    def roles(self, person: Person) -> tuple[RoleUse, ...]:
        """Every role that is defined or held in this study, by name; one nobody has defined has the id ""."""
        with self.reading(person) as connection:
            return _roles(connection)

    def define_role(self, person: Person, name: str, meaning: str = "") -> StudyRole:
        """Say that the study has this role, and what it means; a role of that name is brought up to date."""
        name = tidy_name(name, "role")
        with self.writing(person) as connection:
            known = _role_named(connection, name)
            role = StudyRole(
                known.id or new_id() if known else new_id(), known.name if known else name, meaning.strip()
            )
            people_rows.write_study_role(connection, role)
            design_rows.insert_audit(connection, person, "define_role", "role", role.id)
            return role

    def rename_role(self, person: Person, name: str, new_name: str) -> None:
        """Give a role another name, also where participants and voices hold it. A taken name is refused."""
        new_name = tidy_name(new_name, "role")
        with self.writing(person) as connection:
            role = _role_named(connection, name)
            if role is None:
                raise NotFoundError("role", name)
            taken = _role_named(connection, new_name)
            renamed = replace(role, id=role.id or new_id(), name=new_name)
            clash = taken is not None and taken != role
            unless_taken("role", new_name, lambda: people_rows.write_study_role(connection, renamed), clash=clash)
            people_rows.rename_held_role(connection, role.name, new_name)
            design_rows.insert_audit(connection, person, "rename_role", "role", renamed.id)

    def delete_role(self, person: Person, name: str) -> None:
        """Take a role nobody holds out of the study. RoleHeldError, NotFoundError."""
        with self.writing(person) as connection:
            use = next((u for u in _roles(connection) if u.role.name == name), None)
            if use is None:
                raise NotFoundError("role", name)
            if use.held_by:
                raise RoleHeldError(name, use.held_by)
            people_rows.delete_study_role(connection, use.role.id)
            design_rows.insert_audit(connection, person, "delete_role", "role", use.role.id)

    def remove_role(self, person: Person, participant_id: str, role: str, since: date | None = None) -> None:
        """Take back a dated role that was written down by mistake."""
        with self.writing(person) as connection:
            find_participant(connection, participant_id)
            if not people_rows.delete_held_role(connection, participant_id, role, since):
                raise NotFoundError("role", role)
            design_rows.insert_audit(connection, person, "remove_role", "participant", participant_id)

    # --- where a participant belongs

    def set_site(self, person: Person, participant_id: str, site_id: str | None) -> None:
        """Say at which site a participant is; None when that is not known."""
        with self.writing(person) as connection:
            find_participant(connection, participant_id)
            if site_id is not None and site_id not in {site.id for site in design_rows.read_sites(connection)}:
                raise NotFoundError("site", site_id)
            people_rows.set_site(connection, participant_id, site_id)
            design_rows.insert_audit(connection, person, "set_site", "participant", participant_id)

    # --- attributes

    def attributes(self, person: Person) -> tuple[Attribute, ...]:
        """The attributes of this study in their order."""
        with self.reading(person) as connection:
            return people_rows.read_attributes(connection)

    def attribute_uses(self, person: Person) -> Mapping[str, int]:
        """How many values each attribute has; those without any are absent."""
        with self.reading(person) as connection:
            return people_rows.count_values(connection)

    def add_attribute(
        self, person: Person, name: str, kind: AttributeKind = AttributeKind.TEXT, choices: Iterable[str] = ()
    ) -> Attribute:
        """Say that the study keeps this fact about its participants."""
        attribute = _checked(Attribute(new_id(), name, AttributeKind(kind), tuple(choices)))
        with self.writing(person) as connection:
            unless_taken("attribute", attribute.name, lambda: people_rows.write_attribute(connection, attribute))
            design_rows.insert_audit(connection, person, "add_attribute", "attribute", attribute.id)
        return attribute

    def change_attribute(self, person: Person, attribute: Attribute) -> Attribute:
        """Another name, other choices; another kind while there are no values. A choice in use stays."""
        changed = _checked(attribute)
        with self.writing(person) as connection:
            before = find_attribute(connection, attribute.id)
            used = [v for values in people_rows.read_values(connection).values() for v in values]
            own = [value.value for value in used if value.attribute_id == attribute.id]
            lost = own if changed.kind is not before.kind else [v for v in own if v not in changed.choices]
            if lost and (changed.kind is not before.kind or changed.kind is AttributeKind.CHOICE):
                raise AttributeUsedError(before.name, len(lost))
            unless_taken("attribute", changed.name, lambda: people_rows.write_attribute(connection, changed))
            design_rows.insert_audit(connection, person, "change_attribute", "attribute", attribute.id)
        return changed

    def delete_attribute(self, person: Person, attribute_id: str) -> None:
        """Take an attribute without values out of the study. AttributeUsedError otherwise."""
        with self.writing(person) as connection:
            attribute = find_attribute(connection, attribute_id)
            count = people_rows.count_values(connection).get(attribute_id, 0)
            if count:
                raise AttributeUsedError(attribute.name, count)
            people_rows.delete_attribute(connection, attribute_id)
            design_rows.insert_audit(connection, person, "delete_attribute", "attribute", attribute_id)

    def set_value(
        self, person: Person, participant_id: str, attribute_id: str, value: str, since: date | None = None
    ) -> None:
        """Write down what an attribute has been since a day; a value of the same day is replaced."""
        with self.writing(person) as connection:
            find_participant(connection, participant_id)
            kept = DatedValue(attribute_id, read_value(find_attribute(connection, attribute_id), value), since)
            people_rows.write_value(connection, participant_id, kept)
            design_rows.insert_audit(connection, person, "set_value", "participant", participant_id)

    def remove_value(self, person: Person, participant_id: str, attribute_id: str, since: date | None = None) -> None:
        """Take back a dated value that was written down by mistake."""
        with self.writing(person) as connection:
            find_participant(connection, participant_id)
            if not people_rows.delete_value(connection, participant_id, attribute_id, since):
                raise NotFoundError("value", find_attribute(connection, attribute_id).name)
            design_rows.insert_audit(connection, person, "remove_value", "participant", participant_id)

    # --- absences

    def record_absence(self, person: Person, participant_id: str, wave_id: str, reason: str) -> None:
        """Write down why a participant was not interviewed in a wave; an empty reason takes it back."""
        reason = " ".join(reason.split())
        if len(reason) > MOST_CHARACTERS:
            raise ReasonTooLongError(len(reason), MOST_CHARACTERS)
        with self.writing(person) as connection:
            find_participant(connection, participant_id)
            if wave_id not in {wave.id for wave in design_rows.read_waves(connection)}:
                raise NotFoundError("wave", wave_id)
            people_rows.write_absence(connection, Absence(participant_id, wave_id, reason))
            design_rows.insert_audit(connection, person, "record_absence", "participant", participant_id)


def find_attribute(connection: Connection, attribute_id: str) -> Attribute:
    for attribute in people_rows.read_attributes(connection):
        if attribute.id == attribute_id:
            return attribute
    raise NotFoundError("attribute", attribute_id)


def _checked(attribute: Attribute) -> Attribute:
    """The attribute as it can be kept: name and choices tidied, choices only where they belong."""
    name = tidy_name(attribute.name, "attribute")
    if attribute.kind is not AttributeKind.CHOICE:
        return replace(attribute, name=name, choices=())
    tidied = (" ".join(choice.split()) for choice in attribute.choices)
    choices = tuple({choice.casefold(): choice for choice in tidied if choice}.values())
    if not 2 <= len(choices) <= MOST_CHOICES:
        raise NoChoicesError(name, MOST_CHOICES)
    return replace(attribute, name=name, choices=choices)


def _roles(connection: Connection) -> tuple[RoleUse, ...]:
    held = Counter(
        role for each in design_rows.read_participants(connection) for role in {held.role for held in each.roles}
    )
    defined = {role.name: role for role in people_rows.read_study_roles(connection)}
    names = sorted({*defined, *held}, key=str.casefold)
    return tuple(RoleUse(defined.get(name) or StudyRole("", name), held[name]) for name in names)


def _role_named(connection: Connection, name: str) -> StudyRole | None:
    key = people_rows.name_key(name)
    return next((use.role for use in _roles(connection) if people_rows.name_key(use.role.name) == key), None)
