"""Writing, editing and deleting a memo inside somebody's transaction: for the verbs and for the coding desk."""

from __future__ import annotations

from coding.model import Memo, MemoKind
from core.clock import now
from core.design import Person
from core.errors import ConflictError, InputError, NotFoundError, RefusedError
from storage import codebook_rows, coding_rows, design_rows, memo_rows, transcript_rows
from storage.database import Connection
from study.base import MissingTextError, TooLongError

MOST_CHARACTERS = 20_000


class NotYourMemoError(RefusedError):
    """A memo is changed by whoever wrote it, and by nobody else."""

    template = "This memo was written by somebody else. Write one of your own beside it."


class MemoChangedError(ConflictError):
    """The memo has another text than the one the person began to edit."""

    template = "This memo has been changed since, in another window. Copy what you have written, then reload the page."


class EarlierTextGoneError(RefusedError):
    """The text to go back to was forgotten on purpose."""

    template = "The earlier text of this memo was deleted for good, so this cannot be undone."


class BadMemoKindError(InputError):
    """There is no such sort of memo."""

    template = "“{kind}” is no sort of memo. It can be analytic, method or reflexive."

    def __init__(self, kind: str) -> None:
        super().__init__(kind=kind)


def write(connection: Connection, person: Person, memo: Memo) -> Memo:
    """Keep a new memo, its text tidied. NotFoundError when there is nothing of what it is about."""
    memo = Memo(
        id=memo.id,
        about_kind=memo.about_kind,
        about_id=memo.about_id,
        text=checked_text(memo.text),
        author_id=person.id,
        written_at=now(),
        kind=checked_kind(memo.kind),
        interview_id=_interview_of(connection, person, memo.about_kind, memo.about_id),
    )
    memo_rows.insert_memo(connection, memo)
    return memo


def edit(
    connection: Connection, person: Person, memo_id: str, text: str, kind: str | None = None, seen: int | None = None
) -> Memo:
    """Give one's own memo another text, the earlier one is kept. MemoChangedError when its version is not `seen`."""
    memo = own(connection, person, memo_id)
    if seen is not None and memo.version != seen:
        raise MemoChangedError
    text, kind = checked_text(text), checked_kind(kind or memo.kind)
    if (text, kind) == (memo.text, memo.kind):
        return memo
    memo_rows.add_version(connection, memo, text, kind)
    return own(connection, person, memo_id)


def go_to_version(connection: Connection, person: Person, memo_id: str, *, expected: int, wanted: int) -> None:
    """Undo or redo an edit. MemoChangedError when the memo has been edited since."""
    memo = own(connection, person, memo_id)
    if memo.version == wanted:
        return
    if memo.version != expected:
        raise MemoChangedError
    if not memo_rows.show_version(connection, memo_id, wanted):
        raise EarlierTextGoneError


def remove(connection: Connection, person: Person, memo_id: str) -> Memo:
    """Delete one's own memo; `restore` brings it back."""
    memo = own(connection, person, memo_id)
    memo_rows.remove_memo(connection, memo_id, person)
    return memo


def restore(connection: Connection, person: Person, memo_id: str) -> Memo:
    """Bring one's own memo back; nothing happens when it stands already."""
    row = memo_rows.read_memo(connection, person, memo_id)
    if row is None:
        raise NotFoundError("memo", memo_id)
    if row.memo.author_id != person.id:
        raise NotYourMemoError
    memo_rows.restore_memo(connection, memo_id)
    return row.memo


def own(connection: Connection, person: Person, memo_id: str) -> Memo:
    """A memo that stands and that the person wrote. NotFoundError, NotYourMemoError."""
    row = memo_rows.read_memo(connection, person, memo_id)
    if row is None or row.removed_by is not None:
        raise NotFoundError("memo", memo_id)
    if row.memo.author_id != person.id:
        raise NotYourMemoError
    return row.memo


def checked_text(text: str) -> str:
    """The text without space around it. MissingTextError, TooLongError."""
    if not text.strip():
        raise MissingTextError("memo")
    if len(text) > MOST_CHARACTERS:
        raise TooLongError("memo", len(text), MOST_CHARACTERS)
    return text.strip()


def checked_kind(kind: str) -> str:
    if kind not in list(MemoKind):
        raise BadMemoKindError(kind[:40])
    return kind


def require_target(connection: Connection, person: Person, kind: str, target_id: str) -> None:
    """NotFoundError when there is no such thing, or the person may not see it."""
    _interview_of(connection, person, kind, target_id)


def _interview_of(connection: Connection, person: Person, about_kind: str, about_id: str) -> str | None:
    """The interview in which the thing is, None for what has none. NotFoundError when there is no such thing."""
    match about_kind:
        case "coding":
            row = coding_rows.read_coding(connection, person, about_id)
            found, interview_id = row is not None, row.coding.interview_id if row else None
        case "turn":
            interview_id = transcript_rows.interview_of_turn(connection, about_id)
            found = interview_id is not None
        case "interview":
            interview_id = about_id
            found = about_id in {each.id for each in design_rows.read_interviews(connection)}
        case "participant":
            found, interview_id = about_id in {p.id for p in design_rows.read_participants(connection)}, None
        case "wave":
            found, interview_id = about_id in {wave.id for wave in design_rows.read_waves(connection)}, None
        case "code":
            found, interview_id = codebook_rows.read_code(connection, about_id) is not None, None
        case "study":
            found, interview_id = about_id == design_rows.read_study(connection)[0], None
        case _:
            found, interview_id = False, None
    if not found:
        raise NotFoundError(about_kind, about_id)
    return interview_id
