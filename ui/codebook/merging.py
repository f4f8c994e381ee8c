"""Windows for what moves or ends codes: merge, split, retire, delete. Each says first what it would do."""

from __future__ import annotations

import streamlit as st

from codebooks import tree
from codebooks.model import Code, in_language
from core.design import Person
from core.messages import language, translate, translate_count
from study import Study
from study.codebook import CodebookOverview
from study.codebook_merging import Definition
from ui.codebook.names import choose_code
from ui.codebook.sorting import SORTING_KEY
from ui.codebook.tree import choose
from ui.identity import acting_person, browser_cookies
from ui.markdown import plain
from ui.parts import done, saying_errors


def codings_of(overview: CodebookOverview, code_id: str) -> int:
    """Everybody's codings with a code, two coders on the same words counted twice: so many rows move."""
    return sum(use.segments for use in overview.uses.rows if use.code_id == code_id)


# --- merge


def open_merge(study: Study, code_id: str) -> None:
    """Choose the other code, whose definition stays, and see how much moves."""
    st.dialog(translate("Merge into another code"), width="medium")(_merge)(study, code_id)


def _merge(study: Study, code_id: str) -> None:
    person = acting_person(study, browser_cookies())
    overview = study.codebook_overview(person)
    source = tree.find(overview.codebook, code_id)
    target_id = choose_code(translate("Merge it into"), overview.codebook, f"merge_target_{code_id}", without=[code_id])
    count = codings_of(overview, code_id)
    moves = translate_count("{count} coded segment moves.", "{count} coded segments move.", count)
    folds = translate("Where the same coder has put both codes on the same words, one is left.")
    st.markdown(f"**{plain(moves)}** {folds if count else ''}")
    if children := [tree.called(child) for child in overview.codebook.children(code_id) if child.is_living]:
        st.markdown(plain(translate("Its subcodes come along: {names}.", names=", ".join(children))))
    if questions := overview.questions.get(code_id):
        words = translate_count(
            "{count} question in the interview guides goes to the other code.",
            "{count} questions in the interview guides go to the other code.",
            questions,
        )
        st.markdown(f":material/checklist: {plain(words)}")
    if target_id is None:
        return
    target = tree.find(overview.codebook, target_id)
    kept = st.radio(
        translate("Which definition and examples stay"),
        [each.value for each in Definition],
        key=f"merge_kept_{code_id}",
        format_func=lambda each: plain(tree.called(target if each == Definition.OF_TARGET else source)),
        captions=[plain(_meaning(target)), plain(_meaning(source))],
    )
    st.caption(
        translate("“{name}” is retired and keeps its history. You can undo this.", name=plain(tree.called(source)))
    )
    if st.button(translate("Merge"), type="primary", key=f"merge_now_{code_id}"):
        with saying_errors():
            report = study.merge_codes(person, code_id, target_id, Definition(kept))
            choose(target_id)
            done(_merged(tree.called(source), tree.called(target), report.moved, report.folded))


def _meaning(code: Code) -> str:
    return in_language(code.definition, language.get()) or translate("No definition yet.")


def _merged(source: str, target: str, moved: int, folded: int) -> str:
    words = translate_count(
        "“{source}” is merged into “{target}”; {count} coded segment moved.",
        "“{source}” is merged into “{target}”; {count} coded segments moved.",
        moved,
        source=source,
        target=target,
    )
    twins = translate_count("{count} was there already.", "{count} were there already.", folded)
    return f"{words} {twins}" if folded else words


# --- split


def open_split(study: Study, code_id: str) -> None:
    """Name the new codes; then each segment is sorted into one of them."""
    st.dialog(translate("Split into new codes"), width="medium")(_split)(study, code_id)


def _split(study: Study, code_id: str) -> None:
    person = acting_person(study, browser_cookies())
    overview = study.codebook_overview(person)
    code = tree.find(overview.codebook, code_id)
    st.markdown(
        plain(
            translate(
                "Name the ideas it falls apart into. The segments of “{name}” are then sorted one by one, now or "
                "later; until then they stay where they are.",
                name=tree.called(code),
            )
        )
    )
    names = st.text_area(translate("New codes, one on each line"), key=f"split_names_{code_id}", height=120)
    is_below = st.radio(
        translate("Where"),
        [True, False],
        key=f"split_below_{code_id}",
        horizontal=True,
        format_func=lambda below: translate("Below it") if below else translate("Beside it"),
    )
    count = overview.uses.segments(code_id)
    st.caption(translate_count("{count} coded segment to sort.", "{count} coded segments to sort.", count))
    if questions := overview.questions.get(code_id):
        words = translate_count(
            "{count} question in the interview guides stays with “{name}”. Link it anew on the page Guide.",
            "{count} questions in the interview guides stay with “{name}”. Link them anew on the page Guide.",
            questions,
            name=tree.called(code),
        )
        st.caption(f":material/checklist: {plain(words)}")
    wanted = [name.strip() for name in (names or "").splitlines() if name.strip()]
    if st.button(translate("Split"), type="primary", key=f"split_now_{code_id}"):
        with saying_errors():
            split = study.split_code(person, code_id, wanted, below=is_below)
            st.session_state[SORTING_KEY] = split.id
            done(translate("The new codes are there. Define them, and sort the segments."))


# --- retire, delete


def open_delete(study: Study, code_id: str) -> None:
    """Retire or delete; a code that is in use can be merged or taken off its passages, never lost without a word."""
    st.dialog(translate("Retire or delete"), width="medium")(_delete)(study, code_id)


def _delete(study: Study, code_id: str) -> None:
    person = acting_person(study, browser_cookies())
    overview = study.codebook_overview(person)
    code = tree.find(overview.codebook, code_id)
    name = tree.called(code)
    if children := [tree.called(child) for child in overview.codebook.children(code_id) if child.is_living]:
        st.markdown(
            plain(
                translate(
                    "“{name}” has subcodes: {names}. Move, merge or delete them first.",
                    name=name,
                    names=", ".join(children),
                )
            )
        )
        return
    if codings_of(overview, code_id):
        _delete_used(study, person, overview, code)
        return
    st.markdown(
        plain(
            translate(
                "“{name}” is on no passage. Retired, it keeps its definition and history, and can be brought back. "
                "Deleted, it is gone from the codebook; frozen versions keep it.",
                name=name,
            )
        )
    )
    linked = overview.questions.get(code_id, 0)
    is_told = not linked or _confirm_questions(code_id, linked)
    with st.container(horizontal=True, gap="small"):
        if st.button(translate("Retire"), type="primary", key=f"retire_{code_id}", disabled=not is_told):
            _do(
                lambda: study.retire_code(person, code_id, with_questions=bool(linked)),
                translate("“{name}” is retired.", name=name),
            )
        if st.button(translate("Delete"), key=f"delete_{code_id}", disabled=not is_told):
            _do(
                lambda: study.delete_code(person, code_id, with_questions=bool(linked)),
                translate("“{name}” is deleted. Undo brings it back.", name=name),
            )


def _confirm_questions(code_id: str, linked: int) -> bool:
    """Whether the person knows that questions of the guides aim at the code, and what becomes of them."""
    st.markdown(
        plain(
            translate_count(
                "{count} question in the interview guides aims at it. When the code is retired, the question keeps it "
                "and shows it as retired; when it is deleted, the question loses it, until you undo that.",
                "{count} questions in the interview guides aim at it. When the code is retired, they keep it and show "
                "it as retired; when it is deleted, they lose it, until you undo that.",
                linked,
            )
        )
    )
    return st.checkbox(
        translate_count("Yes, also for that {count} question", "Yes, also for those {count} questions", linked),
        key=f"told_questions_{code_id}",
    )


def _delete_used(study: Study, person: Person, overview: CodebookOverview, code: Code) -> None:
    name, count = tree.called(code), codings_of(overview, code.id)
    st.markdown(
        plain(
            translate_count(
                "“{name}” is on {count} coded segment, so it cannot simply go.",
                "“{name}” is on {count} coded segments, so it cannot simply go.",
                count,
                name=name,
            )
        )
    )
    if st.button(
        translate("Merge it into another code instead"),
        type="primary",
        icon=":material/merge:",
        key=f"merge_instead_{code.id}",
    ):
        st.session_state[MERGE_NEXT_KEY] = code.id
        st.rerun()
    st.divider()
    is_sure = st.checkbox(
        translate_count(
            "Take it off {count} segment, whoever coded it",
            "Take it off all {count} segments, whoever coded them",
            count,
        ),
        key=f"sure_{code.id}",
    )
    linked = overview.questions.get(code.id, 0)
    is_told = not linked or _confirm_questions(code.id, linked)
    if st.button(translate("Take it off and retire it"), key=f"uncode_{code.id}", disabled=not (is_sure and is_told)):
        with saying_errors():
            removed = study.uncode_all(person, code.id)
            study.retire_code(person, code.id, with_questions=bool(linked))
            done(
                translate_count(
                    "“{name}” is taken off {count} segment and retired. Undo twice to bring both back.",
                    "“{name}” is taken off {count} segments and retired. Undo twice to bring both back.",
                    removed,
                    name=name,
                )
            )


MERGE_NEXT_KEY = "codebook_merge_next"  #: A window cannot open another one: it leaves word for the page.


def open_waiting(study: Study) -> None:
    """Open the window that another one has asked for."""
    code_id = st.session_state.pop(MERGE_NEXT_KEY, None)
    if code_id:
        open_merge(study, code_id)


def _do(act: object, words: str) -> None:
    with saying_errors():
        assert callable(act)
        act()
        done(words)
