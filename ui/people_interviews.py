"""The list of interviews as parts of the design: who, when, where, in which form; also those without a recording."""

from __future__ import annotations

import streamlit as st

from core.design import Interview, Participant, Person, Site, Wave
from core.messages import translate
from study import Study
from ui import wording
from ui.interview_details import open_details, open_new
from ui.markdown import plain
from ui.parts import empty_state

PER_PAGE = 15


def draw_interviews(study: Study, person: Person) -> None:
    """A line for each interview, found by any of its words, with everything about it behind “Details”."""
    interviews = study.interviews(person)
    if st.button(translate("Add an interview"), icon=":material/add:", type="primary", key="add_interview"):
        open_new(study)
    if not interviews:
        empty_state(
            ":material/forum:",
            translate("No interviews yet"),
            translate(
                "Drop recordings on the Recordings page, add interviews one by one here, or take them from a table "
                "under Import."
            ),
            key="interviews",
        )
        return
    people = {participant.id: participant for participant in study.participants(person)}
    waves = {wave.id: wave for wave in study.waves(person)}
    sites = {site.id: site for site in study.sites(person)}
    recordings = {recording.interview_id: recording for recording in study.recordings(person)}
    lines = [(interview, words_of(interview, people, waves, sites)) for interview in _in_order(interviews, waves)]
    for interview, words in _page(lines):
        with st.container(
            key=f"card_interview_{interview.id}", border=True, horizontal=True, vertical_alignment="center", gap="small"
        ):
            with st.container(gap=None):
                st.markdown(f"**{plain(interview.label)}**")
                st.caption(plain(words))
            if interview.id not in recordings:
                st.badge(translate("No recording"), color="gray", icon=":material/mic_off:")
            if st.button(translate("Details"), key=f"details_{interview.id}", type="tertiary", icon=":material/edit:"):
                open_details(study, interview, recordings.get(interview.id))


def words_of(
    interview: Interview, people: dict[str, Participant], waves: dict[str, Wave], sites: dict[str, Site]
) -> str:
    """Wave, day, form, who, where, by whom; what is not known is left out."""
    taking_part = sorted((people[i] for i in interview.participant_ids if i in people), key=lambda each: each.pseudonym)
    facts = (
        waves[interview.wave_id].label if interview.wave_id else "",
        interview.held_on.isoformat() if interview.held_on else "",
        wording.kind_name(interview.kind),
        ", ".join(person_words(each, interview) for each in taking_part),
        sites[interview.site_id].name if interview.site_id else "",
        ", ".join(wording.language_name(code) for code in interview.languages),
        translate("by {name}", name=interview.interviewer) if interview.interviewer else "",
        translate("interpreted by {name}", name=interview.interpreter) if interview.interpreter else "",
    )
    return " · ".join(fact for fact in facts if fact)


def person_words(participant: Participant, interview: Interview) -> str:
    """“H03 (helper, 14 months)”: the role on the interview's day, and for how long; nothing of who has withdrawn."""
    if participant.withdrawn_on:
        return translate("withdrawn")
    role = participant.role_on(interview.held_on) if interview.held_on else None
    known = [part for part in (role, wording.months(participant.months_in_role(interview.held_on))) if part]
    return f"{participant.pseudonym} ({', '.join(known)})" if known else participant.pseudonym


def _in_order(interviews: tuple[Interview, ...], waves: dict[str, Wave]) -> list[Interview]:
    def place(interview: Interview) -> tuple[object, ...]:
        position = waves[interview.wave_id].position if interview.wave_id else 10_000
        return position, interview.held_on.isoformat() if interview.held_on else "9999", interview.label.casefold()

    return sorted(interviews, key=place)


def _page(lines: list[tuple[Interview, str]]) -> list[tuple[Interview, str]]:
    """Those lines that are looked for, as many as one can read at a time."""
    if len(lines) <= PER_PAGE:
        return lines
    wanted = st.text_input(
        translate("Find"),
        key="find_people_interview",
        placeholder=translate("Find an interview, wave, person or site"),
        label_visibility="collapsed",
        icon=":material/search:",
        width=360,
    )
    words = (wanted or "").casefold()
    found = [(interview, line) for interview, line in lines if words in f"{interview.label} {line}".casefold()]
    pages = -(-len(found) // PER_PAGE)
    number = st.pagination(pages, key="people_interview_page") if pages > 1 else 1
    return found[(number - 1) * PER_PAGE : number * PER_PAGE]
