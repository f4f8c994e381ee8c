"""A codebook from outside beside the study's own: what is new, what differs field by field, what clashes.

Nothing is done to the study's codebook here: `compare` shows, a person chooses, `codebooks.taking.take` answers the
codebook with what was chosen. An empty text in the file never empties one of the study's; codes that the file does not
mention stay.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from codebooks import tree
from codebooks.difference import field_in_words, status_in_words
from codebooks.formats.reading import CodebookReading
from codebooks.model import Code, Codebook, Localised, Theme
from codebooks.naming import NameIndex, name_keys
from core.messages import translate
from core.problems import Problem

TEXTS = ("name", *tree.TEXTS)
EXAMPLES = ("anchor_example", "borderline_example")
THEME_KEY = "theme:"  #: Before a theme's identifier among what can be chosen.
GUID = re.compile("[0-9a-f]{32}")


class Standing(StrEnum):
    """How something in the file stands to the study's codebook."""

    NEW = "new"
    CHANGED = "changed"
    CLASHING = "clashing"
    IDENTICAL = "identical"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a code or theme that the file says otherwise."""

    field: str  #: Of Code or Theme.
    language: str  #: "" for what is no text in languages.
    before: str
    after: str

    def in_words(self) -> str:
        """What the field is called."""
        words = translate(_FIELDS[self.field]) if self.field in _FIELDS else field_in_words(self.field)
        return f"{words} ({self.language})" if self.language else words


_FIELDS = {"memo": "memo", "code_ids": "codes"}


@dataclass(frozen=True, slots=True)
class IncomingCode:
    """One code of the file, beside the study's code it meets."""

    code: Code
    path: str  #: Its place in the file.
    standing: Standing
    meets: Code | None = None  #: The study's code with its identifier or its name.
    parent_id: str | None = None  #: The study's code it would hang below; None: the top, or a new code of the file.
    changes: tuple[FieldChange, ...] = ()
    why: str = ""  #: Of a clash.
    can_be_taken: bool = True

    @property
    def key(self) -> str:
        return self.code.id


@dataclass(frozen=True, slots=True)
class IncomingTheme:
    """One theme of the file, beside the study's with its identifier or name."""

    theme: Theme
    standing: Standing
    meets: Theme | None = None
    changes: tuple[FieldChange, ...] = ()

    @property
    def key(self) -> str:
        return THEME_KEY + self.theme.id


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a file would do to the study's codebook, if a person wants it."""

    codes: tuple[IncomingCode, ...]  #: In the file's reading order.
    themes: tuple[IncomingTheme, ...] = ()
    problems: tuple[Problem, ...] = ()  #: What of the file could not be read.
    reading: CodebookReading = field(default_factory=lambda: CodebookReading(Codebook({}, ())))

    def standing(self, *wanted: Standing) -> tuple[IncomingCode, ...]:
        """The codes that stand like this."""
        return tuple(each for each in self.codes if each.standing in wanted)

    def keys(self, *wanted: Standing) -> frozenset[str]:
        """What to choose for everything that stands like this and can be taken."""
        themes = (each.key for each in self.themes if each.standing in wanted)
        return frozenset((*(each.key for each in self.standing(*wanted) if each.can_be_taken), *themes))

    @property
    def fingerprint(self) -> str:
        """The same as long as file and codebook say the same: tells what a person has seen from what came since."""
        codes = [(each.key, each.standing, each.changes) for each in self.codes]
        themes = [(each.key, each.standing, each.changes) for each in self.themes]
        seen = repr((codes, themes))
        return hashlib.sha256(seen.encode("utf-8", "backslashreplace")).hexdigest()


def compare(
    current: Codebook, reading: CodebookReading, linked: Mapping[tuple[str, str], Localised] | None = None
) -> Comparison:
    """How every code and theme of the file stands to the study's codebook.

    `linked` are words of interviews the study shows as examples, by code and field: an exported file brings them back,
    and they must not become typed text, which no withdrawal would reach.
    """
    comparing = _Comparing(current, reading, linked or {})
    codes = tuple(comparing.codes())
    return Comparison(codes, tuple(comparing.themes()), reading.problems, reading)


class _Comparing:
    def __init__(
        self, current: Codebook, reading: CodebookReading, linked: Mapping[tuple[str, str], Localised]
    ) -> None:
        self.current, self.incoming, self.reading, self.linked = current, reading.codebook, reading, linked
        self.by_id = {code.id: code for code in current.codes}
        self.living = NameIndex.of(code for code in current.codes if code.is_living)
        self.met: dict[str, Code] = {}  #: Identifier in the file to the study's code.
        self.stood_for: set[str] = set()  #: Identifiers of the study's codes that are met.
        self.whys: dict[str, str] = {}
        for code in self.incoming.codes:
            self._meet(code)

    def _meet(self, code: Code) -> None:
        """Find the study's code that this one is, or note why that cannot be said."""
        named = {each.id: each for name in code.name.values() for each in self.living.called(name)}
        found = self.by_id.get(code.id)
        others = [each for each in named.values() if found is None or each.id != found.id]
        if not code.is_living and found is None and GUID.fullmatch(code.id):
            return  # a code of another study's past, whose name is nobody's
        if len(others) > (0 if found else 1) and code.is_living:
            called = ", ".join(f"“{tree.path(self.current, each)}”" for each in others)
            self.whys[code.id] = translate("its names belong to other codes of the study: {codes}.", codes=called)
            return
        meets = found or (others[0] if others else None)
        if meets is None:
            return
        if meets.id in self.stood_for:
            path = tree.path(self.current, meets)
            self.whys[code.id] = translate("another code of the file stands for “{code}” already.", code=path)
        else:
            self.met[code.id] = meets
            self.stood_for.add(meets.id)

    def codes(self) -> Iterator[IncomingCode]:
        for _, code in self.incoming.walk():
            yield self._code(code)

    def _code(self, code: Code) -> IncomingCode:
        path = tree.path(self.incoming, code)
        if code.id in self.whys:
            return IncomingCode(code, path, Standing.CLASHING, why=self.whys[code.id], can_be_taken=False)
        try:
            parent_id = self._parent(code)
        except LookupError:
            parent = self.reading.parents_elsewhere[code.id]
            why = translate("its parent “{parent}” is neither in the file nor in the study.", parent=parent)
            return IncomingCode(code, path, Standing.CLASHING, why=why, can_be_taken=False)
        meets = self.met.get(code.id)
        if meets is None:
            return IncomingCode(code, path, Standing.NEW, parent_id=parent_id)
        changes = tuple(self._changes(meets, code, parent_id))
        if not changes:
            return IncomingCode(code, path, Standing.IDENTICAL, meets, parent_id)
        if meets.id != code.id and GUID.fullmatch(code.id):
            why = translate("the study has a code of this name that is another one, by its identifier.")
            return IncomingCode(code, path, Standing.CLASHING, meets, parent_id, changes, why)
        return IncomingCode(code, path, Standing.CHANGED, meets, parent_id, changes)

    def _parent(self, code: Code) -> str | None:
        """The study's code this one would hang below; LookupError when the file names one that is nowhere."""
        if code.id in self.reading.parents_elsewhere:
            found = self.living.find(self.reading.parents_elsewhere[code.id])
            if found is None:
                raise LookupError
            return found.id
        above = self.met.get(code.parent_id or "")
        return above.id if above else None

    def _changes(self, old: Code, new: Code, parent_id: str | None) -> Iterator[FieldChange]:
        unsaid = self.reading.unsaid.get(new.id, frozenset())
        new = self._without_linked(old, new)
        for text in TEXTS:
            before = getattr(old, text)
            for language, after in getattr(new, text).items():
                if after.strip() and after.strip() != before.get(language, "").strip():
                    yield FieldChange(text, language, before.get(language, ""), after)
        if old.examples_constructed is not (constructed := are_constructed(old, new)):
            yield FieldChange("examples_constructed", "", _constructed(not constructed), _constructed(constructed))
        if "colour" not in unsaid and old.colour != new.colour:
            yield FieldChange("colour", "", old.colour, new.colour)
        if "status" not in unsaid and old.status is not new.status:
            yield FieldChange("status", "", status_in_words(old.status), status_in_words(new.status))
        if "parent_id" not in unsaid and (parent_id != old.parent_id or self._is_below_a_new_one(new)):
            yield FieldChange("parent_id", "", self._place(self.current, old), self._place_in_file(new, parent_id))

    def _without_linked(self, old: Code, new: Code) -> Code:
        """The file's code without examples that are the very words the study links to."""
        kept: dict[str, Any] = {}
        for text in EXAMPLES:
            known = {words.strip() for words in self.linked.get((old.id, text), {}).values()}
            kept[text] = {spoken: words for spoken, words in getattr(new, text).items() if words.strip() not in known}
        return replace(new, **kept)

    def _is_below_a_new_one(self, code: Code) -> bool:
        return code.parent_id is not None and code.parent_id not in self.met

    def _place(self, codebook: Codebook, code: Code) -> str:
        above = next((each for each in codebook.codes if each.id == code.parent_id), None)
        return tree.path(codebook, above) if above else translate("the top of the tree")

    def _place_in_file(self, code: Code, parent_id: str | None) -> str:
        if parent_id is not None:
            return tree.path(self.current, self.by_id[parent_id])
        return self._place(self.incoming, code)

    def themes(self) -> Iterator[IncomingTheme]:
        by_id = {theme.id: theme for theme in self.current.themes}
        by_name = {key: theme for theme in self.current.themes for key in name_keys(theme.name)}
        for theme in self.incoming.themes:
            meets = by_id.get(theme.id) or next((by_name[k] for k in name_keys(theme.name) if k in by_name), None)
            if meets is None:
                yield IncomingTheme(theme, Standing.NEW)
            else:
                changes = tuple(self._theme_changes(meets, theme))
                yield IncomingTheme(theme, Standing.CHANGED if changes else Standing.IDENTICAL, meets, changes)

    def _theme_changes(self, old: Theme, new: Theme) -> Iterator[FieldChange]:
        for language, after in new.name.items():
            if after.strip() and after != old.name.get(language, ""):
                yield FieldChange("name", language, old.name.get(language, ""), after)
        if new.memo.strip() and new.memo != old.memo:
            yield FieldChange("memo", "", old.memo, new.memo)
        names = {code.id: tree.called(code) for code in self.incoming.codes}
        has = {code_id for code_id, code in self.met.items() if code.id in old.code_ids}
        if added := [names[code_id] for code_id in new.code_ids if code_id not in has]:
            yield FieldChange("code_ids", "", "", ", ".join(added))


def are_constructed(old: Code, new: Code) -> bool:
    """Whether the code's examples are the team's own once the file's stand in their place.

    Words that are there already stay what they are: a file cannot declare a participant's words made up.
    """
    said = {(text, language) for text in EXAMPLES for language, words in getattr(new, text).items() if words.strip()}
    taken = {key for key in said if getattr(new, key[0])[key[1]] != getattr(old, key[0]).get(key[1])}
    if not taken:
        return old.examples_constructed
    kept = {(text, language) for text in EXAMPLES for language in getattr(old, text)} - taken
    return new.examples_constructed and (old.examples_constructed or not kept)


def _constructed(constructed: bool) -> str:
    return translate("constructed") if constructed else translate("from interviews")
