"""A small study for tests: four people, two waves, two sites, a codebook of five codes, and talk as a test says it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

from codebooks.model import Code, Codebook
from coding.model import CodedInterview, Coding, Round, RoundKind, Snapshot
from core.design import DatedRole, Interview, InterviewKind, Participant, Person, Site, Wave
from core.spans import Passage
from transcripts.model import Check, Speaker, Turn

NOW = datetime(2026, 11, 21, 22, 50, tzinfo=UTC)
H03 = Participant("p-h03", "H03", (DatedRole("helper"), DatedRole("supervisor", date(2026, 1, 1))))
H05 = Participant("p-h05", "H05", (DatedRole("helper"),))
V01 = Participant("p-v01", "V01", (DatedRole("supervisor"),))
SPEAKERS = {
    "H03": Speaker("SPEAKER_00", participant_id="p-h03"),
    "H05": Speaker("SPEAKER_01", participant_id="p-h05"),
    "V01": Speaker("SPEAKER_02", participant_id="p-v01"),
    "I": Speaker("SPEAKER_03", role="interviewer"),
    "T": Speaker("SPEAKER_04", role="interpreter"),
    "?": Speaker("SPEAKER_05"),  # nobody has said yet who this is
    "gone": Speaker("SPEAKER_06", participant_id="p-withdrawn"),
}
CODES = (
    Code("identity", {"en": "Identity", "no": "Identitet"}, colour="#0960d9", definition={"en": "Who they are."}),
    Code("belonging", {"en": "Belonging"}, parent_id="identity", position=1, definition={"en": "Being part of it."}),
    Code("helped", {"en": "From helped to helper"}, parent_id="identity", position=0),
    Code("wellbeing", {"en": "Wellbeing", "no": "Trivsel"}, position=1, colour="#416e5a"),
    Code("strain", {"en": "Secondary strain"}, parent_id="wellbeing", definition={"en": "From clients' stories."}),
)


def interview(
    label: str, *talk: str, wave: str | None = "w1", site: str | None = "bergen", **facts: object
) -> CodedInterview:
    """An interview whose turns are given as "H03: the words"; a `+` before the name marks the turn as checked."""
    turns = tuple(_turn(label, number, line) for number, line in enumerate(talk))
    about = Interview(label, label, InterviewKind.FOCUS_GROUP, wave_id=wave, site_id=site)
    speakers = {speaker.label: speaker for speaker in SPEAKERS.values()}
    return CodedInterview(replace(about, **facts), turns, speakers)  # type: ignore[arg-type]


def on(
    talk: CodedInterview,
    turn: int,
    code: str,
    words: str | None = None,
    *,
    to: int | None = None,
    coder: str = "kari",
    round_: str = "team",
) -> Coding:
    """A code on these words of a turn, on the whole turn, or on everything from one turn up to another."""
    first, last = talk.turns[turn], talk.turns[turn if to is None else to]
    start = first.text.index(words) if words else 0
    end = start + len(words) if words else len(last.text)
    passage = Passage(first.id, start, last.id, end)
    key = sha256(repr((passage, code, coder, round_)).encode()).hexdigest()[:32]
    return Coding(key, talk.interview.id, code, passage, f"person-{coder}", round_, NOW)


def study(*interviews: CodedInterview, codings: tuple[Coding, ...] = (), codes: tuple[Code, ...] = CODES) -> Snapshot:
    """The snapshot of a study with these interviews."""
    return Snapshot(
        study_title="Hjelperrollen over tid",
        taken_at=NOW,
        codebook=Codebook({"en": "Helpers"}, codes),
        waves=(
            Wave("w1", "1", 0, starts_on=date(2025, 3, 1)),
            Wave("w2", "Second wave", 1, starts_on=date(2026, 3, 1)),
        ),
        sites=(Site("bergen", "Bergen"), Site("fredrikstad", "Fredrikstad")),
        participants=(H03, H05, V01),
        people=(Person("person-kari", "Kari"), Person("person-ola", "Ola")),
        rounds=(Round("team", "Together", RoundKind.CONSENSUS), Round("alone", "Each alone", RoundKind.INDEPENDENT)),
        interviews=interviews,
        codings=codings,
    )


def _turn(label: str, number: int, line: str) -> Turn:
    name, _, text = line.partition(": ")
    checked = Check("person-kari", NOW) if name.startswith("+") else None
    speaker = SPEAKERS[name.removeprefix("+")].label
    start_ms = number * 30_000
    return Turn(f"{label}/{number}", speaker, text, start_ms, start_ms + 29_000, checked=checked)
