"""Sound files made by the tests themselves."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path


def tone(path: Path, *, seconds: float = 1.0, hertz: float = 220.0, rate: int = 16_000) -> Path:
    """Write a mono 16-bit WAV with a quiet tone; different pitches are different recordings."""
    samples = (int(6_000 * math.sin(2 * math.pi * hertz * n / rate)) for n in range(int(seconds * rate)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return path
