"""What the speakers of a transcript are called in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from transcripts.model import Speaker, Transcript

NO_NAMES: Mapping[str, str] = {}


class Dump(Protocol):
    """A transcript as text. `names` says what a speaker label is shown as: a pseudonym the study knows."""

    def __call__(self, transcript: Transcript, interview: str, names: Mapping[str, str] = NO_NAMES) -> str: ...


def speaker_names(transcript: Transcript, names: Mapping[str, str]) -> Mapping[str, str]:
    """For every speaker label what to show: the given name, else the speaker's own, else the label."""
    known = {speaker.label: speaker for speaker in transcript.speakers}
    labels = dict.fromkeys([*known, *(turn.speaker for turn in transcript.turns)])
    return {label: names.get(label) or _own_name(known.get(label)) or label for label in labels}


def _own_name(speaker: Speaker | None) -> str:
    return speaker.name or speaker.role or "" if speaker else ""
