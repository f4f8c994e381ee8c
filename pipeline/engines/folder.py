"""Diarization with a pyannote pipeline from a local folder, such as speaker-diarization-community-1."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pipeline.models import IncompleteModelError, Model
from pipeline.results import Voices
from transcripts.heard import VoiceSpan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.engines.devices import Device
    from pipeline.settings import TranscriptionSettings

SAMPLE_RATE = 16_000
PARTS = {"segmentation": (0.0, 0.4), "embeddings": (0.4, 0.6)}  #: Where each counted step begins, and its share.
EMBEDDED_AT_ONCE = 8  #: pyannote's default of 32 needed 9.5 GB for 72 minutes.


def diarize(
    sound: NDArray[np.float32],
    model: Model,
    settings: TranscriptionSettings,
    device: Device,
    report: Callable[[float], None],
) -> Voices:
    """Who speaks when, by the pipeline of the folder `model`."""
    import torch
    from pyannote.audio import Pipeline

    if "config.yaml" not in model.files:
        raise IncompleteModelError(model.name, "config.yaml")
    pipeline = Pipeline.from_pretrained(str(model.files["config.yaml"].parent))
    pipeline.embedding_batch_size = EMBEDDED_AT_ONCE
    pipeline.to(torch.device(device.name))

    def hook(step: str, *_: Any, total: int | None = None, completed: int | None = None, **__: Any) -> None:
        if step in PARTS and total and completed is not None:
            start, share = PARTS[step]
            report(start + share * completed / total)

    heard = pipeline(
        {"waveform": torch.from_numpy(sound)[None], "sample_rate": SAMPLE_RATE},
        num_speakers=settings.speakers,
        min_speakers=settings.min_speakers,
        max_speakers=settings.max_speakers,
        hook=hook,
    )
    return Voices(_spans(heard.exclusive_speaker_diarization), _spans(heard.speaker_diarization))


def _spans(annotation: Any) -> tuple[VoiceSpan, ...]:
    return tuple(
        VoiceSpan(round(segment.start * 1000), round(segment.end * 1000), str(label))
        for segment, _, label in annotation.itertracks(yield_label=True)
    )
