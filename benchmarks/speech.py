"""How well and how fast recordings become transcripts, beside the plain `whisperx` command line from the same model.

    python benchmarks/speech.py [--json] [--audio FOLDER] [--repeat 2]

Ours is the whole job as the product runs it: a process of its own, the default settings, word times and diarization
included. The peer is `whisperx FILE --model FOLDER --no_align`: no word times, no diarization, its defaults for a
processor otherwise. Both run alternately on the same recording. The peer needs the ffmpeg program; where that or
whisperx is missing, its figures are null and standard error says so. Word error rates are pooled over all recordings
whose words are known, both engines told the language. `--json` prints one object on standard output; progress goes to
standard error.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.measures import (  # noqa: E402 - the script runs from any folder
    WordErrors,
    diarization_error,
    reference_speakers,
    reference_text,
    spoken_text,
    word_errors,
)
from pipeline import run, transcribe  # noqa: E402
from pipeline.media import FileReader, probe  # noqa: E402
from pipeline.models import find_model, sha256_of  # noqa: E402
from pipeline.offline import VARIABLES  # noqa: E402
from pipeline.settings import TranscriptionSettings  # noqa: E402

TIMED = "ami_all13_6m30.wav"
CLIPS: Mapping[str, Sequence[str]] = {
    "en": ("sample.wav", "jfk.flac", "en_2spk_sentences.wav", "en_2spk_overlap0.8s.wav"),
    "no": (
        "no_2spk_king_storting.wav",
        "no_king_with_60s_silence_30s_noise.wav",
        "king.mp3",
        "norwegian-medium-8s.mp3",
        "norwegian-short-3s.mp3",
    ),
}
LIBRIVOX = "librivox"  #: A folder of English clips.
SILENT_MS = (31_700, 121_700)  #: Of the second Norwegian clip: silence and noise; any word there is invented.
LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Run:
    """One whole process tree, from start to end."""

    wall_seconds: float
    cpu_seconds: float
    peak_memory_mb: float | None  #: Of all processes together, shared pages counted once; None where /proc is missing.


def main() -> int:
    options = _options()
    if options.one:
        return _transcribe_one(options.one)
    audio: Path = options.audio
    if not (audio / TIMED).exists():
        print(f"The recordings are not in {audio}. Name their folder with --audio.", file=sys.stderr)
        return 2
    figures = {**_timing(audio / TIMED, options.repeat), **_accuracy(audio)}
    print(json.dumps(figures) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    return 0


def _options() -> argparse.Namespace:
    shared = Path(os.environ.get("WORKBENCH_SHARED", ROOT.parent / "shared"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--audio", type=Path, default=shared / "data" / "audio", help="folder of the recordings")
    parser.add_argument("--repeat", type=int, default=2, help="timed runs of each (the fastest counts)")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _transcribe_one(recording: Path) -> int:
    """What the worker does with a recording; the timed process."""
    with tempfile.TemporaryDirectory() as folder:
        reader = FileReader(recording, sha256_of(recording))
        transcribe(reader, TranscriptionSettings(), Path(folder), lambda _: None, lambda: False)
    return 0


# Time and memory


def _timing(recording: Path, repeat: int) -> dict[str, Any]:
    seconds = probe(FileReader(recording, "")).duration_ms / 1000
    ours, peers = [], []
    with tempfile.TemporaryDirectory() as folder:
        peer = _peer_command([recording], Path(folder), language=None)
        for number in range(repeat):
            ours.append(_timed([sys.executable, __file__, "--one", str(recording)], f"ours, run {number + 1}"))
            if peer:
                peers.append(_timed(peer, f"whisperx, run {number + 1}"))
    best = min(run.wall_seconds for run in ours)
    best_peer = min((run.wall_seconds for run in peers), default=None)
    memory = [run.peak_memory_mb for run in ours if run.peak_memory_mb is not None]
    return {
        "whisperx_wall_ratio": round(best / best_peer, 3) if best_peer else None,
        "rtf": round(best / seconds, 3),
        "peak_memory_mb": round(max(memory)) if memory else None,
        "audio_seconds": seconds,
        "wall_seconds": [round(run.wall_seconds, 1) for run in ours],
        "cpu_seconds": [round(run.cpu_seconds, 1) for run in ours],
        "whisperx_wall_seconds": [round(run.wall_seconds, 1) for run in peers],
        "whisperx_cpu_seconds": [round(run.cpu_seconds, 1) for run in peers],
        "whisperx_peak_memory_mb": round(max((run.peak_memory_mb or 0 for run in peers), default=0)) or None,
    }


def _peer_command(recordings: Sequence[Path], output: Path, language: str | None) -> list[str] | None:
    """The whisperx command line; None where it cannot run."""
    program = Path(sys.executable).with_name("whisperx")
    if not program.exists() or not shutil.which("ffmpeg"):
        _tell("whisperx is skipped: its command line or the ffmpeg program it needs is missing")
        return None
    model = str(find_model("whisper-base", "recognition").folder)
    said = ["--language", language] if language else []
    names = [str(recording) for recording in recordings]
    options = ["--model", model, "--no_align", "--device", "cpu", "--output_format", "txt", "--output_dir", str(output)]
    return [str(program), *names, *options, *said]


def _timed(command: Sequence[str], what: str) -> Run:
    """Run a command to its end and watch all its processes."""
    started, used = time.monotonic(), os.times()
    process = subprocess.Popen(
        command, env={**os.environ, **VARIABLES}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak: float | None = None
    while process.poll() is None:
        now = _memory_mb(process.pid)
        peak = now if peak is None or (now or 0) > peak else peak
        time.sleep(LOOK_SECONDS)
    wall, after = time.monotonic() - started, os.times()
    if process.returncode:
        raise SystemExit(f"{what} failed with exit code {process.returncode}")
    cpu = after.children_user + after.children_system - used.children_user - used.children_system
    _tell(f"{what}: {wall:.1f} s, processor {cpu:.1f} s, peak {peak or 0:.0f} MB")
    return Run(wall, cpu, peak)


def _memory_mb(root: int) -> float | None:
    """Proportional memory of a process and its descendants (Linux); None elsewhere."""
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    family = {root}
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    return sum(_proportional_kb(pid) for pid in family) / 1024


def _proportional_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


# Words and speakers


def _accuracy(audio: Path) -> dict[str, Any]:
    ours, peer = WordErrors(), WordErrors()
    per_clip: dict[str, float] = {}
    errors: dict[str, float] = {}
    counts: dict[str, str] = {}
    invented = 0
    peer_ran = True
    for language, names in CLIPS.items():
        clips = [audio / name for name in names]
        clips += sorted((audio / LIBRIVOX).glob("*.wav")) if language == "en" else []
        texts = _peer_texts(clips, language)
        peer_ran = peer_ran and texts is not None
        for clip in clips:
            reference = reference_text(clip) or ""
            with tempfile.TemporaryDirectory() as folder:
                transcript = run(
                    FileReader(clip, ""), TranscriptionSettings(language=language), Path(folder), lambda _: None
                )
            here = word_errors(reference, spoken_text(transcript))
            ours += here
            per_clip[clip.name] = round(here.rate, 3)
            if texts:
                peer += word_errors(reference, texts[clip.name])
            if "silence" in clip.name:
                words = [word for turn in transcript.turns for word in turn.words]
                invented = sum(SILENT_MS[0] <= (word.start_ms or 0) < SILENT_MS[1] for word in words)
            _tell(f"{clip.name}: WER {here.rate:.3f} of {here.words} words")
    for clip in sorted(audio.glob("*.rttm")):
        error, heard, true = _speakers(clip.with_suffix(".wav"))
        errors[clip.stem], counts[clip.stem] = error, f"{heard} of {true}"
        _tell(f"{clip.stem}: DER {error:.3f}, {heard} voices of {true}")
    return {
        "whisperx_wer_ratio": round(ours.rate / peer.rate, 3) if peer_ran and peer.errors else None,
        "wer": round(ours.rate, 4),
        "whisperx_wer": round(peer.rate, 4) if peer_ran else None,
        "reference_words": ours.words,
        "wer_per_clip": per_clip,
        "hallucinated_words": invented,
        "der_per_clip": errors,
        "speakers_per_clip": counts,
    }


def _peer_texts(clips: Sequence[Path], language: str) -> dict[str, str] | None:
    with tempfile.TemporaryDirectory() as folder:
        command = _peer_command(clips, Path(folder), language)
        if command is None:
            return None
        _timed(command, f"whisperx on {len(clips)} clips")
        return {clip.name: (Path(folder) / f"{clip.stem}.txt").read_text(encoding="utf-8") for clip in clips}


def _speakers(recording: Path) -> tuple[float, int, int]:
    """Diarization error without collar, voices heard, true voices."""
    from pyannote.core import Annotation, Segment

    from pipeline import stages
    from pipeline.engines.devices import choose_device
    from pipeline.media import decode

    settings = TranscriptionSettings()
    reader = FileReader(recording, "")
    seconds = probe(reader).duration_ms / 1000
    model = find_model(settings.diarization, "diarization")
    voices = stages.diarize(
        decode(reader, round(seconds * 1000)), model, settings, choose_device(settings), lambda _: None
    )
    heard = Annotation()
    for track, span in enumerate(voices.spans):
        heard[Segment(span.start_ms / 1000, span.end_ms / 1000), track] = span.speaker
    true = reference_speakers(recording)
    return round(diarization_error(true, heard, seconds), 3), len(heard.labels()), len(true.labels())


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
