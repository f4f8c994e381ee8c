"""Coded segments and found places as the list of passages reads them: what is said where, with the talk around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coding.finding import FoundTurn
from coding.model import CodedInterview, Memo, Origin, Snapshot
from coding.retrieval import CodedSegment, Voice, voices
from core.design import Recording
from core.messages import translate, translate_count
from core.spans import Passage, TextSpan, TimeSpan
from exports.quotes import code_name
from study import Study
from transcripts.finding import Finder
from transcripts.model import Turn
from ui.codebook.segments import clock
from ui.passages import desk_address, memos_json
from ui.routes import audio

MOST_CHARACTERS = 8_000  #: Of one turn in the list; the rest stands at the desk.


@dataclass(frozen=True)
class Surroundings:
    """A snapshot made quick to look around in."""

    study: Study
    snapshot: Snapshot
    times: Mapping[Passage, TimeSpan | None]  #: When the passages on this page are spoken.

    @cached_property
    def names(self) -> dict[str, str]:
        return {person.id: person.name for person in self.snapshot.people}

    @cached_property
    def _memos(self) -> Mapping[tuple[str, str], list[Memo]]:
        found: dict[tuple[str, str], list[Memo]] = {}
        for memo in self.snapshot.memos:
            found.setdefault((memo.about_kind, memo.about_id), []).append(memo)
        return found

    def memos(self, kind: str, about_id: str) -> list[dict[str, Any]]:
        return memos_json(self._memos.get((kind, about_id), ()), self.names)

    def wave(self, coded: CodedInterview) -> str:
        wave = self.snapshot.wave.get(coded.interview.wave_id or "")
        return wave.label if wave else ""

    def sound(self, coded: CodedInterview, passage: Passage) -> dict[str, Any] | None:
        recording = playable(coded.recordings)
        span = self.times.get(passage)
        if recording is None or span is None:
            return None
        return {
            "url": audio.address(self.study, recording.id),
            "start": span.start_ms,
            "end": span.end_ms if span.length_ms else None,
        }


def playable(recordings: Iterable[Recording]) -> Recording | None:
    """The recording with a copy that browsers play."""
    return next((recording for recording in recordings if recording.playback_sha256), None)


def segment_item(around: Surroundings, segment: CodedSegment) -> dict[str, Any]:
    """A coded segment: its code, its words, the turn before and after."""
    coded = around.snapshot.interview[segment.interview.id]
    coding = segment.coding
    coder = around.names.get(coding.coder_id, "")
    where = [segment.interview.label, around.wave(coded), clock(segment.start_ms), coder, _round(around, segment)]
    return {
        "id": coding.id,
        "code": {"name": code_name(segment.code), "colour": segment.code.colour},
        "where": " · ".join(part for part in where if part),
        "marks": list(_marks(segment)),
        "discuss": coding.discuss,
        "turns": list(_segment_turns(around, coded, segment)),
        "play": around.sound(coded, coding.passage),
        "open": desk_address(around.study, {"interview": segment.interview.id, "coding": coding.id}),
        "about": {"kind": "coding", "id": coding.id},
        "memos": around.memos("coding", coding.id),
    }


def _round(around: Surroundings, segment: CodedSegment) -> str:
    """Named where there is more than one to be told apart."""
    rounds = around.snapshot.rounds
    return next((r.label for r in rounds if r.id == segment.coding.round_id), "") if len(rounds) > 1 else ""


def _marks(segment: CodedSegment) -> Iterator[str]:
    if not segment.checked:
        yield translate("not checked against the recording")
    if segment.coding.origin is Origin.ACCEPTED_SUGGESTION:
        yield translate("accepted suggestion")
    if segment.staff_turns_left_out:
        count = segment.staff_turns_left_out
        yield translate_count("{count} question left out", "{count} questions left out", count)


def _segment_turns(around: Surroundings, coded: CodedInterview, segment: CodedSegment) -> Iterator[dict[str, Any]]:
    heard = voices(around.snapshot, coded)
    place = {turn.id: position for position, turn in enumerate(coded.turns)}
    passage = segment.coding.passage
    first, last = place[passage.start_turn], place[passage.end_turn]
    if first:
        yield _turn(coded.turns[first - 1], heard, (), around="before")
    for part in segment.parts:
        start = passage.start if part.turn.id == passage.start_turn else 0
        yield _turn(part.turn, heard, (TextSpan(start, start + len(part.text)),), gap=part.after_gap)
    if last + 1 < len(coded.turns):
        yield _turn(coded.turns[last + 1], heard, (), around="after")


def found_item(around: Surroundings, found: FoundTurn, finder: Finder) -> dict[str, Any]:
    """A turn with what was looked for in it, the turn before and after."""
    coded, turn, position = found.coded, found.turn, found.position
    places = finder.places(turn.text)
    heard = voices(around.snapshot, coded)
    turns = [_turn(turn, heard, places)]
    if position:
        turns.insert(0, _turn(coded.turns[position - 1], heard, (), around="before"))
    if position + 1 < len(coded.turns):
        turns.append(_turn(coded.turns[position + 1], heard, (), around="after"))
    where = [coded.interview.label, around.wave(coded), clock(turn.start_ms)]
    passage = spanning(turn, places)
    start, end = places[0].start, places[-1].end
    address = {"interview": coded.interview.id, "turn": turn.id, "start": str(start), "end": str(end)}
    count = translate_count("{count} place", "{count} places", found.count)
    return {
        "id": turn.id,
        "title": "",
        "where": " · ".join(part for part in where if part),
        "marks": [count] if found.count > 1 else [],
        "turns": turns,
        "play": around.sound(coded, passage),
        "open": desk_address(around.study, address),
        "about": {"kind": "turn", "id": turn.id},
        "memos": around.memos("turn", turn.id),
    }


def spanning(turn: Turn, places: Sequence[TextSpan]) -> Passage:
    """From the first of the places to the last."""
    return Passage(turn.id, places[0].start, turn.id, places[-1].end)


def turn_json(around: Surroundings, coded: CodedInterview, turn: Turn, on: Sequence[TextSpan]) -> dict[str, Any]:
    """One turn as the list reads it, with some of it standing out."""
    return _turn(turn, voices(around.snapshot, coded), on)


def voice_name(voice: Voice | None, label: str) -> str:
    """What a voice is called on the pages."""
    if voice is None:
        return label
    if voice.participant:
        return voice.participant.pseudonym
    return voice.speaker.name or (translate(voice.role) if voice.role else label)


def _turn(
    turn: Turn, heard: Mapping[str, Voice], on: Sequence[TextSpan], *, around: str = "", gap: bool = False
) -> dict[str, Any]:
    voice = heard.get(turn.speaker)
    return {
        "who": voice_name(voice, turn.speaker),
        "staff": bool(voice and voice.staff),
        "around": around,
        "gap": gap,
        "time": turn.start_ms if around else None,
        "pieces": [{"text": text, "on": is_on} for text, is_on in _pieces(turn.text, on)],
    }


def _pieces(text: str, on: Sequence[TextSpan]) -> Iterator[tuple[str, bool]]:
    """The text cut where something begins or ends to stand out; very long pieces are cut short."""
    at = 0
    for span in on:
        if span.start > at:
            yield _cut(text[at : span.start], keep_end=True), False
        yield _cut(text[span.start : span.end]), True
        at = span.end
    if at < len(text):
        yield _cut(text[at:]), False


def _cut(text: str, *, keep_end: bool = False) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    return f"… {text[-MOST_CHARACTERS:]}" if keep_end else f"{text[:MOST_CHARACTERS]} …"
