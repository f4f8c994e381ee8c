"""Checking against the recording in a real browser, by keyboard alone: flags, corrections, what was left out, marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.spans import TimeSpan
from study.playback import make_playable
from tests.browser.conftest import StudyAtHand, made_up_transcript, wait_until
from tests.browser.desks import Desk, coded, ready, saved, select, there_are
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
    TimeSpan(0, 1_200), TimeSpan(1_900, 3_500), TimeSpan(6_000, 12_900), TimeSpan(13_600, 17_400),
    TimeSpan(18_000, 24_900), TimeSpan(25_900, 27_400), TimeSpan(30_000, 33_700), TimeSpan(36_000, 41_000),
    TimeSpan(42_000, 44_500),
)  # fmt: skip
VOICES = (
    VoiceSpan(0, 7_900, "SPEAKER_00"),
    VoiceSpan(6_600, 40_000, "SPEAKER_01"),
    VoiceSpan(36_900, 44_500, "SPEAKER_00"),
)
MARKS = Conventions(pauses=True, overlaps=OverlapSigns.BRACKETS)
NODES = "() => [...document.querySelectorAll('.iw-text')].map((p) => [p.childNodes.length, p.textContent])"
AT_ITS_WORD = """() => {
    const mark = [...document.querySelectorAll('.iw-mark')].find(({ textContent }) => textContent === '(3 s)');
    if (!mark) return false;
    const words = document.querySelectorAll('.iw-text')[1].getBoundingClientRect();
    return Math.abs(mark.getBoundingClientRect().left - words.left) < 8;
}"""
MARKED = "() => [...document.querySelectorAll('.iw-mark')].map((mark) => mark.textContent)"


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


def test_marks_are_drawn_beside_the_words_and_no_offset_counts_them(heard: StudyAtHand, desk: Desk) -> None:
    wait_until(desk, "document.querySelectorAll('.iw-mark').length > 5")
    shown = desk.evaluate(MARKED)
    assert {"(..)", "(3 s)", "[", "]"} <= set(shown)
    nodes = desk.evaluate(NODES)
    assert nodes == [[1, text] for text in texts(heard)]
    text = texts(heard)[0]
    start = text.index("var")  # the pause stands in front of it
    desk.get_by_role("tab", name="Codes").click()
    select(desk, 0, start, start + 3)
    desk.keyboard.press("1")
    saved(desk)
    assert [words for _, words in coded(heard)] == ["var"]
    assert desk.evaluate("() => document.getSelection().toString()") in ("", "var")
    select(desk, 0, 0, len(text))
    assert desk.evaluate("() => document.getSelection().toString()") == text


def test_an_annotation_is_written_by_its_key_while_reading_and_while_correcting(heard: StudyAtHand, desk: Desk) -> None:
    text = texts(heard)[2]
    select(desk, 2, len("Hva betydde"), len("Hva betydde"))
    press(desk, "Alt+u")
    saved(desk)
    wait_until(desk, "document.querySelectorAll('.iw-text')[2].textContent.includes('[uforståelig]')")
    assert texts(heard)[2] == text.replace("betydde", "betydde [uforståelig]")
    press(desk, "e")
    field = desk.locator(".iw-editor-field")
    field.wait_for()
    press(desk, "End", "Alt+l")
    assert field.input_value().endswith("deg? [ler]")
    press(desk, "Enter")
    saved(desk)
    assert texts(heard)[2] == text.replace("betydde", "betydde [uforståelig]") + " [ler]"
    press(desk, "Control+z")
    saved(desk)
    press(desk, "Control+z")
    saved(desk)
    assert texts(heard)[2] == text


def test_a_turn_that_was_put_in_can_be_taken_back(heard: StudyAtHand, desk: Desk) -> None:
    before = texts(heard)
    select(desk, 1, 3, 3)
    desk.get_by_role("button", name="All turns").click()
    press(desk, "Shift+I")
    desk.locator(".iw-inserting[open] textarea").wait_for()
    press(desk, "Enter")
    assert "Write what is said" in desk.locator(".iw-inserting").inner_text()
    desk.keyboard.type("Mm.")
    press(desk, "Alt+l")
    press(desk, "Enter")
    saved(desk)
    assert len(texts(heard)) == len(before) + 1 and "Mm. [ler]" in texts(heard)
    desk.locator(".iw-turn").nth(len(before)).wait_for()
    press(desk, "Control+z")
    saved(desk)
    wait_until(desk, f"document.querySelectorAll('.iw-turn').length === {len(before)}")
    assert texts(heard) == before


def test_flags_are_told_to_those_who_cannot_see_them_and_fade_when_settled(heard: StudyAtHand, desk: Desk) -> None:
    told = "() => document.querySelector('[id^=iw-flags-]').textContent"
    described = "() => document.querySelector('.iw-text').getAttribute('aria-describedby')"
    assert "iw-flags-" in desk.evaluate(described)
    assert desk.evaluate(told) == "Turn 1 to listen to: Doubtful"
    press(desk, "y")
    saved(desk)
    assert desk.evaluate(told) == "Turn 1 to listen to: Doubtful (settled)"
    there_are(1, desk.locator(".iw-flag.iw-is-settled[data-flag='0']"))
    press(desk, "Shift+P")
    at_flag(desk, 0)
    desk.locator(".iw-flag[data-flag='3']").click()
    at_flag(desk, 3)


def test_kinds_that_are_not_wanted_are_passed_over(desk: Desk) -> None:
    desk.locator(".iw-kind[data-kind=overlap]").click()
    press(desk, "Shift+N")
    at_flag(desk, 2)
    there_are(6, desk.locator(".iw-flag-row"))


def test_a_transcript_that_no_machine_made_is_checked_turn_by_turn(open_desk: Callable[..., Any]) -> None:
    made, page = open_desk()
    press(page, "Shift+K")
    page.locator(".iw-stop strong", has_text="Turn 1").wait_for()
    press(page, "y")
    page.locator(".iw-stop strong", has_text="Turn 2").wait_for()
    saved(page)
    transcript = made.study.transcript(made.person, made.interview.id)
    assert [bool(turn.checked) for turn in transcript.turns][:2] == [True, False]


def test_the_list_of_interviews_leads_to_checking(heard: StudyAtHand, visit: Callable[..., Any]) -> None:
    page = visit(heard, "recordings")
    page.get_by_role("link", name="Check", exact=True).click()
    page.locator(".iw-desk[data-beside='8']").wait_for()
    at_flag(page, 0)


def test_what_is_drawn_over_the_words_follows_them_when_the_panel_grows_or_shrinks(
    heard: StudyAtHand, desk: Desk
) -> None:
    desk.set_viewport_size({"width": 1700, "height": 800})
    wait_until(desk, f"({AT_ITS_WORD})()")
    desk.get_by_role("tab", name="Codes").click()
    wait_until(desk, f"({AT_ITS_WORD})()")
    assert desk.locator(".iw-mark").count() > 5
