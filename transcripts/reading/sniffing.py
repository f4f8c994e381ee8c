"""What a file is, its first bytes say, not its name; then the reader for it."""

from __future__ import annotations

from dataclasses import replace

from core.messages import translate
from transcripts.reading import cues, segments
from transcripts.reading.assembling import assemble
from transcripts.reading.decoding import lines_of, text_of
from transcripts.reading.errors import EmptyTranscriptError, NoTranscriptFileError, TranscriptTooLargeError
from transcripts.reading.lines import Line, read_lines
from transcripts.reading.model import FileKind, Found, ReadingChoices, TranscriptReading
from transcripts.reading.word_file import read_docx

MOST_BYTES = 20_000_000
MOST_LINES = 200_000

#: First bytes of files that are no transcripts, and what they are.
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Word file (DOC), or one locked with a password"),
    (b"{\\rtf", "an RTF file"),
    (b"%PDF", "a PDF file"),
    (b"#EXTM3U", "a playlist"),
    (b"<!DOCTYPE", "a web page (HTML)"),
    (b"<!doctype", "a web page (HTML)"),
    (b"<html", "a web page (HTML)"),
    (b"<?xml", "an XML file"),
    (b"RIFF", "a sound or picture file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"fLaC", "a sound file"),
)


def read(content: bytes, name: str, choices: ReadingChoices | None = None) -> TranscriptReading:
    """The transcript in a file, in this process. `name` is what the person calls it, for sentences only.

    Raises the errors of `transcripts.reading.errors` and of `sheets.zipped`, and nothing else, whatever the bytes.
    """
    choices = choices or ReadingChoices()
    if len(content) > MOST_BYTES:
        size = f"{-(-len(content) // 1_000_000)} MB"
        raise TranscriptTooLargeError(name, size, f"{MOST_BYTES // 1_000_000} MB")
    return assemble(_found(content, name, choices), choices, content, name)


def _found(content: bytes, name: str, choices: ReadingChoices) -> Found:
    if content.startswith(b"PK"):
        return _docx(content, name, choices)
    for start, what in _OTHERS:
        if content[:400].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(start):
            raise NoTranscriptFileError(name, translate(what))
    text, notices = text_of(content, name)
    if not text.strip():
        raise EmptyTranscriptError(name)
    found = _text(text, name, choices)
    return replace(found, notices=(*notices, *found.notices))


def _text(text: str, name: str, choices: ReadingChoices) -> Found:
    if cues.is_vtt(text):
        return cues.read_cues(text, choices, FileKind.VTT)
    if segments.looks_like_json(text):
        found = segments.read_json(text, name)
        if found is not None:
            return found
    if cues.is_srt(text):
        return cues.read_cues(text, choices, FileKind.SRT)
    lines = lines_of(text)
    if len(lines) > MOST_LINES:
        raise TranscriptTooLargeError(name, translate("{count} lines", count=len(lines)), f"{MOST_LINES}")
    items = [Line(number, line) for number, line in enumerate(lines, 1)]
    return read_lines(items, choices, kind=FileKind.TXT, unit=translate("line"))


def _docx(content: bytes, name: str, choices: ReadingChoices) -> Found:
    word = read_docx(content, name)
    if len(word.items) > MOST_LINES:
        raise TranscriptTooLargeError(name, translate("{count} lines", count=len(word.items)), f"{MOST_LINES}")
    found = read_lines(word.items, choices, kind=FileKind.DOCX, unit=translate("paragraph"))
    problems = sorted((*word.problems, *found.problems), key=lambda problem: problem.line or 0)
    return replace(found, problems=tuple(problems), notices=(*word.notices, *found.notices))
