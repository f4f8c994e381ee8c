"""A passage gets a code: what the desk does with the operations a browser sends."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest

from codebooks.difference import Scope
from coding.operations.fields import BadOperationError
from core.clock import new_id
from core.design import Interview, Person
from core.errors import NotFoundError
from study import Study
from study.base import NotAMemberError
from study.desk import NoTranscriptError
from tests.desks import ANSWER, QUESTION, Browser


def test_a_passage_is_coded_where_it_was_selected_in_code_points(browser: Browser) -> None:
    answer = browser.send(browser.coding_of("nå, men", "Coping"))
    assert answer["acknowledged"] == 1
    assert answer["results"] == [{"seq": 1, "refused": None}]
    assert browser.coded_words() == ["nå, men"]


def test_a_passage_may_reach_over_several_turns(browser: Browser) -> None:
    first, second = browser.turns[:2]
    operation = browser.numbered(
        "code",
        id=new_id(),
        code=browser.code_named("Identity"),
        passage={"start_turn": first.id, "start": 8, "end_turn": second.id, "end": 11},
        quote=QUESTION[8:] + "\n" + ANSWER[:11],
        turn_revisions={first.id: 0, second.id: 0},
    )
    assert browser.send(operation)["results"][0]["refused"] is None


def test_the_same_operation_sent_twice_is_done_once_and_answered_twice(browser: Browser) -> None:
    operation = browser.coding_of("tungt", "Coping")
    first, second = browser.send(operation), browser.send(operation)
    assert browser.coded_words() == ["tungt"]
    assert first["changes"] == second["changes"]
    assert first["revision"] == second["revision"]


def test_operations_that_arrive_in_the_wrong_order_are_done_in_theirs(browser: Browser) -> None:
    coding = browser.coding_of("tungt", "Coping")
    browser.send(browser.numbered("uncode", id=coding["id"]), coding)
    assert browser.coded_words() == []


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ({"quote": "something else"}, "has changed"),
        ({"turn_revisions": {}, "quote": "x" * 10}, "has changed"),
        ({"code": "0" * 32}, "no code"),
        ({"id": "../../etc"}, "could not be understood"),
        ({"passage": {"start_turn": "0" * 32, "start": 0, "end_turn": "0" * 32, "end": 1}}, "not in the current"),
        ({"passage": None}, "could not be understood"),
        ({"kind": "drop table"}, "could not be understood"),
    ],
)
def test_a_bad_operation_is_refused_with_its_reason_and_the_next_goes_on(
    browser: Browser, damage: dict[str, Any], reason: str
) -> None:
    bad = {**browser.coding_of("tungt", "Coping"), **damage}
    good = browser.coding_of("bra", "Coping")
    answer = browser.send(bad, good)
    assert reason in answer["results"][0]["refused"]
    assert answer["results"][1]["refused"] is None
    assert answer["acknowledged"] == 2
    assert browser.coded_words() == ["bra"]


@pytest.mark.parametrize("beyond", [{"end": 10_000}, {"start": 9_000, "end": 10_000}, {"start": -1}, {"start": True}])
def test_offsets_beyond_the_text_are_refused(browser: Browser, beyond: dict[str, Any]) -> None:
    operation = browser.coding_of("tungt", "Coping")
    operation["passage"] |= beyond
    assert browser.send(operation)["results"][0]["refused"]
    assert browser.coded_words() == []


def test_a_selection_made_on_an_older_text_is_refused(browser: Browser) -> None:
    operation = browser.coding_of("tungt", "Coping")
    operation["turn_revisions"] = {turn: revision + 1 for turn, revision in operation["turn_revisions"].items()}
    assert "has changed since you selected it" in browser.send(operation)["results"][0]["refused"]


@pytest.mark.parametrize("operations", [{}, [{"kind": "undo"}], [{"seq": "1"}], [{"seq": -1}], ["undo"], "undo"])
def test_what_is_no_list_of_numbered_operations_is_refused_whole(browser: Browser, operations: Any) -> None:
    with pytest.raises(BadOperationError):
        browser.study.desk.apply(browser.person, browser.interview_id, browser.client, operations)


# --- undo and redo


def test_undo_takes_back_ones_own_last_change_and_redo_brings_the_same_one_back(browser: Browser) -> None:
    coding = browser.coding_of("tungt", "Coping")
    browser.send(coding)
    undone = browser.do("undo")
    assert undone["changes"]["removed"] == [coding["id"]]
    assert browser.coded_words() == []
    redone = browser.do("redo")
    assert [c["id"] for c in redone["changes"]["codings"]] == [coding["id"]]
    assert browser.coded_words() == ["tungt"]


def test_undo_goes_through_a_reload(browser: Browser) -> None:
    browser.send(browser.coding_of("tungt", "Coping"))
    reloaded = Browser(browser.study, browser.person, browser.interview_id)
    reloaded.do("undo")
    assert browser.coded_words() == []


def test_undo_never_touches_what_somebody_else_did(browser: Browser, olas_browser: Browser) -> None:
    browser.send(browser.coding_of("tungt", "Coping"))
    assert olas_browser.refusal("undo") == "There is nothing of yours to undo in this interview."
    assert browser.coded_words() == ["tungt"]


def test_undo_is_refused_by_name_where_somebody_has_been_quicker(browser: Browser, olas_browser: Browser) -> None:
    coding = browser.coding_of("tungt", "Coping")
    browser.send(coding)
    olas_browser.do("uncode", id=coding["id"])
    assert str(browser.refusal("undo")).startswith("Ola has removed “Coping” from this passage already.")


def test_after_something_new_what_was_undone_stays_undone(browser: Browser) -> None:
    browser.send(browser.coding_of("tungt", "Coping"))
    browser.do("undo")
    browser.send(browser.coding_of("bra", "Coping"))
    assert browser.refusal("redo") == "There is nothing of yours to do again in this interview."
    assert browser.coded_words() == ["bra"]


def test_many_steps_back_and_forth_end_where_they_began(browser: Browser) -> None:
    for words in ("bra", "fjor", "tungt"):
        browser.send(browser.coding_of(words, "Coping"))
    for kind in ["undo"] * 3 + ["redo"] * 3 + ["undo"] * 2 + ["redo"] * 2:
        assert browser.refusal(kind) is None
    assert sorted(browser.coded_words()) == ["bra", "fjor", "tungt"]


def test_an_undo_sent_twice_undoes_once(browser: Browser) -> None:
    for words in ("bra", "tungt"):
        browser.send(browser.coding_of(words, "Coping"))
    undo = browser.numbered("undo")
    browser.send(undo)
    browser.send(undo)
    assert browser.coded_words() == ["bra"]


# --- a code made at the desk


def test_a_new_code_is_usable_at_once_and_taken_back_with_its_coding(browser: Browser) -> None:
    code = new_id()
    answer = browser.do("add_code", id=code, name="Håp", parent_id=browser.code_named("Coping"), colour=None)
    assert "Håp" in [c["name"] for c in answer["changes"]["codes"]]
    browser.send({**browser.coding_of("bra", "Coping"), "code": code})
    browser.do("undo")
    assert browser.refusal("undo") is None
    assert "Håp" not in [
        c["name"] for c in browser.study.desk.open(browser.person, browser.interview_id).to_json()["codes"]
    ]
    browser.do("redo")
    browser.do("redo")
    assert browser.coded_words() == ["bra"]


def test_adding_a_code_cannot_be_undone_once_somebody_uses_it(browser: Browser, olas_browser: Browser) -> None:
    code = new_id()
    browser.do("add_code", id=code, name="Håp", parent_id=None, colour=None)
    olas_browser.send({**olas_browser.coding_of("bra", "Coping"), "code": code})
    told = str(browser.refusal("undo"))
    assert told.startswith("Ola has put “Håp” on a passage, so adding it cannot be undone.")


def test_two_codes_cannot_share_a_name(browser: Browser) -> None:
    assert "already a code “COPING”" in str(browser.refusal("add_code", id=new_id(), name="COPING", parent_id=None))


# --- checking and naming


def test_turns_are_marked_as_checked_by_whom_and_taken_back(browser: Browser) -> None:
    turn = browser.turns[1].id
    checked = browser.do("check", turns=[turn])["changes"]["checked"][turn]
    assert checked.startswith("Kari, ")
    assert browser.do("undo")["changes"]["checked"] == {turn: None}


def test_a_speaker_named_once_is_named_everywhere_and_undo_forgets_the_new_participant(browser: Browser) -> None:
    answer = browser.do("name_speaker", speaker="SPEAKER_01", new_participant={"pseudonym": "H03", "role": "helper"})
    assert [s["name"] for s in answer["changes"]["speakers"]] == ["", "H03"]
    assert browser.study.interview(browser.person, browser.interview_id).participant_ids
    browser.do("undo")
    assert browser.study.participants(browser.person) == ()
    browser.do("redo")
    assert [p.pseudonym for p in browser.study.participants(browser.person)] == ["H03"]


def test_a_speaker_can_be_the_interviewer_but_nothing_made_up(browser: Browser) -> None:
    assert browser.refusal("name_speaker", speaker="SPEAKER_00", role="interviewer") is None
    assert "no role “king”" in str(browser.refusal("name_speaker", speaker="SPEAKER_00", role="king"))
    assert "no speaker “SPEAKER_09”" in str(browser.refusal("name_speaker", speaker="SPEAKER_09", role=None))


# --- what is kept


def test_the_log_of_operations_holds_no_participants_words(browser: Browser) -> None:
    browser.send(browser.coding_of("i fjor var det tungt", "Coping"))
    browser.send({**browser.coding_of("bra", "Coping"), "quote": "canary words"})
    browser.send({**browser.coding_of("bra", "Coping"), "smuggled": "canary words"})
    with sqlite3.connect(browser.study.folder / "study.sqlite") as connection:
        log = json.dumps(connection.execute("SELECT payload, inverse, refusal FROM operation").fetchall())
    assert "tungt" not in log
    assert "canary" not in log


def test_the_browser_reads_the_transcript_with_word_times(browser: Browser) -> None:
    state = browser.study.desk.open(browser.person, browser.interview_id)
    read = json.loads(browser.study.desk.transcript_json(browser.person, browser.interview_id, state.version.id))
    assert [turn["text"] for turn in read["turns"]][:2] == [QUESTION, ANSWER]
    assert read["turns"][0]["words"] == [[0, 7, 0, 400, 0.98]]


def test_another_interviews_transcript_is_not_handed_out(browser: Browser) -> None:
    other = browser.study.add_interview(browser.person, label="W1-H04")
    state = browser.study.desk.open(browser.person, browser.interview_id)
    with pytest.raises(NotFoundError):
        browser.study.desk.transcript_json(browser.person, other.id, state.version.id)


def test_an_interview_without_transcript_says_what_to_do(study: Study, kari: Person) -> None:
    waiting = study.add_interview(kari, label="W1-H04")
    with pytest.raises(NoTranscriptError, match="Start its transcription on the Recordings page"):
        study.desk.open(kari, waiting.id)


def test_somebody_who_does_not_work_in_the_study_sees_and_does_nothing(study: Study, interview: Interview) -> None:
    stranger = Person(new_id(), "Stranger")
    with pytest.raises(NotAMemberError):
        study.desk.open(stranger, interview.id)
    with pytest.raises(NotAMemberError):
        study.desk.apply(stranger, interview.id, new_id(), [])


def test_the_desk_knows_what_its_coder_has_looked_for_here_and_nobody_elses(
    study: Study, kari: Person, ola: Person, browser: Browser
) -> None:
    (first, second) = [code.id for _, code in study.codebook(kari).walk()][:2]
    study.mark_looked_for(ola, browser.interview_id, [first, second])
    study.mark_looked_for(kari, browser.interview_id, [first])
    other = study.add_interview(kari, label="W2-H03")
    study.mark_looked_for(kari, other.id, [second])
    assert study.desk.open(kari, browser.interview_id).to_json()["looked_for"] == [first]
    study.define_code(kari, first, definition={"en": "Wider."}, scope=Scope.WIDENED)
    assert study.desk.open(kari, browser.interview_id).to_json()["looked_for"] == []
