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


def silent_flac(path: Path, *, hours: float, declared: bool = True) -> Path:
    """Write hours of silence into a few bytes (RFC 9639: constant subframes), mono, 16 kHz, 16 bits.

    `declared` says whether the header tells how long it is.
    """
    rate, block = 16_000, 48_000
    samples = round(hours * 3600 * rate)
    layout = rate << 44 | 0 << 41 | 15 << 36 | (samples if declared else 0)
    info = struct.pack(">HH3s3sQ16s", block, block, bytes(3), bytes(3), layout, bytes(16))
    with path.open("wb") as file:
        file.write(b"fLaC" + struct.pack(">I", 0x80 << 24 | len(info)) + info)
        for number, start in enumerate(range(0, samples, block)):
            head = b"\xff\xf8\x75\x08" + _as_utf8(number) + struct.pack(">H", min(block, samples - start) - 1)
            frame = head + bytes([_crc(head, 8, 0x07)]) + bytes(3)
            file.write(frame + struct.pack(">H", _crc(frame, 16, 0x8005)))
    return path


def _as_utf8(number: int) -> bytes:
    return chr(number).encode("utf-8", "surrogatepass")


def _crc(content: bytes, bits: int, polynomial: int) -> int:
    top, rest = 1 << bits - 1, 0
    for byte in content:
        rest ^= byte << bits - 8
        for _ in range(8):
            rest = (rest << 1 ^ polynomial if rest & top else rest << 1) & (1 << bits) - 1
    return rest
