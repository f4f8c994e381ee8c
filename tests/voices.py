"""A made-up conversation of many voices with a recording that plays: data that several tests of voices share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from core.clock import new_id
from core.design import Interview, InterviewKind, Person, Recording
from study import Study
from study.playback import make_playable
from tests.sounds import tone
from transcripts.heard import Heard, VoiceSpan
from transcripts.model import Speaker, Transcript, Turn, Word

WORD_MS = 400
SAID = tuple(
    [
        "Jeg",
        "begynte",
        "som",
        "hjelper",
        "for",
        "to",
        "år",
        "siden",
        "og",
        "nå",
        "er",
        "det",
        "jeg",
        "som",
        "støtter",
        "de",
        "andre",
        "når",
        "det",
        "blir",
        "tungt",
    ]
)


def spoken(label: str, start_ms: int, words: Sequence[str] = SAID, confidence: float = 0.9) -> Turn:
    """A turn whose words follow one another without a pause."""
    timed, at = [], 0
    for number, word in enumerate(words):
        begins = start_ms + number * WORD_MS
        timed.append(Word(at, at + len(word), begins, begins + WORD_MS, confidence))
        at += len(word) + 1
    return Turn(new_id(), label, " ".join(words), start_ms, start_ms + len(words) * WORD_MS, tuple(timed))


def talk(labels: Iterable[str], *, rounds: int = 1, words: Sequence[str] = SAID) -> Transcript:
    """Everybody says something in turn, with half a second between."""
    order = list(labels)
    length = len(words) * WORD_MS + 500
    turns = tuple(spoken(label, n * length, words) for n, label in enumerate(order * rounds))
    spans = tuple(VoiceSpan(t.start_ms or 0, t.end_ms or 0, t.speaker) for t in turns)
    return Transcript("no", turns, tuple(Speaker(label) for label in order), {"model": "made up"}, Heard(voices=spans))


def numbered(count: int) -> list[str]:
    return [f"SPEAKER_{n:02d}" for n in range(count)]


def recorded(
    study: Study, person: Person, folder: Path, label: str, transcript: Transcript, participants: Iterable[str] = ()
) -> tuple[Interview, Recording]:
    """An interview with a recording as long as the talk, which is a tone of its own, and a copy that browsers play."""
    path = folder / f"{label}.wav"
    tone(path, seconds=transcript.duration_ms / 1000 + 1)
    path.write_bytes(path.read_bytes() + label.encode())  # no two interviews have the same recording
    recording = study.receive_file(
        person, path, label=label, kind=InterviewKind.FOCUS_GROUP, wave="Wave 1", participant_ids=participants
    )
    study.keep_transcript(person, recording.interview_id, transcript, machine_made=True)
    make_playable(study, recording, folder)
    return study.interview(person, recording.interview_id), recording
