"""Which round a person works in, and whether something may be coded in it: rules that verbs and the desk share."""

from __future__ import annotations

from collections.abc import Iterable

from coding.model import Round, RoundKind
from core.design import Person
from core.errors import ConflictError, NotFoundError, RefusedError
from core.messages import translate
from storage import design_rows, round_rows
from storage.database import Connection


class RoundClosedError(RefusedError):
    """Nothing more is coded in a closed round."""

    template = "The round “{label}” is closed. Choose another round, or open this one again on the Rounds page."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class NotACoderError(RefusedError):
    """An independent round is coded by those named in it, and by nobody else."""

    template = "“{label}” is coded by {names}. Choose another round, or have yourself named on the Rounds page."

    def __init__(self, label: str, names: str) -> None:
        super().__init__(label=label, names=names)


class FinishedHereError(RefusedError):
    """What was called finished stays as it is until that is taken back."""

    template = "You have marked this interview as finished in “{label}”. Take the mark back first."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class ReleasedError(RefusedError):
    """What was coded independently stays as it was when the others saw it."""

    template = (
        "This interview has been released in “{label}”: what was coded independently stays as it is. "
        "Choose another round to go on."
    )

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


class NoRoundError(ConflictError):
    """There is no round the person could code in."""

    template = "There is no open round for you to code in. Open one, or have yourself named, on the Rounds page."


class NotIndependentError(RefusedError):
    """Only independent rounds hide anything, so only there is something to finish and to release."""

    template = "“{label}” is coded by the whole team together: nobody is named in it, and there is nothing to finish."

    def __init__(self, label: str) -> None:
        super().__init__(label=label)


def find_round(connection: Connection, round_id: str) -> Round:
    for each in round_rows.read_rounds(connection):
        if each.id == round_id:
            return each
    raise NotFoundError("round", round_id)


def round_to_work_in(connection: Connection, person: Person) -> Round | None:
    """The round the person has chosen; while they have not, or it is closed, the first open one of the team, then the
    first open one that names them. None: there is none."""
    rounds = [each for each in round_rows.read_rounds(connection) if not each.closed and each.is_for(person.id)]
    chosen = round_rows.read_choice(connection, person)
    together = [each for each in rounds if each.kind is RoundKind.CONSENSUS]
    return next((each for each in rounds if each.id == chosen), next(iter(together or rounds), None))


def require_coder(connection: Connection, person: Person, round_: Round) -> None:
    """Raises NotACoderError."""
    if not round_.is_for(person.id):
        raise NotACoderError(round_.label, names_of(connection, round_.coder_ids))


def require_open(connection: Connection, person: Person, round_: Round) -> None:
    """Raises RoundClosedError, NotACoderError."""
    if round_.closed:
        raise RoundClosedError(round_.label)
    require_coder(connection, person, round_)


def require_codable(connection: Connection, person: Person, round_: Round, interview_id: str) -> None:
    """Raises why the person cannot code the interview in this round: closed, not theirs, finished or released."""
    require_open(connection, person, round_)
    if round_.kind is RoundKind.INDEPENDENT:
        require_unreleased(connection, round_, interview_id)
        if person.id in finishers(connection, round_.id, interview_id):
            raise FinishedHereError(round_.label)


def require_unreleased(connection: Connection, round_: Round, interview_id: str) -> None:
    if (round_.id, interview_id) in round_rows.read_releases(connection, interview_id):
        raise ReleasedError(round_.label)


def finishers(connection: Connection, round_id: str, interview_id: str) -> tuple[str, ...]:
    """Ids of those who have finished the interview in the round."""
    finished = round_rows.read_finished(connection, interview_id)
    return tuple(each.person_id for each in finished if each.round_id == round_id)


def finish(connection: Connection, person: Person, round_: Round, interview_id: str) -> bool:
    """Mark the interview as finished; release it when everybody named has. Whether the mark is new."""
    _require_to_finish(connection, person, round_, interview_id)
    done = finishers(connection, round_.id, interview_id)
    if person.id in done:
        return False
    round_rows.write_finished(connection, round_.id, interview_id, person)
    if set(round_.coder_ids) <= {*done, person.id}:
        round_rows.write_release(connection, round_.id, interview_id)
    return True


def take_back_finish(connection: Connection, person: Person, round_: Round, interview_id: str) -> bool:
    """Go on coding an interview that one has called finished; ReleasedError when the others see it already."""
    _require_to_finish(connection, person, round_, interview_id)
    if person.id not in finishers(connection, round_.id, interview_id):
        return False
    round_rows.delete_finished(connection, round_.id, interview_id, person)
    return True


def _require_to_finish(connection: Connection, person: Person, round_: Round, interview_id: str) -> None:
    if round_.kind is not RoundKind.INDEPENDENT:
        raise NotIndependentError(round_.label)
    require_coder(connection, person, round_)
    require_unreleased(connection, round_, interview_id)


def names_of(connection: Connection, person_ids: Iterable[str]) -> str:
    """Names for a sentence; who is not known is left out."""
    people = {person.id: person.name for person in design_rows.read_people(connection)}
    return ", ".join(people[i] for i in person_ids if i in people) or translate("nobody")
