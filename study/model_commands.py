"""`python -m study models`: list, add, fetch, verify, use and remove the speech models of this computer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import FailedError, InputError
from core.messages import translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from study.model_shelf import ModelOnShelf

Name = Annotated[str, typer.Argument(metavar="NAME", help="What the model is called in the list.")]


class DamagedModelsError(FailedError):
    """Some models are not what they should be; each was named."""

    template = "{damaged} of {models} models are not what they should be, and will not be used."

    def __init__(self, damaged: int, models: int) -> None:
        super().__init__(damaged=damaged, models=models)


class NotConfirmedError(InputError):
    """Nobody said yes, so no connection was opened."""

    template = "Nothing was fetched, and no connection was opened. Answer yes, or give --yes."


class PairError(InputError):
    """--sent-as without two codes."""

    template = "“{value}” does not say which code is sent for which. Write for example ckb=fa."

    def __init__(self, value: str) -> None:
        super().__init__(value=value)


def register(app: typer.Typer) -> None:
    """Put `models` and its commands into the command line."""
    models = typer.Typer(help="The speech models of this computer: list, add, fetch, verify, use, remove.")
    models.callback(invoke_without_command=True)(_choose_or_list)
    models.command("add")(_add)
    models.command("fetch")(_fetch)
    models.command("verify")(_verify)
    models.command("use")(_use)
    models.command("remove")(_remove)
    app.add_typer(models, name="models")


def _choose_or_list(
    context: typer.Context,
    recognition: Annotated[str, typer.Option(metavar="FOLDER", help="Transcribe with this model from now on.")] = "",
    diarization: Annotated[str, typer.Option(metavar="FOLDER", help="Tell voices apart with this one.")] = "",
) -> None:
    """List the speech models: embedded, installed, and those that can be had."""
    from study import speech_models

    if context.invoked_subcommand:
        return
    used = speech_models.chosen()
    if recognition or diarization:
        wanted = speech_models.SpeechModels(recognition or used.recognition, diarization or used.diarization)
        used = speech_models.choose(wanted)
    typer.echo(f"recognition: {used.recognition}\ndiarization: {used.diarization}")
    if not (recognition or diarization):
        _list()


def _list() -> None:
    from study import model_shelf

    for model in model_shelf.shelf():
        typer.echo("\n" + "\n".join(_lines(model)))


def _lines(model: ModelOnShelf) -> list[str]:
    """A model in a few lines."""
    from pipeline.models.weights import size_in_words

    marks = [str(model.state)]
    marks += ["in use"] if model.used else []
    marks += ["recommended"] if model.recommended else []
    marks += ["trial quality"] if model.trial else []
    size = size_in_words(model.size) if model.size else ""
    facts = [fact for fact in (model.use, size, model.licence, model.languages) if fact]
    lines = [f"{model.name}: {model.title} ({', '.join(marks)})", f"  {' | '.join(facts)}"]
    lines += [f"  {text}" for text in (model.good_for, model.wrong) if text]
    lines += [f"  from {model.address}" + (" (accept its conditions first)" if model.gated else "")] * model.fetchable
    lines += [f"  {figure or 'taken when it is added'}  {file}" for file, figure in model.sha256.items()]
    return lines


def _add(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A model's folder on this machine.")],
    name: Annotated[str, typer.Option("--name", help="What it is to be called; the folder's name unless given.")] = "",
    title: Annotated[str, typer.Option(help="Its name for people.")] = "",
    licence: Annotated[str, typer.Option(help="Its licence.")] = "",
    language: Annotated[list[str] | None, typer.Option(help="A language it is made for; may be repeated.")] = None,
    sent_as: Annotated[
        list[str] | None, typer.Option(help="Its code for a language Whisper lacks: ckb=fa; may be repeated.")
    ] = None,
) -> None:
    """Copy a local folder (CTranslate2, pyannote), or convert one (Hugging Face Whisper); nothing is fetched."""
    from pipeline.models.adding import OwnWords
    from study import model_shelf

    pairs = dict(_pair(value) for value in sent_as or ())
    words = OwnWords(
        title=title, licence=licence, languages=tuple(dict.fromkeys([*(language or ()), *pairs])), sent_as=pairs
    )
    called = name or folder.expanduser().resolve().name.lower()
    model = model_shelf.add(folder, called, words, _progress(called))
    typer.echo(f"{model.name}: {model.came}, {len(model.files)} files; python -m study models use {model.name}")


def _pair(value: str) -> tuple[str, str]:
    language, sign, code = value.partition("=")
    if not (language and sign and code):
        raise PairError(value)
    return language, code


def _fetch(
    name: Name, yes: Annotated[bool, typer.Option("--yes", help="Do not ask before the connection is opened.")] = False
) -> None:
    """Fetch a model from the network, once, after you have said yes to its address and size."""
    from pipeline.models.weights import size_in_words
    from study import model_shelf

    address, size, gated = model_shelf.what_fetching_means(name)
    typer.echo(translate("{name}: {size} from {address}", name=name, size=size_in_words(size), address=address))
    if gated:
        typer.echo(translate("It is given only to those who have accepted its conditions there (HF_TOKEN)."))
    if not yes and not (sys.stdin.isatty() and typer.confirm(translate("Open this connection?"))):
        raise NotConfirmedError
    model = model_shelf.fetch(name, _progress(name))
    typer.echo(f"{model.name}: fetched, {len(model.files)} files; python -m study models use {model.name}")


def _verify(
    name: Annotated[str, typer.Argument(metavar="NAME", help="One model; all that are here unless given.")] = "",
) -> None:
    """Read every file of the models that are here and compare its sha256."""
    from study import model_shelf

    if name:
        model_shelf.verify(name)
        typer.echo(f"{name}: every file is as it should be")
        return
    problems = model_shelf.problems()
    for model, problem in problems.items():
        typer.echo(f"{model}: {problem or 'every file is as it should be'}")
    damaged = sum(bool(problem) for problem in problems.values())
    if damaged:
        raise DamagedModelsError(damaged, len(problems))


def _use(name: Name) -> None:
    """Transcribe, or tell voices apart, with this model from now on."""
    from study import model_shelf, speech_models

    model_shelf.use(name)
    used = speech_models.chosen()
    typer.echo(f"recognition: {used.recognition}\ndiarization: {used.diarization}")


def _remove(name: Name) -> None:
    """Take an added model off this computer."""
    from study import model_shelf

    model_shelf.remove(name)
    typer.echo(f"{name}: removed")


def _progress(name: str) -> Callable[[float], None]:
    """A line on the terminal that tells how far it is; nothing where there is no terminal."""

    def told(fraction: float) -> None:
        if sys.stderr.isatty():
            print(f"\r\033[K{name} {fraction:4.0%}", end="" if fraction < 1 else "\n", file=sys.stderr)

    return told
