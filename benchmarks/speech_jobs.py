"""One whole job for a clip, in a process of its own: what it wrote, how long each stage took, how much memory it had.

    python benchmarks/speech_jobs.py CLIP LANGUAGE FILE     LANGUAGE "-" lets the model listen

The job is done twice in the same process: first with nothing loaded (cold), then again (warm).
"""

from __future__ import annotations

import pickle
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.processes import timed  # noqa: E402 - runs as a script too
from pipeline import run  # noqa: E402
from pipeline.media import FileReader, probe  # noqa: E402
from pipeline.settings import TranscriptionSettings  # noqa: E402
from transcripts.model import Transcript  # noqa: E402

LISTEN = "-"


@dataclass(frozen=True, slots=True)
class Job:
    """What came of one clip."""

    transcript: Transcript
    sound_seconds: float
    cold: Mapping[str, float]  #: Stage -> seconds.
    warm: Mapping[str, float]
    peak_memory_mb: float | None

    def rates(self) -> dict[str, dict[str, float]]:
        """Seconds of each stage per second of sound."""
        return pooled([self])


@dataclass(slots=True)
class Jobs:
    """Does each clip's job when it is first asked for."""

    _done: dict[Path, Job] = field(default_factory=dict)

    def of(self, clip: Path, language: str | None) -> Job:
        if clip not in self._done:
            self._done[clip] = _job(clip, language)
        return self._done[clip]


def pooled(jobs: list[Job]) -> dict[str, dict[str, float]]:
    """Seconds of each stage per second of sound, cold and warm, over all these jobs."""
    length = sum(job.sound_seconds for job in jobs)
    return {
        "cold": {stage: round(sum(job.cold.get(stage, 0.0) for job in jobs) / length, 4) for stage in jobs[0].cold},
        "warm": {stage: round(sum(job.warm.get(stage, 0.0) for job in jobs) / length, 4) for stage in jobs[0].warm},
    }


def _job(clip: Path, language: str | None) -> Job:
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found"
        command = [sys.executable, "-W", "ignore", __file__, str(clip), language or LISTEN, str(found)]
        memory = timed(command, f"job of {clip.name}").peak_memory_mb
        transcript, cold, warm = pickle.loads(found.read_bytes())  # noqa: S301 - written by this script a moment ago
    return Job(transcript, probe(FileReader(clip, "")).duration_ms / 1000, cold, warm, memory)


def main() -> None:
    clip, language, target = sys.argv[1:]
    settings = TranscriptionSettings(language=None if language == LISTEN else language)
    done = []
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder:
            done.append(run(FileReader(Path(clip), ""), settings, Path(folder), lambda _: None))
    cold, warm = ((one.made_by or {})["seconds"] for one in done)
    Path(target).write_bytes(pickle.dumps((done[0], cold, warm)))


if __name__ == "__main__":
    main()
