"""The speech models of this computer: which there are, which can be had, and what a person does with them.

Models belong to a computer, not to a study: no verb here takes a study or a person. Only `fetch` opens a connection,
and only pages and commands that have shown address and size and got a yes call it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from core.errors import RefusedError, WorkbenchError
from pipeline.models import KnownModel, adding, fetching, find_model, installed, known_models, registry
from pipeline.models.installed import InstalledModel
from pipeline.models.languages import HEARD_AS, WHISPER, WITHOUT_MODEL
from study import speech_models

Report = Callable[[float], None]


class State(StrEnum):
    """Where a model is."""

    EMBEDDED = "embedded"
    INSTALLED = "installed"
    DAMAGED = "damaged"
    NOT_HERE = "not here"
    EXAMPLE = "example"  #: A kind of model that a team brings itself.


class ModelInUseError(RefusedError):
    """A model that recordings are transcribed with."""

    template = "“{name}” is used for recordings from now on. Use another model first, then remove it."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


@dataclass(frozen=True, slots=True)
class ModelOnShelf:
    """A model as pages and the command line show it."""

    name: str
    title: str
    use: str  #: "recognition" or "diarization".
    state: State
    good_for: str
    licence: str
    languages: str
    size: int  #: Bytes; 0 when not known.
    source: str
    sha256: Mapping[str, str] = field(default_factory=dict)  #: File -> figure; "" when it is taken on arrival.
    trial: bool = False
    recommended: bool = False
    used: bool = False
    fetchable: bool = False
    gated: bool = False
    address: str = ""  #: Where it would be fetched from.
    wrong: str = ""  #: What is wrong with a damaged one.


def shelf() -> tuple[ModelOnShelf, ...]:
    """Every model: embedded, installed, to be had, and examples; read at a glance, without hashing weights."""
    here = installed.installed_models()
    known = [_known(k, here.get(name)) for name, k in registry().items()]
    own = [_installed(model, None) for name, model in here.items() if name not in registry()]
    return (*known, *own)


def _known(known: KnownModel, here: InstalledModel | None) -> ModelOnShelf:
    if here is not None:
        return _installed(here, known)
    states = {"embedded": State.EMBEDDED, "fetched": State.NOT_HERE, "own": State.EXAMPLE}
    is_fetched = known.kind == "fetched"
    return ModelOnShelf(
        known.name, known.title, known.use, states[known.kind], known.good_for, known.licence, known.languages,
        known.size, known.source, {file.name: file.sha256 for file in known.files}, known.trial, known.recommended,
        used=_is_used(known.name), fetchable=is_fetched, gated=known.gated,
        address=fetching.address(known) if is_fetched else "",
    )  # fmt: skip


def _installed(model: InstalledModel, known: KnownModel | None) -> ModelOnShelf:
    wrong = "; ".join(f"{file}: {found}, not {expected}" for file, expected, found in installed.differences(model))
    return ModelOnShelf(
        model.name, model.title, model.use, State.DAMAGED if wrong else State.INSTALLED, model.good_for,
        model.licence, model.languages, model.size, model.source,
        {name: file.sha256 for name, file in model.files.items()}, model.trial,
        recommended=known.recommended if known else False, used=_is_used(model.name), wrong=wrong,
    )  # fmt: skip


def _is_used(name: str) -> bool:
    used = speech_models.chosen()
    return name in (used.recognition, used.diarization)


def verify(name: str) -> None:
    """Read every file of a model and compare it. Raises what `pipeline.models.find_model` raises."""
    known = registry().get(name)
    here = installed.installed_models().get(name)
    use = here.use if here else (known.use if known else "recognition")
    find_model(name, use)


def problems() -> dict[str, str]:
    """Every model that is here, verified: what is wrong with each, "" when nothing is."""
    return {name: _problem(name) for name in (*known_models(), *installed.installed_models())}


def _problem(name: str) -> str:
    try:
        verify(name)
    except WorkbenchError as error:
        return str(error)
    return ""


def use(name: str) -> None:
    """Transcribe with this model from now on; its weights are read and compared first."""
    known = registry().get(name)
    here = installed.installed_models().get(name)
    used = speech_models.chosen()
    for_voices = (here.use if here else known.use if known else "recognition") == "diarization"
    speech_models.choose(
        speech_models.SpeechModels(used.recognition if for_voices else name, name if for_voices else used.diarization)
    )


def remove(name: str) -> None:
    """Take an added model off this computer. Raises ModelInUseError, NotRemovableError."""
    if _is_used(name):
        raise ModelInUseError(name)
    installed.remove(name)


def add(folder: Path, name: str, words: adding.OwnWords, report: Report) -> InstalledModel:
    """Copy or convert a local folder into a model of this computer. Raises what `pipeline.models.adding.add` raises."""
    return adding.add(folder.expanduser(), name, words, report)


def fetch(name: str, report: Report) -> InstalledModel:
    """Fetch a model from the network: only after a person has seen address and size, and said yes."""
    return fetching.fetch(name, report)


def what_fetching_means(name: str) -> tuple[str, int, bool]:
    """Address, bytes, and whether conditions must be accepted first: to be shown before the yes."""
    known = fetching.fetchable(name)
    return fetching.address(known), known.size, known.gated


def how_to_carry(name: str) -> tuple[str, str]:
    """The two commands for a connected machine, when this one is closed; they make a folder called `name`."""
    return fetching.carry_commands(fetching.fetchable(name))


def is_without_model(language: str) -> bool:
    """Whether no public model knows a language, and none of this computer's own does."""
    if language not in WITHOUT_MODEL:
        return False
    chosen = installed.installed_models().get(speech_models.chosen().recognition)
    return chosen is None or language not in (*chosen.codes, *chosen.sent_as)


def unknown_to_chosen(language: str) -> str:
    """The title of the model in use where it was not made for a language; "" where it was."""
    chosen = installed.installed_models().get(speech_models.chosen().recognition)
    if chosen is None:
        return ""
    knows = {*(chosen.codes or WHISPER), *chosen.sent_as}
    return "" if HEARD_AS.get(language, language) in knows else chosen.title


def heard_as(language: str) -> str:
    """The code of the language that recognisers hear instead; "" where they know it by its own name."""
    return HEARD_AS.get(language, "")
