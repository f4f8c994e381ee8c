"""Memos: everything the team has noted, in one place, with what each note is about."""

from __future__ import annotations

from typing import Any

import streamlit as st

from coding.model import Memo, Snapshot
from core.messages import translate, translate_count
from study import Study
from study.desk.memo_state import memo_json
from ui import opened
from ui.memos.choosing import choose_memos
from ui.memos.subjects import Subjects
from ui.memos.writing import LINKING_KEY, ask_link, draw_new
from ui.paging import page_of
from ui.parts import empty_state, page_head
from ui.passage_items import Surroundings, turn_json
from ui.passages import desk_address, draw_passages, told

PER_PAGE = 25
LIST = "memos_list"
ADDRESS_KEY = "memo"  #: In the address: the one memo to show.


def main() -> None:
    page_head(
        translate("Memos"), translate("What the team has noted: on segments, codes, turns, people and the study.")
    )
    study, person = opened.required()
    snapshot = study.snapshot(person)
    subjects = Subjects(study, snapshot)
    draw_new(study, person, snapshot)
    if not snapshot.memos:
        empty_state(
            ":material/sticky_note_2:",
            translate("No memo yet"),
            translate("Write the first one above, or at the desk: choose a coded segment and press m."),
            key="memos",
        )
        return
    memos = _wanted(snapshot, subjects)
    if not memos:
        empty_state(
            ":material/search_off:",
            translate("No memo fits these choices"),
            translate("Take a choice away, or look for other words."),
            key="memos_none",
        )
        return
    st.markdown(f"**{translate_count('{count} memo', '{count} memos', len(memos))}**")
    shown = page_of(memos, "memos_page", PER_PAGE, repr([memo.id for memo in memos]))
    around = Surroundings(study, snapshot, {})
    items = [_item(study, snapshot, subjects, around, memo) for memo in shown]
    draw_passages(study, person, items, LIST, on_link=_link)
    linking = st.session_state.pop(LINKING_KEY, None)
    if linking in subjects.memos:
        ask_link(study, person, snapshot, subjects, linking)


def _wanted(snapshot: Snapshot, subjects: Subjects) -> list[Memo]:
    """The memo in the address alone, until all are asked for; else those that were chosen."""
    alone = subjects.memos.get(st.query_params.get(ADDRESS_KEY, ""))
    if alone is None:
        return choose_memos(snapshot, subjects)
    st.button(translate("Show all memos"), icon=":material/arrow_back:", on_click=_show_all, key="memos_all")
    return [alone]


def _show_all() -> None:
    st.query_params.pop(ADDRESS_KEY, None)


def _item(study: Study, snapshot: Snapshot, subjects: Subjects, around: Surroundings, memo: Memo) -> dict[str, Any]:
    """A memo with what it is about, as the list reads it."""
    subject = subjects.of(memo)
    links = [
        subjects.link_json(link.id, link.target_kind, link.target_id)
        for link in snapshot.memo_links
        if link.memo_id == memo.id
    ]
    opened_at = desk_address(study, subject.query) if subject.query else None
    if opened_at is None and subject.address:
        opened_at = {"href": subject.address, "query": None}
    turn = (
        turn_json(around, subject.interview, subject.turn, subject.spans)
        if subject.turn and subject.interview
        else None
    )
    return {
        "id": memo.id,
        "code": {"name": subject.title, "colour": subject.colour} if subject.colour else None,
        "title": "" if subject.colour else subject.title,
        "where": subject.where,
        "marks": [subject.note] if subject.note else [],
        "turns": [turn] if turn else [],
        "play": None,
        "open": opened_at,
        "about": {"kind": memo.about_kind, "id": memo.about_id, "canWrite": False},
        "memos": [memo_json(memo, around.names) | {"links": links}],
    }


def _link() -> None:
    st.session_state[LINKING_KEY] = told(LIST, "linking")


main()
