"""Words looked for in the whole study."""

from __future__ import annotations

from coding.finding import FindFilter, FoundTurn, SpeakerKind, find
from core.spans import Passage
from tests.interviews import interview, study
from transcripts.finding import Finder, Reach, Wanted

AUTUMN = interview("autumn", "I: Er du trygg?", "V01: Trygg? Ja. Det er trygt her.", wave="w2", site="fredrikstad")
SPRING = interview("spring", "H03: Jeg er TRYGG.", "gone: Jeg er trygg.", "?: trygg", "T: Hun er trygg.", wave="w1")
STUDY = study(AUTUMN, SPRING)
TRYGG = Wanted("trygg")


def places(found: tuple[FoundTurn, ...]) -> list[str]:
    return [each.turn.id for each in found]


def test_waves_come_in_order_and_the_withdrawn_are_never_found() -> None:
    assert places(find(STUDY, TRYGG)) == ["spring/0", "spring/2", "spring/3", "autumn/0", "autumn/1"]


def test_it_looks_only_where_and_among_whom_it_is_asked_to() -> None:
    assert places(find(STUDY, TRYGG, FindFilter(wave_ids=("w2",)))) == ["autumn/0", "autumn/1"]
    assert places(find(STUDY, TRYGG, FindFilter(site_ids=("bergen",)))) == ["spring/0", "spring/2", "spring/3"]
    assert places(find(STUDY, TRYGG, FindFilter(roles=("supervisor",)))) == ["autumn/1"]
    assert places(find(STUDY, TRYGG, FindFilter(interview_ids=("spring",), speakers=(SpeakerKind.UNNAMED,)))) == [
        "spring/2"
    ]
    staff = (SpeakerKind.INTERVIEWER, SpeakerKind.INTERPRETER)
    assert places(find(STUDY, TRYGG, FindFilter(speakers=staff))) == ["spring/3", "autumn/0"]
    assert places(find(STUDY, TRYGG, FindFilter(speakers=(SpeakerKind.PARTICIPANT,)))) == ["spring/0", "autumn/1"]


def test_nothing_looked_for_finds_nothing() -> None:
    assert find(STUDY, Wanted("  ")) == ()


def test_what_a_code_would_be_put_on_is_each_stretch_once() -> None:
    (found,) = find(STUDY, Wanted("tryg"), FindFilter(roles=("supervisor",)))
    finder = Finder(Wanted("tryg"))
    assert found.count == 2
    assert found.passages(finder, Reach.TURN) == (Passage("autumn/1", 0, "autumn/1", 28),)
    assert found.passages(finder, Reach.WORDS) == (
        Passage("autumn/1", 0, "autumn/1", 5),
        Passage("autumn/1", 18, "autumn/1", 23),
    )
