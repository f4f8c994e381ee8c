"""Rows of the study's design: participants, waves, sites, interviews, recordings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from core.clock import new_id, now
from core.design import Consent, DatedRole, Interview, InterviewKind, Participant, Person, Recording, Site, Wave
from storage import people_rows
from storage import tables as t
from storage.database import Connection

# --- the study and the people who work in it


def insert_study(connection: Connection, study_id: str, title: str) -> None:
    connection.execute(insert(t.study).values(id=study_id, title=title, created_at=now()))


def read_study(connection: Connection) -> tuple[str, str]:
    """The study's id and title."""
    row = connection.execute(select(t.study.c.id, t.study.c.title)).one()
    return row.id, row.title


def renew_study_id(connection: Connection) -> None:
    """Give the study a fresh id; no other row names it."""
    connection.execute(update(t.study).values(id=new_id()))


def rename_study(connection: Connection, title: str) -> None:
    connection.execute(update(t.study).values(title=title))


def find_or_insert_person(connection: Connection, name: str) -> Person:
    key = name.casefold()
    row = connection.execute(select(t.person.c.id, t.person.c.name).where(t.person.c.name_key == key)).first()
    if row:
        return Person(row.id, row.name)
    person = Person(new_id(), name)
    connection.execute(insert(t.person).values(id=person.id, name=name, name_key=key, joined_at=now()))
    return person


def read_people(connection: Connection) -> tuple[Person, ...]:
    rows = connection.execute(select(t.person.c.id, t.person.c.name).order_by(t.person.c.joined_at))
    return tuple(Person(row.id, row.name) for row in rows)


def insert_audit(connection: Connection, person: Person, verb: str, object_kind: str, object_id: str) -> None:
    connection.execute(
        insert(t.audit).values(at=now(), person_id=person.id, verb=verb, object_kind=object_kind, object_id=object_id)
    )


# --- waves and sites


def read_waves(connection: Connection) -> tuple[Wave, ...]:
    rows = connection.execute(select(t.wave).order_by(t.wave.c.position))
    return tuple(Wave(r.id, r.label, r.position, r.starts_on, r.ends_on) for r in rows)


def insert_wave(connection: Connection, label: str, starts_on: date | None, ends_on: date | None) -> Wave:
    last = connection.execute(select(func.max(t.wave.c.position))).scalar() or 0
    wave = Wave(new_id(), label, last + 1, starts_on, ends_on)
    connection.execute(
        insert(t.wave).values(id=wave.id, label=label, position=wave.position, starts_on=starts_on, ends_on=ends_on)
    )
    return wave


def write_wave(connection: Connection, wave: Wave) -> None:
    """Bring a wave's row up to date. RowClash when the label is taken."""
    values = {"label": wave.label, "position": wave.position, "starts_on": wave.starts_on, "ends_on": wave.ends_on}
    connection.execute(update(t.wave).where(t.wave.c.id == wave.id).values(**values))


def delete_wave(connection: Connection, wave_id: str) -> None:
    """RowClash while anything belongs to the wave."""
    connection.execute(delete(t.wave).where(t.wave.c.id == wave_id))


def read_sites(connection: Connection) -> tuple[Site, ...]:
    rows = connection.execute(select(t.site).order_by(t.site.c.name))
    return tuple(Site(r.id, r.name) for r in rows)


def insert_site(connection: Connection, name: str) -> Site:
    site = Site(new_id(), name)
    connection.execute(insert(t.site).values(id=site.id, name=name))
    return site


def rename_site(connection: Connection, site_id: str, name: str) -> None:
    """RowClash when the name is taken."""
    connection.execute(update(t.site).where(t.site.c.id == site_id).values(name=name))


def delete_site(connection: Connection, site_id: str) -> None:
    """RowClash while anything belongs to the site."""
    connection.execute(delete(t.site).where(t.site.c.id == site_id))


# --- participants


def read_participants(connection: Connection) -> tuple[Participant, ...]:
    roles: dict[str, list[DatedRole]] = defaultdict(list)
    for r in connection.execute(select(t.participant_role).order_by(t.participant_role.c.since.nulls_first())):
        roles[r.participant_id].append(DatedRole(r.role, r.since))
    consents: dict[str, list[Consent]] = defaultdict(list)
    for r in connection.execute(select(t.consent).order_by(t.consent.c.recorded_on, t.consent.c.entered_at)):
        consents[r.participant_id].append(_consent(r))
    values = people_rows.read_values(connection)
    rows = connection.execute(select(t.participant).order_by(t.participant.c.pseudonym))
    return tuple(
        Participant(
            id=r.id,
            pseudonym=r.pseudonym,
            roles=tuple(roles[r.id]),
            consents=tuple(consents[r.id]),
            withdrawn_on=r.withdrawn_on,
            site_id=r.site_id,
            attributes=values.get(r.id, ()),
        )
        for r in rows
    )


def _consent(row: Row[Any]) -> Consent:
    return Consent(row.recorded_on, row.recording, row.quotation, row.archiving, row.note, row.voice_profiles)


def insert_participant(connection: Connection, pseudonym: str, participant_id: str | None = None) -> str:
    """Add a participant without roles; the id."""
    participant_id = participant_id or new_id()
    connection.execute(insert(t.participant).values(id=participant_id, pseudonym=pseudonym))
    return participant_id


def insert_role(connection: Connection, participant_id: str, role: str, since: date | None) -> None:
    connection.execute(
        insert(t.participant_role).values(id=new_id(), participant_id=participant_id, role=role, since=since)
    )


def insert_consent(connection: Connection, participant_id: str, consent: Consent) -> None:
    connection.execute(
        insert(t.consent).values(
            id=new_id(),
            participant_id=participant_id,
            recorded_on=consent.recorded_on,
            recording=consent.recording,
            quotation=consent.quotation,
            archiving=consent.archiving,
            note=consent.note,
            voice_profiles=consent.voice_profiles,
            entered_at=now(),
        )
    )


def rename_participant(connection: Connection, participant_id: str, pseudonym: str) -> None:
    connection.execute(update(t.participant).where(t.participant.c.id == participant_id).values(pseudonym=pseudonym))


def set_withdrawn(connection: Connection, participant_id: str, on: date | None) -> None:
    connection.execute(update(t.participant).where(t.participant.c.id == participant_id).values(withdrawn_on=on))


def delete_unused_participant(connection: Connection, participant_id: str) -> None:
    """Delete a participant about whom nothing but roles is kept; otherwise do nothing."""
    p = t.participant.c.id
    pointing = (
        key.parent
        for table in t.metadata.tables.values()
        for key in table.foreign_keys
        if key.column is p and table is not t.participant_role
    )
    used = [select(column).where(column == p).exists() for column in (*pointing, t.memo.c.about_id)]
    unused = (t.participant.c.site_id.is_(None), *(~each for each in used))
    connection.execute(delete(t.participant).where(p == participant_id, *unused))


# --- interviews


def read_interviews(connection: Connection) -> tuple[Interview, ...]:
    people: dict[str, list[str]] = defaultdict(list)
    for link in connection.execute(select(t.interview_participant)):
        people[link.interview_id].append(link.participant_id)
    rows = connection.execute(select(t.interview).order_by(t.interview.c.added_at, t.interview.c.label_key))
    return tuple(
        Interview(
            id=r.id,
            label=r.label,
            kind=InterviewKind(r.kind),
            wave_id=r.wave_id,
            site_id=r.site_id,
            held_on=r.held_on,
            mode=r.mode,
            setting=r.setting,
            languages=tuple(r.languages),
            interviewer=r.interviewer,
            interpreter=r.interpreter,
            participant_ids=tuple(sorted(people[r.id])),
            field_notes=r.field_notes,
        )
        for r in rows
    )


def label_key(label: str) -> str:
    """What two labels share when a person would call them the same."""
    return " ".join(label.split()).casefold()


def write_interview(connection: Connection, interview: Interview) -> None:
    """Insert an interview, or bring its row up to date; its participants too."""
    values: dict[str, Any] = {
        "label": interview.label,
        "label_key": label_key(interview.label),
        "kind": interview.kind.value,
        "wave_id": interview.wave_id,
        "site_id": interview.site_id,
        "held_on": interview.held_on,
        "mode": interview.mode,
        "setting": interview.setting,
        "languages": list(interview.languages),
        "interviewer": interview.interviewer,
        "interpreter": interview.interpreter,
        "field_notes": interview.field_notes,
    }
    changed = connection.execute(update(t.interview).where(t.interview.c.id == interview.id).values(**values))
    if not changed.rowcount:
        connection.execute(insert(t.interview).values(id=interview.id, added_at=now(), **values))
    connection.execute(delete(t.interview_participant).where(t.interview_participant.c.interview_id == interview.id))
    link_participants(connection, interview.id, interview.participant_ids)


def link_participants(connection: Connection, interview_id: str, participant_ids: Iterable[str]) -> None:
    for participant_id in participant_ids:
        connection.execute(
            insert(t.interview_participant).values(interview_id=interview_id, participant_id=participant_id)
        )


def unlink_participant(connection: Connection, interview_id: str, participant_id: str) -> None:
    link = t.interview_participant.c
    connection.execute(
        delete(t.interview_participant).where(link.interview_id == interview_id, link.participant_id == participant_id)
    )


def delete_interview(connection: Connection, interview_id: str) -> None:
    connection.execute(delete(t.interview).where(t.interview.c.id == interview_id))


def raise_revision(connection: Connection, interview_id: str) -> int:
    """Count one more change of the interview's desk; the new revision."""
    connection.execute(
        update(t.interview).where(t.interview.c.id == interview_id).values(revision=t.interview.c.revision + 1)
    )
    return read_revision(connection, interview_id)


def raise_every_revision(connection: Connection, interview_ids: Iterable[str] | None = None) -> None:
    """Count one more change of these interviews' desks (None: all), made elsewhere than at the desk: open desks then
    ask for everything anew."""
    raised = update(t.interview).values(revision=t.interview.c.revision + 1)
    connection.execute(raised if interview_ids is None else raised.where(t.interview.c.id.in_(list(interview_ids))))


def read_revision(connection: Connection, interview_id: str) -> int:
    query = select(t.interview.c.revision).where(t.interview.c.id == interview_id)
    return int(connection.execute(query).scalar_one())


def read_position(connection: Connection, interview_id: str) -> tuple[int, str | None] | None:
    """An interview's revision and its current transcript; None when there is no such interview."""
    i = t.interview.c
    row = connection.execute(select(i.revision, i.current_transcript_id).where(i.id == interview_id)).first()
    return None if row is None else (row.revision, row.current_transcript_id)


# --- recordings


def insert_recording(connection: Connection, recording: Recording, added_by: Person) -> None:
    connection.execute(
        insert(t.recording).values(
            id=recording.id,
            interview_id=recording.interview_id,
            sha256=recording.sha256,
            media_format=recording.media_format,
            original_name=recording.original_name,
            size_bytes=recording.size_bytes,
            duration_ms=recording.duration_ms,
            added_at=recording.added_at,
            added_by=added_by.id,
            playback_sha256=recording.playback_sha256,
        )
    )


def read_recordings(connection: Connection) -> tuple[Recording, ...]:
    rows = connection.execute(select(t.recording).order_by(t.recording.c.added_at))
    return tuple(_recording(r) for r in rows)


def set_playback(connection: Connection, recording_id: str, sha256: str) -> None:
    connection.execute(update(t.recording).where(t.recording.c.id == recording_id).values(playback_sha256=sha256))


def _recording(row: Row[Any]) -> Recording:
    return Recording(
        id=row.id,
        interview_id=row.interview_id,
        sha256=row.sha256,
        media_format=row.media_format,
        original_name=row.original_name,
        size_bytes=row.size_bytes,
        duration_ms=row.duration_ms,
        added_at=row.added_at,
        playback_sha256=row.playback_sha256,
    )
