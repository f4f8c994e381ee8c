"""Examples of a code that come from interviews: what they say, and whether they may leave the study."""

from __future__ import annotations

import streamlit as st

from codebooks.model import Code
from core.design import Person
from core.messages import translate
from study import Study
from study.code_examples import CodeExample, ExampleKind
from ui.codebook.saying import attempt
from ui.markdown import plain

KINDS = {ExampleKind.ANCHOR: "Anchor example", ExampleKind.BORDERLINE: "Borderline example"}


def draw_examples(study: Study, person: Person, code: Code, examples: tuple[CodeExample, ...]) -> None:
    """Those whose words were said in an interview; each has to be approved before it is exported."""
    for example in examples:
        if not example.constructed:
            _draw(study, person, code, example)


def _draw(study: Study, person: Person, code: Code, example: CodeExample) -> None:
    kind = example.kind
    with st.container(key=f"card_example_{kind}_{code.id}", border=True, gap="small"):
        st.markdown(translate("**{kind}**, from an interview", kind=translate(KINDS[kind])))
        for words in example.text.values():
            with st.container(key=f"quote_example_{kind}_{code.id}"):
                st.text(words)
        _draw_consent(example)
        may = all(voice.may_be_quoted for voice in example.voices)
        key = f"approve_{kind}_{code.id}_{example.approved}"
        st.toggle(
            translate("Approved: these words may stand in exported codebooks"),
            value=example.approved,
            key=key,
            disabled=not may,
            on_change=_approve,
            args=(study, person, code.id, kind, key),
        )
        if not example.approved:
            st.caption(translate("It stays out of every export until somebody has approved it."))
        if example.coding_id:
            st.button(
                translate("Write an example instead"),
                key=f"unlink_{kind}_{code.id}",
                type="tertiary",
                on_click=_unlink,
                args=(study, person, code.id, kind),
            )


def _draw_consent(example: CodeExample) -> None:
    """What those who speak have agreed to. Of typed words the workbench does not know whose they are."""
    if not example.coding_id:
        st.caption(
            translate(
                "The workbench does not know whose words these are. Approve them only when that person has agreed to "
                "being quoted."
            )
        )
    for voice in example.voices:
        icon = ":material/task_alt:" if voice.may_be_quoted else ":material/block:"
        st.caption(f"{icon} {plain(voice.in_words())}")
    if not all(voice.may_be_quoted for voice in example.voices):
        st.caption(translate("Record the consent on the page People, and these words can be approved."))


def _approve(study: Study, person: Person, code_id: str, kind: ExampleKind, key: str) -> None:
    wanted = bool(st.session_state[key])
    attempt(lambda: study.approve_example(person, code_id, kind, approved=wanted))


def _unlink(study: Study, person: Person, code_id: str, kind: ExampleKind) -> None:
    attempt(lambda: study.unlink_example(person, code_id, kind))


def link(study: Study, person: Person, code_id: str, kind: ExampleKind, coding_id: str) -> None:
    """Show a coded segment as the code's example."""

    def act() -> str:
        study.link_example(person, code_id, kind, coding_id)
        return translate("It is the code’s example now. Approve it under Meaning before it is exported.")

    attempt(act)
