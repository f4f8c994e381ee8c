"""Languages have names, those of the studies come first, and each is sent to a recogniser by a code it knows."""

from __future__ import annotations

import pytest

from core.languages import LANGUAGES, OTHERS, STUDY, UNHEARD
from pipeline.models.errors import CannotTranslateError, NoModelForLanguageError
from pipeline.models.languages import HEARD_AS, WHISPER, can_translate, check_language, code_to_send, languages_of
from pipeline.models.registry import Model
from study.people_words import read_languages
from ui import wording

WHISPER_BASE = Model("whisper-base", {}, {})


def test_every_language_whisper_has_is_named_and_every_name_is_one_it_has_or_is_told_to_lack() -> None:
    assert set(WHISPER) | HEARD_AS.keys() | UNHEARD.keys() == LANGUAGES.keys()
    assert len(LANGUAGES) == len(STUDY) + len(UNHEARD) + len(OTHERS) == len(set(LANGUAGES.values()))


def test_the_studies_languages_come_first_then_the_others_by_name() -> None:
    choices = wording.language_choices()
    assert choices[:12] == ["no", "nn", "ar", "fa", "prs", "uk", "ru", "so", "am", "sw", "en", "sv"]
    assert choices[12:15] == ["ku", "ckb", "ti"]
    assert choices[15:18] == ["af", "sq", "hy"] and set(choices) == LANGUAGES.keys()


@pytest.mark.parametrize(("language", "sent"), [("no", "no"), ("nn", "nn"), ("prs", "fa"), ("fa", "fa"), ("sv", "sv")])
def test_each_is_sent_by_a_code_whisper_knows(language: str, sent: str) -> None:
    check_language(WHISPER_BASE, language)
    assert code_to_send(WHISPER_BASE, language) == sent and sent in WHISPER


@pytest.mark.parametrize("language", UNHEARD)
def test_where_no_model_exists_that_is_said_with_the_way_to_an_own_one(language: str) -> None:
    with pytest.raises(NoModelForLanguageError, match="add its folder"):
        check_language(WHISPER_BASE, language)


def test_dari_is_known_to_whatever_knows_persian() -> None:
    assert languages_of(Model("own-persian", {}, {}, codes=("fa",))) == ("fa", "prs")
    assert "prs" not in languages_of(Model("own", {}, {}, codes=("no",)))


def test_a_cell_may_name_any_of_them() -> None:
    assert read_languages("bokmål, Nynorsk, dari; Farsi / Swahili, Japanese") == ("no", "nn", "prs", "fa", "sw", "ja")


@pytest.mark.parametrize(
    ("model", "can"),
    [
        ("whisper-base", True),
        ("whisper-large-v3", True),
        ("whisper-large-v3-turbo", False),
        ("nb-whisper-large", False),
        ("nb-whisper-large-verbatim", False),
        ("own-sorani", False),
        ("/models/our-whisper-medium", True),
        ("/models/NB-Whisper-small", False),
        ("/models/faster-distil-whisper", False),
    ],
)
def test_models_say_whether_they_can_translate(model: str, can: bool) -> None:
    assert can_translate(model) is can


def test_a_model_that_cannot_translate_is_refused_with_the_reason() -> None:
    from pipeline.glossing import check_can_translate

    with pytest.raises(CannotTranslateError, match="trained without the task of translating"):
        check_can_translate("nb-whisper-large")
