"""A new machine transcript of a coded interview stands beside the old one until somebody adopts it."""

from __future__ import annotations

import pytest

from coding.model import Memo
from core.clock import new_id, now
from core.design import Interview, Person
from core.errors import NotFoundError
from storage import memo_rows
from storage.turn_text_rows import Change
from study import Study
from study.transcript_versions import NotAdoptedError
from tests.desks import ANSWER, FOLLOW_UP, QUESTION, Browser
from tests.study.test_words import accepted, edit, state, texts
from transcripts.model import Speaker, Transcript, Turn

NEWER = (
    ("S1", "Hvordan går det med deg nå?"),
    ("S2", "Det går bra nå,"),
    ("S2", "men i fjor var det tyngt."),
    ("S1", FOLLOW_UP),
)


def newer() -> Transcript:
    """The same talk as another engine heard it: the answer in two turns, other labels, other words."""
    turns = tuple(Turn(new_id(), label, text, n * 1700, n * 1700 + 1600) for n, (label, text) in enumerate(NEWER))
    return Transcript("no", turns, (Speaker("S1"), Speaker("S2")), {"model": "whisper-large"})


def words(browser: Browser) -> list[str]:
    turns = {turn.id: turn.text for turn in browser.turns}
    found = browser.study.desk.open(browser.person, browser.interview_id).codings
    return sorted(turns[c.passage.start_turn][c.passage.start : c.passage.end] for c in found)


@pytest.fixture
def coded(study: Study, browser: Browser) -> Browser:
    """Coded, noted, checked and named."""
    browser.do("name_speaker", speaker="SPEAKER_01", new_participant={"pseudonym": "H03", "role": "helper"})
    browser.send(browser.coding_of("går", "Coping", turn=0), browser.coding_of("bra 😊 nå", "Coping"))
    browser.send(browser.coding_of("tungt", "Coping"), browser.coding_of("😊", "Coping"))
    browser.do("check", turns=[browser.turns[0].id, browser.turns[2].id])
    with study.database.write() as connection:
        for turn in browser.turns[1:]:
            memo = Memo(new_id(), "turn", turn.id, "Se her.", browser.person.id, now())
            memo_rows.insert_memo(connection, memo)
    return browser


def keep_newer(browser: Browser) -> str:
    return browser.study.keep_transcript(browser.person, browser.interview_id, newer(), machine_made=True)


def test_a_new_version_takes_the_place_of_one_nobody_has_worked_on_and_stands_beside_any_other(
    study: Study, kari: Person, interview: Interview
) -> None:
    browser = Browser(study, kari, interview.id)
    assert [v.is_current for v in study.versions(kari, interview.id)] == [True]
    second = keep_newer(browser)
    assert study.desk.open(kari, interview.id).version.id == second
    edit(browser, "tyngt", "tungt", turn=2)
    keep_newer(browser)
    assert study.desk.open(kari, interview.id).version.id == second
    assert [v.is_current for v in study.versions(kari, interview.id)] == [False, True, False]


def test_the_plan_says_how_many_stay_move_or_need_a_person(coded: Browser) -> None:
    version = keep_newer(coded)
    plan = coded.study.plan_adoption(coded.person, coded.interview_id, version)
    assert (plan.stay, plan.move, plan.review, plan.lost_words) == (1, 2, 1, ("😊",))
    assert (plan.turns, plan.corresponding, plan.checks_kept, plan.checks_lost) == (4, 3, 1, 1)
    assert words(coded) == ["bra 😊 nå", "går", "tungt", "😊"]


def test_adopting_carries_codings_memos_marks_and_names_along(coded: Browser) -> None:
    version = keep_newer(coded)
    question, answer, last = (turn.id for turn in coded.turns)
    changes = coded.study.adopt_transcript(coded.person, coded.interview_id, version)["changes"]
    assert texts(coded) == [text for _, text in NEWER]
    assert words(coded) == ["bra nå", "går", "tyngt"]
    assert changes["transcript"] == version and [entry["before"] for entry in changes["review"]] == ["😊"]
    turns = coded.turns
    assert turns[0].id == question and turns[3].id == last and answer in (turns[1].id, turns[2].id)
    assert turns[3].checked and not turns[0].checked  # the question reads differently now
    memos = {memo.about_id for memo in coded.study.snapshot(coded.person).memos}
    assert memos == {answer, last}
    desk = coded.study.desk.open(coded.person, coded.interview_id)
    named = {s.label: s.participant_id for s in desk.speakers}
    assert named["S2"] is not None and named["S1"] is None


def test_undo_at_the_desk_brings_the_old_version_back_exactly_and_redo_the_new_one(coded: Browser) -> None:
    before = state(coded)
    coded.study.adopt_transcript(coded.person, coded.interview_id, keep_newer(coded))
    after = state(coded)
    for _ in range(2):
        accepted(coded.do("undo"))
        assert state(coded) == before
        accepted(coded.do("redo"))
        assert state(coded) == after
    first = coded.study.versions(coded.person, coded.interview_id)[0]
    shown = coded.study.desk.transcript_json(coded.person, coded.interview_id, first.id).decode()
    assert ANSWER in shown and QUESTION in shown


def test_codes_put_since_go_back_along_unless_their_words_are_only_in_the_new_version(
    coded: Browser, olas_browser: Browser
) -> None:
    version = keep_newer(coded)
    coded.study.adopt_transcript(coded.person, coded.interview_id, version)
    olas_browser.send(olas_browser.coding_of("men i fjor", "Coping", turn=2))
    accepted(coded.do("undo"))
    assert "men i fjor" in words(coded)
    accepted(coded.do("redo"))
    olas_browser.send(olas_browser.coding_of("nå?", "Coping", turn=0))
    assert "Ola has coded words that are only there since" in str(coded.refusal("undo"))


def test_corrections_made_since_by_somebody_else_are_not_undone_over(coded: Browser, olas_browser: Browser) -> None:
    coded.study.adopt_transcript(coded.person, coded.interview_id, keep_newer(coded))
    edit(olas_browser, "tyngt", "tungt", turn=2)
    assert "Ola has changed this version since" in str(coded.refusal("undo"))


def test_a_code_on_its_way_is_carried_into_the_version_adopted_meanwhile(coded: Browser, olas_browser: Browser) -> None:
    operation = olas_browser.coding_of("med deg", "Coping", turn=0)
    coded.study.adopt_transcript(coded.person, coded.interview_id, keep_newer(coded))
    accepted(olas_browser.send(operation))
    assert "med deg" in words(coded)


def test_codings_of_who_has_withdrawn_go_along_unseen(study: Study, kari: Person, coded: Browser) -> None:
    version = keep_newer(coded)
    (h03,) = study.participants(kari)
    study.withdraw(kari, h03.id, now().date())
    assert words(coded) == ["går"]
    changes = study.adopt_transcript(kari, coded.interview_id, version)["changes"]
    assert changes["review"] == []  # the lost one was theirs
    assert texts(coded) == [NEWER[0][1], NEWER[3][1]]
    assert "😊" not in str(study.compare_versions(kari, coded.interview_id, version, version))
    study.take_back_withdrawal(kari, h03.id)
    assert words(coded) == ["bra nå", "går", "tyngt"]


def test_only_another_version_of_this_interview_is_adopted(study: Study, kari: Person, coded: Browser) -> None:
    (current,) = study.versions(kari, coded.interview_id)
    with pytest.raises(NotAdoptedError, match="in use already"):
        study.adopt_transcript(kari, coded.interview_id, current.id)
    other = study.add_interview(kari, label="W2-H03")
    foreign = study.keep_transcript(kari, other.id, newer(), machine_made=True)
    with pytest.raises(NotAdoptedError, match="no transcript"):
        study.adopt_transcript(kari, coded.interview_id, foreign)
    with pytest.raises(NotFoundError):
        study.compare_versions(kari, coded.interview_id, current.id, foreign)


def test_two_versions_are_compared_word_by_word(study: Study, kari: Person, coded: Browser) -> None:
    version = keep_newer(coded)
    (old, _) = study.versions(kari, coded.interview_id)
    found = study.compare_versions(kari, coded.interview_id, old.id, version)
    assert [(p.kind.value, p.text) for p in found.turns[2].parts] == [
        ("same", "men i fjor var det "),
        ("gone", "tungt"),
        ("new", "tyngt"),
        ("same", "."),
    ]
    assert (found.gone_words, found.added_words) == (2, 2)


def test_corrections_say_who_when_and_how_much(
    study: Study, kari: Person, browser: Browser, olas_browser: Browser
) -> None:
    edit(browser, "i fjor", "den gangen")
    edit(olas_browser, "tungt", "tungt nok")
    first, second = study.corrections(kari, browser.interview_id)
    assert (first.by, first.gone_words, first.added_words) == ("Ola", 0, 1)
    assert (second.by, second.gone_words, second.added_words, second.change) == ("Kari", 2, 2, Change.EDIT)


def test_corrections_of_who_has_withdrawn_are_not_told(study: Study, kari: Person, browser: Browser) -> None:
    browser.do("name_speaker", speaker="SPEAKER_01", new_participant={"pseudonym": "H03", "role": "helper"})
    edit(browser, "i fjor", "den gangen")
    (h03,) = study.participants(kari)
    study.withdraw(kari, h03.id, now().date())
    assert study.corrections(kari, browser.interview_id) == ()
