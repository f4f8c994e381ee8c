"""Verbs on the order of the study: waves and sites are renamed, dated, moved, and deleted while nothing needs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from core.design import Person, Site, Wave
from core.errors import ConflictError, NotFoundError
from core.messages import translate, translate_count
from storage import design_rows, guide_rows, people_rows
from storage.database import Connection, RowClash
from study.base import OpenStudy, tidy_name
from study.design import check_days, unless_taken


class StillUsedError(ConflictError):
    """A wave or site that something belongs to cannot be deleted."""

    template = "“{name}” cannot be deleted while these belong to it: {uses}. Move or delete those first."

    def __init__(self, name: str, uses: str) -> None:
        super().__init__(name=name, uses=uses)


class NotTheSameWavesError(ConflictError):
    """Somebody has added or deleted a wave while another person put them in order."""

    template = "The waves have changed meanwhile. Look at them again, then put them in order."


class PeopleOrderVerbs(OpenStudy):
    """Waves and sites after they were added."""

    def change_wave(
        self, person: Person, wave_id: str, *, label: str, starts_on: date | None = None, ends_on: date | None = None
    ) -> Wave:
        """Another label, other days."""
        label = tidy_name(label, "wave")
        check_days(starts_on, ends_on)
        with self.writing(person) as connection:
            wave = replace(find_wave(connection, wave_id), label=label, starts_on=starts_on, ends_on=ends_on)
            unless_taken("wave", label, lambda: design_rows.write_wave(connection, wave))
            design_rows.insert_audit(connection, person, "change_wave", "wave", wave_id)
            return wave

    def order_waves(self, person: Person, wave_ids: tuple[str, ...]) -> None:
        """Put the waves in this order; every wave is named once. NotTheSameWavesError otherwise."""
        with self.writing(person) as connection:
            waves = {wave.id: wave for wave in design_rows.read_waves(connection)}
            if sorted(wave_ids) != sorted(waves):
                raise NotTheSameWavesError
            for position, wave_id in enumerate(wave_ids, start=1):
                design_rows.write_wave(connection, replace(waves[wave_id], position=position))
                design_rows.insert_audit(connection, person, "order_waves", "wave", wave_id)

    def delete_wave(self, person: Person, wave_id: str) -> None:
        """Delete a wave nothing belongs to. StillUsedError otherwise."""
        with self.writing(person) as connection:
            wave = find_wave(connection, wave_id)
            _unless_used(
                wave.label, _uses_of_wave(connection, wave_id), lambda: design_rows.delete_wave(connection, wave_id)
            )
            design_rows.insert_audit(connection, person, "delete_wave", "wave", wave_id)

    def rename_site(self, person: Person, site_id: str, name: str) -> Site:
        """Another name for a site."""
        name = tidy_name(name, "site")
        with self.writing(person) as connection:
            site = replace(find_site(connection, site_id), name=name)
            unless_taken("site", name, lambda: design_rows.rename_site(connection, site_id, name))
            design_rows.insert_audit(connection, person, "rename_site", "site", site_id)
            return site

    def delete_site(self, person: Person, site_id: str) -> None:
        """Delete a site nothing belongs to. StillUsedError otherwise."""
        with self.writing(person) as connection:
            site = find_site(connection, site_id)
            _unless_used(
                site.name, _uses_of_site(connection, site_id), lambda: design_rows.delete_site(connection, site_id)
            )
            design_rows.insert_audit(connection, person, "delete_site", "site", site_id)


def find_wave(connection: Connection, wave_id: str) -> Wave:
    for wave in design_rows.read_waves(connection):
        if wave.id == wave_id:
            return wave
    raise NotFoundError("wave", wave_id)


def find_site(connection: Connection, site_id: str) -> Site:
    for site in design_rows.read_sites(connection):
        if site.id == site_id:
            return site
    raise NotFoundError("site", site_id)


def _unless_used(name: str, uses: list[str], delete: Callable[[], None]) -> None:
    if uses:
        raise StillUsedError(name, ", ".join(uses))
    try:
        delete()
    except RowClash as error:  # a table of another part of the study
        raise StillUsedError(name, translate("other things of the study")) from error


def _uses_of_wave(connection: Connection, wave_id: str) -> list[str]:
    interviews = sum(each.wave_id == wave_id for each in design_rows.read_interviews(connection))
    questions = sum(each.wave_id == wave_id for each in guide_rows.read_questions(connection))
    reasons = sum(each.wave_id == wave_id for each in people_rows.read_absences(connection))
    return [
        translate_count(one, many, count)
        for one, many, count in (
            ("{count} interview", "{count} interviews", interviews),
            ("{count} question of the interview guide", "{count} questions of the interview guide", questions),
            ("{count} reason for an absence", "{count} reasons for an absence", reasons),
        )
        if count
    ]


def _uses_of_site(connection: Connection, site_id: str) -> list[str]:
    interviews = sum(each.site_id == site_id for each in design_rows.read_interviews(connection))
    participants = sum(each.site_id == site_id for each in design_rows.read_participants(connection))
    return [
        translate_count(one, many, count)
        for one, many, count in (
            ("{count} interview", "{count} interviews", interviews),
            ("{count} participant", "{count} participants", participants),
        )
        if count
    ]
