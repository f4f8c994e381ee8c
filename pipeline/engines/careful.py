"""Careful recognition: faster-whisper, window after window, with every guard it has against invented text.

A window whose text repeats itself (compression) or that the model doubts (log probability) is heard again at higher
temperatures; silence is skipped; words in a silence are looked at again (hallucination_silence_threshold); no window
sees the text of the one before, so one mistake cannot become a loop. Passages of speech are independent of each other:
on a processor several are heard at once, which uses the cores better than several threads inside one window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Any

from core.spans import TimeSpan
from pipeline.engines import whisper as shared
from pipeline.models import Model
from pipeline.results import HeardSegment, Recognition
from pipeline.speech import passages

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.engines.devices import Device
    from pipeline.settings import TranscriptionSettings

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
) -> Recognition:
    """The words of `sound`, with times from Whisper's cross-attention."""
    speech = shared.hear_speech(sound)
    spans = passages(speech, len(sound) // shared.PER_MS)
    if not spans:
        return Recognition(settings.language or shared.NO_LANGUAGE, None, speech, ())
    workers = min(AT_ONCE, device.threads) if device.name == "cpu" else 1
    whisper = shared.load_whisper(model, device, workers)
    language, sure = settings.language, None
    if language is None:
        language, sure = shared.hear_language(whisper, sound, spans)
    tally = _Tally(sum(span.length_ms for span in spans), report)

    def hear(span: TimeSpan) -> list[HeardSegment]:
        return list(_segments(whisper, shared.cut(sound, span), span, language, settings.beam_size, tally))

    with ThreadPoolExecutor(workers) as pool:
        heard = [segment for found in pool.map(hear, spans) for segment in found]
    return Recognition(language, sure, speech, tuple(heard))


class _Tally:
    """Milliseconds heard so far, by all workers together."""

    def __init__(self, total_ms: int, report: Callable[[float], None]) -> None:
        self._total, self._done, self._report, self._lock = total_ms, 0, report, Lock()

    def add(self, milliseconds: int) -> None:
        with self._lock:
            self._done += milliseconds
            self._report(self._done / self._total)


def _segments(
    whisper: Any, sound: NDArray[np.float32], span: TimeSpan, language: str, beam_size: int, tally: _Tally
) -> Iterator[HeardSegment]:
    segments, _ = whisper.transcribe(sound, language=language, beam_size=beam_size, word_timestamps=True, **GUARDS)
    heard_ms = 0
    for segment in segments:
        yield HeardSegment(
            text=segment.text.strip(),
            start_ms=span.start_ms + round(segment.start * 1000),
            end_ms=span.start_ms + round(segment.end * 1000),
            words=shared.heard_words(segment.words, span.start_ms),
            mean_log_probability=round(float(segment.avg_logprob), 3),
            no_speech_probability=round(float(segment.no_speech_prob), 3),
            compression_ratio=round(float(segment.compression_ratio), 3),
            temperature=segment.temperature,
        )
        tally.add(round(segment.end * 1000) - heard_ms)
        heard_ms = round(segment.end * 1000)
    tally.add(span.length_ms - heard_ms)
