"""Recordings arrive whole, safely named and queued; whatever else arrives is refused in plain words and not kept."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from storage import job_rows
from study import Study, recordings
from ui.routes.upload import PIECE_BYTES, SNIFF_BYTES, pieces


@pytest.fixture
def real_recording() -> bytes:
    """Half a minute of a telephone call, shipped inside pyannote.audio."""
    package = importlib.util.find_spec("pyannote.audio")
    assert package and package.origin
    return (Path(package.origin).parent / "sample" / "sample.wav").read_bytes()


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The studies a worker was wanted for; none is started."""
    wanted: list[str] = []
    monkeypatch.setattr(Study, "ensure_worker", lambda study: wanted.append(study.id))
    return wanted


@pytest.fixture
def put(at_hand: Any, in_browser: Callable[[], str], workers: list[str], ask: Callable[..., Any]) -> Callable[..., Any]:
    """Send a file as the drop zone does: `put(b"...", "a.wav", wave="Wave 1")`."""
    session_id = in_browser()

    def send(body: Any, name: str = "H03.wav", headers: dict[str, str] | None = None, **details: object) -> Any:
        sent = {"X-Workbench": "1", "X-File-Name": quote(name, safe=""), "X-Details": quote(json.dumps(details))}
        address = f"/studies/{at_hand.study.id}/uploads"
        return ask("PUT", address, session_id, content=body, headers=sent | (headers or {}))

    return send


def nothing_was_kept(at_hand: Any) -> bool:
    media = [path for path in (at_hand.study.folder / "media").rglob("*") if path.is_file()]
    return not media and not at_hand.study.interviews(at_hand.person)


def test_a_recording_is_stored_with_its_details_and_queued(
    put: Callable[..., Any], at_hand: Any, real_recording: bytes, workers: list[str]
) -> None:
    answer = put(
        real_recording,
        "Intervju Åse هبة.wav",
        wave="Wave 1",
        site="Bergen",
        kind="focus-group",
        language="no",
        speakers="3",
    )
    assert answer.status_code == 200
    (interview,) = at_hand.study.interviews(at_hand.person)
    (recording,) = at_hand.study.recordings(at_hand.person)
    (job,) = at_hand.study.jobs(at_hand.person)
    assert answer.json() == {"recording": recording.id, "interview": interview.id, "job": job.id}
    assert (interview.label, interview.kind, interview.languages) == ("Intervju Åse هبة", "focus-group", ("no",))
    assert [wave.label for wave in at_hand.study.waves(at_hand.person)] == ["Wave 1"]
    assert at_hand.study.media.path(recording.sha256).read_bytes() == real_recording
    assert workers == [at_hand.study.id]


def test_how_it_is_to_be_heard_goes_into_the_order(
    put: Callable[..., Any], at_hand: Any, real_recording: bytes
) -> None:
    how = {"channels": "speakers", "backchannels": "folded", "hotwords": "PM+, Fredrikstad"}
    assert put(real_recording, language="no", also_spoken=["fa", "en"], speakers="2-4", **how).status_code == 200
    (interview,) = at_hand.study.interviews(at_hand.person)
    assert interview.languages == ("no", "fa", "en")
    with at_hand.study.database.read() as connection:
        (job,) = job_rows.read_jobs(connection)
    assert {name: job.settings[name] for name in how} == how
    assert [job.settings[name] for name in ("speakers", "min_speakers", "max_speakers")] == [None, 2, 4]
    assert (job.settings["language"], job.settings["languages"]) == ("no", ["no", "fa", "en"])
    assert at_hand.study.expected_words(at_hand.person) == "PM+, Fredrikstad"


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({"also_spoken": ["fa"]}, "Choose the language first"),
        ({"channels": "left"}, "mix, speakers"),
        ({"hotwords": "PM+ " * 200}, "at most 400 are possible"),
        ({"speakers": "0"}, "no range such as 6-8"),
        ({"speakers": "many"}, "“many” is no number of speakers between 1 and 30"),
        ({"speakers": "8-6"}, "no range such as 6-8"),
        ({"speakers": "9" * 9}, "no range such as 6-8"),
    ],
)
def test_what_cannot_be_ordered_is_refused_before_the_file_is_kept(
    put: Callable[..., Any], at_hand: Any, real_recording: bytes, details: dict[str, object], told: str
) -> None:
    answer = put(real_recording, **details)
    assert answer.status_code == 422
    assert told in answer.json()["error"]
    assert nothing_was_kept(at_hand)


def test_transcription_can_wait(
    put: Callable[..., Any], at_hand: Any, real_recording: bytes, workers: list[str]
) -> None:
    assert put(real_recording, start=False).json()["job"] is None
    assert at_hand.study.jobs(at_hand.person) == ()
    assert workers == []


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../../etc/passwd.wav", "passwd"),
        ("..\\..\\windows\\system32\\x.wav", "x"),
        ("/abs/olute.wav", "olute"),
        ("nul\x00byte.wav", "nulbyte"),
        ("..", ".."),
        ("", "recording"),
        ("CON.wav", "CON"),
        ("line\r\nbreak.wav", "linebreak"),
        ("<b>bold</b>.wav", "b>"),
        ("rtl\u202egpj.wav", "rtlgpj"),
        (".wav", ".wav"),
    ],
)
def test_hostile_names_are_harmless(
    put: Callable[..., Any], at_hand: Any, real_recording: bytes, name: str, label: str, tmp_path: Path
) -> None:
    assert put(real_recording, name).status_code == 200
    (interview,) = at_hand.study.interviews(at_hand.person)
    (recording,) = at_hand.study.recordings(at_hand.person)
    assert interview.label == label
    assert not {"/", "\\", "\x00", "\n", "\r", "\u202e"} & set(recording.original_name)
    inside = {path for path in (at_hand.study.folder / "media").rglob("*") if path.is_file()}
    assert inside == {at_hand.study.media.path(recording.sha256)}
    assert {path.name for path in tmp_path.iterdir()} == {"study"}


def test_a_name_of_three_hundred_letters_is_cut(put: Callable[..., Any], at_hand: Any, real_recording: bytes) -> None:
    assert put(real_recording, "å" * 300 + ".wav").status_code == 200
    assert len(at_hand.study.recordings(at_hand.person)[0].original_name) <= 200


def test_the_same_recording_twice_is_refused_and_two_with_one_name_are_not(
    put: Callable[..., Any], at_hand: Any, real_recording: bytes
) -> None:
    assert put(real_recording, "H03.wav").status_code == 200
    again = put(real_recording, "H03.wav")
    assert again.status_code == 409
    assert "is in the study already" in again.json()["error"]
    longer = real_recording + b"\0\0"
    assert put(longer, "H03.wav").status_code == 200
    assert [i.label for i in at_hand.study.interviews(at_hand.person)] == ["H03", "H03 (2)"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        b"MZ" + b"\0" * 500,
        b"Dear diary, " * 40,
        b"#EXTM3U\nhttp://evil.invalid/a.ts\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"PK\x03\x04" + b"\0" * 100,
        b"%PDF-1.7\n",
        b"<html><script>",
    ],
)
def test_what_is_no_recording_is_refused_in_plain_words(put: Callable[..., Any], at_hand: Any, body: bytes) -> None:
    answer = put(body, "posing.mp3")
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert "Traceback" not in answer.text
    assert nothing_was_kept(at_hand)


def test_a_large_file_that_is_no_recording_is_refused_before_it_is_written(
    put: Callable[..., Any], at_hand: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 0
    from storage.media import IncomingFile

    real_write = IncomingFile.write

    def counting(self: IncomingFile, chunk: bytes) -> None:
        nonlocal written
        written += len(chunk)
        real_write(self, chunk)

    monkeypatch.setattr(IncomingFile, "write", counting)

    async def body() -> AsyncIterator[bytes]:
        for _ in range(400):
            yield b"no sound here " * 5000

    assert put(body(), "big.wav").status_code == 422
    assert written <= 2 * PIECE_BYTES
    assert nothing_was_kept(at_hand)


def test_a_recording_that_does_not_fit_is_refused_before_it_is_sent(
    put: Callable[..., Any], at_hand: Any, real_recording: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(at_hand.study.folder)
    monkeypatch.setattr(recordings.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    answer = put(real_recording)
    assert answer.status_code == 500
    assert "Make room" in answer.json()["error"]
    assert nothing_was_kept(at_hand)


def test_a_file_cut_short_is_refused(put: Callable[..., Any], at_hand: Any, real_recording: bytes) -> None:
    answer = put(real_recording, headers={"Content-Length": str(len(real_recording) + 10)})
    assert answer.status_code == 422
    assert "did not arrive whole" in answer.json()["error"]
    assert nothing_was_kept(at_hand)


@pytest.mark.parametrize(
    "details",
    [
        {"speakers": 3},
        {"kind": "party"},
        {"wave": 7},
        {"unknown": 1},
        {"site": ["a"]},
        {"participants": 5},
        {"participants": "H03"},
        {"participants": [1]},
        {"also_spoken": "fa"},
        {"hotwords": ["PM+"]},
    ],
)
def test_details_no_page_would_send_are_refused(
    put: Callable[..., Any], at_hand: Any, real_recording: bytes, details: dict[str, object]
) -> None:
    answer = put(real_recording, **details)
    assert answer.status_code == 422
    assert "cannot be read" in answer.json()["error"]
    assert nothing_was_kept(at_hand)


def test_participants_of_another_study_are_refused(
    put: Callable[..., Any], at_hand: Any, real_recording: bytes
) -> None:
    answer = put(real_recording, participants=["made-up"])
    assert answer.status_code == 404
    assert nothing_was_kept(at_hand)


@pytest.mark.parametrize("header", ["not json", "%7B", "%FF%FE", "[]", "null", '"text"'])
def test_unreadable_details_are_refused(put: Callable[..., Any], real_recording: bytes, header: str) -> None:
    assert put(real_recording, headers={"X-Details": header}).status_code == 422


def test_without_our_own_header_nothing_is_taken(put: Callable[..., Any], at_hand: Any, real_recording: bytes) -> None:
    assert put(real_recording, headers={"X-Workbench": "0"}).status_code == 403
    assert nothing_was_kept(at_hand)


def test_without_a_person_nothing_is_taken(
    at_hand: Any, table: Any, ask: Callable[..., Any], real_recording: bytes
) -> None:
    address = f"/studies/{at_hand.study.id}/uploads"
    answer = ask("PUT", address, table.begin(""), content=real_recording, headers={"X-Workbench": "1"})
    assert answer.status_code == 403
    assert nothing_was_kept(at_hand)


def test_an_unknown_study_is_not_found(at_hand: Any, in_browser: Callable[[], str], ask: Callable[..., Any]) -> None:
    answer = ask("PUT", "/studies/made-up/uploads", in_browser(), content=b"x", headers={"X-Workbench": "1"})
    assert answer.status_code == 404


def test_the_body_is_regrouped_without_being_gathered() -> None:
    import asyncio

    async def stream() -> Any:
        for _ in range(100):
            yield b"x" * 40_000

    async def sizes() -> list[int]:
        return [len(piece) async for piece in pieces(stream())]

    found = asyncio.run(sizes())
    assert sum(found) == 4_000_000
    assert SNIFF_BYTES <= found[0] < SNIFF_BYTES + 40_000
    assert max(found) < PIECE_BYTES + 40_000
