"""JSON: whisperX and its relatives (`segments`), and our own form (`turns`), which comes back exactly."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from core.messages import translate
from core.problems import Problem
from transcripts.model import Word
from transcripts.reading.errors import DamagedTranscriptError, NoTranscriptFileError
from transcripts.reading.model import FileKind, Found, Piece

MOST_MADE_BY = 20_000  #: Characters of what a file says about how it was made.
LONGEST_FACT = 200
MOST_MS = 1_000 * 3_600_000
_KNOWN = frozenset({"text", "start", "end", "speaker", "words", "id", "chars", "seek", "tokens", "temperature",
                    "avg_logprob", "compression_ratio", "no_speech_prob", "score", "confidence"})  # fmt: skip


def looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def read_json(text: str, name: str) -> Found | None:
    """The pieces; None when it is no JSON at all. Raises when it is JSON of another kind."""
    try:
        whole = json.loads(text)
    except RecursionError as error:
        raise DamagedTranscriptError(name, translate("its brackets are nested too deep")) from error
    except ValueError:
        return None
    if isinstance(whole, list):
        whole = {"segments": whole}
    if isinstance(whole, dict) and isinstance(whole.get("turns"), list):
        return _own(whole)
    if isinstance(whole, dict) and isinstance(whole.get("segments"), list):
        return _whisper(whole)
    raise NoTranscriptFileError(name, translate("JSON without “turns” or “segments”"))


def _own(whole: Mapping[str, Any]) -> Found:
    problems: list[Problem] = []
    pieces: list[Piece] = []
    for number, turn in enumerate(whole["turns"], 1):
        if not isinstance(turn, dict) or not isinstance(turn.get("text"), str):
            problems.append(_unreadable(turn, number))
            continue
        start, end = _whole_ms(turn.get("start_ms")), _whole_ms(turn.get("end_ms"))
        words = _own_words(turn, number, problems)
        pieces.append(
            Piece(number, turn["text"], _text(turn.get("speaker")), start, end, words, id=_text(turn.get("id")))
        )
    made_by = _made_by(whole.get("made_by"), problems)
    return Found(
        kind=FileKind.JSON,
        pieces=tuple(_unlike(pieces)),
        problems=tuple(problems),
        program="Interview Workbench",
        language=_language(whole.get("language")),
        made_by=made_by,
    )


def _unlike(pieces: list[Piece]) -> Iterator[Piece]:
    """An identifier that stands twice is none."""
    seen: set[str] = set()
    for piece in pieces:
        yield replace(piece, id="") if piece.id in seen else piece
        seen.add(piece.id)


def _own_words(turn: Mapping[str, Any], number: int, problems: list[Problem]) -> tuple[Word, ...]:
    text, at, words = turn["text"], 0, []
    listed = turn.get("words")
    for each in listed if isinstance(listed, list) else []:
        if not isinstance(each, dict):
            problems.append(_unreadable(each, number))
            continue
        said, start, end = _text(each.get("text")), each.get("start"), each.get("end")
        if type(start) is not int or type(end) is not int or not 0 <= start < end or text[start:end] != said:
            start = text.find(said, at) if said else -1
            end = start + len(said)
        if start < at:
            problems.append(_unplaced(said, number))
            continue
        at = end
        timed = (_whole_ms(each.get("start_ms")), _whole_ms(each.get("end_ms")))
        words.append(Word(start, end, *timed, _share(each.get("confidence"))))
    return tuple(words)


def _whisper(whole: Mapping[str, Any]) -> Found:
    problems: list[Problem] = []
    pieces: list[Piece] = []
    others: set[str] = set()
    for number, segment in enumerate(whole["segments"], 1):
        if not isinstance(segment, dict) or not isinstance(segment.get("text"), str):
            problems.append(_unreadable(segment, number))
            continue
        others |= {str(key)[:40] for key in segment.keys() - _KNOWN}
        text = segment["text"].strip()
        if not text:
            problems.append(Problem(translate("it has no words"), number))
            continue
        start, end = _seconds(segment.get("start")), _seconds(segment.get("end"))
        words = _spoken(segment, text, number, problems)
        pieces.append(Piece(number, text, _text(segment.get("speaker")), start, end, words, glue=" "))
    top = {str(key)[:40] for key in whole.keys() - {"segments", "word_segments", "language", "text"}}
    program = "whisperX" if "word_segments" in whole else ""
    return Found(
        kind=FileKind.JSON,
        pieces=tuple(pieces),
        problems=tuple(problems),
        notices=tuple(_left_out(others | top)),
        program=program,
        language=_language(whole.get("language")),
        joins=True,
    )


def _spoken(segment: Mapping[str, Any], text: str, number: int, problems: list[Problem]) -> tuple[Word, ...]:
    """The words with their places in the segment's text; whisper writes them with the space before them."""
    listed, at, words, speakers = segment.get("words"), 0, [], set()
    for each in listed if isinstance(listed, list) else []:
        said = _text(each.get("word", each.get("text"))).strip() if isinstance(each, dict) else ""
        if not said:
            continue
        start = text.find(said, at)
        if start < 0:
            problems.append(_unplaced(said, number))
            continue
        at = start + len(said)
        speakers.add(_text(each.get("speaker")))
        score = _share(each.get("score", each.get("probability")))
        words.append(Word(start, at, _seconds(each.get("start")), _seconds(each.get("end")), score))
    speakers -= {"", _text(segment.get("speaker"))}
    if speakers:
        message = translate("some words are marked as spoken by {names}; the whole segment goes to its own speaker",
                            names=", ".join(sorted(speakers))[:200])  # fmt: skip
        problems.append(Problem(message, number))
    return tuple(words)


def _left_out(keys: set[str]) -> Iterator[str]:
    if keys:
        yield translate("These fields of the file are not taken: {names}.", names=", ".join(sorted(keys)[:20]))


def _unreadable(value: object, number: int) -> Problem:
    shown = json.dumps(value, ensure_ascii=False)
    return Problem(translate("it is not a turn with words, and is not taken: {text}", text=shown), number)


def _unplaced(said: str, number: int) -> Problem:
    return Problem(translate("the word “{word}” does not stand in the text; its time is not taken", word=said), number)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _language(value: object) -> str | None:
    return value if isinstance(value, str) and 2 <= len(value) <= 8 and value.isascii() and value.isalpha() else None


def _seconds(value: object) -> int | None:
    """Seconds as milliseconds; None for what is no time."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return round(value * 1000) if 0 <= value * 1000 <= MOST_MS else None


def _whole_ms(value: object) -> int | None:
    return value if type(value) is int and 0 <= value <= MOST_MS else None


def _share(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= 1 else None


def _made_by(value: object, problems: list[Problem]) -> Mapping[str, object]:
    """What our own file says about how it was made; what is too long for such facts is left out and said."""
    if not isinstance(value, dict) or not value:
        return {}
    if len(json.dumps(value)) > MOST_MADE_BY or any(len(text) > LONGEST_FACT for text in _texts(value)):
        problems.append(Problem(translate("what the file says about how it was made is too long, and is not taken")))
        return {}
    return value


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield str(key)
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
