"""A model is used only when every file of it is what it should be."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pipeline import models
from pipeline.models import (
    DamagedModelError,
    IncompleteModelError,
    KnownModel,
    MissingModelError,
    ModelFile,
    UnknownModelError,
    UploadingModelError,
    WrongModelError,
    find_model,
    known_models,
    prove,
    sha256_of,
)


@pytest.fixture
def models_folder(tmp_path, monkeypatch):
    folder = tmp_path / "models"
    monkeypatch.setenv("WORKBENCH_MODELS", str(folder))
    return folder


@pytest.fixture
def in_two_parts(tmp_path, monkeypatch):
    """A model whose one file comes in parts of two packages."""
    for number, content in ((1, b"weights, "), (2, b"second half")):
        package = tmp_path / f"carrier{number}"
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "part").write_bytes(content)
    monkeypatch.syspath_prepend(str(tmp_path))
    whole = tmp_path / "whole"
    whole.write_bytes(b"weights, second half")
    file = ModelFile("model.bin", sha256_of(whole), (("carrier1", "part"), ("carrier2", "part")))
    return KnownModel("toy", "A toy", "recognition", "MIT", "none", True, "", "", (file,))


def test_parts_are_joined_once(models_folder, in_two_parts):
    first = prove(in_two_parts)
    joined = models_folder / "toy" / "model.bin"
    assert first.files == {"model.bin": joined}
    assert joined.read_bytes() == b"weights, second half"
    written = joined.stat().st_mtime_ns
    assert prove(in_two_parts) == first
    assert joined.stat().st_mtime_ns == written
    assert [path.name for path in joined.parent.iterdir()] == ["model.bin"]


def test_an_exchanged_weight_file_is_refused(models_folder, in_two_parts):
    prove(in_two_parts)
    (models_folder / "toy" / "model.bin").write_bytes(b"weights of somebody else")
    with pytest.raises(DamagedModelError, match="damaged or has been exchanged"):
        prove(in_two_parts)


def test_a_damaged_part_is_refused_and_nothing_is_left(models_folder, in_two_parts, tmp_path):
    (tmp_path / "carrier2" / "part").write_bytes(b"third half")
    with pytest.raises(DamagedModelError):
        prove(in_two_parts)
    assert list((models_folder / "toy").iterdir()) == []


def test_a_package_that_is_not_installed_is_named(models_folder, in_two_parts, tmp_path):
    (tmp_path / "carrier2" / "part").unlink()
    with pytest.raises(MissingModelError, match="carrier2"):
        prove(in_two_parts)


def test_the_embedded_models_are_what_they_should_be(models_folder):
    for name, known in known_models().items():
        model = find_model(name, known.use)
        assert set(model.files) == {file.name for file in known.files}
        assert all(sha256_of(model.files[file.name]) == file.sha256 for file in known.files)


def test_the_embedded_recogniser_says_that_it_is_of_trial_quality(models_folder):
    model = find_model("whisper-base", "recognition")
    assert model.trial
    assert "Whisper large-v3" in model.advice


def test_a_folder_is_a_model_and_its_weights_are_hashed(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"weights")
    (tmp_path / "README.md").write_bytes(b"words")
    model = find_model(str(tmp_path), "recognition")
    assert set(model.files) == {"README.md", "model.bin"}
    assert model.sha256 == {"model.bin": sha256_of(tmp_path / "model.bin")}


def test_a_folder_without_weights_is_no_model(tmp_path):
    with pytest.raises(IncompleteModelError, match="lacks model weights"):
        find_model(str(tmp_path), "recognition")


def test_an_unknown_name_is_refused_and_never_fetched():
    with pytest.raises(UnknownModelError, match="no model “large-v3”"):
        find_model("large-v3", "recognition")


def test_a_model_for_another_purpose_is_refused():
    with pytest.raises(WrongModelError, match="is for diarization, not for recognition"):
        find_model("embedded", "recognition")


@pytest.mark.parametrize("name", ["pyannote/speaker-diarization-precision-2", "speaker-diarization-precision-2"])
def test_a_model_that_uploads_recordings_is_never_used(name):
    with pytest.raises(UploadingModelError, match="outside this machine"):
        find_model(name, "diarization")


def verify(folder):
    return subprocess.run(
        [sys.executable, "-m", "pipeline.models"],
        env={**os.environ, "WORKBENCH_MODELS": str(folder)},
        cwd=models.__file__.rpartition("pipeline")[0],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_says_what_is_there_and_fails_on_damage(tmp_path):
    whole = verify(tmp_path)
    assert whole.returncode == 0, whole.stderr
    assert [line.partition(":")[0] for line in whole.stdout.splitlines()] == list(known_models())
    weights = tmp_path / "whisper-base" / "model.bin"
    content = bytearray(weights.read_bytes())
    content[1_000_000] ^= 1
    weights.write_bytes(bytes(content))
    damaged = verify(tmp_path)
    assert damaged.returncode == 6
    assert "damaged or has been exchanged" in damaged.stderr
    assert "Traceback" not in damaged.stderr
