"""Verbs that put one code on passages of many interviews, and take it back, as one act.

In each interview it is one ordinary operation of the desk, so that undo there takes it back too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from coding.operations import Undo
from core.clock import new_id
from core.design import Person
from core.errors import ConflictError, NotFoundError, RefusedError
from core.spans import Passage
from storage import act_rows, coding_rows, design_rows
from storage.coding_rows import OperationState
from storage.database import Connection
from study.base import OpenStudy
from study.design import find_interview
from study.desk.desk import readable
from study.desk.session import DeskSession
from study.round_rules import round_to_work_in


@dataclass(frozen=True, slots=True)
class SeenPassage:
    """A passage as the person saw it."""

    passage: Passage
    quote: str  #: Its words, turns joined by a line break; compared, not kept.
    turn_revisions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CodedPassages:
    """What was done."""

    act_id: str  #: Takes it back: `take_back_coded`.
    coded: int
    coded_already: int  #: Passages that carried the code by the same person in the same round before.
    interviews: int


class PassageNotCodedError(ConflictError):
    """One passage could not be coded, so none was."""

    template = "Nothing was coded, because of a passage in “{label}”: {reason} Search again."

    def __init__(self, label: str, reason: str) -> None:
        super().__init__(label=label, reason=reason)


class NothingToCodeError(RefusedError):
    """No passage is left to put the code on."""

    template = "Every one of these passages carries the code already, put there by you."


class WorkedOnSinceError(RefusedError):
    """The act is not the person's last one in some interview."""

    template = "You have done more in “{label}” since. Undo that first, at the desk; then this can be taken back."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class PassageCodingVerbs(OpenStudy):
    """One code on many passages."""

    def code_passages(
        self, person: Person, passages: Mapping[str, Sequence[SeenPassage]], code_id: str
    ) -> CodedPassages:
        """Put a code on all these passages (by interview), or on none. Raises PassageNotCodedError, NothingToCodeError.

        A passage that carries the code already, put there by the same person in the round they work in, is left.
        """
        act_id = new_id()
        with self.writing(person) as connection:
            fresh = {i: _not_coded_yet(connection, person, i, seen, code_id) for i, seen in passages.items()}
            for seq, (interview_id, seen) in enumerate(((i, s) for i, s in fresh.items() if s), start=1):
                _code(connection, person, interview_id, act_id, _operation(seq, seen, code_id))
            coded = sum(map(len, fresh.values()))
            if not coded:
                raise NothingToCodeError
            design_rows.insert_audit(connection, person, "code_passages", "code", code_id)
        asked = sum(map(len, passages.values()))
        return CodedPassages(act_id, coded, asked - coded, sum(1 for seen in fresh.values() if seen))

    def take_back_coded(self, person: Person, act_id: str) -> int:
        """Take back what `code_passages` did, everywhere or nowhere; in how many interviews. Raises
        WorkedOnSinceError, NotFoundError."""
        with self.writing(person) as connection:
            parts = [part for part in act_rows.read_act(connection, act_id) if part.person_id == person.id]
            standing = [part for part in parts if part.state is OperationState.DONE]
            if not standing:
                raise NotFoundError("act", act_id)
            client = new_id()
            for seq, part in enumerate(standing, start=1):
                last = coding_rows.next_to_undo(connection, person, part.interview_id)
                if last is None or last.number != part.number:
                    raise WorkedOnSinceError(find_interview(connection, part.interview_id).label)
                _code(connection, person, part.interview_id, client, {"seq": seq, "kind": Undo.KINDS[0]})
        return len(standing)


def _not_coded_yet(
    connection: Connection, person: Person, interview_id: str, seen: Sequence[SeenPassage], code_id: str
) -> list[SeenPassage]:
    round_ = round_to_work_in(connection, person)
    mine = (code_id, person.id, round_.id if round_ else None)
    own = {
        coding.passage
        for coding in coding_rows.read_codings(connection, person, interview_id)
        if (coding.code_id, coding.coder_id, coding.round_id) == mine
    }
    each_once = {each.passage: each for each in seen}
    return [each for passage, each in each_once.items() if passage not in own]


def _operation(seq: int, seen: Sequence[SeenPassage], code_id: str) -> dict[str, Any]:
    revisions: dict[str, int] = {}
    for each in seen:
        revisions |= each.turn_revisions
    codings = [{"id": new_id(), "passage": asdict(each.passage), "quote": each.quote} for each in seen]
    return {"seq": seq, "kind": "code_many", "code": code_id, "codings": codings, "turn_revisions": revisions}


def _code(connection: Connection, person: Person, interview_id: str, client: str, operation: Mapping[str, Any]) -> None:
    """One operation at one interview's desk. PassageNotCodedError when the desk refuses it."""
    interview, version = readable(connection, interview_id)
    revision = design_rows.read_revision(connection, interview_id) + 1
    session = DeskSession(connection, person, interview_id, version.id, client, revision)
    session.passes_over = False  # this step or none
    result = session.take(operation["seq"], operation)
    if result["refused"]:
        raise PassageNotCodedError(interview.label, result["refused"])
    design_rows.raise_revision(connection, interview_id)
