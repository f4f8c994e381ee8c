"""What one voice sounds like: the mean of many embeddings, of speech that is alone and clean.

The same two networks as in the embedded diarization. A piece counts when the segmentation hears one voice alone in it
and it is not distorted; pieces that sound unlike the others (a cough, somebody else's "mm") are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from core.spans import TimeSpan
from pipeline.engines.clustering import FRAME_S
from pipeline.engines.devices import Device
from pipeline.engines.embedded import WINDOW, Ear, Piece, pieces_alone
from pipeline.models import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLES_PER_MS = 16
WINDOW_MS = WINDOW // SAMPLES_PER_MS
ENOUGH_MS = 60_000  #: More speech makes no voice clearer.
SHORTEST_S = 1.0  #: A shorter piece says more about its words than about its voice.
FULL_SCALE = 0.99
CLIPPED_SHARE = 0.002  #: A piece with a larger share of its samples at full scale is distorted.
UNLIKE = 0.35  #: Cosine to the mean of all pieces below which a piece is not this voice's.


def places(spans: Sequence[TimeSpan]) -> tuple[TimeSpan, ...]:
    """Which parts of `spans` to listen to: the longest spans first, in parts of at most ten seconds, in order of time.

    >>> places([TimeSpan(0, 500), TimeSpan(2_000, 14_000)])
    (TimeSpan(start_ms=2000, end_ms=12000), TimeSpan(start_ms=12000, end_ms=14000))
    """
    chosen: list[TimeSpan] = []
    for span in sorted(spans, key=lambda span: -span.length_ms):
        for start in range(span.start_ms, span.end_ms, WINDOW_MS):
            part = TimeSpan(start, min(span.end_ms, start + WINDOW_MS))
            if part.length_ms >= SHORTEST_S * 1000 and sum(one.length_ms for one in chosen) < ENOUGH_MS:
                chosen.append(part)
    return tuple(sorted(chosen))


def profile(
    sounds: Sequence[NDArray[np.float32]], lengths_ms: Sequence[int], model: Model, device: Device
) -> NDArray[np.float32] | None:
    """(192,) of length 1, or None when nothing clean is heard of one voice alone.

    Each of `sounds` is ten seconds of the recording (16 kHz), of which the first `lengths_ms` belong to the voice; the
    rest lets the segmentation hear who else speaks.
    """
    import numpy as np
    import torch

    joined = np.concatenate([np.pad(sound, (0, WINDOW - len(sound))) for sound in sounds] or [np.zeros(0, np.float32)])
    ear = Ear.loaded(torch.from_numpy(joined), model, device)
    pieces: list[Piece] = []
    for number, length_ms in enumerate(lengths_ms):
        active = ear.segment([number * WINDOW])[0]
        active[round(length_ms / 1000 / FRAME_S) :] = False
        pieces += ear.embed(number, number * WINDOW, pieces_alone(active))
    return _mean([piece for piece in pieces if _clean(piece, joined)])


def _clean(piece: Piece, joined: NDArray[np.float32]) -> bool:
    number, _, first, end, _ = piece
    start = number * WINDOW
    here = joined[start + int(first * FRAME_S * 16_000) : start + int(end * FRAME_S * 16_000)]
    loud = float((abs(here) >= FULL_SCALE).mean())
    return (end - first) * FRAME_S >= SHORTEST_S and loud <= CLIPPED_SHARE


def _mean(pieces: Iterable[Piece]) -> NDArray[np.float32] | None:
    """The mean of the embeddings, each weighted with its length; those unlike the first mean do not count."""
    import numpy as np

    found = list(pieces)
    if not found:
        return None
    weights = np.array([end - first for _, _, first, end, _ in found], np.float32)
    voices = np.stack([embedding / np.linalg.norm(embedding) for *_, embedding in found])
    alike = voices @ _direction(voices, weights) >= UNLIKE
    return _direction(voices[alike], weights[alike]) if alike.any() else None


def _direction(voices: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    total = (voices * weights[:, None]).sum(0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), np.float32)
