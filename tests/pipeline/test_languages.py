"""Which languages a model is made for, and which code it is sent."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from core.spans import TimeSpan
from pipeline.checkpoint import Checkpoint
from pipeline.engines import batched, careful
from pipeline.engines import whisper as shared
from pipeline.engines.devices import Device
from pipeline.models.errors import NoModelForLanguageError, UnknownLanguageError
from pipeline.models.languages import WHISPER, check_language, code_to_send, languages_of
from pipeline.models.registry import Model, registry
from pipeline.settings import TranscriptionSettings

WHISPER_BASE = Model("whisper-base", {}, {})
NB = Model("nb-whisper-large", {}, {}, codes=("no", "nb", "nn", "en"), sent_as={"nn": "no", "nb": "no"})
SORANI = Model("own-sorani", {}, {}, codes=("ckb",), sent_as={"ckb": "fa"})


def test_the_list_of_whispers_languages_is_faster_whispers():
    from faster_whisper.tokenizer import _LANGUAGE_CODES

    assert set(WHISPER) == set(_LANGUAGE_CODES)


@pytest.mark.parametrize("language", ["ku", "kmr", "ckb", "ti"])
def test_a_language_without_any_model_is_refused_in_plain_words(language):
    with pytest.raises(NoModelForLanguageError, match="the text would be invented"):
        check_language(WHISPER_BASE, language)


def test_an_own_model_makes_its_language_known():
    check_language(SORANI, "ckb")
    assert languages_of(SORANI) == ("ckb",)
    assert code_to_send(SORANI, "ckb") == "fa"
    with pytest.raises(UnknownLanguageError, match="It knows: ckb"):
        check_language(SORANI, "no")


def test_a_model_for_few_languages_says_which():
    with pytest.raises(UnknownLanguageError, match="It knows: en, nb, nn, no"):
        check_language(NB, "ar")
    with pytest.raises(UnknownLanguageError):
        check_language(WHISPER_BASE, "xx")


@pytest.mark.parametrize("language", [None, "no", "nn", "so", "am", "yue"])
def test_what_whisper_knows_is_let_through(language):
    check_language(WHISPER_BASE, language)


@pytest.mark.parametrize("name", ["nb-whisper-large", "/models/NB-Whisper-Large-verbatim", "nb-whisper-small"])
def test_nynorsk_is_sent_as_norwegian_to_nb_whisper_however_it_came_here(name):
    assert code_to_send(Model(name, {}, {}), "nn") == "no"
    assert code_to_send(Model(name, {}, {}), "en") == "en"
    assert code_to_send(WHISPER_BASE, "nn") == "nn"


def test_the_registry_sends_nynorsk_as_norwegian():
    for name in ("nb-whisper-large", "nb-whisper-large-verbatim"):
        assert registry()[name].sent_as["nn"] == "no"


@pytest.mark.parametrize("told", ["nn", None])
@pytest.mark.parametrize("engine", ["careful", "batched"])
def test_both_engines_send_no_and_keep_what_is_spoken(engine, told, monkeypatch, tmp_path):
    sent: list[str] = []

    class Fake:
        model = SimpleNamespace(detect_language=lambda audio: ("nn", 1.0, [("nn", 1.0)]))
        detect_language = staticmethod(model.detect_language)

        def transcribe(self, _, language, **__):
            sent.append(language)
            return {"segments": []} if engine == "batched" else ((), None)

    monkeypatch.setattr(shared, "hear_speech", lambda _: (TimeSpan(0, 4_000),))
    monkeypatch.setattr(shared, "load_whisper", lambda *_: Fake())
    monkeypatch.setattr(batched, "_load", lambda *_: Fake())
    monkeypatch.setattr(batched, "_add_word_times", lambda *_: None)
    recognise = {"careful": careful.recognise, "batched": batched.recognise}[engine]
    heard = recognise(
        np.zeros(16_000 * 5, np.float32),
        NB,
        TranscriptionSettings(language=told, model="nb-whisper-large"),
        Device("cpu", "int8", 1),
        lambda _: None,
        Checkpoint(tmp_path).parts("recognise"),
    )
    assert set(sent) == {"no"}
    assert heard.language == "nn"
