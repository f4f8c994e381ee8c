"""Colours for codes: each branch of the tree a family of one hue, its codes shades of it.

Chosen by search in the OKLab space (Björn Ottosson, 2020) so that shades of different families stay apart also for
readers with protanopia, deuteranopia or tritanopia (simulated after Machado, Oliveira and Fernandes, 2009), and every
colour keeps a contrast of 3 on white and on the dark theme's ground (WCAG 2.2, 1.4.11). tests/codebooks measures both.
A colour is never the only sign: the code's name stands beside it.
"""

from __future__ import annotations

from codebooks.model import Codebook

FAMILIES = (
    ("#0960d9", "#576cf2", "#897cfd", "#2f64e2", "#6871f9", "#4568ea", "#7976fd"),  # blue
    ("#8d5701", "#b76006", "#eb5f07", "#9a5a00", "#c76103", "#a85d00", "#d86108"),  # brown to orange
    ("#416e5a", "#628161", "#84936a", "#4c755c", "#6d8764", "#577b5f", "#798d67"),  # green
    ("#775099", "#9961a6", "#bb74b1", "#83559e", "#a567aa", "#8e5ba2", "#b06dad"),  # violet to pink
)


def next_colour(codebook: Codebook, parent_id: str | None = None) -> str:
    """A colour for a new code: the first shade of its branch that is used least; for a new branch a new family."""
    used = [code.colour for code in codebook.codes]
    shades = [family[0] for family in FAMILIES] if parent_id is None else _family_of(codebook, parent_id)
    return min(shades, key=used.count)


def _family_of(codebook: Codebook, code_id: str) -> tuple[str, ...]:
    """The family of the branch the code is in; a colour of somebody's own choice stands alone."""
    codes = {code.id: code for code in codebook.codes}
    top = codes[code_id]
    while top.parent_id is not None:
        top = codes[top.parent_id]
    return next((family for family in FAMILIES if top.colour in family), (top.colour,))
