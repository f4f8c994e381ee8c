"""One code on many passages of several interviews, as one act that can be taken back."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import pytest

from core.design import Interview, Person
from core.errors import NotFoundError
from core.spans import Passage
from study import Study
from study.passage_coding import NothingToCodeError, PassageNotCodedError, SeenPassage, WorkedOnSinceError
from tests.desks import ANSWER, QUESTION, Browser, conversation


@pytest.fixture
def other(study: Study, kari: Person) -> Interview:
    made = study.add_interview(kari, label="W2-H03", wave="Wave 2")
    study.keep_transcript(kari, made.id, conversation(), machine_made=True)
    return made


def seen(browser: Browser, turn: int, words: str) -> SeenPassage:
    spoken = browser.turns[turn]
    start = spoken.text.index(words)
    passage = Passage(spoken.id, start, spoken.id, start + len(words))
    return SeenPassage(passage, words, {spoken.id: spoken.revision})


@pytest.fixture
def both(study: Study, kari: Person, browser: Browser, other: Interview) -> tuple[Browser, Browser]:
    return browser, Browser(study, kari, other.id)


def everywhere(both: tuple[Browser, Browser]) -> dict[str, list[SeenPassage]]:
    one, two = both
    return {
        one.interview_id: [seen(one, 1, "bra 😊 nå"), seen(one, 0, QUESTION)],
        two.interview_id: [seen(two, 1, "tungt")],
    }


def test_all_passages_get_the_code_and_all_lose_it_again(
    study: Study, kari: Person, both: tuple[Browser, Browser]
) -> None:
    done = study.code_passages(kari, everywhere(both), both[0].code_named("Identity"))
    assert (done.coded, done.coded_already, done.interviews) == (3, 0, 2)
    assert [sorted(desk.coded_words()) for desk in both] == [sorted(["bra 😊 nå", QUESTION]), ["tungt"]]
    assert study.take_back_coded(kari, done.act_id) == 2
    assert [desk.coded_words() for desk in both] == [[], []]
    with pytest.raises(NotFoundError):
        study.take_back_coded(kari, done.act_id)


def test_undo_and_redo_at_the_desk_go_by_it_as_one_step(
    study: Study, kari: Person, both: tuple[Browser, Browser]
) -> None:
    study.code_passages(kari, everywhere(both), both[0].code_named("Identity"))
    assert both[0].do("undo")["results"][0]["stepped"] == "code_many"
    assert [len(desk.coded_words()) for desk in both] == [0, 1]
    both[0].do("redo")
    assert len(both[0].coded_words()) == 2


def test_a_second_time_codes_only_what_is_new(study: Study, kari: Person, both: tuple[Browser, Browser]) -> None:
    code, passages = both[0].code_named("Identity"), everywhere(both)
    first = {both[1].interview_id: passages[both[1].interview_id]}
    study.code_passages(kari, first, code)
    again = study.code_passages(kari, passages, code)
    assert (again.coded, again.coded_already, again.interviews) == (2, 1, 1)
    with pytest.raises(NothingToCodeError):
        study.code_passages(kari, passages, code)


def test_one_passage_that_reads_differently_now_stops_all(
    study: Study, kari: Person, both: tuple[Browser, Browser]
) -> None:
    passages = everywhere(both)
    passages[both[1].interview_id].append(replace(seen(both[1], 1, "fjor"), quote="i dag"))
    with pytest.raises(PassageNotCodedError, match="W2-H03"):
        study.code_passages(kari, passages, both[0].code_named("Identity"))
    assert [desk.coded_words() for desk in both] == [[], []]


def test_it_is_not_taken_back_from_under_later_work(study: Study, kari: Person, both: tuple[Browser, Browser]) -> None:
    done = study.code_passages(kari, everywhere(both), both[0].code_named("Identity"))
    both[1].send(both[1].coding_of("fjor", "Identity"))
    with pytest.raises(WorkedOnSinceError, match="W2-H03"):
        study.take_back_coded(kari, done.act_id)
    assert [len(desk.coded_words()) for desk in both] == [2, 2]


def test_nobody_takes_back_what_somebody_else_did(
    study: Study, kari: Person, ola: Person, both: tuple[Browser, Browser]
) -> None:
    done = study.code_passages(kari, everywhere(both), both[0].code_named("Identity"))
    with pytest.raises(NotFoundError):
        study.take_back_coded(ola, done.act_id)


def test_what_somebody_else_has_removed_stays_removed(
    study: Study, kari: Person, browser: Browser, olas_browser: Browser
) -> None:
    passages = {browser.interview_id: [seen(browser, 1, "bra"), seen(browser, 1, "tungt")]}
    study.code_passages(kari, passages, browser.code_named("Identity"))
    first = next(
        coding
        for coding in study.desk.open(kari, browser.interview_id).codings
        if ANSWER[coding.passage.start : coding.passage.end] == "bra"
    )
    olas_browser.do("uncode", id=first.id)
    browser.do("undo")
    browser.do("redo")
    assert browser.coded_words() == ["tungt"]


def test_no_word_of_it_is_in_the_log(study: Study, kari: Person, browser: Browser) -> None:
    study.code_passages(kari, {browser.interview_id: [seen(browser, 1, ANSWER)]}, browser.code_named("Identity"))
    with sqlite3.connect(study.folder / "study.sqlite") as database:
        kept = json.dumps(database.execute("SELECT payload, inverse FROM operation").fetchall())
    assert "fjor" not in kept
