"""Commands on interview guides: `guides show`, `guides export`, `guides import`, `guides template`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codebooks.model import in_language
from core.design import Person
from core.messages import language, translate
from study.guide_planning import code_names
from study.order_commands import find_wave
from study.people_commands import Apply, As, Folder, Open, Overwrite, Table, read_table, report, table_format_of

if TYPE_CHECKING:
    from study.study import Study

Out = Annotated[Path, typer.Argument(metavar="OUT", help="A file ending in .csv or .xlsx.")]
OfWave = Annotated[str, typer.Option("--wave", metavar="WAVE", help="Only this wave; all unless given.")]


def register(app: typer.Typer, open_study: Open) -> None:
    """Add the commands to the program."""
    guides = typer.Typer(
        help="Show interview guides; take them out as a table and bring them in from one.", no_args_is_help=True
    )
    app.add_typer(guides, name="guides")

    @guides.command()
    def show(folder: Folder, wave: OfWave = "", name: As = "") -> None:
        """Show the questions of each wave in their order, with the codes they are to bring up."""
        study, person = open_study(folder, name)
        lines = guide_lines(study, person, _wave_id(study, person, wave))
        typer.echo("\n".join(lines) if lines else translate("No question has been written."))

    @guides.command()
    def export(folder: Folder, out: Out, wave: OfWave = "", name: As = "") -> None:
        """Write the questions as a table, with a column for each language."""
        table_format = table_format_of(out)
        study, person = open_study(folder, name)
        wave_id = _wave_id(study, person, wave)
        out.write_bytes(study.export_guides(person, wave_id, table_format).content)
        typer.echo(str(out))

    @guides.command("import")
    def take(folder: Folder, file: Table, apply: Apply = False, overwrite: Overwrite = False, name: As = "") -> None:
        """Take questions from a table. Good rows are taken, bad ones listed with their number."""
        study, person = open_study(folder, name)
        content = read_table(file)
        if apply:
            report(study.import_guides(person, content, file.name, overwrite=overwrite), True, overwrite)
        else:
            report(study.preview_guides(person, content, file.name), False, overwrite)

    @guides.command()
    def template(folder: Folder, out: Out, name: As = "") -> None:
        """Write a table of questions to fill in, ending in .csv or .xlsx."""
        table_format = table_format_of(out)
        study, person = open_study(folder, name)
        out.write_bytes(study.export_guide_template(person, table_format).content)
        typer.echo(str(out))


def guide_lines(study: Study, person: Person, wave_id: str | None) -> list[str]:
    """Wave, number, question and codes, apart by tabs."""
    codebook = study.codebook(person)
    lines = []
    for wave in study.waves(person):
        for number, question in enumerate(study.questions(person, wave.id), start=1):
            if wave_id in (None, wave.id):
                text = in_language(question.text, language.get())
                lines.append("\t".join((wave.label, str(number), text, code_names(codebook, question.code_ids))))
    return lines


def _wave_id(study: Study, person: Person, label: str) -> str | None:
    return find_wave(study.waves(person), label).id if label else None
