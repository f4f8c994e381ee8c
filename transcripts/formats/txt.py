"""Plain text: one line per turn, `[0:12:31] H03: the words`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.messages import translate
from transcripts.formats.names import NO_NAMES, speaker_names
from transcripts.formats.plain import clock, one_line, visible_controls
from transcripts.model import Transcript, Turn
from transcripts.translations import Translation


def dump(
    transcript: Transcript,
    interview: str,
    names: Mapping[str, str] = NO_NAMES,
    *,
    with_numbers: bool = False,
    with_times: bool = True,
    notes: Sequence[str] = (),
    translations: Mapping[str, Translation] | None = None,
) -> str:
    """The interview's label, an empty line, then a line per turn; with its number and a tab in front when asked.

    `notes` are what a reader must know, a line each below the label.

    A line break inside a turn becomes a space, and control characters their picture (␛): this form is for reading,
    the JSON form keeps every character. A turn's translation, when `translations` (by turn id) are asked for, stands
    in a line below it, after a tab and “= ”, with who translated.
    """
    shown = speaker_names(transcript, names)
    turns = [_line(turn, shown[turn.speaker], with_times) for turn in transcript.turns]
    numbered = [f"{number}\t{line}" for number, line in enumerate(turns, 1)] if with_numbers else turns
    both = [
        line + (_translated(translations[turn.id]) if translations and turn.id in translations else "")
        for line, turn in zip(numbered, transcript.turns, strict=True)
    ]
    lines = [one_line(interview), *map(one_line, notes), "", *both]
    return "\n".join(lines) + "\n"


def _translated(made: Translation) -> str:
    facts = [translate("translated by {name}", name=one_line(made.translator))]
    if made.changed:
        facts.append(translate("the original has changed since"))
    return f"\n\t= {visible_controls(' '.join(made.text.splitlines()))} [{'; '.join(facts)}]"


def _line(turn: Turn, name: str, with_time: bool) -> str:
    time = "" if turn.start_ms is None or not with_time else f"[{clock(turn.start_ms)}] "
    words = visible_controls(" ".join(turn.text.splitlines()))
    return f"{time}{one_line(name)}: {words}"
