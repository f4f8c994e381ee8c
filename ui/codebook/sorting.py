"""The worklist of a split: one segment after another goes to one of the new codes, by key or by button."""

from __future__ import annotations

import streamlit as st

from codebooks import tree
from core.design import Person
from core.messages import translate, translate_count
from study import Study
from study.codebook import CodebookOverview
from study.codebook_merging import SplitProgress
from ui.codebook.names import quoted
from ui.codebook.saying import attempt
from ui.codebook.segments import desk_link, draw_segment
from ui.markdown import plain

SORTING_KEY = "codebook_sorting"  #: The split whose worklist is open in this tab.
NUMBER_KEYS = 9


def draw_splits(overview: CodebookOverview) -> None:
    """Splits that wait: whoever has time goes on where another stopped."""
    for split in overview.splits:
        name = tree.called(tree.find(overview.codebook, split.code_id))
        with st.container(
            key=f"card_split_{split.id}",
            border=True,
            horizontal=True,
            vertical_alignment="center",
            horizontal_alignment="distribute",
        ):
            fields = {"name": name, "done": split.sorted, "total": split.sorted + split.left}
            words = translate("“{name}” is being split: {done} of {total} segments sorted", **fields)
            st.markdown(f":material/call_split: {plain(words)}")
            if st.session_state.get(SORTING_KEY) != split.id:
                st.button(translate("Sort segments"), key=f"sort_{split.id}", on_click=_open, args=(split.id,))


def open_split(overview: CodebookOverview) -> SplitProgress | None:
    """The split that is being sorted in this tab."""
    return next((split for split in overview.splits if split.id == st.session_state.get(SORTING_KEY)), None)


def _open(split_id: str | None) -> None:
    st.session_state[SORTING_KEY] = split_id


def draw_sorting(study: Study, person: Person, overview: CodebookOverview, split: SplitProgress) -> None:
    """The segment at hand, and where it can go."""
    name = tree.called(tree.find(overview.codebook, split.code_id))
    with st.container(key="card_sorting", border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.subheader(plain(translate("Sort the segments of “{name}”", name=name)), anchor=False)
            st.button(translate("Go on later"), key="sorting_later", type="tertiary", on_click=_open, args=(None,))
        total = split.sorted + split.left
        st.progress(
            split.sorted / total if total else 1.0,
            translate("{done} of {total} sorted", done=split.sorted, total=total),
        )
        skipped = min(int(st.session_state.get(f"skipped_{split.id}", 0)), max(0, split.left - 1))
        page = study.split_worklist(person, split.id, start=skipped, limit=1)
        if not page.segments and skipped:
            page = study.split_worklist(person, split.id, limit=1)
        if page.segments:
            segment = page.segments[0]
            with st.container(key=f"card_segment_{segment.coding.id}", border=True, gap="small"):
                draw_segment(segment, {wave.id: wave.label for wave in overview.waves})
                desk_link(translate("Open at the desk"), segment.coding.interview_id, segment.coding.id)
            _draw_ways(study, person, overview, split, segment.coding.id)
        linked = overview.questions.get(split.code_id, 0)
        _draw_end(study, person, split, name, linked, is_empty=not page.segments)


def _draw_ways(study: Study, person: Person, overview: CodebookOverview, split: SplitProgress, coding_id: str) -> None:
    """A button for each new code, with its number key; one to leave the segment, one to come back to it."""
    names = {part: tree.called(tree.find(overview.codebook, part)) for part in split.part_ids}
    for number, (part, name) in enumerate(names.items(), start=1):
        st.button(
            quoted(name),
            key=f"into_{part}",
            width="stretch",
            shortcut=str(number) if number <= NUMBER_KEYS else None,
            on_click=_sort,
            args=(study, person, split.id, coding_id, part),
        )
    with st.container(horizontal=True, gap="small"):
        old = tree.called(tree.find(overview.codebook, split.code_id))
        st.button(
            quoted(translate("Leave it at “{name}”", name=old)),
            key="into_old",
            shortcut="0",
            on_click=_sort,
            args=(study, person, split.id, coding_id, split.code_id),
        )
        if split.left > 1:
            st.button(translate("Skip for now"), key="sorting_skip", type="tertiary", on_click=_skip, args=(split,))


def _sort(study: Study, person: Person, split_id: str, coding_id: str, into: str) -> None:
    attempt(lambda: study.sort_segments(person, split_id, [coding_id], into))


def _skip(split: SplitProgress) -> None:
    key = f"skipped_{split.id}"
    st.session_state[key] = (int(st.session_state.get(key, 0)) + 1) % max(1, split.left)


def _draw_end(study: Study, person: Person, split: SplitProgress, name: str, linked: int, *, is_empty: bool) -> None:
    if is_empty and split.left:
        st.info(
            translate_count(
                "{count} segment is of an older transcript, or of somebody who has withdrawn. It stays where it is.",
                "{count} segments are of older transcripts, or of people who have withdrawn. They stay where they are.",
                split.left,
            )
        )
    if not is_empty:
        with st.expander(translate("End the sorting here")):
            st.markdown(plain(translate("What is not sorted stays at “{name}”.", name=name)))
            st.button(translate("End"), key="sorting_end", on_click=_finish, args=(study, person, split.id))
        return
    st.markdown(translate("Nothing is left to sort."))
    if linked:
        words = translate_count(
            "{count} question in the interview guides aims at “{name}” and stays with it. When it is retired, the "
            "question shows it as retired: link it to one of the new codes on the page Guide.",
            "{count} questions in the interview guides aim at “{name}” and stay with it. When it is retired, they show "
            "it as retired: link them to the new codes on the page Guide.",
            linked,
            name=name,
        )
        st.info(plain(words), icon=":material/checklist:")
    with st.container(horizontal=True, gap="small"):
        st.button(
            quoted(translate("Retire “{name}”", name=name)),
            key="sorting_retire",
            type="primary",
            on_click=_finish,
            args=(study, person, split.id),
            kwargs={"retire": True, "with_questions": bool(linked)},
        )
        st.button(
            quoted(translate("Keep “{name}” too", name=name)),
            key="sorting_keep",
            on_click=_finish,
            args=(study, person, split.id),
        )


def _finish(study: Study, person: Person, split_id: str, *, retire: bool = False, with_questions: bool = False) -> None:
    def finish() -> str:
        study.finish_split(person, split_id, retire=retire, with_questions=with_questions)
        return translate("The split is finished.")

    if attempt(finish):
        _open(None)
