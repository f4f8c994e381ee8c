"""Cases: one participant over the waves, with everything the study knows and what they have said."""

from __future__ import annotations

import streamlit as st

from coding.cases import case_of
from coding.counts import DoubleCodingError
from coding.model import RoundKind, Snapshot
from coding.retrieval import SegmentFilter
from core.design import Participant
from core.messages import translate
from ui import case_parts, opened
from ui.parts import empty_state, page_head, saying_errors

STATE_KEY = "case_participant"  #: The case shown last in this tab.
ADDRESS_KEY = "participant"


def main() -> None:
    page_head(translate("Cases"), translate("One participant at a time, over all waves."))
    study, person = opened.required()
    snapshot = study.snapshot(person)
    people = [participant for participant in snapshot.participants if not participant.is_staff]
    if not people:
        empty_state(
            ":material/person_search:",
            translate("No cases yet"),
            translate(
                "A case is a participant with interviews. Add participants first, and say who speaks in which "
                "interview."
            ),
            page="ui/pages/people.py",
            action=translate("Go to People"),
            key="cases",
        )
        return
    participant = _choose(people)
    chosen = _choose_reading(snapshot)
    every_code = bool(st.session_state.get("case_every_code"))
    with saying_errors():
        try:
            case = case_of(snapshot, participant.id, chosen, every_code=every_code)
        except DoubleCodingError:
            st.info(
                translate(
                    "Several rounds or coders have read these interviews. Choose one round, and one coder where "
                    "everybody codes alone: the same words are not counted twice."
                ),
                icon=":material/group:",
            )
            return
        case_parts.draw_head(snapshot, case)
        case_parts.draw_interviews(study, case)
        case_parts.draw_codes(case, snapshot.looking, chosen.only_coder)
        case_parts.draw_attributes(snapshot, case)
        case_parts.draw_scores(study, person, case)
        case_parts.draw_memos(study, person, snapshot, case)
        case_parts.draw_segments(study, snapshot, case)


def _choose(people: list[Participant]) -> Participant:
    """The participant in the address or shown last; the first when neither is there."""
    by_id = {participant.id: participant for participant in people}
    wanted = (st.query_params.get(ADDRESS_KEY), st.session_state.get(STATE_KEY))
    known = next((i for i in wanted if i in by_id), people[0].id)
    chosen = st.selectbox(
        translate("Participant"),
        list(by_id),
        index=list(by_id).index(known),
        key=f"case_of_{known}",
        width=360,
        format_func=lambda i: by_id[i].pseudonym if i in by_id else "?",
    )
    st.session_state[STATE_KEY] = chosen
    if st.query_params.get(ADDRESS_KEY) != chosen:
        st.query_params[ADDRESS_KEY] = chosen
    return by_id[chosen]


def _choose_reading(snapshot: Snapshot) -> SegmentFilter:
    """Whose coding is counted; asked only where there is something to choose."""
    together_first = sorted(snapshot.rounds, key=lambda each: each.kind is not RoundKind.CONSENSUS)
    rounds = {each.id: each.label for each in together_first}
    used = {coding.round_id for coding in snapshot.codings}
    coders = {each.id: each.name for each in snapshot.people if each.id in {c.coder_id for c in snapshot.codings}}
    if len(used) < 2 and len(coders) < 2:
        return SegmentFilter()
    left, right = st.columns(2)
    round_id = (
        left.selectbox(
            translate("Round"),
            sorted(used, key=list(rounds).index),
            key="case_round",
            format_func=lambda i: rounds.get(i, "?"),
        )
        if len(used) > 1
        else None
    )
    coder_id = right.selectbox(
        translate("Coder"),
        list(coders),
        index=None,
        key="case_coder",
        format_func=lambda i: coders.get(i, "?"),
        placeholder=translate("All"),
    )
    return SegmentFilter(round_ids=(round_id,) if round_id else (), coder_ids=(coder_id,) if coder_id else ())


main()
