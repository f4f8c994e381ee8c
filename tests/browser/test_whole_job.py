"""The main job on real sound: upload, transcript, code, Word and CSV, each looked at where it arrives."""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.speech, pytest.mark.slow]

TRANSCRIPTION_SECONDS = 600.0  #: Thirty seconds of sound on two busy cores, models loaded cold.


@pytest.fixture
def real_recording() -> Path:
    """Half a minute of a telephone call, shipped inside pyannote.audio."""
    package = importlib.util.find_spec("pyannote.audio")
    assert package and package.origin
    return Path(package.origin).parent / "sample" / "sample.wav"


def test_a_recording_becomes_quotes_in_word_and_csv(
    new_study: Callable[..., Any],
    visit: Callable[..., Any],
    settled: Callable[..., None],
    wait_until: Callable[..., None],
    real_recording: Path,
    tmp_path: Path,
) -> None:
    made = new_study("PM+ Bergen")
    page = visit(made, "recordings")

    # A person drops the file and goes for a coffee.
    page.locator(".wu-input").set_input_files(real_recording)
    page.locator(".wu-item[data-state=added]").wait_for()
    page.get_by_role("heading", name="Queue").wait_for()
    page.reload()  # progress survives a reload
    page.get_by_role("heading", name="Queue").wait_for()
    page.get_by_role("link", name="Code", exact=True).nth(1).wait_for(timeout=TRANSCRIPTION_SECONDS * 1000)
    (interview,) = made.study.interviews(made.person)
    assert interview.label == "sample"
    transcript = made.study.transcript(made.person, interview.id)
    assert transcript is not None
    assert len(transcript.speakers) == 2

    # They open the transcript, select words, and press a code.
    page.get_by_role("link", name="Code", exact=True).nth(1).click()
    page.locator(".iw-desk[data-ready='1']").wait_for()
    turn = max(transcript.turns, key=lambda each: len(each.words))
    first, last = turn.words[1], turn.words[4]
    quote = turn.text[first.start : last.end]
    _select(page, turn.text, first.start, last.end)
    page.locator(".iw-popover .iw-chip[data-code]").first.click()
    wait_until(page, "document.querySelector('.iw-desk').dataset.pending === '0'")
    (coding,) = made.study.snapshot(made.person).codings
    assert (coding.passage.start_turn, coding.passage.start, coding.passage.end) == (turn.id, first.start, last.end)
    code = next(code for code in made.codebook.codes if code.id == coding.code_id)

    # They take the quotes out.
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Export").click()
    page.get_by_role("heading", name="Who said it").wait_for()
    settled(page)
    assert page.get_by_text(quote, exact=True).is_visible()
    files = {}
    for name in ("Word", "CSV"):
        with page.expect_download() as download:
            page.get_by_role("link", name=f"Download {name}").click()
        files[name] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[name])

    assert _heading_above(files["Word"], quote) == code.name["en"]
    with files["CSV"].open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["quote"], row["code"], row["checked"]) == (quote, code.name["en"], "no")


def _select(page: Any, text: str, start: int, end: int) -> None:
    """Drag the mouse over the characters of the turn with that text."""
    box = page.evaluate(
        """([text, start, end]) => {
            const turn = [...document.querySelectorAll('.iw-text')].find((each) => each.textContent === text);
            turn.scrollIntoView({ block: 'center' });
            const range = document.createRange();
            range.setStart(turn.firstChild, start);
            range.setEnd(turn.firstChild, end);
            const boxes = range.getClientRects(), last = boxes[boxes.length - 1];
            return { x0: boxes[0].left + 1, y0: (boxes[0].top + boxes[0].bottom) / 2,
                     x1: last.right - 1, y1: (last.top + last.bottom) / 2 };
        }""",
        [text, start, end],
    )
    page.mouse.move(box["x0"], box["y0"])
    page.mouse.down()
    page.mouse.move(box["x1"], box["y1"], steps=6)
    page.mouse.up()


def _heading_above(path: Path, quote: str) -> str:
    """The heading under which the Word file prints the quote, and prints it exactly once."""
    heading, found = "", []
    for paragraph in docx.Document(str(path)).paragraphs:
        if paragraph.style is not None and str(paragraph.style.name).startswith("Heading"):
            heading = paragraph.text
        elif quote in paragraph.text:
            found.append(heading)
    (only,) = found
    return only
