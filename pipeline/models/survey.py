"""What a folder holds: a Whisper in CTranslate2's form, one in Hugging Face's, a pyannote pipeline, or no model."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.models.errors import LinkInModelError, NoModelError, OddNameError
from pipeline.models.installed import MANIFEST
from pipeline.models.registry import KnownModel

PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+=-]{0,120}")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  #: Names that Windows gives to devices.
CTRANSLATE2 = ("model.bin", "config.json", "tokenizer.json")
VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
BESIDE = ("preprocessor_config.json", "generation_config.json", "tokenizer_config.json")
WHISPER_SPEC = b"WhisperSpec\0"
HUGGING_FACE = tuple(
    f"{name}{part}" for part in ("", ".index.json") for name in ("model.safetensors", "pytorch_model.bin")
)
TOO_LONG = 10_000_000  #: Bytes; no config.json of a model is longer.


class Form(StrEnum):
    """How a model is written."""

    CTRANSLATE2 = "ctranslate2"
    HUGGING_FACE = "hugging face"
    PYANNOTE = "pyannote"


@dataclass(frozen=True, slots=True)
class Found:
    """A model in a folder: its form, and its files by the name they will have."""

    form: Form
    files: Mapping[str, Path]

    @property
    def size(self) -> int:
        return sum(path.stat().st_size for path in self.files.values())


def survey(folder: Path, known: KnownModel | None = None) -> Found:
    """What `folder` holds; of a model of the registry its files may lie as they do in the repository.

    Raises NoModelError, LinkInModelError, OddNameError.
    """
    if not folder.is_dir():
        raise NoModelError(str(folder), "it is no folder on this machine")
    files = _files(folder)
    if known is not None and known.form:
        named = {file.name: files.get(file.path) or files.get(file.name) for file in known.files}
        whole = {name: path for name, path in named.items() if path is not None}
        if len(whole) == len(named):
            return _checked(folder, Found(Form(known.form), whole))
    return _checked(folder, _recognised(folder, files))


def _files(folder: Path) -> dict[str, Path]:
    """Every file by its place, but what hidden folders hold; links and odd names are refused."""
    found: dict[str, Path] = {}
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [*folders, *sorted(names)]:
            path = Path(place) / name
            if name.startswith(".") or name == MANIFEST:
                continue
            if path.is_symlink():
                raise LinkInModelError(str(path))
            if not PART.fullmatch(name) or RESERVED.fullmatch(name):
                raise OddNameError(name)
            if path.is_file():
                found[path.relative_to(folder).as_posix()] = path
    return found


def _recognised(folder: Path, files: dict[str, Path]) -> Found:
    if "config.yaml" in files:
        return Found(Form.PYANNOTE, {name: path for name, path in files.items() if not name.endswith(".md")})
    config = read_config(files.get("config.json"))
    weights = [name for name in HUGGING_FACE if name in files]
    is_whole = all(name in files for name in CTRANSLATE2) and any(name in files for name in VOCABULARIES)
    if is_whole and _is_whisper(files["model.bin"]):
        wanted = (*CTRANSLATE2, *VOCABULARIES, *BESIDE)
        return Found(Form.CTRANSLATE2, {name: files[name] for name in wanted if name in files})
    if weights and config.get("model_type") == "whisper":
        return Found(Form.HUGGING_FACE, {name: path for name, path in files.items() if "/" not in name})
    raise NoModelError(str(folder), _why_not(files, config, weights))


def _why_not(files: dict[str, Path], config: dict[str, Any], weights: list[str]) -> str:
    if "model.bin" in files and not weights:
        missing = [name for name in CTRANSLATE2 if name not in files]
        missing += [] if any(name in files for name in VOCABULARIES) else [VOCABULARIES[0]]
        return f"it lacks {', '.join(missing)}" if missing else "its model.bin is no Whisper in CTranslate2's form"
    if weights and not config:
        return "it lacks config.json"
    if weights:
        return f"its config.json tells of a model of the kind “{config.get('model_type', '?')}”, not whisper"
    if config:
        return "it lacks the weights"
    return "it is empty" if not files else "none of its files belongs to one"


def _checked(folder: Path, found: Found) -> Found:
    if found.form is Form.CTRANSLATE2 and not _is_whisper(found.files["model.bin"]):
        raise NoModelError(str(folder), "its model.bin is no Whisper in CTranslate2's form")
    if found.form is Form.PYANNOTE:
        _check_pipeline(folder, found)
    return found


def _check_pipeline(folder: Path, found: Found) -> None:
    """pyannote builds whatever class config.yaml names, from whatever place: only its diarization, only this folder."""
    import yaml

    text = found.files["config.yaml"].read_text("utf-8", errors="replace")[:TOO_LONG]
    try:
        config = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise NoModelError(str(folder), "its config.yaml cannot be read") from error
    pipeline = config.get("pipeline") if isinstance(config, dict) else None
    if not isinstance(pipeline, dict) or pipeline.get("name") != "pyannote.audio.pipelines.SpeakerDiarization":
        raise NoModelError(str(folder), "its config.yaml tells of no pyannote pipeline that tells voices apart")
    params = pipeline.get("params")
    places = [params.get(part) for part in ("segmentation", "embedding", "plda")] if isinstance(params, dict) else []
    outside = [str(place) for place in places if place and not str(place).startswith("$model/")]
    if outside:
        raise NoModelError(str(folder), f"its config.yaml names {', '.join(outside)}, which is not in the folder")
    if not any(name.endswith((".bin", ".safetensors", ".ckpt", ".pt")) for name in found.files):
        raise NoModelError(str(folder), "it lacks the weights")


def _is_whisper(model: Path) -> bool:
    """Whether model.bin begins as CTranslate2 writes it: a version, the length of a name, the name."""
    with model.open("rb") as source:
        start = source.read(6 + len(WHISPER_SPEC))
    return start[6:] == WHISPER_SPEC and int.from_bytes(start[4:6], "little") == len(WHISPER_SPEC)


def read_config(path: Path | None) -> dict[str, Any]:
    """A JSON object; {} when there is none that can be read."""
    if path is None or path.stat().st_size > TOO_LONG:
        return {}
    try:
        config = json.loads(path.read_text("utf-8"))
    except ValueError:
        return {}
    return config if isinstance(config, dict) else {}
