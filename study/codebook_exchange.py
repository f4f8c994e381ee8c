"""Verbs that take codebooks in and hand them out: first what would happen, then only what a person has chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from codebooks.formats import files
from codebooks.formats.files import CodebookFormat
from codebooks.incoming import Comparison, compare
from codebooks.model import Codebook, Localised
from codebooks.taking import names_of, take
from coding.looking import ScopeKind
from core.clock import new_id, now
from core.design import Person
from core.errors import ConflictError, InputError
from storage import history_rows
from storage.codebook_rows import read_codebook, write_facts
from storage.database import Connection
from study.code_examples import ExampleVerbs, read_examples
from study.codebook_changes import CodebookChange
from study.exporting import ExportedFile, ExportVerbs

if TYPE_CHECKING:
    from study.study import Study

MOST_NAMES = 3  #: Of what was brought in, on the undo button.
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class CodebookFile(StrEnum):
    """Kinds of file a codebook can be handed out as."""

    YAML = "yaml"
    QDC = "qdc"
    CSV = "csv"
    XLSX = "xlsx"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class CodebookOffer:
    """A codebook file to be made when it is asked for."""

    form: CodebookFile
    languages: tuple[str, ...] = ("en",)

    def __call__(self, study: Study, person: Person) -> ExportedFile:
        return study.export_codebook(person, self.form, languages=self.languages)


@dataclass(frozen=True, slots=True)
class CodebookTemplate:
    """An empty table for codes, to be made when it is asked for."""

    form: CodebookFormat = CodebookFormat.XLSX

    def __call__(self, study: Study, person: Person) -> ExportedFile:
        return study.codebook_template(person, self.form)


class PreviewOutdatedError(ConflictError):
    """The codebook has changed since a person looked at what a file would do."""

    template = "The codebook has changed since this preview was made. Look at it again, then choose."


class NothingChosenError(InputError):
    """Nothing of a file was chosen."""

    template = "Nothing is chosen, so there is nothing to bring in."


class NoTemplateError(InputError):
    """Templates are tables."""

    template = "There is a template as CSV and as XLSX, not as {form}."

    def __init__(self, form: str) -> None:
        super().__init__(form=form)


class CodebookExchangeVerbs(ExampleVerbs, ExportVerbs):
    """Codebooks as files."""

    def preview_codebook(self, person: Person, content: bytes, name: str, language: str = "en") -> Comparison:
        """What the file would add and change, code by code and field by field. Nothing happens yet.

        `name` is what the person calls the file; `language` that of texts which do not say theirs. Raises an
        InputError for what is no codebook.
        """
        reading = files.read(content, name, language)
        with self.reading(person) as connection:
            return compare(read_codebook(connection), reading, _linked(connection, person))

    def import_codebook(self, person: Person, preview: Comparison, chosen: Collection[str]) -> Codebook:
        """Bring in what was chosen (keys of the preview's codes and themes), as one step that can be undone.

        Raises PreviewOutdatedError when the codebook has changed in what the file touches, NothingChosenError,
        ParentNotChosenError, CannotBeTakenError, and what `codebooks.tree` raises.
        """
        if not chosen:
            raise NothingChosenError
        with self.changing(person, "import") as change:
            current = compare(change.before, preview.reading, _linked(change.connection, person))
            if current.fingerprint != preview.fingerprint:
                raise PreviewOutdatedError
            change.codebook = take(change.before, current, chosen, author=person.name, at=now(), fresh_id=new_id)
            change.names += _told(list(names_of(current, chosen).values()))
            _note_new_codes(change)
            _drop_approvals(change)
            if change.codebook.languages != change.before.languages:
                write_facts(change.connection, change.codebook)
        return change.codebook

    def export_codebook(
        self, person: Person, form: CodebookFile, *, languages: tuple[str, ...] = ("en",)
    ) -> ExportedFile:
        """The codebook as a file. Words of interviews are in it only where each has been approved.

        `languages`: those of the Word document, the main one first; the first names the codes in a .qdc file.
        """
        codebook = self.codebook_to_share(person)
        if form is CodebookFile.DOCX:
            content, media_type = self._appendix(person, codebook, languages), DOCX
        else:
            known = CodebookFormat(form.value)
            content, media_type = files.write(codebook, known, languages[0]), files.MEDIA_TYPES[known]
        return self._hand_out(person, "codebook", form.value, media_type, content)

    def codebook_losses(self, person: Person, form: CodebookFile) -> tuple[str, ...]:
        """What a file of this form would not hold, in words: to be told before it is handed out."""
        if form is CodebookFile.DOCX:
            return ()
        return files.losses(self.codebook_to_share(person), CodebookFormat(form.value))

    def withheld_examples(self, person: Person) -> int:
        """How many examples are words of interviews that nobody has approved, and stay out of every export."""
        return sum(not example.approved for example in self.code_examples(person))

    def codebook_template(self, person: Person, form: CodebookFormat = CodebookFormat.XLSX) -> ExportedFile:
        """An empty table with the columns of a codebook in the study's languages."""
        with self.reading(person) as connection:
            languages = read_codebook(connection).languages
        content = template(form, languages or ("no", "en"))
        return self._hand_out(person, "codebook template", form.value, files.MEDIA_TYPES[form], content)

    def _appendix(self, person: Person, codebook: Codebook, languages: tuple[str, ...]) -> bytes:
        from exports.codebook_docx import codebook_docx  # python-docx: only when a Word file is made

        withheld = self.withheld_examples(person)
        return codebook_docx(codebook, title=self.title, taken_at=now(), languages=languages, withheld=withheld)


def template(form: CodebookFormat, languages: tuple[str, ...] = ("no", "en")) -> bytes:
    """An empty table for codes; NoTemplateError for a form that is no table."""
    from codebooks.formats import table

    if form is CodebookFormat.CSV:
        return table.template_csv(languages)
    if form is CodebookFormat.XLSX:
        return table.template_xlsx(languages)
    raise NoTemplateError(form.value)


def _linked(connection: Connection, person: Person) -> Mapping[tuple[str, str], Localised]:
    """Words of interviews that stand as examples, by code and field."""
    examples = read_examples(connection, person, read_codebook(connection).codes)
    return {(e.code_id, e.kind.field): e.text for e in examples if e.coding_id}


def _note_new_codes(change: CodebookChange) -> None:
    """Interviews coded before have to be read again for codes that are new."""
    known = {code.id for code in change.before.codes}
    for code in change.codebook.codes:
        if code.id not in known and code.is_living:
            change.note_scope(code.id, ScopeKind.CREATED)


def _drop_approvals(change: CodebookChange) -> None:
    """A typed example whose words have changed has to be approved anew."""
    before, after = ({code.id: code for code in book.codes} for book in (change.before, change.codebook))
    for row in history_rows.read_examples(change.connection):
        field = f"{row.kind}_example"
        if row.coding_id is None and getattr(before[row.code_id], field) != getattr(after[row.code_id], field):
            change.edits.append(row.made().reversed())


def _told(names: list[str]) -> Iterator[str]:
    """The first few names, and how many more there are."""
    yield from names[:MOST_NAMES]
    if len(names) > MOST_NAMES:
        yield f"+ {len(names) - MOST_NAMES}"
