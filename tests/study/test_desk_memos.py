"""Memos at the coding desk: operations with undo whose log holds no word of them."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from core.clock import new_id
from core.design import Person
from study import Study
from tests.desks import Browser


def written(browser: Browser, text: str = "first thought", **about: str) -> str:
    memo_id = new_id()
    where = about or {"about_kind": "turn", "about_id": browser.turns[1].id}
    assert browser.refusal("write_memo", id=memo_id, memo_kind="analytic", text=text, **where) is None
    return memo_id


def texts(study: Study, person: Person, browser: Browser) -> list[str]:
    return [memo.text for memo in study.desk.open(person, browser.interview_id).memos]


def test_a_memo_is_written_edited_and_deleted_each_with_undo(study: Study, kari: Person, browser: Browser) -> None:
    memo = written(browser)
    answer = browser.do("edit_memo", id=memo, text="second thought", memo_kind="method", seen=1)
    (shown,) = answer["changes"]["memos"]
    assert (shown["text"], shown["kind"], shown["version"], shown["author_name"]) == (
        "second thought", "method", 2, "Kari",
    )  # fmt: skip
    assert browser.do("remove_memo", id=memo)["changes"]["memos_removed"] == [memo]
    seen: list[Any] = [texts(study, kari, browser)]
    for _ in range(3):
        browser.do("undo")
        seen.append(texts(study, kari, browser))
    assert seen == [[], ["second thought"], ["first thought"], []]
    for _ in range(3):
        browser.do("redo")
        seen.append(texts(study, kari, browser))
    assert seen[4:] == [["first thought"], ["second thought"], []]


def test_no_word_of_a_memo_is_in_the_log(study: Study, browser: Browser) -> None:
    memo = written(browser, "kanarifugl")
    browser.do("edit_memo", id=memo, text="kanarifugl igjen", seen=1)
    browser.do("edit_memo", id=memo, text="kanarifugl refused", seen=1)
    browser.do("undo")
    with sqlite3.connect(study.folder / "study.sqlite") as database:
        log = json.dumps(database.execute("SELECT payload, inverse, refusal FROM operation").fetchall())
        log += json.dumps(database.execute("SELECT verb, object_id FROM audit").fetchall())
    assert "kanarifugl" not in log


def test_sending_twice_writes_once(study: Study, kari: Person, browser: Browser) -> None:
    operation = browser.numbered(
        "write_memo", id=new_id(), about_kind="interview", about_id=browser.interview_id, memo_kind="method", text="x"
    )
    assert browser.send(operation)["changes"] == browser.send(operation)["changes"]
    assert texts(study, kari, browser) == ["x"]


def test_undoing_an_edit_that_was_edited_on_another_page_is_refused(
    study: Study, kari: Person, browser: Browser
) -> None:
    memo = written(browser)
    browser.do("edit_memo", id=memo, text="second", seen=1)
    study.edit_memo(kari, memo, "third")
    assert "changed since" in (browser.refusal("undo") or "")
    assert texts(study, kari, browser) == ["third"]


def test_an_edit_is_not_undone_when_its_earlier_text_was_deleted_for_good(
    study: Study, kari: Person, browser: Browser
) -> None:
    memo = written(browser)
    browser.do("edit_memo", id=memo, text="second", seen=1)
    study.forget_memo_versions(kari, memo)
    assert "deleted for good" in (browser.refusal("undo") or "")


def test_somebody_elses_memo_is_seen_and_left_alone(
    study: Study, ola: Person, browser: Browser, olas_browser: Browser
) -> None:
    memo = written(browser)
    assert texts(study, ola, olas_browser) == ["first thought"]
    assert "somebody else" in (olas_browser.refusal("edit_memo", id=memo, text="Ola's", seen=1) or "")
    assert "somebody else" in (olas_browser.refusal("remove_memo", id=memo) or "")


def test_a_memo_about_another_interview_is_refused(study: Study, kari: Person, browser: Browser) -> None:
    other = study.add_interview(kari, label="W2-H03")
    refused = browser.refusal(
        "write_memo", id=new_id(), about_kind="interview", about_id=other.id, memo_kind="analytic", text="x"
    )
    assert refused
    for kind, about in (("turn", new_id()), ("coding", new_id()), ("study", study.id)):
        assert browser.refusal(
            "write_memo", id=new_id(), about_kind=kind, about_id=about, memo_kind="analytic", text="x"
        )


def test_a_memo_on_a_coded_segment_stays_at_the_desk_when_the_code_is_removed(
    study: Study, kari: Person, browser: Browser
) -> None:
    coding = browser.coding_of("tungt", "Identity")
    browser.send(coding)
    written(browser, "on the segment", about_kind="coding", about_id=coding["id"])
    browser.do("uncode", id=coding["id"])
    assert texts(study, kari, browser) == ["on the segment"]
