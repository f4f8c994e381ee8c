"""Verbs on a code's two examples: typed by the team, or linked to a coded segment; and which may leave the study.

A linked example is kept as a link: its words are read from the transcript each time, so that withdrawal and erasure
reach it. Words of interviews stay out of every exported codebook until each example has been approved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from codebooks import tree
from codebooks.model import Code, Codebook, Localised
from core.clock import new_id, now
from core.design import Person
from core.errors import ConflictError, InputError
from storage import history_rows, use_rows
from storage.codebook_log import RowEdit
from storage.codebook_rows import read_codebook
from storage.database import Connection
from storage.history_rows import ExampleRow
from study.codebook_changes import CodebookChange, CodebookChanges
from study.quotation import QuotedVoice, refuse_unless_agreed, voices_of


class ExampleKind(StrEnum):
    """Which of a code's two examples."""

    ANCHOR = "anchor"
    BORDERLINE = "borderline"

    @property
    def field(self) -> str:
        """The code's field for text of this kind."""
        return f"{self.value}_example"


class SegmentGoneError(ConflictError):
    """The segment cannot be shown: taken away, in an older transcript, or of somebody who has withdrawn."""

    template = "This coded segment is not there any more. Choose another one."


class NoExampleError(InputError):
    """There is nothing to approve."""

    template = "“{name}” has no such example yet. Write one, or link a coded segment first."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


@dataclass(frozen=True, slots=True)
class CodeExample:
    """One example of one code, as the team sees it."""

    code_id: str
    kind: ExampleKind
    text: Localised  #: By language; of a linked segment in the transcript's language.
    coding_id: str | None  #: The linked segment; None: typed by the team.
    constructed: bool  #: Nobody has said these words in an interview.
    approved: bool  #: May leave the study. Constructed examples always may.
    voices: tuple[QuotedVoice, ...] = ()  #: Who speaks in a linked segment, and what they have agreed to.


class ExampleVerbs(CodebookChanges):
    """Examples of codes. Linking and approving are steps that can be undone."""

    def code_examples(self, person: Person, code_id: str | None = None) -> tuple[CodeExample, ...]:
        """The examples there are, of one code or of all. Links whose segment has gone are absent."""
        with self.reading(person) as connection:
            codebook = read_codebook(connection)
            codes = codebook.codes if code_id is None else (tree.find(codebook, code_id),)
            return read_examples(connection, person, codes)

    def link_example(self, person: Person, code_id: str, kind: ExampleKind, coding_id: str) -> None:
        """Show a coded segment as a code's example, in place of typed text. It is not approved for export yet."""
        with self.changing(person, "example", code_id) as change:
            if not use_rows.read_segments(change.connection, person, coding_ids=[coding_id]).segments:
                raise SegmentGoneError
            _replace(change, code_id, kind, ExampleRow(new_id(), code_id, kind.value, coding_id, None, None))

    def unlink_example(self, person: Person, code_id: str, kind: ExampleKind) -> None:
        """Show the typed text again, if there is any."""
        with self.changing(person, "example", code_id) as change:
            _replace(change, code_id, kind, None)

    def approve_example(self, person: Person, code_id: str, kind: ExampleKind, *, approved: bool = True) -> None:
        """Say that the words of an example may leave the study in exported codebooks, or take that back.

        Approval holds for these words: when they are changed, the example has to be approved anew.
        NoConsentToQuoteError when somebody who speaks in a linked segment has not agreed to being quoted; an approval
        given before somebody took that back does not count any more.
        """
        with self.changing(person, "example", code_id) as change:
            code = tree.find(change.before, code_id)
            held = {
                (example.code_id, example.kind): example
                for example in read_examples(change.connection, person, (code,))
            }
            example = held.get((code_id, kind))
            if example is None:
                raise NoExampleError(tree.called(code))
            if approved:
                refuse_unless_agreed(example.voices)
            by, at = (person.id, now()) if approved else (None, None)
            _replace(change, code_id, kind, ExampleRow(new_id(), code_id, kind.value, example.coding_id, by, at))

    def codebook_to_share(self, person: Person) -> Codebook:
        """The codebook as it may leave the study: approved segments stand in their examples, and words of interviews
        that nobody has approved are left out."""
        with self.reading(person) as connection:
            codebook = read_codebook(connection)
            examples = {(e.code_id, e.kind): e for e in read_examples(connection, person, codebook.codes)}
            return replace(codebook, codes=tuple(_shared(code, examples) for code in codebook.codes))


def read_examples(connection: Connection, person: Person, codes: Iterable[Code]) -> tuple[CodeExample, ...]:
    """The examples of these codes: linked segments that can be shown to the person, else typed text."""
    rows = {(row.code_id, row.kind): row for row in history_rows.read_examples(connection)}
    linked = [row.coding_id for row in rows.values() if row.coding_id]
    segments = {
        s.coding.id: s
        for s in use_rows.read_segments(connection, person, coding_ids=linked, limit=len(linked)).segments
    }
    voices = voices_of(connection, list(segments))
    found = []
    for code in codes:
        for kind in ExampleKind:
            row = rows.get((code.id, kind.value))
            if row and row.coding_id:
                if segment := segments.get(row.coding_id):
                    text, heard = {segment.language: segment.text}, voices[row.coding_id]
                    approved = row.approved_by is not None and all(voice.may_be_quoted for voice in heard)
                    found.append(CodeExample(code.id, kind, text, row.coding_id, False, approved, heard))
            elif typed := getattr(code, kind.field):
                constructed = code.examples_constructed
                approved = constructed or (row is not None and row.approved_by is not None)
                found.append(CodeExample(code.id, kind, typed, None, constructed, approved))
    return tuple(found)


def _replace(change: CodebookChange, code_id: str, kind: ExampleKind, row: ExampleRow | None) -> None:
    """With this row behind a code's example instead of the one there is."""
    for old in history_rows.read_examples(change.connection):
        if (old.code_id, old.kind) == (code_id, kind.value):
            if row is not None:
                change.edits.append(_changed(old, row))
                return
            change.edits.append(old.made().reversed())
    if row is not None:
        change.edits.append(row.made())


def _changed(old: ExampleRow, new: ExampleRow) -> RowEdit:
    return RowEdit("code_example", old.id, old.made().after, new.made().after)


def _shared(code: Code, examples: Mapping[tuple[str, ExampleKind], CodeExample]) -> Code:
    """The code with those examples only that may leave the study."""
    constructed = code.examples_constructed
    texts: dict[str, Any] = {}
    for kind in ExampleKind:
        example = examples.get((code.id, kind))
        if example and example.approved:
            texts[kind.field] = example.text
            constructed = constructed and example.constructed
        else:  # a link that may not be shown leaves the text the team has written, when that is constructed
            texts[kind.field] = getattr(code, kind.field) if code.examples_constructed else {}
    return replace(code, examples_constructed=constructed, **texts)
