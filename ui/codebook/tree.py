"""The tree of codes as a function: gives the codes to the component, tells which one was chosen, makes its moves."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from codebooks import tree
from codebooks.model import Codebook, CodeStatus
from core.design import Person
from core.messages import language
from study import Study
from ui.codebook.counting import Shown
from ui.codebook.saying import attempt
from ui.component_words import messages

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

KEY = "codebook_tree"
CHOSEN_KEY = "codebook_code"  #: The code shown last in this tab.
ADDRESS_KEY = "code"
MOVED_KEY = "codebook_moves"  #: By browser: the number of its last move that was dealt with.
SENTENCES = Path(__file__).parents[1] / "components" / "tree" / "build" / "sentences.json"


def draw_tree(
    study: Study, person: Person, codebook: Codebook, count: Callable[[str], Shown], *, with_retired: bool
) -> None:
    """Mount the tree: choosing a code shows its card, dragging one moves it."""
    _component()(
        key=KEY,
        data=tree_json(codebook, chosen(codebook), count, with_retired=with_retired)
        | {"acknowledged": dict(st.session_state.get(MOVED_KEY, {})), "messages": messages(SENTENCES, language.get())},
        on_chosen_change=_choose,
        on_moves_change=lambda: _move(study, person),
        height="content",
    )


def tree_json(
    codebook: Codebook, chosen_id: str | None, count: Callable[[str], Shown], *, with_retired: bool
) -> dict[str, Any]:
    """Every code in reading order, with its number."""
    codes = [code for _, code in codebook.walk() if code.is_living or with_retired]
    return {
        "codes": [
            {
                "id": code.id,
                "parent": code.parent_id,
                "name": tree.called(code),
                "also": " ".join(code.name.values()),
                "colour": code.colour,
                "retired": code.status is CodeStatus.RETIRED,
                "count": (number := count(code.id)).text,
                "spoken": number.spoken,
                "unknown": number.unknown,
            }
            for code in codes
        ],
        "chosen": chosen_id,
        "can_move": True,
    }


def chosen(codebook: Codebook) -> str | None:
    """The code in the address or shown last; the first when there is no such code, None when there is none at all."""
    known = {code.id for code in codebook.codes}
    wanted = (st.query_params.get(ADDRESS_KEY), st.session_state.get(CHOSEN_KEY))
    first = next((code.id for _, code in codebook.walk() if code.is_living), None)
    found = next((code_id for code_id in wanted if code_id in known), first)
    if found is not None:
        choose(found)
    return found


def choose(code_id: str) -> None:
    """Show this code: in the tab's state, since going to another page drops the address; there, for a reload."""
    st.session_state[CHOSEN_KEY] = code_id
    if st.query_params.get(ADDRESS_KEY) != code_id:
        st.query_params[ADDRESS_KEY] = code_id


def _choose() -> None:
    picked = (st.session_state.get(KEY) or {}).get("chosen")
    if picked:
        choose(str(picked))


def _move(study: Study, person: Person) -> None:
    """Make the moves that have not been made yet; a bundle that arrives again is harmless."""
    bundle = (st.session_state.get(KEY) or {}).get("moves")
    if not bundle:
        return
    dealt_with = st.session_state.setdefault(MOVED_KEY, {})
    client = str(bundle["client"])
    for move in bundle["moves"]:
        if move["seq"] > dealt_with.get(client, 0):
            attempt(lambda move=move: move_before(study, person, move["id"], move["parent"], move["before"]))  # type: ignore[misc]
            dealt_with[client] = move["seq"]


def move_before(study: Study, person: Person, code_id: str, parent_id: str | None, before_id: str | None) -> None:
    """Put a code below another one, before one of its children; None, or a child that has gone: after the last."""
    siblings = [code.id for code in study.codebook(person).children(parent_id) if code.id != code_id]
    position = siblings.index(before_id) if before_id in siblings else None
    study.move_code(person, code_id, parent_id, position)


@cache
def _component() -> ComponentRenderer:
    # Registered once per process; the file names carry a digest, so each pattern fits exactly one file.
    return st.components.v2.component(
        "ui.tree", html='<div class="wt-tree"></div>', js="tree-*.js", css="tree-*.css", isolate_styles=False
    )
