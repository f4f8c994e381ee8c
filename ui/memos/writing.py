"""A new memo about the study, a wave, an interview, a participant or a code; and links from memos to other things."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from coding.model import Snapshot
from core.design import Person
from core.errors import WorkbenchError
from core.messages import translate
from exports.quotes import code_name
from study import Study
from ui.markdown import plain
from ui.memos.choosing import kind_names
from ui.memos.subjects import KINDS, Subjects
from ui.parts import NOTICE_KEY, done, saying_errors
from ui.segments.asking import INDENT

LINKING_KEY = "memos_linking"  #: The memo a link is being made from.


def draw_new(study: Study, person: Person, snapshot: Snapshot) -> None:
    """Choose what it is about, write, keep."""
    with st.expander(translate("New memo"), icon=":material/add:", key="memos_new"):
        left, right = st.columns([3, 5])
        with left:
            kind = st.selectbox(
                translate("About"),
                list(_choices(study, snapshot)),
                key="memos_new_about",
                format_func=lambda k: translate(KINDS[k]),
            )
        things = _choices(study, snapshot)[kind or "study"]
        with right:
            about = st.selectbox(
                translate("Which"), list(things), key=f"memos_new_{kind}", format_func=lambda i: things.get(i, "?")
            )
        kinds = kind_names()
        with st.form("memos_new_form", border=False, clear_on_submit=True):
            sort = st.selectbox(translate("Kind"), list(kinds), format_func=lambda k: kinds[k], width=260)
            text = st.text_area(translate("Memo"), height=120)
            if st.form_submit_button(translate("Keep the memo"), type="primary"):
                with saying_errors():
                    study.write_memo(person, kind or "study", about or "", text or "", sort)
                    done(translate("The memo is kept."))
        st.caption(
            translate("On a coded segment or a turn you write where you read it: at the desk, or under Segments.")
        )


def _choices(study: Study, snapshot: Snapshot) -> dict[str, Mapping[str, str]]:
    """By kind: what a memo can be written about here, by id."""
    found: dict[str, Mapping[str, str]] = {
        "study": {study.id: snapshot.study_title},
        "wave": {wave.id: wave.label for wave in snapshot.waves},
        "interview": {interview.id: interview.label for interview in snapshot.every_interview},
        "participant": {p.id: p.pseudonym for p in snapshot.participants},
        "code": {c.id: f"{INDENT * depth}{code_name(c)}" for depth, c in snapshot.codebook.walk() if c.is_living},
    }
    return {kind: things for kind, things in found.items() if things}


def ask_link(study: Study, person: Person, snapshot: Snapshot, subjects: Subjects, memo_id: str) -> None:
    """Choose, in a window over the page, what the memo points to."""
    st.dialog(translate("Link this memo"))(_draw_link)(study, person, snapshot, subjects, memo_id)


def _draw_link(study: Study, person: Person, snapshot: Snapshot, subjects: Subjects, memo_id: str) -> None:
    st.caption(plain(subjects.called("memo", memo_id)))
    targets = _targets(study, snapshot, memo_id)
    names = {"memo": translate("Another memo")} | {kind: translate(words) for kind, words in KINDS.items()}
    kind = st.selectbox(translate("To"), list(targets), key="memos_link_kind", format_func=lambda k: names[k])
    things = targets[kind or "code"]
    target = st.selectbox(
        translate("Which"),
        things,
        index=None,
        key=f"memos_link_{kind}",
        placeholder=translate("Type to search"),
        format_func=lambda i: subjects.called(kind or "code", i),
    )
    if st.button(translate("Make the link"), type="primary", disabled=target is None, key="memos_link_make"):
        try:
            study.link_memo(person, memo_id, kind or "", target or "")
        except WorkbenchError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
        st.session_state[NOTICE_KEY] = translate("The link is made.")
        st.rerun()


def _targets(study: Study, snapshot: Snapshot, memo_id: str) -> dict[str, list[str]]:
    own = _choices(study, snapshot)
    found = {
        "memo": [memo.id for memo in snapshot.memos if memo.id != memo_id],
        "coding": [coding.id for coding in snapshot.codings],
        **{kind: list(own.get(kind, ())) for kind in ("code", "interview", "participant", "wave")},
    }
    return {kind: things for kind, things in found.items() if things}
