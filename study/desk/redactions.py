"""Identifying words replaced by a substitute in brackets, everywhere they are kept: in the turn, its earlier texts,
drafts, translations, other versions, the review list. What stood there is erased for good, or sealed apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from coding.operations import RedactWords
from coding.operations.fields import BadOperationError
from coding.operations.words import Place
from core.errors import RefusedError
from storage import design_rows, passage_rows, sealed_rows, transcript_rows, turn_rows, turn_text_rows
from storage.sealed_rows import PlaceKind, SealedWord
from storage.turn_text_rows import Change
from study.desk import edits, tracks_redacting, turns
from study.desk.action import Action, Inverse, NoWayBackError, listed
from study.desk.edits import NewText
from transcripts.differences import Difference, difference, replaced
from transcripts.editing import rebased
from transcripts.model import Turn

if TYPE_CHECKING:
    from study.desk.session import DeskSession


class ErasedForGoodError(NoWayBackError):
    """The words were erased on purpose."""

    template = "The words that were replaced have been erased for good, so this cannot be undone."


class UnsealedAlreadyError(RefusedError):
    """The sealed words are not there any more."""

    template = "The sealed words have been erased, so this cannot be undone."


@dataclass(frozen=True, slots=True)
class _Redaction:
    """What is replaced, by what, and whether it is sealed."""

    id: str
    substitute: str
    seal: bool
    before: Mapping[str, str]  #: The text of each turn, with the words that go.
    places: Mapping[str, Sequence[tuple[int, int]]]

    @property
    def words(self) -> set[str]:
        return {self.before[turn][a:b] for turn, spans in self.places.items() for a, b in spans}


def redact(session: DeskSession, operation: RedactWords, payload: dict[str, Any]) -> Inverse:  # noqa: ARG001
    seen = {place.turn_id: place.revision for place in operation.places}
    before = turns.require_seen(session, seen, again=session.is_redo)
    redaction = _redaction(session, operation, before)
    new = [
        NewText(before[turn], replaced(redaction.before[turn], spans, redaction.substitute), text_id, Change.REDACT)
        for turn, spans in redaction.places.items()
        for text_id in [next(place.text_id for place in operation.places if place.turn_id == turn)]
    ]
    inverse = edits.write_texts(session, new)
    for text in new:
        _seal(session, redaction, text.turn, (PlaceKind.TURN, text.turn.id), text.found, session.transcript_id)
    _redact_everywhere(session, redaction, before)
    verb = "seal_words" if operation.seal else "erase_words"
    design_rows.insert_audit(session.connection, session.person, verb, "interview", session.interview_id)
    if not operation.seal:
        touched = [[turn] for turn in redaction.places]
        return {"kind": "erased_words", "turns": touched, "moved": [row[:1] for row in inverse["moved"]]}
    return {**inverse, "kind": "sealed_words", "redaction": operation.redaction_id}


def take_back_sealed(session: DeskSession, inverse: Inverse) -> None:
    sealed = sealed_rows.read_sealed(session.connection, inverse["redaction"])
    if not sealed:
        raise UnsealedAlreadyError
    turns.require_still(session, {turn: after for turn, _, after, _ in inverse["turns"]})
    current = {turn for turn, *_ in inverse["turns"]}
    put_back = [word for word in sealed if word.place_id in current or _put_back(session, word)]
    edits.take_back(session, inverse)
    sealed_rows.delete_sealed(session.connection, [word.id for word in put_back])
    design_rows.insert_audit(session.connection, session.person, "unseal_words", "interview", session.interview_id)


def take_back_erased(session: DeskSession, inverse: Inverse) -> None:  # noqa: ARG001
    raise ErasedForGoodError


def touch(session: DeskSession, raw: Mapping[str, Any]) -> None:
    places = [place for place in listed(raw.get("places")) if isinstance(place, dict)]
    session.touched.words.update(str(place.get("turn")) for place in places)
    edits.touch(session, raw)


ACTIONS = (Action(RedactWords, redact, {"sealed_words": take_back_sealed, "erased_words": take_back_erased}, touch),)


def _redaction(session: DeskSession, operation: RedactWords, before: Mapping[str, Turn]) -> _Redaction:
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place in operation.places:
        if place.end > len(before[place.turn_id].text):
            raise BadOperationError("places")
        places[place.turn_id].append((place.start, place.end))
    substitute = operation.substitute or _substitute_again(session, operation.places, before)
    texts = {turn: before[turn].text for turn in places}
    return _Redaction(operation.redaction_id, substitute, operation.seal, texts, places)


def _substitute_again(session: DeskSession, places: Sequence[Place], before: Mapping[str, Turn]) -> str:
    """The substitute of a redaction that is done again: it stands in the text that the redaction had made."""
    first = places[0]
    row = turn_text_rows.read_text(session.connection, first.text_id)
    if row is None or row.turn.id != first.turn_id:
        raise BadOperationError("substitute")
    own = [place for place in places if place.turn_id == first.turn_id]
    gone = sum(place.end - place.start for place in own)
    length = (len(row.turn.text) - len(before[first.turn_id].text) + gone) // len(own)
    return row.turn.text[first.start : first.start + length]


# --- everywhere else


def _redact_everywhere(session: DeskSession, redaction: _Redaction, before: Mapping[str, Turn]) -> None:
    related = turn_text_rows.related_turns(session.connection, redaction.places.keys())
    elsewhere = list(_turns_of_other_versions(session, before))
    for transcript_id, turn in elsewhere:
        found = _found(redaction, turn, aligned=True)
        if found is not None:
            turn_rows.write_turn(session.connection, _rewritten(turn, found))
            _seal(session, redaction, turn, (PlaceKind.TURN, turn.id), found, transcript_id)
    for row in turn_text_rows.read_texts_of(session.connection, related | {turn.id for _, turn in elsewhere}):
        found = _found(redaction, row.turn, aligned=row.turn.id in redaction.places)
        if found is not None and not _is_new(row.turn, before):
            turn_text_rows.rewrite(session.connection, row.id, _rewritten(row.turn, found))
            _seal(session, redaction, row.turn, (PlaceKind.TEXT, row.id), found, session.transcript_id)
    _redact_review(session, redaction, related)
    tracks_redacting.redact(session, related, redaction.substitute, lambda text: _spoken_again(redaction.words, text))


def _is_new(turn: Turn, before: Mapping[str, Turn]) -> bool:
    """Whether this is the text that the redaction itself has made."""
    return turn.id in before and turn.revision == before[turn.id].revision + 1


def _redact_review(session: DeskSession, redaction: _Redaction, related: set[str]) -> None:
    for row in passage_rows.read_reviews(session.connection, session.interview_id):
        if {row.was.start_turn, row.was.end_turn}.isdisjoint(related):
            continue
        spans = _spoken_again(redaction.words, row.words)
        if spans:
            found = replaced(row.words, spans, redaction.substitute)
            passage_rows.rewrite_review(session.connection, row.coding_id, found.new)
            turn = Turn(row.was.start_turn, "", row.words)
            _seal(session, redaction, turn, (PlaceKind.REVIEW, row.coding_id), found, session.transcript_id)
            session.touched.review = True


def _turns_of_other_versions(session: DeskSession, before: Mapping[str, Turn]) -> Iterator[tuple[str, Turn]]:
    """The turns of the interview's other versions that were spoken when these were; all of an untimed version."""
    for version in transcript_rows.read_versions(session.connection, session.interview_id):
        if version.id != session.transcript_id:
            for turn in turn_rows.read_every_turn(session.connection, version.id):
                if any(_at_the_same_time(turn, spoken) for spoken in before.values()):
                    yield version.id, turn


def _at_the_same_time(one: Turn, other: Turn) -> bool:
    times = (one.start_ms, one.end_ms, other.start_ms, other.end_ms)
    if any(time is None for time in times):
        return True
    start, end, since, until = (time or 0 for time in times)
    return start <= until and since <= end


def _found(redaction: _Redaction, turn: Turn, *, aligned: bool) -> Difference | None:
    """The replacement of the words in another text: where they are said again, and where they stand, changed in their
    letters, in the same place; None where they are not."""
    spans = set(_spoken_again(redaction.words, turn.text))
    for own, places in redaction.places.items() if aligned else ():
        found = difference(redaction.before[own], turn.text)
        spans.update((there.start, there.end) for a, b in places if (there := found.carry(a, b)))
    return replaced(turn.text, _apart(spans), redaction.substitute) if spans else None


def _spoken_again(words: set[str], text: str) -> list[tuple[int, int]]:
    longest = sorted(words, key=len, reverse=True)
    pattern = "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in longest)
    return [found.span() for found in re.finditer(pattern, text, re.IGNORECASE)]


def _apart(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, overlapping ones drawn together."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _rewritten(turn: Turn, found: Difference) -> Turn:
    return replace(turn, text=found.new, words=rebased(turn.words, found))


def _seal(
    session: DeskSession,
    redaction: _Redaction,
    turn: Turn,
    place: tuple[PlaceKind, str],
    found: Difference,
    transcript_id: str,
) -> None:
    if redaction.seal:
        words = [(k.new_start, found.old[k.old_start : k.old_end]) for k in found.kept if not k.same]
        sealed_rows.insert_sealed(
            session.connection,
            redaction.id,
            transcript_id,
            turn.id,
            place,
            words,
            redaction.substitute,
            session.person,
        )


def _put_back(session: DeskSession, word: SealedWord) -> bool:
    """Put a sealed word back where its substitute stands; False when the text has been changed there since."""
    if word.place is PlaceKind.REVIEW:
        row = passage_rows.read_review(session.connection, word.place_id)
        found = _unsealed(row.words, word) if row else None
        if found is not None:
            passage_rows.rewrite_review(session.connection, word.place_id, found.new)
            session.touched.review = True
        return found is not None
    turn = _turn_at(session, word)
    found = _unsealed(turn.text, word) if turn else None
    if turn is None or found is None:
        return False
    if word.place is PlaceKind.TEXT:
        turn_text_rows.rewrite(session.connection, word.place_id, _rewritten(turn, found))
    else:
        turn_rows.write_turn(session.connection, _rewritten(turn, found))
    return True


def _turn_at(session: DeskSession, word: SealedWord) -> Turn | None:
    if word.place is PlaceKind.TEXT:
        row = turn_text_rows.read_text(session.connection, word.place_id)
        return row.turn if row else None
    return turn_rows.read_turns_by_id(session.connection, word.transcript_id, [word.place_id]).get(word.place_id)


def _unsealed(text: str, word: SealedWord) -> Difference | None:
    end = word.start + len(word.substitute)
    if text[word.start : end] != word.substitute:
        return None
    return replaced(text, [(word.start, end)], word.original)
