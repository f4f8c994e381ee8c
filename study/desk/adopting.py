"""Another version of the transcript becomes the current one: everything coded goes along on its words.

The two are aligned word by word over the whole interview, since speaker changes and borders of turns may differ. The
older version stays as it was, under other identifiers, and undo brings it back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any

from coding.operations import AdoptTranscript
from core.errors import ConflictError, NotFoundError
from core.messages import translate
from core.spans import Passage
from storage import coding_rows, design_rows, passage_rows, transcript_rows, turn_rows, turn_text_rows
from storage import version_swap_rows as swap_rows
from storage.coding_rows import CodingRow
from storage.database import Connection
from storage.turn_text_rows import Came, Change
from study.desk import anchoring, turns
from study.desk.action import Action, Inverse
from study.desk.anchoring import Carry
from transcripts.aligning import Alignment, align
from transcripts.model import Speaker, Turn

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class CurrentAlreadyError(ConflictError):
    """The version is the one in use."""

    template = "This version of the transcript is in use already."


class VersionChangedError(ConflictError):
    """The version that was adopted is not as it was then."""

    template = (
        "{name} has changed this version since, so adopting it cannot be undone. Adopt the other version instead."
    )

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class AnotherAdoptedError(ConflictError):
    """The interview has yet another version now."""

    template = "Another version of the transcript has been adopted since, so this cannot be undone."


@dataclass(frozen=True, slots=True)
class AdoptionPlan:
    """What adopting a version would do to the work on the current one."""

    stay: int  #: Codings at the same place of a turn with the same text.
    move: int
    review: int  #: Codings none of whose words are in the other version.
    lost_words: tuple[str, ...]  #: What these are on.
    turns: int
    corresponding: int  #: Turns of the other version that take over what is noted about one of the current version.
    checks_kept: int
    checks_lost: int  #: Turns that were checked and read differently there.
    corrected_turns: int  #: Turns a person has corrected in the current version; the other does not have that.


def plan(session: DeskSession, version_id: str) -> AdoptionPlan:
    """Look at what would happen, to codings as far as the person may see them; nothing does."""
    alignment = _aligned(session, version_id)
    pairs = alignment.corresponding
    new = {turn.id: turn for turn in alignment.new}
    same = {old.id for old in alignment.old if old.id in pairs and new[pairs[old.id]].text == old.text}
    placed = _placed(session, alignment.old)
    seen = coding_rows.ids_seen(session.connection, session.person, [row.coding.id for row in placed])
    standing = [row for row in placed if row.removed_by is None and row.coding.id in seen]
    moves = anchoring.moves_of(session, standing, _carry(alignment))
    lost, moved = [words for _, words in moves.lost], len(moves.moved)
    checked = [turn.id for turn in alignment.old if turn.checked]
    history = turn_text_rows.read_history(session.connection, session.transcript_id)
    corrected = {text.turn.id for text in history if text.change not in (Change.FIRST, Change.VERSION)}
    return AdoptionPlan(
        stay=len(standing) - moved - len(lost),
        move=moved,
        review=len(lost),
        lost_words=tuple(lost),
        turns=len(alignment.new),
        corresponding=len(pairs),
        checks_kept=sum(turn in same for turn in checked),
        checks_lost=sum(turn not in same for turn in checked),
        corrected_turns=len(corrected & {turn.id for turn in alignment.old}),
    )


def adopt(session: DeskSession, operation: AdoptTranscript, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    alignment = _aligned(session, operation.version_id)
    before = session.transcript_id
    rows = _placed(session, alignment.old)
    moves = anchoring.moves_of(session, rows, _carry(alignment))
    number = swap_rows.newest_number(session.connection)
    pairs = _exchange(session, alignment, operation.version_id)
    session.change_version(operation.version_id)
    anchoring.write(session, moves)
    voices = _voices_named(session.connection, before, operation.version_id, alignment)
    beside = _waiting_beside(session, alignment)
    memos = _move_memos(session, alignment)
    swap_rows.move_all_drafts(session.connection, before, operation.version_id)
    design_rows.insert_audit(session.connection, session.person, "adopt_transcript", "transcript", operation.version_id)
    return {
        "kind": "adopted",
        "from": before,
        "to": operation.version_id,
        "number": number,
        "pairs": pairs,
        "voices": voices,
        "beside": beside,
        "memos": memos,
        **moves.kept(),
    }


def take_back(session: DeskSession, inverse: Inverse) -> None:
    before, now = inverse["from"], inverse["to"]
    if session.transcript_id != now:
        raise AnotherAdoptedError
    changed_by = swap_rows.changed_since(session.connection, now, inverse["number"], session.person.id)
    if changed_by is not None:
        raise VersionChangedError(session.name_of(changed_by))
    present = turn_rows.read_every_turn(session.connection, now)
    earlier = turn_rows.read_every_turn(session.connection, before)
    pairs = _pairs_again(session, inverse["pairs"], present, earlier)
    back = align(present, earlier)
    names = {there.id: here.id for here, there in pairs}  # an earlier turn gets its own identifier again
    rows = _placed(session, present)
    moves = anchoring.moves_back_of(session, rows, inverse, lambda passage: _renamed(back.carry(passage), names))
    swap_rows.exchange(session.connection, pairs)
    _note_versions(session, before, [here.id for here, _ in pairs])
    session.change_version(before)
    anchoring.write_back(session, moves, inverse)
    for coding_id, *was in inverse["beside"]:
        if coding_id in passage_rows.waiting_among(session.connection, [coding_id]):
            passage_rows.move_coding(session.connection, coding_id, Passage(*was))
    for from_turn, to_turn, memos in inverse["memos"]:
        turn_rows.move_memos(session.connection, to_turn, from_turn, memos)
    for label in inverse["voices"]:
        transcript_rows.name_speaker(session.connection, now, Speaker(label))
    swap_rows.move_all_drafts(session.connection, now, before)
    design_rows.insert_audit(session.connection, session.person, "adopt_transcript", "transcript", before)


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    session.touched.transcript = True
    session.touched.review = True
    anchoring.touch(session, raw)


ACTIONS = (Action(AdoptTranscript, adopt, {"adopted": take_back}, touch),)


def _aligned(session: DeskSession, version_id: str) -> Alignment:
    versions = transcript_rows.read_versions(session.connection, session.interview_id)
    if version_id not in {version.id for version in versions}:
        raise NotFoundError(translate("transcript"), version_id)
    if version_id == session.transcript_id:
        raise CurrentAlreadyError
    new = turn_rows.read_every_turn(session.connection, version_id)
    if not new:
        raise NotFoundError(translate("transcript"), version_id)
    return align(turn_rows.read_every_turn(session.connection, session.transcript_id), new)


def _placed(session: DeskSession, present: Sequence[Turn]) -> list[CodingRow]:
    """The interview's codings that lie in these turns, also those taken away."""
    ids = {turn.id for turn in present}
    rows = passage_rows.read_placed_in(session.connection, session.interview_id)
    return [row for row in rows if row.coding.passage.start_turn in ids and row.coding.passage.end_turn in ids]


def _carry(alignment: Alignment) -> Carry:
    """Passages of the older version in the newer, whose turns have taken over the identifiers by then."""
    names = {new: old for old, new in alignment.corresponding.items()}
    return lambda passage: _renamed(alignment.carry(passage), names)


def _renamed(passage: Passage | None, names: Mapping[str, str]) -> Passage | None:
    if passage is None:
        return None
    start_turn, end_turn = passage.start_turn, passage.end_turn
    return replace(passage, start_turn=names.get(start_turn, start_turn), end_turn=names.get(end_turn, end_turn))


def _exchange(session: DeskSession, alignment: Alignment, version_id: str) -> list[list[str]]:
    """Let turns of the newer version take over identifiers, with their history; which pairs."""
    new = {turn.id: turn for turn in alignment.new}
    pairs = []
    for old in alignment.old:
        if old.id in alignment.corresponding:
            turn_text_rows.insert_first(session.connection, session.transcript_id, old)
            other = new[alignment.corresponding[old.id]]
            check = old.checked if old.text == other.text and other.checked is None else other.checked
            pairs.append((old, replace(other, revision=old.revision + 1, checked=check)))
    swap_rows.exchange(session.connection, pairs)
    _note_versions(session, version_id, [old.id for old, _ in pairs])
    return [[old.id, other.id] for old, other in pairs]


def _note_versions(session: DeskSession, version_id: str, turn_ids: Sequence[str]) -> None:
    """Write down the texts that turns have got by the change of version."""
    present = turn_rows.read_turns_by_id(session.connection, version_id, turn_ids)
    for turn_id in turn_ids:
        came = Came(Change.VERSION)
        turn_text_rows.insert_text(session.connection, version_id, present[turn_id], session.person, came)


def _pairs_again(
    session: DeskSession, ids: Sequence[Sequence[str]], present: Sequence[Turn], earlier: Sequence[Turn]
) -> list[tuple[Turn, Turn]]:
    """The pairs that have changed identifiers, as they stand now; the earlier version's turns with a new revision."""
    here, there = {turn.id: turn for turn in present}, {turn.id: turn for turn in earlier}
    for old, other in ids:
        if old not in here or other not in there:
            raise turns.changed_since(session, old)
    return [(here[old], replace(there[other], revision=here[old].revision + 1)) for old, other in ids]


def _voices_named(connection: Connection, before: str, now: str, alignment: Alignment) -> list[str]:
    """Voices nobody has named yet are who says the same words in the older version; their labels."""
    known = {speaker.label: speaker for speaker in transcript_rows.read_speakers(connection, before)}
    named = []
    for speaker in transcript_rows.read_speakers(connection, now):
        who = known.get(alignment.voices.get(speaker.label, ""))
        is_unnamed = speaker.participant_id is None and speaker.role is None and not speaker.name
        if who is not None and is_unnamed and who != Speaker(who.label):
            transcript_rows.name_speaker(connection, now, replace(who, label=speaker.label))
            named.append(speaker.label)
    return named


def _waiting_beside(session: DeskSession, alignment: Alignment) -> list[list[Any]]:
    """Codings on the review list are shown beside a turn of the newer version; where they were shown before."""
    rows = passage_rows.read_placed_in(session.connection, session.interview_id)
    waiting = passage_rows.waiting_among(session.connection, [row.coding.id for row in rows])
    old = {turn.id for turn in alignment.old}
    names = {new: taken for taken, new in alignment.corresponding.items()}
    beside = []
    for row in rows:
        was = row.coding.passage
        lone = {was.start_turn, was.end_turn} & old - alignment.corresponding.keys()
        if row.coding.id in waiting and lone:
            turn = was.start_turn if was.start_turn not in lone else alignment.beside(was.start_turn)
            shown_at = names.get(turn, turn)
            passage_rows.move_coding(session.connection, row.coding.id, Passage(shown_at, 0, shown_at, 1))
            beside.append([row.coding.id, *astuple(was)])
    return beside


def _move_memos(session: DeskSession, alignment: Alignment) -> list[list[Any]]:
    """Memos about turns that have no counterpart go to the turn that has most of their words."""
    names = {new: taken for taken, new in alignment.corresponding.items()}
    moved = []
    for turn in alignment.old:
        if turn.id not in alignment.corresponding:
            place = alignment.beside(turn.id)
            memos = turn_rows.move_memos(session.connection, turn.id, names.get(place, place))
            if memos:
                moved.append([turn.id, names.get(place, place), memos])
    return moved
