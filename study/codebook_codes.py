"""Verbs on single codes: add, rename, define, recolour, move, retire, delete. Each is one step that can be undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from codebooks import tree
from codebooks.difference import Scope
from codebooks.model import Code, Codebook, CodeStatus, Localised
from codebooks.palette import next_colour
from coding.looking import ScopeKind
from coding.model import Memo
from core.clock import new_id, now
from core.design import Person
from core.errors import ConflictError
from core.messages import translate
from storage import codebook_log, coding_rows, design_rows, history_rows, memo_rows
from storage.database import Connection
from storage.sight import is_code_on_hidden_work, is_coding_hidden
from storage.use_rows import count_standing
from study import guide_links, memo_changes
from study.base import MissingTextError, tidy_name
from study.codebook_changes import (
    CodebookChange,
    CodebookChanges,
    CodedSinceError,
    CodeInHiddenUseError,
    CodeInUseError,
    LaterWorkError,
    begin,
    complete,
)

SCOPES = {Scope.WIDENED: ScopeKind.WIDENED, Scope.NARROWED: ScopeKind.NARROWED}


class CodeChangedMeanwhileError(ConflictError):
    """Two people wrote about one code at the same time."""

    template = "{name} has changed “{code}” while you were writing. Copy your text, reload, and put both together."

    def __init__(self, name: str, code: str) -> None:
        super().__init__(name=name, code=code)


class CodeVerbs(CodebookChanges):
    """One code at a time."""

    def add_code(
        self,
        person: Person,
        name: str | Localised,
        parent_id: str | None = None,
        colour: str | None = None,
        *,
        position: int | None = None,
        **texts: Localised,
    ) -> Code:
        """Add a code; `texts` are named as in `codebooks.tree.TEXTS` and can follow later.

        Without a colour it gets the next of its branch. Interviews coded before come on the recoding list for it.
        """
        with self.changing(person, "add") as change:
            code_id = add_new(change, new_id(), name, parent_id, colour, position)
            change.codebook = tree.define(change.codebook, code_id, texts)
        return tree.find(change.codebook, code_id)

    def rename_code(self, person: Person, code_id: str, name: str | Localised) -> Code:
        """Call a code `name`: one text is its English name (others stay), else it has exactly these names."""
        with self.changing(person, "rename", code_id) as change:
            known = dict(tree.find(change.before, code_id).name)
            wanted = known | tidy_names({_only_language(known): name}) if isinstance(name, str) else tidy_names(name)
            change.codebook = tree.rename(change.before, code_id, wanted)
        return tree.find(change.codebook, code_id)

    def define_code(
        self,
        person: Person,
        code_id: str,
        *,
        definition: Localised | None = None,
        when_to_use: Localised | None = None,
        when_not_to_use: Localised | None = None,
        anchor_example: Localised | None = None,
        borderline_example: Localised | None = None,
        examples_constructed: bool | None = None,
        scope: Scope | None = None,
        seen: Code | None = None,
    ) -> Code:
        """Write what a code means; None leaves a text as it is, anything else takes its place in all languages.

        `scope` says whether the code now covers more or less than before, as the person judges it: then interviews
        coded before come on the recoding list. `seen` is the code as it was when the person began to write:
        CodeChangedMeanwhileError when somebody has changed these texts since.
        """
        given = {
            "definition": definition,
            "when_to_use": when_to_use,
            "when_not_to_use": when_not_to_use,
            "anchor_example": anchor_example,
            "borderline_example": borderline_example,
        }
        texts = {field: text for field, text in given.items() if text is not None}
        with self.changing(person, "define", code_id) as change:
            _refuse_if_changed(change, seen, texts)
            change.codebook = tree.define(change.before, code_id, texts, examples_constructed=examples_constructed)
            _drop_approvals(change, code_id)
            if scope is not None:
                change.note_scope(code_id, SCOPES[scope])
        return tree.find(change.codebook, code_id)

    def recolour_code(self, person: Person, code_id: str, colour: str) -> Code:
        """Give a code another colour, written #rrggbb."""
        with self.changing(person, "recolour", code_id) as change:
            change.codebook = tree.recolour(change.before, code_id, colour)
        return tree.find(change.codebook, code_id)

    def set_code_status(self, person: Person, code_id: str, status: CodeStatus) -> Code:
        """Say that a code is a draft or agreed; CodeStatus.RETIRED retires it."""
        if status is CodeStatus.RETIRED:
            return self.retire_code(person, code_id)
        with self.changing(person, "status", code_id) as change:
            change.codebook = tree.set_status(change.before, code_id, status)
        return tree.find(change.codebook, code_id)

    def move_code(self, person: Person, code_id: str, parent_id: str | None, position: int | None = None) -> Code:
        """Put a code, and all below it, under another parent (None: the top) or at another place among its siblings.

        `position` counts the siblings without the code itself, from 0; None: after the last.
        """
        with self.changing(person, "move", code_id) as change:
            change.codebook = tree.move(change.before, code_id, parent_id, position)
        return tree.find(change.codebook, code_id)

    def retire_code(self, person: Person, code_id: str, *, with_questions: bool = False) -> Code:
        """Keep a code for its history only. CodeInUseError while it stands on passages; HasSubcodesError.

        QuestionsLinkedError while questions of a guide aim at it, unless `with_questions` says that they stay linked to
        the retired code.
        """
        with self.changing(person, "retire", code_id) as change:
            refuse_in_use(change.connection, person, change.before, code_id)
            if with_questions:
                change.edits += guide_links.kept(change.connection, code_id)
            change.codebook = tree.retire(change.before, code_id)
        return tree.find(change.codebook, code_id)

    def unretire_code(self, person: Person, code_id: str) -> Code:
        """Bring a retired code back as a draft; CodeNameTakenError when its name has been given away."""
        with self.changing(person, "unretire", code_id) as change:
            if not tree.find(change.before, code_id).is_living:
                change.edits += guide_links.kept(change.connection, code_id)  # so that undo may leave them as they were
            change.codebook = tree.unretire(change.before, code_id)
        return tree.find(change.codebook, code_id)

    def delete_code(self, person: Person, code_id: str, *, with_questions: bool = False) -> None:
        """Delete a code that stands on no passage; otherwise CodeInUseError: merge it, or uncode first.

        Where codings have carried it and were taken away, it stays behind as a retired code, since they may come back.
        QuestionsLinkedError while questions of a guide aim at it, unless `with_questions` says that they lose the link;
        undo links them again.
        """
        with self.changing(person, "delete", code_id) as change:
            refuse_in_use(change.connection, person, change.before, code_id)
            if with_questions:
                change.edits += guide_links.dropped(change.connection, code_id)
            if codebook_log.has_ever_been_used(change.connection, code_id):
                change.codebook = tree.retire(change.before, code_id)
            else:
                change.codebook = tree.remove(change.before, code_id)
                _drop_example_rows(change, code_id)

    # --- memos

    def code_memos(self, person: Person, code_id: str) -> tuple[Memo, ...]:
        """The team's notes on a code, oldest first."""
        with self.reading(person) as connection:
            memos = memo_rows.read_memos(connection, person, code_id)
            return tuple(memo for memo in memos if memo.about_kind == "code")

    def write_code_memo(self, person: Person, code_id: str, text: str) -> Memo:
        """Note something on a code."""
        with self.writing(person) as connection:
            memo = memo_changes.write(connection, person, Memo(new_id(), "code", code_id, text, person.id, now()))
            design_rows.insert_audit(connection, person, "write_code_memo", "memo", memo.id)
            return memo


# --- for the verbs, and for the coding desk


def refuse_in_use(connection: Connection, person: Person, codebook: Codebook, code_id: str) -> None:
    """CodeInUseError when codings stand on the code; CodeInHiddenUseError when the person may not see all of them."""
    code = tree.find(codebook, code_id)
    if is_code_on_hidden_work(connection, person, code_id):
        raise CodeInHiddenUseError(tree.called(code))
    if segments := count_standing(connection, person, code_id):
        raise CodeInUseError(tree.called(code), segments)


def add_new(
    change: CodebookChange,
    code_id: str,
    name: str | Localised,
    parent_id: str | None,
    colour: str | None,
    position: int | None = None,
    definition: str = "",
) -> str:
    """A new code in a change that is being made; its id."""
    names = tidy_names({"en": name} if isinstance(name, str) else name)
    code = Code(
        id=code_id,
        name=names,
        parent_id=parent_id,
        colour=colour or next_colour(change.codebook, parent_id),
        definition={"en": definition} if definition else {},
        author=change.person.name,
        created_at=now(),
    )
    change.codebook = tree.add(change.codebook, code, position)
    change.subject_id = code_id
    change.names.append(tree.called(code))
    change.note_scope(code_id, ScopeKind.CREATED)
    return code_id


def insert_new_code(
    connection: Connection,
    person: Person,
    code_id: str,
    name: str,
    parent_id: str | None,
    colour: str | None,
    definition: str = "",
) -> Code:
    """Add a code from the coding desk, which keeps the way back in its own log."""
    change = begin(connection, person, "add", elsewhere=True)
    add_new(change, code_id, name, parent_id, colour, definition=definition)
    complete(change)
    return tree.find(change.codebook, code_id)


def bring_back_new_code(connection: Connection, person: Person, code_id: str) -> None:
    """The desk does again what it had taken back, where the code had to stay as a retired one."""
    change = begin(connection, person, "unretire", elsewhere=True)
    change.subject_id = code_id
    change.codebook = tree.unretire(change.before, code_id)
    complete(change)


def take_back_new_code(connection: Connection, person: Person, code_id: str) -> None:
    """The desk takes back a code it has added. Raises CodedSinceError, LaterWorkError when others build on it."""
    change = begin(connection, person, "delete", elsewhere=True)
    code = next((each for each in change.before.codes if each.id == code_id), None)
    if code is None:
        return
    if coder := codebook_log.who_coded(connection, person, code_id, but_for=0):
        raise CodedSinceError(coder, tree.called(code))
    uses = coding_rows.read_uses(connection, code_id)
    people = {each.id: each.name for each in design_rows.read_people(connection)}
    for use in uses:
        if is_coding_hidden(connection, person, use.coding.id):
            raise CodedSinceError(translate("Somebody in an independent round"), tree.called(code))
        if use.coding.coder_id != person.id:
            raise CodedSinceError(people.get(use.coding.coder_id, "?"), tree.called(code))
    for name in _others_who_wrote(connection, person, code_id, people):
        raise LaterWorkError(name, tree.called(code))
    for child in change.before.children(code_id):
        raise LaterWorkError(history_rows.last_changer(connection, child.id) or person.name, tree.called(code))
    remove = tree.retire if uses else tree.remove
    change.subject_id = code_id
    change.codebook = remove(change.before, code_id)
    complete(change)


def _others_who_wrote(connection: Connection, person: Person, code_id: str, people: Mapping[str, str]) -> Iterator[str]:
    """Names of those who have changed the code or noted something on it."""
    for change in history_rows.read_history(connection, code_id):
        if change.person_name != person.name:
            yield change.person_name
    for memo in memo_rows.read_every_memo(connection, code_id):
        if memo.author_id != person.id:
            yield people.get(memo.author_id, "?")


def tidy_names(name: Localised) -> dict[str, str]:
    tidied = {code: tidy_name(text, "code name") for code, text in name.items() if text.strip()}
    if not tidied:
        raise MissingTextError("code name")
    return tidied


def _only_language(name: Localised) -> str:
    """The language a single text is taken to be in: English, unless the code has a name in one other language only."""
    return next(iter(name)) if len(name) == 1 else "en"


def _refuse_if_changed(change: CodebookChange, seen: Code | None, texts: Mapping[str, Localised]) -> None:
    if seen is None:
        return
    code = tree.find(change.before, seen.id)
    if any(dict(getattr(code, field)) != dict(getattr(seen, field)) for field in texts):
        name = history_rows.last_changer(change.connection, code.id)
        raise CodeChangedMeanwhileError(name or change.person.name, tree.called(code))


def _drop_approvals(change: CodebookChange, code_id: str) -> None:
    """An example whose text has changed has to be approved anew."""
    old, new = tree.find(change.before, code_id), tree.find(change.codebook, code_id)
    for row in history_rows.read_examples(change.connection):
        if row.code_id == code_id and row.coding_id is None:
            field = f"{row.kind}_example"
            if getattr(old, field) != getattr(new, field):
                change.edits.append(row.made().reversed())


def _drop_example_rows(change: CodebookChange, code_id: str) -> None:
    for row in history_rows.read_examples(change.connection):
        if row.code_id == code_id:
            change.edits.append(row.made().reversed())
