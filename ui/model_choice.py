"""Which speech models this computer transcribes with; all its studies share the choice."""

from __future__ import annotations

import streamlit as st

from core.messages import translate
from study import speech_models
from study.speech_models import SpeechModels
from ui.parts import done, saying_errors


def draw_model_choice() -> None:
    """Folded away: it is set once, by whoever has carried a larger model to this computer."""
    used = speech_models.chosen()
    is_trial = used.recognition == SpeechModels().recognition
    state = translate("trial quality") if is_trial else translate("your own")
    with st.expander(translate("Speech models: {state}", state=state), icon=":material/graphic_eq:"):
        st.markdown(
            translate(
                "The embedded models are small: good for trying things out, not for a study. For real work, name a "
                "folder of this machine with Whisper large-v3 or NB-Whisper large, and one with pyannote's community-1 "
                "to tell voices apart. The README says where they come from. The choice counts for recordings added "
                "from now on."
            )
        )
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


def _shown(name: str, embedded: str) -> str:
    """An empty field stands for the embedded model."""
    return "" if name == embedded else name


def _choose(models: SpeechModels) -> None:
    with saying_errors():
        with st.spinner(translate("Reading the models…")):
            speech_models.choose(models)
        done(translate("Recordings added from now on are transcribed with these models."))
