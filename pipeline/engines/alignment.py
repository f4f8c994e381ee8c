"""Word times by forced alignment: whisperX lays the recognised text over the sound with a wav2vec2 model.

Only a local model folder is used. whisperX would otherwise fetch one, and would fetch a sentence splitter besides:
it is given one that leaves each segment whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.models import Model
from pipeline.results import HeardSegment, HeardWord

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class _WholeText:
    """Stands in for nltk's sentence splitter, which would be downloaded: words are what is wanted, not sentences."""

    @staticmethod
    def span_tokenize(text: str) -> list[tuple[int, int]]:
        return [(0, len(text))]


def align(
    sound: NDArray[np.float32],
    segments: tuple[HeardSegment, ...],
    model: Model,
    language: str,
    device_name: str,
    report: Callable[[float], None],
) -> tuple[HeardWord, ...]:
    """Every word of `segments` with its aligned time; a word the model cannot place keeps the recogniser's own time."""
    from whisperx import alignment

    alignment.nltk_load = lambda _: _WholeText
    network, about = alignment.load_align_model(language, device_name, str(model.folder), model_cache_only=True)
    words: list[HeardWord] = []
    for number, segment in enumerate(segments):
        asked = [{"start": segment.start_ms / 1000, "end": segment.end_ms / 1000, "text": segment.text}]
        aligned = alignment.align(asked, network, about, sound, device_name)
        words += _placed(segment, aligned["word_segments"])
        report((number + 1) / len(segments))
    return tuple(words)


def _placed(segment: HeardSegment, aligned: list[dict[str, Any]]) -> list[HeardWord]:
    """Aligned words; confidence stays the recogniser's, since the aligner only says how sure it is of the time."""
    if len(segment.words) == len(aligned):
        return [_moved(word, found) for word, found in zip(segment.words, aligned, strict=True)]
    placed: list[HeardWord] = []
    last_ms = segment.start_ms
    for found in aligned:
        placed.append(_moved(HeardWord(found["word"], last_ms, last_ms), found))
        last_ms = placed[-1].end_ms
    return placed


def _moved(word: HeardWord, found: dict[str, Any]) -> HeardWord:
    if "start" not in found:
        return word
    return replace(word, start_ms=round(found["start"] * 1000), end_ms=round(found["end"] * 1000))
