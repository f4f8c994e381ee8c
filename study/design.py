"""Verbs on the design of the study: participants, consents, waves, sites, interviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from core.clock import new_id
from core.design import Consent, Interview, InterviewKind, Participant, Person, Site, Wave
from core.errors import ConflictError, InputError, NotFoundError
from core.messages import translate
from storage import design_rows as rows
from storage import profile_rows
from storage.database import Connection, Database, DatabaseUnavailableError, RowClash
from study.base import OpenStudy, tidy_name
from study.pseudonyms import checked_pseudonym

Made = TypeVar("Made")


class NameTakenError(ConflictError):
    """Two things of one kind cannot carry one name."""

    template = "There is already a {kind} “{name}” in this study. Choose another name."

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(kind=kind, name=name)


class EndsBeforeItBeginsError(InputError):
    """A wave's last day lies before its first."""

    template = "A wave cannot begin on {starts_on} and end on {ends_on}. Change one of the days."

    def __init__(self, starts_on: date, ends_on: date) -> None:
        super().__init__(starts_on=starts_on, ends_on=ends_on)


class DesignVerbs(OpenStudy):
    """Who is interviewed, when, where."""

    # --- participants

    def participants(self, person: Person) -> tuple[Participant, ...]:
        """Every participant, also those who have withdrawn, by pseudonym."""
        with self.reading(person) as connection:
            return rows.read_participants(connection)

    def add_participant(
        self, person: Person, pseudonym: str, role: str | None = None, since: date | None = None
    ) -> Participant:
        """Add a participant, with a first role when it is known."""
        with self.writing(person) as connection:
            pseudonym = checked_pseudonym(connection, pseudonym)
            participant_id = unless_taken(
                "participant", pseudonym, lambda: rows.insert_participant(connection, pseudonym)
            )
            if role:
                rows.insert_role(connection, participant_id, tidy_name(role, "role"), since)
            rows.insert_audit(connection, person, "add_participant", "participant", participant_id)
            return find_participant(connection, participant_id)

    def rename_participant(self, person: Person, participant_id: str, pseudonym: str) -> None:
        """Give a participant another pseudonym."""
        with self.writing(person) as connection:
            pseudonym = checked_pseudonym(connection, pseudonym)
            find_participant(connection, participant_id)
            unless_taken(
                "participant", pseudonym, lambda: rows.rename_participant(connection, participant_id, pseudonym)
            )
            rows.raise_every_revision(connection)  # open desks show the name
            rows.insert_audit(connection, person, "rename_participant", "participant", participant_id)

    def add_role(self, person: Person, participant_id: str, role: str, since: date | None = None) -> None:
        """Write down a role that a participant has held since a day."""
        with self.writing(person) as connection:
            find_participant(connection, participant_id)
            rows.insert_role(connection, participant_id, tidy_name(role, "role"), since)
            rows.insert_audit(connection, person, "add_role", "participant", participant_id)

    def record_consent(self, person: Person, participant_id: str, consent: Consent) -> None:
        """Write down what a participant has agreed to; earlier records stay, the newest holds."""
        with self.writing(person) as connection:
            find_participant(connection, participant_id)
            rows.insert_consent(connection, participant_id, consent)
            gone = profile_rows.forget_unfounded(connection)
            rows.insert_audit(connection, person, "record_consent", "participant", participant_id)
        leave_no_trace(self.database, gone)

    def withdraw(self, person: Person, participant_id: str, on: date) -> None:
        """The participant has withdrawn: their turns leave counts, retrieval and exports at once."""
        self._set_withdrawn(person, participant_id, on, "withdraw")

    def take_back_withdrawal(self, person: Person, participant_id: str) -> None:
        """The withdrawal was entered by mistake: everything that was excluded is back."""
        self._set_withdrawn(person, participant_id, None, "take_back_withdrawal")

    def _set_withdrawn(self, person: Person, participant_id: str, on: date | None, verb: str) -> None:
        with self.writing(person) as connection:
            find_participant(connection, participant_id)
            rows.set_withdrawn(connection, participant_id, on)
            gone = profile_rows.forget_unfounded(connection)
            rows.raise_every_revision(connection)  # open desks must show, or stop showing, what was said
            rows.insert_audit(connection, person, verb, "participant", participant_id)
        leave_no_trace(self.database, gone)

    # --- waves and sites

    def waves(self, person: Person) -> tuple[Wave, ...]:
        """The waves in their order."""
        with self.reading(person) as connection:
            return rows.read_waves(connection)

    def add_wave(self, person: Person, label: str, starts_on: date | None = None, ends_on: date | None = None) -> Wave:
        """Add a wave after the last. EndsBeforeItBeginsError when its days are the wrong way round."""
        label = tidy_name(label, "wave")
        check_days(starts_on, ends_on)
        with self.writing(person) as connection:
            wave = unless_taken("wave", label, lambda: rows.insert_wave(connection, label, starts_on, ends_on))
            rows.insert_audit(connection, person, "add_wave", "wave", wave.id)
            return wave

    def sites(self, person: Person) -> tuple[Site, ...]:
        """The sites by name."""
        with self.reading(person) as connection:
            return rows.read_sites(connection)

    def add_site(self, person: Person, name: str) -> Site:
        """Add a site."""
        name = tidy_name(name, "site")
        with self.writing(person) as connection:
            site = unless_taken("site", name, lambda: rows.insert_site(connection, name))
            rows.insert_audit(connection, person, "add_site", "site", site.id)
            return site

    # --- interviews

    def interviews(self, person: Person) -> tuple[Interview, ...]:
        """Every interview, first added first."""
        with self.reading(person) as connection:
            return rows.read_interviews(connection)

    def interview(self, person: Person, interview_id: str) -> Interview:
        """The interview with that id."""
        with self.reading(person) as connection:
            return find_interview(connection, interview_id)

    def interview_named(self, person: Person, label: str) -> Interview:
        """The interview the team calls `label`; case and spacing do not matter."""
        with self.reading(person) as connection:
            return find_interview_named(connection, label)

    def add_interview(
        self,
        person: Person,
        *,
        label: str,
        kind: InterviewKind = InterviewKind.INDIVIDUAL,
        wave: str | None = None,
        site: str | None = None,
        languages: Iterable[str] = (),
        participant_ids: Iterable[str] = (),
    ) -> Interview:
        """Add an interview; `wave` and `site` are names and are added to the study when they are new."""
        with self.writing(person) as connection:
            return insert_interview(
                connection,
                person,
                label=label,
                kind=kind,
                wave=wave,
                site=site,
                languages=languages,
                participant_ids=participant_ids,
            )

    def change_interview(self, person: Person, interview_id: str, **fields: Any) -> Interview:
        """Change fields of an interview, named as in `core.design.Interview`."""
        with self.writing(person) as connection:
            changed = replace(find_interview(connection, interview_id), **fields)
            changed = replace(changed, label=tidy_name(changed.label, "interview"))
            unless_taken("interview", changed.label, lambda: rows.write_interview(connection, changed))
            rows.insert_audit(connection, person, "change_interview", "interview", interview_id)
            return changed


def leave_no_trace(database: Database, gone: int) -> None:
    """Rewrite the database's file when rows about voices have gone, so that nobody can read them from the disk."""
    if gone:
        with suppress(DatabaseUnavailableError):  # somebody is just reading: the rows have gone all the same
            database.scrub()


def check_days(starts_on: date | None, ends_on: date | None) -> None:
    """EndsBeforeItBeginsError when a wave would end before it begins."""
    if starts_on and ends_on and ends_on < starts_on:
        raise EndsBeforeItBeginsError(starts_on, ends_on)


def unless_taken(kind: str, name: str, insert: Callable[[], Made], *, clash: bool = False) -> Made:
    """What `insert` makes; a taken name (`clash` when that is known before) is an error with that name in it."""
    if clash:
        raise NameTakenError(kind, name)
    try:
        return insert()
    except RowClash as error:
        raise NameTakenError(kind, name) from error


def find_participant(connection: Connection, participant_id: str) -> Participant:
    for participant in rows.read_participants(connection):
        if participant.id == participant_id:
            return participant
    raise NotFoundError("participant", participant_id)


def find_interview(connection: Connection, interview_id: str) -> Interview:
    for interview in rows.read_interviews(connection):
        if interview.id == interview_id:
            return interview
    raise NotFoundError("interview", interview_id)


def find_interview_named(connection: Connection, label: str) -> Interview:
    key = rows.label_key(label)
    for interview in rows.read_interviews(connection):
        if rows.label_key(interview.label) == key:
            return interview
    raise NotFoundError("interview", label)


def insert_interview(
    connection: Connection,
    person: Person,
    *,
    label: str,
    kind: InterviewKind,
    wave: str | None,
    site: str | None,
    languages: Iterable[str],
    participant_ids: Iterable[str],
) -> Interview:
    """Insert an interview inside somebody else's transaction."""
    label = tidy_name(label, "interview")
    interview = Interview(
        id=new_id(),
        label=label,
        kind=InterviewKind(kind),
        wave_id=wave_named(connection, wave).id if wave else None,
        site_id=site_named(connection, site).id if site else None,
        languages=tuple(languages),
        participant_ids=tuple(participant_ids),
    )
    unless_taken("interview", label, lambda: rows.write_interview(connection, interview))
    rows.insert_audit(connection, person, "add_interview", "interview", interview.id)
    return interview


def wave_named(connection: Connection, label: str) -> Wave:
    """The wave called `label`, added when it is new; a bare number means “Wave 2”."""
    label = tidy_name(label, "wave")
    known = {w.label.casefold(): w for w in rows.read_waves(connection)}
    if label.casefold() not in known and label.isdecimal():
        label = translate("Wave {number}", number=label)
    return known.get(label.casefold()) or rows.insert_wave(connection, label, None, None)


def site_named(connection: Connection, name: str) -> Site:
    name = tidy_name(name, "site")
    known = {s.name.casefold(): s for s in rows.read_sites(connection)}
    return known.get(name.casefold()) or rows.insert_site(connection, name)
