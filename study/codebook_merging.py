"""Verbs that move codings from code to code: merge, split with its worklist, take a code off everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from codebooks import tree
from codebooks.difference import Lineage, LineageKind
from codebooks.model import Code, Codebook, Localised
from codebooks.palette import next_colour
from coding.looking import ScopeKind
from coding.model import Memo
from core.clock import new_id, now
from core.design import Person
from core.errors import ConflictError, InputError, NotFoundError
from storage import codebook_log, coding_rows, history_rows, memo_rows, use_rows
from storage.codebook_log import RowEdit
from storage.codebook_rows import read_codes
from storage.database import Connection
from storage.history_rows import SplitRow
from storage.use_rows import SegmentPage
from study import guide_links
from study.codebook_changes import CodebookChange
from study.codebook_codes import CodeVerbs, refuse_in_use, tidy_names


class Definition(StrEnum):
    """Whose definition and examples a merged code keeps."""

    OF_TARGET = "target"
    OF_SOURCE = "source"


class NoPartsError(InputError):
    """A split into nothing."""

    template = "Name at least one new code to split “{name}” into."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NotAPartError(InputError):
    """A segment can go to one of the new codes, or stay."""

    template = "“{name}” is not one of the codes this split sorts into. Choose one of them, or leave the segment."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class AlreadySplittingError(ConflictError):
    """One worklist per code is enough."""

    template = "“{name}” is being split already. Finish sorting its segments first."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NotOnTheWorklistError(ConflictError):
    """Segments that somebody has sorted, recoded or taken away meanwhile."""

    template = "{segments} of these segments are not waiting to be sorted any more. Reload the list."

    def __init__(self, segments: int) -> None:
        super().__init__(segments=segments)


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge did to coded segments, as far as the person may see: a merge reaches all of them."""

    moved: int  #: Those that now carry the target.
    folded: int  #: Those that were twins of another: same passage, coder and round.


@dataclass(frozen=True, slots=True)
class SplitProgress:
    """How far the sorting of a split code's segments has come."""

    id: str
    code_id: str
    part_ids: tuple[str, ...]  #: The new codes that are still living.
    sorted: int
    left: int
    finished: bool


class MergeVerbs(CodeVerbs):
    """Codes that become one, or several."""

    def merge_codes(
        self, person: Person, source_id: str, target_id: str, definition: Definition = Definition.OF_TARGET
    ) -> MergeReport:
        """Put every segment of `source` under `target`, and retire `source`.

        Where the same coder has both codes on the same passage in the same round, one coding is left. Subcodes, memos,
        themes and the questions of interview guides follow. Undo puts everything back.
        """
        with self.changing(person, "merge", source_id) as change:
            connection = change.connection
            take_texts = definition is Definition.OF_SOURCE
            change.codebook = tree.merge(change.before, source_id, target_id, take_texts=take_texts)
            change.names.append(tree.called(tree.find(change.before, target_id)))
            twins = _twins(connection, source_id, target_id)
            standing = codebook_log.note_codings(connection, person, change.number, source_id, target_id)
            codebook_log.note_removed(connection, change.number, twins)
            change.edits += guide_links.moved(connection, source_id, target_id)
            change.edits += [_memo_moved(memo, target_id) for memo in memo_rows.read_every_memo(connection, source_id)]
            change.note_lineage(Lineage(LineageKind.MERGED_INTO, source_id, target_id))
            change.note_scope(target_id, ScopeKind.MERGED)
            folded = len(coding_rows.ids_seen(connection, person, twins)) if twins else 0
        return MergeReport(moved=standing - folded, folded=folded)

    def uncode_all(self, person: Person, code_id: str) -> int:
        """Take a code off all its passages that the person sees, whoever put it there; how many. Undo puts it back."""
        with self.changing(person, "uncode", code_id) as change:
            number = change.number
            count = codebook_log.note_codings(change.connection, person, number, code_id, code_id, seen_only=True)
            codebook_log.note_removed(change.connection, number)
        return count

    # --- splitting

    def split_code(
        self, person: Person, code_id: str, names: Sequence[str | Localised], *, below: bool = True
    ) -> SplitProgress:
        """Make new codes out of one, below it or beside it; its segments wait on a worklist to be sorted into them.

        The old code stays, with its segments, until each has been sorted: nothing is ever without a code. Questions of
        interview guides stay linked to it.
        """
        with self.changing(person, "split", code_id) as change:
            old = tree.find_living(change.before, code_id)
            if not names:
                raise NoPartsError(tree.called(old))
            if any(s.code_id == code_id and s.finished_at is None for s in history_rows.read_splits(change.connection)):
                raise AlreadySplittingError(tree.called(old))
            parts = [self._part(change, old, name, below=below) for name in names]
            _place_parts(change, old, parts, below=below)
            for part in parts:
                change.note_lineage(Lineage(LineageKind.SPLIT_FROM, part.id, code_id))
                change.note_scope(part.id, ScopeKind.SPLIT)
            split_id = new_id()
            row = {"code_id": code_id, "part_ids": [part.id for part in parts], "person_id": person.id}
            made = {**row, "at": now().isoformat(), "finished_at": None}
            change.edits.append(RowEdit("code_split", split_id, None, made))
        return self.split(person, split_id)

    def _part(self, change: CodebookChange, old: Code, name: str | Localised, *, below: bool) -> Code:
        parent_id = old.id if below else old.parent_id
        texts = {"en": name} if isinstance(name, str) else name
        code = Code(
            id=new_id(),
            name=tidy_names(texts),
            parent_id=parent_id,
            colour=next_colour(change.codebook, parent_id),
            author=change.person.name,
            created_at=now(),
        )
        change.codebook = tree.add(change.codebook, code)
        return code

    def splits(self, person: Person) -> tuple[SplitProgress, ...]:
        """Every split whose segments are still being sorted."""
        with self.reading(person) as connection:
            return read_open_splits(connection, person)

    def split(self, person: Person, split_id: str) -> SplitProgress:
        """How far one split has come."""
        with self.reading(person) as connection:
            living = {code.id for code in read_codes(connection) if code.is_living}
            return _progress(connection, person, _find_split(connection, split_id), living)

    def split_worklist(self, person: Person, split_id: str, *, start: int = 0, limit: int = 50) -> SegmentPage:
        """The segments that wait to be sorted, with their words; whoever works on it goes on where another stopped."""
        with self.reading(person) as connection:
            split = _find_split(connection, split_id)
            return use_rows.read_segments(connection, person, unsorted_of=split, start=start, limit=limit)

    def sort_segments(self, person: Person, split_id: str, coding_ids: Sequence[str] | None, into: str) -> int:
        """Give segments of a split code one of the new codes, or (`into` the old one) decide that they stay; how many.

        None: all that wait. A segment whose coder has the new code on the same passage already folds into that one.
        """
        with self.changing(person, "sort", into, split_id=split_id) as change:
            connection = change.connection
            split = _find_split(connection, split_id)
            target = tree.find_living(change.before, into)
            if into not in (*split.part_ids, split.code_id):
                raise NotAPartError(tree.called(target))
            waiting = history_rows.read_unsorted(connection, person, split)
            chosen = waiting if coding_ids is None else tuple(dict.fromkeys(coding_ids))
            if astray := set(chosen) - set(waiting):
                raise NotOnTheWorklistError(len(astray))
            codebook_log.note_some(connection, change.number, chosen, split.code_id, into)
            if into != split.code_id:
                twins = set(_twins(connection, split.code_id, into, among=set(chosen)))
                codebook_log.note_removed(connection, change.number, sorted(twins))
        return len(chosen)

    def finish_split(self, person: Person, split_id: str, *, retire: bool = True, with_questions: bool = False) -> None:
        """Close the worklist. `retire`: the old code goes, and the new ones take its place in the tree; CodeInUseError
        while segments are left on it, and QuestionsLinkedError while questions of a guide aim at it, unless
        `with_questions` says that they stay linked to the retired code."""
        with self.reading(person) as connection:
            code_id = _find_split(connection, split_id).code_id
        with self.changing(person, "finish_split", code_id) as change:
            finished = {"finished_at": now().isoformat()}
            change.edits.append(RowEdit("code_split", split_id, {"finished_at": None}, finished))
            if retire:
                refuse_in_use(change.connection, person, change.before, code_id)
                if with_questions:
                    change.edits += guide_links.kept(change.connection, code_id)
                change.codebook = _children_raised(change, code_id)
                change.codebook = tree.retire(change.codebook, code_id)


def read_open_splits(connection: Connection, person: Person) -> tuple[SplitProgress, ...]:
    """Every split whose worklist is open; where the code has gone in the meantime there is nothing to sort."""
    splits = [split for split in history_rows.read_splits(connection) if split.finished_at is None]
    living = {code.id for code in read_codes(connection) if code.is_living} if splits else set()
    return tuple(_progress(connection, person, split, living) for split in splits if split.code_id in living)


def _progress(connection: Connection, person: Person, split: SplitRow, living: set[str]) -> SplitProgress:
    return SplitProgress(
        id=split.id,
        code_id=split.code_id,
        part_ids=tuple(part for part in split.part_ids if part in living),
        sorted=history_rows.count_sorted(connection, person, split.id),
        left=len(history_rows.read_unsorted(connection, person, split)),
        finished=split.finished_at is not None,
    )


def _find_split(connection: Connection, split_id: str) -> SplitRow:
    for split in history_rows.read_splits(connection):
        if split.id == split_id:
            return split
    raise NotFoundError("split", split_id)


def _place_parts(change: CodebookChange, old: Code, parts: Sequence[Code], *, below: bool) -> None:
    """Beside the old code means right after it."""
    if not below:
        for steps, part in enumerate(parts, start=1):
            place = tree.find(change.codebook, old.id).position + steps
            change.codebook = tree.move(change.codebook, part.id, old.parent_id, place)


def _children_raised(change: CodebookChange, code_id: str) -> Codebook:
    """What hung below the code stands right after it among its siblings."""
    codebook = change.codebook
    for child in reversed(codebook.children(code_id)):
        code = tree.find(codebook, code_id)
        if child.is_living:
            codebook = tree.move(codebook, child.id, code.parent_id, code.position + 1)
    return codebook


def _twins(connection: Connection, source_id: str, target_id: str, among: set[str] | None = None) -> list[str]:
    """Codings of `source` that would double one of `target`, or one another: same passage, coder and round."""
    taken = {place for _, place in codebook_log.read_places(connection, target_id)}
    twins = []
    for coding_id, place in codebook_log.read_places(connection, source_id):
        if among is not None and coding_id not in among:
            continue
        if place in taken:
            twins.append(coding_id)
        taken.add(place)
    return twins


def _memo_moved(memo: Memo, target_id: str) -> RowEdit:
    return RowEdit("memo", memo.id, {"about_id": memo.about_id}, {"about_id": target_id})
