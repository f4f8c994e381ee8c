"""Careful recognition: faster-whisper, window after window, with every guard it has against invented text.

A window whose text repeats itself (compression) or that the model doubts (log probability) is heard again at higher
temperatures; silence is skipped; words in a silence are looked at again (hallucination_silence_threshold); no window
sees the text of the one before, so one mistake cannot become a loop. Passages of speech are independent of each other:
on a processor several are heard at once, which uses the cores better than several threads inside one window.

What has been heard is kept window by window, so a job that is killed hears at most the last half minute of each passage
under way again. It goes on in the same place of the same passage, where it would have gone on anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from core.failpoints import failpoint
from core.spans import TimeSpan
from pipeline.engines import whisper as shared
from pipeline.languages import Stretch
from pipeline.models import Model
from pipeline.models.languages import code_to_send
from pipeline.results import HeardPart, HeardSegment, Recognition
from pipeline.speech import is_dense
from transcripts.heard import VoiceSpan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.checkpoint import Parts
    from pipeline.engines.devices import Device
    from pipeline.settings import TranscriptionSettings

FRAME_MS = 10  #: Whisper counts windows in frames of this length.
LEAD_MS = 1_000  #: Of silence on both sides, where another language takes away the sound around a passage (measured).
AT_ONCE = 2  #: Passages heard at once on a processor with two cores or more.
GUARDS: dict[str, Any] = {
    "temperature": (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
    "compression_ratio_threshold": 2.4,
    "log_prob_threshold": -1.0,
    "no_speech_threshold": 0.6,
    "condition_on_previous_text": False,
    "hallucination_silence_threshold": 2.0,
}


def recognise(
    sound: NDArray[np.float32],
    model: Model,
    settings: TranscriptionSettings,
    device: Device,
    report: Callable[[float], None],
    parts: Parts,
    *,
    voices: Sequence[VoiceSpan] = (),
    task: str = "transcribe",
) -> Recognition:
    """The words of `sound`, with times from Whisper's cross-attention; `task` "translate": in English."""
    import numpy as np

    speech = shared.hear_speech(sound)
    if not speech:
        return Recognition(settings.language or shared.NO_LANGUAGE, None, speech, ())
    workers = min(AT_ONCE, device.threads) if device.name == "cpu" else 1
    whisper = shared.load_whisper(model, device, workers)
    plan = shared.plan(whisper, model, sound, speech, settings, parts, voices)
    tally = _Tally(sum(stretch.span.length_ms for stretch in plan.stretches), report)

    def hear(stretch: Stretch) -> list[HeardSegment]:
        span, language = stretch.span, stretch.language
        lead_ms = LEAD_MS if plan.changes else 0
        kept = _Kept(parts, f"{span.start_ms:09}-{span.end_ms:09}-{language}{'-led' * plan.changes}")
        options: dict[str, Any] = {
            "language": code_to_send(model, language),
            "beam_size": settings.beam_size,
            "task": task,
        }
        if settings.hotwords and is_dense(span, speech):
            options["hotwords"] = settings.hotwords
        samples = np.pad(shared.cut(sound, span), lead_ms * shared.PER_MS)
        segments = _hear(whisper, samples, span, options, tally, kept, lead_ms)
        return [replace(segment, language=language) for segment in segments] if plan.changes else segments

    with ThreadPoolExecutor(workers) as pool:
        heard = [segment for found in pool.map(hear, plan.stretches) for segment in found]
    return Recognition(plan.language, plan.sure, speech, tuple(heard))


class _Tally:
    """Milliseconds heard so far, by all workers together."""

    def __init__(self, total_ms: int, report: Callable[[float], None]) -> None:
        self._total, self._done, self._report, self._lock = total_ms, 0, report, Lock()

    def add(self, milliseconds: int) -> None:
        with self._lock:
            self._done += milliseconds
            self._report(self._done / self._total)


@dataclass(slots=True)
class _Kept:
    """What is known of one passage. Windows become known when the next one begins: only then are they whole."""

    parts: Parts
    name: str
    part: HeardPart = field(init=False)

    def __post_init__(self) -> None:
        self.part = self.parts.load(self.name) or HeardPart((), 0)

    def keep(self, segments: Sequence[HeardSegment], goes_on_ms: int | None) -> None:
        self.part = HeardPart((*self.part.segments, *segments), goes_on_ms)
        self.parts.save(self.name, self.part)
        failpoint("recognise.part")


def _hear(
    whisper: Any,
    sound: NDArray[np.float32],
    span: TimeSpan,
    options: Mapping[str, Any],
    tally: _Tally,
    kept: _Kept,
    lead_ms: int = 0,
) -> list[HeardSegment]:
    """The segments of one passage: those kept already, and the others, kept window by window. `sound` begins `lead_ms`
    before the span and ends as much after it."""
    begin_ms = kept.part.goes_on_ms
    tally.add(span.length_ms if begin_ms is None else begin_ms)
    if begin_ms is None:
        return list(kept.part.segments)
    segments, _ = whisper.transcribe(
        sound, clip_timestamps=[begin_ms / 1000], word_timestamps=True, **GUARDS, **options
    )
    window: list[HeardSegment] = []
    window_ms = heard_ms = begin_ms
    for segment in segments:
        if segment.seek * FRAME_MS != window_ms:
            window_ms = segment.seek * FRAME_MS
            kept.keep(window, window_ms)
            window = []
        heard = _heard(segment, span.start_ms - lead_ms)
        window.append(_inside(heard, span) if lead_ms else heard)
        end_ms = max(heard_ms, round(segment.end * 1000))
        tally.add(end_ms - heard_ms)
        heard_ms = end_ms
    kept.keep(window, None)
    tally.add(span.length_ms - heard_ms)
    return list(kept.part.segments)


def _inside(segment: HeardSegment, span: TimeSpan) -> HeardSegment:
    """With no time outside the span: there somebody else speaks."""

    def held(ms: int) -> int:
        return min(max(ms, span.start_ms), span.end_ms)

    words = tuple(replace(word, start_ms=held(word.start_ms), end_ms=held(word.end_ms)) for word in segment.words)
    return replace(segment, start_ms=held(segment.start_ms), end_ms=held(segment.end_ms), words=words)


def _heard(segment: Any, offset_ms: int) -> HeardSegment:
    return HeardSegment(
        text=segment.text.strip(),
        start_ms=offset_ms + round(segment.start * 1000),
        end_ms=offset_ms + round(segment.end * 1000),
        words=shared.heard_words(segment.words, offset_ms),
        mean_log_probability=round(float(segment.avg_logprob), 3),
        no_speech_probability=round(float(segment.no_speech_prob), 3),
        compression_ratio=round(float(segment.compression_ratio), 3),
        temperature=segment.temperature,
    )
