"""Every change of the codebook passes through here: rules kept, history and audit written, the way back noted.

A verb says what the codebook becomes; what that means for the rows is worked out by comparing before and after. Undo
puts the rows of one's own last change back as they were, and is refused where somebody has built on them since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from codebooks import tree
from codebooks.data import code_data
from codebooks.difference import Lineage, field_in_words
from codebooks.model import Code, Codebook, in_language
from coding.looking import ScopeKind
from core.clock import new_id, now
from core.design import Person
from core.errors import ConflictError, RefusedError, WorkbenchError
from core.messages import language, translate
from storage import codebook_log, codebook_rows, design_rows, guide_rows, history_rows
from storage.codebook_log import CodebookOperation, RowEdit
from storage.codebook_rows import read_codebook
from storage.coding_rows import OperationState
from storage.database import Connection
from storage.history_rows import HistoryRow
from storage.sight import is_code_on_hidden_work
from storage.use_rows import count_standing
from study import guide_links
from study.base import OpenStudy


class CodeInUseError(RefusedError):
    """A code that stands on passages cannot go: its codings would be lost."""

    template = (
        "“{name}” stands on {segments} coded segments, so it cannot be retired or deleted. "
        "Merge it into another code, or take it off all its passages first."
    )

    def __init__(self, name: str, segments: int) -> None:
        super().__init__(name=name, segments=segments)
        self.segments = segments


class CodeInHiddenUseError(RefusedError):
    """A code that stands on passages cannot go, also where the person may not see who put it there."""

    template = (
        "“{name}” stands on coded segments of somebody's work in an independent round, so it cannot be retired or "
        "deleted before that is released. Merge it into another code instead."
    )

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class LaterWorkError(ConflictError):
    """Somebody has built on what would be taken back."""

    template = "{name} has changed “{what}” since, so this cannot be undone or done again."

    def __init__(self, name: str, what: str) -> None:
        super().__init__(name=name, what=what)


class CodedSinceError(ConflictError):
    """Somebody has put a code on passages that would disappear."""

    template = "{name} has coded with “{what}” since, so this cannot be undone or done again."

    def __init__(self, name: str, what: str) -> None:
        super().__init__(name=name, what=what)


class CodebookMovedOnError(ConflictError):
    """The codebook as it is now leaves no room for what would come back."""

    template = "The codebook has changed since, so this cannot be undone or done again. {reason}"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class NothingToUndoInCodebookError(RefusedError):
    """The person has changed nothing that could be taken back."""

    template = "There is no change of yours to undo in the codebook."


class NothingToRedoInCodebookError(RefusedError):
    """The person has undone nothing since their last change."""

    template = "There is no change of yours to do again in the codebook."


@dataclass
class CodebookChange:
    """A change while it is made: verbs put the new codebook into `codebook`."""

    connection: Connection
    person: Person
    kind: str
    before: Codebook
    codebook: Codebook
    noted_as: int | None  #: The operation's number; None where another log keeps the way back.
    subject_id: str | None = None  #: The code or theme it is about.
    names: list[str] = field(default_factory=list)  #: What is changed, as the team calls it; for the undo button.
    edits: list[RowEdit] = field(default_factory=list)  #: Of other tables than codes and themes.

    @property
    def number(self) -> int:
        """Of the operation: codings that change their code are noted under it."""
        assert self.noted_as is not None, "a change without an operation moves no codings"
        return self.noted_as

    def note_scope(self, code_id: str, kind: ScopeKind) -> None:
        """From now on the code means other passages: interviews coded before go on the recoding list."""
        row = {"code_id": code_id, "kind": kind.value, "person_id": self.person.id, "at": now().isoformat()}
        self.edits.append(RowEdit("scope_change", new_id(), None, row))

    def note_lineage(self, lineage: Lineage) -> None:
        row = {"kind": lineage.kind.value, "code_id": lineage.code_id, "other_id": lineage.other_id}
        row |= {"person_id": self.person.id, "at": now().isoformat()}
        self.edits.append(RowEdit("code_lineage", new_id(), None, row))


class CodebookChanges(OpenStudy):
    """What the verbs on the codebook share."""

    @contextmanager
    def changing(
        self, person: Person, kind: str, code_id: str | None = None, *, split_id: str | None = None
    ) -> Iterator[CodebookChange]:
        """A change of the codebook, in one transaction: what the block leaves in `codebook` is what it becomes."""
        with self.writing(person) as connection:
            change = begin(connection, person, kind, split_id=split_id)
            if code_id is not None:
                change.subject_id = code_id
                change.names.append(tree.called(tree.find(change.before, code_id)))
            yield change
            complete(change)

    def undo_codebook(self, person: Person) -> str:
        """Take back one's own last change of the codebook; in words, what was taken back.

        Raises NothingToUndoInCodebookError; LaterWorkError or CodedSinceError, which name who has built on it.
        """
        with self.writing(person) as connection:
            operation = codebook_log.next_to_undo(connection, person)
            if operation is None:
                raise NothingToUndoInCodebookError
            step(connection, person, operation, back=True)
            return in_words(operation)

    def redo_codebook(self, person: Person) -> str:
        """Do again what one has just taken back; raises as `undo_codebook`."""
        with self.writing(person) as connection:
            operation = codebook_log.next_to_redo(connection, person)
            if operation is None:
                raise NothingToRedoInCodebookError
            step(connection, person, operation, back=False)
            return in_words(operation)

    def code_history(self, person: Person, code_id: str | None = None, limit: int = 200) -> tuple[HistoryEntry, ...]:
        """Who changed what and when, the newest first; of one code, or of all. Deleted codes keep their history."""
        with self.reading(person) as connection:
            rows = history_rows.read_history(connection, code_id, limit)
            names = {code.id: tree.called(code) for code in codebook_rows.read_codes(connection)}
            return tuple(HistoryEntry(row, names) for row in rows)


# --- making a change


def begin(
    connection: Connection, person: Person, kind: str, *, split_id: str | None = None, elsewhere: bool = False
) -> CodebookChange:
    """Begin a change inside somebody else's transaction; `complete` ends it. `elsewhere`: the way back is kept in
    another log, so that the change is no step of the codebook's own undo."""
    codebook = read_codebook(connection)
    number = None if elsewhere else codebook_log.insert_operation(connection, person, kind, split_id)
    return CodebookChange(connection, person, kind, codebook, codebook, number)


def complete(change: CodebookChange) -> None:
    """Write the rows, their history and the way back. Raises the error of the first rule that would be broken."""
    connection, person = change.connection, change.person
    _check_rules(change.before, change.codebook)
    edits = (*codebook_log.edits_between(change.before, change.codebook), *change.edits)
    guide_links.refuse_silent_loss(guide_rows.read_code_links(connection), change.before, change.codebook, edits)
    codebook_log.apply_edits(connection, edits)
    if replace(change.before, codes=(), themes=()) != replace(change.codebook, codes=(), themes=()):
        codebook_rows.write_facts(connection, change.codebook)  # languages that came with codes stay when those go
    if change.noted_as is not None:
        codebook_log.move_codings(connection, change.noted_as, person.id)
        if not codebook_log.keep_operation(connection, change.noted_as, person, change.names, edits):
            return
    _check_codings(connection, person)
    _write_history(connection, person, change.kind, change.before, change.codebook, step="done")
    subject = change.subject_id or ""
    design_rows.insert_audit(connection, person, f"{change.kind}_code", "code", subject)


def _check_rules(before: Codebook, after: Codebook) -> None:
    """Raises the error of a rule that only `after` breaks: a codebook that broke one before is mended step by step."""
    try:
        tree.check(after)
    except WorkbenchError:
        try:
            tree.check(before)
        except WorkbenchError:
            return
        raise


def _check_codings(connection: Connection, person: Person) -> None:
    """No coding is ever without a living code."""
    if stray := codebook_log.on_retired_code(connection):
        code = codebook_rows.read_code(connection, stray[1])
        name = tree.called(code) if code else stray[1]
        if is_code_on_hidden_work(connection, person, stray[1]):
            raise CodeInHiddenUseError(name)
        raise CodeInUseError(name, count_standing(connection, person, stray[1]))


def _write_history(
    connection: Connection, person: Person, kind: str, before: Codebook, after: Codebook, *, step: str
) -> None:
    old, new = ({code.id: code for code in codebook.codes} for codebook in (before, after))
    changes = []
    for code_id in dict.fromkeys((*new, *old)):
        fields = changed_fields(old.get(code_id), new.get(code_id))
        if fields.keys() - {"position"} or (fields and kind == "move"):
            code = new.get(code_id) or old[code_id]
            changes.append((code_id, code.name, fields))
    history_rows.insert_history(connection, person, kind, changes, step)


def changed_fields(old: Code | None, new: Code | None) -> dict[str, tuple[Any, Any]]:
    """Field to its value before and after, as JSON values; None where the code was not there.

    Of a code that was made or deleted only the name is told: the rest stands in the code, or in a frozen version.
    """
    if old is None or new is None:
        return {"name": (dict(old.name) if old else None, dict(new.name) if new else None)}
    was, now_ = code_data(old), code_data(new)
    return {name: (was[name], now_[name]) for name in was if was[name] != now_[name]}


# --- undo and redo


def step(connection: Connection, person: Person, operation: CodebookOperation, *, back: bool) -> None:
    """Take a change back, or do it again. What this really changes, siblings that move up included, is what the next
    step in the other direction will go by."""
    edits = tuple(edit.reversed() for edit in operation.edits) if back else operation.edits
    before, links = read_codebook(connection), guide_rows.read_code_links(connection)
    _refuse_later_work(connection, person, operation, edits, before, back=back)
    if back:
        codebook_log.move_codings(connection, operation.number, person.id, back=True)
        codebook_log.apply_edits(connection, edits)
    else:
        codebook_log.apply_edits(connection, edits)
        codebook_log.move_codings(connection, operation.number, person.id)
    after = _settled(connection)
    guide_links.refuse_silent_loss(links, before, after, operation.edits)
    _refuse_broken_rules(connection, person, before, after)
    made = [
        *codebook_log.edits_between(before, after),
        *guide_links.between(links, guide_rows.read_code_links(connection)),
    ]
    others = [e for e in operation.edits if e.table not in ("code", "theme") and not guide_links.is_change(e)]
    codebook_log.set_state(
        connection,
        operation.number,
        OperationState.UNDONE if back else OperationState.DONE,
        [*(edit.reversed() if back else edit for edit in made), *others],
    )
    _write_history(connection, person, operation.kind, before, after, step="undone" if back else "redone")
    verb = "undo_codebook" if back else "redo_codebook"
    design_rows.insert_audit(connection, person, verb, "codebook", str(operation.number))


def _settled(connection: Connection) -> Codebook:
    """The codebook with siblings numbered without gaps again; others may have moved theirs in between."""
    codebook = read_codebook(connection)
    settled = tree.settle(codebook)
    codebook_log.apply_edits(connection, codebook_log.edits_between(codebook, settled))
    return settled


def _refuse_later_work(
    connection: Connection,
    person: Person,
    operation: CodebookOperation,
    edits: Iterable[RowEdit],
    codebook: Codebook,
    *,
    back: bool,
) -> None:
    """Raises when rows are not as the step left them, naming the person whose doing that is."""
    going = {edit.id for edit in edits if edit.table == "code" and edit.after is None}
    for edit in edits:
        if guide_links.is_link(edit):  # goes by the questions as they are now
            continue
        if not _is_as_left(connection, edit):
            raise LaterWorkError(*_changer(connection, edit, codebook, operation))
        if edit.table == "code" and edit.after is None:
            _refuse_used(connection, person, edit.id, codebook, going, operation)
    if name := codebook_log.moved_since(connection, person, operation.number, back=back):
        raise LaterWorkError(name, ", ".join(operation.names))


def _is_as_left(connection: Connection, edit: RowEdit) -> bool:
    """Whether the row still is what the step expects. Places among siblings may have shifted; a code that was deleted
    while codings had been on it, later taken away, is kept as a retired one."""
    row = codebook_log.row_now(connection, edit)
    if edit.before is None:
        return row is None or (edit.table == "code" and row["status"] == "retired")
    if row is None:
        return edit.after is None  # it was to go, and has gone with an interview or a code
    return all(row[column] == value for column, value in edit.before.items() if column != "position")


def _changer(
    connection: Connection, edit: RowEdit, codebook: Codebook, operation: CodebookOperation
) -> tuple[str, str]:
    """Who stands in the way of a step, and at what."""
    code_id = edit.id if edit.table == "code" else (edit.before or edit.after or {}).get("code_id")
    code = next((each for each in codebook.codes if each.id == code_id), None)
    name = history_rows.last_changer(connection, code_id) if code_id else None
    what = tree.called(code) if code else ", ".join(operation.names)
    return name or codebook_log.last_changer(connection), what


def _refuse_used(
    connection: Connection,
    person: Person,
    code_id: str,
    codebook: Codebook,
    going: set[str],
    operation: CodebookOperation,
) -> None:
    """A code that came with the step can only go when nothing hangs on it but what goes too."""
    what = next((tree.called(code) for code in codebook.codes if code.id == code_id), ", ".join(operation.names))
    for child in codebook.children(code_id):
        if child.id not in going:
            name = history_rows.last_changer(connection, child.id)
            raise LaterWorkError(name or codebook_log.last_changer(connection), what)
    if coder := codebook_log.who_coded(connection, person, code_id, but_for=operation.number):
        raise CodedSinceError(coder, what)


def _refuse_broken_rules(connection: Connection, person: Person, before: Codebook, codebook: Codebook) -> None:
    try:
        _check_rules(before, codebook)
    except WorkbenchError as error:
        raise CodebookMovedOnError(str(error)) from error
    if stray := codebook_log.on_retired_code(connection):
        code = next(code for code in codebook.codes if code.id == stray[1])
        raise CodedSinceError(codebook_log.who_moved(connection, person, stray[0]), tree.called(code))


# --- in words


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of one code."""

    row: HistoryRow
    names: Mapping[str, str]  #: Codes by id, for places in the tree.

    @property
    def code_name(self) -> str:
        """What the code was called then."""
        return in_language(self.row.name, language.get())

    def in_words(self) -> str:
        """Who did what, and when: “Kari, 2026-03-01: renamed “Hope”.”"""
        what = translate(_DEEDS.get(self.row.kind, "changed “{names}”"), names=self.code_name)
        if self.row.step != "done":
            what = translate(_STEPS[self.row.step], deed=what)
        return translate(
            "{name}, {day}: {deed}", name=self.row.person_name, day=self.row.at.date().isoformat(), deed=what
        )

    def fields(self) -> tuple[tuple[str, str, str], ...]:
        """What changed: the field in words, its value before and after in the reader's language."""
        told = {name: values for name, values in self.row.fields.items() if name != "position"}
        return tuple(
            (field_in_words(name), self._shown(name, before), self._shown(name, after))
            for name, (before, after) in told.items()
        )

    def _shown(self, name: str, value: Any) -> str:
        if name == "parent_id":
            return self.names.get(value, "") if value else translate("the top of the tree")
        if isinstance(value, Mapping):
            return in_language(value, language.get())
        return "" if value is None else str(value)


_STEPS = {"undone": "took back: {deed}", "redone": "did again: {deed}"}
_DEEDS = {
    "add": "added “{names}”",
    "rename": "renamed “{names}”",
    "define": "defined “{names}”",
    "recolour": "recoloured “{names}”",
    "status": "changed the status of “{names}”",
    "move": "moved “{names}”",
    "merge": "merged “{names}”",
    "split": "split “{names}”",
    "sort": "sorted segments of “{names}”",
    "finish_split": "finished splitting “{names}”",
    "uncode": "took “{names}” off all its passages",
    "retire": "retired “{names}”",
    "unretire": "brought back “{names}”",
    "delete": "deleted “{names}”",
    "example": "changed an example of “{names}”",
    "theme": "changed the theme “{names}”",
    "import": "brought in codes",
}


def in_words(operation: CodebookOperation) -> str:
    """What a change was, for the undo button and for the answer: “merged “Hope”, “Future””."""
    names = translate("”, “").join(operation.names)
    return translate(_DEEDS.get(operation.kind, "changed “{names}”"), names=names)
