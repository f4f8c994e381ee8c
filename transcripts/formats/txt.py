"""Plain text: one line per turn, `[0:12:31] H03: the words`."""

from __future__ import annotations

from collections.abc import Mapping

from transcripts.formats.names import NO_NAMES, speaker_names
from transcripts.formats.plain import clock, one_line, visible_controls
from transcripts.model import Transcript, Turn


def dump(transcript: Transcript, interview: str, names: Mapping[str, str] = NO_NAMES) -> str:
    """The interview's label, an empty line, then a line per turn.

    A line break inside a turn becomes a space, and control characters their picture (␛): this form is for reading,
    the JSON form keeps every character.
    """
    shown = speaker_names(transcript, names)
    lines = [one_line(interview), "", *(_line(turn, shown[turn.speaker]) for turn in transcript.turns)]
    return "\n".join(lines) + "\n"


def _line(turn: Turn, name: str) -> str:
    time = "" if turn.start_ms is None else f"[{clock(turn.start_ms)}] "
    words = visible_controls(" ".join(turn.text.splitlines()))
    return f"{time}{one_line(name)}: {words}"
