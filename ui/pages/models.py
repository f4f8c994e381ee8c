"""Models: which speech models this computer has, what each is good for, and how another comes here."""

from __future__ import annotations

import streamlit as st

from core.messages import translate
from study import model_shelf
from study.model_shelf import ModelOnShelf, State
from ui.model_adding import draw_adding
from ui.model_cards import draw_card
from ui.parts import page_head

ORDER = (State.INSTALLED, State.DAMAGED, State.EMBEDDED, State.NOT_HERE, State.EXAMPLE)


def main() -> None:
    page_head(
        translate("Models"),
        translate(
            "Models turn sound into words and tell voices apart. They belong to this computer and are used by all its "
            "studies. Nothing is fetched unless you say so here, and recordings never leave the machine."
        ),
    )
    st.page_link("ui/pages/recordings.py", label=translate("Back to Recordings"), icon=":material/arrow_back:")
    models = sorted(model_shelf.shelf(), key=lambda model: (not model.used, ORDER.index(model.state)))
    _draw_use(translate("Recognising speech"), [m for m in models if m.use == "recognition"])
    _draw_missing_languages()
    _draw_use(translate("Telling voices apart"), [m for m in models if m.use == "diarization"])
    st.subheader(translate("Add a model from a folder"), anchor=False)
    draw_adding(models)


def _draw_use(title: str, models: list[ModelOnShelf]) -> None:
    st.subheader(title, anchor=False)
    if all(model.state in (State.EMBEDDED, State.NOT_HERE, State.EXAMPLE) for model in models):
        st.info(
            translate(
                "Only the embedded model is here. It is small: good for trying things out. For a study fetch a "
                "recommended model on a connected machine, or add the folder of one."
            ),
            icon=":material/info:",
        )
    for model in models:
        draw_card(model)


def _draw_missing_languages() -> None:
    st.info(
        translate(
            "**Kurmanji, Sorani and Tigrinya:** no public Whisper has these languages, so the workbench does not "
            "transcribe them: the words would be invented. If your team has a model of its own, add its folder below "
            "and name the language; otherwise transcribe by hand and import the transcript."
        ),
        icon=":material/translate:",
    )


main()
