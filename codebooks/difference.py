"""What changed between two codebooks, in plain words: the report a team writes when a codebook has grown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from codebooks.model import Code, Codebook, CodeStatus, Localised
from codebooks.tree import SCOPE_TEXTS, TEXTS, called, path
from core.messages import translate


class ChangeKind(StrEnum):
    """What can happen to a code."""

    CREATED = "created"
    RENAMED = "renamed"
    REDEFINED = "redefined"
    MOVED = "moved"
    MERGED = "merged into"
    SPLIT = "split into"
    RETIRED = "retired"
    BROUGHT_BACK = "brought back"
    DELETED = "deleted"
    AGREED = "agreed"
    RECOLOURED = "recoloured"


class Scope(StrEnum):
    """What a new definition means for the passages a code belongs on, as a person judges it."""

    WIDENED = "widened"
    NARROWED = "narrowed"


class LineageKind(StrEnum):
    """How one code came out of another."""

    MERGED_INTO = "merged into"
    SPLIT_FROM = "split from"


@dataclass(frozen=True, slots=True)
class Lineage:
    """`code_id` was merged into `other_id`, or split from it."""

    kind: LineageKind
    code_id: str
    other_id: str


@dataclass(frozen=True, slots=True)
class CodeChange:
    """One change of one code. `before` and `after` are in the reader's language, or empty."""

    kind: ChangeKind
    code_id: str
    name: str  #: What the code is called now; once deleted, what it was called.
    field: str = ""  #: Of a redefinition: which text, see codebooks.tree.TEXTS.
    text_language: str = ""  #: Of a redefinition: in which language.
    before: str = ""
    after: str = ""
    scope: Scope | None = None  #: Of a redefinition, when a person has said so.

    def in_words(self) -> str:
        """The change as a sentence."""
        sentence = translate(_SENTENCES[self.kind], **self._fields())
        return f"{sentence} {translate(_SCOPES[self.scope])}" if self.scope else sentence

    def _fields(self) -> dict[str, str]:
        return {
            "name": self.name,
            "field": field_in_words(self.field) if self.field else "",
            "language": self.text_language,
            "before": self.before or translate("(empty)"),
            "after": self.after or translate("(empty)"),
        }


_SENTENCES = {
    ChangeKind.CREATED: "“{name}” is new ({after}).",
    ChangeKind.RENAMED: "“{before}” is now called “{name}”.",
    ChangeKind.REDEFINED: "“{name}”: {field} ({language}) was “{before}”, is now “{after}”.",
    ChangeKind.MOVED: "“{name}” was moved from {before} to {after}.",
    ChangeKind.MERGED: "“{name}” was merged into “{after}”.",
    ChangeKind.SPLIT: "“{name}” was split into {after}.",
    ChangeKind.RETIRED: "“{name}” was retired.",
    ChangeKind.BROUGHT_BACK: "“{name}” was brought back.",
    ChangeKind.DELETED: "“{name}” was deleted.",
    ChangeKind.AGREED: "“{name}” was {before}, is now {after}.",
    ChangeKind.RECOLOURED: "“{name}” has another colour: {before}, now {after}.",
}
_SCOPES = {
    Scope.WIDENED: "It covers more than before.",
    Scope.NARROWED: "It covers less than before.",
}
_FIELDS = {
    "name": "name",
    "definition": "definition",
    "when_to_use": "when to use it",
    "when_not_to_use": "when not to use it",
    "anchor_example": "anchor example",
    "borderline_example": "borderline example",
    "examples_constructed": "whether the examples are constructed",
    "colour": "colour",
    "status": "status",
    "parent_id": "place in the tree",
    "position": "place among its siblings",
}


def field_in_words(field: str) -> str:
    """What a person calls a field of a code."""
    return translate(_FIELDS.get(field, field))


def difference(
    old: Codebook, new: Codebook, lineage: Iterable[Lineage] = (), scopes: Mapping[str, Scope] | None = None
) -> tuple[CodeChange, ...]:
    """What makes `new` out of `old`, in the reading order of `new`; codes that are gone come last.

    `lineage` tells merges and splits from codes that merely came and went; `scopes` says by code id what a new
    definition means for its extent, where a person has said so.
    """
    comparison = _Comparison(old, new, tuple(lineage), scopes or {})
    changes = [change for _, code in new.walk() for change in comparison.of(code)]
    gone = [code for _, code in old.walk() if code.id not in comparison.after]
    return (*changes, *(change for code in gone for change in comparison.of_gone(code)))


class _Comparison:
    def __init__(self, old: Codebook, new: Codebook, lineage: tuple[Lineage, ...], scopes: Mapping[str, Scope]) -> None:
        self.old, self.new, self.scopes = old, new, scopes
        self.before = {code.id: code for code in old.codes}
        self.after = {code.id: code for code in new.codes}
        self.merged = {each.code_id: each.other_id for each in lineage if each.kind is LineageKind.MERGED_INTO}
        self.parts: dict[str, list[str]] = {}
        for each in lineage:
            if each.kind is LineageKind.SPLIT_FROM and each.code_id not in self.before:
                self.parts.setdefault(each.other_id, []).append(each.code_id)

    def of(self, code: Code) -> Iterator[CodeChange]:
        earlier = self.before.get(code.id)
        if earlier is None:
            if code.is_living:
                yield self._change(ChangeKind.CREATED, code, after=self._place(self.new, code))
            yield from self._split(code)
            return
        if _names(earlier) != _names(code):
            yield self._change(ChangeKind.RENAMED, code, before=_listed(earlier.name))
        yield from self._texts(earlier, code)
        if earlier.parent_id != code.parent_id:
            was, now = self._place(self.old, earlier), self._place(self.new, code)
            yield self._change(ChangeKind.MOVED, code, before=was, after=now)
        yield from self._split(code)
        yield from self._status(earlier, code)
        if earlier.colour != code.colour:
            yield self._change(ChangeKind.RECOLOURED, code, before=earlier.colour, after=code.colour)

    def of_gone(self, code: Code) -> Iterator[CodeChange]:
        """A code that is in the old codebook only."""
        if not code.is_living:
            return
        if code.id in self.merged:
            yield self._merged(code)
        else:
            yield self._change(ChangeKind.DELETED, code)

    def _texts(self, earlier: Code, code: Code) -> Iterator[CodeChange]:
        for field in TEXTS:
            was, now = getattr(earlier, field), getattr(code, field)
            for text_language in dict.fromkeys((*now, *was)):
                if was.get(text_language, "") != now.get(text_language, ""):
                    yield CodeChange(
                        ChangeKind.REDEFINED,
                        code.id,
                        called(code),
                        field=field,
                        text_language=text_language,
                        before=was.get(text_language, ""),
                        after=now.get(text_language, ""),
                        scope=self.scopes.get(code.id) if field in SCOPE_TEXTS else None,
                    )

    def _split(self, code: Code) -> Iterator[CodeChange]:
        parts = [self.after[part] for part in self.parts.get(code.id, ()) if part in self.after]
        if living := [f"“{called(part)}”" for part in parts if part.is_living]:
            yield self._change(ChangeKind.SPLIT, code, after=", ".join(living))

    def _status(self, earlier: Code, code: Code) -> Iterator[CodeChange]:
        if earlier.is_living and not code.is_living:
            yield self._merged(code) if code.id in self.merged else self._change(ChangeKind.RETIRED, code)
        elif not earlier.is_living and code.is_living:
            yield self._change(ChangeKind.BROUGHT_BACK, code)
        elif earlier.status is not code.status:
            was, now = status_in_words(earlier.status), status_in_words(code.status)
            yield self._change(ChangeKind.AGREED, code, before=was, after=now)

    def _merged(self, code: Code) -> CodeChange:
        other = self.after.get(self.merged[code.id]) or self.before.get(self.merged[code.id])
        return self._change(ChangeKind.MERGED, code, after=called(other) if other else translate("another code"))

    def _change(self, kind: ChangeKind, code: Code, *, before: str = "", after: str = "") -> CodeChange:
        return CodeChange(kind, code.id, called(code), before=before, after=after)

    def _place(self, codebook: Codebook, code: Code) -> str:
        above = next((each for each in codebook.codes if each.id == code.parent_id), None)
        return f"“{path(codebook, above)}”" if above else translate("the top of the tree")


def status_in_words(status: CodeStatus) -> str:
    """What a person calls how far a code has come."""
    words = {CodeStatus.DRAFT: "a draft", CodeStatus.AGREED: "agreed", CodeStatus.RETIRED: "retired"}
    return translate(words[status])


def _names(code: Code) -> dict[str, str]:
    return dict(code.name)


def _listed(name: Localised) -> str:
    return " / ".join(dict.fromkeys(name.values()))
