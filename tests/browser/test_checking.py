"""Checking against the recording in a real browser, by keyboard alone: flags, corrections, what was left out, marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.spans import TimeSpan
from pipeline.media import make_playback_copy
from storage import design_rows
from study import Study
from tests.browser.conftest import StudyAtHand, made_up_transcript
from tests.browser.desks import Desk, ready, saved, select
from tests.sounds import tone
from transcripts.conventions import Conventions, OverlapSigns
from transcripts.heard import Flag, FlagKind, Heard, VoiceSpan
from transcripts.model import Transcript

pytestmark = pytest.mark.browser

FLAGS = (
    Flag(FlagKind.DOUBTFUL, 300, 1_400),
    Flag(FlagKind.OVERLAP, 6_600, 8_100),
    Flag(FlagKind.SPEECH_WITHOUT_TEXT, 13_600, 17_400),
    Flag(FlagKind.REPETITION, 18_900, 20_700),
    Flag(FlagKind.DOUBTFUL, 24_600, 25_800),
    Flag(FlagKind.TEXT_WITHOUT_SPEECH, 30_900, 32_100),
    Flag(FlagKind.OVERLAP, 36_900, 38_100),
    Flag(FlagKind.DOUBTFUL, 42_300, 43_200),
)
SPEECH = (
    TimeSpan(0, 1_200), TimeSpan(1_900, 3_500), TimeSpan(6_000, 12_900), TimeSpan(13_600, 17_400), TimeSpan(18_000, 24_900),
    TimeSpan(25_900, 27_400), TimeSpan(30_000, 33_700), TimeSpan(36_000, 41_000), TimeSpan(42_000, 44_500),
)  # fmt: skip
VOICES = (
    VoiceSpan(0, 7_900, "SPEAKER_00"),
    VoiceSpan(6_600, 40_000, "SPEAKER_01"),
    VoiceSpan(36_900, 44_500, "SPEAKER_00"),
)
MARKS = Conventions(pauses=True, overlaps=OverlapSigns.BRACKETS)
EDGES = """() => [...document.querySelectorAll('.iw-mark')].map((mark) => [mark.textContent, mark.getBoundingClientRect().width > 0])"""


def heard_transcript() -> Transcript:
    return replace(made_up_transcript(), heard=Heard(speech=SPEECH, voices=VOICES, flags=FLAGS))


@pytest.fixture
def heard(new_study: Callable[..., StudyAtHand], tmp_path: Any) -> StudyAtHand:
    """An interview that a machine has transcribed, flagged in eight places, with its recording."""
    made = new_study("PM+ Bergen")
    study, person = made.study, made.person
    recording = study.receive_file(person, tone(tmp_path / "H03.wav", seconds=48), label="H03")
    interview = study.interview(person, recording.interview_id)
    study.keep_transcript(person, interview.id, heard_transcript(), machine_made=True)
    make_playable(study, recording, tmp_path)
    study.set_conventions(person, MARKS)
    return StudyAtHand(study, person, interview)


def make_playable(study: Study, recording: Any, folder: Any) -> None:
    copy = folder / "playback.mp3"
    make_playback_copy(study.media.reader(recording.sha256), copy)
    incoming = study.media.incoming()
    incoming.write(copy.read_bytes())
    stored = incoming.finish()
    with study.database.write() as connection:
        design_rows.set_playback(connection, recording.id, stored.sha256)


@pytest.fixture
def desk(heard: StudyAtHand, visit: Callable[..., Any]) -> Desk:
    """The desk as the link “Check” opens it."""
    page = visit(heard, "code", check="1")
    ready(page)
    page.locator(".iw-desk[data-beside='8']").wait_for()
    page.locator(".iw-flag-row[aria-current]").wait_for()
    return page


def press(page: Desk, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def at_flag(page: Desk, number: int) -> None:
    page.locator(f".iw-flag-row[aria-current][data-flag='{number}']").wait_for()


def texts(made: StudyAtHand) -> list[str]:
    assert made.interview is not None
    transcript = made.study.transcript(made.person, made.interview.id)
    assert transcript is not None
    return [turn.text for turn in transcript.turns]


def test_an_interview_of_eight_flags_is_checked_by_keyboard_alone(heard: StudyAtHand, desk: Desk) -> None:
    assert heard.interview is not None
    before = texts(heard)
    at_flag(desk, 0)
    press(desk, "y")
    at_flag(desk, 1)
    press(desk, "e")
    desk.locator(".iw-editor-field").wait_for()
    desk.keyboard.type("Nja. ")
    press(desk, "Enter")
    saved(desk)
    press(desk, "y")
    at_flag(desk, 2)
    press(desk, "Shift+I")
    desk.locator(".iw-inserting[open] textarea").wait_for()
    desk.keyboard.type("Å, 😊 det vet jeg ikke.")
    press(desk, "Enter")
    saved(desk)
    desk.locator(".iw-turn").nth(8).wait_for()
    press(desk, "y")
    for number in range(3, 8):
        at_flag(desk, number)
        press(desk, "y")
    saved(desk)
    assert "8 of 8 flags settled" in desk.locator(".iw-checking-facts").inner_text()
    press(desk, "y")  # the last turn, which no flag has led to
    desk.get_by_role("button", name="All turns").press("Enter")
    for _ in range(3):
        press(desk, "y")
    saved(desk)
    assert desk.locator(".iw-checking-state").inner_text() == "Checked against the recording"
    assert desk.locator(".iw-origin").inner_text() == "Checked against the recording"
    now = texts(heard)
    assert len(now) == len(before) + 1 and "Å, 😊 det vet jeg ikke." in now
    assert sum("Nja. " in text for text in now) == 1
    transcript = heard.study.transcript(heard.person, heard.interview.id)
    assert transcript is not None
    assert {turn.checked.by for turn in transcript.turns if turn.checked} == {heard.person.id}
    assert all(turn.checked for turn in transcript.turns)
