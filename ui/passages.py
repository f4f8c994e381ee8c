"""A list of passages as a function: coded segments, found places, or memos with what they are about.

What is done to memos goes by a route of its own (`ui.routes.memos`), so that no keystroke waits for a page to be drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from coding.model import Memo, MemoKind
from core.design import Person
from core.messages import language, translate
from study import Study
from study.desk.memo_state import memo_json
from ui.component_words import messages
from ui.routes import memos as memo_route

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

SENTENCES = Path(__file__).parent / "components" / "passages" / "build" / "sentences.json"
KINDS = {
    MemoKind.ANALYTIC: "Analytic memo",
    MemoKind.METHOD: "Method memo",
    MemoKind.REFLEXIVE: "Reflexive memo",
}
DESK = "ui/pages/code.py"


def draw_passages(
    study: Study,
    person: Person,
    items: Sequence[Mapping[str, Any]],
    key: str,
    *,
    batch: str = "",
    off: Iterable[str] = (),
    on_ticks: Callable[[], None] | None = None,
    on_link: Callable[[], None] | None = None,
    on_discuss: Callable[[], None] | None = None,
) -> None:
    """Draw the passages; goes to the desk when one is opened there.

    `batch` names what is listed: ticks that were taken away (`off`) hold as long as it stays the same.
    """
    shown = _component()(
        key=key,
        data={
            "items": list(items),
            "batch": batch,
            "off": list(off),
            "memos": {
                "url": memo_route.address(study),
                "me": person.id,
                "kinds": {kind: translate(words) for kind, words in KINDS.items()},
                "canLink": on_link is not None,
            },
            "messages": messages(SENTENCES, language.get()),
        },
        on_opened_change=_nothing,
        on_ticks_change=on_ticks or _nothing,
        on_linking_change=on_link or _nothing,
        on_discuss_change=on_discuss or _nothing,
        height="content",
    )
    if shown.opened:
        st.switch_page(DESK, query_params={"study": study.id, **shown.opened})


def told(key: str, name: str) -> Any:
    """What the list has just told, in a callback: `ticks`, `linking` or `discuss`."""
    return (st.session_state.get(key) or {}).get(name)


def memos_json(memos: Iterable[Memo], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The memos on a passage, as the list reads them."""
    return [memo_json(memo, names) for memo in memos]


def desk_address(study: Study, query: Mapping[str, str]) -> dict[str, Any]:
    """Where a place is at the desk: an address for a new tab, and what to open in this one."""
    pairs = "&".join(f"{name}={value}" for name, value in {"study": study.id, **query}.items())
    return {"href": f"/code?{pairs}", "query": dict(query)}


def _nothing() -> None:
    """A list without anything to tell."""


@cache
def _component() -> ComponentRenderer:
    # Registered once per process; the file names carry a digest, so each pattern fits exactly one file.
    return st.components.v2.component(
        "ui.passages",
        html='<div class="ps-list"></div>',
        js="passages-*.js",
        css="passages-*.css",
        isolate_styles=False,
    )
