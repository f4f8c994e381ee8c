"""WebVTT (https://www.w3.org/TR/webvtt1/) and SubRip: cues, each with its times.

Speakers stand in voice tags (`<v H03>`: Teams, noScribe, our own), or before a colon (`Kari: words`: Zoom;
`[SPEAKER_00]: words`: whisperX).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from core.messages import translate, translate_count
from core.problems import Problem
from transcripts.reading import labels as label_rules
from transcripts.reading.decoding import lines_of
from transcripts.reading.labels import Candidate
from transcripts.reading.model import NOBODY, FileKind, Found, Piece, ReadingChoices

SURE_SHARE = 0.8
_CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
TIMING = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?P<settings>\s.*)?\Z")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]{1,300})>|</v>")
_TAG = re.compile(r"</?(?:c|i|b|u|ruby|rt|lang|font)(?:[.\s][^<>]{0,200})?>|<\d{1,4}:[\d:.]{4,12}>|\{\\an\d\}")
_TEAMS_ID = re.compile(r"[0-9a-fA-F-]{36}/\d+-\d+\Z")
_OWN_ID = re.compile(r"[0-9a-f]{32}\Z")


@dataclass(slots=True)
class _Cue:
    """A cue as it stands in the file."""

    line: int
    id: str
    start_ms: int
    end_ms: int
    payload: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _File:
    """What the blocks of a file are."""

    header: str = ""
    cues: list[_Cue] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    settings: int = 0
    untimed: list[tuple[int, str]] = field(default_factory=list)  #: Our own notes: turns without a time.


def is_vtt(text: str) -> bool:
    return re.match(r"WEBVTT(?:[ \t\r\n]|\Z)", text) is not None


def is_srt(text: str) -> bool:
    """A number, then a time with an arrow, at the beginning."""
    lines = [line.strip() for line in lines_of(text[:4000]) if line.strip()][:2]
    return len(lines) == 2 and lines[0].isdecimal() and TIMING.match(lines[1]) is not None


def read_cues(text: str, choices: ReadingChoices, kind: FileKind) -> Found:
    """The pieces of a VTT or SRT file."""
    file = _blocks(lines_of(text), kind)
    is_own = bool(file.cues) and all(_OWN_ID.match(cue.id) for cue in file.cues)
    is_teams = any(_TEAMS_ID.match(cue.id) for cue in file.cues)
    tags: Counter[str] = Counter()
    voiced = [each for cue in file.cues for each in _voices(cue, tags, keep_breaks=is_own)]
    has_voices = any(piece.label for piece in voiced)
    uses = label_rules.uses(() if has_voices else _candidates(voiced), choices.labels)
    taken = {use.label for use in uses if use.taken}
    pieces = [_with_label(piece, taken) for piece in voiced] if taken else voiced
    notices = list(_notices(file, tags, voiced, is_own))
    untimed, problems = _untimed(file)
    return Found(
        kind=kind,
        pieces=tuple(piece for piece in (*pieces, *untimed) if piece.text),
        labels=uses,
        problems=(*file.problems, *problems, *_wordless(pieces)),
        notices=tuple(notices),
        program=_program(file, is_own, is_teams, bool(taken), kind),
        joins=not is_own,
    )


def _blocks(lines: Sequence[str], kind: FileKind) -> _File:
    file = _File()
    for number, block in _split(lines):
        if kind is FileKind.VTT and number == 1:
            _take_header(file, block)
        elif kind is FileKind.VTT and re.match(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)", block[0]):
            _take_note(file, number, block)
        else:
            _take_cue(file, number, block)
    return file


def _split(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Blocks between empty lines, with the number of their first line."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _take_header(file: _File, block: list[str]) -> None:
    file.header = " ".join([block[0][len("WEBVTT") :], *block[1:]]).strip()
    if file.header:
        message = translate("the file's heading is not taken: “{text}”", text=file.header)
        file.problems.append(Problem(message, 1))


def _take_note(file: _File, number: int, block: list[str]) -> None:
    text = "\n".join(block)
    for words in (translate("Not timed."), "Not timed."):
        mark = f"NOTE {words} "
        if text.startswith(mark):
            file.untimed.append((number, text[len(mark) :]))
            return
    file.problems.append(Problem(translate("a note or style is not taken: “{text}”", text=text), number))


def _take_cue(file: _File, number: int, block: list[str]) -> None:
    """A cue, perhaps with an identifier above its time; what is neither is said."""
    at = next((i for i, line in enumerate(block[:2]) if TIMING.match(line)), None)
    if at is None:
        message = translate(
            "there is no time above these words, so they are not taken: “{text}”", text="\n".join(block)
        )
        file.problems.append(Problem(message, number))
        return
    cue: _Cue | None = None
    for offset, line in enumerate(block[at:], at):
        found = TIMING.match(line)
        if not found:
            if cue:
                cue.payload.append(line)
            continue
        identifier = block[0].strip() if at == 1 and offset == 1 else _taken_back(cue)
        cue = _Cue(number + offset, identifier, _ms(found.groups()[:4]), _ms(found.groups()[4:8]))
        file.settings += bool((found["settings"] or "").strip())
        file.cues.append(cue)


def _taken_back(cue: _Cue | None) -> str:
    """Where a cue follows without an empty line, its number is the last line of the words before it."""
    if cue and cue.payload and cue.payload[-1].strip().isdecimal():
        return cue.payload.pop().strip()
    return ""


def _ms(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def _voices(cue: _Cue, tags: Counter[str], *, keep_breaks: bool) -> Iterator[Piece]:
    """The stretches of a cue by voice. A line break is a space in subtitles; in a file of our own it is the turn's."""
    text = "\n".join(cue.payload) if keep_breaks else " ".join(line.strip() for line in cue.payload)
    start, label, any_piece = 0, NOBODY, False
    for found in [*_VOICE.finditer(text), None]:
        words = _plain(text[start : found.start() if found else len(text)], tags).strip()
        if words or (found is None and not any_piece):
            any_piece = True
            yield Piece(cue.line, words, label, cue.start_ms, cue.end_ms, glue=" ", id=cue.id if keep_breaks else "")
        if found:
            start = found.end()
            label = unescape(found[1]).strip() if found[1] else NOBODY


def _plain(text: str, tags: Counter[str]) -> str:
    """Without tags that say how words look; other angle brackets are words. `&lt;` becomes `<`."""

    def leave_out(found: re.Match[str]) -> str:
        tags[found[0]] += 1
        return ""

    return unescape(_TAG.sub(leave_out, text))


def _candidates(pieces: Sequence[Piece]) -> Iterator[Candidate]:
    """Where nearly every cue has a name before a colon, each of them is one."""
    found = [(piece, label_rules.before_colon(piece.text)) for piece in pieces if piece.text]
    named = [(piece, label) for piece, label in found if label]
    is_style = len(found) > 1 and len(named) >= SURE_SHARE * len(found)
    for piece, label in named:
        yield Candidate(label[0], piece.line, sure=is_style)


def _with_label(piece: Piece, taken: set[str]) -> Piece:
    found = label_rules.before_colon(piece.text)
    if not found or found[0] not in taken:
        return piece
    return replace(piece, label=found[0], text=piece.text[found[1] :].strip())


def _wordless(pieces: Sequence[Piece]) -> Iterator[Problem]:
    for piece in pieces:
        if not piece.text:
            said = (
                translate("“{label}” has no words", label=piece.label) if piece.label else translate("it has no words")
            )
            yield Problem(said, piece.line)


def _untimed(file: _File) -> tuple[list[Piece], list[Problem]]:
    """Turns without a time, which our own files carry as notes; their place among the others is not known."""
    pieces: list[Piece] = []
    problems: list[Problem] = []
    for number, text in file.untimed:
        name, _, words = unescape(text).partition(": ")
        pieces.append(Piece(number, words.strip(), name))
        problems.append(Problem(translate("a turn without a time is taken at the end: its place is not known"), number))
    return pieces, problems


def _notices(file: _File, tags: Counter[str], pieces: Sequence[Piece], is_own: bool) -> Iterator[str]:
    if file.settings:
        yield translate_count("The place on the screen of {count} cue is not taken.",
                              "The places on the screen of {count} cues are not taken.", file.settings)  # fmt: skip
    if tags:
        shown = ", ".join(sorted(tags)[:8])
        yield translate("Marks that say how words look are not taken: {tags} ({count} in all).",
                        tags=shown, count=sum(tags.values()))  # fmt: skip
    named = sum(bool(cue.id) and not cue.id.isdecimal() for cue in file.cues)
    if named and not is_own:
        yield translate_count(
            "The name of {count} cue is not taken.", "The names of {count} cues are not taken.", named
        )
    wrapped = sum(len(cue.payload) > 1 for cue in file.cues)
    if wrapped and not is_own:
        yield translate_count("In {count} cue lines were joined by a space.",
                              "In {count} cues lines were joined by a space.", wrapped)  # fmt: skip
    unnamed = sum(not piece.label for piece in pieces)
    if unnamed and unnamed < len(pieces) and any(piece.label for piece in pieces):
        yield translate_count("{count} cue names no speaker.", "{count} cues name no speaker.", unnamed)


def _program(file: _File, is_own: bool, is_teams: bool, has_names: bool, kind: FileKind) -> str:
    if is_own:
        return "Interview Workbench"
    if is_teams:
        return "Teams"
    texts = " ".join([file.header, *(problem.message for problem in file.problems[:3])])
    if "noScribe" in texts:
        return "noScribe"
    numbered = bool(file.cues) and all(cue.id.isdecimal() for cue in file.cues)
    return "Zoom" if kind is FileKind.VTT and has_names and numbered and not file.header else ""
