"""Every coded segment of a code with the talk around it, and the way to its place at the desk."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from codebooks.model import Code
from core.design import Person
from core.messages import translate, translate_count
from storage.use_rows import SegmentInContext
from study import Study
from study.code_examples import ExampleKind
from study.codebook import CodebookOverview
from ui.codebook.examples import link
from ui.markdown import plain

PER_PAGE = 10
CONTEXT_CHARACTERS = 240


def draw_segments(study: Study, person: Person, overview: CodebookOverview, code: Code) -> None:
    """A page of them, in the order of waves, interviews and talk."""
    interviews = {interview.id: interview.label for interview in study.interviews(person)}
    wanted = None
    if len(interviews) > 1:
        wanted = st.selectbox(
            translate("Interview"),
            [None, *interviews],
            key=f"segments_of_{code.id}",
            format_func=lambda i: interviews.get(i, "?") if i else translate("All interviews"),
        )
    page_key = f"segments_page_{code.id}_{wanted}"
    number = int(st.session_state.get(page_key, 0))
    page = study.code_segments(person, code.id, interview_id=wanted, start=number * PER_PAGE, limit=PER_PAGE)
    if not page.total:
        transcribed = {version.interview_id for version in study.versions(person)}
        asked = [interview_id for interview_id in interviews if interview_id in transcribed]
        st.markdown(_absence(overview, code, [i for i in asked if wanted in (None, i)]))
        return
    st.caption(translate_count("{count} coded segment", "{count} coded segments", page.total))
    waves = {wave.id: wave.label for wave in overview.waves}
    for segment in page.segments:
        with st.container(key=f"card_segment_{segment.coding.id}", border=True, gap="small"):
            draw_segment(segment, waves)
            _draw_actions(study, person, code, segment)
    _draw_pages(page_key, number, page.total)


def _absence(overview: CodebookOverview, code: Code, interview_ids: list[str]) -> str:
    """Nothing found: because it is not there, or because nobody has looked."""
    if not interview_ids:
        return translate("There is no transcript to code yet.")
    if overview.looking.count(0, code.id, interview_ids) == 0:
        return translate("Nothing is coded with it. It was looked for in every interview: this is a true 0.")
    return translate(
        "Nothing is coded with it. It was looked for in {n} of {of} interviews, so nothing can be said about the "
        "others.",
        n=len(overview.looking.looked_in(code.id, interview_ids)),
        of=len(interview_ids),
    )


def draw_segment(segment: SegmentInContext, waves: Mapping[str, str]) -> None:
    """Where it is, what was said before, the coded words, what was said after."""
    st.caption(plain(" · ".join(_where(segment, waves))))
    if before := segment.before.strip():
        st.caption(plain(before if len(before) <= CONTEXT_CHARACTERS else f"… {before[-CONTEXT_CHARACTERS:]}"))
    with st.container(key=f"quote_segment_{segment.coding.id}"):
        st.text(segment.text)
    if after := segment.after.strip():
        st.caption(plain(after if len(after) <= CONTEXT_CHARACTERS else f"{after[:CONTEXT_CHARACTERS]} …"))


def _where(segment: SegmentInContext, waves: Mapping[str, str]) -> list[str]:
    wave = waves.get(segment.wave_id or "", "")
    return [part for part in (segment.interview_label, wave, clock(segment.start_ms), segment.coder_name) if part]


def clock(milliseconds: int | None) -> str:
    """A place in a recording; "" when it is not timed.

    >>> clock(3_725_000), clock(65_000), clock(None)
    ('1:02:05', '1:05', '')
    """
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _draw_actions(study: Study, person: Person, code: Code, segment: SegmentInContext) -> None:
    coding = segment.coding
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        desk_link(translate("Open at the desk"), coding.interview_id, coding.id)
        for kind, label in (
            (ExampleKind.ANCHOR, translate("Use as anchor")),
            (ExampleKind.BORDERLINE, translate("Use as borderline")),
        ):
            st.button(
                label,
                key=f"use_{kind}_{coding.id}",
                type="tertiary",
                on_click=link,
                args=(study, person, code.id, kind, coding.id),
                help=translate("Show these words as the code’s example. They stay out of exports until approved."),
            )


def desk_link(label: str, interview_id: str, coding_id: str = "") -> None:
    """A link to an interview at the desk, at a coded segment where there is one."""
    place = {"interview": interview_id} | ({"coding": coding_id} if coding_id else {})
    st.page_link("ui/pages/code.py", label=label, icon=":material/format_ink_highlighter:", query_params=place)


def _draw_pages(key: str, number: int, total: int) -> None:
    last = (total - 1) // PER_PAGE
    if not last:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center", gap="small"):
        st.button(translate("Earlier"), key=f"{key}_back", disabled=number == 0, on_click=_turn, args=(key, number - 1))
        first, up_to = number * PER_PAGE + 1, min(total, (number + 1) * PER_PAGE)
        st.caption(translate("{first} to {last} of {total}", first=first, last=up_to, total=total))
        st.button(translate("Later"), key=f"{key}_on", disabled=number >= last, on_click=_turn, args=(key, number + 1))


def _turn(key: str, number: int) -> None:
    st.session_state[key] = number
