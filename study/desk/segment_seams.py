"""Two coded segments made of one, and one made of several that overlap or touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coding.model import Coding
from coding.operations import JoinCodings, SplitCoding
from core.errors import RefusedError
from core.spans import BadSpanError, Passage
from storage import coding_rows, passage_rows, segment_rows, transcript_rows
from study.desk.action import Action, Inverse, PassageGoneError
from study.desk.codes import carried_point, coding_here, quoted, require_living_code, restore
from study.desk.later import now_at, require_nobody_since
from study.desk.segments import place_of, put_back, standing
from transcripts.model import Turn

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class NoPlaceToSplitError(RefusedError):
    """One of the two parts would hold no words."""

    template = "The coded segment cannot be split here. Put the caret between two of its words."


class DifferentCodesError(RefusedError):
    """Joining must not change what a passage is coded as."""

    template = "Only coded segments of the same code can be joined."


class DifferentCodersError(RefusedError):
    """Joining must not make one person's coding another's."""

    template = "One of these is {one}'s and one is {other}'s, or they are of different rounds: they cannot be joined."

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one=one, other=other)


class ApartError(RefusedError):
    """There are words between the segments that nobody has coded."""

    template = "There are words between these coded segments. Move their ends together first."


def split(session: DeskSession, operation: SplitCoding, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    before = standing(session, operation.coding_id)
    inverse = {
        "kind": "split_back", "id": before.id, "new_id": operation.new_id, **place_of(session, before),
        "since": now_at(session),
    }  # fmt: skip
    turns = _stretch(session, before.passage)
    place = carried_point(session, operation.turn_id, operation.offset, operation.turn_revisions)
    first, second = parts(turns, before.passage, *place)
    segment_rows.set_passage(session.connection, before.id, first)
    session.touched.codings.add(operation.new_id)
    part = replace(before, id=operation.new_id, passage=second)
    if not coding_rows.is_coding(session.connection, operation.new_id):
        coding_rows.insert_coding(session.connection, part)
    elif coding_here(session, operation.new_id).removed_by is None:
        raise PassageGoneError
    else:  # done again after an undo
        _bring_back(session, part)
    return inverse


def take_back_split(session: DeskSession, inverse: Inverse) -> None:
    standing(session, inverse["id"])
    standing(session, inverse["new_id"])
    require_nobody_since(session, inverse, [inverse["id"], inverse["new_id"]])
    coding_rows.remove_coding(session.connection, inverse["new_id"], session.person)
    put_back(session, inverse["id"], inverse)


def parts(turns: Sequence[Turn], passage: Passage, turn_id: str, offset: int) -> tuple[Passage, Passage]:
    """The passage in two at a place, no white space at the seam. Raises NoPlaceToSplitError."""
    number = next((n for n, turn in enumerate(turns) if turn.id == turn_id), None)
    if number is None or offset > len(turns[number].text):
        raise NoPlaceToSplitError
    end, start = _before(turns, number, offset), _behind(turns, number, offset)
    try:
        halves = Passage(passage.start_turn, passage.start, *end), Passage(*start, passage.end_turn, passage.end)
    except BadSpanError as error:
        raise NoPlaceToSplitError from error
    if any(not (_words(turns, half) or "").strip() for half in halves):
        raise NoPlaceToSplitError
    return halves


def _before(turns: Sequence[Turn], number: int, offset: int) -> tuple[str, int]:
    """The end of the last word at or before a place."""
    text = turns[number].text[:offset]
    while not text.strip() and number > 0:
        number -= 1
        text = turns[number].text
    return turns[number].id, len(text.rstrip())


def _behind(turns: Sequence[Turn], number: int, offset: int) -> tuple[str, int]:
    """The start of the first word at or behind a place."""
    while not turns[number].text[offset:].strip() and number < len(turns) - 1:
        number, offset = number + 1, 0
    text = turns[number].text
    return turns[number].id, len(text) - len(text[offset:].lstrip())


def join(session: DeskSession, operation: JoinCodings, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    codings = [standing(session, coding_id) for coding_id in operation.coding_ids]
    into = next(coding for coding in codings if coding.id == operation.into)
    others = [coding for coding in codings if coding.id != into.id]
    _require_alike(session, into, others)
    inverse = {
        "kind": "join_back", "id": into.id, "others": [coding.id for coding in others], "discuss": into.discuss,
        **place_of(session, into), "since": now_at(session),
    }  # fmt: skip
    segment_rows.set_passage(session.connection, into.id, _whole(session, codings))
    segment_rows.set_discuss(session.connection, into.id, any(coding.discuss for coding in codings))
    for coding in others:
        coding_rows.remove_coding(session.connection, coding.id, session.person)
    return inverse


def take_back_join(session: DeskSession, inverse: Inverse) -> None:
    session.touched.codings.update(inverse["others"])
    coding = standing(session, inverse["id"])
    require_nobody_since(session, inverse, [coding.id, *inverse["others"]])
    put_back(session, coding.id, inverse)
    segment_rows.set_discuss(session.connection, coding.id, inverse["discuss"])
    for other in inverse["others"]:
        restore(session, coding_here(session, other))


def _require_alike(session: DeskSession, into: Coding, others: Sequence[Coding]) -> None:
    for coding in others:
        if coding.code_id != into.code_id:
            raise DifferentCodesError
        if (coding.coder_id, coding.round_id) != (into.coder_id, into.round_id):
            raise DifferentCodersError(session.name_of(into.coder_id), session.name_of(coding.coder_id))


def _whole(session: DeskSession, codings: Sequence[Coding]) -> Passage:
    """The passage from the first beginning to the last end. Raises ApartError when it would cover other words."""
    where = transcript_rows.read_turn_order(session.connection, session.transcript_id)
    place = {turn: number for number, turn in enumerate(where)}
    if any(c.passage.start_turn not in place or c.passage.end_turn not in place for c in codings):
        raise PassageGoneError
    begin = sorted((place[c.passage.start_turn], c.passage.start) for c in codings)
    finish = sorted((place[c.passage.end_turn], c.passage.end) for c in codings)
    whole = Passage(where[begin[0][0]], begin[0][1], where[finish[-1][0]], finish[-1][1])
    _require_no_gap(_stretch(session, whole), place, codings)
    return whole


def _require_no_gap(turns: Sequence[Turn], place: Mapping[str, int], codings: Sequence[Coding]) -> None:
    """Raises ApartError when words lie between two neighbours. `place`: where each turn stands in the interview."""
    in_order = sorted((c.passage for c in codings), key=lambda passage: (place[passage.start_turn], passage.start))
    reached = (in_order[0].end_turn, in_order[0].end)
    for passage in in_order[1:]:
        if (place[passage.start_turn], passage.start) > (place[reached[0]], reached[1]):
            gap = Passage(*reached, passage.start_turn, passage.start)
            if (_words(turns, gap) or "").strip():
                raise ApartError
        reached = max(reached, (passage.end_turn, passage.end), key=lambda end: (place[end[0]], end[1]))


def _stretch(session: DeskSession, passage: Passage) -> tuple[Turn, ...]:
    """The turns of a passage; all must be shown."""
    turns = transcript_rows.read_stretch(
        session.connection, session.transcript_id, passage.start_turn, passage.end_turn
    )
    if not turns or turns[-1].id != passage.end_turn:
        raise PassageGoneError
    return turns


def _words(turns: Sequence[Turn], passage: Passage) -> str | None:
    """The words of a passage inside these turns."""
    ids = [turn.id for turn in turns]
    inside = tuple(turns[ids.index(passage.start_turn) : ids.index(passage.end_turn) + 1])
    return quoted(inside, passage) if inside else None


def _bring_back(session: DeskSession, part: Coding) -> None:
    require_living_code(session, part.code_id)
    passage_rows.delete_review(session.connection, part.id)  # should its words have gone while it was away
    segment_rows.set_passage(session.connection, part.id, part.passage)
    segment_rows.set_code(session.connection, part.id, part.code_id)
    coding_rows.restore_coding(session.connection, part.id)


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    others = [raw.get("id"), raw.get("new_id"), raw.get("into")]
    for many in (raw.get("ids"), raw.get("others")):
        others += many if isinstance(many, list) else []
    session.touched.codings.update(str(each) for each in others if each is not None)


ACTIONS = (
    Action(SplitCoding, split, {"split_back": take_back_split}, touch),
    Action(JoinCodings, join, {"join_back": take_back_join}, touch),
)
