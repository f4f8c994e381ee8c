"""Choosing a code's colour from the palette whose shades stay tellable apart, also for colour-blind readers."""

from __future__ import annotations

import streamlit as st

from codebooks import tree
from codebooks.model import Code, Codebook
from codebooks.palette import FAMILIES
from core.design import Person
from core.messages import translate
from study import Study
from ui.codebook.saying import attempt
from ui.markdown import plain

MOST_NAMES = 4  #: Of codes that have a colour already.


def draw_colours(study: Study, person: Person, codebook: Codebook, code: Code) -> None:
    """The palette behind a button: a row for each family of one hue."""
    with st.popover(
        translate("Colour"), icon=":material/palette:", key=f"colour_{code.id}", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        st.caption(
            translate(
                "A branch of the tree is usually one row. A tick marks the colour of this code, a dot one in use."
            )
        )
        st.html(f"<style>{_rules()}</style>")
        with st.container(key="palette", gap="small"):
            for family in FAMILIES:
                with st.container(horizontal=True, gap="small"):
                    for colour in family:
                        _draw_shade(study, person, codebook, code, colour)


def _draw_shade(study: Study, person: Person, codebook: Codebook, code: Code, colour: str) -> None:
    users = [tree.called(each) for each in codebook.codes if each.colour == colour and each.is_living]
    told = ", ".join(users[:MOST_NAMES]) + (" …" if len(users) > MOST_NAMES else "")
    mark = "✓" if colour == code.colour else "·" if users else " "
    st.button(
        mark,
        key=f"shade_{colour[1:]}",
        on_click=_recolour,
        args=(study, person, code.id, colour),
        help=plain(
            translate("{colour}, used by {codes}", colour=colour, codes=told)
            if users
            else translate("{colour}, not used yet", colour=colour)
        ),
    )


def _rules() -> str:
    """The buttons in their own colours. Nothing but the palette's constants goes in here."""
    shades = (colour for family in FAMILIES for colour in family)
    return "".join(
        f".st-key-shade_{c[1:]} button{{background:{c}!important;border-color:{c}!important;color:#fff!important}}"
        for c in shades
    )


def _recolour(study: Study, person: Person, code_id: str, colour: str) -> None:
    attempt(lambda: study.recolour_code(person, code_id, colour))
