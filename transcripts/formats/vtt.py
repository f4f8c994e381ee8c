"""WebVTT (https://www.w3.org/TR/webvtt1/): one cue per turn, the speaker as its voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.messages import translate
from transcripts.formats.names import NO_NAMES, speaker_names
from transcripts.formats.plain import one_line, visible_controls
from transcripts.model import Transcript, Turn


def dump(
    transcript: Transcript, interview: str, names: Mapping[str, str] = NO_NAMES, *, notes: Sequence[str] = ()
) -> str:
    """Cues in order of their start, as the standard asks. A turn without a time follows at the end, as a note.

    `notes` are what a reader must know, in front of the cues.
    """
    shown = speaker_names(transcript, names)
    timed = sorted((turn for turn in transcript.turns if turn.start_ms is not None), key=lambda t: t.start_ms or 0)
    untimed = (turn for turn in transcript.turns if turn.start_ms is None)
    blocks = [f"WEBVTT {_escaped(one_line(interview))}".rstrip()]
    blocks += [f"NOTE {_escaped(one_line(note))}" for note in notes]
    blocks += [_cue(turn, shown[turn.speaker]) for turn in timed]
    blocks += [_note(turn, shown[turn.speaker]) for turn in untimed]
    return "\n\n".join(blocks) + "\n"


def _cue(turn: Turn, name: str) -> str:
    start = turn.start_ms or 0
    end = max(turn.end_ms or 0, start + 1)  # a cue must end after it starts
    return f"{_escaped(turn.id)}\n{_time(start)} --> {_time(end)}\n<v {_escaped(one_line(name))}>{_words(turn)}</v>"


def _note(turn: Turn, name: str) -> str:
    return f"NOTE {translate('Not timed.')} {_escaped(one_line(name))}: {_words(turn)}"


def _words(turn: Turn) -> str:
    """The turn's text. An empty line would end the cue, so there is none."""
    lines = (line.strip() for line in turn.text.splitlines())
    return _escaped(visible_controls("\n".join(line for line in lines if line)))


def _escaped(text: str) -> str:
    """With `>` escaped no text can hold the arrow `-->` or close a tag."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(ms: int) -> str:
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
