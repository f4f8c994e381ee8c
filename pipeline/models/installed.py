"""Models that were added or fetched: a folder each, with the sha256 of every file as it came.

The figures are taken when a model comes to this machine and compared every time it is used: a file that was damaged,
exchanged, taken away or put beside the others afterwards makes the model refused.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Self

from platformdirs import user_data_dir

from pipeline.models.errors import ChangedModelError, LittleSpaceError, NameTakenError, NotRemovableError, OddNameError
from pipeline.models.registry import Model, registry
from pipeline.models.weights import Told, nothing, sha256_of, size_in_words

MANIFEST = "workbench-model.json"
NAME = re.compile(r"[a-z][a-z0-9._-]{0,63}")
ABANDONED_SECONDS = 7 * 24 * 3600
RESERVE = 500_000_000  #: Bytes left free on the disk whatever happens.


@dataclass(frozen=True, slots=True)
class InstalledFile:
    """One file of an installed model, as it came."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """What is written down beside a model that was added or fetched."""

    name: str
    title: str
    use: str
    files: Mapping[str, InstalledFile]
    licence: str = ""
    languages: str = ""
    codes: tuple[str, ...] = ()
    sent_as: Mapping[str, str] = field(default_factory=dict)
    good_for: str = ""
    advice: str = ""
    source: str = ""
    trial: bool = False
    came: str = "added"  #: "added", "converted" or "fetched".
    added_at: str = ""  #: ISO 8601, UTC.

    @property
    def folder(self) -> Path:
        return installed_folder() / self.name

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files.values())

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """As written by `to_json`. Raises ValueError, TypeError or KeyError for anything else."""
        stored: dict[str, Any] = json.loads(text)
        known = {entry.name for entry in fields(cls)}
        facts = {name: value for name, value in stored.items() if name in known}
        files = {str(name): InstalledFile(str(f["sha256"]), int(f["size"])) for name, f in stored["files"].items()}
        codes = tuple(str(code) for code in facts.get("codes", ()))
        sent_as = {str(language): str(code) for language, code in dict(facts.get("sent_as", {})).items()}
        words = {
            name: str(value) for name, value in facts.items() if name not in ("files", "codes", "sent_as", "trial")
        }
        return cls(**words, files=files, codes=codes, sent_as=sent_as, trial=facts.get("trial") is True)


def installed_folder() -> Path:
    """Where added models are kept: in WORKBENCH_MODELS, or in the person's own place, which outlives the program's."""
    named = os.environ.get("WORKBENCH_MODELS")
    if named:
        return Path(named) / "installed"
    home = os.environ.get("WORKBENCH_HOME") or user_data_dir("interview-workbench", appauthor=False)
    return Path(home) / "models"


def installed_models() -> dict[str, InstalledModel]:
    """Every model that was added or fetched, by name; a folder without a readable record is none."""
    folder = installed_folder()
    places = sorted(folder.iterdir()) if folder.is_dir() else []
    read = (read_manifest(place) for place in places if NAME.fullmatch(place.name))
    return {model.name: model for model in read if model is not None and (folder / model.name).is_dir()}


def read_manifest(folder: Path) -> InstalledModel | None:
    """The record in a model's folder, under the folder's own name; None where there is none that can be read."""
    try:
        model = InstalledModel.from_json((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return replace(model, name=folder.name)


def differences(model: InstalledModel) -> tuple[tuple[str, str, str], ...]:
    """What differs at a glance, without reading the weights: (file, expected, found)."""
    found = {place.relative_to(model.folder).as_posix(): place for place in _files(model.folder)}
    missing = [(name, "a file", "nothing") for name in model.files if name not in found]
    foreign = [(name, "nothing", "a file") for name in found if name not in model.files and name != MANIFEST]
    sizes = [
        (name, f"{file.size} bytes", f"{found[name].stat().st_size} bytes")
        for name, file in model.files.items()
        if name in found and found[name].stat().st_size != file.size
    ]
    return (*missing, *foreign, *sizes)


def _files(folder: Path) -> Iterator[Path]:
    for place in sorted(folder.rglob("*")):
        if place.is_symlink() or not place.is_dir():
            yield place


def prove_installed(model: InstalledModel, told: Told = nothing) -> Model:
    """The model, each of its files compared with what came, and with the registry's figures where it has them.

    Raises ChangedModelError.
    """
    for name, expected, found in differences(model):
        raise ChangedModelError(model.name, str(model.folder / name), expected, found)
    for name, file in model.files.items():
        place = model.folder / name
        if place.is_symlink():
            raise ChangedModelError(model.name, str(place), "a file", "a link")
        compare(model.name, name, place, file.sha256, sha256_of(place, told))
    files = {name: model.folder / name for name in model.files}
    sha256 = {name: file.sha256 for name, file in model.files.items()}
    return Model(model.name, files, sha256, model.trial, model.advice, model.codes, model.sent_as)


def compare(model: str, name: str, place: Path, expected: str, found: str) -> None:
    """Compare a file with what came; for models of the registry that were not converted also with its figure."""
    if found != expected:
        raise ChangedModelError(model, str(place), f"sha256 {expected}", f"sha256 {found}")
    published = published_sha256(model, name)
    if published and found != published:
        raise ChangedModelError(model, str(place), f"sha256 {published}", f"sha256 {found}")


def published_sha256(model: str, name: str) -> str:
    """The registry's sha256 of a file; "" where it has none."""
    known = registry().get(model)
    return next((file.sha256 for file in known.files if file.name == name), "") if known else ""


@contextmanager
def arriving(name: str, needed: int) -> Iterator[Path]:
    """A folder for a model on its way in; it is gone afterwards unless `take_place` gave it its place.

    Raises OddNameError, NameTakenError, LittleSpaceError.
    """
    if not NAME.fullmatch(name):
        raise OddNameError(name)
    folder = installed_folder()
    if name in {n for n, known in registry().items() if known.kind == "embedded"} or (folder / name).exists():
        raise NameTakenError(name)
    folder.mkdir(parents=True, exist_ok=True)
    _clear_abandoned(folder)
    check_space(folder, needed)
    place = Path(mkdtemp(prefix=f".{name}.", dir=folder))  # two people may add a model of one name at once
    place.chmod(0o755)  # mkdtemp keeps others out; a folder of models may serve a whole institution
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _clear_abandoned(folder: Path) -> None:
    """What was on its way in when the machine lost power, days ago, takes no more room."""
    for place in folder.glob(".*"):
        if place.is_dir() and time.time() - place.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(place, ignore_errors=True)


def check_space(folder: Path, needed: int) -> None:
    """Refuse what would not fit. Raises LittleSpaceError."""
    free = shutil.disk_usage(folder).free
    if free < needed + RESERVE:
        raise LittleSpaceError(str(folder), size_in_words(free), size_in_words(needed + RESERVE))


def take_place(place: Path, model: InstalledModel) -> InstalledModel:
    """Write the record, force it to the disk, and give the folder its name: whole or not at all."""
    with (place / MANIFEST).open("x", encoding="utf-8") as record:
        record.write(model.to_json())
        record.flush()
        os.fsync(record.fileno())
    if model.folder.exists():
        raise NameTakenError(model.name)
    place.rename(model.folder)
    return model


def remove(name: str) -> None:
    """Take a model off this machine. Raises NotRemovableError when it was never added."""
    if not NAME.fullmatch(name) or name not in installed_models():
        raise NotRemovableError(name)
    place = installed_folder() / name
    leaving = place.with_name(f".{name}.leaving.{os.getpid()}")
    place.rename(leaving)
    shutil.rmtree(leaving)
