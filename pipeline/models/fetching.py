"""The only door to the network in this product: a model of the registry is fetched, once, because a person said so.

The connection is opened by a child process (`pipeline.models.hub`) and by nothing else: only there are the variables
lifted that keep the Hugging Face libraries offline. What it fetches is a commit named in the registry; every file is
compared with the registry's sha256, and with the one its host announces, before the model takes its place.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from core.clock import now
from pipeline.models.adding import Report, compare_with_registry, from_registry, hashed
from pipeline.models.conversion import LOOK_SECONDS, bytes_below, end
from pipeline.models.errors import AskFirstError, FetchFailedError, NotFetchableError, NotReachedError
from pipeline.models.installed import InstalledModel, arriving, take_place
from pipeline.models.registry import KnownModel, fetchable_models
from pipeline.models.survey import survey
from pipeline.offline import VARIABLES

LIFTED = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")  #: Only for the fetching child.
DEFAULT_HOST = "https://huggingface.co"
OK, UNREACHED, GATED = "ok", "unreached", "gated"


def fetchable(name: str) -> KnownModel:
    """The model of the registry that may be fetched. Raises NotFetchableError."""
    known = fetchable_models().get(name)
    if known is None:
        raise NotFetchableError(name, tuple(fetchable_models()))
    return known


def address(known: KnownModel) -> str:
    """Where a model is fetched from: the repository at its pinned commit."""
    host = (os.environ.get("HF_ENDPOINT") or DEFAULT_HOST).rstrip("/")
    return f"{host}/{known.repository}/tree/{known.revision}"


def carry_commands(known: KnownModel) -> tuple[str, str]:
    """What to run on a connected machine without this program; it makes the folder to carry over."""
    files = " ".join(file.path for file in known.files)
    get_model = f"hf download {known.repository} {files} --revision {known.revision} --local-dir {known.name}"
    return 'python -m pip install "huggingface_hub<1"', get_model


def fetch(name: str, report: Report = lambda _: None) -> InstalledModel:
    """Fetch a model of the registry. To be called only after a person has seen address and size and said yes.

    Raises NotFetchableError, NameTakenError, LittleSpaceError, NotReachedError, AskFirstError, FetchFailedError,
    ChangedModelError.
    """
    known = fetchable(name)
    with arriving(name, known.size) as place:
        _download(known, place, report)
        shutil.rmtree(place / ".cache", ignore_errors=True)
        for file in known.files:
            (place / file.name).parent.mkdir(parents=True, exist_ok=True)
            (place / file.path).rename(place / file.name)
        _drop_empty_folders(place)
        survey(place, known)
        files = hashed(place)
        compare_with_registry(name, files)
        came = replace(from_registry(known), files=files, came="fetched", added_at=now().isoformat())
        return take_place(place, came)


def _drop_empty_folders(place: Path) -> None:
    for folder in sorted((path for path in place.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _download(known: KnownModel, place: Path, report: Report) -> None:
    told = {
        "repository": known.repository,
        "revision": known.revision,
        "files": [file.path for file in known.files],
        "target": str(place),
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "pipeline.models.hub"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_environment(known.gated),
        text=True,
    )
    try:
        answer = _watched(child, json.dumps(told), place, known.size, report)
    finally:
        end(child)
    _raise_unless_ok(known, answer)


def child_environment(gated: bool) -> dict[str, str]:
    """The fetching child's: all stays silent but the one look-up; a token goes only where one is asked for."""
    environment = {name: value for name, value in {**os.environ, **VARIABLES}.items() if name not in LIFTED}
    environment["PYTHONPATH"] = os.pathsep.join(path or os.getcwd() for path in sys.path)
    environment |= {"HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    if not gated:
        environment["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1"
    return environment


def _watched(child: subprocess.Popen[str], told: str, place: Path, size: int, report: Report) -> str:
    waiting: str | None = told
    while True:
        try:
            out, _ = child.communicate(waiting, timeout=LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            waiting = None
            report(min(0.99, bytes_below(place) / max(1, size)))
            continue
        return (out.splitlines() or [f"exit code {child.returncode}"])[-1]


def _raise_unless_ok(known: KnownModel, answer: str) -> None:
    where = address(known)
    if answer == UNREACHED:
        raise NotReachedError(where, known.name, *carry_commands(known))
    if answer == GATED:
        raise AskFirstError(where)
    if answer != OK:
        raise FetchFailedError(where, answer)
