"""What each operation of the desk does to the study, and what would take it back.

Every function here works inside one write transaction that `study.desk.apply` holds open. What it returns is the
inverse: a small JSON object of identifiers, carried out by `_take_back` when the same person undoes the operation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from codebooks.tree import RetiredCodeError, called
from coding.model import Coding
from coding.operations import (
    AddCode,
    CheckTurns,
    DeskOperation,
    NameSpeaker,
    PutCode,
    Redo,
    RemoveCode,
    Undo,
    parse,
    record,
)
from core.clock import now
from core.design import STAFF_ROLES, Person
from core.errors import ConflictError, NotFoundError, RefusedError, WorkbenchError
from core.spans import Passage
from storage import codebook_rows, coding_rows, design_rows, transcript_rows
from storage.coding_rows import OperationRow, OperationState
from storage.database import Connection, RowClash
from study.base import tidy_name
from study.codebook_changes import CodedSinceError
from study.codebook_codes import bring_back_new_code, insert_new_code, take_back_new_code
from study.design import NameTakenError
from study.pseudonyms import checked_pseudonym
from transcripts.model import Check, Speaker, Turn

Inverse = dict[str, Any]


class TextChangedError(ConflictError):
    """The passage no longer reads as the person saw it."""

    template = "The text of this passage has changed since you selected it. Select it again."


class PassageGoneError(ConflictError):
    """A turn of the passage is not in the transcript any longer, or may not be used."""

    template = "This passage is not in the current transcript any longer. Reload the page."


class RemovedBySomebodyError(ConflictError):
    """Somebody else has taken the coding away."""

    template = "{name} has removed this code from the passage already."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NothingToUndoError(RefusedError):
    """The person has done nothing here that could be undone."""

    template = "There is nothing of yours to undo in this interview."


class NothingToRedoError(RefusedError):
    """The person has undone nothing since their last change."""

    template = "There is nothing of yours to do again in this interview."


class CodeUsedError(RefusedError):
    """Undoing would take a code from under somebody's codings."""

    template = "{name} has put this code on a passage, so adding it cannot be undone."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class CheckedBySomebodyError(ConflictError):
    """Somebody else has changed the mark since."""

    template = "{name} has checked this turn since, so this cannot be undone."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class DeskSession:
    """One request's operations on one interview. Remembers what it has touched, for the answer."""

    def __init__(
        self, connection: Connection, person: Person, interview_id: str, transcript_id: str, client: str
    ) -> None:
        self.connection = connection
        self.person = person
        self.interview_id = interview_id
        self.transcript_id = transcript_id
        self.client = client
        self.touched_codings: set[str] = set()
        self.touched_turns: set[str] = set()
        self.touched_speakers = False
        self.touched_codes = False

    def again(self, row: OperationRow) -> dict[str, Any]:
        """An operation that was received before: nothing happens twice, the first answer is given once more."""
        self._touch(row.payload)
        self._touch(row.inverse or {})
        return {"seq": row.seq, "refused": row.refusal}

    def take(self, seq: int, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out a new operation, or refuse it with its reason; either way it is written down."""
        result: dict[str, Any] = {"seq": seq, "refused": None}
        inverse: Inverse | None = None
        state = OperationState.DONE
        try:
            operation = parse(raw)
            payload = record(operation)
            with self.connection.begin_nested():
                if isinstance(operation, Undo | Redo):
                    result["stepped"] = self._step(operation)
                    state = OperationState.STEP
                else:
                    inverse = self._do(operation, payload)
                    coding_rows.drop_undone(self.connection, self.person, self.interview_id)
        except WorkbenchError as refusal:
            result["refused"] = str(refusal)
            state, payload = OperationState.REFUSED, _kind_only(raw)
            self._touch(raw)
        coding_rows.insert_operation(
            self.connection,
            client=self.client,
            seq=seq,
            person=self.person,
            interview_id=self.interview_id,
            kind=str(raw.get("kind"))[:20],
            payload=payload,
            inverse=inverse,
            state=state,
            refusal=result["refused"],
        )
        return result

    def _do(self, operation: DeskOperation, payload: dict[str, Any]) -> Inverse:
        match operation:
            case PutCode():
                return self._put_code(operation)
            case RemoveCode():
                return self._remove_code(operation.coding_id)
            case CheckTurns():
                return self._check(operation)
            case NameSpeaker():
                return self._name_speaker(operation, payload)
            case AddCode():
                return self._add_code(operation)
        raise AssertionError(operation)

    # --- codes on passages

    def _put_code(self, operation: PutCode) -> Inverse:
        self.touched_codings.add(operation.coding_id)
        standing = coding_rows.read_coding(self.connection, operation.coding_id)
        if standing is None:
            self._insert_coding(operation)
        elif standing.coding.interview_id != self.interview_id:
            raise PassageGoneError
        else:  # done again after an undo
            self._restore(standing)
        return {"kind": "remove_coding", "id": operation.coding_id}

    def _restore(self, row: coding_rows.CodingRow) -> None:
        """Bring a coding back that was taken away, unless its code has been retired since."""
        self._living_code(row.coding.code_id)
        coding_rows.restore_coding(self.connection, row.coding.id)

    def _living_code(self, code_id: str) -> None:
        code = codebook_rows.read_code(self.connection, code_id)
        if code is None:
            raise NotFoundError("code", code_id)
        if not code.is_living:
            raise RetiredCodeError(called(code))

    def _insert_coding(self, operation: PutCode) -> None:
        passage = self._carried(operation)
        self._living_code(operation.code_id)
        coding = Coding(
            id=operation.coding_id,
            interview_id=self.interview_id,
            code_id=operation.code_id,
            passage=passage,
            coder_id=self.person.id,
            round_id=coding_rows.read_rounds(self.connection)[0].id,
            created_at=now(),
        )
        coding_rows.insert_coding(self.connection, coding)

    def _carried(self, operation: PutCode) -> Passage:
        """The passage in the text as it is now. Turns that were edited since will be carried through their edits here;
        as long as turns cannot be edited, another revision can only mean another text."""
        passage = operation.passage
        turns = transcript_rows.read_stretch(self.connection, self.transcript_id, passage.start_turn, passage.end_turn)
        if not turns or turns[-1].id != passage.end_turn:
            raise PassageGoneError
        if any(operation.turn_revisions.get(turn.id, turn.revision) != turn.revision for turn in turns):
            raise TextChangedError
        if quoted(turns, passage) != operation.quote:
            raise TextChangedError
        return passage

    def _remove_code(self, coding_id: str) -> Inverse:
        self.touched_codings.add(coding_id)
        row = self._own_coding(coding_id)
        if row.removed_by is None:
            coding_rows.remove_coding(self.connection, coding_id, self.person)
        elif row.removed_by != self.person.id:
            raise RemovedBySomebodyError(self._name(row.removed_by))
        return {"kind": "restore_coding", "id": coding_id}

    def _own_coding(self, coding_id: str) -> coding_rows.CodingRow:
        row = coding_rows.read_coding(self.connection, coding_id)
        if row is None or row.coding.interview_id != self.interview_id:
            raise PassageGoneError
        return row

    # --- checking against the recording

    def _check(self, operation: CheckTurns) -> Inverse:
        before = transcript_rows.read_checks(self.connection, self.transcript_id, operation.turn_ids)
        if before.keys() != set(operation.turn_ids):
            raise PassageGoneError
        self.touched_turns.update(before)
        changed = {turn: check for turn, check in before.items() if (check is None) == operation.checked}
        check = Check(self.person.id, now()) if operation.checked else None
        transcript_rows.set_checked(self.connection, changed, check)
        return {
            "kind": "checks",
            "by": self.person.id if operation.checked else None,
            "before": [[turn, old.by, old.at.isoformat()] if old else [turn] for turn, old in changed.items()],
        }

    def _take_back_checks(self, inverse: Inverse) -> None:
        before = {
            turn: Check(old[0], datetime.fromisoformat(old[1])) if old else None for turn, *old in inverse["before"]
        }
        self.touched_turns.update(before)
        for check in transcript_rows.read_checks(self.connection, self.transcript_id, before).values():
            if (check.by if check else None) != inverse["by"]:
                raise CheckedBySomebodyError(self._name(check.by) if check else "?")
        for turn, check in before.items():
            transcript_rows.set_checked(self.connection, [turn], check)

    # --- speakers

    def _name_speaker(self, operation: NameSpeaker, payload: dict[str, Any]) -> Inverse:
        self.touched_speakers = True
        old = self._speaker(operation.speaker)
        if operation.role is not None and operation.role not in STAFF_ROLES:
            raise NotFoundError("role", operation.role)
        participant_id = operation.participant_id
        made = operation.new_pseudonym is not None
        if operation.new_pseudonym is not None:
            participant_id = self._new_participant(operation, participant_id)
            payload["participant_id"] = participant_id  # so that doing it again makes the same participant
        elif participant_id is not None:
            self._find_participant(participant_id)
        name = tidy_name(operation.name, "name") if operation.name.strip() else ""
        speaker = Speaker(operation.speaker, participant_id, operation.role, name)
        transcript_rows.name_speaker(self.connection, self.transcript_id, speaker)
        return {
            "kind": "speaker",
            "before": [old.label, old.participant_id, old.role, old.name],
            "unlink": participant_id if participant_id and self._link(participant_id) else None,
            "remove_participant": participant_id if made else None,
        }

    def _speaker(self, label: str) -> Speaker:
        for speaker in transcript_rows.read_speakers(self.connection, self.transcript_id):
            if speaker.label == label:
                return speaker
        raise NotFoundError("speaker", label)

    def _find_participant(self, participant_id: str) -> None:
        if participant_id not in {p.id for p in design_rows.read_participants(self.connection)}:
            raise NotFoundError("participant", participant_id)

    def _new_participant(self, operation: NameSpeaker, known_id: str | None) -> str:
        pseudonym = checked_pseudonym(self.connection, operation.new_pseudonym or "")
        try:
            participant_id = design_rows.insert_participant(self.connection, pseudonym, known_id)
        except RowClash as error:
            raise NameTakenError("participant", pseudonym) from error
        if operation.new_role:
            design_rows.insert_role(self.connection, participant_id, tidy_name(operation.new_role, "role"), None)
        return participant_id

    def _link(self, participant_id: str) -> bool:
        """List the participant with the interview; False when that was so already."""
        interviews = {i.id: i for i in design_rows.read_interviews(self.connection)}
        if participant_id in interviews[self.interview_id].participant_ids:
            return False
        design_rows.link_participants(self.connection, self.interview_id, [participant_id])
        return True

    def _take_back_speaker(self, inverse: Inverse) -> None:
        self.touched_speakers = True
        transcript_rows.name_speaker(self.connection, self.transcript_id, Speaker(*inverse["before"]))
        if inverse["unlink"]:
            design_rows.unlink_participant(self.connection, self.interview_id, inverse["unlink"])
        if inverse["remove_participant"]:
            design_rows.delete_unused_participant(self.connection, inverse["remove_participant"])

    # --- the codebook

    def _add_code(self, operation: AddCode) -> Inverse:
        self.touched_codes = True
        if codebook_rows.read_code(self.connection, operation.code_id):  # done again after an undo
            bring_back_new_code(self.connection, self.person, operation.code_id)
        else:
            insert_new_code(
                self.connection, self.person, operation.code_id, operation.name, operation.parent_id, operation.colour
            )
        return {"kind": "remove_code", "id": operation.code_id}

    def _take_back_code(self, inverse: Inverse) -> None:
        self.touched_codes = True
        try:
            take_back_new_code(self.connection, self.person, inverse["id"])
        except CodedSinceError as error:
            raise CodeUsedError(str(error.fields["name"])) from error

    # --- undo and redo

    def _step(self, operation: Undo | Redo) -> str:
        """Undo or redo; the kind of operation that was taken back or done again."""
        if isinstance(operation, Undo):
            row = coding_rows.next_to_undo(self.connection, self.person, self.interview_id)
            if row is None or row.inverse is None:
                raise NothingToUndoError
            self._take_back(row.inverse)
            coding_rows.set_operation(self.connection, row.number, OperationState.UNDONE)
        else:
            row = coding_rows.next_to_redo(self.connection, self.person, self.interview_id)
            if row is None:
                raise NothingToRedoError
            payload = dict(row.payload)
            inverse = self._do(parse({"quote": "", **payload}), payload)
            coding_rows.set_operation(self.connection, row.number, OperationState.DONE, inverse)
        return row.kind

    def _take_back(self, inverse: Inverse) -> None:
        match inverse["kind"]:
            case "remove_coding":
                self._remove_code(inverse["id"])
            case "restore_coding":
                self.touched_codings.add(inverse["id"])
                self._restore(self._own_coding(inverse["id"]))
            case "checks":
                self._take_back_checks(inverse)
            case "speaker":
                self._take_back_speaker(inverse)
            case "remove_code":
                self._take_back_code(inverse)

    # --- for the answer

    def _touch(self, raw: Mapping[str, Any]) -> None:
        """Whatever this names is reported as it stands, so that the browser drops what it had painted too early."""
        kind = raw.get("kind")
        if kind in ("code", "uncode", "remove_coding", "restore_coding"):
            self.touched_codings.add(str(raw.get("id")))
        elif kind in ("check", "uncheck"):
            turns = raw.get("turns")
            self.touched_turns.update(str(turn) for turn in (turns if isinstance(turns, list) else ()))
        elif kind in ("name_speaker", "speaker"):
            self.touched_speakers = True
        elif kind in ("add_code", "remove_code"):
            self.touched_codes = True

    def _name(self, person_id: str) -> str:
        people = {p.id: p.name for p in design_rows.read_people(self.connection)}
        return people.get(person_id, "?")


def _kind_only(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a refused operation: nothing that arrived unchecked, besides what `_touch` needs."""
    kept = {"kind": str(raw.get("kind"))[:20]}
    identifier = raw.get("id")
    if isinstance(identifier, str) and len(identifier) <= 32:
        kept["id"] = identifier
    return kept


def quoted(turns: tuple[Turn, ...], passage: Passage) -> str | None:
    """The passage's words, turns joined by a line break; None when it reaches beyond the text.

    >>> quoted((Turn("a", "S", "Ja, det"), Turn("b", "S", "var fint")), Passage("a", 4, "b", 3))
    'det\\nvar'
    """
    first, last = turns[0], turns[-1]
    if passage.start > len(first.text) or passage.end > len(last.text):
        return None
    if len(turns) == 1:
        return first.text[passage.start : passage.end]
    return "\n".join([first.text[passage.start :], *(t.text for t in turns[1:-1]), last.text[: passage.end]])
