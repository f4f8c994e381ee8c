"""Diarization with the embedded weights: pyannote segmentation 3.0 and CAM++ voices, clustered.

After pyannote's own pipeline (Bredin 2023), with finer and fewer embeddings:

1. *Segmentation*: windows of 10 s every STEP_S; in each, which of up to three voices speaks in each frame.
2. *Pieces*: in windows that do not overlap, stretches of up to LONGEST_PIECE_S in which one voice speaks alone, and a
   CAM++ embedding of each.
3. *Clustering* of the pieces: average linkage on cosine distance (`clustering.cluster`).
4. *Second hearing*: the same stretches in steps of UNIT_S, each heard with some sound around it and compared with the
   speakers that were found (`resegmentation.follow`): two people whom the segmentation took for one are parted where
   one ends and the other begins.
5. *Reconstruction*: per frame, as many speakers as the windows agree on (`clustering.reconstruct`).

Memory grows with the length of the recording, never with its square.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pipeline.engines.clustering import FRAME_S, FRAME_SAMPLES, Pieces, SpeakerCount, centres, cluster, reconstruct
from pipeline.engines.networks import SAMPLE_RATE, mel_frames, segmentation_network, voice_network
from pipeline.engines.resegmentation import follow
from pipeline.models import Model
from pipeline.results import Voices

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.engines.devices import Device
    from pipeline.settings import TranscriptionSettings

WINDOW = 10 * SAMPLE_RATE
STEP_S = 2.0  #: So every moment is heard by five windows,
EMBEDDED_EVERY = 5  #: of which one is embedded.
TOGETHER = 8  #: Windows per call of the segmentation network.
SHORTEST_PIECE_S = 0.3
LONGEST_PIECE_S = 3.0
BREATH_S = 0.35  #: A shorter pause does not end a piece.
UNIT_S = 0.75  #: Whose voice it is, is decided again in steps of this length,
HEARD_S = 1.5  #: each heard with sound of the same stretch on both sides.
SEGMENTATION_SHARE, PIECES_SHARE = 0.3, 0.3  #: Of the time; the second hearing has the rest.
POWERSET = ((), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2))  #: Who speaks in each of the network's seven classes.
Item = TypeVar("Item")

VOICE_SIZE = 192  #: Numbers in an embedding.
MEL_STEP_S = 0.01
Piece = tuple[int, int, int, int, Any]  #: Window, slot, first frame, end frame, embedding.
Place = tuple[int, int, int, int, int]  #: Slot, first frame, end frame, and the frames that are heard for it.


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
    with _hearing(np.pad(sound, (0, WINDOW)), starts, model, device) as hearing:
        active = hearing.segment(lambda part: report(SEGMENTATION_SHARE * part))
        pieces = hearing.embed(active, pieces_alone, lambda part: report(SEGMENTATION_SHARE + PIECES_SHARE * part))
        labels = cluster(pieces, SpeakerCount(settings.speakers, settings.min_speakers, settings.max_speakers))
        if labels.max(initial=0) > 0:
            before = SEGMENTATION_SHARE + PIECES_SHARE
            again = hearing.embed(active, units, lambda part: report(before + (1 - before) * part))
            labels = follow(again, centres(pieces, labels))
            pieces = again
    report(1.0)
    first_frames = np.rint(np.array(starts) / FRAME_SAMPLES).astype(np.int64)
    return Voices(*reconstruct(active, first_frames, pieces, labels, len(sound) * 1000 // SAMPLE_RATE))


def _window_starts(samples: int) -> list[int]:
    """First sample of each window; the last window holds the last sample."""
    step = int(STEP_S * SAMPLE_RATE)
    return list(range(0, max(0, samples - WINDOW) + step, step)) if samples > WINDOW else [0]


@contextmanager
def _hearing(padded: NDArray[np.float32], starts: Sequence[int], model: Model, device: Device) -> Iterator[_Hearing]:
    """Two threads with half the cores each: windows are independent, and small networks do not use many cores well."""
    import torch

    workers = 2 if device.name == "cpu" and device.threads > 1 else 1
    torch.set_num_threads(max(1, device.threads // workers))
    ear = Ear.loaded(torch.from_numpy(padded), model, device)
    with ThreadPoolExecutor(workers) as pool:
        yield _Hearing(ear, starts, pool)


@dataclass(frozen=True, slots=True)
class _Hearing:
    """All windows of a recording, heard by several threads."""

    ear: Ear
    starts: Sequence[int]
    pool: ThreadPoolExecutor

    def segment(self, report: Callable[[float], None]) -> NDArray[np.bool_]:
        """(windows, frames, 3): which voice speaks when in each window."""
        import numpy as np

        groups = [self.starts[n : n + TOGETHER] for n in range(0, len(self.starts), TOGETHER)]
        return np.concatenate(list(_told(self.pool.map(self.ear.segment, groups), len(groups), report)))

    def embed(
        self,
        active: NDArray[np.bool_],
        places: Callable[[NDArray[np.bool_]], Iterable[Place]],
        report: Callable[[float], None],
    ) -> Pieces:
        """What the voice sounds like in the `places` of every EMBEDDED_EVERYth window."""
        chosen = sorted({*range(0, len(self.starts), EMBEDDED_EVERY), len(self.starts) - 1})
        heard = self.pool.map(lambda n: self.ear.embed(n, self.starts[n], places(active[n])), chosen)
        return _pieces([piece for pieces in _told(heard, len(chosen), report) for piece in pieces])


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

    def embed(self, number: int, start: int, places: Iterable[Place]) -> list[Piece]:
        """The pieces of window `number`, each with the sound of its voice. Those of one length are heard together."""
        import torch

        alike: dict[int, list[Place]] = {}
        for place in places:
            alike.setdefault(_mel_length(place), []).append(place)
        if not alike:
            return []
        found: list[Piece] = []
        with torch.inference_mode():
            mel = mel_frames(self._windows([start])[0])
            for length, together in alike.items():
                heard = torch.stack([_levelled(mel, place[3], length) for place in together])
                voices = self.voice(heard).cpu().numpy()
                found += [(number, *place[:3], voice) for place, voice in zip(together, voices, strict=True)]
        return sorted(found, key=lambda piece: piece[1:3])

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


def pieces_alone(active: NDArray[np.bool_]) -> Iterable[Place]:
    """Pieces of a window in which one voice speaks alone."""
    import numpy as np

    for slot, first, end in _stretches(active):
        parts = int(np.ceil((end - first) * FRAME_S / LONGEST_PIECE_S))
        edges = np.linspace(first, end, parts + 1).astype(int)
        yield from ((slot, int(a), int(b), int(a), int(b)) for a, b in zip(edges, edges[1:], strict=False))


def units(active: NDArray[np.bool_]) -> Iterable[Place]:
    """The same stretches in steps of UNIT_S; HEARD_S of the stretch are heard for each."""
    import numpy as np

    heard = round(HEARD_S / FRAME_S)
    for slot, first, end in _stretches(active):
        edges = np.linspace(first, end, max(1, round((end - first) * FRAME_S / UNIT_S)) + 1).astype(int)
        for a, b in zip(edges, edges[1:], strict=False):
            start = max(first, min((a + b - heard) // 2, end - heard))
            yield slot, int(a), int(b), int(start), int(min(end, start + heard))


def _stretches(active: NDArray[np.bool_]) -> Iterable[tuple[int, int, int]]:
    """Slot, first frame and the one after the last, of each stretch in which one voice speaks alone."""
    alone = active & (active.sum(1, keepdims=True) == 1)
    for slot in range(active.shape[1]):
        for first, end in _runs(alone[:, slot], active.sum(1) > 0):
            if (end - first) * FRAME_S >= SHORTEST_PIECE_S:
                yield slot, int(first), int(end)


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


def _mel_length(place: Place) -> int:
    return int((place[4] - place[3]) * FRAME_S / MEL_STEP_S)


def _levelled(mel: Any, first: int, length: int) -> Any:
    """The Mel frames of a piece, their mean taken away, as the voice network wants them."""
    start = int(first * FRAME_S / MEL_STEP_S)
    frames = mel[min(start, len(mel) - length) :][:length]
    return frames - frames.mean(0, keepdim=True)


def _pieces(found: Sequence[Piece]) -> Pieces:
    import numpy as np

    places = np.array([piece[:4] for piece in found], np.int64).reshape(-1, 4)
    embeddings = np.array([piece[4] for piece in found], np.float32).reshape(-1, VOICE_SIZE)
    lengths = np.linalg.norm(embeddings, axis=1, keepdims=True)
    window, slot, first, end = places.T
    return Pieces(window, slot, first, end, embeddings / np.maximum(lengths, 1e-9))
