"""Diarization with a pyannote pipeline from a local folder, such as speaker-diarization-community-1.

Such a pipeline says twice who speaks when: once with one speaker at a time, for words, and once with overlaps. Older
pipelines only do the latter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    spans = _spans(getattr(heard, "speaker_diarization", heard))
    alone = getattr(heard, "exclusive_speaker_diarization", None)
    return Voices(one_at_a_time(spans) if alone is None else _spans(alone), spans)


def one_at_a_time(spans: Sequence[VoiceSpan]) -> tuple[VoiceSpan, ...]:
    """`spans` in order of time without overlaps: whoever began first speaks on, another one gets what is left.

    >>> one_at_a_time([VoiceSpan(0, 900, "A"), VoiceSpan(500, 1_400, "B"), VoiceSpan(600, 800, "C")])
    (VoiceSpan(start_ms=0, end_ms=900, speaker='A'), VoiceSpan(start_ms=900, end_ms=1400, speaker='B'))
    """
    found: list[VoiceSpan] = []
    taken_ms = 0
    for span in sorted(spans, key=lambda span: (span.start_ms, -span.end_ms)):
        if span.end_ms > taken_ms:
            found.append(VoiceSpan(max(span.start_ms, taken_ms), span.end_ms, span.speaker))
            taken_ms = span.end_ms
    return tuple(found)


def _spans(annotation: Any) -> tuple[VoiceSpan, ...]:
    return tuple(
        VoiceSpan(round(segment.start * 1000), round(segment.end * 1000), str(label))
        for segment, _, label in annotation.itertracks(yield_label=True)
    )
