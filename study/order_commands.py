"""Commands on the order of the study: `waves list|add|rename|dates|move|delete`, `sites list|add|rename|delete`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from core.design import Site, Wave
from core.errors import InputError, NotFoundError
from core.messages import translate
from storage.people_rows import name_key
from study.people_commands import As, Folder, Open
from study.people_values import read_day

Named = Annotated[str, typer.Argument(metavar="WAVE", help="The wave's label, or its place: 1, 2, ...")]
NamedSite = Annotated[str, typer.Argument(metavar="SITE", help="The site's name.")]
Starts = Annotated[
    str | None, typer.Option("--starts", metavar="DAY", help="2026-03-31 or 31.03.2026; an empty one takes it away.")
]
Ends = Annotated[str | None, typer.Option("--ends", metavar="DAY", help="As --starts.")]


class NoSuchPlaceError(InputError):
    """A wave cannot stand where there is no place."""

    template = "There are {count} waves, so “{label}” can stand at place 1 to {count}, not {place}."

    def __init__(self, label: str, place: int, count: int) -> None:
        super().__init__(label=label, place=place, count=count)


def register(app: typer.Typer, open_study: Open) -> None:
    """Add the commands to the program."""
    app.add_typer(_waves(open_study), name="waves")
    app.add_typer(_sites(open_study), name="sites")


def _waves(open_study: Open) -> typer.Typer:
    waves = typer.Typer(help="List, add, rename, date, order and delete waves.", no_args_is_help=True)

    @waves.command("list")
    def show(folder: Folder, name: As = "") -> None:
        """List the waves in their order: place, label, first day, last day."""
        study, person = open_study(folder, name)
        for line in wave_lines(study.waves(person)):
            typer.echo(line)

    @waves.command()
    def add(
        folder: Folder,
        label: Annotated[str, typer.Argument(metavar="LABEL", help="What the wave is called.")],
        starts: Starts = None,
        ends: Ends = None,
        name: As = "",
    ) -> None:
        """Add a wave after the last."""
        study, person = open_study(folder, name)
        wave = study.add_wave(person, label, _day(starts, None), _day(ends, None))
        typer.echo(translate("{label}: added", label=wave.label))

    @waves.command()
    def rename(folder: Folder, wave: Named, label: Annotated[str, typer.Argument()], name: As = "") -> None:
        """Give a wave another label."""
        study, person = open_study(folder, name)
        known = find_wave(study.waves(person), wave)
        changed = study.change_wave(person, known.id, label=label, starts_on=known.starts_on, ends_on=known.ends_on)
        typer.echo(translate("{before}: now {after}", before=known.label, after=changed.label))

    @waves.command()
    def dates(folder: Folder, wave: Named, starts: Starts = None, ends: Ends = None, name: As = "") -> None:
        """Say from which day to which day a wave lasts; what is not given stays as it is."""
        study, person = open_study(folder, name)
        known = find_wave(study.waves(person), wave)
        starts_on, ends_on = _day(starts, known.starts_on), _day(ends, known.ends_on)
        changed = study.change_wave(person, known.id, label=known.label, starts_on=starts_on, ends_on=ends_on)
        typer.echo("\t".join((changed.label, *_days(changed))))

    @waves.command()
    def move(
        folder: Folder,
        wave: Named,
        place: Annotated[int, typer.Argument(metavar="PLACE", help="Where it shall stand, from 1.")],
        name: As = "",
    ) -> None:
        """Put a wave at another place in the order."""
        study, person = open_study(folder, name)
        known = study.waves(person)
        wanted = find_wave(known, wave)
        if not 1 <= place <= len(known):
            raise NoSuchPlaceError(wanted.label, place, len(known))
        others = [each.id for each in known if each.id != wanted.id]
        study.order_waves(person, (*others[: place - 1], wanted.id, *others[place - 1 :]))
        for line in wave_lines(study.waves(person)):
            typer.echo(line)

    @waves.command()
    def delete(folder: Folder, wave: Named, name: As = "") -> None:
        """Delete a wave that no interview, question or reason belongs to."""
        study, person = open_study(folder, name)
        known = find_wave(study.waves(person), wave)
        study.delete_wave(person, known.id)
        typer.echo(translate("{label}: deleted", label=known.label))

    return waves


def _sites(open_study: Open) -> typer.Typer:
    sites = typer.Typer(help="List, add, rename and delete sites.", no_args_is_help=True)

    @sites.command("list")
    def show(folder: Folder, name: As = "") -> None:
        """List the sites by name."""
        study, person = open_study(folder, name)
        for site in study.sites(person):
            typer.echo(site.name)

    @sites.command()
    def add(folder: Folder, site: NamedSite, name: As = "") -> None:
        """Add a site."""
        study, person = open_study(folder, name)
        typer.echo(translate("{label}: added", label=study.add_site(person, site).name))

    @sites.command()
    def rename(folder: Folder, site: NamedSite, new_name: Annotated[str, typer.Argument()], name: As = "") -> None:
        """Give a site another name."""
        study, person = open_study(folder, name)
        known = _find_site(study.sites(person), site)
        changed = study.rename_site(person, known.id, new_name)
        typer.echo(translate("{before}: now {after}", before=known.name, after=changed.name))

    @sites.command()
    def delete(folder: Folder, site: NamedSite, name: As = "") -> None:
        """Delete a site that no interview or participant belongs to."""
        study, person = open_study(folder, name)
        known = _find_site(study.sites(person), site)
        study.delete_site(person, known.id)
        typer.echo(translate("{label}: deleted", label=known.name))

    return sites


def wave_lines(waves: Sequence[Wave]) -> list[str]:
    """Place, label and days, apart by tabs."""
    return ["\t".join((str(place), wave.label, *_days(wave))) for place, wave in enumerate(waves, start=1)]


def find_wave(waves: Sequence[Wave], wanted: str) -> Wave:
    """The wave of that label, or at that place; NotFoundError."""
    for wave in waves:
        if name_key(wave.label) == name_key(wanted):
            return wave
    if wanted.isdecimal() and 1 <= int(wanted) <= len(waves):
        return waves[int(wanted) - 1]
    raise NotFoundError("wave", wanted)


def _find_site(sites: Sequence[Site], wanted: str) -> Site:
    for site in sites:
        if name_key(site.name) == name_key(wanted):
            return site
    raise NotFoundError("site", wanted)


def _days(wave: Wave) -> tuple[str, str]:
    return (wave.starts_on.isoformat() if wave.starts_on else "", wave.ends_on.isoformat() if wave.ends_on else "")


def _day(text: str | None, kept: date | None) -> date | None:
    """The day that is said; `kept` when none is, None when it is to go."""
    if text is None:
        return kept
    return read_day(text) if text.strip() else None
