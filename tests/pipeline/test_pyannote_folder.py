"""A pyannote pipeline in a local folder, in the form of speaker-diarization-community-1, is loaded and used."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from pipeline.engines import diarizer_for, folder
from pipeline.engines.devices import Device
from pipeline.media import FileReader, decode
from pipeline.models import IncompleteModelError, find_model
from pipeline.models.adding import add
from pipeline.models.errors import ChangedModelError
from pipeline.offline import go_offline
from pipeline.results import VoiceSpan
from pipeline.settings import TranscriptionSettings

pytestmark = pytest.mark.speech

CONFIG = """
pipeline:
  name: pyannote.audio.pipelines.SpeakerDiarization
  params:
    clustering: VBxClustering
    segmentation: $model/segmentation
    segmentation_batch_size: 8
    embedding: $model/embedding
    embedding_batch_size: 8
    embedding_exclude_overlap: true
    plda: $model/plda
params:
  clustering: {threshold: 0.6, Fa: 0.07, Fb: 0.8}
  segmentation: {min_duration_off: 0.0}
"""


def diarize(recording, path, **settings):
    told = []
    voices = folder.diarize(
        decode(FileReader(recording, ""), 8_000),
        find_model(str(path), "diarization"),
        TranscriptionSettings(diarization=str(path), **settings),
        Device("cpu", "int8", 2),
        told.append,
    )
    return voices, told


@pytest.fixture
def community(tmp_path):
    """The embedded segmentation, a voice network with random weights, and a PLDA that changes nothing."""
    import torch
    from pyannote.audio.models.embedding import WeSpeakerResNet34

    go_offline()
    (tmp_path / "config.yaml").write_text(CONFIG)
    for part in ("segmentation", "embedding", "plda"):
        (tmp_path / part).mkdir()
    weights = find_model("embedded", "diarization").files["segmentation.pt"].with_name("pytorch_model.bin")
    shutil.copy(weights, tmp_path / "segmentation")
    stored = torch.load(weights, map_location="cpu", weights_only=False)
    network = WeSpeakerResNet34(sample_rate=16_000, num_channels=1)
    stored["state_dict"] = network.state_dict()
    stored["hyper_parameters"] = {"sample_rate": 16_000, "num_channels": 1}
    stored["pyannote.audio"]["architecture"] = {
        "module": "pyannote.audio.models.embedding.wespeaker",
        "class": "WeSpeakerResNet34",
    }
    torch.save(stored, tmp_path / "embedding" / "pytorch_model.bin")
    np.savez(tmp_path / "plda" / "xvec_transform.npz", mean1=np.zeros(256), mean2=np.zeros(128), lda=np.eye(256, 128))
    np.savez(tmp_path / "plda" / "plda.npz", mu=np.zeros(128), tr=np.eye(128), psi=np.linspace(2, 1, 128))
    return tmp_path


@pytest.mark.filterwarnings("ignore")  # pyannote and lightning announce their own next versions
def test_a_pipeline_in_a_local_folder_hears_voices(short_call, community):
    voices, told = diarize(short_call, community, max_speakers=2)
    assert voices.exclusive
    assert {span.speaker for span in voices.spans} <= {"SPEAKER_00", "SPEAKER_01"}
    assert all(0 <= span.start_ms < span.end_ms <= 8_100 for span in voices.spans)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def never_two_at_once(spans):
    return all(before.end_ms <= after.start_ms for before, after in zip(spans, spans[1:], strict=False))


@pytest.mark.filterwarnings("ignore")
def test_words_get_one_voice_at_a_time_and_overlaps_are_kept_beside(short_call, community, monkeypatch):
    from pyannote.audio.pipelines import SpeakerDiarization
    from pyannote.core import Annotation, Segment

    answered = SpeakerDiarization.apply

    def with_an_overlap(self, *args, **kwargs):
        found = answered(self, *args, **kwargs)
        found.speaker_diarization = Annotation()
        found.speaker_diarization[Segment(0, 2), "a"] = "SPEAKER_00"
        found.speaker_diarization[Segment(1, 3), "b"] = "SPEAKER_01"
        return found

    monkeypatch.setattr(SpeakerDiarization, "apply", with_an_overlap)
    voices, _ = diarize(short_call, community, max_speakers=2)
    assert [(span.start_ms, span.end_ms) for span in voices.spans] == [(0, 2_000), (1_000, 3_000)]
    assert never_two_at_once(voices.exclusive)
    assert voices.exclusive[-1].end_ms > 3_000, "from the pipeline's own exclusive answer, not made of the other"


@pytest.mark.filterwarnings("ignore")
def test_a_pipeline_that_only_answers_with_overlaps_still_gives_words_one_voice(short_call, community):
    config = community / "config.yaml"
    config.write_text(config.read_text().replace("  params:\n", "  params:\n    legacy: true\n"))
    voices, _ = diarize(short_call, community, max_speakers=2)
    assert voices.spans
    assert never_two_at_once(voices.exclusive)
    assert {span.speaker for span in voices.exclusive} <= {span.speaker for span in voices.spans}


def test_where_two_speak_at_once_the_first_speaks_on():
    spans = [VoiceSpan(1_000, 2_000, "A"), VoiceSpan(0, 1_500, "B"), VoiceSpan(200, 400, "A")]
    assert folder.one_at_a_time(spans) == (VoiceSpan(0, 1_500, "B"), VoiceSpan(1_500, 2_000, "A"))


@pytest.mark.filterwarnings("ignore")
def test_a_folder_without_a_pipeline_is_refused(short_call, tmp_path):
    (tmp_path / "pytorch_model.bin").write_bytes(b"weights")
    with pytest.raises(IncompleteModelError, match=r"lacks config\.yaml"):
        diarize(short_call, tmp_path)


@pytest.mark.filterwarnings("ignore")
def test_an_added_pipeline_is_used_by_name_until_a_file_of_it_is_swapped(
    short_call, community, tmp_path_factory, monkeypatch
):
    with monkeypatch.context() as patched:
        patched.setenv("WORKBENCH_MODELS", str(tmp_path_factory.mktemp("models")))
        added = add(community, "pyannote-community-1")
        assert (added.title, added.licence) == ("pyannote speaker-diarization-community-1", "CC BY 4.0")
        assert diarizer_for("pyannote-community-1") == "folder"
        voices, _ = diarize(short_call, "pyannote-community-1", max_speakers=2)
        assert voices.exclusive
        (added.folder / "plda" / "plda.npz").write_bytes((community / "plda" / "xvec_transform.npz").read_bytes())
        with pytest.raises(ChangedModelError):
            diarize(short_call, "pyannote-community-1")
