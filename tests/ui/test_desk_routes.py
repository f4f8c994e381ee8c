"""The routes of the coding desk: the transcript out, operations in, others' changes, the recording in pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from coding.model import RoundKind
from core.design import Person
from study import Study
from tests.desks import ANSWER, Browser, conversation
from ui import sessions
from ui.routes.audio import ByteSpan, requested

OWN = {"X-Workbench": "1"}
SOUND = bytes(range(256)) * 1000  #: Stands for the mp3: the route never looks inside.

Ask = Callable[..., httpx.Response]


@pytest.fixture
def study(at_hand: Any) -> Study:
    return at_hand.study


@pytest.fixture
def person(at_hand: Any) -> Person:
    return at_hand.person


@pytest.fixture
def desk(study: Study, person: Person) -> Browser:
    """A coder's browser at the one interview of the study."""
    interview = study.add_interview(person, label="H03")
    study.keep_transcript(person, interview.id, conversation(), machine_made=True)
    return Browser(study, person, interview.id)


@pytest.fixture(name="ask")
def ask_as_coder(ask: Ask, table: sessions.Sessions, person: Person) -> Ask:
    """Ask the routes as the coder's browser; `ask("GET", path, stranger=True)` as one nobody has come in with."""
    known, unknown = table.begin(person.name), table.begin()

    def once(method: str, path: str, *, stranger: bool = False, **kwargs: Any) -> httpx.Response:
        return ask(method, path, unknown if stranger else known, **kwargs)

    return once


def operations(desk: Browser) -> str:
    return f"/studies/{desk.study.id}/interviews/{desk.interview_id}/operations"


def body(desk: Browser, *sent: dict[str, Any]) -> dict[str, Any]:
    return {"client": desk.client, "operations": list(sent)}


# --- the transcript


def transcript_of(desk: Browser) -> str:
    version = desk.study.desk.open(desk.person, desk.interview_id).version.id
    return f"/studies/{desk.study.id}/interviews/{desk.interview_id}/transcript/{version}"


def test_the_transcript_comes_with_its_words_and_is_kept_nowhere(ask: Ask, desk: Browser) -> None:
    answer = ask("GET", transcript_of(desk))
    turns = answer.json()["turns"]
    assert [turn["text"] for turn in turns] == [turn.text for turn in conversation().turns]
    assert turns[0]["words"] == [[0, 7, 0, 400, 0.98]]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-encoding"] == "identity"


def test_a_browser_without_a_person_gets_no_word(ask: Ask, desk: Browser) -> None:
    answer = ask("GET", transcript_of(desk), stranger=True)
    assert answer.status_code == 403
    assert ANSWER not in answer.text


@pytest.mark.parametrize("part", ["study", "interview", "transcript"])
def test_what_is_not_there_is_a_404_in_words(ask: Ask, desk: Browser, part: str) -> None:
    parts = dict(zip(("study", "interview", "transcript"), transcript_of(desk).split("/")[2::2], strict=True))
    parts[part] = "0" * 32
    answer = ask("GET", "/studies/{study}/interviews/{interview}/transcript/{transcript}".format(**parts))
    assert answer.status_code == 404
    assert set(answer.json()) == {"error"}
    assert str(desk.study.folder) not in answer.text


def test_what_stands_beside_the_words_is_handed_out_as_they_are(ask: Ask, desk: Browser) -> None:
    beside = transcript_of(desk).replace("/transcript/", "/beside/")
    answer = ask("GET", beside)
    assert (answer.json()["flags"], answer.json()["marks"]) == (None, None)
    assert ["[ler]", "l"] in answer.json()["annotations"]
    assert answer.headers["cache-control"] == "no-store"
    assert ask("GET", beside, stranger=True).status_code == 403
    assert ask("GET", beside[:-32] + "0" * 32).status_code == 404


# --- operations


def test_a_coding_sent_twice_is_there_once(ask: Ask, desk: Browser) -> None:
    coding = desk.coding_of("tungt", "Coping")
    first = ask("POST", operations(desk), json=body(desk, coding), headers=OWN).json()
    again = ask("POST", operations(desk), json=body(desk, coding), headers=OWN).json()
    assert (first["acknowledged"], again["acknowledged"]) == (1, 1)
    assert first["revision"] == again["revision"]
    assert desk.coded_words() == ["tungt"]


def test_a_refused_operation_is_acknowledged_with_its_reason_and_the_next_goes_on(ask: Ask, desk: Browser) -> None:
    wrong = {**desk.coding_of("tungt", "Coping"), "quote": "something else"}
    right = desk.coding_of("bra", "Coping")
    answer = ask("POST", operations(desk), json=body(desk, wrong, right), headers=OWN).json()
    assert answer["acknowledged"] == 2
    assert [bool(result["refused"]) for result in answer["results"]] == [True, False]
    assert desk.coded_words() == ["bra"]


def test_another_website_cannot_send_operations(ask: Ask, desk: Browser) -> None:
    sent = body(desk, desk.coding_of("tungt", "Coping"))
    assert ask("POST", operations(desk), json=sent).status_code == 403
    assert ask("POST", operations(desk), json=sent, headers=OWN, stranger=True).status_code == 403
    assert desk.coded_words() == []


@pytest.mark.parametrize(
    "sent", [b"", b"[]", b"{", b"\xff\xfe", b'{"client": 1, "operations": []}', b'{"client": "c"}', b"[" * 100_000]
)
def test_what_is_no_operation_is_refused_in_words(ask: Ask, desk: Browser, sent: bytes) -> None:
    answer = ask("POST", operations(desk), content=sent, headers=OWN)
    assert answer.status_code == 422
    assert "Traceback" not in answer.text


def test_more_than_any_desk_sends_is_given_up_early(ask: Ask, desk: Browser) -> None:
    answer = ask("POST", operations(desk), content=b" " * 5_000_000, headers=OWN)
    assert answer.status_code == 422


def test_a_desk_opened_by_somebody_else_saves_nothing_in_this_persons_name(
    ask: Ask, desk: Browser, study: Study
) -> None:
    coding = desk.coding_of("tungt", "Coping")
    sent = body(desk, coding) | {"coder": study.person("Ola").id}
    answer = ask("POST", operations(desk), json=sent, headers=OWN)
    assert answer.status_code == 403
    assert f"You now work as {desk.person.name} in this browser" in answer.json()["error"]
    assert desk.coded_words() == []
    assert ask("POST", operations(desk), json=sent | {"coder": desk.person.id}, headers=OWN).status_code == 200


# --- what others have done


def changes(desk: Browser) -> str:
    return operations(desk).replace("/operations", "/changes")


def test_a_desk_hears_what_others_have_done_since_it_asked(ask: Ask, desk: Browser, study: Study) -> None:
    since = study.desk.open(desk.person, desk.interview_id).revision
    olas = Browser(study, study.person("Ola"), desk.interview_id)
    coding = olas.coding_of("tungt", "Coping")
    olas.send(coding)
    answer = ask("GET", f"{changes(desk)}?since={since}&codes=0&coder={desk.person.id}")
    assert answer.headers["cache-control"] == "no-store"
    assert [each["id"] for each in answer.json()["changes"]["codings"]] == [coding["id"]]
    assert [each["name"] for each in answer.json()["present"]] == ["Ola"]


def test_of_hidden_work_no_route_tells_anything(ask: Ask, desk: Browser, study: Study) -> None:
    ola = study.person("Ola")
    alone = study.add_round(ola, "Each alone", RoundKind.INDEPENDENT, (ola, desk.person))
    olas = Browser(study, ola, desk.interview_id)
    coding = olas.coding_of("tungt", "Coping") | {"round": alone.id}
    olas.send(coding)
    sent = body(desk, {"seq": 1, "kind": "uncode", "id": coding["id"]}, {"seq": 2, "kind": "undo"})
    answers = [
        ask("GET", f"{changes(desk)}?since=0"),
        ask("GET", f"{changes(desk)}?since=1"),
        ask("GET", transcript_of(desk)),
        ask("POST", operations(desk), json=sent, headers=OWN),
    ]
    assert [answer.status_code for answer in answers] == [200] * 4
    told = answers[-1].json()
    assert told["changes"]["removed"] == [coding["id"]], "what was asked about is taken for unknown"
    assert coding["id"] not in "".join(answer.text for answer in answers[:-1])
    assert olas.coded_words() == ["tungt"]


@pytest.mark.parametrize(
    "query", ["", "?since=", "?since=-1", "?since=x", "?since=²", "?since=1&codes=", "?since=" + "9" * 99]
)
def test_what_is_no_revision_is_refused_in_words(ask: Ask, desk: Browser, query: str) -> None:
    answer = ask("GET", changes(desk) + query)
    assert answer.status_code == 422
    assert "is not a revision of an interview" in answer.json()["error"]


def test_nobody_else_hears_of_changes(ask: Ask, desk: Browser, study: Study) -> None:
    assert ask("GET", f"{changes(desk)}?since=0", stranger=True).status_code == 403
    assert ask("GET", f"{changes(desk)}?since=0&coder={study.person('Ola').id}").status_code == 403
    missing = changes(desk).replace(desk.interview_id, "0" * 32)
    assert ask("GET", f"{missing}?since=0").status_code == 404


# --- the recording


@pytest.fixture
def playback(study: Study, person: Person, desk: Browser, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a recording whose playback copy is SOUND."""
    incoming = study.media.incoming()
    incoming.write(SOUND)
    stored = incoming.finish()
    monkeypatch.setattr(type(study), "playback", lambda self, person, recording_id: stored)
    return f"/studies/{study.id}/recordings/{'1' * 32}/playback"


def test_the_whole_recording_is_an_mp3_that_is_kept_nowhere(ask: Ask, playback: str) -> None:
    answer = ask("GET", playback)
    assert (answer.status_code, answer.content) == (200, SOUND)
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.headers["content-length"] == str(len(SOUND))
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_piece_of_the_recording_says_which_piece_it_is(ask: Ask, playback: str) -> None:
    answer = ask("GET", playback, headers={"Range": "bytes=100000-199999"})
    assert (answer.status_code, answer.content) == (206, SOUND[100_000:200_000])
    assert answer.headers["content-range"] == f"bytes 100000-199999/{len(SOUND)}"


def test_a_piece_beyond_the_end_does_not_exist(ask: Ask, playback: str) -> None:
    answer = ask("GET", playback, headers={"Range": f"bytes={len(SOUND)}-"})
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["content-range"] == f"bytes */{len(SOUND)}"


def test_only_the_head_can_be_asked_for(ask: Ask, playback: str) -> None:
    answer = ask("HEAD", playback)
    assert (answer.status_code, answer.headers["content-length"]) == (200, str(len(SOUND)))


def test_a_stranger_hears_nothing(ask: Ask, playback: str) -> None:
    assert ask("GET", playback, stranger=True).status_code == 403


def test_a_recording_that_is_not_in_the_study_is_a_404(ask: Ask, study: Study) -> None:
    assert ask("GET", f"/studies/{study.id}/recordings/{'1' * 32}/playback").status_code == 404


@pytest.mark.parametrize(
    ("header", "span"),
    [
        (None, (0, 1000)),
        ("bytes=0-", (0, 1000)),
        ("bytes=0-0", (0, 1)),
        ("bytes=990-2000", (990, 1000)),
        ("bytes=-10", (990, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("bytes=-0", None),
        ("bytes=1000-", None),
        ("bytes=5-2", None),
        ("bytes=0-1,5-9", (0, 1000)),  # several ranges at once need not be answered
        ("lines=1-2", (0, 1000)),
        ("bytes=-", (0, 1000)),
    ],
)
def test_ranges_mean_what_the_standard_says(header: str | None, span: tuple[int, int] | None) -> None:
    assert requested(header, 1000) == (ByteSpan(*span) if span else None)
