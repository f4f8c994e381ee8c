"""Words that the recogniser left out are typed as a turn of their own, and every step can be taken back."""

from __future__ import annotations

from typing import Any

import pytest

from core.clock import new_id
from storage.turn_text_rows import Change
from study import Study
from tests.desks import ANSWER, FOLLOW_UP, QUESTION, Browser
from ui.corrections import CHANGES, correction_rows

MISSED = "Ja, 😊 det husker jeg godt."


def insert_of(browser: Browser, *, beside: int = 0, text: str = MISSED, **changed: Any) -> dict[str, Any]:
    """The operation that puts a turn behind another, numbered and ready to be sent."""
    where = {"beside": browser.turns[beside].id, "speaker": "SPEAKER_01", "start_ms": 1500, "end_ms": 2500}
    ids = {"new_turn": new_id(), "text_id": new_id()}
    return browser.numbered("insert_turn", **{**where, **ids, "text": text, **changed})


def texts(browser: Browser) -> list[str]:
    return [turn.text for turn in browser.turns]


def test_what_was_left_out_stands_where_it_was_said(browser: Browser) -> None:
    answer = browser.send(insert_of(browser))
    assert answer["results"][0]["refused"] is None
    assert texts(browser) == [QUESTION, MISSED, ANSWER, FOLLOW_UP]
    new = browser.turns[1]
    assert (new.speaker, new.start_ms, new.end_ms, new.checked) == ("SPEAKER_01", 1500, 2500, None)
    assert answer["changes"]["order"] == [turn.id for turn in browser.turns]
    assert [turn["text"] for turn in answer["changes"]["turns"] if turn["id"] == new.id] == [MISSED]


def test_its_words_share_its_time_and_have_no_confidence(browser: Browser) -> None:
    browser.send(insert_of(browser))
    words = browser.turns[1].words
    assert [MISSED[word.start : word.end] for word in words] == MISSED.split()
    assert (words[0].start_ms, words[-1].end_ms) == (1500, 2500)
    assert {word.confidence for word in words} == {None}


def test_a_turn_can_stand_before_the_first(browser: Browser) -> None:
    browser.send(insert_of(browser, before=True))
    assert texts(browser) == [MISSED, QUESTION, ANSWER, FOLLOW_UP]


def test_a_turn_need_have_no_time(browser: Browser) -> None:
    browser.send(insert_of(browser, start_ms=None, end_ms=None))
    assert (browser.turns[1].start_ms, browser.turns[1].words) == (None, ())


def test_undo_takes_it_away_and_redo_brings_the_same_turn_back(browser: Browser) -> None:
    browser.send(insert_of(browser))
    made = browser.turns[1]
    assert browser.refusal("undo") is None
    assert texts(browser) == [QUESTION, ANSWER, FOLLOW_UP]
    assert browser.refusal("redo") is None
    again = browser.turns[1]
    assert (again.id, again.text, again.words) == (made.id, made.text, made.words)
    assert browser.refusal("undo") is None
    assert texts(browser) == [QUESTION, ANSWER, FOLLOW_UP]


def test_it_comes_back_where_it_stood_though_its_neighbour_has_become_part_of_another_turn(
    browser: Browser, study: Study
) -> None:
    browser.send(insert_of(browser, beside=1))
    first, second = browser.turns[:2]
    other = Browser(study, study.person("Ola"), browser.interview_id)
    seen = {first.id: first.revision, second.id: second.revision}
    assert other.refusal("join_turns", first=first.id, second=second.id, revisions=seen, text_id=new_id()) is None
    before = texts(browser)
    assert before == [f"{QUESTION} {ANSWER}", MISSED, FOLLOW_UP]
    assert (browser.refusal("undo"), browser.refusal("redo")) == (None, None)
    assert texts(browser) == before


def test_a_split_is_not_taken_back_across_a_turn_that_was_put_between(browser: Browser, study: Study) -> None:
    turn = browser.turns[1]
    ids = {"new_turn": new_id(), "text_id": new_id(), "new_text_id": new_id()}
    cut = ANSWER.index(", men")
    assert browser.refusal("split_turn", turn=turn.id, revision=turn.revision, at=cut, speaker=None, **ids) is None
    other = Browser(study, study.person("Ola"), browser.interview_id)
    other.send(insert_of(other, beside=1))
    before = texts(browser)
    assert "put between the two parts" in (browser.refusal("undo") or "")
    assert texts(browser) == before
    other.do("undo")
    assert browser.refusal("undo") is None
    assert texts(browser) == [QUESTION, ANSWER, FOLLOW_UP]


def test_a_voice_not_heard_before_goes_with_the_turn_it_was_made_for(browser: Browser) -> None:
    browser.send(insert_of(browser, speaker="SPEAKER_02"))
    assert browser.turns[1].speaker == "SPEAKER_02"
    browser.do("undo")
    labels = {speaker.label for speaker in browser.study.desk.open(browser.person, browser.interview_id).speakers}
    assert labels == {"SPEAKER_00", "SPEAKER_01"}


def test_a_coding_on_it_keeps_it_until_the_coding_is_undone(browser: Browser, study: Study) -> None:
    browser.send(insert_of(browser))
    other = Browser(study, study.person("Ola"), browser.interview_id)
    other.send(other.coding_of("husker", "Coping"))
    assert "coded words" in (browser.refusal("undo") or "")
    assert MISSED in texts(browser)
    other.do("undo")
    assert browser.refusal("undo") is None
    assert texts(browser) == [QUESTION, ANSWER, FOLLOW_UP]


def test_what_was_coded_undone_and_done_again_stands_on_the_same_words(browser: Browser) -> None:
    browser.send(insert_of(browser))
    browser.send(browser.coding_of("husker", "Coping"))
    for step in ("undo", "undo", "redo"):
        assert browser.refusal(step) is None
    assert browser.coded_words() == []


def test_a_coding_that_reaches_into_it_keeps_it(browser: Browser, study: Study) -> None:
    browser.send(insert_of(browser))
    first, new = browser.turns[:2]
    passage = {"start_turn": first.id, "start": 0, "end_turn": new.id, "end": 2}
    seen = {first.id: first.revision, new.id: new.revision}
    other = Browser(study, study.person("Ola"), browser.interview_id)
    operation = {"id": new_id(), "code": browser.code_named("Coping"), "passage": passage, "turn_revisions": seen}
    assert other.refusal("code", quote=f"{QUESTION}\nJa", **operation) is None
    assert "Ola has coded words" in (browser.refusal("undo") or "")
    (coding,) = other.study.desk.open(other.person, other.interview_id).codings
    assert (coding.passage.start_turn, coding.passage.end_turn) == (first.id, new.id)


def test_a_coding_that_reaches_over_it_stays_as_it_is(browser: Browser) -> None:
    first, last = browser.turns[0], browser.turns[-1]
    passage = {"start_turn": first.id, "start": 0, "end_turn": last.id, "end": 3}
    seen = {turn.id: turn.revision for turn in browser.turns}
    quote = "\n".join([QUESTION, ANSWER, FOLLOW_UP[:3]])
    code = browser.code_named("Coping")
    assert browser.refusal("code", id=new_id(), code=code, passage=passage, quote=quote, turn_revisions=seen) is None
    before = browser.study.desk.open(browser.person, browser.interview_id).codings
    browser.send(insert_of(browser))
    assert browser.refusal("undo") is None
    assert browser.study.desk.open(browser.person, browser.interview_id).codings == before


def test_a_coding_taken_away_waits_for_a_person_when_its_words_have_gone(browser: Browser, study: Study) -> None:
    browser.send(insert_of(browser))
    other = Browser(study, study.person("Ola"), browser.interview_id)
    coding = other.coding_of("husker", "Coping")
    other.send(coding)
    other.do("uncode", id=coding["id"])
    assert browser.refusal("undo") is None
    assert other.refusal("undo") is None  # the coding comes back, and its words are not there
    state = other.study.desk.open(other.person, other.interview_id)
    assert [entry["before"] for entry in state.review] == ["husker"]


def test_somebodys_check_keeps_it(browser: Browser, study: Study) -> None:
    browser.send(insert_of(browser))
    other = Browser(study, study.person("Ola"), browser.interview_id)
    other.do("check", turns=[browser.turns[1].id])
    assert "Ola" in (browser.refusal("undo") or "")


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "  "},
        {"text": None},
        {"beside": "0" * 32},
        {"speaker": "SPEAKER_07"},
        {"start_ms": 9, "end_ms": 5},
        {"start_ms": -1},
        {"start_ms": None},
        {"start_ms": True},
        {"new_turn": "x"},
    ],
)
def test_what_makes_no_turn_is_refused_and_changes_nothing(browser: Browser, changed: dict[str, Any]) -> None:
    answer = browser.send({**insert_of(browser), **changed})
    assert answer["results"][0]["refused"]
    assert texts(browser) == [QUESTION, ANSWER, FOLLOW_UP]


def test_a_turn_that_is_there_is_not_made_twice(browser: Browser) -> None:
    assert "understood" in (browser.refusal("insert_turn", **_fields(browser)) or "")


def _fields(browser: Browser) -> dict[str, Any]:
    first, second = browser.turns[:2]
    return {"new_turn": second.id, "beside": first.id, "speaker": "SPEAKER_00", "text_id": new_id(), "text": "x"}


def test_no_word_of_it_is_in_the_log(browser: Browser) -> None:
    browser.send(insert_of(browser))
    browser.do("undo")
    with browser.study.reading(browser.person) as connection:
        rows = connection.exec_driver_sql("SELECT payload, inverse, refusal FROM operation").all()
    assert rows and "husker" not in str(rows)


def test_it_counts_among_the_corrections_with_the_words_that_were_added(browser: Browser, study: Study) -> None:
    browser.send(insert_of(browser))
    (correction,) = study.corrections(browser.person, browser.interview_id)
    assert (correction.change, correction.gone_words, correction.added_words) == (Change.INSERT, 0, len(MISSED.split()))
    assert correction_rows((correction,))[0]["What"] == "Turn put in"


def test_every_change_of_words_has_a_name_on_the_page() -> None:
    assert set(CHANGES) == set(Change) - {Change.FIRST}
