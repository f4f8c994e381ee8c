"""Colours for codes: each branch of the tree a family of one hue, its codes shades of it.

Chosen by search in the OKLab space (Björn Ottosson, 2020) so that shades of different families stay apart also for
readers with protanopia, deuteranopia or tritanopia (simulated after Machado, Oliveira and Fernandes, 2009), and every
colour keeps a contrast of 3 on white and on the dark theme's ground (WCAG 2.2, 1.4.11). tests/codebooks measures both.
A colour is never the only sign: the code's name stands beside it.
"""

from __future__ import annotations

from codebooks.model import Codebook

FAMILIES = (
    ("#4f48ec", "#7c55f1", "#7d60ec", "#5151fa", "#5c63fa", "#4f5dfc", "#705ef9"),  # blue
    ("#716012", "#b27a3f", "#c9834b", "#a4802f", "#bf7f0b", "#b47806", "#c07f37"),  # ochre
    ("#1a7369", "#4b7567", "#0b856c", "#367560", "#007f74", "#1e7c5d", "#407e6b"),  # green
    ("#904a9b", "#aa51a2", "#cf54a5", "#9853a3", "#a257ae", "#a04cad", "#bb4c9b"),  # violet
    ("#3792d8", "#638ce9", "#5295ef", "#0c96e9", "#608cfd", "#6f8cd9", "#3994fd"),  # sky blue
    ("#ce0704", "#c92b38", "#d32a5b", "#cc1141", "#be4345", "#cf0b2b", "#c83250"),  # red
)


_FAMILY_OF_COLOUR = {colour: family for family in FAMILIES for colour in family}


def next_colour(codebook: Codebook, parent_id: str | None = None) -> str:
    """A colour for a new code: the first shade of its branch that is used least; for a new branch a new family."""
    used = [code.colour for code in codebook.codes]
    shades = [family[0] for family in FAMILIES] if parent_id is None else _family_of(codebook, parent_id)
    return min(shades, key=used.count)


def _family_of(codebook: Codebook, code_id: str) -> tuple[str, ...]:
    """The family of the nearest code, upwards, that has one; a branch in a colour of its own keeps that."""
    codes = {code.id: code for code in codebook.codes}
    code = codes[code_id]
    while code.colour not in _FAMILY_OF_COLOUR and code.parent_id is not None:
        code = codes[code.parent_id]
    return _FAMILY_OF_COLOUR.get(code.colour, (code.colour,))
