"""The form that makes a model of a folder of this machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from core.messages import translate
from pipeline.models.adding import OwnWords
from pipeline.models.languages import WITHOUT_MODEL
from study import model_shelf
from study.model_shelf import ModelOnShelf, State
from ui import wording
from ui.model_cards import forget_verified, shown_progress
from ui.parts import done, saying_errors

OWN = ""  #: A model that the registry does not know.


def draw_adding(models: Sequence[ModelOnShelf]) -> None:
    """Folder, which model it is, and for an own one its name, languages and licence."""
    st.markdown(
        translate(
            "The folder is copied, or converted when it is in Hugging Face's form, and left as it is. Its sha256 "
            "figures are written down and compared every time the model is used."
        )
    )
    expected = {model.name: model.title for model in models if model.state is State.NOT_HERE}
    with st.container(key="card_model_adding", border=True, gap="small"):
        folder = st.text_input(translate("Folder on this machine"), key="model_folder", placeholder="/media/usb/…")
        chosen = st.selectbox(
            translate("Which model it is"),
            [OWN, *expected],
            format_func=lambda name: expected.get(name) or translate("A model of our own"),
            key="model_which",
        )
        name, words = (chosen, OwnWords()) if chosen else _own()
        if st.button(translate("Add"), icon=":material/add:", key="model_add", type="primary", disabled=not folder):
            with saying_errors():
                _add(Path(folder.strip()), name or Path(folder.strip()).name.lower(), words)


def _own() -> tuple[str, OwnWords]:
    short, title, licence = st.columns(3)
    with short:
        name = st.text_input(translate("Short name"), key="model_name", placeholder="own-sorani")
    with title:
        called = st.text_input(translate("Name for people"), key="model_title")
    with licence:
        terms = st.text_input(translate("Licence"), key="model_licence")
    languages, sent = st.columns(2)
    with languages:
        codes = st.multiselect(
            translate("Languages it is made for (none: all that Whisper has)"),
            wording.language_choices(),
            format_func=wording.language_name,
            key="model_languages",
        )
    with sent:
        code = st.text_input(
            translate("Whisper code it was trained with, for a language Whisper lacks"),
            key="model_sent_as",
            placeholder="fa",
        ).strip()
    lacking = [language for language in codes if language in WITHOUT_MODEL]
    sent_as = dict.fromkeys(lacking, code) if code else {}
    return name.strip(), OwnWords(title=called.strip(), licence=terms.strip(), languages=tuple(codes), sent_as=sent_as)


def _add(folder: Path, name: str, words: OwnWords) -> None:
    with shown_progress(translate("Adding the model…")) as told:
        model = model_shelf.add(folder, name, words, told)
    forget_verified(model.name)
    done(translate("“{title}” is on this computer now.", title=model.title))
