"""A transcript as a Word document, read back: its front, its numbers, its turns."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from core.clock import new_id
from exports.transcript_docx import Numbering, PrintedTranscript, transcript_docx
from transcripts.model import Check, Speaker, Transcript, Turn
from transcripts.reading import read

NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)
TURNS = (
    Turn(new_id(), "SPEAKER_00", "Hvordan gikk det?", 0, 2_000),
    Turn(new_id(), "SPEAKER_01", "Bra.\nVeldig <b>bra</b> \x01.", 2_000, 9_000, checked=Check("kari", NOW)),
    Turn(new_id(), "SPEAKER_01", "كنت خائفة في البداية.", 3_751_000, 3_760_000),
    Turn(new_id(), "SPEAKER_00", "Takk."),
)
SPEAKERS = (Speaker("SPEAKER_00", role="interviewer"), Speaker("SPEAKER_01", participant_id="p"))


def printed(machine_made: bool = True) -> PrintedTranscript:
    return PrintedTranscript(
        study_title="PM+ Bergen",
        interview="W1-H03",
        facts=(("Wave", "Wave 1"), ("Participants", "H03 (helper)")),
        transcript=Transcript("no", TURNS, SPEAKERS),
        names={"SPEAKER_01": "H03"},
        machine_made=machine_made,
        taken_at=NOW,
    )


def opened(content: bytes) -> WordDocument:
    return Document(BytesIO(content))


def texts(document: WordDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_a_paragraph_for_each_turn_has_time_speaker_and_words() -> None:
    assert texts(opened(transcript_docx(printed())))[-4:] == [
        "[0:00:00] interviewer: Hvordan gikk det?",
        "[0:00:02] H03: Bra.\nVeldig <b>bra</b> ␁.",
        "[1:02:31] H03: كنت خائفة في البداية.",
        "interviewer: Takk.",
    ]


def test_the_front_says_what_a_reader_must_know() -> None:
    document = opened(transcript_docx(printed()))
    (table,) = document.tables
    facts = {row.cells[0].text: row.cells[1].text for row in table.rows}

    assert texts(document)[:2] == ["W1-H03", "PM+ Bergen"]
    assert facts["Participants"] == "H03 (helper)"
    assert facts["Compared with the recording"] == "1 of 4 turns"
    assert facts["Taken from the study"] == "2026-05-17 12:00 UTC"
    assert any("machine's rendering" in text for text in texts(document))
    assert any("U+0001" in text for text in texts(document))
    assert not any("machine's rendering" in t for t in texts(opened(transcript_docx(printed(machine_made=False)))))


def test_word_numbers_the_lines_of_the_turns_and_not_those_of_the_front() -> None:
    document = opened(transcript_docx(printed(), Numbering.LINES))
    counted = document.sections[0]._sectPr.find(qn("w:lnNumType"))
    silent = [
        p.text for p in document.paragraphs if p._p.find(f"{qn('w:pPr')}/{qn('w:suppressLineNumbers')}") is not None
    ]

    assert counted is not None and counted.get(qn("w:restart")) == "continuous"
    assert silent == texts(document)[:-4]
    order = [element.tag for element in document.sections[0]._sectPr]
    assert order.index(qn("w:lnNumType")) == order.index(qn("w:pgMar")) + 1


def test_turn_numbers_stand_in_the_text_and_nothing_else_is_numbered() -> None:
    numbered, bare = (opened(transcript_docx(printed(), each)) for each in (Numbering.TURNS, Numbering.NONE))

    assert [text.partition("\t")[0] for text in texts(numbered)[-4:]] == ["1", "2", "3", "4"]
    for document in (numbered, bare):
        assert document.sections[0]._sectPr.find(qn("w:lnNumType")) is None


def test_words_that_run_to_the_left_begin_at_the_right() -> None:
    arabic = opened(transcript_docx(printed())).paragraphs[-2]

    assert arabic._p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None
    assert [run.font.rtl for run in arabic.runs if "خائفة" in run.text] == [True]


def test_the_same_transcript_gives_the_same_bytes_and_names_nobody_in_its_properties() -> None:
    first = transcript_docx(printed())

    assert first == transcript_docx(printed())
    assert opened(first).core_properties.author == ""


@pytest.mark.parametrize("numbering", list(Numbering))
def test_it_is_read_back_turn_by_turn(numbering: Numbering) -> None:
    back = read(transcript_docx(printed(), numbering), "w1.docx")

    assert [(t.speaker, t.text, t.start_ms) for t in back.turns] == [
        ("interviewer", "Hvordan gikk det?", 0),
        ("H03", "Bra.\nVeldig <b>bra</b> ␁.", 2_000),
        ("H03", "كنت خائفة في البداية.", 3_751_000),
        ("interviewer", "Takk.", None),
    ]


def test_the_page_about_formats_explains_every_numbering() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    section = page.partition("## A transcript as Word")[2].partition("\n## ")[0]

    assert re.findall(r"^\| `(\w+)`", section, flags=re.MULTILINE) == [str(each) for each in Numbering]
