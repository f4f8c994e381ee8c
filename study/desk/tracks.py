"""What stands beside the turns in another language, as the browser reads it: short lists, and nothing where there is
nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from storage import design_rows, gloss_rows, transcript_rows, translation_rows
from storage.database import Connection
from transcripts.model import Turn
from transcripts.translations import GlossLine, Translation, lines_by_turn

if TYPE_CHECKING:
    from study.desk.session import DeskSession


def tracks_json(connection: Connection, interview_id: str, transcript_id: str, turns: Sequence[Turn]) -> dict[str, Any]:
    """All tracks of a transcript; `turns`: those that are shown. An empty object where there are none."""
    made = translation_rows.read_shown(connection, interview_id, transcript_id, turns)
    tracks: dict[str, Any] = {}
    if made:
        names = {person.id: person.name for person in design_rows.read_people(connection)}
        tracks["translations"] = [translation_json(each, names) for each in made]
    if gloss := gloss_json(connection, interview_id, transcript_id, turns):
        tracks["gloss"] = gloss
    return tracks


def translation_json(made: Translation, names: dict[str, str]) -> list[Any]:
    """turn, language, id, text, translator, status, 1 where the original has changed since, who entered it, the day."""
    entered = names.get(made.by, "?")
    day = made.at.date().isoformat()
    return [
        made.turn_id, made.language, made.id or None, made.text, made.translator, made.status.value,
        int(made.changed), entered, day,
    ]  # fmt: skip


def gloss_json(
    connection: Connection, interview_id: str, transcript_id: str, turns: Sequence[Turn]
) -> dict[str, Any] | None:
    """The gloss by turns; None where there is none. What hidden voices may have said in it is left out."""
    gloss_id = gloss_rows.shown_id(connection, interview_id)
    row = gloss_rows.read_gloss(connection, gloss_id) if gloss_id else None
    if row is None:
        return None
    hidden = transcript_rows.hidden_speakers(connection, transcript_id)
    lines = row.gloss.lines
    if hidden:
        lines = heard_from(lines, turns, transcript_rows.read_times_of(connection, transcript_id, hidden))
    by_turn = lines_by_turn(lines, turns)
    return {
        "id": row.id,
        "language": row.gloss.language,
        "model": str(row.gloss.made_by.get("model", "")),
        "lines": [[turn, " ".join(line.text for line in own)] for turn, own in by_turn.items()],
    }


def heard_from(
    lines: Iterable[GlossLine], turns: Sequence[Turn], hidden: Collection[tuple[int | None, int | None]]
) -> tuple[GlossLine, ...]:
    """Only lines that last into shown turns and into none of the hidden; none at all when a hidden turn has no time."""
    away = [(start, end) for start, end in hidden if start is not None and end is not None]
    if len(away) < len(hidden):
        return ()
    here = [(turn.start_ms, turn.end_ms) for turn in turns if turn.start_ms is not None and turn.end_ms is not None]
    return tuple(line for line in lines if _lasts_into(line, here) and not _lasts_into(line, away))


def _lasts_into(line: GlossLine, times: Collection[tuple[int, int]]) -> bool:
    return any(line.start_ms < end and start < line.end_ms for start, end in times)


def reports(session: DeskSession) -> dict[str, Any]:
    """What an answer says of the tracks: of the turns it names, and the gloss where it may stand elsewhere now."""
    touched = session.touched
    named = touched.translations | touched.words
    if not named and not touched.gloss:
        return {}
    connection, where = session.connection, (session.interview_id, session.transcript_id)
    if not touched.gloss and not _are_any(connection, session.interview_id):
        return {"translations": [], "translations_of": sorted(touched.translations)} if touched.translations else {}
    turns = transcript_rows.read_turns(connection, session.transcript_id)
    names = {person.id: person.name for person in design_rows.read_people(connection)}
    made = [each for each in translation_rows.read_shown(connection, *where, turns) if each.turn_id in named]
    told: dict[str, Any] = {
        "translations": [translation_json(each, names) for each in made],
        "translations_of": sorted(named),
    }
    if touched.gloss or (touched.order and gloss_rows.shown_id(connection, session.interview_id)):
        told["gloss"] = gloss_json(connection, *where, turns)
    return told


def _are_any(connection: Connection, interview_id: str) -> bool:
    return translation_rows.are_any(connection, interview_id) or bool(gloss_rows.shown_id(connection, interview_id))


REPORTS = (reports,)
