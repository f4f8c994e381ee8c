"""Words looked for in the current transcripts of a whole study, with who said them, where and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from coding.model import CodedInterview, Snapshot
from coding.retrieval import SegmentFilter, Voice, chosen_interviews, voices
from core.spans import Passage
from transcripts.finding import Finder, Reach, Wanted, joined, widened
from transcripts.model import Turn


class SpeakerKind(StrEnum):
    """Whose turns to look in."""

    PARTICIPANT = "participant"
    INTERVIEWER = "interviewer"
    INTERPRETER = "interpreter"
    UNNAMED = "not named yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindFilter:
    """Where to look. An empty tuple means: everywhere."""

    wave_ids: tuple[str, ...] = ()
    site_ids: tuple[str, ...] = ()
    interview_ids: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()  #: As held on the interview's date.
    speakers: tuple[SpeakerKind, ...] = ()


EVERYWHERE = FindFilter()


@dataclass(frozen=True, slots=True)
class FoundTurn:
    """A turn in which the words stand."""

    coded: CodedInterview
    position: int  #: Of the turn, among those of its interview that may be seen.
    voice: Voice
    count: int  #: How often they stand in it.

    @property
    def turn(self) -> Turn:
        return self.coded.turns[self.position]

    def passages(self, finder: Finder, reach: Reach) -> tuple[Passage, ...]:
        """What a code would be put on, each stretch once."""
        turn = self.turn
        wide = joined(widened(turn.text, place, reach) for place in finder.places(turn.text))
        return tuple(Passage(turn.id, span.start, turn.id, span.end) for span in wide)


def find(snapshot: Snapshot, wanted: Wanted, where: FindFilter = EVERYWHERE) -> tuple[FoundTurn, ...]:
    """Every turn that has the words, by wave, interview and place in the talk. Turns of participants who have
    withdrawn are not in a snapshot, so they are never found."""
    if wanted.is_empty:
        return ()
    finder = Finder(wanted)
    interviews = SegmentFilter(wave_ids=where.wave_ids, site_ids=where.site_ids, interview_ids=where.interview_ids)
    chosen = sorted(chosen_interviews(snapshot, interviews), key=lambda coded: _place(snapshot, coded))
    return tuple(found for coded in chosen for found in _in_interview(snapshot, coded, finder, where))


def _in_interview(snapshot: Snapshot, coded: CodedInterview, finder: Finder, where: FindFilter) -> Iterator[FoundTurn]:
    heard = {label: voice for label, voice in voices(snapshot, coded).items() if _is_wanted(voice, where)}
    for position, turn in enumerate(coded.turns):
        voice = heard.get(turn.speaker)
        if voice and (count := finder.count(turn.text)):
            yield FoundTurn(coded, position, voice, count)


def _is_wanted(voice: Voice, where: FindFilter) -> bool:
    by_role = not where.roles or voice.role in where.roles
    return by_role and (not where.speakers or kind_of(voice) in where.speakers) and not voice.withdrawn


def kind_of(voice: Voice) -> SpeakerKind:
    """Whether this is a participant, somebody of the staff, or nobody knows yet."""
    if voice.role == SpeakerKind.INTERVIEWER:
        return SpeakerKind.INTERVIEWER
    if voice.role == SpeakerKind.INTERPRETER:
        return SpeakerKind.INTERPRETER
    return SpeakerKind.PARTICIPANT if voice.participant or voice.role else SpeakerKind.UNNAMED


def _place(snapshot: Snapshot, coded: CodedInterview) -> tuple[int, str, str]:
    wave = snapshot.wave.get(coded.interview.wave_id or "")
    return (wave.position if wave else len(snapshot.waves), coded.interview.label, coded.interview.id)
