"""A whole interview of an hour and a half: how long it takes, and how much memory all its processes need together.

    python benchmarks/endurance.py [--json] [--audio FOLDER] [--times 14]

Six and a half minutes of meetings (`ami_all13_6m30`), 14 times in a row, through `pipeline.transcribe` as the worker
does it. Processor seconds are given beside the seconds on the clock: on a machine that does other things the latter
are longer. `load_average` is the machine's (one minute) at the start and at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import wave
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import speech  # noqa: E402 - the script runs from any folder
from benchmarks.processes import timed  # noqa: E402


def main() -> int:
    shared = Path(os.environ.get("WORKBENCH_SHARED", ROOT.parent / "shared"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--audio", type=Path, default=shared / "data" / "audio", help="folder of the recordings")
    parser.add_argument("--times", type=int, default=14, help="how often the recording is repeated")
    options = parser.parse_args()
    recording: Path = options.audio / speech.TIMED
    if not recording.exists():
        print(f"The recordings are not in {options.audio}. Name their folder with --audio.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        long = Path(folder) / "long.wav"
        seconds = _repeat(recording, long, options.times)
        before = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
        command = [sys.executable, "-W", "ignore", str(Path(speech.__file__)), "--one", str(long)]
        run = timed(command, f"{seconds / 60:.0f} minutes")
    after = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    figures = {
        "audio_seconds": seconds,
        "wall_seconds": round(run.wall_seconds, 1),
        "cpu_seconds": round(run.cpu_seconds, 1),
        "rtf": round(run.wall_seconds / seconds, 3),
        "cpu_rtf": round(run.cpu_seconds / seconds, 3),
        "peak_memory_mb": round(run.peak_memory_mb) if run.peak_memory_mb is not None else None,
        "load_average": [before, after],
    }
    print(json.dumps(figures) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    return 0


def _repeat(recording: Path, target: Path, times: int) -> float:
    """Write the recording `times` in a row; the seconds of the result."""
    with wave.open(str(recording), "rb") as source, wave.open(str(target), "wb") as result:
        result.setparams(source.getparams())
        frames = source.readframes(source.getnframes())
        for _ in range(times):
            result.writeframes(frames)
        return times * source.getnframes() / source.getframerate()


if __name__ == "__main__":
    sys.exit(main())
