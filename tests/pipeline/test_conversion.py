"""A Whisper in Hugging Face's form is converted in a child that has a bound of memory, and is then used offline."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.models import find_model
from pipeline.models.adding import add
from pipeline.models.conversion import convert
from pipeline.models.errors import ChangedModelError, ConversionError
from pipeline.models.installed import installed_folder
from tests.tiny_models import tiny_whisper

pytestmark = pytest.mark.speech


@pytest.fixture(autouse=True)
def models_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_MODELS", str(tmp_path / "models"))


@pytest.fixture(scope="module")
def hugging_face(tmp_path_factory):
    return tiny_whisper(tmp_path_factory.mktemp("tiny") / "whisper")


@pytest.mark.filterwarnings("ignore")  # transformers announces its own next version
def test_a_converted_model_hears_and_a_swapped_weight_file_is_refused(hugging_face):
    from faster_whisper import WhisperModel

    told: list[float] = []
    added = add(hugging_face, "tiny", report=told.append)
    assert (added.came, added.use, added.trial) == ("converted", "recognition", True)
    assert {"model.bin", "tokenizer.json", "vocabulary.json", "preprocessor_config.json"} <= set(added.files)
    assert told and told == sorted(told)
    found = find_model("tiny", "recognition")
    whisper = WhisperModel(str(found.folder), device="cpu", compute_type="int8", local_files_only=True)
    noise = np.random.default_rng(0).normal(0, 0.1, 16_000).astype(np.float32)
    segments, _ = whisper.transcribe(noise, language="en", temperature=0.0)
    assert all(0 <= segment.start <= segment.end for segment in segments)
    (added.folder / "model.bin").write_bytes((added.folder / "model.bin").read_bytes()[:-1] + b"!")
    with pytest.raises(ChangedModelError):
        find_model("tiny", "recognition")


def test_a_damaged_source_is_not_added(hugging_face, tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    for path in hugging_face.iterdir():
        content = path.read_bytes()
        (broken / path.name).write_bytes(content[:100] if path.suffix == ".safetensors" else content)
    with pytest.raises(ConversionError, match="could not be converted"):
        add(broken, "broken")
    assert list(installed_folder().iterdir()) == []


def test_a_model_that_needs_more_memory_than_its_bound_ends_the_child_only(hugging_face, tmp_path):
    with pytest.raises(ConversionError, match="50 MB"):
        convert(hugging_face, tmp_path / "out", 1, lambda _: None, bound=50_000_000)
