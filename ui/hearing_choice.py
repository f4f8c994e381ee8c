"""How the next recordings are to be heard: what most never need to change, folded away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.design import Person
from core.messages import translate
from pipeline.settings import BACKCHANNELS, CHANNELS, MOST_HOTWORDS
from study import Study
from ui import wording


def draw_hearing(study: Study, person: Person, language: str | None, further: Sequence[str] = ()) -> dict[str, Any]:
    """Fields of `ui.routes.upload.Details`: further languages, channels, listening sounds, expected words.

    `further`: the interview's languages beside its main one, as it is kept.
    """
    with st.expander(translate("How it is heard"), icon=":material/hearing:"):
        left, right = st.columns(2)
        with left:
            also_spoken = _also_spoken(language, further)
            channels = _channels()
        with right:
            backchannels = _backchannels()
            hotwords = _expected(study.expected_words(person))
    return {
        "also_spoken": also_spoken if language else [],
        "channels": channels,
        "backchannels": backchannels,
        "hotwords": hotwords,
    }


def _also_spoken(language: str | None, further: Sequence[str]) -> list[str]:
    codes = sorted(set(wording.LANGUAGES) - {language}, key=wording.language_name)
    return st.multiselect(
        translate("Also spoken in it"),
        codes,
        default=[code for code in further if code in codes],
        key="_".join(("drop_also_spoken", *further)),
        format_func=wording.language_name,
        placeholder=translate("Choose") if language else translate("Choose the language first"),
        disabled=language is None,
        help=translate(
            "For talk that goes back and forth, or through an interpreter: each passage is then heard in its own "
            "language. Takes longer, and names only languages the model knows."
        ),
    )


def _channels() -> str:
    names = {
        "mix": translate("All channels are one sound"),
        "speakers": translate("One speaker on each of two channels"),
    }
    chosen = st.selectbox(
        translate("Microphones"),
        CHANNELS,
        key="drop_channels",
        format_func=lambda way: names[way],
        help=translate(
            "Choose the second where each person wore a microphone of their own and the recorder kept them apart: who "
            "speaks is then known exactly. The left channel is SPEAKER_00."
        ),
    )
    return str(chosen)


def _backchannels() -> str:
    names = {
        "own": translate("As turns of their own"),
        "folded": translate("In brackets, inside the other's turn"),
    }
    chosen = st.selectbox(
        translate("“mm”, “ja” while the other speaks"),
        BACKCHANNELS,
        key="drop_backchannels",
        format_func=lambda way: names[way],
        help=translate(
            "In brackets only where there are two speakers, and only in the middle of a sentence. No word is left out."
        ),
    )
    return str(chosen)


def _expected(used_last: str) -> str:
    return st.text_input(
        translate("Names and terms to expect"),
        value=used_last,
        key="drop_hotwords",
        max_chars=MOST_HOTWORDS,
        placeholder="Fredrikstad, PM+, livsmestring",
        help=translate(
            "Places and terms, separated by commas; no names of participants. They help the recogniser to spell, and "
            "can mislead it: use few. What was used last in this study stands here again."
        ),
    ).strip()
