"""Codings stay on their words while turns change: where each goes, which need a person, and the way back.

Only codings that begin or end in a changed turn are looked at; the others cannot move.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from coding.carrying import through_edits, through_join, through_split
from core.errors import RefusedError
from core.spans import BadSpanError, Passage
from storage import passage_rows, turn_rows
from storage.coding_rows import CodingRow, ids_seen
from storage.passage_rows import ReviewRow
from study.desk.action import Inverse, listed
from study.desk.later import who_redacted_since
from transcripts.differences import Difference
from transcripts.editing import Seam

if TYPE_CHECKING:
    from study.desk.session import DeskSession

Carry = Callable[[Passage], Passage | None]
STOOD = "stood"  #: Under this name an undone step keeps which codings its undo has moved, and from where.


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
    stayed: list[CodingRow] = field(default_factory=list)

    def kept(self) -> dict[str, Any]:
        """For the inverse: where each was and is; also of those that stayed, since the way back may read otherwise."""
        steps = [*self.moved, *((row, row.coding.passage) for row in self.stayed)]
        return {
            "moved": [[row.coding.id, *astuple(row.coding.passage), *astuple(after)] for row, after in steps],
            "lost": [[row.coding.id, *astuple(row.coding.passage)] for row, _ in self.lost],
        }


def moves(session: DeskSession, turn_ids: Collection[str], carry: Carry) -> Moves:
    """Where the codings that touch these turns go."""
    return moves_of(session, passage_rows.read_touching(session.connection, turn_ids), carry)


def moves_of(session: DeskSession, rows: Sequence[CodingRow], carry: Carry) -> Moves:
    """Where these codings go; those that wait for review stand nowhere already."""
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
        else:
            found.stayed.append(row)
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
    for row, words in found.lost:
        passage_rows.insert_review(session.connection, row, words, session.person)
    session.touch_seen(row.coding.id for row, _ in found.moved)
    if session.touch_seen(row.coding.id for row, _ in found.lost):
        session.touched.review = True


def moves_back(session: DeskSession, turn_ids: Collection[str], inverse: Inverse, carry: Carry) -> Moves:
    """Where codings go when a change is taken back: each end to where it was, unless it has moved since.

    Raises CodedOnTopError for a coding that would be left without words.
    """
    touching = passage_rows.read_touching(session.connection, turn_ids)
    return moves_back_of(session, _with_those_named(session, touching, inverse), inverse, carry)


def moves_back_of(session: DeskSession, rows: Sequence[CodingRow], inverse: Inverse, carry: Carry) -> Moves:
    """The same of these codings.

    One that is hidden from the person refuses nothing, or the refusal would tell of it: left without words, it waits
    for its coder on the review list.
    """
    before = {row[0]: (Passage(*row[1:5]), Passage(*row[5:9])) for row in inverse["moved"]}
    if who_redacted_since(session):  # the earlier text has other offsets now: only carrying them back is sure
        before = {}
    waiting = passage_rows.waiting_among(session.connection, [row.coding.id for row in rows])
    seen = ids_seen(session.connection, session.person, [row.coding.id for row in rows])
    found = Moves()
    for row in rows:
        if row.coding.id in waiting:
            continue
        after = _back(row.coding.passage, before.get(row.coding.id), carry)
        if after is not None and after != row.coding.passage:
            found.moved.append((row, after))
        elif after is None and row.removed_by is None and row.coding.id in seen:
            raise CodedOnTopError(session.name_of(row.coding.coder_id))
        elif after is None:  # hidden, or taken away already: should that be undone, a person has to look
            found.lost.append((row, words_of(session, row.coding.passage)))
    return found


def _with_those_named(session: DeskSession, rows: tuple[CodingRow, ...], inverse: Inverse) -> tuple[CodingRow, ...]:
    """Also the codings that the change had moved out of its turns altogether."""
    absent = {row[0] for row in inverse["moved"]} - {row.coding.id for row in rows}
    return (*rows, *passage_rows.read_named(session.connection, absent))


def _back(now: Passage, before: tuple[Passage, Passage] | None, carry: Carry) -> Passage | None:
    """A passage that was somewhere before the change, and somewhere after it: each end still there goes back."""
    if before is None:
        return carry(now)
    was, left = before
    if now == left:
        return was
    carried = carry(now)
    from_start = (now.start_turn, now.start) == (left.start_turn, left.start)
    from_end = (now.end_turn, now.end) == (left.end_turn, left.end)
    start, end = (was if from_start else carried), (was if from_end else carried)
    if start is None or end is None:
        return carried
    try:
        return Passage(start.start_turn, start.start, end.end_turn, end.end)
    except BadSpanError:
        return carried


def write_back(session: DeskSession, found: Moves, inverse: Inverse) -> None:
    """As `write`; codings that the change had put on the review list stand where they stood. A hidden one that its
    coder has dealt with stays where they put it."""
    write(session, found)
    moved = [[row.coding.id, *astuple(row.coding.passage), *astuple(after)] for row, after in found.moved]
    inverse["again"] = {**inverse.get("again", {}), STOOD: moved}
    seen = session.touch_seen(coding_id for coding_id, *_ in inverse["lost"])
    session.touched.review = session.touched.review or bool(seen)
    for coding_id, *was in inverse["lost"]:
        row = passage_rows.read_review(session.connection, coding_id)
        if row is None:  # erased meanwhile
            continue
        if row.settled_by is not None and coding_id in seen:
            raise ReviewedSinceError(session.name_of(row.settled_by))
        if row.settled_by is not None:
            continue
        if row.was != Passage(*was):  # it was put elsewhere, and has lost its words there too
            if coding_id in seen:
                raise ReviewedSinceError(session.name_of(row.by))
            continue
        if who_redacted_since(session) and not _is_on(session, row.was, row.words):
            continue  # a person has to say where it belongs
        passage_rows.move_coding(session.connection, coding_id, Passage(*was))
        passage_rows.delete_review(session.connection, coding_id)


def still_as_left(session: DeskSession, moved: Sequence[Sequence[Any]]) -> dict[str, Passage]:
    """Of the codings that a way back has moved, those that are where it left them, with where they stood before it."""
    left = {row[0]: (Passage(*row[1:5]), Passage(*row[5:9])) for row in moved}
    if not left or who_redacted_since(session):  # the texts have other offsets now
        return {}
    rows = passage_rows.read_named(session.connection, left.keys())
    waiting = passage_rows.waiting_among(session.connection, [row.coding.id for row in rows])
    return {
        row.coding.id: left[row.coding.id][0]
        for row in rows
        if row.coding.passage == left[row.coding.id][1] and row.coding.id not in waiting
    }


def stand_again(session: DeskSession, stood: Mapping[str, Passage], inverse: Inverse) -> None:
    """What was undone is done again: codings stand as before the undo, also those put on words that it had brought."""
    for row in inverse.get("moved", []):
        if row[0] in stood:
            row[5:9] = astuple(stood[row[0]])
            passage_rows.move_coding(session.connection, row[0], stood[row[0]])
    session.touch_seen(stood)


def _is_on(session: DeskSession, passage: Passage, words: str) -> bool:
    """Whether the passage begins and ends with these words."""
    found, wanted = words_of(session, passage).split("\n"), words.split("\n")
    return (found[0], found[-1]) == (wanted[0], wanted[-1])


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
        seen = session.touch_seen(str(row[0]) for row in rows) if rows else set()
        session.touched.review = session.touched.review or (name == "lost" and bool(seen))


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
