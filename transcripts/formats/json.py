"""JSON for other programs: everything the transcript holds, character for character."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from json import dumps

from transcripts.conventions import Mark
from transcripts.formats.names import NO_NAMES, speaker_names
from transcripts.model import Transcript, Turn, Word

NOTHING_MORE: Mapping[str, object] = {}


def dump(
    transcript: Transcript,
    interview: str,
    names: Mapping[str, str] = NO_NAMES,
    *,
    marks: Mapping[str, Sequence[Mark]] | None = None,
    facts: Mapping[str, object] = NOTHING_MORE,
) -> str:
    """One object: `interview`, `language`, `turns`, `made_by`; times in milliseconds, null where there is none.

    A word's `start` and `end` are its place in the turn's text, in code points: what `transcripts.reading` reads back
    exactly. `marks` stand beside the text of their turn, never in it; `facts` are what else a reader must know.
    """
    shown = speaker_names(transcript, names)
    whole = {
        "interview": interview,
        "language": transcript.language,
        **facts,
        "turns": [_turn(turn, shown[turn.speaker]) | _marks(turn, marks) for turn in transcript.turns],
        "made_by": dict(transcript.made_by),
    }
    return dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _marks(turn: Turn, marks: Mapping[str, Sequence[Mark]] | None) -> dict[str, object]:
    if marks is None:
        return {}
    return {"marks": [{"offset": mark.offset, "text": mark.text} for mark in marks.get(turn.id, ())]}


def _turn(turn: Turn, speaker: str) -> dict[str, object]:
    return {
        "id": turn.id,
        "speaker": speaker,
        "start_ms": turn.start_ms,
        "end_ms": turn.end_ms,
        "text": turn.text,
        "words": [_word(word, turn.text) for word in turn.words],
    }


def _word(word: Word, text: str) -> dict[str, object]:
    return {
        "text": text[word.start : word.end],
        "start": word.start,
        "end": word.end,
        "start_ms": word.start_ms,
        "end_ms": word.end_ms,
        "confidence": word.confidence,
    }
