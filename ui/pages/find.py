"""Find: words in every transcript of the study, with who said them and the talk around; and a code on all of them."""

from __future__ import annotations

import streamlit as st

from coding.finding import FoundTurn, find
from coding.model import Snapshot
from core.design import Person
from core.messages import translate, translate_count
from study import Study
from transcripts.finding import Finder, Wanted
from ui import opened
from ui.finding.asking import ask
from ui.finding.coding_all import draw_coding
from ui.paging import page_of
from ui.parts import empty_state, page_head
from ui.passage_items import Surroundings, found_item, spanning
from ui.passages import draw_passages, told

PER_PAGE = 25
LIST = "find_list"
OFF_KEY = "find_off"  #: What is looked for, and the turns whose tick was taken away.


def main() -> None:
    page_head(
        translate("Find"), translate("Words in all transcripts, with who said them and what was said around them.")
    )
    study, person = opened.required()
    snapshot = study.snapshot(person)
    if not snapshot.interviews:
        empty_state(
            ":material/search:",
            translate("Nothing to look in yet"),
            translate("When there are transcripts, you find every place where somebody says a word."),
            page="ui/pages/recordings.py",
            action=translate("Go to Recordings"),
            key="find",
        )
        return
    wanted, where = ask(snapshot)
    if wanted.is_empty:
        st.caption(
            translate_count(
                "One transcript is searched.", "{count} transcripts are searched.", len(snapshot.interviews)
            )
        )
        return
    _draw(study, person, snapshot, wanted, find(snapshot, wanted, where), repr((wanted, where)))


def _draw(
    study: Study, person: Person, snapshot: Snapshot, wanted: Wanted, found: tuple[FoundTurn, ...], batch: str
) -> None:
    if not found:
        empty_state(
            ":material/search_off:",
            translate("Nothing found"),
            translate("Try fewer words or a part of a word, or look in more interviews."),
            key="find_none",
        )
        return
    finder = Finder(wanted)
    off = _off(batch)
    st.markdown(_in_words(found))
    draw_coding(study, person, snapshot, found, finder, off)
    shown = page_of(found, "find_page", PER_PAGE, batch)
    passages = {each.turn.id: spanning(each.turn, finder.places(each.turn.text)) for each in shown}
    around = Surroundings(study, snapshot, study.spoken_at(person, passages.values()))
    draw_passages(
        study,
        person,
        [found_item(around, each, finder) | {"ticked": True} for each in shown],
        LIST,
        batch=batch,
        off=off,
        on_ticks=_tick,
    )


def _in_words(found: tuple[FoundTurn, ...]) -> str:
    places = sum(each.count for each in found)
    interviews = len({each.coded.interview.id for each in found})
    people = len({each.voice.participant.id for each in found if each.voice.participant})
    return " · ".join(
        (
            f"**{translate_count('{count} place', '{count} places', places)}**",
            translate_count("in {count} turn", "in {count} turns", len(found)),
            translate_count("{count} interview", "{count} interviews", interviews),
            translate_count("{count} participant", "{count} participants", people),
        )
    )


def _off(batch: str) -> frozenset[str]:
    """The turns left out of this search; another search begins with every tick."""
    of, ids = st.session_state.get(OFF_KEY, ("", ()))
    return frozenset(ids) if of == batch else frozenset()


def _tick() -> None:
    ticks = told(LIST, "ticks")
    if ticks:
        st.session_state[OFF_KEY] = (str(ticks["batch"]), tuple(map(str, ticks["off"])))


main()
