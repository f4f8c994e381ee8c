"""A transcript that exists already becomes one that can be coded; sound follows later; it leaves as Word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.browser.desks import choose
from tests.sounds import tone
from tests.transcripts.documents import docx, paragraphs

pytestmark = pytest.mark.browser

TALK = docx(
    paragraphs(
        "Intervju med H03",
        "I: Hvordan var det å begynne som hjelper?",
        "Amina: Jeg var usikker, men veilederen støttet meg.",
        "I: Hva betydde det?",
        "Amina: كنت خائفة في البداية. Merk: &lt;script&gt;document.title='hit'&lt;/script&gt;",
        "Ja: det var slik.",
    )
)
SELECT = """([turn, start, end]) => {
    const node = document.querySelectorAll('.iw-text')[turn].firstChild;
    document.querySelector('.iw-turns').focus({ preventScroll: true });
    document.getSelection().setBaseAndExtent(node, start, node, end);
}"""


def drop(page: Any, name: str, content: bytes) -> None:
    page.get_by_role("radio", name="Transcripts that exist already").click()
    page.get_by_text("Drop a transcript here").wait_for()
    zone = page.locator(".st-key-zone_transcript")
    zone.locator(".wu-root[data-ready='1']").wait_for()
    zone.locator(".wu-input").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def test_a_word_file_becomes_a_transcript_that_can_be_coded_played_and_taken_out(
    new_study: Callable[..., Any], visit: Callable[..., Any], settled: Callable[[Any], None], tmp_path: Path
) -> None:
    made = new_study()
    study, kari = made.study, made.person
    h03 = study.add_participant(kari, "H03", "helper")
    page = visit(made, "recordings")

    drop(page, "W1-H03.docx", TALK)
    page.get_by_text("1 problem: read what is not taken").wait_for()
    page.get_by_text("it stands before the first speaker and is not taken").wait_for()
    assert study.interviews(kari) == () and page.title() != "hit"
    page.get_by_role("button", name="Take it over").wait_for()
    settled(page)
    choose(page, page.get_by_role("combobox", name="Who is Amina?"), "H03")
    settled(page)
    page.get_by_role("button", name="Take it over").click()
    page.get_by_role("link", name="Go to Code").click()
    page.locator(".iw-desk[data-ready='1']").wait_for()

    interview = study.interview_named(kari, "W1-H03")
    transcript = study.transcript(kari, interview.id)
    assert interview.participant_ids == (h03.id,)
    assert [turn.text for turn in transcript.turns][1] == "Jeg var usikker, men veilederen støttet meg."
    assert {speaker.role or speaker.participant_id for speaker in transcript.speakers} == {"interviewer", h03.id}
    page.evaluate(SELECT, [1, 0, 15])
    page.locator(".iw-popover .iw-chip").first.click()
    page.locator(".iw-desk[data-pending='0']").wait_for()
    (coding,) = study.desk.open(kari, interview.id).codings
    assert (coding.passage.start, coding.passage.end) == (0, 15)

    page = visit(made, "recordings")
    choose(page, page.get_by_role("combobox", name="The next file is the sound of"), "W1-H03 (has a transcript)")
    page.get_by_text("Nothing is transcribed unless you ask").wait_for()
    settled(page)
    page.locator(".wu-input").set_input_files(tone(tmp_path / "h03.wav"))
    page.locator(".wu-item[data-state=added]").wait_for()
    page.get_by_text("The next file is the sound of").wait_for(state="detached")
    (recording,) = study.recordings(kari)
    assert recording.interview_id == interview.id and len(study.versions(kari)) == 1

    page = visit(made, "export")
    file = tmp_path / "transcript.docx"
    with page.expect_download() as arrived:
        page.locator(".st-key-transcript_docx").get_by_role("link").click()
    arrived.value.save_as(file)
    with ZipFile(file) as opened:
        written = opened.read("word/document.xml").decode()
    assert "lnNumType" in written and "Jeg var usikker" in written and "Amina" not in written


def test_a_label_that_is_unticked_becomes_words_at_once(
    new_study: Callable[..., Any], visit: Callable[..., Any], settled: Callable[[Any], None]
) -> None:
    page = visit(new_study(), "recordings")

    drop(page, "a.txt", b"Ola: Hei.\n\nMerk: en.\n\nOla: Hei.\n\nMerk: to.\n")
    page.get_by_label("Who is Merk?").wait_for()
    page.get_by_role("button", name="Merk · 2").click()
    page.get_by_label("Who is Merk?").wait_for(state="detached")
    settled(page)
    assert page.get_by_label("Who is Ola?").is_visible()


def test_a_file_that_cannot_be_read_is_said_in_words(new_study: Callable[..., Any], visit: Callable[..., Any]) -> None:
    page = visit(new_study(), "recordings")

    drop(page, "a.docx", b"%PDF-1.7")

    page.get_by_text("is a PDF file, which cannot be read as a transcript").wait_for()
