"""The Recordings page lets a person name the folders of larger speech models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from study.speech_models import SpeechModels, chosen


@pytest.fixture
def page(draw: Callable[..., AppTest], at_hand: Any) -> Callable[[], AppTest]:
    return lambda: draw("recordings", at_hand)


def label(at: AppTest) -> str:
    return next(box.label for box in at.expander if box.label.startswith("Speech models"))


def use(at: AppTest, folder: Path) -> AppTest:
    next(field for field in at.text_input if field.label == "Folder of the recognition model").input(str(folder))
    return next(button for button in at.button if button.label == "Use these").click().run()


def test_the_embedded_models_are_called_trial_quality(page: Callable[[], AppTest]) -> None:
    assert label(page()) == "Speech models: trial quality"


def test_a_folder_that_is_named_is_used_from_then_on(tmp_path: Path, page: Callable[[], AppTest]) -> None:
    (tmp_path / "model.bin").write_bytes(b"weights")
    drawn = use(page(), tmp_path)
    assert not drawn.error
    assert chosen() == SpeechModels(recognition=str(tmp_path))
    assert label(page()) == "Speech models: your own"


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path, page: Callable[[], AppTest]) -> None:
    drawn = use(page(), tmp_path / "nowhere")
    assert "nowhere" in drawn.error[0].value
    assert chosen() == SpeechModels()
