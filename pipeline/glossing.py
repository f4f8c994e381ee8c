"""A machine's gloss: what Whisper's translate task makes of a recording, in English. For finding one's way only.

The same careful recognition hears the sound again, with the same guards; what lies far from any speech is left out.
Words of a translation have no times worth keeping, so that a gloss is lines: one per segment.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.clock import now
from core.spans import TimeSpan
from pipeline.engines import careful
from pipeline.models.errors import CannotTranslateError
from pipeline.models.languages import can_translate, code_to_send
from pipeline.record import about_model, library_versions
from pipeline.results import HeardSegment, Recognition
from pipeline.speech import FARTHEST_MS
from transcripts.translations import Gloss, GlossLine

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from pipeline.checkpoint import Parts
    from pipeline.engines.devices import Device
    from pipeline.models import Model
    from pipeline.settings import TranscriptionSettings

INTO = "en"  #: Whisper has learnt to translate into English only.


def check_can_translate(name: str) -> None:
    """CannotTranslateError for a model that was trained without the translate task: it would write anything."""
    if not can_translate(name):
        raise CannotTranslateError(name)


def hear_in_english(
    sound: NDArray[np.float32],
    model: Model,
    settings: TranscriptionSettings,
    device: Device,
    report: Callable[[float], None],
    parts: Parts,
) -> Recognition:
    """What is said, in English: a stage that goes on window by window, as recognition does."""
    return careful.recognise(sound, model, settings, device, report, parts, task="translate")


def make_gloss(heard: Recognition, made_by: Mapping[str, object]) -> Gloss:
    return Gloss(INTO, tuple(gloss_lines(heard.segments, heard.speech)), made_by)


def gloss_lines(segments: Sequence[HeardSegment], speech: Sequence[TimeSpan]) -> list[GlossLine]:
    """The lines in order of time; those far from any speech were invented and are left out."""
    near = [TimeSpan(max(0, span.start_ms - FARTHEST_MS), span.end_ms + FARTHEST_MS) for span in speech]
    lines = [
        GlossLine(segment.start_ms, max(segment.end_ms, segment.start_ms + 1), segment.text)
        for segment in segments
        if segment.text and any(segment.start_ms < span.end_ms and span.start_ms < segment.end_ms for span in near)
    ]
    return sorted(lines, key=lambda line: line.start_ms)


def gloss_made_by(
    recording_sha256: str,
    settings: TranscriptionSettings,
    model: Model,
    device: Device,
    heard: Recognition,
    stages: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """How the gloss was made: JSON values only, and none of its words."""
    return {
        "model": settings.model,
        "trial": model.trial,
        "task": "translate",
        "models": {"recognition": about_model(model)},
        "versions": {"python": platform.python_version(), **library_versions()},
        "settings": json.loads(settings.to_json()),
        "language": heard.language,
        "language_sent": code_to_send(model, heard.language),
        "device": device.name,
        "compute_type": device.compute_type,
        "seconds": {stage: record["seconds"] for stage, record in stages.items() if stage in ("decode", "gloss")},
        "recording_sha256": recording_sha256,
        "finished_at": now().isoformat(),
    }
