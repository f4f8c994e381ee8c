"""A card for each speech model: what it is good for, where it is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from core.errors import WorkbenchError
from core.messages import translate
from pipeline.models.weights import size_in_words
from study import model_shelf
from study.model_shelf import ModelOnShelf, State
from ui import wording
from ui.markdown import plain
from ui.parts import done, saying_errors

ASKED_KEY = "models_asked"  #: The model about which a question is open, and which question.
VERIFIED_KEY = "models_verified"  #: Model -> what reading all its files found; "" when it is whole.
STEP = 0.01  #: The bar is drawn anew when so much more is done.

STATES = {
    State.EMBEDDED: ("Embedded", "gray", ":material/inventory_2:"),
    State.INSTALLED: ("Installed", "green", ":material/check_circle:"),
    State.DAMAGED: ("Damaged", "red", ":material/error:"),
    State.NOT_HERE: ("Not here", "gray", ":material/cloud_off:"),
    State.EXAMPLE: ("Bring your own", "gray", ":material/folder:"),
}


def draw_card(model: ModelOnShelf) -> None:
    """One model. What people typed about their own is shown as plain text."""
    found = st.session_state.get(VERIFIED_KEY, {}).get(model.name)
    with st.container(key=f"card_model_{model.name}", border=True, gap="small"):
        _draw_head(model, bool(found))
        if model.good_for:
            st.markdown(plain(model.good_for))
        st.caption(_facts(model))
        if found or model.wrong:
            st.error(plain(found or model.wrong), icon=":material/error:")
        elif found == "":
            st.success(translate("Every file is as it should be."), icon=":material/verified:")
        _draw_figures(model)
        _draw_buttons(model)
        _draw_question(model)


def _draw_head(model: ModelOnShelf, is_wrong: bool) -> None:
    label, colour, icon = STATES[State.DAMAGED if is_wrong else model.state]
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(f"**{plain(model.title)}**", width="content")
        st.badge(translate(label), color=colour, icon=icon)  # type: ignore[arg-type]
        if model.used:
            st.badge(translate("In use"), color="blue", icon=":material/graphic_eq:")
        if model.trial:
            st.badge(translate("Trial quality"), color="orange", icon=":material/science:")
        if model.recommended:
            st.badge(translate("Recommended"), color="violet", icon=":material/star:")


def _facts(model: ModelOnShelf) -> str:
    size = size_in_words(model.size) if model.size else ""
    named = ", ".join(wording.language_name(code) for code in model.languages.split(", "))  # of an own model: codes
    languages = translate("Languages: {languages}", languages=named) if model.languages else ""
    licence = translate("Licence: {licence}", licence=model.licence) if model.licence else ""
    return " · ".join(plain(fact) for fact in (model.name, size, licence, languages) if fact)


def _draw_figures(model: ModelOnShelf) -> None:
    if not model.sha256:
        if model.source:
            st.caption(plain(model.source))
        return
    with st.expander(translate("Files and their sha256"), icon=":material/fingerprint:"):
        st.caption(plain(translate("From: {source}", source=model.source)))
        unknown = translate("taken when it comes here, and compared ever after")
        lines = [f"{file}  {figure or unknown}" for file, figure in model.sha256.items()]
        st.code("\n".join(lines), language=None, wrap_lines=True)


def _draw_buttons(model: ModelOnShelf) -> None:
    is_here = model.state in (State.EMBEDDED, State.INSTALLED, State.DAMAGED)
    is_added = model.state in (State.INSTALLED, State.DAMAGED)
    with st.container(horizontal=True, gap="small"):
        if is_here and not model.used and model.state is not State.DAMAGED:
            _button(model, "use", translate("Use"), ":material/play_arrow:", _use, kind="primary")
        if is_here:
            _button(model, "verify", translate("Verify"), ":material/fingerprint:", _verify)
        if is_added and not model.used:
            _button(model, "remove", translate("Remove…"), ":material/delete:", _ask)
        if model.fetchable:
            _button(model, "fetch", translate("Fetch…"), ":material/download:", _ask)


def _button(
    model: ModelOnShelf, what: str, label: str, icon: str, act: Callable[[ModelOnShelf, str], None], kind: str = ""
) -> None:
    key = f"models_{what}_{model.name}"
    if st.button(label, icon=icon, key=key, type="primary" if kind == "primary" else "secondary"):
        with saying_errors():
            act(model, what)


def _ask(model: ModelOnShelf, what: str) -> None:
    st.session_state[ASKED_KEY] = (model.name, what)


def _use(model: ModelOnShelf, _: str) -> None:
    with st.spinner(translate("Reading the model…")):
        model_shelf.use(model.name)
    done(translate("Recordings added from now on are transcribed with “{title}”.", title=model.title))


def _verify(model: ModelOnShelf, _: str) -> None:
    with st.spinner(translate("Reading every file…")):
        try:
            model_shelf.verify(model.name)
        except WorkbenchError as error:
            _note(model.name, str(error))
        else:
            _note(model.name, "")
    st.rerun()


def _note(name: str, found: str) -> None:
    st.session_state[VERIFIED_KEY] = {**st.session_state.get(VERIFIED_KEY, {}), name: found}


def forget_verified(name: str) -> None:
    """What was found about an earlier model of this name says nothing about the one that is there now."""
    st.session_state[VERIFIED_KEY] = {n: f for n, f in st.session_state.get(VERIFIED_KEY, {}).items() if n != name}


def _draw_question(model: ModelOnShelf) -> None:
    asked = st.session_state.get(ASKED_KEY)
    if asked == (model.name, "remove"):
        _confirm(model, translate("Remove {title} from this computer?", title=model.title), "remove", _remove)
    elif asked == (model.name, "fetch"):
        address, size, gated = model_shelf.what_fetching_means(model.name)
        st.markdown(
            translate(
                "This opens a connection to the internet and fetches **{size}** from {address}. Nothing about your "
                "studies is sent. Keep this page open until it is done.",
                size=size_in_words(size),
                address=f"`{address}`",
            )
        )
        if gated:
            st.caption(translate("It is given only to those who have accepted its conditions there (HF_TOKEN)."))
        _draw_carrying(model.name)
        _confirm(model, translate("Open this connection?"), "fetch", _fetch)


def _draw_carrying(name: str) -> None:
    with st.expander(translate("This machine is closed?"), icon=":material/drive_file_move:"):
        st.markdown(
            translate(
                "Run these two commands on a connected machine, carry the folder {folder} that they make to this "
                "machine, and add it below under the name {folder}.",
                folder=f"`{name}`",
            )
        )
        st.code("\n".join(model_shelf.how_to_carry(name)), language=None, wrap_lines=True)


def _confirm(model: ModelOnShelf, question: str, what: str, act: Callable[[ModelOnShelf], None]) -> None:
    st.markdown(f"**{plain(question)}**")
    with st.container(horizontal=True, gap="small"):
        is_yes = st.button(translate("Yes"), key=f"models_{what}_yes_{model.name}", type="primary")
        if st.button(translate("No"), key=f"models_{what}_no_{model.name}"):
            st.session_state.pop(ASKED_KEY, None)
            st.rerun()
    if is_yes:
        with saying_errors():
            act(model)


def _remove(model: ModelOnShelf) -> None:
    model_shelf.remove(model.name)
    st.session_state.pop(ASKED_KEY, None)
    forget_verified(model.name)
    done(translate("“{title}” is no longer on this computer.", title=model.title))


def _fetch(model: ModelOnShelf) -> None:
    with shown_progress(translate("Fetching {title}…", title=model.title)) as told:
        model_shelf.fetch(model.name, told)
    st.session_state.pop(ASKED_KEY, None)
    forget_verified(model.name)
    done(translate("“{title}” is on this computer now. Everything with it works offline.", title=model.title))


@contextmanager
def shown_progress(text: str) -> Iterator[Callable[[float], None]]:
    """A bar that is told fractions, and that is gone afterwards."""
    bar, shown = st.progress(0.0, text=plain(text)), 0.0

    def told(fraction: float) -> None:
        nonlocal shown
        if fraction - shown >= STEP:
            shown = fraction
            bar.progress(min(1.0, fraction), text=plain(text))

    try:
        yield told
    finally:
        bar.empty()
