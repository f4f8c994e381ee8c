"""The Recordings page lets a person name the folders of larger speech models."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from study.speech_models import SpeechModels, chosen


def page() -> AppTest:
    return AppTest.from_string("from ui.model_choice import draw_model_choice\ndraw_model_choice()").run()


def test_the_embedded_models_are_called_trial_quality() -> None:
    assert page().expander[0].label == "Speech models: trial quality"


def test_a_folder_that_is_named_is_used_from_then_on(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"weights")
    drawn = page()
    drawn.text_input[0].input(str(tmp_path))
    drawn.button[0].click().run()
    assert not drawn.error
    assert chosen() == SpeechModels(recognition=str(tmp_path))
    assert page().expander[0].label == "Speech models: your own"


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    drawn = page()
    drawn.text_input[0].input(str(tmp_path / "nowhere"))
    drawn.button[0].click().run()
    assert "nowhere" in drawn.error[0].value
    assert chosen() == SpeechModels()
