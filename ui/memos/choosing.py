"""Which memos, and in which order."""

from __future__ import annotations

from enum import StrEnum

import streamlit as st

from coding.model import Memo, MemoKind, Snapshot
from core.messages import translate
from transcripts.folding import fold
from ui.memos.subjects import KINDS, Subjects
from ui.passages import KINDS as MEMO_KINDS
from ui.segments.asking import FIELD, choose


class MemoOrder(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    ABOUT = "about"


ORDERS = {
    MemoOrder.NEWEST: "Written or edited last first",
    MemoOrder.OLDEST: "Written first first",
    MemoOrder.ABOUT: "By what they are about",
}


def choose_memos(snapshot: Snapshot, subjects: Subjects) -> list[Memo]:
    """The memos the person wants to see, sorted."""
    names = {person.id: person.name for person in snapshot.people}
    authors = {memo.author_id: names.get(memo.author_id, "?") for memo in snapshot.memos}
    about = {
        kind: translate(words) for kind, words in KINDS.items() if any(m.about_kind == kind for m in snapshot.memos)
    }
    with st.container(horizontal=True, gap="medium"):
        words = st.text_input(
            translate("Words in the memo"), key="memos_words", placeholder=translate("Any"), width=FIELD
        )
        kinds = choose(translate("Kind"), {k: translate(w) for k, w in MEMO_KINDS.items()}, "memos_kinds", width=FIELD)
        wanted = choose(translate("About"), about, "memos_about", width=FIELD)
        by = choose(translate("Author"), authors, "memos_authors", width=FIELD)
        order = st.selectbox(
            translate("Order"),
            list(MemoOrder),
            key="memos_order",
            width=FIELD,
            format_func=lambda o: translate(ORDERS[o]),
        )
    chosen = [
        memo
        for memo in snapshot.memos
        if (not kinds or memo.kind in kinds)
        and (not wanted or memo.about_kind in wanted)
        and (not by or memo.author_id in by)
        and fold(words or "") in fold(memo.text)
    ]
    return in_order(chosen, MemoOrder(order or MemoOrder.NEWEST), subjects)


def in_order(memos: list[Memo], order: MemoOrder, subjects: Subjects) -> list[Memo]:
    """The memos sorted; those alike stay in the order in which they were written."""
    if order is MemoOrder.NEWEST:
        return sorted(memos, key=lambda memo: memo.edited_at or memo.written_at, reverse=True)
    if order is MemoOrder.ABOUT:
        kinds = list(KINDS)

        def place(memo: Memo) -> tuple[int, str, str]:
            subject = subjects.of(memo)
            return (
                kinds.index(memo.about_kind) if memo.about_kind in kinds else len(kinds),
                subject.where,
                subject.title,
            )

        return sorted(memos, key=place)
    return memos


def kind_names() -> dict[MemoKind, str]:
    return {kind: translate(words) for kind, words in MEMO_KINDS.items()}
