"""Whether a code was looked for in an interview: what tells “nobody said so” from “nobody has looked”.

A mark says: this coder read this interview with this code, as it was then, in mind. When a code is new, wider, split
off or merged into since, an older mark no longer vouches for its absence, and the interview is on the recoding list.
A narrowed code is re-read too, but what was absent before is absent still.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from core.messages import translate


class ScopeKind(StrEnum):
    """What happened to a code that makes earlier reading incomplete."""

    CREATED = "created"
    WIDENED = "widened"
    NARROWED = "narrowed"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class ScopeChange:
    """From this moment on, the code means other passages than before."""

    code_id: str
    kind: ScopeKind
    at: datetime
    person_id: str

    def in_words(self) -> str:
        """Why an interview that was coded before has to be read again."""
        return translate(_REASONS[self.kind], day=self.at.date().isoformat())


_REASONS = {
    ScopeKind.CREATED: "The code is new since {day}.",
    ScopeKind.WIDENED: "The code covers more since {day}.",
    ScopeKind.NARROWED: "The code covers less since {day}.",
    ScopeKind.SPLIT: "The code was split from another on {day}.",
    ScopeKind.MERGED: "Another code was merged into this one on {day}.",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """This coder looked for this code in this interview."""

    interview_id: str
    code_id: str
    coder_id: str
    at: datetime  #: When the mark was made.
    as_of: datetime  #: The codebook looked with: the version's freezing, or the same as `at`.
    version_id: str | None = None  #: None: the codebook as it was at that moment.


@dataclass(frozen=True)
class Looking:
    """All marks, and all changes of scope, of a study at one moment.

    >>> Looking().count(0, "hope", ["W1-H03"]) is None
    True
    """

    marks: tuple[Mark, ...] = ()
    changes: tuple[ScopeChange, ...] = field(default=())

    @cached_property
    def changed_at(self) -> Mapping[str, datetime]:
        """By code: when it last came to cover passages it had not covered before."""
        widening = [change for change in self.changes if change.kind is not ScopeKind.NARROWED]
        return {change.code_id: change.at for change in sorted(widening, key=lambda change: change.at)}

    @cached_property
    def _coders(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """By code and interview: who has looked for the code as it is now."""
        found: dict[tuple[str, str], set[str]] = {}
        for mark in self.marks:
            changed = self.changed_at.get(mark.code_id)
            if changed is None or mark.as_of >= changed:
                found.setdefault((mark.code_id, mark.interview_id), set()).add(mark.coder_id)
        return {place: frozenset(coders) for place, coders in found.items()}

    def was_looked_for(self, code_id: str, interview_id: str, coder_id: str | None = None) -> bool:
        """Whether somebody (or that coder) has looked for the code, as it is now, in the interview."""
        coders = self._coders.get((code_id, interview_id), frozenset())
        return bool(coders) if coder_id is None else coder_id in coders

    def is_begun(self, interview_id: str, coder_id: str | None = None) -> bool:
        """Whether anybody (or that coder) has looked for any code in the interview."""
        return (interview_id, coder_id) in self._begun

    @cached_property
    def _begun(self) -> frozenset[tuple[str, str | None]]:
        return frozenset((mark.interview_id, coder) for mark in self.marks for coder in (mark.coder_id, None))

    def looked_in(self, code_id: str, interview_ids: Iterable[str], coder_id: str | None = None) -> frozenset[str]:
        """Those of the interviews in which the code was looked for."""
        return frozenset(i for i in interview_ids if self.was_looked_for(code_id, i, coder_id))

    def count(
        self, found: int, code_id: str, interview_ids: Collection[str], coder_id: str | None = None
    ) -> int | None:
        """The number to show: `found` where there is something; else 0 when all these interviews were looked through
        for the code, and None when it was not looked for in some of them."""
        return self.count_together(found, (code_id,), interview_ids, coder_id)

    def looked_in_together(
        self, code_ids: Collection[str], interview_ids: Iterable[str], coder_id: str | None = None
    ) -> frozenset[str]:
        """Those of the interviews in which every one of the codes was looked for."""
        return frozenset(i for i in interview_ids if all(self.was_looked_for(c, i, coder_id) for c in code_ids))

    def count_together(
        self, found: int, code_ids: Collection[str], interview_ids: Collection[str], coder_id: str | None = None
    ) -> int | None:
        """As `count`, of codes that are counted as one, such as a branch: it is absent where all of them are."""
        if found:
            return found
        everywhere = len(self.looked_in_together(code_ids, interview_ids, coder_id)) == len(set(interview_ids))
        return 0 if everywhere and interview_ids else None


def not_looked_for() -> str:
    """What stands where a number would otherwise say 0."""
    return translate("not looked for")


def count_in_words(count: int | None) -> str:
    """A count as every page and file shows it.

    >>> count_in_words(3), count_in_words(None)
    ('3', 'not looked for')
    """
    return not_looked_for() if count is None else str(count)
