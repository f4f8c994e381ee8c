"""Commands on second tracks: `import-translation`, `gloss`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.messages import translate, translate_count
from study.transcript_commands import As, Folder, Open
from transcripts.translations import TranslationStatus

Interview = Annotated[str, typer.Argument(metavar="ID", help="What the interview is called.")]


def register(app: typer.Typer, open_study: Open) -> None:
    """Add the commands to the program."""
    _import(app, open_study)
    _gloss(app, open_study)


def _import(app: typer.Typer, open_study: Open) -> None:
    @app.command("import-translation")
    def take(
        folder: Folder,
        interview: Interview,
        file: Annotated[Path, typer.Argument(metavar="FILE", help="A table: DOCX, CSV or XLSX.")],
        language: Annotated[str, typer.Option(help="Into which: en, no, ar, ...")] = "en",
        translator: Annotated[str, typer.Option(help="Who has translated; you unless given.")] = "",
        status: Annotated[TranslationStatus, typer.Option(help="How far it has come.")] = TranslationStatus.DRAFT,
        apply: Annotated[bool, typer.Option("--apply", help="Do it; else only say what would happen.")] = False,
        name: As = "",
    ) -> None:
        """Say what a translator's table holds; with --apply, take it as translations of an interview's turns."""
        from study.commands import NoSuchFileError  # which itself needs this module

        if not file.is_file():
            raise NoSuchFileError(file)
        study, person = open_study(folder, name)
        interview_id = study.interview_named(person, interview).id
        plan = study.preview_translations(person, interview_id, file.read_bytes(), file.name, language)
        for problem in plan.problems:
            typer.echo(str(problem))
        typer.echo(translate_count("{count} turn to translate anew", "{count} turns to translate anew", plan.new))
        if not apply:
            typer.echo(translate("Nothing was done yet. Add --apply to do it."))
            return
        count = study.take_translations(person, interview_id, plan, translator, status)
        typer.echo(translate_count("{count} turn is translated.", "{count} turns are translated.", count))


def _gloss(app: typer.Typer, open_study: Open) -> None:
    @app.command("gloss")
    def order(folder: Folder, interview: Interview, name: As = "") -> None:
        """Let an interview's recording wait for a machine gloss in English; `work` makes it."""
        study, person = open_study(folder, name)
        study.order_gloss(person, study.interview_named(person, interview).id)
        typer.echo(translate("Waiting for its turn"))
