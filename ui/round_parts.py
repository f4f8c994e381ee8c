"""Parts of the Rounds page for rounds in which each codes alone: how far each interview is, finishing, who codes."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coding.model import Round
from core.design import Person
from core.messages import translate
from study import Study
from study.rounds import InterviewInRound
from ui.parts import done, saying_errors


def draw_progress(round_: Round, progress: Sequence[InterviewInRound], names: dict[str, str], height: int) -> None:
    """A line for each interview: who has finished it, and whether everybody sees what was coded."""
    if not progress:
        st.caption(translate("No interviews yet."))
        return
    coders = {each: names.get(each, "?") for each in round_.coder_ids}
    st.dataframe(
        [
            {translate("Interview"): row.interview_label}
            | {name: each in row.finished_by for each, name in coders.items()}
            | {translate("Released"): row.released}
            for row in progress
        ],
        hide_index=True,
        height=height,
        column_config={translate("Interview"): st.column_config.TextColumn(width="medium")},
    )


def draw_finishing(study: Study, person: Person, round_: Round, progress: Sequence[InterviewInRound]) -> None:
    """One's own mark, also set above the transcript."""
    if person.id not in round_.coder_ids:
        return
    open_ = {row.interview_id: row for row in progress if not row.released}
    if not open_:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            translate("Interview"),
            list(open_),
            key=f"finish_which_{round_.id}",
            format_func=lambda i: open_[i].interview_label if i in open_ else "?",
            width=320,
        )
        is_finished = bool(chosen and person.id in open_[chosen].finished_by)
        words = translate("Take the mark back") if is_finished else translate("Mark as finished")
        if st.button(words, key=f"finish_{round_.id}") and chosen:
            with saying_errors():
                verb = study.unmark_finished if is_finished else study.mark_finished
                row = verb(person, round_.id, chosen)
                done(_finished_in_words(row, is_finished=not is_finished))
    st.caption(
        translate("When everybody named has finished an interview, all see what was coded. There is no way back.")
    )


def _finished_in_words(row: InterviewInRound, *, is_finished: bool) -> str:
    if row.released:
        return translate("“{label}” is released: everybody sees what was coded.", label=row.interview_label)
    if is_finished:
        return translate("“{label}” is finished.", label=row.interview_label)
    return translate("“{label}” is not finished any more.", label=row.interview_label)


def draw_coders(study: Study, person: Person, round_: Round, names: dict[str, str]) -> None:
    """Who codes alone in the round."""
    with st.form(f"coders_{round_.id}", border=False, width=480):
        chosen = st.multiselect(
            translate("Who codes"),
            sorted(names.values(), key=str.casefold),
            default=[names[each] for each in round_.coder_ids if each in names],
            accept_new_options=True,
            help=translate("At least two. Who has begun to code stays named."),
        )
        if st.form_submit_button(translate("Name these coders")):
            with saying_errors():
                study.name_coders(person, round_.id, [study.person(name) for name in chosen])
                done(translate("The coders are named."))
