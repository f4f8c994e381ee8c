"""The recoding list: interviews to be read again since the codebook has grown; and what has been looked for where."""

from __future__ import annotations

import streamlit as st

from codebooks import tree
from core.design import Person
from core.messages import translate, translate_count
from study import Study
from study.codebook import CodebookOverview
from study.recoding import RecodingList, RecodingTask
from ui import wording
from ui.codebook.names import paths
from ui.codebook.saying import attempt
from ui.codebook.segments import desk_link
from ui.markdown import plain
from ui.parts import empty_state

MOST_TASKS = 60  #: Drawn at once.


def draw_recoding(study: Study, person: Person, overview: CodebookOverview) -> None:
    st.markdown(
        translate(
            "When a code is new, wider, narrower, split or merged, interviews coded earlier are read again for it. "
            "Until then it is “not looked for” there."
        )
    )
    tasks = study.recoding_list(person)
    if tasks.total:
        st.progress(tasks.done / tasks.total, tasks.in_words())
        _draw_list(study, person, overview, tasks)
    else:
        empty_state(
            ":material/done_all:",
            translate("Nothing to read again"),
            translate("No code has changed its meaning since an interview was coded."),
            key="recoding",
        )
    _draw_looked_for(study, person, overview)


def _draw_list(study: Study, person: Person, overview: CodebookOverview, tasks: RecodingList) -> None:
    per_code = tasks.per_code()
    names = paths(overview.codebook, living_only=False)
    key = "recoding_code"
    if st.session_state.get(key) not in per_code:
        st.session_state.pop(key, None)
    unfinished = next((n for n, held in enumerate(per_code.values()) if held.left), 0)
    code_id = st.selectbox(
        translate("Code"),
        list(per_code),
        index=unfinished,
        key=key,
        format_func=lambda c: f"{names.get(c, '?')} ({per_code[c].done}/{per_code[c].total})",
    )
    if code_id is None:
        return
    people = {each.id: each.name for each in overview.people}
    waves = [*((wave.id, wave.label) for wave in overview.waves), (None, translate("No wave"))]
    for wave_id, label in waves:
        held = per_code[code_id].of_wave(wave_id)
        if held.total:
            st.subheader(
                plain(
                    translate(
                        "Re-read {wave} for “{code}”",
                        wave=label,
                        code=tree.called(tree.find(overview.codebook, code_id)),
                    )
                ),
                anchor=False,
            )
            st.caption(held.in_words())
            for task in held.tasks[:MOST_TASKS]:
                _draw_task(study, person, task, people)


def _draw_task(study: Study, person: Person, task: RecodingTask, people: dict[str, str]) -> None:
    is_own = person.id in task.done_by
    with st.container(
        key=f"card_task_{task.interview_id}_{task.code_id}", border=True, horizontal=True, vertical_alignment="center"
    ):
        with st.container(gap=None):
            st.markdown(f"**{plain(task.interview_label)}**")
            st.caption(plain(task.why()))
            if others := [people.get(coder, "?") for coder in task.done_by if coder != person.id]:
                st.caption(plain(translate("Read again by {names}", names=", ".join(others))))
        desk_link(translate("Open"), task.interview_id)
        key = f"reread_{task.interview_id}_{task.code_id}_{is_own}"
        st.checkbox(translate("Read again"), value=is_own, key=key, on_change=_tick, args=(study, person, task, key))


def _tick(study: Study, person: Person, task: RecodingTask, key: str) -> None:
    verb = study.mark_looked_for if st.session_state[key] else study.unmark_looked_for
    attempt(lambda: verb(person, task.interview_id, [task.code_id]))


# --- looked for


def _draw_looked_for(study: Study, person: Person, overview: CodebookOverview) -> None:
    """Say that one has read an interview for the codes, so that where a code is absent, that means something."""
    st.subheader(translate("Looked for"), anchor=False)
    transcribed = {version.interview_id for version in study.versions(person) if version.is_current}
    interviews = {i.id: i.label for i in study.interviews(person) if i.id in transcribed}
    if not interviews:
        st.markdown(translate("When there are transcripts, you mark here which codes you have read them for."))
        return
    interview_id = st.selectbox(
        translate("Interview"), list(interviews), key="looked_interview", format_func=lambda i: interviews.get(i, "?")
    )
    if interview_id is None:
        return
    _draw_marks(overview, interview_id)
    names = paths(overview.codebook)
    codes_key = f"looked_codes_{interview_id}"
    st.multiselect(
        translate("Codes"),
        list(names),
        key=codes_key,
        format_func=lambda c: names.get(c, "?"),
        placeholder=translate("Every code of the codebook"),
    )
    version_id = _choose_version(study, person)
    with st.container(horizontal=True, gap="small"):
        st.button(
            translate("I have read it for these codes"),
            key="looked_now",
            on_click=_mark,
            args=(study, person, interview_id, codes_key, version_id),
        )
        if any((mark.interview_id, mark.coder_id) == (interview_id, person.id) for mark in overview.looking.marks):
            with st.popover(translate("Take my marks back"), key="looked_back"):
                st.markdown(translate("Where a code is absent here, it is then “not looked for” again."))
                st.button(
                    translate("Take them back"),
                    key="looked_back_now",
                    on_click=_unmark,
                    args=(study, person, interview_id, codes_key),
                )


def _choose_version(study: Study, person: Person) -> str | None:
    """The frozen version one had in hand while reading; None: the codebook as it is now."""
    versions = {version.id: f"{version.number}. {version.label}" for version in study.codebook_versions(person)}
    if not versions:
        return None
    chosen: str | None = st.selectbox(
        translate("Read with"),
        [None, *reversed(versions)],
        key="looked_version",
        format_func=lambda v: versions.get(v, "?") if v else translate("The codebook as it is now"),
    )
    return chosen


def _draw_marks(overview: CodebookOverview, interview_id: str) -> None:
    living = [code.id for code in overview.codebook.codes if code.is_living]
    marks = [mark for mark in overview.looking.marks if mark.interview_id == interview_id]
    for coder in overview.people:
        own = [mark for mark in marks if mark.coder_id == coder.id]
        if not own:
            continue
        looked = sum(overview.looking.was_looked_for(code_id, interview_id, coder.id) for code_id in living)
        day = wording.on_day(max(mark.at for mark in own))
        st.markdown(
            plain(
                translate(
                    "{name} has read it for {looked} of {total} codes, last on {day}.",
                    name=coder.name,
                    looked=looked,
                    total=len(living),
                    day=day,
                )
            )
        )
    if not marks:
        st.markdown(translate("Nobody has said yet which codes this interview was read for."))


def _mark(study: Study, person: Person, interview_id: str, codes_key: str, version_id: str | None) -> None:
    wanted = st.session_state.get(codes_key) or None

    def act() -> str:
        study.mark_looked_for(person, interview_id, wanted, version_id=version_id)
        if wanted is None:
            return translate("Marked for every code.")
        return translate_count("Marked for {count} code.", "Marked for {count} codes.", len(wanted))

    attempt(act)


def _unmark(study: Study, person: Person, interview_id: str, codes_key: str) -> None:
    wanted = st.session_state.get(codes_key) or None
    attempt(lambda: study.unmark_looked_for(person, interview_id, wanted))
