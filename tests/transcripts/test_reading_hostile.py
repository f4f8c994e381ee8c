"""Whatever the bytes: a reading or one of our errors, and never more time or memory than a transcript needs."""

from __future__ import annotations

import os
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.errors import InputError, WorkbenchError
from sheets.zipped import ZipBombError
from tests.transcripts.documents import docx, paragraphs
from transcripts.reading import ReadingChoices, TranscriptReading, read
from transcripts.reading.apart import read_apart
from transcripts.reading.errors import (
    DamagedTranscriptError,
    EmptyTranscriptError,
    NoTranscriptFileError,
    TooDemandingError,
    TranscriptTooLargeError,
)

WHOLE = docx(paragraphs("I: Hei.", "B: Ja.", "I: Nei."))
TEXT = b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v A>Hei</v>\n"
JSON = b'{"segments": [{"start": 1, "end": 2, "text": "Hei", "speaker": "A", "words": [{"word": "Hei"}]}]}'
FRAGMENTS = [
    "I: ", "H03: ", "[0:00:01] ", "#00:00:01-2#", "0:0:1.5 --> 0:0:2.5", "\n", "\n\n", "\r\n", "WEBVTT", "<v Kari>",
    "</v>", "NOTE ", "00:00:01.000 --> 00:00:02.000", "1", "Kari   0:03", "[Kari] 10:00:00", "Transcription for x",
    "SPEAKER_00", "\t", "ord ", "ه ", "\u202e", "\ufeff", "&lt;", "{", "[", '"turns"', "🙂", "-", " - ", ":",
    "99:99:99", "\x85", "\u2028",
]  # fmt: skip


def reading_or_error(content: bytes, choices: ReadingChoices | None = None) -> TranscriptReading | None:
    try:
        return read(content, "x", choices)
    except InputError as error:
        assert str(error)
        return None


@given(st.binary(max_size=300))
@example(b"PK\x03\x04")
@example(b"[" * 100_000)
@example(b'{"turns": [' + b"9" * 10_000 + b"]}")
@example(b'{"segments": [{"text": "a", "start": 1e999, "words": [{"word": 3}, 4, {"word": "a", "start": true}]}]}')
def test_any_bytes_give_a_reading_or_one_of_our_errors(content: bytes) -> None:
    reading_or_error(content)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25), st.booleans())
def test_any_mixture_of_what_programs_write_gives_a_reading(parts: list[str], front: bool) -> None:
    reading_or_error("".join(parts).encode(), ReadingChoices(with_front=front, labels=frozenset({"I"})))


@given(st.sampled_from([WHOLE, TEXT, JSON]), st.integers(0, 2_000), st.binary(min_size=1, max_size=6))
def test_a_damaged_file_gives_a_reading_or_one_of_our_errors(content: bytes, at: int, noise: bytes) -> None:
    at %= len(content)
    reading_or_error(content[:at] + noise + content[at + len(noise) :])
    reading_or_error(content[:at])


def letters(text: str) -> list[str]:
    return sorted(character for character in text if not character.isspace())


LETTERS = st.text(st.characters(codec="utf-8", categories=("Lu", "Ll", "Lo", "Po")), min_size=1, max_size=12)
LINES = st.lists(
    st.tuples(st.sampled_from(["", "I: ", "H03: ", "Merk: ", "Hanna:\t"]), LETTERS.filter(lambda t: t.strip(":#[]-–"))),
    max_size=12,
)


@given(LINES, st.booleans(), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_no_character_of_the_lines_is_lost(lines: list[tuple[str, str]], front: bool, between: str) -> None:
    text = between.join(label + words for label, words in lines)
    found = reading_or_error(text.encode(), ReadingChoices(with_front=front))
    if found is None:
        assert not text.strip()
        return
    taken = {use.label for use in found.labels if use.taken}
    kept = "".join(turn.text for turn in found.turns)
    said = "".join(problem.message.partition("“")[2].rpartition("”")[0] for problem in found.problems)
    spoken = "".join(label.strip().rstrip(":") for label, words in lines if label.strip().rstrip(":") in taken)
    without_labels = letters(kept + said + spoken)
    marks = sum(label.strip().rstrip(":") in taken for label, _ in lines)  # the colons of the labels taken
    assert len(letters(text)) - marks == len(without_labels)
    assert set(letters(text)) - {":"} <= set(without_labels)


def test_every_character_that_is_not_taken_stands_in_a_problem() -> None:
    text = "Overskrift\n\nI: Hei.\n\nH03:\n\nI: Ja.\n\nH03:"

    found = read(text.encode(), "x")

    assert [(problem.line, problem.message) for problem in found.problems] == [
        (1, "it stands before the first speaker and is not taken: “Overskrift”"),
        (5, "“H03” has no words"),
        (9, "“H03” has no words"),
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word file"),
        (b"{\\rtf1\\ansi I: Hei}", "RTF"),
        (b"%PDF-1.7", "PDF"),
        (b"#EXTM3U\nhttp://evil.invalid/a.ts", "playlist"),
        (b"<html><body>Hei</body></html>", "web page"),
        (b"\x00\x01\x02\x03" * 40, "not text"),
        (b'{"a": 1}', "JSON without"),
    ],
)
def test_other_files_are_told_what_they_are(content: bytes, what: str) -> None:
    with pytest.raises(NoTranscriptFileError, match=what):
        read(content, "x.docx")


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf", b"WEBVTT\n\nNOTE bare\n"])
def test_a_file_without_words_is_told_so(content: bytes) -> None:
    with pytest.raises(EmptyTranscriptError):
        read(content, "x")


def test_encodings_are_told_where_they_were_guessed() -> None:
    text = "I: Å få støtte.\r\n\r\nB: Ja, på norsk."

    plain = [read(text.encode(encoding), "x") for encoding in ("utf-8", "utf-8-sig", "utf-16")]
    guessed = read(text.encode("cp1252"), "x")

    assert {found.turns[0].text for found in (*plain, guessed)} == {"Å få støtte."}
    assert [found.notices for found in plain] == [(), (), ()]
    assert "Windows-1252" in guessed.notices[0]


def test_a_bomb_is_not_opened() -> None:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as opened:
        opened.writestr("word/document.xml", b" " * 150_000_000)

    with pytest.raises(ZipBombError):
        read(written.getvalue(), "bomb.docx")


def test_a_member_larger_than_any_interview_is_not_read() -> None:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as opened:
        opened.writestr("word/document.xml", zlib.compress(os.urandom(100)) + os.urandom(2_000_000) * 21)

    with pytest.raises((TranscriptTooLargeError, ZipBombError)):
        read(written.getvalue(), "large.docx")


def test_entities_are_refused_and_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hemmelig")
    doctype = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    xxe = f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="w">&x;</w:document>'
    written = BytesIO()
    with ZipFile(written, "w") as opened:
        opened.writestr("word/document.xml", xxe)

    with pytest.raises(DamagedTranscriptError, match="document type"):
        read(written.getvalue(), "xxe.docx")


def test_a_zip_that_is_no_document_is_told_so() -> None:
    written = BytesIO()
    with ZipFile(written, "w") as opened:
        opened.writestr("content.xml", "<x/>")

    with pytest.raises(NoTranscriptFileError, match="not a Word document"):
        read(written.getvalue(), "x.odt")


def test_boxes_within_boxes_are_read_once_each() -> None:
    depth = 60
    begin, end = "<w:r><w:txbxContent><w:p><w:r><w:t>x</w:t></w:r>", "</w:p></w:txbxContent></w:r>"
    body = f"<w:p>{begin * depth}{end * depth}</w:p>" + paragraphs("I: Hei.", "B: Ja.", "I: Nei.")

    assert len(read(docx(body), "boxes.docx").problems) == depth


def test_a_word_of_a_megabyte_is_read() -> None:
    found = read(b"I: Hei\n\nB: " + b"a" * 1_000_000, "x")

    assert [len(turn.text) for turn in found.turns] == [3, 1_000_000]


def test_the_child_reads_as_this_process_does_and_hands_over_its_errors() -> None:
    assert read_apart(WHOLE, "x.docx") == read(WHOLE, "x.docx")
    with pytest.raises(NoTranscriptFileError, match="“x.pdf” is a PDF file"):
        read_apart(b"%PDF-1.7", "x.pdf")


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no memory of a child")
def test_a_file_that_wants_too_much_memory_is_stopped() -> None:
    many = docx(paragraphs(*(f"I: ord {n}" for n in range(60_000))))

    with pytest.raises(TooDemandingError, match="memory"):
        read_apart(many, "many.docx", most_memory_bytes=64_000_000)


def test_a_file_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(TooDemandingError, match="time"):
        read_apart(b"I: Hei", "slow.txt", most_seconds=0)


@settings(max_examples=3, deadline=None)
@given(st.binary(max_size=60))
def test_the_child_gives_nothing_but_a_reading_or_our_errors(content: bytes) -> None:
    try:
        assert isinstance(read_apart(content, "x"), TranscriptReading)
    except WorkbenchError as error:
        assert isinstance(error, InputError)
