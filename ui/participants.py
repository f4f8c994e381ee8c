"""The list of participants, and everything that can be written down about one of them."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.design import Consent, Participant, Person
from core.errors import NotFoundError
from core.messages import translate
from study import Study
from ui.erasing import draw_erasure
from ui.identity import acting_person, browser_cookies
from ui.markdown import plain
from ui.opened import ADDRESS_KEY
from ui.participant_facts import draw_facts
from ui.parts import done, saying_errors

PER_PAGE = 20
#: Suggested, never required: a study has its own roles.
USUAL_ROLES = ("helper", "supervisor", "client", "communicator", "peer support worker", "interviewer", "interpreter")


def add_participant_form(study: Study, person: Person) -> None:
    """Pseudonym and first role."""
    with st.form("new_participant", border=False, clear_on_submit=True):
        pseudonym = st.text_input(translate("Pseudonym"), placeholder="H03", max_chars=200)
        role = role_field("new_participant_role", known_roles(study, person))
        since = st.date_input(
            translate("In this role since"),
            value=None,
            format="YYYY-MM-DD",
            help=translate("Leave it empty if it was so from the beginning."),
        )
        if st.form_submit_button(translate("Add"), type="primary"):
            with saying_errors():
                study.add_participant(person, pseudonym or "", role, since)
                done(translate("{pseudonym} is added.", pseudonym=pseudonym))


def role_field(key: str, roles: list[str]) -> str | None:
    """A role of the study, or a new one."""
    return st.selectbox(
        translate("Role"),
        roles,
        index=None,
        key=key,
        accept_new_options=True,
        placeholder=translate("Choose, or type a new one"),
    )


def known_roles(study: Study, person: Person) -> list[str]:
    """Roles of this study first, then the usual ones."""
    own = [use.role.name for use in study.roles(person)]
    return own + [role for role in USUAL_ROLES if role not in own]


def draw_participants(study: Study, person: Person, participants: tuple[Participant, ...]) -> None:
    """One line each, with buttons for the rest; a search field and pages when there are many."""
    sites = {site.id: site.name for site in study.sites(person)}
    names = {attribute.id: attribute.name for attribute in study.attributes(person)}
    lines = [(participant, facts_in_words(participant, sites, names)) for participant in participants]
    with st.container(key="list_participants"):
        for participant, facts in _page(lines):
            _draw_line(study, participant, facts)


def facts_in_words(participant: Participant, sites: dict[str, str], attributes: dict[str, str]) -> str:
    """Role, site and what is known now: “helper · Bergen · Age band: 30-44”."""
    newest = {value.attribute_id: value.value for value in participant.attributes}
    facts = (
        participant.role_on(None) or translate("No role yet"),
        sites.get(participant.site_id or "", ""),
        *(f"{attributes[i]}: {value}" for i, value in newest.items() if i in attributes),
    )
    return " · ".join(fact for fact in facts if fact)


def _page(lines: list[tuple[Participant, str]]) -> list[tuple[Participant, str]]:
    """Those lines that are looked for, as many as one can read at a time."""
    if len(lines) <= PER_PAGE:
        return lines
    wanted = st.text_input(
        translate("Find"), key="find_participant", placeholder=translate("Find a pseudonym, role, site or attribute"),
        label_visibility="collapsed", icon=":material/search:", width=360,
    )  # fmt: skip
    words = (wanted or "").casefold()
    found = [(each, facts) for each, facts in lines if words in f"{each.pseudonym} {facts}".casefold()]
    pages = -(-len(found) // PER_PAGE)
    number = st.pagination(pages, key="participant_page") if pages > 1 else 1
    return found[(number - 1) * PER_PAGE : number * PER_PAGE]


def _draw_line(study: Study, participant: Participant, facts: str) -> None:
    with st.container(
        key=f"card_participant_{participant.id}", border=True, horizontal=True, vertical_alignment="center"
    ):
        with st.container(gap=None):
            st.markdown(f"**{plain(participant.pseudonym)}**")
            st.caption(plain(facts))
        if participant.withdrawn_on:
            st.badge(
                translate("Withdrawn {day}", day=participant.withdrawn_on.isoformat()),
                color="orange",
                icon=":material/person_off:",
            )
        else:
            st.badge(
                consent_words(participant),
                color="green" if participant.consents else "gray",
                icon=":material/task_alt:" if participant.consents else ":material/help:",
            )
            st.page_link(
                "ui/pages/cases.py", label=translate("Case"), icon=":material/person_search:",
                query_params={"participant": participant.id, ADDRESS_KEY: study.id},
            )  # fmt: skip
        if st.button(
            translate("Details"), key=f"participant_{participant.id}", type="tertiary", icon=":material/edit:"
        ):
            st.dialog(plain(participant.pseudonym), width="large")(_draw_one)(study, participant.id)


def consent_words(participant: Participant) -> str:
    """What the newest consent record covers."""
    if not participant.consents:
        return translate("No consent recorded")
    newest = participant.consents[-1]
    covered = [
        words
        for holds, words in (
            (newest.recording, translate("recording")),
            (newest.quotation, translate("quotation")),
            (newest.archiving, translate("archiving")),
            (newest.voice_profiles, translate("voice profile")),
        )
        if holds
    ]
    return translate("Consent: {covered}", covered=", ".join(covered)) if covered else translate("Consent to nothing")


def _draw_one(study: Study, participant_id: str) -> None:
    person = acting_person(study, browser_cookies())
    with saying_errors():
        participant = _find(study, person, participant_id)
        roles, facts, consents, leaving = st.tabs(
            [translate("Roles"), translate("Site and attributes"), translate("Consents"), translate("Withdrawal")]
        )
        with roles:
            _draw_roles(study, person, participant)
        with facts:
            draw_facts(study, person, participant)
        with consents:
            _draw_consents(study, person, participant)
        with leaving:
            _draw_withdrawal(study, person, participant)
            draw_erasure(study, person, participant)


def _find(study: Study, person: Person, participant_id: str) -> Participant:
    found = next((p for p in study.participants(person) if p.id == participant_id), None)
    if found is None:
        raise NotFoundError("participant", participant_id)
    return found


def _draw_roles(study: Study, person: Person, participant: Participant) -> None:
    for held in participant.roles:
        since = translate("since {day}", day=held.since.isoformat()) if held.since else translate("from the beginning")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(held.role)}**, {plain(since)}")
            if st.button(
                translate("Take away"),
                key=f"unrole_{participant.id}_{held.role}_{held.since}",
                type="tertiary",
                icon=":material/close:",
            ):
                study.remove_role(person, participant.id, held.role, held.since)
                done(translate("The role is taken away."))
    with st.form(f"role_{participant.id}", border=False):
        role = role_field(f"role_field_{participant.id}", known_roles(study, person))
        since_day = st.date_input(translate("Since"), value=None, format="YYYY-MM-DD")
        if st.form_submit_button(translate("Add role")) and role:
            study.add_role(person, participant.id, role, since_day)
            done(translate("The role is added."))
    with st.expander(translate("Another pseudonym")), st.form(f"rename_{participant.id}", border=False):
        pseudonym = st.text_input(translate("Pseudonym"), value=participant.pseudonym, max_chars=200)
        if st.form_submit_button(translate("Rename")):
            study.rename_participant(person, participant.id, pseudonym or "")
            done(translate("Renamed."))


def _draw_consents(study: Study, person: Person, participant: Participant) -> None:
    for consent in reversed(participant.consents):
        covered = consent_words(Participant(participant.id, "", consents=(consent,)))
        st.markdown(f"{consent.recorded_on.isoformat()}: {plain(covered)}")
        if consent.note:
            st.caption(plain(consent.note))
    if participant.consents:
        st.caption(translate("The newest record holds; earlier ones stay."))
    with st.form(f"consent_{participant.id}", border=False, clear_on_submit=True):
        st.markdown(translate("**New record.** The participant agrees to"))
        recording = st.checkbox(translate("being recorded"))
        quotation = st.checkbox(translate("being quoted"))
        archiving = st.checkbox(translate("archiving after the project"))
        voice_profiles = st.checkbox(translate("being recognised by voice in later interviews"), help=_voice_help())
        recorded_on = st.date_input(translate("Given on"), value=date.today(), format="YYYY-MM-DD")
        note = st.text_input(translate("Note"), placeholder=translate("Form version 2, oral through an interpreter"))
        if st.form_submit_button(translate("Record consent")):
            given = Consent(recorded_on, recording, quotation, archiving, note or "", voice_profiles)
            study.record_consent(person, participant.id, given)
            done(translate("The consent is recorded."))


def _voice_help() -> str:
    return translate(
        "A voice profile is a row of numbers that describes how a voice sounds. It is kept in this study only and "
        "proposes, on the page Speakers, who a voice may be. A later record without this deletes it at once."
    )


def _draw_withdrawal(study: Study, person: Person, participant: Participant) -> None:
    if participant.withdrawn_on:
        st.markdown(
            translate(
                "Withdrawn on {day}. Their words are left out of counts, searches and exports.",
                day=participant.withdrawn_on.isoformat(),
            )
        )
        if st.button(translate("Take the withdrawal back"), key=f"back_{participant.id}"):
            study.take_back_withdrawal(person, participant.id)
            done(translate("Taken back."))
        return
    st.markdown(
        translate(
            "A participant who withdraws is left out of counts, searches and exports at once. Their words stay until "
            "you erase them."
        )
    )
    day = st.date_input(
        translate("Withdrawn on"), value=date.today(), key=f"withdrawn_{participant.id}", format="YYYY-MM-DD"
    )
    if st.checkbox(translate("Yes, this participant has withdrawn"), key=f"sure_{participant.id}") and st.button(
        translate("Withdraw"), key=f"withdraw_{participant.id}", type="primary"
    ):
        study.withdraw(person, participant.id, day)
        done(translate("Withdrawn."))
