"""Changing a codebook: each function answers a new codebook, or says in words why that cannot be.

The rules: a name belongs to one living code, in every language; nothing hangs below itself or below a retired code;
siblings are numbered from 0 without gaps. What codes stand on (codings) is not known here: `study` asks first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from codebooks.model import Code, Codebook, CodeStatus, Localised, Theme, in_language
from core.errors import ConflictError, InputError, NotFoundError, RefusedError
from core.messages import language

TEXTS = ("definition", "when_to_use", "when_not_to_use", "anchor_example", "borderline_example")
SCOPE_TEXTS = TEXTS[:3]  #: What decides which passages a code belongs on.
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class CodeNameTakenError(ConflictError):
    """Another living code has the name already, in this or another language."""

    template = "There is already a code “{name}” ({path}). Choose another name, or merge the two codes."

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name=name, path=path)


class NamelessCodeError(InputError):
    """A code or theme without a name in any language."""

    template = "Give it a name in at least one language."


class BelowItselfError(RefusedError):
    """A code would hang below itself."""

    template = "“{name}” cannot be moved below its own subcode “{parent}”. Move that subcode out first."

    def __init__(self, name: str, parent: str) -> None:
        super().__init__(name=name, parent=parent)


class RetiredParentError(RefusedError):
    """A living code would hang below a retired one."""

    template = "“{parent}” is retired, so no code can stand below it. Bring it back first, or choose another place."

    def __init__(self, parent: str) -> None:
        super().__init__(parent=parent)


class HasSubcodesError(RefusedError):
    """Living codes hang below the one that shall go."""

    template = "“{name}” has subcodes ({subcodes}). Move or retire them first."

    def __init__(self, name: str, subcodes: str) -> None:
        super().__init__(name=name, subcodes=subcodes)


class RetiredCodeError(RefusedError):
    """What is asked makes sense for living codes only."""

    template = "“{name}” is retired. Bring it back first."

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class SameCodeError(InputError):
    """A code cannot be merged into itself."""

    template = "Choose two different codes to merge."


class BadColourError(InputError):
    """Not a colour."""

    template = "“{colour}” is not a colour. Write it like #0f6cbd."

    def __init__(self, colour: str) -> None:
        super().__init__(colour=colour)


class BadLanguageError(InputError):
    """Not a code of a language."""

    template = "“{code}” is not the code of a language. Write it like no, en or ar."

    def __init__(self, code: str) -> None:
        super().__init__(code=code)


# --- looking


def find(codebook: Codebook, code_id: str) -> Code:
    """The code with that id; NotFoundError."""
    for code in codebook.codes:
        if code.id == code_id:
            return code
    raise NotFoundError("code", code_id)


def find_living(codebook: Codebook, code_id: str) -> Code:
    """As `find`; RetiredCodeError when it is retired."""
    code = find(codebook, code_id)
    if not code.is_living:
        raise RetiredCodeError(called(code))
    return code


def called(code: Code | Theme) -> str:
    """The name in the reader's language."""
    return in_language(code.name, language.get())


def path(codebook: Codebook, code: Code) -> str:
    """The code's name after those above it: “Identity > Belonging”."""
    names = [called(code), *(called(above) for above in ancestors(codebook, code.id))]
    return " > ".join(reversed(names))


def ancestors(codebook: Codebook, code_id: str) -> tuple[Code, ...]:
    """The codes above, nearest first."""
    by_id = {code.id: code for code in codebook.codes}
    found: list[Code] = []
    above = by_id[code_id].parent_id
    while above in by_id and by_id[above] not in found:
        found.append(by_id[above])
        above = by_id[above].parent_id
    return tuple(found)


def clash(codebook: Codebook, code_id: str, name: Localised) -> Code | None:
    """The living code, other than `code_id`, that has one of these names already; letter case does not matter."""
    wanted = {text.casefold() for text in name.values()}
    for code in codebook.codes:
        if code.id != code_id and code.is_living and not wanted.isdisjoint(t.casefold() for t in code.name.values()):
            return code
    return None


def check(codebook: Codebook) -> None:
    """Raises the error of the first rule that a codebook breaks; nothing when it keeps them all."""
    by_id = {code.id: code for code in codebook.codes}
    taken: dict[str, Code] = {}
    for code in codebook.codes:
        if code.is_living:
            _check_names(codebook, code, taken)
        if code.parent_id is not None:
            if code.parent_id not in by_id:
                raise NotFoundError("code", code.parent_id)
            if code.is_living and not by_id[code.parent_id].is_living:
                raise RetiredParentError(called(by_id[code.parent_id]))
    reached = {code.id for _, code in codebook.walk()}
    for code in codebook.codes:
        if code.id not in reached:
            raise BelowItselfError(called(code), called(by_id[code.parent_id or code.id]))


def _check_names(codebook: Codebook, code: Code, taken: dict[str, Code]) -> None:
    if not code.name:
        raise NamelessCodeError
    for text in {text.casefold(): text for text in code.name.values()}.values():
        if text.casefold() in taken:
            raise CodeNameTakenError(text, path(codebook, taken[text.casefold()]))
        taken[text.casefold()] = code


# --- one code


def tidy(text: Localised) -> dict[str, str]:
    """A text in several languages as it is kept: without empty ones; BadLanguageError."""
    for code in text:
        if not _LANGUAGE.fullmatch(code):
            raise BadLanguageError(code)
    return {code: value.strip() for code, value in text.items() if value.strip()}


def add(codebook: Codebook, code: Code, position: int | None = None) -> Codebook:
    """With a new code below its parent, before the sibling at `position` (None: after the last)."""
    code = replace(code, name=_free_name(codebook, code.id, code.name), colour=_colour(code.colour))
    texts: dict[str, Any] = {text: tidy(getattr(code, text)) for text in TEXTS}
    code = replace(code, **texts)
    if code.parent_id is not None:
        _living_parent(codebook, code.parent_id)
    return _place(replace(codebook, codes=(*codebook.codes, code)), code, position)


def rename(codebook: Codebook, code_id: str, name: Localised) -> Codebook:
    """With the code called `name`, in all its languages."""
    code = find(codebook, code_id)
    free = _free_name(codebook, code_id, name) if code.is_living else tidy(name)
    return _with(codebook, replace(code, name=free))


def define(
    codebook: Codebook, code_id: str, texts: Mapping[str, Localised], *, examples_constructed: bool | None = None
) -> Codebook:
    """With the texts named in `texts` (see TEXTS) in place of the code's own; the others stay."""
    code = find(codebook, code_id)
    constructed = code.examples_constructed if examples_constructed is None else examples_constructed
    tidied: dict[str, Any] = {field: tidy(texts[field]) for field in TEXTS if field in texts}
    return _with(codebook, replace(code, examples_constructed=constructed, **tidied))


def recolour(codebook: Codebook, code_id: str, colour: str) -> Codebook:
    return _with(codebook, replace(find(codebook, code_id), colour=_colour(colour)))


def set_status(codebook: Codebook, code_id: str, status: CodeStatus) -> Codebook:
    """With a living code as draft or agreed; retiring has a function of its own."""
    if status is CodeStatus.RETIRED:
        return retire(codebook, code_id)
    return _with(codebook, replace(find_living(codebook, code_id), status=status))


# --- the tree


def move(codebook: Codebook, code_id: str, parent_id: str | None, position: int | None = None) -> Codebook:
    """With the code, and all below it, under another parent or at another place among its siblings.

    `position` counts the siblings without the code itself, from 0; None: after the last.
    """
    code = find(codebook, code_id)
    if parent_id is not None:
        parent = _living_parent(codebook, parent_id) if code.is_living else find(codebook, parent_id)
        if code_id == parent_id or code_id in {above.id for above in ancestors(codebook, parent_id)}:
            raise BelowItselfError(called(code), called(parent))
    moved = replace(code, parent_id=parent_id)
    return _settled(_place(_with(codebook, moved), moved, position), code.parent_id)


def merge(codebook: Codebook, source_id: str, target_id: str, *, take_texts: bool = False) -> Codebook:
    """With `source` retired and what hung below it below `target`; themes follow. `take_texts`: the source's
    definition and examples replace the target's. A target below the source first takes the source's place."""
    if source_id == target_id:
        raise SameCodeError
    source, target = find_living(codebook, source_id), find_living(codebook, target_id)
    if source_id in {above.id for above in ancestors(codebook, target_id)}:
        codebook = move(codebook, target_id, source.parent_id, source.position)
    for child in codebook.children(source_id):
        if child.is_living:
            codebook = move(codebook, child.id, target_id)
    if take_texts:
        taken = {text: getattr(source, text) for text in (*TEXTS, "examples_constructed")}
        codebook = _with(codebook, replace(find(codebook, target_id), **taken))
    themes = tuple(replace(t, code_ids=_instead(t.code_ids, source_id, target.id)) for t in codebook.themes)
    return retire(replace(codebook, themes=themes), source_id)


def split(codebook: Codebook, code_id: str, parts: Iterable[Code], *, below: bool = True) -> Codebook:
    """With new codes below the old one, or right after it among its siblings."""
    old = find_living(codebook, code_id)
    for step, part in enumerate(parts, start=1):
        placed = replace(part, parent_id=code_id if below else old.parent_id)
        codebook = add(codebook, placed, None if below else find(codebook, code_id).position + step)
    return codebook


def retire(codebook: Codebook, code_id: str) -> Codebook:
    """With the code kept for its history only. HasSubcodesError while living codes hang below it."""
    code = find(codebook, code_id)
    _no_subcodes(codebook, code)
    return _with(codebook, replace(code, status=CodeStatus.RETIRED))


def unretire(codebook: Codebook, code_id: str) -> Codebook:
    """With the code as a draft again, below its nearest living ancestor. CodeNameTakenError when its name is."""
    code = find(codebook, code_id)
    if code.is_living:
        return codebook
    _free_name(codebook, code_id, code.name)
    parent = next((above.id for above in ancestors(codebook, code_id) if above.is_living), None)
    back = replace(code, status=CodeStatus.DRAFT)
    codebook = _with(codebook, back)
    return codebook if parent == code.parent_id else move(codebook, code_id, parent)


def remove(codebook: Codebook, code_id: str) -> Codebook:
    """Without the code; retired codes below it hang below its parent. HasSubcodesError for living ones."""
    code = find(codebook, code_id)
    _no_subcodes(codebook, code)
    for child in codebook.children(code_id):
        codebook = move(codebook, child.id, code.parent_id)
    codes = tuple(each for each in codebook.codes if each.id != code_id)
    themes = tuple(replace(t, code_ids=tuple(c for c in t.code_ids if c != code_id)) for t in codebook.themes)
    return _settled(replace(codebook, codes=codes, themes=themes), code.parent_id)


def settle(codebook: Codebook) -> Codebook:
    """With every group of siblings numbered from 0 without gaps."""
    for parent_id in {code.parent_id for code in codebook.codes}:
        codebook = _settled(codebook, parent_id)
    return codebook


# --- themes


def with_theme(codebook: Codebook, theme: Theme) -> Codebook:
    """With the theme, in place of the one with its id or after the last; NamelessCodeError, NotFoundError."""
    theme = replace(theme, name=tidy(theme.name), memo=theme.memo.strip(), code_ids=_once(theme.code_ids))
    if not theme.name:
        raise NamelessCodeError
    for code_id in theme.code_ids:
        find(codebook, code_id)
    if all(each.id != theme.id for each in codebook.themes):
        return replace(codebook, themes=(*codebook.themes, theme))
    return replace(codebook, themes=tuple(theme if each.id == theme.id else each for each in codebook.themes))


def find_theme(codebook: Codebook, theme_id: str) -> Theme:
    for theme in codebook.themes:
        if theme.id == theme_id:
            return theme
    raise NotFoundError("theme", theme_id)


def without_theme(codebook: Codebook, theme_id: str) -> Codebook:
    find_theme(codebook, theme_id)
    return replace(codebook, themes=tuple(theme for theme in codebook.themes if theme.id != theme_id))


# --- inside


def _with(codebook: Codebook, *changed: Code) -> Codebook:
    by_id = {code.id: code for code in changed}
    return replace(codebook, codes=tuple(by_id.get(code.id, code) for code in codebook.codes))


def _free_name(codebook: Codebook, code_id: str, name: Localised) -> Localised:
    tidied = {code: " ".join(text.split()) for code, text in tidy(name).items()}
    if not tidied:
        raise NamelessCodeError
    if other := clash(codebook, code_id, tidied):
        theirs = {text.casefold() for text in other.name.values()}
        raise CodeNameTakenError(next(t for t in tidied.values() if t.casefold() in theirs), path(codebook, other))
    return tidied


def _colour(colour: str) -> str:
    if not _COLOUR.fullmatch(colour.lower()):
        raise BadColourError(colour)
    return colour.lower()


def _living_parent(codebook: Codebook, parent_id: str) -> Code:
    parent = find(codebook, parent_id)
    if not parent.is_living:
        raise RetiredParentError(called(parent))
    return parent


def _no_subcodes(codebook: Codebook, code: Code) -> None:
    if living := [called(child) for child in codebook.children(code.id) if child.is_living]:
        raise HasSubcodesError(called(code), ", ".join(living))


def _place(codebook: Codebook, code: Code, position: int | None) -> Codebook:
    """With the code (already in the codebook, at any place) before the sibling at `position`."""
    siblings = [each for each in codebook.children(code.parent_id) if each.id != code.id]
    siblings.insert(len(siblings) if position is None else max(0, position), code)
    return _numbered(codebook, siblings)


def _settled(codebook: Codebook, parent_id: str | None) -> Codebook:
    return _numbered(codebook, codebook.children(parent_id))


def _numbered(codebook: Codebook, siblings: Iterable[Code]) -> Codebook:
    places = (replace(code, position=n) if code.position != n else code for n, code in enumerate(siblings))
    return _with(codebook, *places)


def _instead(code_ids: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return _once(new if code_id == old else code_id for code_id in code_ids)


def _once(code_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code_ids))
