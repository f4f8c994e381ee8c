"""A form's answers by keyboard: a small field for each item, Tab to the next, Enter to keep them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.messages import translate
from measures.answers import count_answered
from measures.model import Answers, Occasion, Score
from ui.markdown import plain

IN_A_ROW = 5
LONG_LABEL = 24  #: Characters; items with words need more room.

OCCASIONS = {
    Occasion.BEFORE: "Before",
    Occasion.DURING: "During",
    Occasion.AFTER: "About 14 days after",
    Occasion.LATER: "6 months after",
}


def occasion_name(occasion: Occasion) -> str:
    return translate(OCCASIONS[occasion])


def answer_fields(labels: Sequence[str], answers: Answers | None, key: str) -> list[str]:
    """What is typed for each item, in order; `answers` are there already when they are corrected."""
    in_a_row = IN_A_ROW if all(len(label) <= LONG_LABEL for label in labels) else 2
    typed: list[str] = []
    for start in range(0, len(labels), in_a_row):
        columns = st.columns(in_a_row, gap="small")
        for place, label in enumerate(labels[start : start + in_a_row], start):
            known = answers[place] if answers else None
            with columns[place - start]:
                value = st.text_input(
                    plain(label),
                    value="" if known is None else str(known),
                    max_chars=4,
                    key=f"{key}_{place}",
                    autocomplete="off",
                )
            typed.append(value or "")
    return typed


def score_words(score: Score) -> str:
    """“2.34 (24 of 25 items answered)”; “no score” when too much is empty."""
    items = translate("{answered} of {items} items answered", answered=score.answered, items=score.items)
    value = translate("no score") if score.value is None else number(score.value)
    return f"{value} ({items})"


def number(value: float | None) -> str:
    """Two decimals, or a dash when there is no such number.

    >>> number(1.5), number(None)
    ('1.50', '–')
    """
    return "–" if value is None else f"{value:.2f}"


def answers_in_words(answers: Answers) -> str:
    """“2 1 – 4 …”: as typed, a dash where there is no answer."""
    return " ".join("–" if answer is None else str(answer) for answer in answers)


def answered_words(answers: Answers) -> str:
    return translate("{answered} of {items} items answered", answered=count_answered(answers), items=len(answers))
