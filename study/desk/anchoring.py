"""Codings stay on their words while turns change: where each goes, which need a person, and the way back.

Only codings that begin or end in a changed turn are looked at; the others cannot move.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import astuple, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from coding.carrying import through_edits, through_join, through_split
from core.errors import RefusedError
from core.spans import Passage
from storage import passage_rows, turn_rows
from storage.coding_rows import CodingRow
from storage.passage_rows import ReviewRow
from study.desk.action import Inverse, listed
from transcripts.differences import Difference
from transcripts.editing import Seam

if TYPE_CHECKING:
    from study.desk.session import DeskSession

Carry = Callable[[Passage], Passage | None]


class CodedOnTopError(RefusedError):
    """Taking the change back would take the words from under somebody's coding."""

    template = "{name} has coded words that are only there since, so this cannot be undone."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class ReviewedSinceError(RefusedError):
    """Somebody has dealt with a coding that the change had put on the review list."""

    template = "{name} has dealt with a code that lost its words through this, so it cannot be undone."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


@dataclass
class Moves:
    """What a change does to codings, worked out before the turns are written."""

    moved: list[tuple[CodingRow, Passage]] = field(default_factory=list)
    lost: list[tuple[CodingRow, str]] = field(default_factory=list)  #: With the words they were on.

    def kept(self) -> dict[str, Any]:
        """For the inverse: where each was and is."""
        return {
            "moved": [[row.coding.id, *astuple(row.coding.passage), *astuple(after)] for row, after in self.moved],
            "lost": [[row.coding.id, *astuple(row.coding.passage)] for row, _ in self.lost],
        }


def moves(session: DeskSession, turn_ids: Collection[str], carry: Carry) -> Moves:
    """Where the codings that touch these turns go."""
    rows = passage_rows.read_touching(session.connection, turn_ids)
    waiting = passage_rows.waiting_among(session.connection, [row.coding.id for row in rows])
    found = Moves()
    for row in rows:
        if row.coding.id in waiting:
            continue
        after = carry(row.coding.passage)
        if after is None:
            found.lost.append((row, words_of(session, row.coding.passage)))
        elif after != row.coding.passage:
            found.moved.append((row, after))
    return found


def by_edits(session: DeskSession, differences: Mapping[str, Difference]) -> Carry:
    """The carry of edited turns."""

    def carry(passage: Passage) -> Passage | None:
        return through_edits(passage, _stretch(session, passage, differences), differences)

    return carry


def by_split(turn: str, seam: Seam, new_turn: str) -> Carry:
    return partial(through_split, turn=turn, cut=seam.cut, resume=seam.resume, new_turn=new_turn)


def by_join(first: str, second: str, seam: Seam) -> Carry:
    return partial(through_join, first=first, second=second, cut=seam.cut, resume=seam.resume)


def write(session: DeskSession, found: Moves) -> None:
    """Move the codings; those without words go to the review list."""
    for row, after in found.moved:
        passage_rows.move_coding(session.connection, row.coding.id, after)
        session.touched.codings.add(row.coding.id)
    for row, words in found.lost:
        passage_rows.insert_review(session.connection, row, words, session.person)
        session.touched.codings.add(row.coding.id)
        session.touched.review = True


def moves_back(session: DeskSession, turn_ids: Collection[str], inverse: Inverse, carry: Carry) -> Moves:
    """Where codings go when a change is taken back: to where they were, unless they have moved since.

    Raises CodedOnTopError for a coding that would be left without words.
    """
    before = {row[0]: (Passage(*row[5:9]), Passage(*row[1:5])) for row in inverse["moved"]}
    found = Moves()
    rows = passage_rows.read_touching(session.connection, turn_ids)
    waiting = passage_rows.waiting_among(session.connection, [row.coding.id for row in rows])
    for row in rows:
        if row.coding.id in waiting:
            continue
        now_at, was_at = before.get(row.coding.id, (None, None))
        after = was_at if now_at == row.coding.passage else carry(row.coding.passage)
        if after is not None and after != row.coding.passage:
            found.moved.append((row, after))
        elif after is None and row.removed_by is None:
            raise CodedOnTopError(session.name_of(row.coding.coder_id))
        elif after is None:  # taken away already; should that be undone, a person has to look
            found.lost.append((row, words_of(session, row.coding.passage)))
    return found


def write_back(session: DeskSession, found: Moves, inverse: Inverse) -> None:
    """As `write`; codings that the change had put on the review list stand where they stood."""
    write(session, found)
    for coding_id, *was in inverse["lost"]:
        row = passage_rows.read_review(session.connection, coding_id)
        if row is None:  # erased meanwhile
            continue
        if row.settled_by is not None:
            raise ReviewedSinceError(session.name_of(row.settled_by))
        passage_rows.move_coding(session.connection, coding_id, Passage(*was))
        passage_rows.delete_review(session.connection, coding_id)
        session.touched.codings.add(coding_id)
        session.touched.review = True


def write_waiting(session: DeskSession, turn: str, carry: Carry) -> None:
    """Codings that wait for review keep a turn to be shown beside when theirs is joined to another."""
    rows = passage_rows.read_touching(session.connection, [turn])
    for coding_id in passage_rows.waiting_among(session.connection, [row.coding.id for row in rows]):
        (row,) = [row for row in rows if row.coding.id == coding_id]
        after = carry(row.coding.passage)
        if after is not None:
            passage_rows.move_coding(session.connection, coding_id, after)
            session.touched.review = True


def words_of(session: DeskSession, passage: Passage) -> str:
    """The passage's words as they are now, turns joined by a line break."""
    texts = [text for _, text in _stretch(session, passage, {})]
    texts[-1] = texts[-1][: passage.end]
    texts[0] = texts[0][passage.start :]
    return "\n".join(texts)


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    """Note the codings that an inverse names."""
    for name in ("moved", "lost"):
        rows = [row for row in listed(raw.get(name)) if isinstance(row, list) and row]
        session.touched.codings.update(str(row[0]) for row in rows)
    session.touched.review = session.touched.review or bool(raw.get("lost"))


def review_of(session: DeskSession, coding_id: str) -> ReviewRow | None:
    """The coding's place on the review list; None when it is not waiting there."""
    row = passage_rows.read_review(session.connection, coding_id)
    return row if row is not None and row.is_waiting else None


def _stretch(
    session: DeskSession, passage: Passage, differences: Mapping[str, Difference]
) -> tuple[tuple[str, str], ...]:
    if passage.start_turn == passage.end_turn and passage.start_turn in differences:  # no need to read it again
        return ((passage.start_turn, differences[passage.start_turn].old),)
    return turn_rows.read_texts_between(session.connection, session.transcript_id, passage.start_turn, passage.end_turn)
