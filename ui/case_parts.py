"""The parts of a case's page: facts, interviews, codes over the waves, attributes, memos, coded segments in context."""

from __future__ import annotations

import streamlit as st

from coding.cases import Case, CaseCode, CaseInterview, context_of
from coding.looking import Looking, count_in_words
from coding.model import CodedInterview, Memo, Snapshot
from coding.retrieval import CodedSegment, voices
from core.design import Person
from core.messages import translate, translate_count
from exports.quotes import code_name, distinct
from measures.forms import ScoredScale
from study import Study
from ui import wording
from ui.markdown import plain
from ui.opened import ADDRESS_KEY
from ui.parts import done, empty_state, saying_errors, table_height

MOST_SEGMENTS = 20  #: Drawn at a time.
INDENT = "\u2003"  #: One em for each level of the tree.


def draw_head(snapshot: Snapshot, case: Case) -> None:
    """The pseudonym, and what is known now."""
    participant = case.participant
    newest = {value.attribute_id: value.value for value in participant.attributes}
    names = {attribute.id: attribute.name for attribute in snapshot.attributes}
    facts = (
        participant.role_on(None) or translate("No role yet"),
        case.site.name if case.site else "",
        *(f"{names[i]}: {value}" for i, value in newest.items() if i in names),
    )
    with st.container(key="card_case", border=True, gap=None):
        st.markdown(f"### {plain(participant.pseudonym)}", anchors=False)
        st.caption(plain(" · ".join(fact for fact in facts if fact)))


# --- interviews


def draw_interviews(study: Study, case: Case) -> None:
    """A line for each interview: wave, day, form, role and time in it, coded segments."""
    st.subheader(translate("Interviews"), anchor=False)
    if not case.interviews:
        empty_state(
            ":material/forum:",
            translate("No interview yet"),
            translate(
                "Say under People, Interviews, or while naming the speakers, in which interviews this participant "
                "takes part."
            ),
            key="case_interviews",
        )
        return
    with st.container(key="list_case_interviews"):
        for each in case.interviews:
            _draw_interview(study, each)


def _draw_interview(study: Study, each: CaseInterview) -> None:
    interview = each.interview
    with st.container(
        key=f"card_case_{interview.id}", border=True, horizontal=True, vertical_alignment="center", gap="small"
    ):
        with st.container(gap=None):
            st.markdown(f"**{plain(interview.label)}**")
            st.caption(plain(interview_words(each)))
        if each.transcribed:
            st.page_link(
                "ui/pages/code.py",
                label=translate("Code"),
                icon=":material/format_ink_highlighter:",
                query_params={"interview": interview.id, ADDRESS_KEY: study.id},
            )


def interview_words(each: CaseInterview) -> str:
    """Wave, day, form, role with the months in it, coded segments; what is not known is said so where it matters."""
    interview = each.interview
    months = wording.months(each.months_in_role) or translate("time in role not known")
    facts = (
        each.wave.label if each.wave else translate("No wave"),
        interview.held_on.isoformat() if interview.held_on else translate("No date"),
        wording.kind_name(interview.kind),
        f"{each.role}, {months}" if each.role else translate("Role then not known"),
        _coded_words(each),
    )
    return " · ".join(facts)


def _coded_words(each: CaseInterview) -> str:
    """The number; a 0 only where somebody has looked for codes."""
    if not each.transcribed:
        return translate("No transcript")
    if each.segments is None:
        return translate("Codes {not_looked_for}", not_looked_for=count_in_words(None))
    return translate_count("{count} coded segment", "{count} coded segments", each.segments)


# --- codes over the waves


def draw_codes(case: Case, looking: Looking, coder_id: str | None) -> None:
    """A table of counts, of one coder or of all; a wave without a transcript to look in has a dash, no number."""
    st.subheader(translate("Codes over the waves"), anchor=False)
    st.toggle(translate("Also codes without any segment of this participant"), key="case_every_code")
    if not case.codes:
        st.caption(translate("No passage of this participant carries a code yet."))
        return
    headings = [each.label if each else translate("No wave") for each in case.waves]
    st.dataframe(
        [_line(row, _apart(headings), looking, coder_id) for row in case.codes],
        hide_index=True,
        height=min(table_height(len(case.codes)), 560),
        column_config={translate("Code"): st.column_config.TextColumn(width="medium", pinned=True)},
        key="case_codes",
    )
    st.caption(
        translate(
            "Coded segments in which this participant speaks, each passage once; a code counts with its sub-codes. "
            "“{not_looked_for}”: nobody has looked for the code in all of the wave's interviews. –: no transcript.",
            not_looked_for=count_in_words(None),
        )
    )


def _apart(headings: list[str]) -> list[str]:
    """Two waves never share a column, nor does one cover the codes'."""
    return [f"{heading} ({n})" if heading == translate("Code") else heading for n, heading in enumerate(headings, 1)]


def _line(row: CaseCode, headings: list[str], looking: Looking, coder_id: str | None) -> dict[str, str]:
    cells = dict.fromkeys(headings, "–")
    for heading, count in zip(headings, row.counts, strict=True):
        if count is not None:
            shown = looking.count_together(count.n_segments, row.asked, count.among_interviews, coder_id)
            cells[heading] = count_in_words(shown)
    return {translate("Code"): INDENT * row.depth + code_name(row.code), **cells}


# --- attributes over time


def draw_attributes(snapshot: Snapshot, case: Case) -> None:
    """Roles and values with the day from which they hold."""
    participant = case.participant
    if not participant.attributes and not participant.roles:
        return
    names = {attribute.id: attribute.name for attribute in snapshot.attributes}
    st.subheader(translate("Over time"), anchor=False)
    beginning = translate("from the beginning")
    rows = [(translate("Role"), held.role, held.since) for held in participant.roles]
    rows += [(names[v.attribute_id], v.value, v.since) for v in participant.attributes if v.attribute_id in names]
    st.dataframe(
        [
            {
                translate("What"): what,
                translate("Value"): value,
                translate("Since"): since.isoformat() if since else beginning,
            }
            for what, value, since in rows
        ],
        hide_index=True,
        key="case_attributes",
    )


def draw_scores(study: Study, person: Person, case: Case) -> None:
    """The participant's own scales over the waves; clients' questionnaires belong to other people and are not here."""
    forms = study.scale_forms(person, case.participant.id)
    if not forms:
        return
    st.subheader(translate("Own scales"), anchor=False)
    waves = {wave.id: wave.label for wave in case.waves if wave}
    order = list(waves)
    in_order = sorted(forms, key=lambda each: (each.scale.name, order.index(each.scale.wave_id)))
    st.dataframe([_score_line(each, waves) for each in in_order], hide_index=True, key="case_scores")


def _score_line(each: ScoredScale, waves: dict[str, str]) -> dict[str, str]:
    lowest, highest = each.scale.score_range
    value = translate("too much is missing") if each.score.value is None else f"{each.score.value:.2f}"
    filled_in_on = each.form.filled_in_on
    return {
        translate("Scale"): each.scale.name,
        translate("Wave"): waves[each.scale.wave_id],
        translate("Filled in on"): filled_in_on.isoformat() if filled_in_on else "",
        translate("Score"): value,
        translate("Possible"): f"{lowest}–{highest}",
        translate("Answered"): translate("{n} of {of}", n=each.score.answered, of=each.score.items),
    }


# --- memos


def draw_memos(study: Study, person: Person, snapshot: Snapshot, case: Case) -> None:
    """What was noted about the participant, their interviews and segments; a place for the next note."""
    st.subheader(translate("Memos"), anchor=False)
    authors = {each.id: each.name for each in snapshot.people}
    for memo in case.memos:
        _draw_memo(study, person, memo, authors.get(memo.author_id, ""), _about(memo, case))
    with st.form(f"memo_{case.participant.id}", clear_on_submit=True, border=False):
        text = st.text_area(translate("New memo about {name}", name=plain(case.participant.pseudonym)), height=100)
        if st.form_submit_button(translate("Keep the memo")):
            with saying_errors():
                study.add_participant_memo(person, case.participant.id, text or "")
                done(translate("The memo is kept."))


def _about(memo: Memo, case: Case) -> str:
    """What the memo is on, where that is not the participant."""
    labels = {each.interview.id: each.interview.label for each in case.interviews}
    if memo.about_kind == "interview":
        return labels.get(memo.about_id, "")
    return "" if memo.about_kind == "participant" else translate("on a coded passage")


def _draw_memo(study: Study, person: Person, memo: Memo, author: str, about: str) -> None:
    with st.container(key=f"card_memo_{memo.id}", border=True, gap=None):
        st.text(memo.text)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(" · ".join(plain(part) for part in (author, wording.on_day(memo.written_at), about) if part))
            is_own = memo.about_kind == "participant" and memo.author_id == person.id
            if is_own and st.button(
                translate("Delete"), key=f"delete_memo_{memo.id}", type="tertiary", icon=":material/delete:"
            ):
                with saying_errors():
                    study.delete_participant_memo(person, memo.id)
                    done(translate("The memo is deleted."))


# --- segments


def draw_segments(study: Study, snapshot: Snapshot, case: Case) -> None:
    """The participant's coded segments with what was said around them."""
    st.subheader(translate("Coded segments"), anchor=False)
    if not case.segments:
        empty_state(
            ":material/format_ink_highlighter:",
            translate("Nothing is coded yet"),
            translate("When passages of this participant carry codes, they stand here with what was said around them."),
            key="case_segments",
        )
        return
    segments = distinct(case.segments)
    codes = {segment.code.id: code_name(segment.code) for segment in segments}
    wanted = st.selectbox(
        translate("Code"),
        list(codes),
        index=None,
        key="case_code",
        placeholder=translate("All codes"),
        width=360,
        format_func=lambda i: codes.get(i, "?"),
    )
    shown = [segment for segment in segments if wanted in (None, segment.code.id)]
    pages = -(-len(shown) // MOST_SEGMENTS)
    number = st.pagination(pages, key="case_segment_page") if pages > 1 else 1
    for segment in shown[(number - 1) * MOST_SEGMENTS : number * MOST_SEGMENTS]:
        _draw_segment(study, snapshot, segment)


def _draw_segment(study: Study, snapshot: Snapshot, segment: CodedSegment) -> None:
    coded = snapshot.interview[segment.interview.id]
    names = _speakers(snapshot, coded)
    context = context_of(coded, segment)
    wave = segment.wave.label if segment.wave else translate("No wave")
    with st.container(key=f"card_segment_{segment.coding.id}", border=True, gap="small"):
        st.markdown(f"**{plain(code_name(segment.code))}**")
        with st.container(key=f"quote_{segment.coding.id}_case", gap=None):
            for part in segment.parts:
                if part.after_gap:
                    st.caption("[…]")
                st.text(f"{names[part.turn.speaker]}: {part.text}" if len(segment.parts) > 1 else part.text)
        with st.expander(translate("What was said around it")):
            for turn in context.before:
                st.text(f"{names[turn.speaker]}: {turn.text}")
            for turn in segment.turns:
                st.text(f"▸ {names[turn.speaker]}: {turn.text}")
            for turn in context.after:
                st.text(f"{names[turn.speaker]}: {turn.text}")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(" · ".join(plain(part) for part in (wave, segment.interview.label)))
            st.page_link(
                "ui/pages/code.py",
                label=translate("Open"),
                icon=":material/arrow_forward:",
                query_params={"interview": segment.interview.id, ADDRESS_KEY: study.id},
            )


def _speakers(snapshot: Snapshot, coded: CodedInterview) -> dict[str, str]:
    """What each voice of the interview is called here."""
    return {
        label: voice.participant.pseudonym if voice.participant else voice.role or voice.speaker.name or label
        for label, voice in voices(snapshot, coded).items()
    }
