"""A recording's sound as numbers: mono, at one rate, at a level the engines hear well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline.media.containers import opened, sound_stream
from pipeline.media.errors import DamagedRecordingError, EmptyRecordingError
from pipeline.media.readers import RecordingReader

if TYPE_CHECKING:
    import numpy as np
    from av.audio.frame import AudioFrame
    from av.container import InputContainer
    from numpy.typing import NDArray


SAMPLE_RATE = 16_000  #: What the engines hear.
CHANNELS = {"mono": 1, "stereo": 2}
SPEECH_LEVEL = 0.1  #: Root mean square that loud speech is raised to: 20 dB below full scale.
LOUDEST_GAIN = 200.0  #: 46 dB; beyond that there is nothing but the recorder's own noise.
LEVEL_WINDOW = 0.03  #: Seconds over which the level is measured,
LOUD_PERCENTILE = 95  #: and which of these windows counts as loud speech: most of an interview is pauses and breath.
SPARE_MS = 1_000  #: Room for more sound than the packets say there is: the whole of it is in memory once, not twice.
WORST_SHARE = 0.5  #: More unreadable packets than this, and the recording is called damaged.

Report = Callable[[float], None]


def decode(reader: RecordingReader, duration_ms: int, on_progress: Report | None = None) -> NDArray[np.float32]:
    """The whole sound, mono, 16 kHz, raised to a usual level when it is quiet. Never written to disk.

    Raises DamagedRecordingError and EmptyRecordingError.
    """
    sound: NDArray[np.float32] = _whole(reader, duration_ms, "mono", on_progress)[0]
    raise_level(sound, level_gain(loudness(sound, SAMPLE_RATE)))
    return sound


def decode_apart(reader: RecordingReader, duration_ms: int, on_progress: Report | None = None) -> NDArray[np.float32]:
    """Both channels, (2, n), as `decode` otherwise; the same gain for both, so that they can be compared."""
    import numpy as np

    sound = _whole(reader, duration_ms, "stereo", on_progress)
    levels = np.maximum(*(loudness(channel, SAMPLE_RATE) for channel in sound))
    raise_level(sound, level_gain(levels))
    return sound


def _whole(
    reader: RecordingReader, duration_ms: int, layout: str, on_progress: Report | None
) -> NDArray[np.float32]:  # fmt: skip
    """All pieces, put where they belong as they come: the sound is in memory once."""
    import numpy as np

    channels = CHANNELS[layout]
    sound = np.empty((channels, (duration_ms + SPARE_MS) * SAMPLE_RATE // 1000), np.float32)
    filled = 0
    for piece in _pieces(reader, SAMPLE_RATE, layout):
        length = piece.shape[1]
        if filled + length > sound.shape[1]:  # longer than its packets said
            room = np.empty((channels, sound.shape[1] // 8 + length), np.float32)
            sound = np.concatenate([sound[:, :filled], room], axis=1)
        sound[:, filled : filled + length] = piece
        filled += length
        if on_progress:
            on_progress(min(1.0, filled * 1000 / SAMPLE_RATE / max(1, duration_ms)))
    if not filled:
        raise EmptyRecordingError
    return sound[:, :filled]


def sound_pieces(reader: RecordingReader, rate: int) -> Iterator[NDArray[np.float32]]:
    """The sound as mono float32 pieces at `rate` hertz, in order; single unreadable packets are left out."""
    for piece in _pieces(reader, rate, "mono"):
        yield piece[0]


def _pieces(reader: RecordingReader, rate: int, layout: str) -> Iterator[NDArray[np.float32]]:
    """Pieces of (channels, n)."""
    import av
    import numpy as np

    with opened(reader) as (container, _):
        resampler = av.AudioResampler(format="fltp", layout=layout, rate=rate)
        for frame in _frames(container):
            frame.pts = None  # gaps in a recorder's clock must not become gaps in the sound
            for resampled in resampler.resample(frame):
                yield np.nan_to_num(resampled.to_ndarray(), copy=False)
        for resampled in resampler.resample(None):
            yield np.nan_to_num(resampled.to_ndarray(), copy=False)


def _frames(container: InputContainer) -> Iterator[AudioFrame]:
    import av

    good = bad = 0
    for packet in container.demux(sound_stream(container)):
        try:
            yield from packet.decode()
            good += 1
        except av.error.InvalidDataError:
            bad += 1
    if bad > WORST_SHARE * (good + bad):
        raise DamagedRecordingError


def loudness(sound: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Root mean square of each LEVEL_WINDOW; a rest shorter than one is left out."""
    import numpy as np

    length = int(rate * LEVEL_WINDOW)
    blocks = sound[: len(sound) // length * length].reshape(-1, length)
    levels: NDArray[np.float32] = np.sqrt(np.einsum("ij,ij->i", blocks, blocks) / length)
    return levels


def level_gain(levels: NDArray[np.float32]) -> float:
    """What to multiply a recording by: 1.0 unless its loud windows are quieter than usual speech."""
    import numpy as np

    heard = levels[levels > 0]
    if not heard.size:
        return 1.0
    loud = float(np.percentile(heard, LOUD_PERCENTILE))
    return min(LOUDEST_GAIN, max(1.0, SPEECH_LEVEL / loud))


def raise_level(sound: NDArray[np.float32], gain: float) -> None:
    """Multiply `sound` in place; what would go over full scale is held there."""
    import numpy as np

    if gain > 1.0:
        sound *= gain
        np.clip(sound, -1.0, 1.0, out=sound)
