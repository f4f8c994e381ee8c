"""Commands on the codebook: `codebook export`, `codebook import`, `codebook template`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from codebooks.formats.files import CodebookFormat
from codebooks.incoming import Comparison, IncomingCode, IncomingTheme, Standing
from codebooks.tree import called
from core.errors import InputError
from core.messages import translate, translate_count
from study.codebook_exchange import CodebookFile, template

if TYPE_CHECKING:
    from core.design import Person
    from study.study import Study

Open = Callable[[Path, str], tuple["Study", "Person"]]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study's folder.")]
Language = Annotated[str, typer.Option(metavar="CODE", help="Of texts that do not say theirs: no, en, ...")]
Languages = Annotated[str, typer.Option(metavar="CODES", help="The texts' languages, the main one first: en,no.")]
As = Annotated[str, typer.Option("--as", metavar="NAME", help="Who is working; your account's name unless given.")]


class Apply(StrEnum):
    """How much of a file is brought in."""

    NEW = "new"
    ALL = "all"


class NoCodebookEndingError(InputError):
    """The name of the file to write says no form."""

    template = "“{name}” does not end in {endings}. Name the file after what it shall be."

    def __init__(self, name: str, endings: str) -> None:
        super().__init__(name=name, endings=endings)


class CodebookFileMissingError(InputError):
    """A file named on the command line is not there."""

    template = "There is no file {path}."

    def __init__(self, path: Path) -> None:
        super().__init__(path=path)


def register(app: typer.Typer, open_study: Open) -> None:
    """Add the commands to the program."""
    codebook = typer.Typer(help="Write the codebook to a file, or bring one in.", no_args_is_help=True)

    @codebook.command("export")
    def export(
        folder: Folder,
        out: Annotated[Path, typer.Argument(metavar="OUT", help="Ends in .yaml, .qdc, .csv, .xlsx or .docx.")],
        languages: Languages = "en",
        name: As = "",
    ) -> None:
        """Write the codebook. Words of interviews stay out of it until each example is approved."""
        form = CodebookFile(_ending(out, tuple(CodebookFile)))
        study, person = open_study(folder, name)
        spoken = tuple(each.strip() for each in languages.split(",") if each.strip()) or ("en",)
        out.write_bytes(study.export_codebook(person, form, languages=spoken).content)
        for lost in study.codebook_losses(person, form):
            typer.echo(translate("Not in the file: {what}", what=lost), err=True)
        if withheld := study.withheld_examples(person):
            typer.echo(_withheld(withheld), err=True)
        typer.echo(str(out))

    @codebook.command("import")
    def bring_in(
        folder: Folder,
        file: Annotated[Path, typer.Argument(metavar="FILE", help="A codebook: YAML, QDC, CSV or XLSX.")],
        apply: Annotated[
            Apply | None, typer.Option(help="new: add what is new. all: also change what the file says otherwise.")
        ] = None,
        language: Language = "en",
        name: As = "",
    ) -> None:
        """Say what a codebook file would do; with --apply, do it. What clashes is never taken."""
        if not file.is_file():
            raise CodebookFileMissingError(file)
        study, person = open_study(folder, name)
        preview = study.preview_codebook(person, file.read_bytes(), file.name, language)
        for problem in preview.problems:
            typer.echo(str(problem), err=True)
        for line in _lines(preview):
            typer.echo(line)
        wanted = (Standing.NEW, Standing.CHANGED) if apply is Apply.ALL else (Standing.NEW,)
        chosen = preview.keys(*wanted)
        if apply and chosen:
            study.import_codebook(person, preview, chosen)
            typer.echo(translate("{count} brought in", count=len(chosen)))

    @codebook.command("template")
    def write_template(
        out: Annotated[Path, typer.Argument(metavar="OUT", help="Ends in .csv or .xlsx.")],
        languages: Languages = "no,en",
    ) -> None:
        """Write an empty table for codes, to be filled in and brought in."""
        form = CodebookFormat(_ending(out, (CodebookFormat.CSV, CodebookFormat.XLSX)))
        out.write_bytes(template(form, tuple(each.strip() for each in languages.split(",") if each.strip())))
        typer.echo(str(out))

    app.add_typer(codebook, name="codebook")


def _ending(out: Path, known: tuple[StrEnum, ...]) -> str:
    ending = out.suffix.lower().lstrip(".").replace("yml", "yaml")
    if ending not in known:
        raise NoCodebookEndingError(out.name, ", ".join(f".{each}" for each in known))
    return ending


def _withheld(count: int) -> str:
    return translate_count(
        "{count} example from an interview is not approved and was left out.",
        "{count} examples from interviews are not approved and were left out.",
        count,
    )


def _lines(preview: Comparison) -> Iterator[str]:
    """The preview as text: what stands how, with each field that differs."""
    everything: list[IncomingCode | IncomingTheme] = [*preview.codes, *preview.themes]
    for each in everything:
        if each.standing is not Standing.IDENTICAL:
            yield _line(each)
            for change in each.changes:
                yield f"    {change.in_words()}: {_short(change.before)} -> {_short(change.after)}"
    counts = ((standing, sum(each.standing is standing for each in everything)) for standing in Standing)
    yield ", ".join(f"{count} {translate(standing.value)}" for standing, count in counts)


def _line(each: IncomingCode | IncomingTheme) -> str:
    standing = translate(each.standing.value)
    if isinstance(each, IncomingTheme):
        return f"{standing}: {translate('theme')} {called(each.theme)}"
    return f"{standing}: {each.path}" + (f" ({each.why})" if each.why else "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line[:60]}…”" if len(line) > 60 else f"“{line}”"
