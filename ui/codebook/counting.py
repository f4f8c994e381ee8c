"""What the tree counts: segments, participants or interviews; by anybody or by one coder, in one round, in one wave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from coding.counts import count_codes
from coding.looking import not_looked_for
from coding.model import RoundKind
from coding.retrieval import SegmentFilter
from core.design import Person
from core.messages import translate, translate_count
from study import Study
from study.codebook import CodebookOverview

Known = TypeVar("Known")


class Measure(StrEnum):
    """What can be counted."""

    SEGMENTS = "segments"
    PARTICIPANTS = "participants"
    INTERVIEWS = "interviews"


MEASURES = {
    Measure.SEGMENTS: "Coded segments",
    Measure.PARTICIPANTS: "Participants",
    Measure.INTERVIEWS: "Interviews",
}
COUNTED = {
    Measure.SEGMENTS: ("{count} coded segment", "{count} coded segments"),
    Measure.PARTICIPANTS: ("{count} participant", "{count} participants"),
    Measure.INTERVIEWS: ("{count} interview", "{count} interviews"),
}


@dataclass(frozen=True, slots=True)
class CountChoice:
    """What is counted; None means any."""

    measure: Measure = Measure.SEGMENTS
    round_id: str | None = None
    coder_id: str | None = None
    wave_id: str | None = None

    @property
    def is_usual(self) -> bool:
        """Every coded segment, by anybody."""
        return self == CountChoice()


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as the tree shows it, and in words."""

    text: str
    spoken: str
    unknown: bool = False  #: Nobody has looked, so that there is no number.


NOTHING = Shown("", "")


class Counts:
    """The numbers of one choice. Where nobody looked for a code it has no number, not a 0."""

    def __init__(self, study: Study, person: Person, overview: CodebookOverview, choice: CountChoice) -> None:
        self.overview, self.choice = overview, choice
        transcribed = {version.interview_id for version in study.versions(person) if version.is_current}
        readable = [interview for interview in study.interviews(person) if interview.id in transcribed]
        self.interviews = [i.id for i in readable if choice.wave_id in (None, i.wave_id)]
        self._found = None if choice.measure is Measure.SEGMENTS else _found(study, person, choice)

    def of(self, code_id: str) -> Shown:
        """The number for a code; nothing at all while there is no interview to look in."""
        if not self.interviews:
            return NOTHING
        found = self._segments(code_id) if self._found is None else self._found.get(code_id, 0)
        count = self.overview.looking.count(found, code_id, self.interviews, self.choice.coder_id)
        if count is None:
            return Shown(not_looked_for(), not_looked_for(), unknown=True)
        return Shown(str(count), translate_count(*COUNTED[self.choice.measure], count))

    def _segments(self, code_id: str) -> int:
        uses, choice = self.overview.uses, self.choice
        if choice.coder_id is None:
            per_wave = uses.per_wave(code_id, choice.round_id)
            return sum(per_wave.values()) if choice.wave_id is None else per_wave.get(choice.wave_id, 0)
        return sum(
            use.segments
            for use in uses.rows
            if (use.code_id, use.coder_id) == (code_id, choice.coder_id)
            and choice.round_id in (None, use.round_id)
            and choice.wave_id in (None, use.wave_id)
        )


def _found(study: Study, person: Person, choice: CountChoice) -> Mapping[str, int]:
    """Different participants, or interviews, by code."""
    wanted = SegmentFilter(
        with_subcodes=False,
        wave_ids=_only(choice.wave_id),
        coder_ids=_only(choice.coder_id),
        round_ids=_only(choice.round_id),
    )
    ids: dict[str, set[str]] = {}
    for cell, count in count_codes(study.snapshot(person), wanted).cells.items():
        held = count.participants if choice.measure is Measure.PARTICIPANTS else count.interviews
        ids.setdefault(cell.code_id, set()).update(held)
    return {code_id: len(held) for code_id, held in ids.items()}


def _only(wanted: str | None) -> tuple[str, ...]:
    return () if wanted is None else (wanted,)


def choose_counts(overview: CodebookOverview) -> tuple[CountChoice, bool]:
    """What the tree counts, and whether it shows retired codes, behind one button."""
    with st.popover(translate("View"), icon=":material/tune:", key="codebook_view"):
        measure = st.selectbox(
            translate("Count"),
            [each.value for each in Measure],
            key="count_measure",
            format_func=lambda m: translate(MEASURES[Measure(m)]),
        )
        rounds = {round_.id: round_.label for round_ in overview.rounds}
        coders = {person.id: person.name for person in overview.people}
        waves = {wave.id: wave.label for wave in overview.waves}
        choice = CountChoice(
            Measure(measure),
            _one(translate("Round"), rounds, "count_round", translate("All rounds"), _counted_round(overview)),
            _one(translate("Coder"), coders, "count_coder", translate("All coders")),
            _one(translate("Wave"), waves, "count_wave", translate("All waves")),
        )
        with_retired = st.toggle(translate("Show retired codes"), key="show_retired")
    return choice, with_retired


def _counted_round(overview: CodebookOverview) -> str | None:
    """What is counted unless somebody chooses: where several rounds have been used, the newest of the team's."""
    used = {use.round_id for use in overview.uses.rows}
    together = [each.id for each in overview.rounds if each.id in used and each.kind is RoundKind.CONSENSUS]
    return together[-1] if len(used) > 1 and together else None


def _one(label: str, names: Mapping[str, str], key: str, all_of_them: str, usual: str | None = None) -> str | None:
    """One of `names` by its id, or any."""
    if len(names) < 2:
        return None
    if key not in st.session_state:
        st.session_state[key] = usual
    chosen: str | None = st.selectbox(
        label, [None, *names], key=key, format_func=lambda i: names.get(i, "?") if i else all_of_them
    )
    return chosen


def choice_in_words(overview: CodebookOverview, choice: CountChoice) -> str:
    """What is counted, when it is not every coded segment; "" when it is."""
    if choice.is_usual:
        return ""
    parts = [translate(MEASURES[choice.measure])]
    parts += [round_.label for round_ in overview.rounds if round_.id == choice.round_id]
    parts += [person.name for person in overview.people if person.id == choice.coder_id]
    parts += [wave.label for wave in overview.waves if wave.id == choice.wave_id]
    return " · ".join(parts)
