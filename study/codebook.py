"""Verbs on the study's codebook, joined; what the tree page needs, read at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from codebooks.model import Codebook, Localised
from coding.looking import Looking
from coding.model import Round
from coding.uses import CodeUses
from core.clock import new_id
from core.design import Person, Wave
from storage import codebook_log, codebook_rows, coding_rows, design_rows, guide_rows, looking_rows, use_rows
from storage.codebook_rows import read_codebook
from storage.database import Connection
from storage.use_rows import SegmentPage
from study import guide_links
from study.code_examples import ExampleVerbs
from study.codebook_changes import in_words
from study.codebook_codes import insert_new_code
from study.codebook_merging import MergeVerbs, SplitProgress, read_open_splits
from study.codebook_versions import VersionVerbs
from study.recoding import RecodingVerbs
from study.themes import ThemeVerbs

__all__ = ["CodebookOverview", "CodebookVerbs", "insert_codebook", "insert_new_code", "read_codebook", "with_fresh_ids"]


@dataclass(frozen=True, slots=True)
class CodebookOverview:
    """The codebook and everything its page shows beside it, at one moment."""

    codebook: Codebook
    uses: CodeUses
    looking: Looking
    rounds: tuple[Round, ...]
    waves: tuple[Wave, ...]
    people: tuple[Person, ...]
    questions: Mapping[str, int]  #: How many questions of interview guides aim at each code; absent: none.
    splits: tuple[SplitProgress, ...]  #: Those whose segments are still being sorted.
    to_undo: str | None  #: The person's own last change in words; None when there is none.
    to_redo: str | None


class CodebookVerbs(MergeVerbs, ThemeVerbs, ExampleVerbs, VersionVerbs, RecodingVerbs):
    """The codebook."""

    def codebook(self, person: Person) -> Codebook:
        """The study's codes as they are now, retired ones too, and its themes."""
        with self.reading(person) as connection:
            return read_codebook(connection)

    def codebook_overview(self, person: Person) -> CodebookOverview:
        """Codebook, counts and what can be undone, in one reading."""
        with self.reading(person) as connection:
            undo = codebook_log.next_to_undo(connection, person)
            redo = codebook_log.next_to_redo(connection, person)
            return CodebookOverview(
                codebook=read_codebook(connection),
                uses=use_rows.read_uses(connection, person),
                looking=looking_rows.read_looking(connection, person),
                rounds=coding_rows.read_rounds(connection),
                waves=design_rows.read_waves(connection),
                people=design_rows.read_people(connection),
                questions=guide_links.count_links(guide_rows.read_code_links(connection)),
                splits=read_open_splits(connection, person),
                to_undo=in_words(undo) if undo else None,
                to_redo=in_words(redo) if redo else None,
            )

    def describe_codebook(
        self,
        person: Person,
        *,
        title: Localised | None = None,
        languages: tuple[str, ...] | None = None,
        sources: tuple[str, ...] | None = None,
    ) -> Codebook:
        """Say what the codebook is called, its languages and what it draws on; None leaves that as it is."""
        given: dict[str, Any] = {"title": title, "languages": languages, "sources": sources}
        with self.writing(person) as connection:
            known = read_codebook(connection)
            changed = replace(known, **{name: value for name, value in given.items() if value is not None})
            codebook_rows.write_facts(connection, changed)
            design_rows.insert_audit(connection, person, "describe_codebook", "codebook", self.id)
            return changed

    def code_segments(
        self, person: Person, code_id: str, *, interview_id: str | None = None, start: int = 0, limit: int = 50
    ) -> SegmentPage:
        """Coded segments of one code with the talk around them, in the order of waves, interviews and talk."""
        with self.reading(person) as connection:
            return use_rows.read_segments(
                connection, person, code_id=code_id, interview_id=interview_id, start=start, limit=limit
            )


def insert_codebook(connection: Connection, codebook: Codebook) -> None:
    """Copy a shipped codebook into a new study; the copies get identifiers of their own."""
    copy = with_fresh_ids(codebook)
    codebook_log.apply_edits(connection, codebook_log.edits_between(Codebook({}, ()), copy))
    codebook_rows.write_facts(connection, copy)


def with_fresh_ids(codebook: Codebook) -> Codebook:
    """The same codebook, its codes and themes under identifiers nothing else has."""
    fresh = {code.id: new_id() for code in codebook.codes}
    codes = (replace(c, id=fresh[c.id], parent_id=fresh.get(c.parent_id or "")) for c in codebook.codes)
    themes = (replace(t, id=new_id(), code_ids=tuple(fresh[c] for c in t.code_ids)) for t in codebook.themes)
    return replace(codebook, codes=tuple(codes), themes=tuple(themes))
