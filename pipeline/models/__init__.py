"""Speech models by name or by folder: where their files are, and the proof that they are what they should be.

Every file of a known model is compared with its sha256 before it is used, each time: a damaged or exchanged weight
file is refused. Embedded files that come in parts are joined once, in the folder WORKBENCH_MODELS; files that come
whole are used where their Python package holds them. Models that were added: `pipeline.models.installed`.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from pipeline.models.errors import (
    DamagedModelError,
    IncompleteModelError,
    MissingModelError,
    NotInstalledError,
    UnknownModelError,
    UploadingModelError,
    WrongModelError,
)
from pipeline.models.installed import installed_models, prove_installed
from pipeline.models.registry import KnownModel, Model, ModelFile, fetchable_models, known_models, registry
from pipeline.models.weights import BLOCK, models_folder, sha256_of, written_whole

__all__ = [
    "DamagedModelError",
    "IncompleteModelError",
    "KnownModel",
    "MissingModelError",
    "Model",
    "ModelFile",
    "NotInstalledError",
    "UnknownModelError",
    "UploadingModelError",
    "WrongModelError",
    "fetchable_models",
    "find_model",
    "known_models",
    "models_folder",
    "prove",
    "registry",
    "sha256_of",
]

UPLOADING = "speaker-diarization-precision"  #: pyannote models of this name send the recording to a company's server.
WEIGHTS = (".bin", ".pt", ".pth", ".ckpt", ".safetensors", ".onnx", ".npz")


def find_model(name: str, use: str) -> Model:
    """The proved model behind a setting: an embedded or installed one by name, or the path of a local folder.

    Raises UnknownModelError, NotInstalledError, WrongModelError, DamagedModelError, ChangedModelError,
    MissingModelError, UploadingModelError.
    """
    if UPLOADING in name:
        raise UploadingModelError(name)
    known = known_models().get(name)
    if known is not None:
        _compare_use(name, known.use, use)
        return prove(known)
    installed = installed_models().get(name)
    if installed is not None:
        _compare_use(name, installed.use, use)
        return prove_installed(installed)
    if name in fetchable_models():
        raise NotInstalledError(name)
    return _local_model(name)


def _compare_use(name: str, use: str, wanted: str) -> None:
    if use != wanted:
        raise WrongModelError(name, use, wanted)


def prove(known: KnownModel) -> Model:
    """All files of an embedded model, joined where needed, each compared with its sha256."""
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
    with written_whole(place) as target:
        with target.open("wb") as out:
            for part in parts:
                with part.open("rb") as source:
                    while block := source.read(BLOCK):
                        out.write(block)
            out.flush()
            os.fsync(out.fileno())
        _compare(target, sha256, shown=place)


def _compare(file: Path, sha256: str, shown: Path | None = None) -> None:
    found = sha256_of(file)
    if found != sha256:
        raise DamagedModelError(str(shown or file), sha256, found)


def _local_model(name: str) -> Model:
    folder = Path(name).expanduser()
    if not folder.is_dir():
        raise UnknownModelError(name, (*known_models(), *installed_models()))
    files = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}
    weights = {name: path for name, path in files.items() if path.suffix in WEIGHTS}
    if not weights:
        raise IncompleteModelError(str(folder), "model weights")
    return Model(str(folder), files, {name: sha256_of(path) for name, path in weights.items()})
