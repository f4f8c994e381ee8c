"""Word times by forced alignment: whisperX lays the recognised text over the sound with a wav2vec2 model.

Only a local model folder is used. whisperX would otherwise fetch one, and would fetch a sentence splitter besides:
it is given one that leaves each segment whole.
"""

from __future__ import annotations

from collections.abc import Callable
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
    placed, last_ms = [], segment.start_ms
    for number, word in enumerate(aligned):
        if "start" in word:
            last_ms = round(word["end"] * 1000)
            placed.append(HeardWord(word["word"], round(word["start"] * 1000), last_ms, round(float(word["score"]), 3)))
        elif len(segment.words) == len(aligned):
            placed.append(segment.words[number])
        else:
            placed.append(HeardWord(word["word"], last_ms, last_ms))
    return placed
