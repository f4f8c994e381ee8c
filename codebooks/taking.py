"""What a person chose of an incoming codebook becomes part of the study's own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from codebooks import tree
from codebooks.incoming import GUID, TEXTS, Comparison, IncomingCode, IncomingTheme, are_constructed
from codebooks.model import Code, Codebook, Theme
from codebooks.palette import next_colour
from core.errors import ConflictError, InputError

_AT_THE_END = 1_000_000  #: A place after every sibling there is; places are then numbered anew.


class ParentNotChosenError(InputError):
    """A code is chosen whose parent would not be there."""

    template = "“{name}” stands below “{parent}” in the file. Choose “{parent}” as well, or leave “{name}” out."

    def __init__(self, name: str, parent: str) -> None:
        super().__init__(name=name, parent=parent)


class CannotBeTakenError(ConflictError):
    """Something is chosen that the study has no room for."""

    template = "“{name}” cannot be taken: {why}"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name=name, why=why)


def take(
    current: Codebook,
    comparison: Comparison,
    chosen: Collection[str],
    *,
    author: str,
    at: datetime,
    fresh_id: Callable[[], str],
) -> Codebook:
    """The codebook with what was chosen (keys of codes and themes). New codes come after their siblings.

    Raises ParentNotChosenError, CannotBeTakenError, or an error of `codebooks.tree` for a rule that would be broken.
    """
    return _Taking(current, comparison, frozenset(chosen), author, at, fresh_id).result()


class _Taking:
    def __init__(
        self,
        current: Codebook,
        comparison: Comparison,
        chosen: Collection[str],
        author: str,
        at: datetime,
        fresh_id: Callable[[], str],
    ) -> None:
        self.codebook, self.comparison, self.chosen = current, comparison, chosen
        self.author, self.at, self.fresh_id = author, at, fresh_id
        self.wanted = [each for each in comparison.codes if each.key in chosen]
        self.ids = {each.key: each.meets.id for each in comparison.codes if each.meets}
        taken = {code.id for code in current.codes}
        for each in self.wanted:
            if not each.can_be_taken:
                raise CannotBeTakenError(tree.called(each.code), each.why)
            if each.meets is None:
                self.ids[each.key] = self._new_id(each.code, taken)

    def result(self) -> Codebook:
        for each in self.wanted:
            if each.meets is None:
                self._add(each)
        for each in self.wanted:
            if each.meets is not None:
                self._change(each, each.meets)
        self.codebook = tree.settle(self.codebook)
        tree.check(self.codebook)
        for theme in self.comparison.themes:
            if theme.key in self.chosen:
                self.codebook = tree.with_theme(self.codebook, self._theme(theme))
        return replace(self.codebook, languages=self._languages())

    def _new_id(self, code: Code, taken: set[str]) -> str:
        """The file's own identifier where it can be one here, so that the code is known again when it comes back."""
        own = code.id if GUID.fullmatch(code.id) and code.id not in taken else self.fresh_id()
        taken.add(own)
        return own

    def _parent(self, each: IncomingCode) -> str | None:
        if each.parent_id is not None or each.code.parent_id is None:
            return each.parent_id
        if each.code.parent_id not in self.ids:
            parent = tree.find(self.comparison.reading.codebook, each.code.parent_id)
            raise ParentNotChosenError(tree.called(each.code), tree.called(parent))
        return self.ids[each.code.parent_id]

    def _add(self, each: IncomingCode) -> None:
        code, unsaid = each.code, self.comparison.reading.unsaid.get(each.key, frozenset())
        parent_id = self._parent(each)
        texts: dict[str, Any] = {text: tree.tidy(getattr(code, text)) for text in TEXTS}
        added = replace(
            code,
            id=self.ids[each.key],
            parent_id=parent_id,
            position=_AT_THE_END + len(self.codebook.codes),
            colour=next_colour(self.codebook, parent_id) if "colour" in unsaid else code.colour,
            author=code.author or self.author,
            created_at=self.at,
            **texts,
        )
        self.codebook = replace(self.codebook, codes=(*self.codebook.codes, added))

    def _change(self, each: IncomingCode, old: Code) -> None:
        """Exactly what the comparison shows: a person has seen no more."""
        said = {change.field for change in each.changes}
        texts: dict[str, Any] = {text: {c.language: c.after for c in each.changes if c.field == text} for text in TEXTS}
        whole: dict[str, Any] = {text: {**getattr(old, text), **tree.tidy(taken)} for text, taken in texts.items()}
        new = replace(
            old,
            examples_constructed=are_constructed(old, replace(each.code, **texts)),
            colour=each.code.colour if "colour" in said else old.colour,
            status=each.code.status if "status" in said else old.status,
            **whole,
        )
        if "parent_id" in said:
            new = replace(new, parent_id=self._parent(each), position=_AT_THE_END)
        codes = tuple(new if code.id == old.id else code for code in self.codebook.codes)
        self.codebook = replace(self.codebook, codes=codes)

    def _theme(self, each: IncomingTheme) -> Theme:
        """The theme with the file's name and memo; its codes are those it had and those of the file that are there."""
        theme, old = each.theme, each.meets
        there = {code.id for code in self.codebook.codes}
        gathered = [self.ids[code_id] for code_id in theme.code_ids if self.ids.get(code_id) in there]
        if old is None:
            own = theme.id if GUID.fullmatch(theme.id) else self.fresh_id()
            return replace(theme, id=own, code_ids=tuple(gathered))
        name = {**old.name, **tree.tidy(theme.name)}
        return replace(old, name=name, memo=theme.memo.strip() or old.memo, code_ids=(*old.code_ids, *gathered))

    def _languages(self) -> tuple[str, ...]:
        spoken = (language for each in self.wanted for text in TEXTS for language in getattr(each.code, text))
        return tuple(dict.fromkeys((*self.codebook.languages, *spoken)))


def names_of(comparison: Comparison, chosen: Collection[str]) -> Mapping[str, str]:
    """What was chosen, by key, as people call it."""
    codes = {each.key: tree.called(each.code) for each in comparison.codes}
    themes = {each.key: tree.called(each.theme) for each in comparison.themes}
    return {key: name for key, name in (codes | themes).items() if key in chosen}
