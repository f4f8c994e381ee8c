"""Working on with coded segments: ends, codes, seams, flags; each taken back exactly, or refused with the reason."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest

from coding.operations import parse
from coding.operations.fields import BadOperationError
from coding.retrieval import SegmentFilter, coded_segments
from core.clock import new_id
from core.design import Person
from study import Study
from tests.desks import ANSWER, FOLLOW_UP, Browser


def coded(browser: Browser, words: str, code: str = "Coping") -> str:
    """Code words of the answer; the coding's id."""
    operation = browser.coding_of(words, code)
    assert browser.send(operation)["results"][0]["refused"] is None
    return str(operation["id"])


def place(browser: Browser, words: str, turn: int = 1) -> dict[str, Any]:
    """The fields that say where words are."""
    operation = browser.coding_of(words, "Coping", turn=turn)
    return {name: operation[name] for name in ("passage", "quote", "turn_revisions")}


def state(browser: Browser) -> list[tuple[str, str, bool]]:
    """What stands: code, words, flag; by place."""
    shown = browser.study.desk.open(browser.person, browser.interview_id)
    texts = {turn.id: turn.text for turn in browser.turns}
    names = {code.id: code.name["en"] for code in browser.study.codebook(browser.person).codes}
    found = []
    for coding in shown.codings:
        p = coding.passage
        within = p.start_turn == p.end_turn
        words = (
            texts[p.start_turn][p.start : p.end]
            if within
            else texts[p.start_turn][p.start :] + "|" + texts[p.end_turn][: p.end]
        )
        found.append((names[coding.code_id], words, coding.discuss))
    return sorted(found)


ACTS = {
    "move": lambda b, i: b.do("move_coding", id=i, **place(b, "det tungt")),
    "recode": lambda b, i: b.do("recode", id=i, code=b.code_named("Identity")),
    "split": lambda b, i: b.do("split_coding", id=i, new_id=new_id(), at=before(b, "var")),
    "flag": lambda b, i: b.do("flag", id=i, discuss=True),
    "code_many": lambda b, _: b.do("code_many", **many(b, "bra", "Det går")),
}  # fmt: skip


def before(browser: Browser, words: str) -> dict[str, Any]:
    """The place in the answer at which words begin."""
    return {"turn": browser.turns[1].id, "offset": ANSWER.index(words)}


def many(browser: Browser, *words: str) -> dict[str, Any]:
    codings = [browser.coding_of(each, "Identity") for each in words]
    listed = [{name: each[name] for name in ("id", "code", "passage", "quote")} for each in codings]
    return {"codings": listed, "turn_revisions": codings[0]["turn_revisions"]}


# --- each kind


def test_an_end_is_moved_to_another_word(browser: Browser) -> None:
    coding = coded(browser, "tungt")
    assert browser.refusal("move_coding", id=coding, **place(browser, "det tungt")) is None
    assert state(browser) == [("Coping", "det tungt", False)]


def test_a_segment_gets_another_code_and_stays_its_coders(
    browser: Browser, olas_browser: Browser, kari: Person
) -> None:
    coding = coded(browser, "tungt")
    answer = olas_browser.do("recode", id=coding, code=olas_browser.code_named("Identity"))
    assert answer["changes"]["codings"][0]["coder"] == kari.id
    assert state(browser) == [("Identity", "tungt", False)]


def test_a_segment_is_split_at_the_caret_without_white_space_at_the_seam(browser: Browser) -> None:
    coding = coded(browser, "men i fjor var det tungt")
    browser.do("flag", id=coding, discuss=True)
    caret = {"turn": browser.turns[1].id, "offset": ANSWER.index("fjor") + len("fjor")}
    assert browser.refusal("split_coding", id=coding, new_id=new_id(), at=caret) is None
    assert state(browser) == [("Coping", "men i fjor", True), ("Coping", "var det tungt", True)]


def test_a_segment_over_two_turns_is_split_between_them(browser: Browser) -> None:
    answer, follow_up = browser.turns[1:]
    coding = new_id()
    browser.do(
        "code", id=coding, code=browser.code_named("Coping"), quote=ANSWER[40:] + "\n" + FOLLOW_UP[:3],
        passage={"start_turn": answer.id, "start": 40, "end_turn": follow_up.id, "end": 3},
        turn_revisions={answer.id: 0, follow_up.id: 0},
    )  # fmt: skip
    browser.do("split_coding", id=coding, new_id=new_id(), at={"turn": follow_up.id, "offset": 0})
    assert [words for _, words, _ in state(browser)] == [ANSWER[40:], FOLLOW_UP[:3]]


@pytest.mark.parametrize(("first", "second"), [("men i fjor", "fjor var det"), ("men i", "fjor var det")])
def test_segments_that_overlap_or_touch_become_one(browser: Browser, first: str, second: str) -> None:
    one, other = coded(browser, first), coded(browser, second)
    browser.do("flag", id=other, discuss=True)
    assert browser.refusal("join_codings", ids=[one, other], into=one) is None
    assert state(browser) == [("Coping", "men i fjor var det", True)]
    browser.do("undo")
    assert [words for _, words, _ in state(browser)] == sorted([first, second])


def test_a_mark_to_discuss_is_seen_by_everybody_and_in_the_segments_asked_for(study: Study, browser: Browser) -> None:
    coding = coded(browser, "tungt")
    coded(browser, "bra")
    answer = browser.do("flag", id=coding, discuss=True)
    assert answer["changes"]["codings"][0]["discuss"] is True
    snapshot = study.snapshot(browser.person)
    asked = {
        discuss: coded_segments(snapshot, SegmentFilter(discuss=discuss, with_staff_turns=True))
        for discuss in (True, False, None)
    }
    assert [segment.text for segment in asked[True]] == ["tungt"]
    assert [segment.text for segment in asked[False]] == ["bra"]
    assert len(asked[None]) == 2


def test_many_passages_get_a_code_in_one_act(browser: Browser) -> None:
    assert browser.refusal("code_many", **many(browser, "bra", "tungt")) is None
    assert [words for _, words, _ in state(browser)] == ["bra", "tungt"]
    browser.do("undo")
    assert state(browser) == []
    browser.do("redo")
    assert [words for _, words, _ in state(browser)] == ["bra", "tungt"]


def test_several_codes_come_onto_one_passage_in_one_act(browser: Browser) -> None:
    act = many(browser, "tungt", "tungt")
    act["codings"][1]["code"] = browser.code_named("Coping")
    browser.do("code_many", **act)
    assert [name for name, _, _ in state(browser)] == ["Coping", "Identity"]


def test_one_code_may_be_named_for_all_of_many(browser: Browser) -> None:
    act = many(browser, "bra", "tungt")
    for coding in act["codings"]:
        del coding["code"]
    assert browser.refusal("code_many", **act, code=browser.code_named("Coping")) is None
    assert [name for name, _, _ in state(browser)] == ["Coping", "Coping"]


def test_what_does_not_fit_on_one_passage_puts_nothing_on_any(browser: Browser) -> None:
    act = many(browser, "bra", "tungt")
    act["codings"][1]["quote"] = "lett"
    assert "has changed since you selected it" in str(browser.refusal("code_many", **act))
    assert state(browser) == []


# --- undo, redo, once


@pytest.mark.parametrize("act", ACTS)
def test_undo_restores_exactly_and_redo_brings_the_same_again(browser: Browser, act: str) -> None:
    coding = coded(browser, "fjor var det tungt")
    before = state(browser)
    assert ACTS[act](browser, coding)["results"][0]["refused"] is None
    after = state(browser)
    assert after != before
    for _ in range(2):
        browser.do("undo")
        assert state(browser) == before
        assert browser.refusal("redo") is None
        assert state(browser) == after


@pytest.mark.parametrize("act", ACTS)
def test_undo_goes_through_a_reload_and_says_what_it_took_back(browser: Browser, act: str) -> None:
    coding = coded(browser, "fjor var det tungt")
    before = state(browser)
    kind = ACTS[act](browser, coding) and act
    result = Browser(browser.study, browser.person, browser.interview_id).do("undo")["results"][0]
    assert result["stepped"].startswith(kind)
    assert result["way"] == "undone"
    assert state(browser) == before


@pytest.mark.parametrize("act", [name for name in ACTS if name != "code_many"])
def test_undo_is_refused_by_name_where_somebody_has_worked_on(
    browser: Browser, olas_browser: Browser, act: str
) -> None:
    coding = coded(browser, "fjor var det tungt")
    ACTS[act](browser, coding)
    olas_browser.do("flag", id=coding, discuss=False)
    assert str(browser.refusal("undo")).startswith(
        "Ola has changed this coded segment since, so this cannot be undone."
    )
    olas_browser.do("undo")
    assert browser.refusal("undo") is None


def test_coding_many_is_not_undone_once_somebody_works_on_with_one(browser: Browser, olas_browser: Browser) -> None:
    act = many(browser, "bra", "tungt")
    browser.do("code_many", **act)
    olas_browser.do("uncode", id=act["codings"][0]["id"])
    assert "Ola has worked on with one of these 2 coded segments" in str(browser.refusal("undo"))


def test_putting_a_code_is_not_undone_once_somebody_has_moved_it(browser: Browser, olas_browser: Browser) -> None:
    coding = coded(browser, "tungt")
    olas_browser.do("move_coding", id=coding, **place(olas_browser, "det tungt"))
    assert str(browser.refusal("undo")).startswith(
        "Ola has changed this coded segment since, so this cannot be undone."
    )


def test_sent_twice_is_done_once_and_answered_twice(browser: Browser) -> None:
    coding = coded(browser, "fjor var det tungt")
    for act in ("move_coding", "flag"):
        fields = place(browser, "det tungt") if act == "move_coding" else {"discuss": True}
        operation = browser.numbered(act, id=coding, **fields)
        assert browser.send(operation)["changes"] == browser.send(operation)["changes"]
    operation = browser.numbered("code_many", **many(browser, "bra"))
    assert browser.send(operation)["changes"] == browser.send(operation)["changes"]
    assert len(state(browser)) == 2


# --- refused


def test_what_somebody_has_removed_is_not_changed_any_more(browser: Browser, olas_browser: Browser) -> None:
    coding = coded(browser, "fjor var det tungt")
    olas_browser.do("uncode", id=coding)
    for name in ("move", "recode", "split", "flag"):
        refused = ACTS[name](browser, coding)["results"][0]["refused"]
        assert refused == "Ola has removed “Coping” from this passage already."


@pytest.mark.parametrize("kind", ["move_coding", "recode", "flag", "split_coding"])
def test_a_coding_of_another_interview_is_not_there(browser: Browser, kind: str) -> None:
    fields = {
        **place(browser, "bra"), "code": browser.code_named("Identity"), "discuss": True, "new_id": new_id(),
        "at": {"turn": browser.turns[1].id, "offset": 3},
    }  # fmt: skip
    assert "not in the current transcript" in str(browser.refusal(kind, id=new_id(), **fields))


def test_a_segment_is_moved_only_to_words_as_they_read(browser: Browser) -> None:
    coding = coded(browser, "tungt")
    damaged = place(browser, "det tungt") | {"quote": "det lett"}
    assert "has changed since" in str(browser.refusal("move_coding", id=coding, **damaged))
    assert state(browser) == [("Coping", "tungt", False)]


def test_the_same_code_is_not_put_twice_on_the_same_words(browser: Browser) -> None:
    coding, other = coded(browser, "tungt"), coded(browser, "tungt", "Identity")
    refused = "“Identity” is on exactly these words already."
    assert browser.refusal("recode", id=coding, code=browser.code_named("Identity")) == refused
    browser.do("move_coding", id=other, **place(browser, "bra"))
    third = coded(browser, "det tungt", "Identity")
    assert browser.refusal("move_coding", id=third, **place(browser, "bra")) == refused


@pytest.mark.parametrize("words", ["fjor", "tungt."])
def test_a_segment_is_not_split_at_its_edge_or_outside_it(browser: Browser, words: str) -> None:
    coding = coded(browser, "fjor var det")
    caret = {"turn": browser.turns[1].id, "offset": ANSWER.index(words)}
    refused = browser.refusal("split_coding", id=coding, new_id=new_id(), at=caret)
    assert refused == "The coded segment cannot be split here. Put the caret between two of its words."


def test_a_caret_in_an_older_text_splits_nothing(browser: Browser) -> None:
    coding, turn = coded(browser, "fjor var det"), browser.turns[1]
    caret = {"turn": turn.id, "offset": ANSWER.index("var")}
    refused = browser.refusal("split_coding", id=coding, new_id=new_id(), at=caret, turn_revisions={turn.id: 7})
    assert "has changed since" in str(refused)


def test_segments_apart_of_other_codes_or_coders_are_not_joined(browser: Browser, olas_browser: Browser) -> None:
    first = coded(browser, "Det går")
    refusals = {
        coded(browser, "tungt"): "There are words between",
        coded(browser, "bra", "Identity"): "Only coded segments of the same code",
        coded(olas_browser, "går bra"): "One of these is Kari's and one is Ola's",
    }
    for other, reason in refusals.items():
        assert reason in str(browser.refusal("join_codings", ids=[first, other], into=first))
    assert len(state(browser)) == 4


@pytest.mark.parametrize(
    "raw",
    [
        {"kind": "join_codings", "ids": ["0" * 32], "into": "0" * 32},
        {"kind": "join_codings", "ids": ["0" * 32, "1" * 32], "into": "2" * 32},
        {"kind": "flag", "id": "0" * 32, "discuss": "yes"},
        {"kind": "split_coding", "id": "0" * 32, "new_id": "1" * 32, "at": None},
        {"kind": "code_many", "codings": [], "turn_revisions": {}},
        {"kind": "code_many", "codings": [None], "turn_revisions": {}},
    ],
)
def test_what_cannot_be_understood_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(BadOperationError):
        parse(raw)


def test_no_more_than_five_thousand_at_once_and_none_twice(browser: Browser) -> None:
    act = many(browser, "bra")
    with pytest.raises(BadOperationError):
        parse({"kind": "code_many", **act, "codings": act["codings"] * 2})
    lots = [{**act["codings"][0], "id": new_id()} for _ in range(5_001)]
    with pytest.raises(BadOperationError):
        parse({"kind": "code_many", **act, "codings": lots})


# --- in vivo, and what is kept


def test_an_in_vivo_code_is_named_by_words_that_the_log_does_not_hold(browser: Browser) -> None:
    code = new_id()
    browser.do("add_code", id=code, name="det var tungt", parent_id=None, in_vivo=True)
    browser.send({**browser.coding_of("tungt", "Coping"), "code": code})
    made = next(c for c in browser.study.codebook(browser.person).codes if c.id == code)
    assert made.definition["en"].startswith("In vivo")
    for step in ("undo", "undo", "redo", "redo"):
        assert browser.refusal(step) is None
    assert state(browser) == [("det var tungt", "tungt", False)]
    with sqlite3.connect(browser.study.folder / "study.sqlite") as connection:
        log = json.dumps(connection.execute("SELECT payload, inverse, refusal FROM operation").fetchall())
    assert "tungt" not in log


def test_an_in_vivo_code_that_went_unused_cannot_come_back_without_its_words(browser: Browser) -> None:
    browser.do("add_code", id=new_id(), name="tungt", parent_id=None, in_vivo=True)
    browser.do("undo")
    assert "Select the words again" in str(browser.refusal("redo"))


def test_the_log_of_all_these_holds_no_participants_words(browser: Browser) -> None:
    for act in ACTS.values():
        act(browser, coded(browser, "fjor var det tungt"))
    with sqlite3.connect(browser.study.folder / "study.sqlite") as connection:
        log = json.dumps(connection.execute("SELECT payload, inverse, refusal FROM operation").fetchall())
    assert "tungt" not in log
    assert "går" not in log and "g\\u00e5r" not in log
