"""The copy a browser plays: every browser knows mp3, and at a constant bit rate it finds any second at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.media.containers import probe
from pipeline.media.readers import RecordingReader
from pipeline.media.sound import Report, level_gain, loudness, raise_level, sound_pieces

if TYPE_CHECKING:
    import numpy as np
    from av.audio.frame import AudioFrame
    from numpy.typing import NDArray

RATE = 44_100
BIT_RATE = 64_000
QUICK = {"compression_level": "7"}  #: LAME's quick setting: half the time of its default (measured).
LISTENING_SHARE = 0.3  #: Part of the work that is the first pass.


def make_playback_copy(reader: RecordingReader, target: Path, on_progress: Report | None = None) -> None:
    """Write a mono mp3 at a constant 64 kbit/s (29 MB an hour) to `target`; the caller makes it durable.

    A quiet recording is raised by one constant gain, the same the engines hear (a first pass measures it): a person
    proof-reading must hear what the machine heard, and a voice's own loud and soft passages stay as they were.
    Raises the errors of `probe`.
    """
    import av
    import numpy as np

    duration = probe(reader).duration_ms / 1000
    tell = on_progress or (lambda _: None)
    levels = []
    for piece, seconds in _timed(reader):
        levels.append(loudness(piece, RATE))
        tell(LISTENING_SHARE * min(1.0, seconds / duration))
    gain = level_gain(np.concatenate(levels))
    with av.open(str(target), "w", format="mp3") as copy:
        stream = copy.add_stream("libmp3lame", rate=RATE, layout="mono", bit_rate=BIT_RATE, options=QUICK)
        for piece, seconds in _timed(reader):
            raise_level(piece, gain)
            frame: AudioFrame = av.AudioFrame.from_ndarray(piece[None], format="fltp", layout="mono")
            frame.sample_rate = RATE
            copy.mux(stream.encode(frame))
            tell(LISTENING_SHARE + (1 - LISTENING_SHARE) * min(1.0, seconds / duration))
        copy.mux(stream.encode(None))
    tell(1.0)


def _timed(reader: RecordingReader) -> Iterator[tuple[NDArray[np.float32], float]]:
    """Pieces of about a second, each with the second of the recording it ends at."""
    import numpy as np

    waiting: list[NDArray[np.float32]] = []
    samples = total = 0
    for piece in sound_pieces(reader, RATE):
        waiting.append(piece)
        samples += len(piece)
        if samples >= RATE:
            total += samples
            yield np.concatenate(waiting), total / RATE
            waiting, samples = [], 0
    if waiting:
        yield np.concatenate(waiting), (total + samples) / RATE
