"""A model comes from a folder of this machine: looked at, copied with its sha256, refused when it changes."""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.models import NotInstalledError, WrongModelError, find_model, installed, registry
from pipeline.models.adding import OwnWords, UnsentLanguageError, add
from pipeline.models.errors import (
    ChangedModelError,
    LinkInModelError,
    LittleSpaceError,
    NameTakenError,
    NoModelError,
    NotRemovableError,
    OddNameError,
)
from pipeline.models.installed import MANIFEST, installed_folder, installed_models, remove
from pipeline.models.weights import sha256_of
from tests.tiny_models import whisper_folder

PIPELINE = """
pipeline:
  name: pyannote.audio.pipelines.SpeakerDiarization
  params: {segmentation: $model/segmentation, embedding: $model/embedding, plda: $model/plda}
"""


@pytest.fixture(autouse=True)
def models_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Adding, listing, verifying and removing open no connection."""

    def refuse(*_):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def carried(tmp_path):
    return whisper_folder(tmp_path / "carried")


def test_a_folder_becomes_a_model_that_is_found_by_name(carried):
    told: list[float] = []
    added = add(carried, "our-model", OwnWords(title="Our model", licence="MIT"), told.append)
    assert (added.use, added.came, added.trial) == ("recognition", "added", True)
    assert told[-1] == 1.0
    found = find_model("our-model", "recognition")
    assert set(found.files) == {"model.bin", "config.json", "tokenizer.json", "vocabulary.json"}
    assert found.sha256["model.bin"] == sha256_of(carried / "model.bin")
    assert found.folder == installed_folder() / "our-model"


def test_only_what_the_engine_needs_is_copied(carried):
    (carried / "README.md").write_text("words")
    (carried / "flax_model.msgpack").write_bytes(b"another form")
    assert "README.md" not in add(carried, "our-model").files


@pytest.mark.parametrize("name", ["model.bin", "tokenizer.json", "vocabulary.json"])
def test_a_swapped_or_damaged_file_is_refused(carried, name):
    add(carried, "our-model")
    place = installed_folder() / "our-model" / name
    content = bytearray(place.read_bytes())
    content[-1] ^= 1  # of the same size: only reading it tells
    place.write_bytes(content)
    with pytest.raises(ChangedModelError, match="damaged or has been exchanged"):
        find_model("our-model", "recognition")


def test_a_file_put_beside_the_others_is_refused(carried):
    add(carried, "our-model")
    (installed_folder() / "our-model" / "preprocessor_config.json").write_text("{}")
    with pytest.raises(ChangedModelError, match="a file instead of nothing"):
        find_model("our-model", "recognition")


def test_a_file_taken_away_or_replaced_by_a_link_is_refused(carried):
    add(carried, "our-model")
    place = installed_folder() / "our-model" / "tokenizer.json"
    place.unlink()
    with pytest.raises(ChangedModelError, match="nothing instead of a file"):
        find_model("our-model", "recognition")
    place.symlink_to(carried / "tokenizer.json")
    with pytest.raises(ChangedModelError, match="a link instead of a file"):
        find_model("our-model", "recognition")


def test_a_model_of_the_registry_must_be_what_its_makers_published(carried):
    with pytest.raises(ChangedModelError, match="69f74147e3334731"):
        add(whisper_folder(carried.with_name("whole"), preprocessor=True), "whisper-large-v3")
    assert installed_models() == {}
    assert list(installed_folder().iterdir()) == []


def test_figures_the_registry_has_not_are_taken_on_arrival_and_compared_ever_after(tmp_path):
    folder = whisper_folder(tmp_path / "nb-whisper-large" / "ct2")
    (folder / "tokenizer.json").rename(folder.parent / "tokenizer.json")
    (folder.parent / "preprocessor_config.json").write_text("{}")
    added = add(folder.parent, "nb-whisper-large")
    assert (added.title, added.licence) == ("NB-Whisper large", "Apache-2.0")
    assert set(added.files) == {file.name for file in registry()["nb-whisper-large"].files}
    assert find_model("nb-whisper-large", "recognition").sent_as == {"nn": "no", "nb": "no"}
    (added.folder / "model.bin").write_bytes((added.folder / "model.bin").read_bytes()[:-1] + b"!")
    with pytest.raises(ChangedModelError):
        find_model("nb-whisper-large", "recognition")


def test_the_record_carried_from_another_machine_is_compared(carried, tmp_path, monkeypatch):
    brought = add(carried, "our-model", OwnWords(title="Ours", languages=("fa",))).folder
    monkeypatch.setenv("WORKBENCH_MODELS", str(tmp_path / "closed machine"))
    again = add(brought, "ours-here")
    assert (again.title, again.codes, again.name) == ("Ours", ("fa",), "ours-here")
    remove("ours-here")
    (brought / "config.json").write_text('{"changed": "on the way"}')
    with pytest.raises(ChangedModelError):
        add(brought, "ours-here")


def test_a_pyannote_pipeline_is_copied_with_its_folders(tmp_path):
    folder = pipeline_folder(tmp_path / "community")
    added = add(folder, "community")
    assert added.use == "diarization"
    assert "segmentation/pytorch_model.bin" in find_model("community", "diarization").files
    with pytest.raises(WrongModelError):
        find_model("community", "recognition")


def pipeline_folder(folder: Path, config: str = PIPELINE) -> Path:
    for part in ("segmentation", "embedding", "plda"):
        (folder / part).mkdir(parents=True)
        (folder / part / "pytorch_model.bin").write_bytes(b"weights")
    (folder / "config.yaml").write_text(config)
    return folder


def test_a_pipeline_carried_with_its_record_is_added_again(tmp_path, monkeypatch):
    brought = add(pipeline_folder(tmp_path / "community"), "community").folder
    monkeypatch.setenv("WORKBENCH_MODELS", str(tmp_path / "closed machine"))
    assert add(brought, "community").use == "diarization"
    assert find_model("community", "diarization")


@pytest.mark.parametrize(
    ("config", "why"),
    [
        (PIPELINE.replace("$model/embedding", "pyannote/embedding"), "names pyannote/embedding, which is not in"),
        (PIPELINE.replace("pyannote.audio.pipelines.SpeakerDiarization", "os.system"), "no pyannote pipeline"),
        ("a: [", "cannot be read"),
        ("just words", "no pyannote pipeline"),
    ],
)
def test_a_pipeline_that_reaches_outside_its_folder_is_refused(tmp_path, config, why):
    with pytest.raises(NoModelError, match=why):
        add(pipeline_folder(tmp_path / "community", config), "community")


def test_a_folder_that_is_no_model_says_what_is_missing(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    for change, why in (
        (lambda: None, "it is empty"),
        (lambda: (empty / "holiday.txt").write_text("x"), "none of its files belongs to one"),
        (lambda: (empty / "model.bin").write_bytes(b"x"), "lacks config.json, tokenizer.json, vocabulary.json"),
        (lambda: [(empty / f"{n}.json").write_text("{}") for n in ("config", "tokenizer", "vocabulary")], "no Whisper"),
        (lambda: ((empty / "model.bin").unlink(), (empty / "model.safetensors").write_bytes(b"x")), "lacks config"),
        (lambda: (empty / "config.json").write_text('{"model_type": "bert"}'), "of the kind “bert”"),
        (lambda: (empty / "model.safetensors").unlink(), "lacks the weights"),
    ):
        change()
        with pytest.raises(NoModelError, match=why):
            add(empty, "nothing")
    with pytest.raises(NoModelError, match="no folder"):
        add(tmp_path / "nowhere", "nothing")
    assert installed_models() == {}


def test_links_and_odd_names_are_refused(carried, tmp_path):
    (carried / "blob").symlink_to("/etc/passwd")
    with pytest.raises(LinkInModelError, match="blob"):
        add(carried, "our-model")
    (carried / "blob").unlink()
    for odd in ("a\u202eb.json", "con.json", "a b"):
        (carried / odd).write_text("x")
        with pytest.raises(OddNameError):
            add(carried, "our-model")
        (carried / odd).unlink()


@pytest.mark.parametrize("name", ["", "..", "a/b", "Ours", "våre", "-x", "x" * 65, "a\n"])
def test_a_name_that_could_be_a_place_is_refused(carried, name):
    with pytest.raises(OddNameError):
        add(carried, name)


def test_a_name_is_used_once(carried):
    add(carried, "our-model")
    for name in ("our-model", "whisper-base", "embedded"):
        with pytest.raises(NameTakenError):
            add(carried, name)


def test_a_full_disk_is_noticed_before_anything_is_copied(carried, monkeypatch):
    monkeypatch.setattr(installed.shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    with pytest.raises(LittleSpaceError, match="1 MB free"):
        add(carried, "our-model")


def test_an_interrupted_copy_leaves_nothing(carried):
    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(carried, "our-model", report=stop)
    assert list(installed_folder().iterdir()) == []


def test_a_removed_model_is_gone_and_an_embedded_one_stays(carried):
    place = add(carried, "our-model").folder
    remove("our-model")
    assert not place.exists()
    for name in ("our-model", "whisper-base", "../.."):
        with pytest.raises(NotRemovableError):
            remove(name)


def test_a_model_of_the_registry_that_is_not_here_says_how_to_bring_it():
    with pytest.raises(NotInstalledError, match="models fetch nb-whisper-large"):
        find_model("nb-whisper-large", "recognition")


def test_a_record_that_was_damaged_by_hand_makes_no_model(carried):
    place = add(carried, "our-model").folder
    (place / MANIFEST).write_text('{"files": 7}')
    assert installed_models() == {}


def test_what_a_record_says_is_only_ever_words(carried):
    place = add(carried, "our-model").folder / MANIFEST
    place.write_text(json.dumps({**json.loads(place.read_text()), "title": 7, "codes": [1], "trial": "no"}))
    read = installed_models()["our-model"]
    assert (read.title, read.codes, read.trial) == ("7", ("1",), False)


def test_what_was_on_its_way_in_long_ago_takes_no_more_room(carried):
    add(carried, "our-model")
    for name, age in ((".old.x", 30), (".new.x", 0)):
        (installed_folder() / name).mkdir()
        os.utime(installed_folder() / name, (time.time() - age * 86_400,) * 2)
    add(carried, "another")
    assert sorted(path.name for path in installed_folder().iterdir()) == [".new.x", "another", "our-model"]


def test_a_record_of_a_later_version_is_still_read(carried):
    place = add(carried, "our-model").folder / MANIFEST
    place.write_text(json.dumps({**json.loads(place.read_text()), "colour": "red"}))
    assert "our-model" in installed_models()


def test_a_language_without_a_whisper_code_needs_the_one_it_was_trained_with(carried):
    with pytest.raises(UnsentLanguageError, match="ckb=fa"):
        add(carried, "own-sorani", OwnWords(languages=("ckb",)))
    add(carried, "own-sorani", OwnWords(languages=("ckb",), sent_as={"ckb": "fa"}))
    assert find_model("own-sorani", "recognition").sent_as == {"ckb": "fa"}


def test_without_a_folder_of_its_own_models_lie_with_the_persons_settings(monkeypatch):
    monkeypatch.delenv("WORKBENCH_MODELS")
    assert installed_folder() == Path(os.environ["WORKBENCH_HOME"]) / "models"
