"""Translations on the pages: a table that comes back, a gloss that can or cannot be made, quotes with translations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sheets.separated import write_csv
from study import speech_models
from study.speech_models import SpeechModels
from tests.desks import Browser
from tests.study.test_translating import translate
from ui.routes import small_file


def words_of(at: Any) -> str:
    elements = [*at.subheader, *at.markdown, *at.caption, *at.warning, *at.text, *at.error]
    return " ".join(element.value for element in elements)


def test_a_translators_table_is_looked_at_and_taken(draw: Callable[..., Any], at_hand: Any) -> None:
    interview = at_hand.add_transcript()
    study, person = at_hand.study, at_hand.person
    assert "No turn is translated yet" in words_of(draw("versions", at_hand))
    content = write_csv([["#", "Translation"], ["1", "First in English"], ["99", "Nowhere"]])
    small_file._keep((study.id, person.id, "translation"), small_file.SmallFile("en.csv", content))
    at = draw("versions", at_hand)
    assert "1 turn would be translated anew, 0 of them" in words_of(at) and "there is no turn 99" in words_of(at)
    assert at.button(key="take_translations").disabled  # nobody has said who translated
    (name,) = [field for field in at.text_input if field.label == "Translated by"]
    at = name.set_value("Byrået").run()
    at = at.button(key="take_translations").click().run()
    assert not at.exception
    (made,) = study.translations(person, interview.id)
    assert (made.text, made.translator, made.language) == ("First in English", "Byrået", "en")
    assert small_file.kept(study, person, "translation") is None
    assert list(draw("versions", at_hand).dataframe[-1].value["Translated by"]) == ["Byrået"]


def test_quotes_are_seen_with_their_translation_before_they_leave(draw: Callable[..., Any], at_hand: Any) -> None:
    interview = at_hand.add_transcript()
    at_hand.code(interview, 1, 0, 9)
    assert not [box for box in draw("export", at_hand).selectbox if box.key == "export_translation"]
    translate(Browser(at_hand.study, at_hand.person, interview.id), 1, "I was unsure", translator="Samir")
    at = draw("export", at_hand)
    at = at.selectbox(key="export_translation").select("en").run()
    assert "I was unsure [translated by Samir; of the whole turn; draft]" in words_of(at)


def test_without_a_recording_no_gloss_is_offered(draw: Callable[..., Any], at_hand: Any) -> None:
    at_hand.add_transcript()
    assert "Machine gloss" not in words_of(draw("versions", at_hand))


def test_a_model_without_the_task_makes_no_gloss_and_says_why(at_hand: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert at_hand.study.why_no_gloss(at_hand.person) == ""
    monkeypatch.setattr(speech_models, "chosen", lambda: SpeechModels(recognition="nb-whisper-large"))
    assert "“nb-whisper-large” was trained without" in at_hand.study.why_no_gloss(at_hand.person)
