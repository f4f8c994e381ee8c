"""The Memos page, and the route by which memos are changed in place."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from coding.model import MemoKind
from ui import sessions

Draw = Callable[..., AppTest]
Send = Callable[..., httpx.Response]


def words_of(at: AppTest) -> str:
    return " ".join(element.value for element in [*at.subheader, *at.markdown, *at.caption])


def items(at: AppTest) -> list[dict[str, Any]]:
    (component,) = at.get("bidi_component")
    return list(json.loads(component.proto.json)["items"])


def texts(at: AppTest) -> list[str]:
    return [memo["text"] for item in items(at) for memo in item["memos"]]


# --- the page


def test_an_empty_study_says_how_to_begin(draw: Draw, at_hand: Any) -> None:
    assert "No memo yet" in words_of(draw("memos", at_hand))


def test_each_memo_says_what_it_is_about_and_leads_there(draw: Draw, at_hand: Any) -> None:
    study, person, interview = at_hand.study, at_hand.person, at_hand.add_transcript()
    at_hand.code(interview, 1, 4, 17)
    (coding,) = study.snapshot(person).codings
    memo = study.write_memo(person, "coding", coding.id, "on a segment")
    whole = study.write_memo(person, "study", study.id, "on the study", MemoKind.METHOD)
    study.link_memo(person, whole.id, "memo", memo.id)
    on_study, on_segment = items(draw("memos", at_hand))
    assert (on_study["title"], on_study["where"], on_study["open"]) == ("PM+ Bergen", "The study", None)
    assert on_segment["open"]["query"]["coding"] == coding.id
    assert on_study["memos"][0]["links"][0]["words"] == "on a segment · Memo"


def test_a_memo_outlives_its_segment_and_says_so(draw: Draw, at_hand: Any) -> None:
    interview = at_hand.add_transcript()
    at_hand.code(interview, 1, 4, 17)
    (coding,) = at_hand.study.snapshot(at_hand.person).codings
    at_hand.study.write_memo(at_hand.person, "coding", coding.id, "on a segment")
    at_hand.study.desk.apply(at_hand.person, interview.id, "a" * 32, [{"seq": 1, "kind": "uncode", "id": coding.id}])
    (item,) = items(draw("memos", at_hand))
    assert (item["title"], item["where"], item["marks"]) == (
        "A coded segment that was removed", "H03", ["no longer there"],
    )  # fmt: skip


def test_memos_are_chosen_by_kind_and_words_and_sorted(draw: Draw, at_hand: Any) -> None:
    study, person = at_hand.study, at_hand.person
    study.write_memo(person, "study", study.id, "Første tanke")
    study.write_memo(person, "study", study.id, "Andre TANKE", MemoKind.REFLEXIVE)
    at = draw("memos", at_hand)
    assert texts(at) == ["Andre TANKE", "Første tanke"]
    at.selectbox(key="memos_order").set_value("oldest").run()
    assert texts(at) == ["Første tanke", "Andre TANKE"]
    at.multiselect(key="memos_kinds").set_value(["reflexive"]).run()
    assert texts(at) == ["Andre TANKE"]
    at.multiselect(key="memos_kinds").set_value([]).run()
    at.text_input(key="memos_words").set_value("FØRSTE").run()
    assert texts(at) == ["Første tanke"]
    at.text_input(key="memos_words").set_value("forste").run()
    assert "No memo fits these choices" in words_of(at)


def test_a_new_memo_is_kept(draw: Draw, at_hand: Any) -> None:
    at = draw("memos", at_hand)
    at.text_area[0].set_value("a decision")
    at.button[0].click().run()
    assert not at.exception
    assert texts(at) == ["a decision"]


def test_a_memo_in_the_address_is_shown_alone(draw: Draw, at_hand: Any) -> None:
    study, person = at_hand.study, at_hand.person
    one, _ = (study.write_memo(person, "study", study.id, text) for text in ("one", "two"))
    at = draw("memos", at_hand)
    at.query_params["memo"] = one.id
    at.run()
    assert texts(at) == ["one"]
    at.button(key="memos_all").click().run()
    assert texts(at) == ["two", "one"]


# --- the route


@pytest.fixture
def send(ask: Callable[..., httpx.Response], table: sessions.Sessions, at_hand: Any) -> Send:
    """Send an act as a page does; `send(..., own=False)` as another website would."""
    session_id = table.begin(at_hand.person.name)

    def post(*, own: bool = True, session: str = session_id, **act: Any) -> httpx.Response:
        headers = {"X-Workbench": "1"} if own else {}
        return ask("POST", f"/studies/{at_hand.study.id}/memos", session, json=act, headers=headers)

    return post


def test_a_memo_is_written_edited_deleted_and_brought_back(send: Send, at_hand: Any) -> None:
    written = send(act="write", about_kind="study", about_id=at_hand.study.id, text="<b>one</b>", kind="analytic")
    memo = written.json()["memo"]
    assert (memo["text"], memo["version"], memo["author_name"]) == ("<b>one</b>", 1, at_hand.person.name)
    edited = send(act="edit", id=memo["id"], text="two", kind="method", seen=1).json()["memo"]
    assert (edited["text"], edited["version"], edited["kind"]) == ("two", 2, "method")
    versions = send(act="versions", id=memo["id"]).json()["versions"]
    assert [version["text"] for version in versions] == ["<b>one</b>", "two"]
    assert send(act="forget", id=memo["id"]).json() == {"forgotten": 1}
    assert send(act="remove", id=memo["id"]).json() == {}
    assert at_hand.study.snapshot(at_hand.person).memos == ()
    assert send(act="restore", id=memo["id"]).json()["memo"]["text"] == "two"


def test_a_link_is_taken_away(send: Send, at_hand: Any) -> None:
    study, person = at_hand.study, at_hand.person
    one, two = (study.write_memo(person, "study", study.id, text) for text in ("one", "two"))
    link = study.link_memo(person, one.id, "memo", two.id)
    assert send(act="unlink", link=link.id).status_code == 200
    assert study.snapshot(person).memo_links == ()


def test_what_goes_wrong_is_said_in_words(send: Send, at_hand: Any, table: sessions.Sessions) -> None:
    memo = at_hand.study.write_memo(at_hand.person, "study", at_hand.study.id, "one")
    assert send(act="edit", id=memo.id, text="two", kind="analytic", seen=7).status_code == 409
    assert send(act="edit", id="f" * 32, text="two", kind="analytic", seen=1).status_code == 404
    assert "empty" in send(act="edit", id=memo.id, text=" ", kind="analytic", seen=1).json()["error"]
    ola = table.begin("Ola")
    assert send(session=ola, act="remove", id=memo.id).status_code == 403
    assert send(own=False, act="remove", id=memo.id).status_code == 403


@pytest.mark.parametrize(
    "act", [{}, {"act": "burn"}, {"act": "edit", "id": 3}, {"act": "write"}, {"act": "remove", "id": ["x"]},
     {"act": "edit", "id": "f" * 32, "text": "x" * 300_000}],
)  # fmt: skip
def test_what_no_page_sends_is_refused(send: Send, act: dict[str, Any]) -> None:
    assert send(**act).status_code == 422
