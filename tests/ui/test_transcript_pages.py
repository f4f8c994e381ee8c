"""Taking over a transcript as a page: what is shown, what its fields and buttons do, and sound that follows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from study import Study
from study.transcript_exports import TranscriptFile, TranscriptFormat, TranscriptNumbers
from tests.sounds import tone
from ui import transcript_readings
from ui.interview_list import rows_of
from ui.routes import download, small_file

HOSTILE = "<script>alert(1)</script> [x](http://evil.invalid) **هبة**"
TALK = f"Overskrift\n\nI: Hei.\n\nAmina: {HOSTILE}\n\nI: Ja.\n\nAmina: Nei.\n\nH03: Takk.\n\nH03: Ja.\n"


def words(at: Any) -> str:
    parts = [at.title, at.subheader, at.markdown, at.caption, at.text, at.error, at.warning, at.info]
    return "\n".join(element.value for elements in parts for element in elements).translate({ord("\\"): "", 0x2060: ""})


def field(at: Any, kind: str, label: str) -> Any:
    return next(each for each in getattr(at, kind) if each.label.replace("\\", "").replace("\u2060", "") == label)


@pytest.fixture
def dropped(draw: Callable[..., Any], at_hand: Any) -> Callable[..., Any]:
    """The Recordings page with a file on it: `dropped("a.txt", b"...")`."""

    def drop(name: str, content: bytes) -> Any:
        at = draw("recordings", at_hand)
        at.session_state["source_kind"] = "transcripts"
        key = (at_hand.study.id, at_hand.person.id, "transcript")
        small_file._keep(key, small_file.SmallFile(name, content))
        at.run()
        assert not at.exception
        return at

    return drop


def test_the_page_shows_figures_problems_turns_and_speakers(dropped: Callable[..., Any], at_hand: Any) -> None:
    h03 = at_hand.study.add_participant(at_hand.person, "H03", "helper")

    at = dropped("W1 H03.txt", TALK.encode())

    shown = words(at)
    assert "1 problem: read what is not taken" in [expander.label for expander in at.expander]
    assert "it stands before the first speaker and is not taken: “Overskrift”" in shown
    assert "2 turns, 2 words" in shown
    assert at.dataframe[0].value["Words"].tolist()[1] == HOSTILE
    assert field(at, "selectbox", "Who is I?").value == "interviewer"
    assert field(at, "selectbox", "Who is H03?").value == f"participant:{h03.id}"
    assert field(at, "text_input", "Name of the interview").value == "W1 H03"
    assert at_hand.study.interviews(at_hand.person) == ()


def test_take_it_over_makes_the_interview_and_shows_the_way_on(dropped: Callable[..., Any], at_hand: Any) -> None:
    at = dropped("W1 H03.txt", b"I: Hei.\n\nAmina: Hei.\n\nI: Ja.\n\nAmina: Nei.")
    field(at, "selectbox", "Who is Amina?").select("new").run()
    field(at, "text_input", "Pseudonym").input("H07")
    at.checkbox[0].check().run()
    next(button for button in at.button if button.label == "Take it over").click().run()

    assert not at.exception
    study, kari = at_hand.study, at_hand.person
    interview = study.interview_named(kari, "W1 H03")
    (version,) = study.versions(kari, interview.id)
    assert not version.machine_made
    assert [p.pseudonym for p in study.participants(kari)] == ["H07"]
    assert "4 turns are in the study" in words(at)
    assert small_file.kept(study, kari, "transcript") is None
    assert not [key for key in transcript_readings._readings if key[0] == study.id]


def test_a_file_that_cannot_be_read_is_said_and_nothing_else_is_drawn(dropped: Callable[..., Any]) -> None:
    at = dropped("a.docx", b"%PDF-1.7")

    assert "is a PDF file" in at.error[0].value
    assert "Take it over" not in [button.label for button in at.button]


def test_an_interview_that_has_a_transcript_says_what_would_happen(dropped: Callable[..., Any], at_hand: Any) -> None:
    interview = at_hand.add_transcript()
    at_hand.code(interview, 1, 0, 5)

    at = dropped("a.txt", b"I: Hei.\n\nB: Ja.")
    field(at, "selectbox", "Interview").select(interview.id).run()
    assert "Yours becomes a further version" in at.info[0].value
    next(button for button in at.button if button.label == "Take it over").click().run()

    assert "stays the one that is shown" in words(at)
    assert len(at_hand.study.versions(at_hand.person, interview.id)) == 2


def test_sound_for_a_transcript_is_made_ready_and_not_transcribed(
    at_hand: Any,
    in_browser: Callable[[], str],
    ask: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Study, "ensure_worker", lambda study: None)
    interview = at_hand.add_transcript("W1-H03")
    session = in_browser()
    sent = {"label": "W1-H03", "start": False}
    headers = {"X-Workbench": "1", "X-File-Name": "a.wav", "X-Details": quote(json.dumps(sent))}
    content = tone(tmp_path / "a.wav").read_bytes()

    answer = ask("PUT", f"/studies/{at_hand.study.id}/uploads", session, content=content, headers=headers)

    assert answer.json()["interview"] == interview.id
    (job,) = at_hand.study.jobs(at_hand.person)
    assert job.only_playback and answer.json()["job"] == job.id
    (row,) = rows_of(at_hand.study, at_hand.person, at_hand.study.snapshot(at_hand.person))
    assert row.state == "transcribed"  # it can be coded while its sound is made ready


def test_the_details_offer_interviews_that_wait_for_their_sound(draw: Callable[..., Any], at_hand: Any) -> None:
    interview = at_hand.add_transcript("W1-H03")

    at = draw("recordings", at_hand)
    field(at, "selectbox", "The next file is the sound of").select(interview.id).run()

    assert not at.exception
    assert field(at, "toggle", "Transcribe it all the same").value is False
    assert "Nothing is transcribed unless you ask" in words(at)


def test_the_export_page_hands_out_whole_transcripts(draw: Callable[..., Any], at_hand: Any) -> None:
    interview = at_hand.add_transcript("W1-H03")

    at = draw("export", at_hand)

    assert "Whole transcripts" in words(at)
    offered = {offer.make for offer in download._offers.values() if offer.study_id == at_hand.study.id}
    assert TranscriptFile(interview.id, TranscriptFormat.DOCX, TranscriptNumbers.LINES) in offered
    assert TranscriptFile(interview.id, TranscriptFormat.VTT, TranscriptNumbers.NONE) in offered
