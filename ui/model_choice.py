"""Which speech models this computer transcribes with; all its studies share the choice."""

from __future__ import annotations

import streamlit as st

from core.messages import translate
from study import model_shelf, speech_models
from study.speech_models import SpeechModels
from ui import wording
from ui.markdown import plain
from ui.parts import done, saying_errors

LANGUAGE_KEY = "drop_language"  #: Of the field beside the drop zone.


def draw_model_choice() -> None:
    """Folded away: it is set once, by whoever has carried a larger model to this computer."""
    used = speech_models.chosen()
    shown = next((model for model in model_shelf.shelf() if model.name == used.recognition), None)
    title = shown.title if shown else translate("your own")
    state = translate("trial quality") if shown and shown.trial else title
    _warn_about_language(st.session_state.get(LANGUAGE_KEY) or "")
    with st.expander(translate("Speech models: {state}", state=plain(state)), icon=":material/graphic_eq:"):
        st.markdown(
            translate(
                "The embedded models are small: good for trying things out, not for a study. For real work use "
                "Whisper large-v3 or NB-Whisper large, and pyannote's community-1 to tell voices apart: the page "
                "Models shows which are here and how others come here. Or name a folder of this machine. The choice "
                "counts for recordings added from now on."
            )
        )
        st.page_link("ui/pages/models.py", label=translate("Go to Models"), icon=":material/arrow_forward:")
        with st.form("model_choice", border=False):
            recognition = st.text_input(
                translate("Folder of the recognition model"), value=_shown(used.recognition, SpeechModels().recognition)
            )
            diarization = st.text_input(
                translate("Folder of the model that tells voices apart"),
                value=_shown(used.diarization, SpeechModels().diarization),
            )
            if st.form_submit_button(translate("Use these")):
                _choose(SpeechModels(recognition, diarization))


def _warn_about_language(language: str) -> None:
    """Say before a recording is dropped that its language cannot be heard."""
    if not language:
        return
    name = wording.language_name(language)
    if model_shelf.is_without_model(language):
        st.warning(
            translate(
                "No public model knows {language}, so a recording in it will not be transcribed. Add a model of your "
                "own on the page Models, or import a transcript made by hand.",
                language=name,
            ),
            icon=":material/translate:",
        )
        return
    if heard := model_shelf.heard_as(language):
        st.caption(
            translate(
                "Recognisers know {language} under the name {heard}: the recording is heard as that.",
                language=name,
                heard=wording.language_name(heard),
            )
        )
    title = model_shelf.unknown_to_chosen(language)
    if title:
        st.warning(
            translate(
                "“{title}” was not made for {language}. Use another model on the page Models first.",
                title=plain(title),
                language=name,
            ),
            icon=":material/translate:",
        )


def _shown(name: str, embedded: str) -> str:
    """An empty field stands for the embedded model."""
    return "" if name == embedded else name


def _choose(models: SpeechModels) -> None:
    with saying_errors():
        with st.spinner(translate("Reading the models…")):
            speech_models.choose(models)
        done(translate("Recordings added from now on are transcribed with these models."))
