"""Commands on questionnaires: `measures import`, `measures show`."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from core.messages import translate
from measures.descriptives import Descriptive, OccasionRow
from study.measures_planning import FormPlan
from study.measures_scales import ScaleRow
from study.people_commands import Apply, As, Folder, Open, Table

Overwrite = Annotated[bool, typer.Option("--overwrite", help="Also correct forms the study has otherwise.")]


class InstrumentName(StrEnum):
    """The questionnaires a table can hold, as `measures.INSTRUMENTS` names them."""

    PSYCHLOPS = "psychlops"
    WHODAS_12 = "whodas-12"
    HSCL_25 = "hscl-25"


Which = Annotated[InstrumentName, typer.Option("--instrument", help="Which questionnaire the table holds.")]


def register(app: typer.Typer, open_study: Open) -> None:
    """Add the commands to the program."""
    app.add_typer(_measures(open_study), name="measures")


def _measures(open_study: Open) -> typer.Typer:
    measures = typer.Typer(help="Take clients' questionnaires from a table; show descriptives.", no_args_is_help=True)

    @measures.command("import")
    def take(
        folder: Folder,
        file: Table,
        instrument: Which,
        apply: Apply = False,
        overwrite: Overwrite = False,
        name: As = "",
    ) -> None:
        """Take answers from a table: a row for each client and occasion. Bad rows are listed with their number."""
        from study.commands import NoSuchFileError  # which itself needs this module

        if not file.is_file():
            raise NoSuchFileError(file)
        study, person = open_study(folder, name)
        content, which = file.read_bytes(), str(instrument)
        if apply:
            plan = study.import_answers(person, content, file.name, which, overwrite=overwrite)
        else:
            plan = study.preview_answers(person, content, file.name, which)
        _report(plan, apply, overwrite)

    @measures.command()
    def show(
        folder: Folder,
        out: Annotated[str, typer.Option(metavar="FILE", help="Write it as CSV instead of printing it.")] = "",
        name: As = "",
    ) -> None:
        """Show n, mean, standard deviation and missing of every score on every occasion."""
        study, person = open_study(folder, name)
        if out:
            Path(out).write_bytes(study.export_descriptives(person).content)
            typer.echo(out)
            return
        waves = {wave.id: wave.label for wave in study.waves(person)}
        lines = [*descriptive_lines(study.descriptives(person)), *scale_lines(study.scale_descriptives(person), waves)]
        typer.echo("\n".join(lines) if lines else translate("No questionnaire has been entered."))

    return measures


def descriptive_lines(rows: tuple[OccasionRow, ...]) -> Iterator[str]:
    """Instruments as lines of text, cells apart by tabs."""
    for row in rows:
        yield "\t".join((row.instrument.name, row.kind.name, row.occasion.value, *_figures(row.figures)))


def scale_lines(rows: tuple[ScaleRow, ...], waves: dict[str, str]) -> Iterator[str]:
    """Own scales as lines of text, cells apart by tabs."""
    for row in rows:
        yield "\t".join((row.scale.name, row.scale.scoring.value, waves[row.scale.wave_id], *_figures(row.figures)))


def _figures(figures: Descriptive) -> Iterator[str]:
    from exports.measures_csv import caution, number

    yield translate("n {count}", count=figures.n)
    if figures.mean is not None:
        yield translate("mean {value}", value=number(figures.mean, 2))
    if figures.sd is not None:
        yield translate("sd {value}", value=number(figures.sd, 2))
    yield translate("missing {count}", count=figures.missing)
    if note := caution(figures):
        yield note


def _report(plan: FormPlan, done: bool, overwrite: bool) -> None:
    """What was done, or would be; problems on stderr."""
    for problem in plan.problems:
        typer.echo(str(problem), err=True)
    for row in plan.changing:
        message = translate(
            "{client}, {occasion}: the study has other answers", client=row.label, occasion=row.occasion
        )
        typer.echo(message)
    typer.echo(translate("new: {count}", count=len(plan.new)))
    typer.echo(translate("new clients: {count}", count=len(plan.new_clients)))
    changing = "corrected: {count}" if overwrite else "left as they are: {count}"
    typer.echo(translate(changing, count=len(plan.changing)))
    typer.echo(translate("nothing new: {count}", count=len(plan.unchanged)))
    typer.echo(translate("problems: {count}", count=len(plan.problems)))
    if not done:
        typer.echo(translate("Nothing was done yet. Add --apply to do it."))
