"""Larger speech models are folders of the computer, named once for all its studies."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.design import Person
from pipeline.models import IncompleteModelError, UnknownModelError, UploadingModelError, WrongModelError
from pipeline.settings import TranscriptionSettings
from study import Study, home
from study.speech_models import SpeechModels, choose, chosen, with_chosen_models
from tests.sounds import tone


def folder_of_weights(place: Path) -> Path:
    place.mkdir()
    (place / "model.bin").write_bytes(b"weights")
    return place


def test_the_embedded_models_are_used_until_others_are_chosen() -> None:
    assert chosen() == SpeechModels("whisper-base", "embedded")
    assert with_chosen_models(TranscriptionSettings()) == TranscriptionSettings()


def test_a_chosen_folder_is_used_for_every_recording_from_then_on(tmp_path: Path) -> None:
    large = folder_of_weights(tmp_path / "nb-whisper-large")
    choose(SpeechModels(recognition=str(large)))
    settings = with_chosen_models(TranscriptionSettings(language="no", speakers=2))
    assert settings == TranscriptionSettings(language="no", speakers=2, model=str(large))


def test_a_model_named_for_one_recording_is_kept(tmp_path: Path) -> None:
    choose(SpeechModels(recognition=str(folder_of_weights(tmp_path / "large"))))
    assert with_chosen_models(TranscriptionSettings(model="other")).model == "other"


def test_a_job_is_queued_with_the_chosen_models(study: Study, kari: Person, tmp_path: Path) -> None:
    large = str(folder_of_weights(tmp_path / "large"))
    choose(SpeechModels(recognition=large))
    recording = study.receive_file(kari, tone(tmp_path / "one.wav"))
    assert study.enqueue(kari, recording.interview_id, TranscriptionSettings()).settings["model"] == large


def test_an_empty_choice_goes_back_to_the_embedded_model(tmp_path: Path) -> None:
    choose(SpeechModels(recognition=str(folder_of_weights(tmp_path / "large"))))
    assert choose(SpeechModels(recognition="  ")) == SpeechModels()


def test_a_relative_folder_is_written_down_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder_of_weights(tmp_path / "large")
    monkeypatch.chdir(tmp_path)
    assert choose(SpeechModels(recognition="large")).recognition == str(tmp_path / "large")


def test_what_cannot_be_used_is_refused_and_the_choice_stays(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for models, error in (
        (SpeechModels(recognition=str(tmp_path / "nowhere")), UnknownModelError),
        (SpeechModels(recognition=str(tmp_path / "empty")), IncompleteModelError),
        (SpeechModels(recognition="embedded"), WrongModelError),
        (SpeechModels(diarization="pyannote/speaker-diarization-precision-2"), UploadingModelError),
    ):
        with pytest.raises(error):
            choose(models)
    assert chosen() == SpeechModels()


def test_the_other_settings_of_the_computer_are_left_alone(tmp_path: Path) -> None:
    home.write_json("settings.json", {"person_name": "Kari"})
    choose(SpeechModels(recognition=str(folder_of_weights(tmp_path / "large"))))
    assert home.read_json("settings.json")["person_name"] == "Kari"


def test_settings_that_were_damaged_by_hand_do_not_stop_anybody() -> None:
    home.write_json("settings.json", {"speech_models": {"recognition": 7, "colour": "red"}})
    assert chosen() == SpeechModels()
