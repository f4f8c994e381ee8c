"""Commands on people: `people import`, `people list`, `people template`, `interviews import`, `attrition`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from coding.attrition import Attrition
from core.design import Participant
from core.errors import InputError
from core.messages import translate
from core.problems import Problem
from study.guide_planning import PlannedQuestion
from study.interview_planning import PlannedInterview
from study.people_exports import AttritionForm, TableFormat
from study.people_planning import Change, PlannedParticipant
from study.people_templates import TemplateKind

if TYPE_CHECKING:
    from core.design import Person
    from study.study import Study


class _Plan(Protocol):
    """What every import says about a table before and after it is taken."""

    @property
    def problems(self) -> tuple[Problem, ...]: ...
    @property
    def new(self) -> tuple[object, ...]: ...
    @property
    def adding(self) -> tuple[object, ...]: ...
    @property
    def changing(self) -> tuple[PlannedParticipant | PlannedInterview | PlannedQuestion, ...]: ...
    @property
    def unchanged(self) -> tuple[object, ...]: ...


Open = Callable[[Path, str], tuple["Study", "Person"]]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study's folder.")]
Table = Annotated[Path, typer.Argument(metavar="FILE", help="A table: CSV or XLSX.")]
Apply = Annotated[bool, typer.Option("--apply", help="Do it. Without this, only say what would happen.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Also replace what the study says otherwise.")]
As = Annotated[str, typer.Option("--as", metavar="NAME", help="Who is working; your account's name unless given.")]


class NoTableEndingError(InputError):
    """The name of the table to write says no format."""

    template = "“{name}” does not end in .csv or .xlsx. Name the file after what it shall be."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


def register(app: typer.Typer, open_study: Open) -> None:
    """Add the commands to the program."""
    app.add_typer(_people(open_study), name="people")
    app.add_typer(_interviews(open_study), name="interviews")
    _attrition(app, open_study)


def _people(open_study: Open) -> typer.Typer:
    people = typer.Typer(
        help="List participants; take them from a table; write a table to fill in.", no_args_is_help=True
    )

    @people.command("list")
    def show(folder: Folder, name: As = "") -> None:
        """List the participants: pseudonym, role, site, withdrawal."""
        study, person = open_study(folder, name)
        sites = {site.id: site.name for site in study.sites(person)}
        for participant in study.participants(person):
            typer.echo("\t".join(_line(participant, sites)))

    @people.command("import")
    def take(folder: Folder, file: Table, apply: Apply = False, overwrite: Overwrite = False, name: As = "") -> None:
        """Take participants from a table. Good rows are taken, bad ones listed with their number."""
        study, person = open_study(folder, name)
        content = read_table(file)
        if apply:
            report(study.import_participants(person, content, file.name, overwrite=overwrite), True, overwrite)
        else:
            report(study.preview_participants(person, content, file.name), False, overwrite)

    @people.command()
    def template(folder: Folder, out: Annotated[Path, typer.Argument(metavar="OUT")], name: As = "") -> None:
        """Write a table of participants to fill in, ending in .csv or .xlsx."""
        _write_template(open_study, folder, out, TemplateKind.PARTICIPANTS, name)

    return people


def _interviews(open_study: Open) -> typer.Typer:
    interviews = typer.Typer(help="Take interviews from a table; write a table to fill in.", no_args_is_help=True)

    @interviews.command("import")
    def take(folder: Folder, file: Table, apply: Apply = False, overwrite: Overwrite = False, name: As = "") -> None:
        """Take interviews from a table. Good rows are taken, bad ones listed with their number."""
        study, person = open_study(folder, name)
        content = read_table(file)
        if apply:
            report(study.import_interviews(person, content, file.name, overwrite=overwrite), True, overwrite)
        else:
            report(study.preview_interviews(person, content, file.name), False, overwrite)

    @interviews.command()
    def template(folder: Folder, out: Annotated[Path, typer.Argument(metavar="OUT")], name: As = "") -> None:
        """Write a table of interviews to fill in, ending in .csv or .xlsx."""
        _write_template(open_study, folder, out, TemplateKind.INTERVIEWS, name)

    return interviews


def _attrition(app: typer.Typer, open_study: Open) -> None:
    @app.command()
    def attrition(
        folder: Folder,
        out: Annotated[str, typer.Option(metavar="FILE", help="Write it as CSV instead of printing it.")] = "",
        participants: Annotated[
            bool, typer.Option("--participants", help="A line for each; small groups are recognised.")
        ] = False,
        name: As = "",
    ) -> None:
        """Show who was interviewed in which wave: numbers, and with --participants a line for each."""
        study, person = open_study(folder, name)
        form = AttritionForm.PARTICIPANTS if participants else AttritionForm.NUMBERS
        if out:
            Path(out).write_bytes(study.export_attrition(person, form=form).content)
            typer.echo(out)
            return
        for line in attrition_lines(study.attrition(person), with_participants=participants):
            typer.echo(line)


def attrition_lines(table: Attrition, *, with_participants: bool) -> Iterator[str]:
    """The table as lines of text, cells apart by tabs."""
    from exports.attrition_csv import cell_in_words

    for each in table.per_wave:
        yield "\t".join(
            (
                each.wave.label,
                translate("{n} of {of} interviewed", n=each.n, of=each.of),
                translate("individual {count}", count=len(each.individual)),
                translate("focus group {count}", count=len(each.focus_group)),
                *(f"{reason}: {len(ids)}" for reason, ids in each.reasons.items()),
                *([translate("no reason recorded: {count}", count=len(each.unexplained))] if each.unexplained else []),
            )
        )
    if with_participants:
        for row in table.rows:
            yield "\t".join((row.participant.pseudonym, *map(cell_in_words, row.cells)))


def _line(participant: Participant, sites: dict[str, str]) -> tuple[str, ...]:
    withdrawn = participant.withdrawn_on
    return (
        participant.pseudonym,
        participant.role_on(None) or "",
        sites.get(participant.site_id or "", ""),
        translate("withdrawn {day}", day=withdrawn.isoformat()) if withdrawn else "",
    )


def read_table(file: Path) -> bytes:
    from study.commands import NoSuchFileError  # which itself needs this module

    if not file.is_file():
        raise NoSuchFileError(file)
    return file.read_bytes()


def report(plan: _Plan, done: bool, overwrite: bool) -> None:
    """What was done, or would be; problems on stderr."""
    for problem in plan.problems:
        typer.echo(str(problem), err=True)
    for row in plan.changing:
        name = row.pseudonym if isinstance(row, PlannedParticipant) else row.label
        for change in row.changes:
            typer.echo(_change(name, change))
    typer.echo(translate("new: {count}", count=len(plan.new)))
    typer.echo(translate("additions to known ones: {count}", count=len(plan.adding)))
    changing = "replaced: {count}" if overwrite else "left as they are: {count}"
    typer.echo(translate(changing, count=len(plan.changing)))
    typer.echo(translate("nothing new: {count}", count=len(plan.unchanged)))
    typer.echo(translate("problems: {count}", count=len(plan.problems)))
    if not done:
        typer.echo(translate("Nothing was done yet. Add --apply to do it."))


def _change(name: str, change: Change) -> str:
    return translate("{name}: {what}: “{before}”, in the table “{after}”",
                     name=name, what=change.what, before=change.before, after=change.after)  # fmt: skip


def table_format_of(out: Path) -> TableFormat:
    """What the ending of a file's name asks for; NoTableEndingError."""
    try:
        return TableFormat(out.suffix.lower().lstrip("."))
    except ValueError as error:
        raise NoTableEndingError(out.name) from error


def _write_template(open_study: Open, folder: Path, out: Path, kind: TemplateKind, name: str) -> None:
    table_format = table_format_of(out)
    study, person = open_study(folder, name)
    out.write_bytes(study.export_template(person, kind, table_format).content)
    typer.echo(str(out))
