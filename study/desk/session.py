"""One request's operations on one interview: each is parsed, carried out or refused, and written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from coding.model import Round
from coding.operations import DeskOperation, Redo, Undo, parse
from coding.operations.fields import read_optional_identifier
from core.design import Person
from core.errors import RefusedError, WorkbenchError
from core.messages import translate
from storage import coding_rows, design_rows, segment_rows, transcript_rows
from storage.coding_rows import OperationRow, OperationState
from storage.database import Connection
from study.desk import anchoring
from study.desk.action import Inverse, NoWayBackError, Touched
from study.desk.actions import DO, TAKE_BACK, TOUCH
from study.desk.drafts import EditConflictError, conflict_again, keep_draft
from study.desk.later import others_since
from study.desk.translating import TranslatedMeanwhileError, keep_beside
from study.round_rules import NoRoundError, find_round, require_codable, round_to_work_in


class NothingToUndoError(RefusedError):
    """The person has done nothing here that could be undone."""

    template = "There is nothing of yours to undo in this interview."


class NothingToRedoError(RefusedError):
    """The person has undone nothing since their last change."""

    template = "There is nothing of yours to do again in this interview."


class DeskSession:
    """One request's operations on one interview. Works inside one write transaction that `Desk.apply` holds open."""

    def __init__(
        self,
        connection: Connection,
        person: Person,
        interview_id: str,
        transcript_id: str,
        client: str,
        revision: int | None = None,
    ) -> None:
        self.connection = connection
        self.person = person
        self.interview_id = interview_id
        self.transcript_id = transcript_id
        self.client = client
        self.revision = revision  #: The interview's that this request raises.
        self.touched = Touched()
        self.stepping: int | None = None  #: The operation that is being undone or done again.
        self.passes_over = True  #: On the second try, undo goes on past what it cannot take back.
        self._passed: list[int] = []  #: Operations that undo leaves as they are.
        self.is_redo = False  #: What is done now was undone before: its texts are in their rows already.
        self._asked_round: str | None = None  #: The one the browser says the operation was made in.

    def again(self, row: OperationRow) -> dict[str, Any]:
        """An operation that was received before: nothing happens twice, the first answer is given once more."""
        self.touch_row(row)
        result: dict[str, Any] = {"seq": row.seq, "refused": row.refusal}
        if (draft := row.payload.get("draft")) and (conflict := conflict_again(self, draft)):
            result["conflict"] = conflict
        return result

    def take(self, seq: int, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out a new operation, or refuse it with its reason; either way it is written down."""
        result: dict[str, Any] = {"seq": seq, "refused": None}
        inverse: Inverse | None = None
        state = OperationState.DONE
        self.stepping, self._passed = None, []
        try:
            operation = parse(raw)
            payload = operation.kept() | self._ask_round(raw)
            with self.connection.begin_nested():
                if isinstance(operation, Undo | Redo):
                    row = self._step(operation)
                    way = "undone" if isinstance(operation, Undo) else "redone"
                    result |= {"stepped": row.kind, "round": row.payload.get("round"), "way": way}
                    payload["of"] = row.number
                    state = OperationState.STEP
                else:
                    inverse = self._do(operation, payload)
                    coding_rows.drop_undone(self.connection, self.person, self.interview_id)
        except WorkbenchError as refusal:
            result["refused"] = str(refusal)
            state, payload = OperationState.REFUSED, _kind_only(raw)
            self._touch(raw)
            if raw.get("kind") == "undo" and self.stepping is not None:
                result["refused"] = self._why_not(refusal)
                payload["of"] = self.stepping
                self._passed += [self.stepping] if isinstance(refusal, NoWayBackError) else []
            if isinstance(refusal, EditConflictError):
                result["conflict"] = keep_draft(self, refusal.conflict, payload)
            if isinstance(refusal, TranslatedMeanwhileError):
                keep_beside(self, refusal.operation)
        for number in self._passed:
            coding_rows.set_operation(self.connection, number, OperationState.LEFT)
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
            revision=self.revision,
        )
        return result

    def change_version(self, transcript_id: str) -> None:
        """Another version of the transcript is the current one from here on."""
        transcript_rows.make_current(self.connection, self.interview_id, transcript_id)
        self.transcript_id = transcript_id
        self.touched.transcript = True

    def round_asked_for(self) -> Round:
        """The round the operation was made in: the one it names, else the one the person works in."""
        if self._asked_round is not None:
            return find_round(self.connection, self._asked_round)
        current = round_to_work_in(self.connection, self.person)
        if current is None:
            raise NoRoundError
        return current

    def round_to_code_in(self) -> Round:
        """As `round_asked_for`, where the person may put codes on this interview in it now. Raises why they may not."""
        round_ = self.round_asked_for()
        require_codable(self.connection, self.person, round_, self.interview_id)
        return round_

    def require_codable(self, round_id: str) -> None:
        """Raises why the person may not change what is coded in this round: closed, finished, released."""
        require_codable(self.connection, self.person, find_round(self.connection, round_id), self.interview_id)

    def _ask_round(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Note which round the operation says it was made in, so that waiting ones never land in another."""
        self._asked_round = read_optional_identifier(raw.get("round"))
        return {} if self._asked_round is None else {"round": self._asked_round}

    def touch_seen(self, coding_ids: Iterable[str]) -> set[str]:
        """Report those of these codings that the person may see; which ones. For codings that nobody has asked about:
        not even the identifiers of the others are told."""
        seen = coding_rows.ids_seen(self.connection, self.person, coding_ids)
        self.touched.codings |= seen
        return seen

    def name_of(self, person_id: str) -> str:
        """The person's name, for a sentence."""
        people = {p.id: p.name for p in design_rows.read_people(self.connection)}
        return people.get(person_id, "?")

    def name_of_last(self, kind: str, names: Callable[[dict[str, Any]], bool]) -> str:
        """Who else last did something of this kind to what `names` picks out of an operation's fields."""
        person_id = coding_rows.last_by_others(self.connection, self.person, self.interview_id, kind, names)
        return translate("Somebody else") if person_id is None else self.name_of(person_id)

    def _do(self, operation: DeskOperation, payload: dict[str, Any]) -> Inverse:
        return DO[type(operation)].do(self, operation, payload)

    def _step(self, operation: Undo | Redo) -> OperationRow:
        """Undo or redo; the operation that was taken back or done again."""
        row = self._undo() if isinstance(operation, Undo) else self._redo()
        self._touch(row.payload)
        return row

    def touch_row(self, row: OperationRow) -> None:
        """Whatever an operation that was carried out names, and what it has taken back or done again."""
        self._touch(row.payload)
        self._touch(row.inverse or {})
        if "of" in row.payload:
            for stepped in coding_rows.read_operations(self.connection, [row.payload["of"]]):
                self._touch(stepped.payload)
                self._touch(stepped.inverse or {})

    def _undo(self) -> OperationRow:
        """Take back the person's newest step. One that cannot be, and of which they have just been told so, stays."""
        connection, whose = self.connection, (self.person, self.interview_id)
        told = coding_rows.undo_refused_just_now(connection, *whose)
        row = self._newest()
        if told is not None and row.number == told[0] and self.passes_over:
            try:
                with connection.begin_nested():
                    return self._take_back(row)
            except WorkbenchError as refusal:
                if self._why_not(refusal) != told[1]:
                    raise
                self._passed.append(row.number)
                coding_rows.set_operation(connection, row.number, OperationState.LEFT)
                row = self._newest()
        return self._take_back(row)

    def _newest(self) -> OperationRow:
        self.stepping = None
        row = coding_rows.next_to_undo(self.connection, self.person, self.interview_id)
        if row is None or row.inverse is None:
            raise NothingToUndoError
        return row

    def _take_back(self, row: OperationRow) -> OperationRow:
        """Take a step back. What doing it again has to know, besides its own fields, it notes as `again`."""
        self.stepping = row.number
        inverse = dict(row.inverse or {})
        TAKE_BACK[inverse["kind"]](self, inverse)
        coding_rows.set_operation(
            self.connection, row.number, OperationState.UNDONE, inverse if "again" in inverse else None
        )
        return row

    def _redo(self) -> OperationRow:
        row = coding_rows.next_to_redo(self.connection, self.person, self.interview_id)
        if row is None:
            raise NothingToRedoError
        self.stepping = row.number
        payload = row.payload | (row.inverse or {}).get("again", {})
        self._ask_round(payload)
        stood = anchoring.still_as_left(self, payload.pop(anchoring.STOOD, []))
        self.is_redo = True
        try:
            inverse = self._do(parse({"quote": "", **payload}), payload)
        finally:
            self.is_redo = False
        anchoring.stand_again(self, stood, inverse)
        coding_rows.set_operation(self.connection, row.number, OperationState.DONE, inverse)
        return row

    def _why_not(self, refusal: WorkbenchError) -> str:
        """Why a step cannot be taken back, with the name of somebody who has built on it; and what undo does next."""
        assert self.stepping is not None
        sentences = [str(refusal), *self._who(refusal.fields.get("name"))]
        if self.passes_over:
            sentences.append(translate("Undo again to leave this step as it is and take back the one before it."))
        return " ".join(sentences)

    def _who(self, named: object) -> list[str]:
        row = coding_rows.read_operation(self.connection, self.stepping or 0)
        ids = segment_rows.identifiers([row.payload, row.inverse]) if row else ()
        name = None if named else others_since(self, self.stepping or 0, set(ids))
        return [translate("{name} has worked on this interview since.", name=name)] if name else []

    def _touch(self, raw: Mapping[str, Any]) -> None:
        """Whatever this names is reported as it stands, so that the browser drops what it had painted too early."""
        touch = TOUCH.get(str(raw.get("kind")))
        if touch:
            touch(self, raw)


def _kind_only(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a refused operation: nothing that arrived unchecked, besides what touching it needs."""
    kept = {"kind": str(raw.get("kind"))[:20]}
    identifier = raw.get("id")
    if isinstance(identifier, str) and len(identifier) <= 32:
        kept["id"] = identifier
    return kept
