"""From a snapshot to coded segments: the words under each code, who said them, where and when.

Pages and files take their segments from here, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from codebooks.model import Code, Codebook
from coding.model import CodedInterview, Coding, Origin, Snapshot
from core.design import STAFF_ROLES, Interview, Participant, Site, Wave
from transcripts.model import Speaker, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentFilter:
    """Which coded segments are wanted. An empty tuple means: all of them."""

    code_ids: tuple[str, ...] = ()
    with_subcodes: bool = True  #: A code brings everything below it in the tree.
    wave_ids: tuple[str, ...] = ()
    site_ids: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()  #: As held on the interview's date. Naming a staff role asks for staff turns.
    coder_ids: tuple[str, ...] = ()
    round_ids: tuple[str, ...] = ()
    interview_ids: tuple[str, ...] = ()
    checked: bool | None = None  #: True: every turn was checked against the recording. False: not every one.
    discuss: bool | None = None  #: True: only what is marked to be discussed. False: only what is not.
    with_staff_turns: bool = False  #: Interviewers' and interpreters' words too.
    origins: tuple[Origin, ...] = ()  #: Who first said so: a person, or a machine whose suggestion was accepted.

    @property
    def asks_for_staff(self) -> bool:
        return self.with_staff_turns or not STAFF_ROLES.isdisjoint(self.roles)

    @property
    def only_coder(self) -> str | None:
        """The one coder whose coding is wanted, so that only what they looked for counts; None: anybody's."""
        return self.coder_ids[0] if len(self.coder_ids) == 1 else None


EVERYTHING = SegmentFilter()


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks under one speaker label in one interview, as far as the study knows."""

    speaker: Speaker
    participant: Participant | None
    role: str | None  #: Held on the interview's date; None while nobody has said who speaks.

    @property
    def staff(self) -> bool:
        return self.role in STAFF_ROLES

    @property
    def withdrawn(self) -> bool:
        """Mapped to a participant whom the snapshot does not hold."""
        return self.speaker.participant_id is not None and self.participant is None

    @property
    def person(self) -> str:
        """The same for every label of one person, different for different people, within an interview."""
        return self.participant.id if self.participant else self.speaker.label


@dataclass(frozen=True, slots=True)
class SegmentPart:
    """What a passage covers of one turn."""

    turn: Turn
    text: str
    voice: Voice
    after_gap: bool = False  #: Staff turns between the part before and this one were left out.


@dataclass(frozen=True, slots=True)
class CodedSegment:
    """A passage with a code on it."""

    coding: Coding
    code: Code
    interview: Interview
    wave: Wave | None
    site: Site | None
    parts: tuple[SegmentPart, ...]  #: In the order of speaking; never empty.
    staff_turns_left_out: int = 0

    @property
    def text(self) -> str:
        """The words, one turn after the other, joined by a newline."""
        return "\n".join(part.text for part in self.parts)

    @property
    def turns(self) -> tuple[Turn, ...]:
        return tuple(part.turn for part in self.parts)

    @property
    def voices(self) -> tuple[Voice, ...]:
        """Everybody who speaks in the segment, in order of appearance, each person once."""
        return tuple({part.voice.person: part.voice for part in reversed(self.parts)}.values())[::-1]

    @property
    def main_voice(self) -> Voice:
        """The first voice that is not staff; the first at all in a segment of staff turns only."""
        return next((part.voice for part in self.parts if not part.voice.staff), self.parts[0].voice)

    @property
    def speaker(self) -> Speaker:
        return self.main_voice.speaker

    @property
    def role(self) -> str | None:
        return self.main_voice.role

    @property
    def roles(self) -> tuple[str | None, ...]:
        """Every role heard in the segment, in order of appearance; None for a speaker not yet named."""
        return tuple(dict.fromkeys(part.voice.role for part in self.parts))

    @property
    def participant(self) -> Participant | None:
        return self.main_voice.participant

    @property
    def participants(self) -> tuple[Participant, ...]:
        return tuple(voice.participant for voice in self.voices if voice.participant is not None)

    @property
    def start_ms(self) -> int | None:
        """When the first turn begins: a snapshot knows turns' times, not words'."""
        return self.parts[0].turn.start_ms

    @property
    def end_ms(self) -> int | None:
        return self.parts[-1].turn.end_ms

    @property
    def checked(self) -> bool:
        """Every turn was compared with the recording by a person."""
        return all(part.turn.checked is not None for part in self.parts)

    @property
    def staff(self) -> bool:
        """Nobody but staff speaks in it."""
        return all(part.voice.staff for part in self.parts)


def coded_segments(snapshot: Snapshot, chosen: SegmentFilter = EVERYTHING) -> tuple[CodedSegment, ...]:
    """The chosen segments: codes in codebook order; within a code by wave, interview and place in the talk.

    Left out: words of staff unless asked for (a passage that runs across them keeps the rest, and counts what it
    lacks), and whole passages that reach into a turn the snapshot does not hold, because its speaker has withdrawn.
    """
    wanted = wanted_codes(snapshot.codebook, chosen)
    opened = {coded.interview.id: _open(snapshot, coded) for coded in chosen_interviews(snapshot, chosen)}
    found = [
        (_place(segment, snapshot, opened[segment.interview.id], wanted), segment)
        for coding in _chosen_codings(snapshot, chosen)
        if coding.code_id in wanted and coding.interview_id in opened
        if (segment := _segment(snapshot, coding, wanted[coding.code_id][1], opened[coding.interview_id], chosen))
        if _wanted(segment, chosen)
    ]
    return tuple(segment for _, segment in sorted(found, key=lambda pair: pair[0]))


def with_subcodes(codebook: Codebook, code_ids: Iterable[str]) -> frozenset[str]:
    """These codes and everything below them in the tree."""
    below: dict[str | None, list[str]] = {}
    for code in codebook.codes:
        below.setdefault(code.parent_id, []).append(code.id)
    gathered: set[str] = set()
    waiting = list(code_ids)
    while waiting:
        code_id = waiting.pop()
        if code_id not in gathered:
            gathered.add(code_id)
            waiting += below.get(code_id, ())
    return frozenset(gathered)


def living_below(codebook: Codebook, code: Code) -> frozenset[str]:
    """The living codes of a branch, by id: those that have to be looked for before the branch can be said to be absent.
    A retired code without any stands for itself."""
    living = {each.id for each in codebook.codes if each.is_living}
    return (with_subcodes(codebook, [code.id]) & living) or frozenset({code.id})


def wanted_codes(codebook: Codebook, chosen: SegmentFilter) -> Mapping[str, tuple[int, Code]]:
    """The chosen codes by id, each with its place in reading order."""
    ids = with_subcodes(codebook, chosen.code_ids) if chosen.with_subcodes else frozenset(chosen.code_ids)
    in_order = enumerate(code for _, code in codebook.walk())
    return {code.id: (place, code) for place, code in in_order if not chosen.code_ids or code.id in ids}


def chosen_interviews(snapshot: Snapshot, chosen: SegmentFilter) -> Iterator[CodedInterview]:
    """The interviews that pass the filter's waves, sites and interviews."""
    for coded in snapshot.interviews:
        interview = coded.interview
        if (
            _passes(interview.wave_id, chosen.wave_ids)
            and _passes(interview.site_id, chosen.site_ids)
            and _passes(interview.id, chosen.interview_ids)
        ):
            yield coded


def voices(snapshot: Snapshot, coded: CodedInterview) -> Mapping[str, Voice]:
    """Who speaks under each speaker label that the interview's turns use."""
    day = _day_of(snapshot, coded.interview)
    labels = dict.fromkeys(turn.speaker for turn in coded.turns)
    return {label: _voice(snapshot, coded.speakers.get(label) or Speaker(label), day) for label in labels}


def _day_of(snapshot: Snapshot, interview: Interview) -> date | None:
    """The day that decides which role a participant held: the interview's, else the first of its wave."""
    wave = snapshot.wave.get(interview.wave_id or "")
    return interview.held_on or (wave.starts_on if wave else None)


def _voice(snapshot: Snapshot, speaker: Speaker, day: date | None) -> Voice:
    participant = snapshot.participant.get(speaker.participant_id or "")
    role = speaker.role or (participant.role_on(day) if participant else None)
    return Voice(speaker, participant, role)


@dataclass(frozen=True, slots=True)
class _Opened:
    """An interview made quick to look things up in."""

    coded: CodedInterview
    place: Mapping[str, int]  #: Where each turn stands, by id.
    voices: Mapping[str, Voice]


def _open(snapshot: Snapshot, coded: CodedInterview) -> _Opened:
    place = {turn.id: position for position, turn in enumerate(coded.turns)}
    return _Opened(coded, place, voices(snapshot, coded))


def _passes(value: str | None, allowed: tuple[str, ...]) -> bool:
    return not allowed or value in allowed


def _chosen_codings(snapshot: Snapshot, chosen: SegmentFilter) -> Iterator[Coding]:
    for coding in snapshot.codings:
        if (
            _passes(coding.coder_id, chosen.coder_ids)
            and _passes(coding.round_id, chosen.round_ids)
            and _passes(coding.origin, chosen.origins)
            and (chosen.discuss is None or coding.discuss is chosen.discuss)
        ):
            yield coding


def _segment(
    snapshot: Snapshot, coding: Coding, code: Code, opened: _Opened, chosen: SegmentFilter
) -> CodedSegment | None:
    """The coding with its words; None when nothing of it may be shown."""
    covered = _covered(coding, opened)
    if any(part.voice.withdrawn for part in covered):
        return None
    kept = covered if chosen.asks_for_staff else _without_staff(covered)
    if not kept:
        return None
    interview = opened.coded.interview
    wave, site = snapshot.wave.get(interview.wave_id or ""), snapshot.site.get(interview.site_id or "")
    return CodedSegment(coding, code, interview, wave, site, kept, staff_turns_left_out=len(covered) - len(kept))


def _covered(coding: Coding, opened: _Opened) -> tuple[SegmentPart, ...]:
    """Every turn the passage covers some words of; nothing when one of its ends is not in the snapshot."""
    passage = coding.passage
    first, last = opened.place.get(passage.start_turn), opened.place.get(passage.end_turn)
    if first is None or last is None:
        return ()
    parts = []
    for position in range(first, last + 1):
        turn = opened.coded.turns[position]
        start = passage.start if position == first else 0
        end = passage.end if position == last else len(turn.text)
        if text := turn.text[start:end]:
            parts.append(SegmentPart(turn, text, opened.voices[turn.speaker]))
    return tuple(parts)


def _without_staff(parts: tuple[SegmentPart, ...]) -> tuple[SegmentPart, ...]:
    kept: list[SegmentPart] = []
    gap = False
    for part in parts:
        if part.voice.staff:
            gap = bool(kept)
        else:
            kept.append(SegmentPart(part.turn, part.text, part.voice, after_gap=gap))
            gap = False
    return tuple(kept)


def _wanted(segment: CodedSegment, chosen: SegmentFilter) -> bool:
    by_role = not chosen.roles or not set(chosen.roles).isdisjoint(segment.roles)
    return by_role and (chosen.checked is None or segment.checked is chosen.checked)


def _place(
    segment: CodedSegment, snapshot: Snapshot, opened: _Opened, wanted: Mapping[str, tuple[int, Code]]
) -> tuple[object, ...]:
    """What segments are sorted by; ends with the coding's id, so that the order is always the same."""
    wave = segment.wave.position if segment.wave else len(snapshot.waves)
    passage = segment.coding.passage
    in_talk = (opened.place[passage.start_turn], passage.start, opened.place[passage.end_turn], passage.end)
    interview = segment.interview
    return wanted[segment.code.id][0], wave, interview.label, interview.id, in_talk, segment.coding.id
