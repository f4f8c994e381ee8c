"""Diarization with the embedded weights: pyannote segmentation 3.0 and CAM++ voices, clustered.

After pyannote's own pipeline (Bredin 2023), with finer and fewer embeddings:

1. *Segmentation*: windows of 10 s every STEP_S; in each, which of up to three voices speaks in each frame.
2. *Pieces*: in windows that do not overlap, stretches of up to LONGEST_PIECE_S in which one voice speaks alone, and a
   CAM++ embedding of each. So every second is embedded once, and a window whose voices were confused can be mended.
3. *Clustering* of the pieces: average linkage on cosine distance (`clustering.cluster`).
4. *Reconstruction*: per frame, as many speakers as the windows agree on (`clustering.reconstruct`).

Memory grows with the number of windows, and with its square only for 8 bytes per pair of pieces (40 MB for 90 minutes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pipeline.engines.clustering import FRAME_S, FRAME_SAMPLES, Pieces, SpeakerCount, cluster, reconstruct
from pipeline.engines.networks import SAMPLE_RATE, mel_frames, segmentation_network, voice_network
from pipeline.models import Model
from pipeline.results import Voices

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.engines.devices import Device
    from pipeline.settings import TranscriptionSettings

WINDOW = 10 * SAMPLE_RATE
STEP_S = 2.5  #: So every moment is heard by four windows,
EMBEDDED_EVERY = 4  #: of which one is embedded.
TOGETHER = 8  #: Windows per call of the segmentation network.
SHORTEST_PIECE_S = 0.3
LONGEST_PIECE_S = 3.0
BREATH_S = 0.35  #: A shorter pause does not end a piece.
SEGMENTATION_SHARE = 0.4
POWERSET = ((), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2))  #: Who speaks in each of the network's seven classes.
Item = TypeVar("Item")

VOICE_SIZE = 192  #: Numbers in an embedding.
MEL_STEP_S = 0.01
Piece = tuple[int, int, int, int, Any]  #: Window, slot, first frame, end frame, embedding.


def diarize(
    sound: NDArray[np.float32],
    model: Model,
    settings: TranscriptionSettings,
    device: Device,
    report: Callable[[float], None],
) -> Voices:
    """Who speaks when in `sound`; nobody at all when no voice is heard."""
    import numpy as np

    starts = _window_starts(len(sound))
    active, pieces = _hear(np.pad(sound, (0, WINDOW)), starts, model, device, report)
    labels = cluster(pieces, SpeakerCount(settings.speakers, settings.min_speakers, settings.max_speakers))
    first_frames = np.rint(np.array(starts) / FRAME_SAMPLES).astype(np.int64)
    return Voices(*reconstruct(active, first_frames, pieces, labels, len(sound) * 1000 // SAMPLE_RATE))


def _window_starts(samples: int) -> list[int]:
    """First sample of each window; the last window holds the last sample."""
    step = int(STEP_S * SAMPLE_RATE)
    return list(range(0, max(0, samples - WINDOW) + step, step)) if samples > WINDOW else [0]


def _hear(
    padded: NDArray[np.float32], starts: Sequence[int], model: Model, device: Device, report: Callable[[float], None]
) -> tuple[NDArray[np.bool_], Pieces]:
    """Which voice speaks when in each window, and what each piece of speech sounds like.

    Two threads with half the cores each: windows are independent, and small networks do not use many cores well.
    """
    import numpy as np
    import torch

    workers = 2 if device.name == "cpu" and device.threads > 1 else 1
    torch.set_num_threads(max(1, device.threads // workers))
    ear = Ear.loaded(torch.from_numpy(padded), model, device)
    groups = [starts[n : n + TOGETHER] for n in range(0, len(starts), TOGETHER)]
    chosen = sorted({*range(0, len(starts), EMBEDDED_EVERY), len(starts) - 1})
    first = SEGMENTATION_SHARE
    with ThreadPoolExecutor(workers) as pool:
        heard = _told(pool.map(ear.segment, groups), len(groups), lambda part: report(first * part))
        active = np.concatenate(list(heard))
        found = _told(
            pool.map(lambda number: ear.embed(number, starts[number], active[number]), chosen),
            len(chosen),
            lambda part: report(first + (1 - first) * part),
        )
        return active, _pieces([piece for pieces in found for piece in pieces])


@dataclass(frozen=True, slots=True)
class Ear:
    """The sound and both networks; its methods may be called by several threads."""

    sound: Any
    device: str
    segmentation: Any
    voice: Any

    @classmethod
    def loaded(cls, sound: Any, model: Model, device: Device) -> Self:
        segmentation = segmentation_network(model.files["segmentation.pt"], device.name)
        return cls(sound, device.name, segmentation, voice_network(model.files["voices.pt"], device.name))

    def segment(self, starts: Sequence[int]) -> NDArray[np.bool_]:
        """(windows, frames, 3): which voice speaks when in the windows that begin at `starts`."""
        import torch

        with torch.inference_mode():
            classes: NDArray[np.int64] = self.segmentation(self._windows(starts)[:, None]).argmax(-1).cpu().numpy()
        return _membership()[classes]

    def embed(self, number: int, start: int, active: NDArray[np.bool_]) -> list[Piece]:
        """The pieces of window `number`, each with the sound of its voice."""
        import torch

        with torch.inference_mode():
            mel = mel_frames(self._windows([start])[0])
            return [
                (number, slot, first, end, self.voice(_levelled(mel, first, end)[None])[0].cpu().numpy())
                for slot, first, end in _alone(active)
            ]

    def _windows(self, starts: Sequence[int]) -> Any:
        import torch

        return torch.stack([self.sound[start : start + WINDOW] for start in starts]).to(self.device)


def _told(items: Iterable[Item], total: int, report: Callable[[float], None]) -> Iterable[Item]:
    for number, item in enumerate(items, start=1):
        yield item
        report(number / total)


def _membership() -> NDArray[np.bool_]:
    """(7, 3): whether a voice speaks in a class."""
    import numpy as np

    return np.array([[slot in members for slot in range(3)] for members in POWERSET])


def _alone(active: NDArray[np.bool_]) -> Iterable[tuple[int, int, int]]:
    """Pieces of a window in which one voice speaks alone: slot, first frame, the one after the last."""
    import numpy as np

    alone = active & (active.sum(1, keepdims=True) == 1)
    for slot in range(active.shape[1]):
        for first, end in _runs(alone[:, slot], active.sum(1) > 0):
            seconds = (end - first) * FRAME_S
            if seconds >= SHORTEST_PIECE_S:
                edges = np.linspace(first, end, int(np.ceil(seconds / LONGEST_PIECE_S)) + 1).astype(int)
                yield from ((slot, int(a), int(b)) for a, b in zip(edges, edges[1:], strict=False))


def _runs(alone: NDArray[np.bool_], anybody: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and end frames of the stretches in which a voice is alone, joined over breaths in which nobody speaks."""
    import numpy as np

    runs: list[tuple[int, int]] = []
    for first, end in np.flatnonzero(np.diff(alone.astype(np.int8), prepend=0, append=0)).reshape(-1, 2):
        if runs and (first - runs[-1][1]) * FRAME_S < BREATH_S and not anybody[runs[-1][1] : first].any():
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((first, end))
    return runs


def _levelled(mel: Any, first: int, end: int) -> Any:
    """The Mel frames of a piece, their mean taken away, as the voice network wants them."""
    frames = mel[int(first * FRAME_S / MEL_STEP_S) : int(end * FRAME_S / MEL_STEP_S)]
    return frames - frames.mean(0, keepdim=True)


def _pieces(found: Sequence[Piece]) -> Pieces:
    import numpy as np

    places = np.array([piece[:4] for piece in found], np.int64).reshape(-1, 4)
    embeddings = np.array([piece[4] for piece in found], np.float32).reshape(-1, VOICE_SIZE)
    lengths = np.linalg.norm(embeddings, axis=1, keepdims=True)
    window, slot, first, end = places.T
    return Pieces(window, slot, first, end, embeddings / np.maximum(lengths, 1e-9))
