"""From pieces of speech, each with the sound of its voice, to the speakers of a recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transcripts.heard import VoiceSpan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FRAME_SAMPLES = 270  #: The segmentation network's frame, at 16 kHz: 16.875 ms.
FRAME_S = FRAME_SAMPLES / 16_000
THRESHOLD = 0.70  #: Cosine distance between clusters of voices (average linkage) above which they are two people.
WELL_HEARD_S = 1.2  #: A piece at least this long takes part in the clustering; shorter ones join what is found.
MOST_LINKED = 4_000  #: Pieces that are compared each with each (64 MB); more are gathered into tight groups first,
BLOCK = 1_000  #: so many pieces at a time,
TIGHT = 0.35  #: with voices nearer than this in one group.
SMALLEST_SPEAKER_S = 1.5  #: A cluster with less speech than this is no speaker of its own.
SHORTEST_GAP_MS = 250  #: A shorter silence inside one voice is breath.
SHORTEST_SPAN_MS = 100


@dataclass(frozen=True, slots=True)
class Pieces:
    """Stretches in which one voice speaks alone: row i is one piece."""

    window: NDArray[np.int64]  #: (n,) the segmentation window it was heard in,
    slot: NDArray[np.int64]  #: (n,) which of that window's voices,
    first: NDArray[np.int64]  #: (n,) its first frame in the window,
    end: NDArray[np.int64]  #: (n,) and the one after its last.
    embedding: NDArray[np.float32]  #: (n, 192) the sound of the voice, of length 1.

    @property
    def seconds(self) -> NDArray[np.float64]:
        import numpy as np

        return np.asarray((self.end - self.first) * FRAME_S, np.float64)


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """How many speakers there may be; None when unknown."""

    exactly: int | None = None
    fewest: int | None = None
    most: int | None = None

    def hold(self, found: int) -> int:
        """The number nearest to `found` that is allowed."""
        if self.exactly is not None:
            return self.exactly
        return min(max(found, self.fewest or 1), self.most or max(found, self.fewest or 1))


def cluster(pieces: Pieces, count: SpeakerCount) -> NDArray[np.int64]:
    """(n,) the speaker of each piece, from 0."""
    import numpy as np

    if not len(pieces.window):
        return np.zeros(0, np.int64)
    well = np.flatnonzero(pieces.seconds >= WELL_HEARD_S)
    rows = well if well.size else np.arange(len(pieces.window))
    labels = _linked(pieces, rows, count)
    likeness = pieces.embedding @ _centres(pieces.embedding[rows], pieces.seconds[rows], labels).T
    nearest: NDArray[np.int64] = likeness.argmax(1)
    return nearest


def centres(pieces: Pieces, labels: NDArray[np.int64]) -> NDArray[np.float32]:
    """(speakers, 192) what each speaker sounds like, of length 1: the mean of the pieces, weighted with their length.

    Row i is speaker i of `labels`; all zeros where no piece is.
    """
    return _centres(pieces.embedding, pieces.seconds, labels)


def _centres(
    embedding: NDArray[np.float32], seconds: NDArray[np.float64], labels: NDArray[np.int64]
) -> NDArray[np.float32]:
    import numpy as np

    total = np.zeros((int(labels.max()) + 1, embedding.shape[1]))
    counted = labels >= 0
    np.add.at(total, labels[counted], embedding[counted] * seconds[counted, None])
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9), np.float32)


def _linked(pieces: Pieces, rows: NDArray[np.int64], count: SpeakerCount) -> NDArray[np.int64]:
    """Clusters of `rows` by average linkage, as many as THRESHOLD says, held to `count`; -1 for those too small."""
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage

    groups = _gathered(pieces.embedding[rows], pieces.seconds[rows])
    voices = _centres(pieces.embedding[rows], pieces.seconds[rows], groups)
    if len(voices) == 1:
        return np.zeros(len(rows), np.int64)
    seconds = np.asarray(np.bincount(groups, weights=pieces.seconds[rows]), np.float64)
    tree = linkage(voices, method="average", metric="cosine")
    found: NDArray[np.int64] = fcluster(tree, THRESHOLD, criterion="distance")
    wanted = count.hold(max(len(_big(seconds, found)), _together(pieces)))
    if wanted != len(_big(seconds, found)):  # cut where as many big clusters are as wanted, or as near as can be
        heights = [*np.unique(tree[:, 2]) - 1e-9, tree[-1, 2] + 1]
        cuts = [(height, len(_big(seconds, fcluster(tree, height, criterion="distance")))) for height in heights]
        height, _ = min(cuts, key=lambda cut: (abs(cut[1] - wanted), abs(cut[0] - THRESHOLD)))
        found = fcluster(tree, height, criterion="distance")
    numbers = {label: number for number, label in enumerate(_big(seconds, found))}
    return np.array([numbers.get(int(label), -1) for label in found[groups]])


def _gathered(embedding: NDArray[np.float32], seconds: NDArray[np.float64]) -> NDArray[np.int64]:
    """(n,) the group of each piece: each its own, unless there are more than MOST_LINKED.

    Those are linked in blocks of BLOCK, in order of time, and what lies near together becomes one group (at least four
    pieces on average), again until few enough are left. So memory is bounded, whatever the length of the recording.
    """
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage

    groups = np.arange(len(embedding))
    while groups.max(initial=0) >= MOST_LINKED:
        voices = _centres(embedding, seconds, groups)
        joined, before = np.empty(len(voices), np.int64), 0
        for start in range(0, len(voices), BLOCK):
            block = voices[start : start + BLOCK]
            tree = linkage(block, method="average", metric="cosine") if len(block) > 1 else None
            found = np.ones(1, np.int64) if tree is None else fcluster(tree, TIGHT, criterion="distance")
            if tree is not None and found.max() > max(1, len(block) // 4):
                found = fcluster(tree, max(1, len(block) // 4), criterion="maxclust")
            joined[start : start + BLOCK] = found - 1 + before
            before += int(found.max())
        groups = joined[groups]
    return groups


def _together(pieces: Pieces) -> int:
    """How many voices are well heard inside single windows, in two windows and one of fifty at least.

    The segmentation tells voices apart within ten seconds better than any comparison of embeddings: two similar voices
    in conversation are two people, whatever THRESHOLD says.
    """
    import numpy as np

    voices, voice = np.unique(pieces.window * 3 + pieces.slot, return_inverse=True)
    well_heard = voices[np.bincount(voice, weights=pieces.seconds) >= WELL_HEARD_S]
    counts = np.sort(np.bincount(well_heard // 3))[::-1]
    counts = counts[counts > 0]
    return int(counts[min(max(2, -(-len(counts) // 50)), len(counts)) - 1]) if counts.size else 1


def _big(seconds: NDArray[np.float64], labels: NDArray[np.int64]) -> list[int]:
    """Clusters with enough speech to be a speaker; the biggest one when none has."""
    import numpy as np

    totals = np.bincount(labels, weights=seconds)
    return [int(label) for label in np.flatnonzero(totals >= SMALLEST_SPEAKER_S)] or [int(totals.argmax())]


def reconstruct(
    active: NDArray[np.bool_], starts: NDArray[np.int64], pieces: Pieces, labels: NDArray[np.int64], duration_ms: int
) -> tuple[tuple[VoiceSpan, ...], tuple[VoiceSpan, ...]]:
    """Who speaks when, exclusively and with overlaps.

    `active` (windows, frames, 3) says which voice of a window speaks, `starts` where each window's first frame lies.
    Per frame there are as many speakers as the windows agree on in the mean: those with the most windows for them.
    """
    import numpy as np

    frames = active.shape[1]
    length = int(starts[-1]) + frames
    known = np.full(length, -1)
    for window, first, end, label in zip(pieces.window, pieces.first, pieces.end, labels, strict=True):
        known[starts[window] + first : starts[window] + end] = label
    votes = np.zeros((length, max(1, int(labels.max(initial=0)) + 1)), np.float32)
    talking, windows = np.zeros(length, np.float32), np.zeros(length, np.float32)
    for start, voices in zip(starts, active, strict=True):
        here = slice(start, start + frames)
        windows[here] += 1
        talking[here] += voices.sum(1)
        for at, speaker in _speakers(voices, known[here]):
            votes[start + at, speaker] += 1
    at_once = np.rint(talking / np.maximum(windows, 1))
    rank = (-votes).argsort(axis=1, kind="stable").argsort(axis=1)
    chosen = (rank < at_once[:, None]) & (votes > 0)
    first_only = (rank == 0) & chosen
    return _spans(first_only, duration_ms, closing_ms=0), _spans(chosen, duration_ms, SHORTEST_GAP_MS)


def _speakers(voices: NDArray[np.bool_], known: NDArray[np.int64]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """For each voice of a window: the frames it is active in, and whose it is there.

    A frame takes the speaker of the nearest frame in which the same voice speaks alone in a labelled piece.
    """
    import numpy as np

    alone = voices.sum(1) == 1
    found = []
    for slot in range(voices.shape[1]):
        active = np.flatnonzero(voices[:, slot])
        sure = np.flatnonzero(voices[:, slot] & alone & (known >= 0))
        if sure.size:
            after = np.searchsorted(sure, active).clip(0, len(sure) - 1)
            before = (after - 1).clip(0)
            nearer = np.where(np.abs(sure[after] - active) <= np.abs(sure[before] - active), after, before)
            found.append((active, known[sure[nearer]]))
    return found


def _spans(chosen: NDArray[np.bool_], duration_ms: int, closing_ms: int) -> tuple[VoiceSpan, ...]:
    """Frames to spans in order of time; gaps shorter than `closing_ms` closed, crumbs left out."""
    import numpy as np

    found: list[VoiceSpan] = []
    for speaker in range(chosen.shape[1]):
        edges = np.flatnonzero(np.diff(chosen[:, speaker].astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
        joined: list[tuple[int, int]] = []
        for start, end in ((round(a * FRAME_S * 1000), round(b * FRAME_S * 1000)) for a, b in edges):
            if joined and start - joined[-1][1] < closing_ms:
                joined[-1] = (joined[-1][0], min(end, duration_ms))
            else:
                joined.append((start, min(end, duration_ms)))
        found += [VoiceSpan(a, b, f"SPEAKER_{speaker:02d}") for a, b in joined if b - a >= SHORTEST_SPAN_MS]
    return tuple(sorted(found, key=lambda span: (span.start_ms, span.end_ms)))
