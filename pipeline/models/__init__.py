"""Speech models by name or by folder: where their files are, and the proof that they are what they should be.

Every file of a known model is compared with its sha256 before it is used, each time: a damaged or exchanged weight
file is refused. Files that come in parts are joined once, in the folder WORKBENCH_MODELS; files that come whole are
used where their Python package holds them.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from core.errors import FailedError, InputError, RefusedError

REGISTRY = Path(__file__).with_name("registry.toml")
UPLOADING = "speaker-diarization-precision"  #: pyannote models of this name send the recording to a company's server.
WEIGHTS = (".bin", ".pt", ".pth", ".ckpt", ".safetensors", ".onnx", ".npz")
BLOCK = 1 << 20


class UnknownModelError(InputError):
    """Neither a known name nor a folder."""

    template = "There is no model “{name}”: it is neither one of {known} nor a folder on this machine."

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name=name, known=", ".join(known))


class WrongModelError(InputError):
    """A model for another purpose."""

    template = "The model “{name}” is for {use}, not for {wanted}. Choose another one in the settings."

    def __init__(self, name: str, use: str, wanted: str) -> None:
        super().__init__(name=name, use=use, wanted=wanted)


class IncompleteModelError(InputError):
    """A folder without what an engine needs."""

    template = "The model folder “{folder}” lacks {missing}. Copy the whole model there again."

    def __init__(self, folder: str, missing: str) -> None:
        super().__init__(folder=folder, missing=missing)


class UploadingModelError(RefusedError):
    """A model that is really a service: it would send the recording away."""

    template = "“{name}” sends recordings to a server outside this machine, so it is never used. Choose another model."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class DamagedModelError(FailedError):
    """A file of a known model is not what it should be."""

    template = (
        "The model file {file} is damaged or has been exchanged (sha256 {found} instead of {expected}). "
        "Delete it, install the packages of requirements.txt again, and start anew."
    )

    def __init__(self, file: str, expected: str, found: str) -> None:
        super().__init__(file=file, expected=expected, found=found)


class MissingModelError(FailedError):
    """The package that carries a model is not installed."""

    template = "The model “{name}” is not installed: the package {package} is missing. Install requirements.txt again."

    def __init__(self, name: str, package: str) -> None:
        super().__init__(name=name, package=package)


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a known model, in one or more parts."""

    name: str
    sha256: str
    parts: tuple[tuple[str, str], ...]  #: (package, path inside it)


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


@dataclass(frozen=True, slots=True)
class Model:
    """A model that is there and proved, ready for an engine."""

    name: str  #: Of the registry, or the folder's own name.
    files: Mapping[str, Path]  #: Name in the model -> where it lies.
    sha256: Mapping[str, str]  #: Of the weights, for the record.
    trial: bool = False
    advice: str = ""

    @property
    def folder(self) -> Path:
        """Where all files lie together."""
        return next(iter(self.files.values())).parent


@cache
def known_models() -> Mapping[str, KnownModel]:
    """The registry, by name."""
    entries = tomllib.loads(REGISTRY.read_text(encoding="utf-8"))
    return {name: _known(name, entry) for name, entry in entries.items()}


def _known(name: str, entry: dict[str, Any]) -> KnownModel:
    files = tuple(
        ModelFile(file["name"], file["sha256"], tuple((part["package"], part["path"]) for part in file["parts"]))
        for file in entry.pop("files")
    )
    return KnownModel(name=name, files=files, **entry)


def models_folder() -> Path:
    """Where joined models are kept: WORKBENCH_MODELS, or a folder of the Python environment."""
    default = Path(sys.prefix) / "share" / "interview-workbench" / "models"
    return Path(os.environ.get("WORKBENCH_MODELS") or default)


def find_model(name: str, use: str) -> Model:
    """The proved model behind a setting: a name of the registry, or the path of a local folder.

    Raises UnknownModelError, WrongModelError, DamagedModelError, MissingModelError, UploadingModelError.
    """
    if UPLOADING in name:
        raise UploadingModelError(name)
    known = known_models().get(name)
    if known is None:
        return _local_model(name)
    if known.use != use:
        raise WrongModelError(name, known.use, use)
    return prove(known)


def prove(known: KnownModel) -> Model:
    """All files of a known model, joined where needed, each compared with its sha256."""
    found = {file.name: _proved_file(known, file) for file in known.files}
    return Model(known.name, found, {file.name: file.sha256 for file in known.files}, known.trial, known.advice)


def _proved_file(known: KnownModel, file: ModelFile) -> Path:
    parts = [_part(known.name, package, path) for package, path in file.parts]
    together = len({package for f in known.files for package, _ in f.parts}) > 1  # parts of several packages: join
    if not together:
        _compare(parts[0], file.sha256)
        return parts[0]
    place = models_folder() / known.name / file.name
    if place.is_file():
        _compare(place, file.sha256)
    else:
        _join(parts, place, file.sha256)
    return place


def _part(model: str, package: str, path: str) -> Path:
    spec = find_spec(package)  # finds the folder without running the package
    place = Path(spec.submodule_search_locations[0]) / path if spec and spec.submodule_search_locations else None
    if place is None or not place.is_file():
        raise MissingModelError(model, package)
    return place


def _join(parts: list[Path], place: Path, sha256: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with _written_whole(place) as target:
        with target.open("wb") as out:
            for part in parts:
                with part.open("rb") as source:
                    while block := source.read(BLOCK):
                        out.write(block)
            out.flush()
            os.fsync(out.fileno())
        _compare(target, sha256, shown=place)


@contextmanager
def _written_whole(place: Path) -> Iterator[Path]:
    """A place beside `place`; it takes that place only when the block ends well. Two processes may do so at once."""
    waiting = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        yield waiting
        waiting.replace(place)
    finally:
        waiting.unlink(missing_ok=True)


def _compare(file: Path, sha256: str, shown: Path | None = None) -> None:
    found = sha256_of(file)
    if found != sha256:
        raise DamagedModelError(str(shown or file), sha256, found)


def sha256_of(file: Path) -> str:
    """The file's sha256, hexadecimal."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _local_model(name: str) -> Model:
    folder = Path(name).expanduser()
    if not folder.is_dir():
        raise UnknownModelError(name, tuple(known_models()))
    files = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}
    weights = {name: path for name, path in files.items() if path.suffix in WEIGHTS}
    if not weights:
        raise IncompleteModelError(str(folder), "model weights")
    return Model(str(folder), files, {name: sha256_of(path) for name, path in weights.items()})
