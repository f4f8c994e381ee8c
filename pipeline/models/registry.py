"""What is known about speech models, read from registry.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

REGISTRY = Path(__file__).with_name("registry.toml")


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a known model."""

    name: str
    sha256: str  #: "" when it was not known: it is then taken when the model comes to this machine.
    parts: tuple[tuple[str, str], ...] = ()  #: (package, path inside it), of embedded models.
    size: int | None = None  #: Bytes; None when not known.
    path: str = ""  #: Its place in the repository it is fetched from.


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model of the registry."""

    name: str
    title: str
    use: str  #: "recognition" or "diarization".
    licence: str
    languages: str
    trial: bool  #: Good enough to try the workbench, not for a study.
    advice: str
    source: str
    files: tuple[ModelFile, ...]
    kind: str = "embedded"  #: "embedded", "fetched" or "own".
    good_for: str = ""
    size: int = 0  #: Bytes of all files together.
    codes: tuple[str, ...] = ()  #: Languages it is made for; none: whatever Whisper has.
    sent_as: Mapping[str, str] = field(default_factory=dict)  #: Language -> the code that is sent instead.
    recommended: bool = False
    repository: str = ""
    revision: str = ""
    form: str = ""  #: "ctranslate2" or "pyannote".
    translates: bool = False  #: It has learnt Whisper's translate task: a machine gloss in English can be made.
    gated: bool = False  #: Given only to those who accept conditions.


@dataclass(frozen=True, slots=True)
class Model:
    """A model that is there and proved, ready for an engine."""

    name: str  #: Of the registry or of an added model, or the folder's own name.
    files: Mapping[str, Path]  #: Name in the model -> where it lies.
    sha256: Mapping[str, str]  #: Of the weights, for the record.
    trial: bool = False
    advice: str = ""
    codes: tuple[str, ...] = ()
    sent_as: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where all files lie together."""
        return next(iter(self.files.values())).parent


@cache
def registry() -> Mapping[str, KnownModel]:
    """Every model of registry.toml, by name."""
    entries = tomllib.loads(REGISTRY.read_text(encoding="utf-8"))
    return {name: _known(name, entry) for name, entry in entries.items()}


@cache
def known_models() -> Mapping[str, KnownModel]:
    """The embedded models, by name."""
    return {name: known for name, known in registry().items() if known.kind == "embedded"}


def fetchable_models() -> Mapping[str, KnownModel]:
    """The models that can be fetched, by name."""
    return {name: known for name, known in registry().items() if known.kind == "fetched"}


def _known(name: str, entry: dict[str, Any]) -> KnownModel:
    files = tuple(_file(file) for file in entry.pop("files", ()))
    codes = tuple(entry.pop("codes", ()))
    return KnownModel(name=name, files=files, codes=codes, **entry)


def _file(entry: dict[str, Any]) -> ModelFile:
    parts = tuple((part["package"], part["path"]) for part in entry.get("parts", ()))
    return ModelFile(
        entry["name"], entry.get("sha256", ""), parts, entry.get("size"), entry.get("path", "") or entry["name"]
    )
