"""The log of changes to the codebook: rows before and after, who, when; what undo and redo go by.

An edit names a row and what changed in it, as JSON values. Codings that change their code are kept apart, a row each,
so that thousands are moved by one statement, and go with the interview when a participant is erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, delete, func, insert, literal, select, update

from codebooks.data import code_data, theme_data
from codebooks.model import Codebook
from core.clock import now
from core.design import Person
from core.messages import translate
from storage import tables as t
from storage import tables_codebook as tc
from storage import tables_people as tp
from storage.coding_rows import OperationState
from storage.database import Connection
from storage.sight import codings_seen_by, is_coding_hidden

AT_ONCE = 500  # SQLite takes a limited number of values in one statement

_TABLES: dict[str, Table] = {
    table.name: table
    for table in (t.code, tc.theme, tc.scope_change, tc.code_lineage, tc.code_split, tc.code_example, t.memo)
}
_LINK = tp.guide_question_code  # has no id of its own: an edit names its row by question and code
LINK = _LINK.name


@dataclass(frozen=True, slots=True)
class RowEdit:
    """What happens to one row. Of an update, `before` and `after` hold the changed columns only."""

    table: str
    id: str
    before: dict[str, Any] | None  #: None: the row is made.
    after: dict[str, Any] | None  #: None: the row is deleted.

    def reversed(self) -> RowEdit:
        return RowEdit(self.table, self.id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class CodebookOperation:
    """One change of the codebook as it was made."""

    number: int
    person_id: str
    kind: str
    names: tuple[str, ...]
    edits: tuple[RowEdit, ...]
    made_at: datetime


# --- edits


def edits_between(before: Codebook, after: Codebook) -> tuple[RowEdit, ...]:
    """What turns the rows of one codebook into those of another; parents come before their children."""
    codes = {code.id: code_data(code) for _, code in before.walk()}
    themes = {theme.id: theme_data(theme) | {"position": n} for n, theme in enumerate(before.themes)}
    new_codes = {code.id: code_data(code) for _, code in after.walk()}
    new_themes = {theme.id: theme_data(theme) | {"position": n} for n, theme in enumerate(after.themes)}
    return (*_edits("code", codes, new_codes), *_edits("theme", themes, new_themes))


def _edits(table: str, old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> Iterator[RowEdit]:
    for row_id in dict.fromkeys((*new, *old)):
        before, after = old.get(row_id), new.get(row_id)
        if before is None or after is None:
            yield RowEdit(table, row_id, before, after)
        elif before != after:
            changed = [column for column in after if before[column] != after[column]]
            yield RowEdit(table, row_id, {c: before[c] for c in changed}, {c: after[c] for c in changed})


def apply_edits(connection: Connection, edits: Sequence[RowEdit]) -> None:
    """Make the rows as the edits say. A code that codings have carried is retired rather than deleted."""
    rows = [edit for edit in edits if edit.table != LINK]
    links = [edit for edit in edits if edit.table == LINK]
    for edit in rows:
        if edit.before is None:
            _make(connection, edit)
    for edit in links:
        _change_link(connection, edit)
    for edit in rows:
        if edit.before is not None and edit.after is not None:
            _update(connection, edit, edit.after)
    for edit in reversed(rows):
        if edit.after is None:
            _remove(connection, edit)


def _change_link(connection: Connection, edit: RowEdit) -> None:
    """Link a question to a code, or no more. One that has been deleted meanwhile stays away."""
    values = edit.after or edit.before or {}
    own = [_LINK.c[name] == value for name, value in values.items()]
    is_there = connection.execute(select(_LINK.c.code_id).where(*own)).first() is not None
    question = tp.guide_question.c.id
    if edit.after is None:
        connection.execute(delete(_LINK).where(*own))
    elif not is_there and connection.execute(select(question).where(question == values["question_id"])).first():
        connection.execute(insert(_LINK).values(values))


def row_now(connection: Connection, edit: RowEdit) -> dict[str, Any] | None:
    """The columns the edit speaks of, as they are now; None when there is no such row."""
    table = _TABLES[edit.table]
    row = connection.execute(select(table).where(table.c.id == edit.id)).mappings().first()
    if row is None:
        return None
    return {name: _plain(row[name], name) for name in (edit.after or edit.before or {})}


def _make(connection: Connection, edit: RowEdit) -> None:
    if edit.table == "code" and row_now(connection, edit) is not None:  # retired instead of deleted
        _update(connection, edit, edit.after or {})
    else:
        table = _TABLES[edit.table]
        connection.execute(insert(table).values(_columns(table, {"id": edit.id, **(edit.after or {})})))


def _update(connection: Connection, edit: RowEdit, values: dict[str, Any]) -> None:
    table = _TABLES[edit.table]
    connection.execute(update(table).where(table.c.id == edit.id).values(_columns(table, values)))


def _remove(connection: Connection, edit: RowEdit) -> None:
    table = _TABLES[edit.table]
    if edit.table == "code" and has_ever_been_used(connection, edit.id):
        connection.execute(update(table).where(table.c.id == edit.id).values(status="retired"))
    else:
        connection.execute(delete(table).where(table.c.id == edit.id))


def _columns(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    """JSON values as the table's columns want them: times are times."""
    return {
        name: datetime.fromisoformat(value) if isinstance(value, str) and _is_time(table, name) else value
        for name, value in values.items()
    }


def _is_time(table: Table, column: str) -> bool:
    return isinstance(table.c[column].type, t.UtcTime)


def _plain(value: Any, column: str) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if column == "author" and value is None else value


def has_ever_been_used(connection: Connection, code_id: str) -> bool:
    """Whether any coding carries the code, also one taken away."""
    return connection.execute(select(t.coding.c.id).where(t.coding.c.code_id == code_id).limit(1)).first() is not None


# --- operations


def insert_operation(connection: Connection, person: Person, kind: str, split_id: str | None) -> int:
    """Begin to write down a change; its number. `keep_operation` ends it."""
    o = tc.codebook_operation
    made = connection.execute(
        insert(o).values(
            person_id=person.id,
            kind=kind,
            names=[],
            edits=[],
            split_id=split_id,
            state=OperationState.DONE.value,
            made_at=now(),
        )
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]  # an insert of one row has one


def keep_operation(
    connection: Connection, number: int, person: Person, names: Iterable[str], edits: Sequence[RowEdit]
) -> bool:
    """Write down what the change was about, and what it did to which rows; what had been undone can no longer be
    redone. A change that changed nothing is no change: it is forgotten, and the answer is False."""
    o = tc.codebook_operation
    noted = select(tc.coding_change.c.coding_id).where(tc.coding_change.c.operation == number).limit(1)
    if not edits and connection.execute(noted).first() is None:
        connection.execute(delete(o).where(o.c.number == number))
        return False
    undone = (o.c.person_id == person.id, o.c.state == OperationState.UNDONE.value)
    connection.execute(update(o).where(*undone).values(state=OperationState.DROPPED.value))
    values = [[e.table, e.id, e.before, e.after] for e in edits]
    connection.execute(update(o).where(o.c.number == number).values(names=list(names), edits=values))
    return True


def last_changer(connection: Connection) -> str:
    """The name of the person whose change of the codebook was the last."""
    o = tc.codebook_operation
    query = select(t.person.c.name).join(o).order_by(o.c.number.desc()).limit(1)
    return str(connection.execute(query).scalar_one())


def next_to_undo(connection: Connection, person: Person) -> CodebookOperation | None:
    return _own(connection, person, OperationState.DONE, tc.codebook_operation.c.number.desc())


def next_to_redo(connection: Connection, person: Person) -> CodebookOperation | None:
    return _own(connection, person, OperationState.UNDONE, tc.codebook_operation.c.number)


def _own(
    connection: Connection, person: Person, state: OperationState, order: ColumnElement[int]
) -> CodebookOperation | None:
    o = tc.codebook_operation
    query = select(o).where(o.c.person_id == person.id, o.c.state == state.value).order_by(order).limit(1)
    row = connection.execute(query).first()
    return _operation(row) if row else None


def _operation(row: Row[Any]) -> CodebookOperation:
    edits = tuple(RowEdit(*each) for each in row.edits)
    return CodebookOperation(row.number, row.person_id, row.kind, tuple(row.names), edits, row.made_at)


def set_state(connection: Connection, number: int, state: OperationState, edits: Iterable[RowEdit]) -> None:
    """Where an operation stands now, and the edits the next step goes by."""
    values = [[e.table, e.id, e.before, e.after] for e in edits]
    o = tc.codebook_operation
    connection.execute(update(o).where(o.c.number == number).values(state=state.value, edits=values))


# --- codings that change their code


def note_codings(
    connection: Connection, viewer: Person, number: int, code_before: str, code_after: str, *, seen_only: bool = False
) -> int:
    """Note every coding of a code as going to another (`seen_only`: those that stand and the person may see); how many
    of those that stand the person may see."""
    coding = t.coding.c
    seen = [coding.removed_at.is_(None), codings_seen_by(viewer)]
    where = [coding.code_id == code_before, *(seen if seen_only else ())]
    columns = [literal(number), coding.id, coding.code_id, literal(code_after), literal(False)]
    change = tc.coding_change
    names = ["operation", "coding_id", "code_before", "code_after", "removed"]
    connection.execute(insert(change).from_select(names, select(*columns).where(*where)))
    standing = select(func.count()).where(coding.code_id == code_before, *seen)
    return int(connection.execute(standing).scalar_one())


def note_some(
    connection: Connection, number: int, coding_ids: Sequence[str], code_before: str, code_after: str
) -> None:
    """Note some codings of a code as going to another (or as staying, where both are the same)."""
    rows = [
        {"operation": number, "coding_id": i, "code_before": code_before, "code_after": code_after, "removed": False}
        for i in coding_ids
    ]
    if rows:
        connection.execute(insert(tc.coding_change), rows)


def note_removed(connection: Connection, number: int, coding_ids: Sequence[str] | None = None) -> None:
    """Note codings of an operation as taken off their passage by it; None: all of them."""
    change = tc.coding_change
    for ids in [None] if coding_ids is None else _parts(coding_ids):
        where = [change.c.operation == number] + ([] if ids is None else [change.c.coding_id.in_(ids)])
        connection.execute(update(change).where(*where).values(removed=True))


def move_codings(connection: Connection, number: int, person_id: str, *, back: bool = False) -> None:
    """Give every coding noted under an operation its new code (`back`: its old one), and take off or put back those
    noted as removed. The desks they lie on count one more revision."""
    change, coding = tc.coding_change, t.coding
    noted = select(change.c.coding_id).where(change.c.operation == number)
    goal = change.c.code_before if back else change.c.code_after
    own = (change.c.operation == number, change.c.coding_id == coding.c.id)
    code = select(goal).where(*own).scalar_subquery()
    moving = noted.where(change.c.code_before != change.c.code_after)
    connection.execute(update(coding).where(coding.c.id.in_(moving)).values(code_id=code))
    removed = noted.where(change.c.removed)
    if back:
        where = (coding.c.id.in_(removed), coding.c.removed_by == person_id)
        connection.execute(update(coding).where(*where).values(removed_at=None, removed_by=None))
    else:
        where = (coding.c.id.in_(removed), coding.c.removed_at.is_(None))
        connection.execute(update(coding).where(*where).values(removed_at=now(), removed_by=person_id))
    touched = select(coding.c.interview_id).where(coding.c.id.in_(noted))
    interview = t.interview
    connection.execute(update(interview).where(interview.c.id.in_(touched)).values(revision=interview.c.revision + 1))


def moved_since(connection: Connection, viewer: Person, number: int, *, back: bool) -> str | None:
    """Who has given one of an operation's codings another code than undoing (`back`) or redoing it expects; a person's
    name, as far as the viewer may know it, None when nobody has."""
    change, coding = tc.coding_change, t.coding
    expected = change.c.code_after if back else change.c.code_before
    query = select(coding.c.id).join(change, change.c.coding_id == coding.c.id)
    astray = connection.execute(
        query.where(change.c.operation == number, coding.c.code_id != expected).limit(1)
    ).scalar()
    return None if astray is None else who_moved(connection, viewer, astray)


def who_moved(connection: Connection, viewer: Person, coding_id: str) -> str:
    """The name of the person whose change of the codebook gave a coding the code it has; else of its coder, as far as
    the viewer may know."""
    if is_coding_hidden(connection, viewer, coding_id):
        return translate("Somebody in an independent round")
    change, o = tc.coding_change, tc.codebook_operation
    query = (
        select(t.person.c.name)
        .join(o, o.c.person_id == t.person.c.id)
        .join(change, change.c.operation == o.c.number)
        .where(change.c.coding_id == coding_id, o.c.state == OperationState.DONE.value)
        .where(change.c.code_before != change.c.code_after)
        .order_by(o.c.number.desc())
        .limit(1)
    )
    coder = select(t.person.c.name).join(t.coding, t.coding.c.coder_id == t.person.c.id)
    found = connection.execute(query).scalar() or connection.execute(coder.where(t.coding.c.id == coding_id)).scalar()
    return str(found)


def who_coded(connection: Connection, viewer: Person, code_id: str, *, but_for: int) -> str | None:
    """Whose doing it is that codings stand on a code, besides those an operation (by its number) has put there: one
    the viewer may see, if there is one."""
    change, c = tc.coding_change, t.coding.c
    own = select(change.c.coding_id).where(change.c.operation == but_for)
    query = select(c.id).where(c.code_id == code_id, c.removed_at.is_(None), c.id.not_in(own))
    seen = connection.execute(query.where(codings_seen_by(viewer)).limit(1)).scalar()
    coding_id = seen or connection.execute(query.limit(1)).scalar()
    return None if coding_id is None else who_moved(connection, viewer, coding_id)


def read_places(connection: Connection, code_id: str) -> list[tuple[str, tuple[Any, ...]]]:
    """Of a code's standing codings, oldest first: the id, and what makes two of them twins (coder, round, passage)."""
    c = t.coding.c
    place = (c.coder_id, c.round_id, c.start_turn, c.start_offset, c.end_turn, c.end_offset)
    query = select(c.id, *place).where(c.code_id == code_id, c.removed_at.is_(None)).order_by(c.created_at, c.id)
    return [(row[0], tuple(row[1:])) for row in connection.execute(query)]


def on_retired_code(connection: Connection) -> tuple[str, str] | None:
    """A standing coding whose code is retired: its id and the code's. There must never be one."""
    query = (
        select(t.coding.c.id, t.code.c.id)
        .join(t.code, t.code.c.id == t.coding.c.code_id)
        .where(t.code.c.status == "retired", t.coding.c.removed_at.is_(None))
        .limit(1)
    )
    row = connection.execute(query).first()
    return (row[0], row[1]) if row else None


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
