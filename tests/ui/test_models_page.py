"""The Models page: every model with what it is good for; verify, use, remove, add; fetching only after a yes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.models import fetching
from pipeline.models.adding import OwnWords, add
from pipeline.models.errors import NotReachedError
from study.speech_models import SpeechModels, choose, chosen
from tests.tiny_models import whisper_folder
from transcripts.model import Speaker, Transcript, Turn

HOSTILE = "<script>x</script> [x](http://evil.invalid) **سۆرانی** \u202e:material/lock:"


@pytest.fixture(autouse=True)
def models_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_MODELS", str(tmp_path / "models"))
    return tmp_path / "models" / "installed"


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the models for which a connection would have been opened; there is none."""
    names: list[str] = []

    def refuse(known: Any, *_: object) -> None:
        names.append(known.name)
        raise NotReachedError(fetching.address(known), known.name, *fetching.carry_commands(known))

    monkeypatch.setattr(fetching, "_download", refuse)
    return names


def said(at: AppTest) -> str:
    parts = [at.title, at.subheader, at.markdown, at.caption, at.error, at.warning, at.info, at.success, at.code]
    return (
        "\n".join(element.value for elements in parts for element in elements).replace("\\", "").replace("\u2060", "")
    )


def labels(at: AppTest) -> list[str]:
    return [button.key for button in at.button if button.key]


def test_it_shows_every_model_without_a_study(draw: Callable[..., AppTest], fetched: list[str]) -> None:
    text = said(draw("models"))
    for words in (
        "Whisper base", "Four of ten Norwegian words are wrong", "NB-Whisper large", "6.2 GB", "Apache-2.0",
        "pyannote speaker-diarization-community-1", "CC BY 4.0", "Your own Sorani model", "Only the embedded model is",
        "Kurmanji, Sorani and Tigrinya", "taken when it comes here", "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a75",
    ):  # fmt: skip
        assert words in text, words
    assert fetched == []


def test_a_model_is_fetched_only_after_address_and_size_and_a_yes(
    draw: Callable[..., AppTest], fetched: list[str]
) -> None:
    at = draw("models")
    at.button(key="models_fetch_nb-whisper-large").click().run()
    text = said(at)
    assert "fetches **6.2 GB** from `https://huggingface.co/NbAiLab/nb-whisper-large/tree/8c6249f" in text
    assert "hf download NbAiLab/nb-whisper-large ct2/model.bin" in text
    assert fetched == []
    at.button(key="models_fetch_no_nb-whisper-large").click().run()
    assert "Open this connection?" not in said(at)
    at.button(key="models_fetch_nb-whisper-large").click().run()
    at.button(key="models_fetch_yes_nb-whisper-large").click().run()
    assert fetched == ["nb-whisper-large"]
    assert not at.exception
    assert "could not be reached from this machine" in said(at)


def test_a_folder_is_added_used_verified_and_removed(draw: Callable[..., AppTest], tmp_path: Path) -> None:
    at = draw("models")
    at.text_input(key="model_folder").set_value(str(whisper_folder(tmp_path / "ours"))).run()
    at.text_input(key="model_name").set_value("our-model")
    at.text_input(key="model_title").set_value(HOSTILE)
    at.button(key="model_add").click().run()
    assert not at.exception and not at.error
    assert "<script>" in said(at)
    at.button(key="models_verify_our-model").click().run()
    assert "Every file is as it should be." in said(at)
    at.button(key="models_use_our-model").click().run()
    assert chosen() == SpeechModels(recognition="our-model")
    assert "models_remove_our-model" not in labels(at)
    at.button(key="models_use_whisper-base").click().run()
    at.button(key="models_remove_our-model").click().run()
    at.button(key="models_remove_yes_our-model").click().run()
    assert not at.exception
    assert "models_verify_our-model" not in labels(at)


def test_damage_is_said_and_the_model_cannot_be_used(
    draw: Callable[..., AppTest], tmp_path: Path, models_folder: Path
) -> None:
    add(whisper_folder(tmp_path / "ours"), "ours")
    (models_folder / "ours" / "config.json").write_text("[]\n")  # of the same size
    at = draw("models")
    at.button(key="models_use_ours").click().run()
    assert "damaged or has been exchanged" in said(at)
    assert chosen() == SpeechModels()
    (models_folder / "ours" / "model.bin").write_bytes(b"short")
    at = draw("models")
    assert "model.bin: 5 bytes, not" in said(at)
    assert "models_use_ours" not in labels(at)


def test_what_cannot_be_added_says_why(draw: Callable[..., AppTest], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    at = draw("models")
    at.text_input(key="model_folder").set_value(str(tmp_path / "empty")).run()
    at.button(key="model_add").click().run()
    assert "is not a speech model: it is empty" in said(at)
    at.text_input(key="model_folder").set_value(str(whisper_folder(tmp_path / "ours"))).run()
    at.multiselect(key="model_languages").set_value(["ckb"]).run()
    at.button(key="model_add").click().run()
    assert "Whisper has no code “ckb”" in said(at)
    at.text_input(key="model_sent_as").set_value("fa").run()
    at.button(key="model_add").click().run()
    assert "Kurdish (Sorani)" in said(at)


def test_recordings_warn_of_a_language_that_nothing_here_knows(
    draw: Callable[..., AppTest], at_hand: Any, tmp_path: Path
) -> None:
    at = draw("recordings", at_hand)
    at.selectbox(key="drop_language").set_value("ti").run()
    assert "No public model knows Tigrinya" in said(at)
    at.selectbox(key="drop_language").set_value("no").run()
    assert "No public model" not in said(at)
    add(whisper_folder(tmp_path / "o"), "own-sorani", OwnWords(languages=("ckb",), sent_as={"ckb": "fa"}, title="Ours"))
    choose(SpeechModels(recognition="own-sorani"))
    at.run()
    assert "“Ours” was not made for Norwegian" in said(at)
    at.selectbox(key="drop_language").set_value("ckb").run()
    assert "was not made for" not in said(at) and "No public model" not in said(at)


@pytest.mark.parametrize("trial", [True, False])
def test_every_page_says_when_a_transcript_is_of_trial_quality(
    draw: Callable[..., AppTest], at_hand: Any, trial: bool
) -> None:
    interview = at_hand.study.add_interview(at_hand.person, label="H03", wave="Wave 1", site="Bergen")
    made = Transcript("no", (Turn("a" * 32, "S", "Hei.", 0, 900),), (Speaker("S"),), {"model": "ours", "trial": trial})
    at_hand.study.keep_transcript(at_hand.person, interview.id, made, machine_made=True)
    assert ("Made by a model of trial quality" in said(draw("export", at_hand))) is trial
    assert ("ours · trial quality" in said(draw("versions", at_hand))) is trial
    state = at_hand.study.desk.open(at_hand.person, interview.id).to_json()
    assert state["transcript"]["made_by_trial"] is trial
