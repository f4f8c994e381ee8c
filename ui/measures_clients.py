"""Clients: their scores over the occasions, and everything that can be written down about one of them."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.design import Person
from core.messages import translate, translate_count
from measures import INSTRUMENTS
from measures.forms import Client, ClientLink, ScoredForm
from measures.model import Instrument, Occasion
from study import Study
from ui import wording
from ui.answer_fields import number, occasion_name
from ui.markdown import plain
from ui.parts import done, empty_state, saying_errors


def draw_clients(study: Study, person: Person) -> None:
    """The table of scores, then one client."""
    clients = study.clients(person)
    add_client(study, person)
    if not clients:
        empty_state(
            ":material/ballot:",
            translate("No clients yet"),
            translate(
                "Clients fill in questionnaires before, during and after the programme. Add the "
                "first one, such as K001, or take a whole table."
            ),
            key="clients",
        )
        return
    forms = study.client_forms(person)
    if forms:
        _draw_scores(clients, forms)
    _draw_one(study, person, clients)


def add_client(study: Study, person: Person) -> None:
    popover = st.popover(translate("Add a client"), icon=":material/add:", type="primary", key="add_client")
    with popover, st.form("new_client", border=False, clear_on_submit=True):
        label = st.text_input(
            translate("Label"),
            placeholder="K001",
            max_chars=200,
            help=translate(
                "A number of your own, never a name. The list from names to labels stays outside the workbench."
            ),
        )
        if st.form_submit_button(translate("Add"), type="primary"):
            with saying_errors():
                client = study.add_client(person, label or "")
                done(translate("{label} is added.", label=client.label))


def choose_instrument(key: str, among: list[str] | None = None) -> Instrument:
    """One of the questionnaires."""
    ids = among or list(INSTRUMENTS)
    chosen = st.segmented_control(
        translate("Questionnaire"),
        ids,
        default=ids[0],
        required=True,
        key=key,
        format_func=lambda each: INSTRUMENTS[each].name,
    )
    return INSTRUMENTS[chosen if chosen in ids else ids[0]]


def _draw_scores(clients: tuple[Client, ...], forms: tuple[ScoredForm, ...]) -> None:
    used = [each for each in INSTRUMENTS if any(form.instrument.id == each for form in forms)]
    instrument = choose_instrument("clients_instrument", used)
    mine = [form for form in forms if form.instrument.id == instrument.id]
    occasions = [occasion for occasion in Occasion if any(each.form.occasion is occasion for each in mine)]
    found = {(each.form.client_id, each.form.occasion): each for each in mine}
    lines = [
        {
            translate("Client"): client.label,
            **{occasion_name(each): cell_words(found.get((client.id, each))) for each in occasions},
        }
        for client in clients
        if client.withdrawn_on is None
    ]
    st.dataframe(
        lines,
        hide_index=True,
        key="client_scores",
        height="content" if len(lines) <= 12 else 460,
        column_config={translate("Client"): st.column_config.TextColumn(width="medium", pinned=True)},
    )
    kind = instrument.scores[0]
    st.caption(
        translate(
            "{score}, {lowest} to {highest}; after it, how many of {items} items were answered. {rule}",
            score=translate(kind.label),
            lowest=f"{kind.lowest:g}",
            highest=f"{kind.highest:g}",
            items=len(instrument.items),
            rule=translate(instrument.missing_rule),
        )
    )


def cell_words(form: ScoredForm | None) -> str:
    """“2.34 · 24 of 25”; a dash when there is no form."""
    if form is None:
        return "–"
    score = form.scores[0]
    return translate(
        "{value} · {answered} of {items}", value=number(score.value), answered=score.answered, items=score.items
    )


# --- one client


def _draw_one(study: Study, person: Person, clients: tuple[Client, ...]) -> None:
    st.subheader(translate("One client"), anchor=False)
    by_id = {client.id: client for client in clients}
    chosen = st.selectbox(
        translate("Client"),
        list(by_id),
        index=None,
        key="one_client",
        label_visibility="collapsed",
        placeholder=translate("Choose a client"),
        width=360,
        format_func=lambda each: by_id[each].label,
    )
    if chosen not in by_id:
        return
    client = by_id[chosen]
    with st.container(key=f"card_client_{client.id}", border=True):
        _draw_state(study, person, client)
        link, label, leaving = st.tabs(
            [translate("Link to a participant"), translate("Label"), translate("Withdrawal and erasure")]
        )
        with link:
            _draw_links(study, person, client)
        with label:
            _draw_label(study, person, client)
        with leaving:
            _draw_leaving(study, person, client)


def _draw_state(study: Study, person: Person, client: Client) -> None:
    forms = [each for each in study.client_forms(person) if each.form.client_id == client.id]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(client.label)}**")
        if client.withdrawn_on:
            day = client.withdrawn_on.isoformat()
            st.badge(translate("Withdrawn {day}", day=day), color="orange", icon=":material/person_off:")
        else:
            st.caption(translate_count("{count} form", "{count} forms", len(forms)))
    with st.container(gap=None):
        for each in forms:
            scores = "; ".join(
                f"{translate(kind.label)} {number(score.value)}"
                for kind, score in zip(each.instrument.scores, each.scores, strict=True)
            )
            st.caption(plain(f"{each.instrument.name}, {occasion_name(each.form.occasion)}: {scores}"))


def _draw_links(study: Study, person: Person, client: Client) -> None:
    people = {p.id: p.pseudonym for p in study.participants(person) if p.withdrawn_on is None}
    names = {each.id: each.name for each in study.people()}
    links = [link for link in study.client_links(person) if link.client_id == client.id]
    for link in links:
        _draw_link(study, person, link, people.get(link.participant_id, "?"), names)
    if client.withdrawn_on or any(link.undone_at is None for link in links):
        return
    st.markdown(
        translate(
            "Clients and participants are kept apart. When somebody is both, and has agreed to it, "
            "write down why the two may be joined."
        )
    )
    if not people:
        st.caption(translate("There are no participants to link to."))
        return
    with st.form(f"link_{client.id}", border=False):
        whom = st.selectbox(translate("Participant"), list(people), index=None, format_func=lambda each: people[each])
        reason = st.text_area(translate("Reason"), max_chars=1000, height=80)
        if st.form_submit_button(translate("Link")) and whom:
            with saying_errors():
                study.link_client(person, client.id, whom, reason or "")
                done(translate("The link is written down."))


def _draw_link(study: Study, person: Person, link: ClientLink, pseudonym: str, names: dict[str, str]) -> None:
    made = translate("{name}, {day}", name=names.get(link.made_by, "?"), day=wording.on_day(link.made_at))
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            st.markdown(f"**{plain(pseudonym)}**: {plain(link.reason)}")
            st.caption(plain(made))
        if link.undone_at:
            who, day = names.get(link.undone_by or "", "?"), wording.on_day(link.undone_at)
            st.badge(plain(translate("Undone by {name}, {day}", name=who, day=day)), color="gray")
        elif st.button(
            translate("Undo the link"), key=f"unlink_{link.id}", type="tertiary", icon=":material/link_off:"
        ):
            study.undo_client_link(person, link.id)
            done(translate("The link is undone."))


def _draw_label(study: Study, person: Person, client: Client) -> None:
    with st.form(f"rename_client_{client.id}", border=False, width=520):
        label = st.text_input(translate("Label"), value=client.label, max_chars=200)
        if st.form_submit_button(translate("Rename")):
            with saying_errors():
                study.rename_client(person, client.id, label or "")
                done(translate("Renamed."))


def _draw_leaving(study: Study, person: Person, client: Client) -> None:
    if client.withdrawn_on:
        if st.button(translate("Take the withdrawal back"), key=f"take_back_client_{client.id}"):
            study.take_back_client_withdrawal(person, client.id)
            done(translate("The withdrawal is taken back."))
    else:
        with st.form(f"withdraw_client_{client.id}", border=False, width=520):
            day = st.date_input(translate("Withdrawn on"), value=date.today(), format="YYYY-MM-DD")
            sure = st.checkbox(translate("{label} has withdrawn", label=plain(client.label)))
            if st.form_submit_button(translate("Withdraw")) and sure:
                study.withdraw_client(person, client.id, day)
                done(translate("{label}'s forms are out of every score, table and export.", label=client.label))
    _draw_erasure(study, person, client)


def _draw_erasure(study: Study, person: Person, client: Client) -> None:
    if not st.toggle(translate("I want to erase everything about this client"), key=f"erase_client_{client.id}"):
        return
    planned = study.plan_client_erasure(person, client.id)
    lines = [
        translate_count("{count} form, corrections included", "{count} forms, corrections included", planned.forms),
        translate_count("{count} link to a participant", "{count} links to participants", planned.links),
        translate_count(
            "{count} backup, replaced by a new one", "{count} backups, replaced by one new one", len(planned.backups)
        ),
    ]
    if planned.exports:
        names = ", ".join(path.name for path in planned.exports)
        lines.append(translate("look yourself at exported files: {names}", names=names))
    for line in lines:
        st.markdown(f"- {plain(line)}")
    st.warning(translate("This cannot be undone."), icon=":material/warning:")
    typed = st.text_input(translate("Type the label to confirm"), key=f"typed_client_{client.id}", autocomplete="off")
    sure = (typed or "").strip() == client.label
    if st.button(translate("Erase for good"), type="primary", disabled=not sure, key=f"erase_client_now_{client.id}"):
        report = study.erase_client(person, client.id)
        left = " ".join(str(problem) for problem in report.problems)
        done(" ".join((translate("{label} is erased.", label=client.label), left)).strip())
