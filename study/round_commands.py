"""Commands on rounds: `rounds list`, `rounds add`, `rounds choose`, `rounds finish`, ..."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coding.model import Round, RoundKind
from core.messages import translate

if TYPE_CHECKING:
    from core.design import Person
    from study.study import Study

Open = Callable[[Path, str], tuple["Study", "Person"]]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The study's folder.")]
Label = Annotated[str, typer.Argument(metavar="ROUND", help="What the round is called.")]
Interview = Annotated[str, typer.Argument(metavar="ID", help="What the interview is called.")]
Coders = Annotated[list[str] | None, typer.Option("--coder", metavar="NAME", help="Who codes alone; once for each.")]
As = Annotated[str, typer.Option("--as", metavar="NAME", help="Who is working; your account's name unless given.")]


def register(app: typer.Typer, open_study: Open) -> None:
    """Add the commands to the program."""
    rounds = typer.Typer(help="Rounds of coding: alone until released, or together.", no_args_is_help=True)
    _rounds_themselves(rounds, open_study)
    _ones_own(rounds, open_study)
    app.add_typer(rounds, name="rounds")


def _rounds_themselves(rounds: typer.Typer, open_study: Open) -> None:
    @rounds.command("list")
    def show(folder: Folder, name: As = "") -> None:
        """List the rounds: name, kind, coders, closed or not; a star marks the one you code in."""
        study, person = open_study(folder, name)
        current = study.current_round(person)
        names = _names(study)
        for each in study.rounds(person):
            star = "*" if current and current.id == each.id else ""
            typer.echo("\t".join((each.label, in_words(each, names), star)).rstrip("\t"))

    @rounds.command()
    def add(folder: Folder, label: Label, coder: Coders = None, name: As = "") -> None:
        """Add a round: with coders, each codes alone, unseen until all have finished; without, all code together."""
        study, person = open_study(folder, name)
        kind = RoundKind.INDEPENDENT if coder else RoundKind.CONSENSUS
        made = study.add_round(person, label, kind, [study.person(each) for each in coder or ()])
        typer.echo(f"{made.label}: {in_words(made, _names(study))}")

    @rounds.command()
    def coders(folder: Folder, label: Label, coder: Coders = None, name: As = "") -> None:
        """Say who codes alone in a round; who has begun stays."""
        study, person = open_study(folder, name)
        known = study.round_named(person, label)
        named = study.name_coders(person, known.id, [study.person(each) for each in coder or ()])
        typer.echo(f"{named.label}: {in_words(named, _names(study))}")

    @rounds.command()
    def rename(folder: Folder, label: Label, new: Annotated[str, typer.Argument(metavar="NEW")], name: As = "") -> None:
        """Call a round something else."""
        study, person = open_study(folder, name)
        typer.echo(study.rename_round(person, study.round_named(person, label).id, new).label)

    @rounds.command()
    def close(folder: Folder, label: Label, name: As = "") -> None:
        """Code nothing more in a round; what is in it stays, hidden or not."""
        study, person = open_study(folder, name)
        closed = study.close_round(person, study.round_named(person, label).id)
        typer.echo(f"{closed.label}: {in_words(closed, _names(study))}")

    @rounds.command()
    def reopen(folder: Folder, label: Label, name: As = "") -> None:
        """Code in a closed round again."""
        study, person = open_study(folder, name)
        opened = study.reopen_round(person, study.round_named(person, label).id)
        typer.echo(f"{opened.label}: {in_words(opened, _names(study))}")


def _ones_own(rounds: typer.Typer, open_study: Open) -> None:
    @rounds.command()
    def choose(folder: Folder, label: Label, name: As = "") -> None:
        """Code in this round from now on."""
        study, person = open_study(folder, name)
        typer.echo(study.choose_round(person, study.round_named(person, label).id).label)

    @rounds.command()
    def progress(folder: Folder, label: Label, name: As = "") -> None:
        """Show who has finished which interview in a round, and what is released."""
        study, person = open_study(folder, name)
        names = _names(study)
        for row in study.round_progress(person, study.round_named(person, label).id):
            finished = ", ".join(names.get(each, "?") for each in row.finished_by)
            typer.echo(
                "\t".join((row.interview_label, finished, translate("released") if row.released else "")).rstrip("\t")
            )

    @rounds.command()
    def finish(folder: Folder, label: Label, interview: Interview, name: As = "") -> None:
        """Say that you have coded an interview in a round; with the last coder's word it is released."""
        study, person = open_study(folder, name)
        found = study.interview_named(person, interview)
        row = study.mark_finished(person, study.round_named(person, label).id, found.id)
        typer.echo(f"{row.interview_label}: " + (translate("released") if row.released else translate("finished")))

    @rounds.command()
    def unfinish(folder: Folder, label: Label, interview: Interview, name: As = "") -> None:
        """Go on coding an interview in a round; not once it is released."""
        study, person = open_study(folder, name)
        found = study.interview_named(person, interview)
        row = study.unmark_finished(person, study.round_named(person, label).id, found.id)
        typer.echo(f"{row.interview_label}: " + translate("not finished"))


def in_words(round_: Round, names: dict[str, str]) -> str:
    """Who codes in a round: “Each alone: Kari, Ola (closed)”."""
    together = translate("Together")
    alone = translate("Each alone: {names}", names=", ".join(names.get(each, "?") for each in round_.coder_ids))
    words = together if round_.kind is RoundKind.CONSENSUS else alone
    return translate("{round} (closed)", round=words) if round_.closed else words


def _names(study: Study) -> dict[str, str]:
    return {each.id: each.name for each in study.people()}
