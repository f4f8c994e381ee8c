"""Recordings for the pipeline's tests: made here, or the real one that ships inside pyannote.audio."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from pipeline.media import FileReader
from pipeline.models import sha256_of


@pytest.fixture
def reader_of() -> Callable[[Path], FileReader]:
    """A reader of a file, as the study would make it."""
    return lambda path: FileReader(path, sha256_of(path))


@pytest.fixture(scope="session")
def telephone_call() -> Path:
    """Thirty seconds of a real telephone call between Diane and Sheila; ships inside pyannote.audio."""
    found = find_spec("pyannote.audio.sample")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).with_name("sample.wav")


@pytest.fixture(scope="session")
def short_call(telephone_call: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight seconds of that call: enough for every stage, quick enough for every test."""
    import av

    target = tmp_path_factory.mktemp("sound") / "short call.wav"
    with av.open(str(telephone_call)) as source:
        samples = np.concatenate([frame.to_ndarray() for frame in source.decode(audio=0)], axis=1)
    write_sound(target, samples[0, 6 * 16_000 : 14 * 16_000].astype(np.float32) / 32768, 16_000)
    return target


def write_sound(
    target: Path, samples: np.ndarray, rate: int, codec: str = "pcm_s16le", media_format: str | None = None
) -> Path:
    """Samples (n,) or (channels, n), float within -1 to 1, as a file in any format PyAV writes."""
    import av

    sound = np.atleast_2d(samples).astype(np.float32)
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[len(sound)]
    with av.open(str(target), "w", format=media_format) as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        resampler = av.AudioResampler(format=stream.format, layout=layout, rate=rate)
        for start in range(0, sound.shape[1], rate):
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[:, start : start + rate]), "fltp", layout)
            frame.sample_rate = rate
            for piece in resampler.resample(frame):
                container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return target


@pytest.fixture
def tone() -> np.ndarray:
    """Two seconds of a tone at 16 kHz."""
    return 0.3 * np.sin(np.arange(32_000) * 2 * np.pi * 440 / 16_000).astype(np.float32)


@pytest.fixture
def write() -> Callable[..., Path]:
    return write_sound
