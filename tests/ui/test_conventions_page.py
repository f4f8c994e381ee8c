"""Conventions of transcription on the Study page, and what exports offer of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.ui.test_pages import press, words
from transcripts.conventions import ENGLISH, NORWEGIAN, Annotation, Conventions, OverlapSigns
from ui.conventions import NoAnnotationError, as_lines, read_annotations


def preview(at: Any) -> str:
    return next(code.value for code in at.code if "V01" in code.value)


def test_the_preview_shows_what_is_chosen_before_it_is_kept(draw: Callable[..., Any], at_hand: Any) -> None:
    at = draw("study", at_hand)
    assert "(4 s)" not in preview(at)
    at.toggle(key="convention_pauses").set_value(True).run()
    assert "(4 s) Det var... (..) altså" in preview(at)
    assert at_hand.study.conventions(at_hand.person) == Conventions()


def test_what_is_kept_holds_for_the_study(draw: Callable[..., Any], at_hand: Any) -> None:
    at = draw("study", at_hand)
    at.toggle(key="convention_pauses").set_value(True)
    at.number_input(key="convention_short").set_value(0.3)
    at.text_area(key="convention_annotations").set_value("l ler\nx hoster kort")
    press(at, "Keep these conventions")
    kept = at_hand.study.conventions(at_hand.person)
    assert (kept.pauses, kept.short_pause_ms) == (True, 300)
    assert kept.annotations == (Annotation("ler", "l"), Annotation("hoster kort", "x"))


def test_a_preset_fills_the_list(draw: Callable[..., Any], at_hand: Any) -> None:
    at = press(draw("study", at_hand), "English annotations")
    assert at.text_area(key="convention_annotations").value == as_lines(ENGLISH)
    press(at, "Keep these conventions")
    assert at_hand.study.conventions(at_hand.person).annotations == ENGLISH


def test_a_list_that_cannot_be_read_is_said_while_it_is_typed(draw: Callable[..., Any], at_hand: Any) -> None:
    at = draw("study", at_hand)
    at.text_area(key="convention_annotations").set_value("ler").run()
    assert "begin the line with its key" in words(at)


@pytest.mark.parametrize(("typed", "said"), [("j le", "joins turns"), ("l a\nl b", "Give each its own")])
def test_what_cannot_be_kept_is_said(draw: Callable[..., Any], at_hand: Any, typed: str, said: str) -> None:
    at = draw("study", at_hand)
    at.text_area(key="convention_annotations").set_value(typed)
    press(at, "Keep these conventions")
    assert said in words(at)
    assert at_hand.study.conventions(at_hand.person).annotations == NORWEGIAN


def test_lines_are_read_as_they_are_written() -> None:
    assert tuple(read_annotations(as_lines(NORWEGIAN) + "\n\n")) == NORWEGIAN
    with pytest.raises(NoAnnotationError):
        tuple(read_annotations("ler"))


def test_the_export_page_offers_the_marks_where_the_study_has_any(draw: Callable[..., Any], at_hand: Any) -> None:
    at_hand.add_transcript()
    label = "With pauses and overlaps as the study marks them"
    assert label not in [toggle.label for toggle in draw("export", at_hand).toggle]
    at_hand.study.set_conventions(at_hand.person, Conventions(overlaps=OverlapSigns.SLASHES))
    assert label in [toggle.label for toggle in draw("export", at_hand).toggle]
