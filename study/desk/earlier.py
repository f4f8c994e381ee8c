"""Codes put on a text that has been corrected since: the passage is carried forward through every change.

A person codes what the screen shows; while their operation was on its way, somebody may have edited, split or joined.
The words quoted are compared with the text the person saw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from coding.carrying import through_edits, through_join, through_split
from core.spans import BadSpanError, Passage
from storage import transcript_rows, turn_rows, turn_text_rows
from storage.turn_text_rows import Change, TurnText
from transcripts.differences import difference
from transcripts.editing import Seam
from transcripts.model import Turn

if TYPE_CHECKING:
    from study.desk.session import DeskSession


def is_shown(session: DeskSession, passage: Passage) -> bool:
    """Whether the passage lies inside turns of the transcript that may be seen."""
    turns = transcript_rows.read_stretch(
        session.connection, session.transcript_id, passage.start_turn, passage.end_turn
    )
    if not turns or turns[-1].id != passage.end_turn:
        return False
    return passage.start <= len(turns[0].text) and passage.end <= len(turns[-1].text)


def turns_as_seen(session: DeskSession, passage: Passage, seen: Mapping[str, int]) -> tuple[Turn, ...]:
    """The passage's turns with the texts the person saw; none where one of them cannot be had any more."""
    if passage.start_turn == passage.end_turn:
        order: tuple[str, ...] = (passage.start_turn,)
    else:
        whole = transcript_rows.read_turn_order(session.connection, session.transcript_id)
        order = tuple(turn for turn in whole if turn in seen)
    if not order or (order[0], order[-1]) != (passage.start_turn, passage.end_turn) or set(order) - set(seen):
        return ()
    present = turn_rows.read_turns_by_id(session.connection, session.transcript_id, order)
    texts = tuple(_as_seen(session, present.get(turn), turn, seen[turn]) for turn in order)
    return tuple(text for text in texts if text is not None) if all(texts) else ()


def _as_seen(session: DeskSession, present: Turn | None, turn_id: str, revision: int) -> Turn | None:
    if present is not None and present.revision == revision:
        return present
    row = turn_text_rows.read_revision(session.connection, turn_id, revision)
    return row.turn if row else None


def forward(
    session: DeskSession, passage: Passage, seen: Mapping[str, int], *, is_quoted: bool = False
) -> Passage | None:
    """The passage in the text as it is now; None where none of its words survived a change on the way.

    Also None where words were redacted since: that changes the earlier texts too, so the offsets seen are those of
    a text that is not known any more, unless `is_quoted`, the words at these offsets have been compared.
    """
    known, after = _latest_alike(session, {passage.start_turn, passage.end_turn}, seen)
    found: Passage | None = passage
    while found is not None:
        watched = {turn: known[turn] for turn in (found.start_turn, found.end_turn) if turn in known}
        step = turn_text_rows.next_step(session.connection, watched, after) if watched else None
        if step is None:
            return found
        if step.change is Change.REDACT and not is_quoted:
            return None
        after = step.number
        found = _through(session, found, step)
        known |= dict.fromkeys(_turns(step), -1)  # from here on every later change counts
    return None


def _latest_alike(session: DeskSession, ends: set[str], seen: Mapping[str, int]) -> tuple[dict[str, int], int]:
    """Where to begin: what was changed and changed back is as if it had not been. Revisions, and a step's number."""
    known, numbers = dict(seen), []
    for turn in ends & seen.keys():
        newest = turn_text_rows.newest_alike(session.connection, turn, seen[turn])
        if newest is not None:
            known[turn] = newest.turn.revision
        numbers.append(newest.number if newest is not None else 0)
    return known, min(numbers, default=0)


def _turns(step: TurnText) -> Iterator[str]:
    yield step.turn.id
    if step.other_turn:
        yield step.other_turn


def _through(session: DeskSession, passage: Passage, step: TurnText) -> Passage | None:
    if step.other_turn and step.seam:
        return _over_seam(passage, step, step.other_turn, step.seam)
    before = turn_text_rows.read_revision(session.connection, step.turn.id, step.turn.revision - 1)
    if before is None:
        return None
    found = difference(before.turn.text, step.turn.text)
    if passage.start_turn == passage.end_turn:
        return through_edits(passage, [(step.turn.id, found.old)], {step.turn.id: found})
    is_start = step.turn.id == passage.start_turn
    left = found.carry(passage.start, len(found.old)) if is_start else found.carry(0, passage.end)
    if left is None:  # which turn comes next was another question then; a person selects again
        return None
    start = left.start if is_start else passage.start
    return Passage(passage.start_turn, start, passage.end_turn, passage.end if is_start else left.end)


def _over_seam(passage: Passage, step: TurnText, other: str, seam: Seam) -> Passage | None:
    try:
        if step.change is Change.SPLIT:
            return through_split(passage, step.turn.id, seam.cut, seam.resume, other)
        return through_join(passage, step.turn.id, other, seam.cut, seam.resume)
    except BadSpanError:
        return None
