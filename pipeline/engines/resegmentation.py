"""Whose voice it is, moment by moment, once the speakers of a recording are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.engines.clustering import Pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHANGE = 0.2  #: Likeness (cosine) that a change of speaker must win over a stretch: one odd sound is no change.


def follow(units: Pieces, speakers: NDArray[np.float32]) -> NDArray[np.int64]:
    """(n,) the speaker of each unit, from 0.

    `speakers` (speakers, 192) is what each sounds like. Inside a stretch of speech (units of one voice of one window
    that follow each other) the best path is taken (Viterbi 1967): the most likeness, less CHANGE for every change.
    """
    import numpy as np

    likeness = units.embedding @ speakers.T
    labels = np.zeros(len(likeness), np.int64)
    follows = (
        (units.window[1:] == units.window[:-1])
        & (units.slot[1:] == units.slot[:-1])
        & (units.first[1:] == units.end[:-1])
    )
    for stretch in np.split(np.arange(len(likeness)), np.flatnonzero(~follows) + 1):
        if stretch.size:
            labels[stretch] = _path(likeness[stretch])
    return labels


def _path(likeness: NDArray[np.float32]) -> NDArray[np.int64]:
    """The best speaker of each of the units of one stretch (units, speakers)."""
    import numpy as np

    total = likeness[0].astype(np.float64)
    came_from = np.zeros(likeness.shape, np.int64)
    same = np.arange(likeness.shape[1])
    for number, heard in enumerate(likeness[1:], start=1):
        changed = total.max() - CHANGE
        came_from[number] = np.where(total >= changed, same, total.argmax())
        total = np.maximum(total, changed) + heard
    path = np.zeros(len(likeness), np.int64)
    path[-1] = total.argmax()
    for number in range(len(path) - 1, 0, -1):
        path[number - 1] = came_from[number, path[number]]
    return path
